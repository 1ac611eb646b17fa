"""Jobs and rare traits beside a place or an age, for the careful level.

"The only midwife in Rainhill" is one woman, and so may "a trans woman of 61" be; a midwife or a
veteran alone is not.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from nlp import wordlists
from nlp.generalising import DETAIL, JOB, Giveaway
from nlp.matching import Match, Phrases, Words

_NEAR = 8
"""Words between the trait and the place or age that may make one person of it."""

_WHO = (
    "polish romanian iranian iraqi kurdish syrian eritrean sudanese ethiopian somali nigerian "
    "ghanaian chinese vietnamese albanian ukrainian russian afghan pakistani indian bangladeshi "
    "jamaican portuguese spanish italian french german czech slovak hungarian bulgarian turkish "
    "greek irish scottish welsh american brazilian yemeni libyan egyptian moroccan algerian "
    "kenyan ugandan zimbabwean congolese gambian lithuanian latvian estonian thai filipino "
    "female male trans gay deaf blind black asian arab muslim sikh jewish"
)
_NATIONS = frozenset(_WHO.split())
_ALONE = frozenset(("only", "first", "youngest", "oldest"))


@cache
def _known() -> Phrases[str]:
    jobs = dict.fromkeys(wordlists.listed("jobs"), "JOB")
    return Phrases(jobs | dict.fromkeys(wordlists.listed("traits"), "TRAIT"))


def find(words: Words, others: Sequence[Giveaway]) -> Iterator[Giveaway]:
    """Each job and trait that stands near one of the other details, or is said to be the only."""
    places = sorted(bisect_left(words.starts, found.start) for found in others)
    for match in _known().find(words):
        near = _is_near(match, places)
        if match.value == "JOB" and (near or _is_singled_out(words, match)):
            yield _giveaway(match, "JOB", "job: with a place, or the only one", JOB)
        elif match.value == "TRAIT" and near:
            yield _giveaway(match, "TRAIT", "rare trait: with a place or an age", DETAIL)


def _giveaway(match: Match[str], label: str, rule: str, general: str) -> Giveaway:
    return Giveaway(match.start, match.end, label, rule, "", general)


def _is_near(match: Match[str], places: Sequence[int]) -> bool:
    after = bisect_left(places, match.first - _NEAR)
    return after < len(places) and places[after] < match.last + _NEAR


def _is_singled_out(words: Words, match: Match[str]) -> bool:
    return words.at(match.first - 1) in _ALONE | _NATIONS
