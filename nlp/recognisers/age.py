"""Ages of people, as numbers or in words; not how long, how many or how much.

A number is an age beside "aged", "year old" or "turning", after "I am" or "my son is" where no
unit follows, and after a person ("my daughter, 9,", "a woman of 61").
"""

import re
from collections.abc import Iterator

from nlp import wordlists
from nlp.generalising import Giveaway, band
from nlp.matching import Words
from nlp.recognisers import name_cues
from nlp.wordlists import FUNCTION, NAME


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "ninteen": 19,
    **_TENS,
}  # fmt: skip
_OLDEST = 110
_STUCK = re.compile(r"(?P<number>\d{1,3})(?P<unit>yo|yrs?|years?|y|yearold|mths?|months?)")
_YEARS = _set("year years yr yrs yer yers y")
_MONTHS = _set("month months mth mths week weeks wk wks")
_AGED = _set("aged age ages turning turned turn reaching reached approaching pushing nearing agd")
_HEDGES = _set("only just nearly almost about around now still like bout barely over under past")
_BE = _set("am is was were are be m been")
_I = _set("i im ive iam id")
_ITSELF = _set("im hes shes hs whos theyre")
_THEY = _set("he she who they him her")
_BEFORE_BE = _set("ill hell shell will gonna to ull shes hes going theyll wont")
_FOLLOWS = _set(
    "when wen whn and n & with now so but then who by before after yesterday today tomorrow next "
    "this last pregnant single male female homeless living sleeping still cause cos cuz coz "
    "because bc the my me not got x xx xxx lol mate lad la years year tmrw turning years-old "
    "disabled he she we they i it its im ive no never soon already had have has which too lost "
    "kicked stuck left came been was first working without wanting trying since until till id "
    "diabetic deaf blind alone back also only unemployed retired single christ"
)
_IN = _set("care foster prison jail hospital hostel hostels rehab hosp jan january feb february "
           "march april may june july august sept september oct october november dec december "
           "a here there")  # fmt: skip
_COUNTED = _set("room flat number no bed floor position queue list bus page box route step section "
                "day week month channel ward bay unit band tier point")  # fmt: skip
_THINGS = _set(
    "house building mattress boiler flat carpet phone car van dog cat pup puppy system furniture "
    "windows kitchen it bike sofa fridge block tent boots shoes application letter debt claim rent "
    "case estate bill law policy cooker heating"
)
_LEFT = _set("care home homeless pregnant out died mum dad school married drinking using prison "
             "jail drugs streets street rough heroin kids mam ma orphan")  # fmt: skip
_PEOPLE = _set("man woman lad girl bloke male female pensioner person boy lady fella mum dad "
               "widow mother father grandmother grandfather nan veteran")  # fmt: skip
_FAMILY = (name_cues.RELATIONS - _set("our little big old poor ex babies twins mate mates")) | _set(
    "grandkids grandson lads girls boys bby babba bairn teenager teen toddler youngster"
)
_CLOSERS = _set(") , . ! ? ; x xx -")
_JOINS = _set("and n & , + / or")
_OF_TEXT = _set("male female homeless single living sleeping disabled lad woman man fella mum dad")


def find(words: Words) -> Iterator[Giveaway]:
    """Each age, only the number: with the band of years it lies in."""
    at, listed = 0, False
    while at < len(words):
        number, end = _number(words, at)
        if not number:
            at += 1
            listed = False
            continue
        rule = _rule(words, at, end, number)
        if not rule and listed and _is_free(words, end) and number <= _OLDEST:
            rule = "age: in a list"
        if rule:
            general = band(0 if _in_months(words, at, end) else number)
            yield Giveaway(words.starts[at], _end(words, end), "AGE", rule, general, general)
        listed = bool(rule) and words.at(end) in _JOINS
        at = end + listed


def _number(words: Words, at: int) -> tuple[int, int]:
    """The number that begins at a word and the place after it; 0 where there is none."""
    word = words.low[at]
    if word.isdigit():
        fits = word.isascii() and len(word) <= 3 and int(word) <= _OLDEST
        return (int(word), at + 1) if fits else (0, at + 1)
    if word[0].isdigit():
        stuck = _STUCK.fullmatch(word)
        return (int(stuck["number"]), at + 1) if stuck else (0, at + 1)
    number = _NUMBERS.get(word, 0)
    if word in _TENS:
        after = at + 1 + (words.at(at + 1) == "-")
        unit = _NUMBERS.get(words.at(after), 0)
        if 0 < unit < 10:
            return number + unit, after + 1
    return number, at + 1


def _end(words: Words, end: int) -> int:
    stuck = _STUCK.fullmatch(words.low[end - 1])
    return words.starts[end - 1] + len(stuck["number"]) if stuck else words.ends[end - 1]


def _rule(words: Words, at: int, end: int, number: int) -> str:
    """The rule by which a number is an age, or "" where it is none."""
    before = words.at(at - 1)
    if before in ("£", "$", "€", "/", ".") and words.ends[at - 1] == words.starts[at]:
        return ""
    if _is_years_old(words, at, end):
        return "age: years old"
    if words.low[end - 1] != words.low[at] and not words.low[at].isalpha():
        return ""
    if _STUCK.fullmatch(words.low[at]) or not _is_free(words, end):
        return ""
    if before in _AGED or (before in ("of", "is", ":", "at", "was") and words.at(at - 2) in _AGED):
        return "age: cue"
    if _after_a_person(words, at, end, number):
        return "age: after a person"
    if _is_said_of(words, at, end, number):
        return "age: somebody is"
    if before == "at" and number >= 13 and words.at(at - 2) in _LEFT:
        return "age: at which"
    if before == "at" and number >= 13 and words.at(end) in ("i", "he", "she") and at == 1:
        return "age: at which"
    opens = at == 0 and words.at(end) in (*_OF_TEXT, ",") and number >= 16
    if opens and (words.at(end) != "," or words.at(end + 1) in _OF_TEXT):
        return "age: first of all"
    return ""


def _is_years_old(words: Words, at: int, end: int) -> bool:
    """ "9 year old", "14-year-old", "19 years of age", "9yo", "6 month old baby"."""
    stuck = _STUCK.fullmatch(words.low[end - 1])
    unit, here = (stuck["unit"], end) if stuck else ("", end)
    if not unit:
        here += words.at(here) == "-"
        unit, here = words.at(here), here + 1
    if unit in ("yo", "yearold", "yearsold"):
        return not _is_a_thing(words, at, here)
    here += words.at(here) == "-"
    old = words.at(here) in ("old", "olds", "ols") or (
        words.at(here) == "of" and words.at(here + 1) == "age"
    )
    if unit in _MONTHS and old:
        near = {*words.low[max(0, at - 3) : at], *words.low[here + 1 : here + 3]}
        return bool(near & (_FAMILY | _set("my me our her his shes hes baby")))
    return unit in _YEARS and old and not _is_a_thing(words, at, here + 1)


def _in_months(words: Words, at: int, end: int) -> bool:
    stuck = _STUCK.fullmatch(words.low[at])
    after = words.at(end + (words.at(end) == "-"))
    return (stuck["unit"] if stuck else after) in _MONTHS


def _is_a_thing(words: Words, at: int, here: int) -> bool:
    near = {*words.low[max(0, at - 4) : at], *words.low[here : here + 2]}
    return bool(near & _THINGS)


def _is_free(words: Words, end: int) -> bool:
    """Whether nothing that the number could count follows it."""
    after = words.at(end)
    if not after:
        return True
    apart = words.starts[end] > words.ends[end - 1]
    following = words.at(end + 1)
    if not after[0].isalnum():
        sticks = not apart and following[:1].isdigit() and after not in ",&+"
        if after == "-":
            return apart
        return after in _CLOSERS | _JOINS and not sticks and after not in "/%:"
    if after in ("in", "at", "on"):
        return after == "in" and following in _IN
    if after in ("to", "of", "am", "pm", "per", "out", "or"):
        return False
    if after in ("and", "n", "or") and following in ("a", "half"):
        return False
    return after in _FOLLOWS or (
        wordlists.kind_of(after) == FUNCTION and after not in _YEARS | _MONTHS | {"more", "th"}
    )


def _is_said_of(words: Words, at: int, end: int, number: int) -> bool:
    """ "i was 23", "hes only 19", "my son is 6", "Kayden is 6"."""
    here = at - 1
    while here >= 0 and words.low[here] in _HEDGES:
        here -= 1
    if here < 0 or _COUNTED & {*words.low[max(0, at - 4) : at], *words.low[end : end + 4]}:
        return False
    word, before = words.low[here], words.at(here - 1)
    if word == "be":
        return before in _BEFORE_BE and words.at(here - 2) not in ("it", "that", "rent", "there")
    if word in _ITSELF:
        return number >= (10 if word == "im" else 1)
    if word not in _BE and word != "'s":
        return False
    if before in _I:
        return number >= 10 or words.at(end) in ("when", "wen", "years")
    if before in _HEDGES or before in ("not", "just"):
        before = words.at(here - 2)
    if before in _THEY or before in _FAMILY:
        return True
    return wordlists.kind_of(before) == NAME


def _after_a_person(words: Words, at: int, end: int, number: int) -> bool:
    """ "my daughter, 9,", "kids (4 and 7)", "a woman of 61", "Karen 34"."""
    before = words.at(at - 1)
    if before == "of" and words.at(at - 2) in _PEOPLE:
        return True
    closed = not words.at(end) or words.at(end) in _CLOSERS
    joined = words.at(end) in _JOINS and words.at(end) != "or"
    named = before if before.isalnum() else words.at(at - 2)
    if before in ("(", ","):
        is_person = named in _FAMILY or wordlists.kind_of(named) == NAME
        closes = words.at(end) == ")" or (before == "," and closed)
        lists = joined and _number(words, end + 1)[0] > 0 if end + 1 < len(words) else False
        return is_person and (closes or lists)
    if number in (2, 4) and not joined:
        return False
    if before in _FAMILY:
        whose = words.at(at - 2) in ("my", "me", "our", "her", "his", "two", "2", "three", "3")
        return whose and (closed or joined)
    return wordlists.kind_of(before) == NAME and closed and number >= 16
