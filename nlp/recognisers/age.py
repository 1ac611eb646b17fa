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
from nlp.wordlists import BOTH, FUNCTION, NAME, RARE, UNKNOWN, set_of

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
_YEARS_OLD = "age: years old"
_DIGIT = re.compile(r"\d")
_STUCK = re.compile(
    r"(?P<number>\d{1,3})(?P<unit>yo|yrs?|years?|y|yearold|mths?|months?|st|nd|rd|th)"
)
_ORDINALS = set_of("st nd rd th")
_BIRTHDAYS = set_of("birthday bday birthdays bdays")
_YEARS = set_of("year years yr yrs yer yers y")
_MONTHS = set_of("month months mth mths week weeks wk wks")
_TIMES = _YEARS | _MONTHS
_AGED = set_of(
    "aged age ages turning turned turn turns reaching reached approaching pushing nearing agd"
)
_HEDGES = set_of("not only just nearly almost about around now still like bout barely")
_NO_GROUP = set_of("only just nearly almost still")
_BE = set_of("am is was were are be m")
_I = set_of("i im ive iam id")
_ITSELF = set_of("im hes shes hs whos theyre ur youre ure")
_SINCE = set_of("since when wen till until til before from after")
_THEY = set_of("one he she who they him her my mine this")
_BEFORE_BE = set_of("ill hell shell will gonna to ull shes hes going theyll wont")
_FOLLOWS = set_of(
    "when wen whn and n & with now so but then who by before after yesterday today tomorrow next "
    "this last pregnant single male female homeless living sleeping still cause cos cuz coz "
    "because bc the my me not got x xx xxx lol mate lad la years year tmrw turning years-old "
    "disabled he she we they i it its im ive no never soon already had have has which too lost "
    "kicked stuck left came been was first working without wanting trying since until till id "
    "hes shes theyre youre whos ur odd ish today turns there hardly if diabetic deaf blind alone "
    "back also only unemployed retired single christ"
)
_IN = set_of("care foster prison jail hospital hostel hostels rehab hosp jan january feb february "
           "march april may june july august sept september oct october november dec december "
           "a here there")  # fmt: skip
_ON = set_of(
    "monday tuesday wednesday thursday friday saturday sunday mon tues weds thurs fri sat sun"
)
_OF_AGE = set_of("of is : at was")
_COUNTED = set_of("row line room flat number no bed floor position queue list bus page box "
                "route step section day week month channel ward bay unit band tier "
                "point")  # fmt: skip
_THINGS = set_of(
    "house building mattress boiler flat carpet phone car van dog cat pup puppy system furniture "
    "windows kitchen bike sofa fridge block tent boots shoes application letter debt claim rent "
    "case estate bill law policy cooker heating"
)
_LEFT = set_of("care home homeless pregnant out died mum dad school married drinking using prison "
             "jail fix foster drugs streets street rough heroin kids mam ma orphan baby son "
             "daughter stroke")  # fmt: skip
_PARENTS = set_of("mum dad mother father mam")
_PEOPLE = _PARENTS | set_of(
    "man woman men women lad lads girl girls bloke male female pensioner person people boy lady "
    "fella widow grandmother grandfather grandma grandad nan veteran kid kids child lass old "
    "teenager"
)
_FAMILY = (
    name_cues.RELATIONS - set_of("our little big old poor ex babies twins mate mates")
) | set_of("grandkids grandson lads girls boys bby babba bairn teenager teen toddler youngster")
_WHOSE = set_of("my me our her his two 2 three 3 n and wife")
_CLOSERS = set_of(") , . ! ? ; x xx -")
_JOINS = set_of("and n & , + / or")
_ENDS = (_CLOSERS | _JOINS) - {"/"}
_ENDS_A_CLAUSE = set_of(". , ! ) n and i he she hes shes his")
_OF_TEXT = set_of(
    "male female homeless single living sleeping disabled lad woman man fella mum dad"
)


def find(words: Words) -> Iterator[Giveaway]:
    """Each age, only the number: with the band of years it lies in."""
    if _NUMBERS.keys().isdisjoint(words.low) and not _DIGIT.search(words.text):
        return
    after, listed = 0, False
    before: list[tuple[int, int, int]] = []
    for at in [at for at, word in enumerate(words.low) if word in _NUMBERS or word[0].isdigit()]:
        if at < after:
            continue
        number, end = _number(words, at)
        if at > after or not number:
            listed = False
            before.clear()
        if not number:
            continue
        rule = _rule(words, at, end, number)
        if not rule and listed and _is_free(words, end):
            rule = "age: in a list"
        if rule == _YEARS_OLD:
            yield from (_age(words, *one, "age: in a list") for one in before)
        if rule:
            yield _age(words, at, end, number, rule)
            before.clear()
        else:
            before.append((at, end, number))
        joined = words.at(end) in _JOINS
        listed = bool(rule) and joined
        after = end + joined


def _age(words: Words, at: int, end: int, number: int, rule: str) -> Giveaway:
    general = band(0 if _in_months(words, at, end) else number)
    return Giveaway(words.starts[at], _end(words, end), "AGE", rule, general, general)


def _number(words: Words, at: int) -> tuple[int, int]:
    """The number that begins at a word in digits or of numbers, and the place after it; or 0."""
    word = words.low[at]
    if word in _NUMBERS:
        return _said(words, at)
    if word.isdigit():
        fits = word.isascii() and len(word) <= 3 and int(word) <= _OLDEST
        return (int(word), at + 1) if fits else (0, at + 1)
    stuck = _STUCK.fullmatch(word)
    return (int(stuck["number"]), at + 1) if stuck else (0, at + 1)


def _said(words: Words, at: int) -> tuple[int, int]:
    word = words.low[at]
    number = _NUMBERS[word]
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
        return _YEARS_OLD
    if words.low[end - 1] != words.low[at] and not words.low[at].isalpha():
        return ""
    if _STUCK.fullmatch(words.low[at]):
        return ""
    free = _is_free(words, end)
    if free or _is_somewhere(words, end):
        if before in _AGED or (before in _OF_AGE and words.at(at - 2) in _AGED):
            return "age: cue"
        if _after_a_person(words, at, end, number):
            return "age: after a person"
    if _is_since(words, at, end, number):
        return "age: at which"
    if not free:
        return ""
    if _is_said_of(words, at, end, number):
        return "age: somebody is"
    if words.at(end) in _TIMES:
        return "age: after a person" if before in _FAMILY else ""
    return _rule_from_the_rest(words, at, end, number)


def _rule_from_the_rest(words: Words, at: int, end: int, number: int) -> str:
    """ "stroke at 44", "68 she is", "kez, 29, sofa surfing", "34 male"."""
    before = words.at(at - 1)
    if before == "at" and number >= 25:
        return "age: at which"
    told = words.at(end) in ("he", "she") and words.at(end + 1) in ("is", "was")
    if told and not words.at(end + 2)[:1].isalnum():
        return "age: somebody is"
    if _between_signs(words, at, end, number) or _is_birthday(words, at, end):
        return "age: alone"
    if before == "at" and number >= 13 and words.at(end) in ("i", "he", "she") and at == 1:
        return "age: at which"
    opens = at == 0 and words.at(end) in (*_OF_TEXT, ",") and number >= 16
    if opens and (words.at(end) != "," or words.at(end + 1) in _OF_TEXT):
        return "age: first of all"
    return ""


def _is_since(words: Words, at: int, end: int, number: int) -> bool:
    """ "left care at 17", "foster till 16", but not "out at 16:30" or "at 17 pounds"."""
    before, after = words.at(at - 1), words.at(end)
    if before not in ("at", "till", "til", "until", "from") or words.at(at - 2) not in _LEFT:
        return False
    return number >= 13 and after not in (":", "%", "/", "am", "pm", "quid", "pounds", "percent")


def _is_somewhere(words: Words, end: int) -> bool:
    """ "alf 63 in a top bunk", but not "3 in the queue"."""
    near = words.low[end : end + 3]
    return near[:1] in (["in"], ["on"], ["at"], ["with"]) and not _COUNTED & {*near}


def _is_years_old(words: Words, at: int, end: int) -> bool:
    """ "9 year old", "14-year-old", "19 years of age", "9yo", "6 month old baby"."""
    stuck = _STUCK.fullmatch(words.low[end - 1])
    unit, here = (stuck["unit"], end) if stuck else ("", end)
    if not unit:
        here += words.at(here) == "-"
        unit, here = words.at(here), here + 1
    if unit in _ORDINALS:
        return words.at(end) in _BIRTHDAYS
    if unit in ("yo", "yearold", "yearsold"):
        return not _is_a_thing(words, at, here)
    here += words.at(here) == "-"
    old = words.at(here) in ("old", "olds", "ols") or (
        words.at(here) == "of" and words.at(here + 1) == "age"
    )
    if unit in _MONTHS and old:
        near = {*words.low[max(0, at - 3) : at], *words.low[here + 1 : here + 3]}
        return bool(near & (_FAMILY | set_of("my me our her his shes hes baby")))
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
        return after in _ENDS and not sticks
    if after in ("in", "at", "on"):
        return following in (_IN if after == "in" else _ON if after == "on" else ())
    if after in ("to", "of", "am", "pm", "per", "out", "or"):
        return False
    if after in ("and", "n") and following in ("a", "half"):
        half = end + 2 + (following == "a")
        return not words.at(half) or not words.at(half)[0].isalnum() or words.at(half) in _FOLLOWS
    if after in _TIMES:
        return not following or following in _ENDS_A_CLAUSE
    if after in _FOLLOWS or after.endswith("nt"):
        return True
    kind = wordlists.kind_of(after)
    acting = after.endswith("ing") or (after.endswith("in") and len(after) > 4)
    return acting or (kind == FUNCTION and after not in ("more", "th", "a", "an", "less"))


def _is_said_of(words: Words, at: int, end: int, number: int) -> bool:
    """ "i was 23", "hes only 19", "my son is 6", "Kayden is 6", "our deans only 22"."""
    here = at - 1
    while here >= 0 and words.low[here] in _HEDGES:
        here -= 1
    if here < 0:
        return number >= 16 and words.at(0) in _NO_GROUP and words.at(end) in _JOINS
    if _COUNTED & {words.at(at - 1), words.at(at - 2)}:
        return False
    word, before = words.low[here], words.at(here - 1)
    if word == "be":
        return before in _BEFORE_BE and words.at(here - 2) not in ("it", "that", "rent", "there")
    if word in _ITSELF:
        if word in ("hes", "shes", "whos"):
            return True
        return number >= 10 and words.at(end) not in _MONTHS
    if word not in _BE and word != "'s":
        whose = word.endswith("s") and (_is_somebody(words, here) or word[:-1] in _FAMILY)
        written = words.text[words.ends[here] - 2] == "'" or here < at - 1
        return whose and (written or before in ("my", "me", "our"))
    if before in _I or (word == "am" and not before.isalnum()):
        if words.at(end) in _MONTHS:
            return False
        told = words.at(here - 2) in _SINCE or words.at(end) in _SINCE
        return number >= 10 or told or words.at(end) == "first"
    if before in _HEDGES or before in ("not", "just"):
        before = words.at(here - 2)
    return before in _THEY or before in _FAMILY or _is_somebody(words, here - 1)


def _is_somebody(words: Words, at: int) -> bool:
    """Whether the word is a name, or one without a list but with a capital."""
    word = words.at(at)
    kind = wordlists.kind_of(word)
    if kind == UNKNOWN and word.endswith("s"):
        kind = wordlists.kind_of(word[:-1])
    return kind in (NAME, RARE, BOTH) or (kind == UNKNOWN and at >= 0 and words.capital(at))


def _after_a_person(words: Words, at: int, end: int, number: int) -> bool:
    """ "my daughter, 9,", "kids (4 and 7)", "a woman of 61", "Karen 34", "alf 63 in a bunk"."""
    here = at - 1
    while here >= 0 and words.low[here] in ("about", "around", "bout", "nearly"):
        here -= 1
    before, earlier = words.at(here), words.at(here - 1)
    if before == "of" and earlier in _PEOPLE:
        return number >= 16 or earlier not in _PARENTS
    if before in _PEOPLE and number >= 16:
        return words.at(here - 1) in ("a", "this", "the", "old", "young", "one")
    closed = not words.at(end) or words.at(end) in _CLOSERS
    joined = words.at(end) in _JOINS and words.at(end) != "or"
    if before in ("(", ","):
        is_person = earlier in _FAMILY or wordlists.kind_of(earlier) == NAME
        closes = words.at(end) == ")" or (before == "," and closed)
        lists = joined and end + 1 < len(words) and _number(words, end + 1)[0] > 0
        return is_person and (closes or lists)
    if (number in (2, 4) and not joined) or words.low[at] == "one":
        return False
    if before in _FAMILY:
        whose = words.at(at - 2) in _WHOSE
        return whose and (closed or joined or words.at(end) == "in" or number >= 13)
    if before == "rip" or (wordlists.kind_of(before) in (NAME, RARE) and number >= 13):
        return True
    followed = joined or wordlists.kind_of(words.at(end)) == NAME
    return wordlists.kind_of(before) in (NAME, RARE) and followed


def _between_signs(words: Words, at: int, end: int, number: int) -> bool:
    """ "kez, 29, sofa surfing", "Azadeh. 36. Two children.", "found by the bins, 58"."""
    if words.at(at - 1) == "." and not words.low[at].isdigit():
        return False
    if number < 16 or words.at(at - 1) not in (",", ".") or words.at(at - 2)[:1].isdigit():
        return False
    if words.at(end) not in (words.at(at - 1), "", "."):
        return False
    return not _COUNTED & {*words.low[max(0, at - 5) : at]} and not words.at(end + 1)[:1].isdigit()


def _is_birthday(words: Words, at: int, end: int) -> bool:
    """ "50 today" after a birthday."""
    return words.at(end) == "today" and any(
        word in _BIRTHDAYS for word in words.low[max(0, at - 6) : at]
    )
