"""Numbers and codes that nothing names but that are too long to be counts, prices or years."""

import re
from collections.abc import Iterator

from nlp.recognisers import values
from nlp.spans import Span

_DIGITS = re.compile(r"\d+")
_WITH_LETTERS = re.compile(r"\d[^\W_]{4}")
_PARTED = re.compile(r"\d\d(?:[ ._*:,-]|[ ]?/[ ]?)\d\d")
_LEAST, _AFTER_LETTERS, _AFTER_MORE_LETTERS = 6, 4, 5
"""Digits side by side in a number alone, and in one after letters and a space."""
_SOLID = re.compile(r"(?<![\w£$€.,/:+-])\d{6,}(?![\w%]|[.,:]\d)")
_GROUPS = re.compile(r"(?<![\w£$€.,/:+-])\d{2,6}(?:[ -]\d{2,6}){1,5}(?![\w%]|[.,:/-]\d)")
_MIXED = re.compile(
    r"(?<![\w£$€@.-])(?=[A-Z]{0,24}\d)(?:[A-Z]{1,4}[ ]?\d{4,}|[A-Z]{0,6}\d[A-Z0-9]{4,20})"
    r"(?:[/-][A-Z0-9]{1,8}){0,3}(?![\w@]|[.]\w)",
    re.IGNORECASE,
)
_LETTERS_FIRST = re.compile(r"(?<!\w)[A-Z]{2,4} \d{5,}(?![\w%]|[.,:]\d)")
_IN_TWO_PARTS = re.compile(r"(?<![\w£])[A-Z]{1,3}\d{1,2} \d{6,8}(?![\w%]|[.,:]\d)", re.IGNORECASE)
_SIGNED = re.compile(
    r"(?<![\w£$€@.:/-])(?:(?-i:[A-Z]{2,3})[ ](?=\d))?[A-Z0-9]{1,8}"
    r"(?:[/\\-][A-Z0-9]{1,10}){1,5}(?![\w/@]|[.-]\w)"
    r"(?:(?<=\d)[ ](?!(?:19|20)\d\d(?!\d))\d{3,8}(?![\w%]|[.,:/-]\d)"
    rf"(?!{values.COUNTED.pattern}))?",
    re.IGNORECASE,
)
_SIGN_BETWEEN = re.compile(
    r"(?<![\w£$€.,/:+-])\d{2,8}(?P<sign>[ ]?/[ ]?|[._*:,])\d{2,8}(?:(?P=sign)\d{2,8}){1,5}"
    r"(?![\w%]|[.,:/-]\d)"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_ANY_DATE = re.compile(
    r"\d{1,2}(?P<sign>[ ]?/[ ]?|[._*:])\d{1,2}(?P=sign)(?:19|20)?\d\d"
    r"|(?:19|20)\d\d(?P<mark>[ ]?/[ ]?|[._*:])\d{1,2}(?P=mark)\d{1,2}"
)
_PAIRS = 6
_LONG = 8
"""Digits in a number that is too long to be anything but somebody's."""
_ROUND = re.compile(r"[1-9]\d?0{4,}|[1-9]\d{0,2}000")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[ /-](?:(?:19|20)\d\d|\d\d))+")
_DATE = re.compile(
    r"\d{1,2}[/-]\d{1,2}(?:[/-](?:\d\d){1,2})?|(?:19|20)\d\d[/-]\d\d?(?:[/-]\d\d?)?"
    r"|\d{1,2}[/-][a-z]{3,9}(?:[/-](?:\d\d){1,2})?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"[a-z]{3,9}[/-]\d{1,2}(?:[/-](?:\d\d){1,2})?", re.IGNORECASE)
_UNIT = re.compile(
    r"(?:gbp|usd|eur|rs)\d+|(?:\d+x)?\d+(?:ml|mg|mcg|kg|g|km|k|m|mm|cm|am|pm|th|st|nd|rd|s|p|x|"
    r"hrs?|mins?|miles?|quid|"
    r"ish|yrs?|"
    r"days?|weeks?|wks?|months?|mths?|years?|nights?|people|pounds?|pcm|pw|pm|odd|plus|kcal|lbs|hz|"
    r"h|gb|mb|tb|mph|ft|sqft|iu|units?)",
    re.IGNORECASE,
)
_ERA = re.compile(r"(?:[a-z]{2,6}-?)?(?:19|20)\d\d(?:-?[a-z]{1,6}|s)?", re.IGNORECASE)


def find(text: str) -> Iterator[Span]:
    """Each bare number of six digits and more, each row of groups, each code of mixed make."""
    lengths = list(map(len, _DIGITS.findall(text)))
    longest = max(lengths, default=0)
    for found in _SOLID.finditer(text) if longest >= _LEAST else ():
        if not _ROUND.fullmatch(found.group()) and not values.COUNTED.match(text, found.end()):
            yield Span(found.start(), found.end(), "OTHER_ID", "long number")
    is_parted = len(lengths) > 1 and _PARTED.search(text) is not None
    for found in _GROUPS.finditer(text) if is_parted else ():
        if _is_row(found.group()):
            yield Span(found.start(), found.end(), "OTHER_ID", "long number in groups")
    for found in _SIGN_BETWEEN.finditer(text) if is_parted else ():
        if _is_parted(found.group()):
            yield Span(found.start(), found.end(), "OTHER_ID", "long number with signs")
    patterns = []
    if longest >= _AFTER_MORE_LETTERS:
        patterns += [_LETTERS_FIRST, _IN_TWO_PARTS]
    if longest >= _AFTER_LETTERS or _WITH_LETTERS.search(text):
        patterns.append(_MIXED)
    if "/" in text or "-" in text or "\\" in text:
        patterns.append(_SIGNED)
    for pattern in patterns:
        for found in pattern.finditer(text):
            if _is_code(found.group()):
                yield Span(found.start(), found.end(), "OTHER_ID", "code")


def _is_parted(found: str) -> bool:
    """Whether signs part one number rather than a date, an amount or a list of years."""
    if (
        _THOUSANDS.fullmatch(found)
        or _ANY_DATE.fullmatch(found)
        or re.search(r"(?:19|20)\d\d", found)
    ):
        return False
    return sum(map(str.isdigit, found)) >= _LONG


def _is_row(found: str) -> bool:
    """Whether groups of digits are one number rather than a list of counts or years."""
    groups = re.split(r"[ -]", found)
    count = sum(map(len, groups))
    if _YEARS.fullmatch(found) or any(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups):
        return False
    longest = max(map(len, groups))
    if len(groups) >= _PAIRS and longest == 2:
        return True
    return count >= _LONG and longest >= 3 and not any(group.endswith("00") for group in groups)


def _is_code(found: str) -> bool:
    solid = re.sub(r"[\W_]", "", found)
    count = sum(map(str.isdigit, solid))
    if (
        _DATE.fullmatch(found)
        or _MONTH_FIRST.fullmatch(found)
        or _UNIT.fullmatch(found)
        or _ERA.fullmatch(found)
    ):
        return False
    if _YEARS.fullmatch(found):
        return False
    letters = len(solid) - count
    signs = len(found) - len(solid)
    if not letters:
        return (signs >= 2 and count >= 6) or count > _LONG
    if signs and count < 5:
        return count >= 3 and (signs >= 2 or (found[:2].isupper() and not _ends_in_year(found)))
    return count >= 4


def _ends_in_year(found: str) -> bool:
    return bool(re.search(r"\D(?:19|20)\d\d$", found)) and found.count("-") + found.count("/") < 2
