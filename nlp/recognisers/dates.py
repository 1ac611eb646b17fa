"""Dates as people write them: figures in any order, months by name, all in words."""

import re
from collections.abc import Iterator

from nlp.recognisers import context

MONTH = (
    r"(?:jan(?:uary|urary|uray)?|feb(?:ruary|uary|urary|r?aury)?|mar(?:ch)?|apr(?:il|ill)?|may|"
    r"june?|july?|aug(?:ust|st)?|agust|sept?(?:ember|mber)?|oct(?:ober|obor)?|"
    r"nov(?:ember|emeber)?|dec(?:ember|emeber|embr)?)\.?"
)
MONTHS = re.compile(MONTH, re.IGNORECASE)
YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_NUM = r"(?:1[0-2]|0?[1-9])"
_SIGN = r"[ \t]{0,2}[/.\-\\][ \t]{0,2}"
_TH = r"(?:[ ]?(?:st|nd|rd|th))?"
_TENS = (
    r"(?:twen[tn]y|thirty|fou?rty|fifty|sixty|seventy|eighty|nine?ty)"
    r"(?:[ -]?(?:one|two|three|four|five|six|seven|eight|nine))?"
)
_TEENS = (
    r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"(?:oh|o|nought)[ -](?:one|two|three|four|five|six|seven|eight|nine))"
)
_YEAR_SAID = (
    rf"(?:(?:nineteen|twenty)[ -](?:(?:hundred[ ])?and[ ])?(?:{_TENS}|{_TEENS})"
    rf"|two thousand(?:[ ](?:and[ ])?(?:{_TENS}|{_TEENS}|one|two|three|four|five|six|seven|eight|"
    rf"nine))?|{_TENS}|{YEAR})"
)
_FIRSTS = (
    r"first|second|third|fourth|forth|fifth|sixth|seventh|eighth|eigth|ninth|tenth|eleventh|"
    r"twelfth|twelth"
)
_TEENTHS = (
    r"thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|"
    r"thirtieth"
)
_DAY_SAID = (
    rf"(?:(?:twen[tn]y|thirty)[ -]?(?:{_FIRSTS}|one|two|three|four|five|six|seven|eight|nine)|"
    rf"{_FIRSTS}|{_TEENTHS}|"
    rf"one|two|three|four|five|six|seven|eight|nine|{_TENS}|{_TEENS})"
)
IN_WORDS = frozenset(f"{_FIRSTS}|{_TEENTHS}".split("|"))
"""Words that say the day of a date, besides numbers."""
FIGURES = (
    rf"(?:(?:19|20)\d\d{_SIGN}{_NUM}{_SIGN}{DAY}"
    rf"|{DAY}{_SIGN}{_NUM}{_SIGN}(?P<numeric>{YEAR})"
    rf"|{_NUM}{_SIGN}{DAY}{_SIGN}(?P<american>{YEAR})"
    rf"|(?<!\d[ ]){DAY}[ ]{{1,2}}{_NUM}[ ]{{1,2}}(?P<spaced>{YEAR})"
    rf"|{DAY}{_TH}[ ,\-/.]{{0,3}}(?:of[ ]|day of[ ])?{MONTH}"
    rf"(?:[ ,\-/.]{{0,3}}(?:in[ ])?(?P<named>{YEAR}))?"
    rf"|{MONTH}[ ,\-/]{{1,2}}(?:the[ ])?{DAY}{_TH}(?:[ ,\-/]{{1,3}}(?P<after>{YEAR}))?"
    r"|(?P<solid>(?:3[01]|[12]\d|0[1-9])(?:1[0-2]|0[1-9])(?:(?:19|20)\d\d|\d\d))"
    r")(?![\w/-])"
)
_FEASTS = (
    r"christmas(?: eve| day)?|xmas(?: eve| day)?|boxing day|new year'?s?(?: eve| day)?|"
    r"valentine'?s?(?: day)?|(?:st|saint)\.? [a-z]{4,9}'?s?(?: day| eve)?|halloween|bonfire night|"
    r"guy fawkes(?: night| day)?|easter(?: sunday| monday| day)?|good friday|ash wednesday|"
    r"pancake day|palm sunday|whit (?:sunday|monday)|may day|midsummer'?s?(?: day| eve)?|"
    r"all saints'?(?: day)?|all souls'?(?: day)?|armistice day|remembrance (?:day|sunday)|"
    r"lady day|michaelmas|mother'?s day|father'?s day|leap day|april fool'?s?(?: day)?|"
    r"burns night|pentecost|epiphany|nowruz|norouz|eid|diwali|vaisakhi|"
    r"(?:spring|summer|winter|autumn) (?:solstice|equinox)"
)
FEAST = rf"(?:{_FEASTS})[ ,]{{1,2}}(?:of |in |in the year )?(?:(?:19|20)\d\d|'?\d\d)(?!\w)"
"""A day known by its name, with its year: nobody gives the year of a party to come."""
IN_ORDINALS = (
    rf"(?:the[ ])?(?:{_FIRSTS}|{_TEENTHS}|(?:twenty|thirty)[ -]?(?:{_FIRSTS})|{DAY}{_TH})[ ]of[ ]"
    rf"the[ ](?:{_FIRSTS}|{_NUM}{_TH})[ ,]{{1,2}}{_YEAR_SAID}(?!\w)"
)
""" "The tenth of the third, eighty": said so by people who give their date of birth."""
_FOREIGN = rf"{DAY}[. ]{{1,2}}(?:[^\W\d_]{{3,10}}|[IVX]{{1,4}})[. ]{{1,2}}(?:19|20)\d\d(?!\w)"
_ELSEWHERE = (
    r"farvardin|ordibehesht|khordad|tir|mordad|shahrivar|mehr|aban|azar|dey|bahman|esfand|hamal|"
    r"sawr|jawza|saratan|asad|sonbola|mizan|aqrab|qaws|jadi|dalw|hut|muharram|safar|rabi|jumada|"
    r"rajab|shaban|ramadan|shawwal|dhu|meskerem|tikimt|hidar|tahsas|yekatit|megabit|miyazya|ginbot|"
    r"sene|hamle|nehase"
)
_NAMED_ELSEWHERE = (
    rf"(?<![\w.]){DAY}[ ](?:of[ ])?(?:{_ELSEWHERE})(?:[ ](?:al|ul)[- ][a-z]{{4,10}})?[ ,]{{1,2}}"
    r"(?:1[34]\d\d|19\d\d)(?!\w)"
)
"""A day of the Persian, Afghan, Islamic or Ethiopian calendar, with its year."""
_ORDINAL = rf"(?:(?:twen[tn]y|thirty)[ -]?(?:{_FIRSTS})|{_FIRSTS}|{_TEENTHS})"
_THE = r"(?:of[ ])?(?:the[ ])?"
CUED = re.compile(
    rf"{FIGURES}"
    rf"|(?:19|20)\d\d{_NUM}{DAY}(?!\w)"
    rf"|{DAY}[ ]?[/.\-][ ]?{_NUM}(?![\w/]|[.-]\d)"
    rf"|{MONTH}[ ,]{{1,2}}(?:of[ ])?(?:19|20)\d\d(?!\w)"
    rf"|(?:{_ORDINAL}|{DAY}{_TH})[ ]{_THE}(?:{_FIRSTS}|{_NUM}{_TH})[ ,]{{1,2}}{_YEAR_SAID}(?!\w)"
    rf"|{_DAY_SAID}[ ]{_THE}{MONTH}(?!\w)"
    rf"|{MONTH}[ ](?:the[ ])?{_DAY_SAID}(?!\w)|{FEAST}|{IN_ORDINALS}|{_FOREIGN}|{_NAMED_ELSEWHERE}"
    rf"|{_DAY_SAID}[ ]{_DAY_SAID}[ ]{_YEAR_SAID}(?!\w)|{DAY}:{_NUM}:{YEAR}(?!\w)",
    re.IGNORECASE,
)
_LONGER = re.compile(
    rf"(?:{_DAY_SAID}|{DAY}{_TH})[ ]{_THE}{MONTH}[ ,]{{1,2}}(?:in[ ])?{_YEAR_SAID}(?!\w)"
    rf"|{MONTH}[ ](?:the[ ])?(?:{_DAY_SAID}|{DAY}{_TH})[ ,]{{1,2}}(?:in[ ])?{_YEAR_SAID}(?!\w)",
    re.IGNORECASE,
)
_COUNTS = r"(?![ ](?:days?|weeks?|wks?|months?|nights?|hours?|hrs?|mins?|of us|people)(?!\w))"
"""A number with what it counts after it is no year: "19 july, 56 days"."""
_NO_DIGITS_ON = r"(?!\d)(?!(?:(?<=[ ]\d\d)|(?<=[ ]\d{4}))[ ]\d)"
WRITTEN = re.compile(
    rf"(?<![\w£./-])(?=[\dJFMASOND]){FIGURES}{_COUNTS}{_NO_DIGITS_ON}", re.IGNORECASE
)
"""A date in figures, or with its month by name, standing by itself."""
_FEAST_HINTS = (
    "mas", "boxing day", "new year", "valentine", "st ", "st. ", "saint", "halloween", "bonfire",
    "fawkes", "easter", "friday", "wednesday", "pancake", "palm", "whit ", "may day", "midsummer",
    "all s", "armistice", "remembrance", "lady", "mother", "father", "leap", "fool", "burns",
    "pentecost", "epiphany", "wruz", "norouz", "eid", "diwali", "vaisakhi", "sols", "equinox",
)  # fmt: skip
"""Of these one stands in every name of a feast: most texts hold none."""
_IN_FIGURES = re.compile(r"\d(?:[ \t/.\\-]{1,5}\d\d?[ \t/.\\-]{1,5}'?\d|\d{5})")
"""What stands in each date without the name of its month."""
_BETWEEN_SIGNS = re.compile(r"\d(?:\.[ivx]|:\d)")
_STARTS_OF_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "agust", "sep", "oct", "nov", "dec"
)  # fmt: skip
_MONTHS = "|".join(_STARTS_OF_MONTHS)
_DAY_OF_MONTH = re.compile(
    rf"\d(?:[ ]?(?:st|nd|rd|th))?[ ,\-/.]{{0,3}}(?:of |day of )?(?:{_MONTHS})"
)
_MONTH_AND_DAY = re.compile(rf"(?:{_MONTHS})[a-z]{{0,8}}\.?[ ,\-/]{{1,2}}(?:the )?\d")
"""One of the two stands in each date with the name of its month and figures."""
_OF_THE_MONTH = re.compile(rf"of the (?:{_FIRSTS}|\d)")
_FIGURES_OF_YEARS = re.compile(r"\d\d")
_SAID = re.compile(
    rf"(?<![\w£./-])(?:{FEAST}|{IN_ORDINALS}"
    rf"|(?:{_DAY_SAID}|{DAY}{_TH})[ ]{_THE}{MONTH}[ ,]{{1,2}}(?:in[ ])?nineteen[ -]{_YEAR_SAID}"
    rf"|(?:{_DAY_SAID}|{DAY}{_TH})[ ]{_THE}{MONTH}[ ,]{{1,2}}{_TENS}"
    rf"|{MONTH}[ ](?:the[ ])?(?:{_DAY_SAID}|{DAY}{_TH})[ ,]{{1,2}}(?:nineteen[ -])?{_TENS}"
    rf"|(?:{DAY}\.[IVX]{{1,4}}\.|{DAY}:{_NUM}:)(?:19|20)\d\d)(?!\w)",
    re.IGNORECASE,
)


def longest(text: str, at: int) -> int:
    """Where the longest date that starts at a place ends, 0 for none."""
    ends = [found.end() for pattern in (CUED, _LONGER) if (found := pattern.match(text, at))]
    return max(ends, default=0)


def said(text: str) -> Iterator[re.Match[str]]:
    """Each date said in words with its year, or written in a way mostly used for birthdays."""
    if may_be_said(context.lowered(text)):
        yield from _SAID.finditer(text)


def written(text: str) -> list[re.Match[str]]:
    """Each date in figures, or with its month by name, standing by itself."""
    return list(WRITTEN.finditer(text)) if may_be_written(context.lowered(text)) else []


def may_be_said(lowered: str) -> bool:
    """Whether a month by its number stands in a text, or a year after a feast or between signs, or
    a decade beside a month."""
    is_decade = "ty" in lowered or "twenny" in lowered or "nineteen" in lowered
    in_words = is_decade and _may_name_a_month(lowered)
    if in_words or _may_have_a_year(lowered):
        return True
    if "of the" not in lowered:
        return False
    # "ty" stands in each decade but for "twenny"
    return "twenny" in lowered or _OF_THE_MONTH.search(lowered) is not None


def may_be_written(lowered: str) -> bool:
    """Whether `WRITTEN` may find any in a text, given in small letters."""
    if _IN_FIGURES.search(lowered):
        return True
    is_named = _may_name_a_month(lowered)
    return is_named and bool(_DAY_OF_MONTH.search(lowered) or _MONTH_AND_DAY.search(lowered))


def _may_name_a_month(lowered: str) -> bool:
    return any(map(lowered.__contains__, _STARTS_OF_MONTHS))


def _may_have_a_year(lowered: str) -> bool:
    if not _FIGURES_OF_YEARS.search(lowered):
        return False
    is_feast = any(map(lowered.__contains__, _FEAST_HINTS))
    return is_feast or _BETWEEN_SIGNS.search(lowered) is not None
