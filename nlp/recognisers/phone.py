"""Telephone numbers: spaced, split, bracketed, with +44 or 0044, in words, or short with a cue."""

import re
from collections.abc import Iterator

from nlp.recognisers import context, digits
from nlp.spans import Span

_CUE = context.words(
    r"phone|fone|fon|phn|mobile|mob|moby|tel|tele|telephone|landline|call(?:ing)?|ring|rang|bell|"
    r"txt|text|dial|contact|reach|whatsapp|whats ?app|num|numba|number|no|nr|digits|cell"
)
_OTHER_CUE = context.words(
    r"account|acc|acct|acount|sort|bank|ref|reference|case|claim|passport|policy|card|iban|id|crn|"
    r"a/c|nhs|licen[cs]e|dob|born|birthday|£"
)
_BREAK = (
    r"(?:[ \t\-.()/\n,_*]{0,3}"
    r"|[ ,]{1,2}(?:and[ ])?(?:then|and|n|erm|um|er|space|dash|dot)[ ,]{1,2})"
)
_RUN = re.compile(
    rf"(?<![\w£$€])[+(]{{0,2}}[\doO](?:{_BREAK}[\doO]){{5,23}}(?![\w%])(?!\.\d)", re.IGNORECASE
)
_OR_OTHER = re.compile(r"[ ]?/[ ]?\d{2,4}(?![\w/])")
_GROUP = re.compile(r"[\doO]+")


def find(text: str) -> Iterator[Span]:
    """Each number that could be rung: ten or eleven digits from 0, an international one,
    or six digits and more beside a word like "ring"."""
    for found in _RUN.finditer(text):
        yield from _in_run(text, found)


def find_in_words(text: str) -> Iterator[Span]:
    """The same of numbers said at least partly in words."""
    for run in digits.runs(text):
        yield from _in_words(text, run)


def _in_run(text: str, found: re.Match[str]) -> Iterator[Span]:
    groups = list(_GROUP.finditer(text, found.start(), found.end()))
    if sum(character.isdigit() for character in found.group()) < 6:
        return
    at = 0
    while at < len(groups):
        until = _whole(text, groups, at)
        if until:
            start = groups[at].start()
            while start > found.start() and text[start - 1] in "+(":
                start -= 1
            other = _OR_OTHER.match(text, groups[until - 1].end())
            end = other.end() if other else groups[until - 1].end()
            yield Span(start, end, "PHONE", "phone: digits")
            at = until
        else:
            at += 1
            if at < len(groups) and text[groups[at].start() - 1] not in " \t\n+(":
                at = len(groups)
    if context.near(_OTHER_CUE, text, found, before=25, after=0):
        return
    if context.near(_CUE, text, found, before=25, after=18) and _is_short_number(found.group()):
        yield Span(found.start(), found.end(), "PHONE", "phone: cue")


def _whole(text: str, groups: list[re.Match[str]], at: int) -> int:
    """The group after the one at which the digits from `at` make a telephone number, or 0."""
    plus = groups[at].start() > 0 and text[groups[at].start() - 1] == "+"
    plus = plus or text[max(0, groups[at].start() - 2) : groups[at].start()] == "+("
    number = ""
    for until in range(at, min(len(groups), at + 14)):
        number += groups[until].group().replace("o", "0").replace("O", "0")
        following = groups[until + 1].group() if until + 1 < len(groups) else ""
        if len(number) == 10 and len(following) == 1 and _could_be_rung(number + following):
            continue
        if _could_be_rung(number) or (
            plus and 10 <= len(number) <= 15 and until + 1 == len(groups)
        ):
            return until + 1
    return 0


def _could_be_rung(number: str) -> bool:
    length = len(number)
    if number.startswith("0044"):
        return length in (14, 15) and number[4] in "01237"
    if number.startswith("00"):
        return 12 <= length <= 17
    if number.startswith("44"):
        return length in (12, 13) and number[2] in "01237"
    if number.startswith(("01", "02", "03", "07", "08")):
        return length == 11 or (length == 10 and number.startswith(("01", "08")))
    return length == 10 and number.startswith("77")


def _is_short_number(found: str) -> bool:
    count = sum(character.isdigit() for character in found)
    solid = re.sub(r"\D", "", found)
    years = re.fullmatch(r"(?:19|20)\d\d(?:19|20)\d\d|[1-9]\d?0{4,}", solid)
    date = re.search(r"\d[/.]\d{1,2}[/.]\d", found)
    groups = re.split(r"\D+", found.strip("+( "))
    return 6 <= count <= 13 and not years and not date and max(map(len, groups)) >= 3


def _in_words(text: str, run: list[tuple[int, int, str]]) -> Iterator[Span]:
    whole = [piece for piece in run if _could_be_rung(piece[2]) and len(piece[2]) >= 11]
    whole = whole or [piece for piece in run if _could_be_rung(piece[2])]
    start, end, number = run[-1]
    if whole:
        yield Span(whole[0][0], whole[0][1], "PHONE", "phone: in words")
    cued = len(number) >= 6 and _CUE.search(text[max(0, start - 30) : start])
    if not whole and len(number) <= 15 and (cued or (len(number) >= 9 and number[0] == "0")):
        yield Span(start, end, "PHONE", "phone: in words")
