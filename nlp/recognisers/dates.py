"""Dates as people write them: figures in any order, months by name, all in words."""

import re

MONTH = (
    r"(?:jan(?:uary|urary|uray)?|feb(?:ruary|uary|urary|r?aury)?|mar(?:ch)?|apr(?:il|ill)?|may|"
    r"june?|july?|aug(?:ust|st)?|agust|sept?(?:ember|mber)?|oct(?:ober|obor)?|"
    r"nov(?:ember|emeber)?|dec(?:ember|emeber|embr)?)\.?"
)
MONTHS = re.compile(MONTH, re.IGNORECASE)
YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_NUM = r"(?:1[0-2]|0?[1-9])"
_SIGN = r"[ \t]{0,2}[/.\-\\][ \t]{0,2}"
_TH = r"(?:[ ]?(?:st|nd|rd|th))?"
_TENS = (
    r"(?:twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|nine?ty)"
    r"(?:[ -]?(?:one|two|three|four|five|six|seven|eight|nine))?"
)
_TEENS = (
    r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"(?:oh|o|nought)[ -](?:one|two|three|four|five|six|seven|eight|nine))"
)
_YEAR_SAID = (
    rf"(?:(?:nineteen|twenty)[ -](?:hundred and[ ])?(?:{_TENS}|{_TEENS})"
    rf"|two thousand(?:[ ](?:and[ ])?(?:{_TENS}|{_TEENS}|one|two|three|four|five|six|seven|eight|"
    rf"nine))?|{_TENS}|{YEAR})"
)
_FIRSTS = (
    r"first|second|third|fourth|forth|fifth|sixth|seventh|eighth|eigth|ninth|tenth|eleventh|"
    r"twelfth|twelth"
)
_DAY_SAID = (
    rf"(?:(?:twenty|thirty)[ -]?(?:{_FIRSTS}|one|two|three|four|five|six|seven|eight|nine)|"
    rf"{_FIRSTS}|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|"
    rf"twentieth|thirtieth|one|two|three|four|five|six|seven|eight|nine|{_TENS}|{_TEENS})"
)
FIGURES = (
    rf"(?:(?:19|20)\d\d{_SIGN}{_NUM}{_SIGN}{_DAY}"
    rf"|{_DAY}{_SIGN}{_NUM}{_SIGN}(?P<numeric>{YEAR})"
    rf"|{_NUM}{_SIGN}{_DAY}{_SIGN}(?P<american>{YEAR})"
    rf"|(?<!\d[ ]){_DAY}[ ]{{1,2}}{_NUM}[ ]{{1,2}}(?P<spaced>{YEAR})"
    rf"|{_DAY}{_TH}[ ,\-/.]{{0,3}}(?:of[ ]|day of[ ])?{MONTH}"
    rf"(?:[ ,\-/.]{{0,3}}(?:in[ ])?(?P<named>{YEAR}))?"
    rf"|{MONTH}[ ,\-/]{{1,2}}(?:the[ ])?{_DAY}{_TH}(?:[ ,\-/]{{1,3}}(?P<after>{YEAR}))?"
    r"|(?P<solid>(?:3[01]|[12]\d|0[1-9])(?:1[0-2]|0[1-9])(?:(?:19|20)\d\d|\d\d))"
    r")(?![\w/-])"
)
_ORDINAL = (
    rf"(?:(?:twenty|thirty)[ -]?(?:{_FIRSTS})|{_FIRSTS}|thirteenth|fourteenth|fifteenth|"
    r"sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_THE = r"(?:of[ ])?(?:the[ ])?"
CUED = re.compile(
    rf"{FIGURES}"
    rf"|(?:19|20)\d\d{_NUM}{_DAY}(?!\w)"
    rf"|{_DAY}[ ]?[/.\-][ ]?{_NUM}(?![\w/]|[.-]\d)"
    rf"|{MONTH}[ ,]{{1,2}}(?:of[ ])?(?:19|20)\d\d(?!\w)"
    rf"|(?:{_ORDINAL}|{_DAY}{_TH})[ ]{_THE}(?:{_FIRSTS}|{_NUM}{_TH})[ ,]{{1,2}}{_YEAR_SAID}(?!\w)"
    rf"|{_DAY_SAID}[ ]{_THE}{MONTH}(?!\w)"
    rf"|{MONTH}[ ](?:the[ ])?{_DAY_SAID}(?!\w)",
    re.IGNORECASE,
)
_LONGER = re.compile(
    rf"(?:{_DAY_SAID}|{_DAY}{_TH})[ ]{_THE}{MONTH}[ ,]{{1,2}}(?:in[ ])?{_YEAR_SAID}(?!\w)"
    rf"|{MONTH}[ ](?:the[ ])?(?:{_DAY_SAID}|{_DAY}{_TH})[ ,]{{1,2}}(?:in[ ])?{_YEAR_SAID}(?!\w)",
    re.IGNORECASE,
)
WRITTEN = re.compile(rf"(?<![\w£./-]){FIGURES}(?![ ]?\d)", re.IGNORECASE)
"""A date in figures, or with its month by name, standing by itself."""


def longest(text: str, at: int) -> int:
    """Where the longest date that starts at a place ends, 0 for none."""
    ends = [found.end() for pattern in (CUED, _LONGER) if (found := pattern.match(text, at))]
    return max(ends, default=0)
