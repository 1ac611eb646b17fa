"""Which of the choices on offer a reply picks, by number, letter, order, label or near spelling."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from surveys.keywords import RESERVED
from surveys.lexicon import DEFAULT_LANGUAGE, Lexicon
from surveys.mentions import (
    Mention,
    Said,
    covered,
    denied,
    labelled,
    letters,
    negated,
    numbers,
    ordinals,
)
from surveys.normalise import spoken_words
from surveys.spelling import is_misspelt, stem
from surveys.wording import Sentence, say
from surveys.yesno import read_yes_no

_LONGEST_GUESSED_AT = 4
_SHORT = 4
_LEAST_TELLING = 2
_OPENING = 3
_NO_TOP = 0
"""Options are no scale: neither "2/3" nor "100%" picks one."""
_CLEAR_LEAD = 2
_LONGEST_NAMING = 12
_MOST_BESIDE = 2

_OTHER_WORDS = "other_words"

_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")

Names = tuple[str, ...]
"""What one option is called: its label, short label and value; any may be empty."""


def picked(said: Said, options: Sequence[Names]) -> list[Mention]:
    """The options a reply mentions, as places counted from 1, in the order they are said."""
    if part := _part_of_a_label(said, options):
        return [part]
    whole = _whole_labels(said, options)
    signs = _other_signs(said, covered(whole), len(options))
    found = whole + signs
    if not whole:
        found += _foremost(telling_words(said, options, covered(found)), alone=not found)
    if not whole and not signs:
        found += in_other_words(said, options, covered(found))
    return sorted(found or near_spellings(said, options), key=lambda one: one.start)


def _part_of_a_label(said: Said, options: Sequence[Names]) -> Mention | None:
    """The one label that the whole reply is a part of, with two words or more that tell."""
    spoken = [p for p, token in enumerate(said.tokens) if token.is_word or token.is_number]
    words = tuple(said.words[p] for p in spoken)
    telling = [word for word in words if word not in said.known.words["reading.stopwords"]]
    if len(telling) < _LEAST_TELLING or len(spoken) != len(said.tokens):
        return None
    named = [_runs(names, said.known) for names in options]
    found = [n for n, runs in enumerate(named, 1) if any(_holds(run, words) for run in runs)]
    return Mention(found[0], 0, len(said.tokens)) if len(found) == 1 else None


def all_picked(said: Said, options: Sequence[Names]) -> list[Mention]:
    """As `picked`, where a reply may well mention several: each part of it is looked into."""
    whole = _whole_labels(said, options)
    found = whole + _other_signs(said, covered(whole), len(options))
    found += telling_words(said, options, covered(found))
    found += in_other_words(said, options, covered(found))
    return sorted(found, key=lambda one: one.start)


def _whole_labels(said: Said, options: Sequence[Names]) -> list[Mention]:
    runs: dict[tuple[str, ...], int] = {}
    for nth, names in enumerate(options, 1):
        for run in _runs(names, said.known):
            runs.setdefault(run, nth)
    brief = said.is_brief(_LONGEST_NAMING)
    found = labelled(said, runs)
    others = covered(found)
    return [
        one
        for one in found
        if one.start < _OPENING
        or (brief and (one.end > one.start + 1 or _says_little_else(said, one, others)))
    ]


def _other_signs(said: Said, taken: frozenset[int], count: int) -> list[Mention]:
    signs = numbers(said, taken=taken, top=_NO_TOP)
    signs = [one for one in signs if not denied(said, one.start)]
    taken |= covered(signs)
    for more in (ordinals(said, count), letters(said, count)):
        signs += [one for one in more if not taken & covered([one])]
    return signs


def _runs(names: Names, known: Lexicon) -> set[tuple[str, ...]]:
    """The runs of words that name an option; a value of one letter is left to `letters`."""
    runs = {run for name in names if (run := known.folded_words(name)) and len("".join(run)) > 1}
    return runs | {bare for run in runs if 1 < len("".join(bare := _bare(run, known))) < _SHORT}


def _bare(run: tuple[str, ...], known: Lexicon) -> tuple[str, ...]:
    """A name without the small words it begins with: "My GP" is GP."""
    while len(run) > 1 and run[0] in known.words["reading.stopwords"]:
        run = run[1:]
    return run


def _telling(options: Sequence[Names], known: Lexicon) -> dict[str, int]:
    """The words that belong to one option only, each with that option's place."""
    dull = known.words["reading.stopwords"]
    owners: dict[str, set[int]] = {}
    for nth, names in enumerate(options, 1):
        for word in {word for run in _runs(names, known) for word in run}:
            if len(word) > 2 and word not in dull and not word.isdecimal():
                owners.setdefault(stem(word), set()).add(nth)
    return {word: min(whose) for word, whose in owners.items() if len(whose) == 1}


def telling_words(said: Said, options: Sequence[Names], taken: frozenset[int]) -> list[Mention]:
    """Options picked by a word that only one of them has, where little else is said."""
    telling = _telling(options, said.known)
    runs: dict[tuple[str, ...], int] = {
        (word,): telling[stem(word)] for word in said.words if stem(word) in telling
    }
    found = [one for one in labelled(said, runs) if not taken & covered([one])]
    found = [one for one in found if not said.is_in(one.start - 1, "changes_next")]
    words = _own_words(said, options)
    found = [one for one in found if _says_little_else(said, one, words)]
    more = [one for pair in _either_or(said, telling) for one in pair if one not in found]
    return [_with_neighbours(said, one, options) for one in (*found, *more)]


def in_other_words(said: Said, options: Sequence[Names], taken: frozenset[int]) -> list[Mention]:
    """Options picked by words that mean the same, where little else is said."""
    meant = _meant(tuple(options), said.known)
    found = [one for one in labelled(said, meant) if not taken & covered([one])]
    found = [one for one in found if not said.is_in(one.start - 1, "changes_next")]
    words = _own_words(said, options)
    return [one for one in found if _says_little_else(said, one, words)]


@lru_cache(maxsize=512)
def _meant(options: tuple[Names, ...], known: Lexicon) -> Mapping[tuple[str, ...], int]:
    """Other words for what the options say, each with the only option that they can mean."""
    named = [_runs(names, known) for names in options]
    owners: dict[tuple[str, ...], set[int]] = {}
    for list_name, others in known.phrases.items():
        table, _, heads = list_name.partition(".")
        if table != _OTHER_WORDS:
            continue
        wanted = {known.folded_words(head) for head in heads.split("|")}
        for nth, runs in enumerate(named, 1):
            if any(_holds(run, head) for run in runs for head in wanted):
                for one in others:
                    owners.setdefault(one, set()).add(nth)
    for one, whose in owners.items():
        whose.update(n for n, runs in enumerate(named, 1) if any(_holds(run, one) for run in runs))
    return {one: min(whose) for one, whose in owners.items() if len(whose) == 1}


def _holds(run: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(run[at : at + len(part)] == part for at in range(len(run) - len(part) + 1))


def _either_or(said: Said, telling: dict[str, int]) -> Iterator[tuple[Mention, Mention]]:
    """Two options named as one or the other: both are heard, whatever else is said."""
    named = [
        Mention(telling[stem(word)], place, place + 1)
        for place, word in enumerate(said.words)
        if stem(word) in telling
    ]
    for one, other in pairwise(named):
        between = range(one.end, other.start)
        tied = any(said.is_in(p, "either_or") for p in between)
        idle = all(said.is_in(p, "either_or") or said.is_in(p, "filler") for p in between)
        if one.choice != other.choice and tied and idle:
            yield one, other


def _foremost(found: list[Mention], *, alone: bool) -> list[Mention]:
    """The option named by clearly more words than any other, if there is one."""
    counts = {one.choice: 0 for one in found}
    for one in found:
        counts[one.choice] += 1
    ranked = sorted(counts.values(), reverse=True)
    if len(ranked) > 1 and ranked[0] >= ranked[1] + _CLEAR_LEAD and alone:
        return [one for one in found if counts[one.choice] == ranked[0]]
    return found


def _own_words(said: Said, options: Sequence[Names]) -> frozenset[int]:
    """The places of words that some option's name has."""
    own = {word for names in options for run in _runs(names, said.known) for word in run}
    stems = {stem(word) for word in own}
    return frozenset(p for p, word in enumerate(said.words) if stem(word) in stems)


def _says_little_else(said: Said, mention: Mention, own: frozenset[int]) -> bool:
    """Whether one word of a label is near enough to all that is said: a story is no choice.

    It may be first or last of three words, "shelter on Camden St", but in the middle it is
    spoken about: "the people on my street are friendly". Words of the options are not counted.
    """
    start, end = said.part_around(mention.start, mention.end)
    beside = [
        p
        for p in range(start, end)
        if said.tokens[p].is_word and p not in own and not said.is_in(p, "filler")
    ]
    is_inside = any(p < mention.start for p in beside) and any(p > mention.start for p in beside)
    most = 1 if is_inside else _MOST_BESIDE
    return said.is_brief(_LONGEST_NAMING) and len(beside) <= most


def _with_neighbours(said: Said, mention: Mention, options: Sequence[Names]) -> Mention:
    """A mention widened over the other words of its option's name that stand beside it."""
    names = options[(mention.choice or 1) - 1]
    own = {word for run in _runs(names, said.known) for word in run}
    start, end = mention.start, mention.end
    while start and said.words[start - 1] in own:
        start -= 1
    while end < len(said.words) and said.words[end] in own:
        end += 1
    return Mention(mention.choice, start, end)


def near_spellings(said: Said, options: Sequence[Names]) -> list[Mention]:
    """Options named with a slip of the finger, in short replies only and never by a real word."""
    telling = _telling(options, said.known)
    places = [
        place
        for place, token in enumerate(said.tokens)
        if token.is_word and not said.is_in(place, "filler")
    ]
    hedged = any(said.is_in(p, "hedges") for p in places) or said.tells("past")
    if len(places) > _LONGEST_GUESSED_AT or hedged:
        return []
    exact = [Mention(None, p, p + 1) for p in places if stem(said.words[p]) in telling]
    words = _own_words(said, options)
    if not all(_says_little_else(said, one, words) for one in exact):
        return []
    joined = "".join(said.words[place] for place in places)
    named = [_runs(names, said.known) for names in options]
    whole = [
        nth
        for nth, runs in enumerate(named, 1)
        if any(joined in _run_together(run) for run in runs)
    ]
    if len(whole) == 1:
        return [Mention(whole[0], places[0], places[-1] + 1)]
    found: list[Mention] = []
    for place in places:
        own = {telling[stem(said.words[place])]} if stem(said.words[place]) in telling else set()
        near = own or {nth for word, nth in telling.items() if _is_slip(said, place, word)}
        changed = said.is_in(place - 1, "changes_next")
        if len(near) == 1 and not negated(said, place) and not changed:
            found.append(Mention(near.pop(), place, place + 1))
    return found


def _run_together(run: tuple[str, ...]) -> set[str]:
    """A name, or two or more words of it in a row, without the spaces: "nightshelter"."""
    whole = {"".join(run)}
    ends = range(2, len(run) + 1)
    return whole | {"".join(run[start:end]) for end in ends for start in range(end - 1)}


def _is_slip(said: Said, place: int, meant: str) -> bool:
    word = said.words[place]
    if said.is_in(place, "not_misspellings") or word.upper() in RESERVED:
        return False
    drawn_out = _LONG_RUN.sub(r"\1\1", said.tokens[place].form)
    return stem(drawn_out) == meant or is_misspelt(stem(word), meant)


def plain_yes_or_no(
    typed: str, options: Sequence[Names], *, language: str
) -> tuple[int, str] | None:
    """The place of the option Yes or No that "yeh" or "nah" picks, and what came with it."""
    reading = read_yes_no(typed, language=language)
    if reading.value is None:
        return None
    plain = Sentence.YES_SAID if reading.value == "yes" else Sentence.NO_SAID
    wanted = {spoken_words(say(plain, language=one)) for one in (language, DEFAULT_LANGUAGE)}
    nth = next((n for n, names in enumerate(options, 1) if spoken_words(names[0]) in wanted), None)
    return None if nth is None else (nth, reading.words)
