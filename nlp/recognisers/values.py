"""How the value after a cue is read: a number or code, solid, spaced, with signs or in words."""

import re
import string

from nlp import wordlists
from nlp.recognisers import dates, digits
from nlp.recognisers.announced import Value

COUNTED = re.compile(
    r"[ ]?(?:weeks?|wks?|days?|nights?|months?|mths?|years?|yrs?|yr|hours?|hrs?|min(?:ute)?s?|"
    r"people|men|women|lads?|kids?|children|beds?|rooms?|times?|miles?|am|pm|o'?clock|quid|"
    r"pounds?|p|percent|%|stone|ml|mg|mcg|kg|g|km|k|m|grand|of us|of them|homes|houses|flats|"
    r"calls?|others?|st|nd|rd|th|bus|buses|families|households|x|pcm|a (?:week|month|year|day|"
    r"night))"
    r"(?!\w)",
    re.IGNORECASE,
)
_PART = re.compile(r"[A-Z0-9]+(?![^\W_])", re.IGNORECASE)
_JOIN = re.compile(r"[ ]?[/\\\-][ ]?|\.(?=\w)|[ ]{1,2}|(?<=\d)\(|\)(?=[\w])")
_PHONE = re.compile(r"(?:0[12378]|\+?44|0044)")
_DATE_NEXT = re.compile(r"\d{1,2}[/.-]\d{1,2}(?!\d)|\d{1,2}:\d\d")
_DATE = re.compile(
    r"(?:3[01]|[12]\d|0?[1-9])([/.-])(?:3[01]|[12]\d|0?[1-9])\1(?:20)?\d\d"
    r"|\d{1,5}\.\d\d?|(?:19|20)\d\d([/.-])\d\d?\2\d\d?|\d{1,2}/\d{1,2}"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST = 30
_MOST_PARTS = 10
_PLAIN = (wordlists.WORD, wordlists.FUNCTION)


def code(least: int, *, year: str = "no") -> Value:
    """Reads a code of at least so many letters and digits, three of them digits.

    Digits alone have to be `least`; a bare year is none unless `year` says otherwise.
    """

    def read(text: str, at: int) -> int:
        if not text[at : at + 1].isdigit():
            run = digits.at(text, at)
            if run and len(run[-1][2]) >= max(least, 4):
                return run[-1][1]
        end = _walk(text, at)
        return end if end and _is_code(text[at:end], least, year) else 0

    return read


def _is_code(found: str, least: int, year: str) -> bool:
    if _DATE.fullmatch(found):
        return False
    solid = re.sub(r"[\W_]", "", found)
    count = sum(map(str.isdigit, solid))
    if solid.isdigit():
        if year == "no" and _YEAR.fullmatch(found):
            return False
        if re.fullmatch(r"(?:19|20)\d\d[ /\-]{1,3}(?:(?:19|20)?\d\d)", found):
            return False
        return count >= least and not (_PHONE.match(solid) and 10 <= len(solid) <= 13)
    if re.fullmatch(r"\d+[a-z]{1,5}", solid, re.IGNORECASE) and COUNTED.fullmatch(
        solid.lstrip(string.digits)
    ):
        return False
    return count >= (2 if least < 4 else 3) and len(solid) >= min(least, 5)


def _walk(text: str, at: int) -> int:
    """The end of the parts with digits that stand together from here, 0 for none."""
    end = letters = 0
    joined = ""
    for _ in range(_MOST_PARTS):
        part = _PART.match(text, at)
        if part is None or part.end() - at > _LONGEST:
            break
        word = part.group()
        if any(map(str.isdigit, word)):
            if end and joined.isspace() and _is_apart(text, part):
                break
            end, letters = part.end(), 0
        elif end and not joined.isspace() and len(word) <= 4:
            end, letters = part.end(), 1
        elif letters > 1 or not _goes_on(text, part):
            break
        else:
            letters += 1
        join = _JOIN.match(text, part.end())
        if join is None:
            break
        joined, at = join.group(), join.end()
    return end


def _goes_on(text: str, part: re.Match[str]) -> bool:
    """Whether letters alone are the start of a code: "CL 77", "HO/"."""
    word = part.group()
    if text[part.end() : part.end() + 1] in ("/", "-", "\\"):
        return len(word) <= 6 and text[part.end() + 1 : part.end() + 2].isalnum()
    if dates.MONTHS.fullmatch(word):
        return False
    short = len(word) <= 4 and wordlists.kind_of(word.lower()) not in _PLAIN
    following = _JOIN.match(text, part.end())
    digit_next = bool(following and text[following.end() : following.end() + 1].isdigit())
    plain = wordlists.kind_of(word.lower()) == wordlists.FUNCTION and len(word) > 1
    return digit_next and (short or (word.isupper() and len(word) <= 3 and not plain))


def _is_apart(text: str, part: re.Match[str]) -> bool:
    """Whether a number after a space is a count, a date or a time of its own."""
    return bool(
        COUNTED.match(text, part.end())
        or _DATE_NEXT.match(text, part.start())
        or re.fullmatch(r"\d{1,2}(?:am|pm|st|nd|rd|th)", part.group(), re.IGNORECASE)
    )
