"""Are names of every origin found equally well? The same messages, told again with other names.

Each message of a gold set that names somebody is told with names of one origin in place of its
own, then of the next. What differs between two origins is then the names and nothing else.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp import anonymise, evaluation, lines, tables, wordlists
from nlp.evaluation import Gold, Share
from nlp.problems import Problem
from nlp.recognisers import name_cues
from nlp.rules import USUAL, Rules

TELLINGS = 3
"""How many times each message is told with names of one origin, each time with others."""

COLUMNS = ("origin", "part", "name")
FIRST, LAST = "first", "last"
_SEED = 20260101
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s*$")


class NamesProblem(Problem):
    """A table of names cannot be used as it stands; `messages` tell what to change."""


@dataclass(frozen=True)
class Names:
    """The first names and the surnames of one origin."""

    first: tuple[str, ...]
    last: tuple[str, ...]


def read(path: Path) -> dict[str, Names]:
    """The names of each origin in a table of origin, part (first or last) and name.

    Raises NamesProblem or tables.TableProblem.
    """
    table = tables.read(path.read_bytes(), COLUMNS[0], tell=lines.tell)
    missing = [name for name in COLUMNS if name not in table.head]
    if missing:
        raise NamesProblem(f"{path.name} needs the columns {', '.join(COLUMNS)}.")
    places = [table.head.index(name) for name in COLUMNS]
    parts: dict[str, dict[str, list[str]]] = {}
    for row in table.rows:
        origin, part, name = (row[place].strip() for place in places)
        if part not in (FIRST, LAST) or not name:
            raise NamesProblem(f'{path.name}: the part of "{name}" needs to be first or last.')
        parts.setdefault(origin, {FIRST: [], LAST: []})[part].append(name)
    for origin, lists in parts.items():
        for part, names in lists.items():
            if not names:
                raise NamesProblem(f"{path.name} has no {part} names for {origin}.")
    return {one: Names(tuple(lists[FIRST]), tuple(lists[LAST])) for one, lists in parts.items()}


def measure(
    gold: Sequence[Gold], origins: Mapping[str, Names], rules: Rules = USUAL
) -> dict[str, Share]:
    """The share of names found, for each origin, in the same messages; the best origin first."""
    shares = {}
    for origin, names in origins.items():
        told = retold(gold, names, origin)
        found = [done.spans for done in anonymise.many((text for text, _ in told), rules)]
        shares[origin] = evaluation.score_spans(told, found).recall.get("PERSON", Share(0, 0))
    return dict(sorted(shares.items(), key=lambda one: (-one[1].value, one[0])))


def spread(shares: Mapping[str, Share]) -> float:
    """The share of the best origin less that of the worst."""
    values = [share.value for share in shares.values()]
    return max(values) - min(values) if values else 0.0


def retold(gold: Sequence[Gold], names: Names, seed: str) -> list[Gold]:
    """The messages that name somebody, each some times over with names from these lists."""
    named = [one for one in gold if any(label == "PERSON" for _, _, label in one[1])]
    return [
        _told(text, marked, names, random.Random(f"{_SEED} {seed} {number} {telling}"))  # noqa: S311
        for telling in range(TELLINGS)
        for number, (text, marked) in enumerate(named)
    ]


def _told(
    text: str, marked: Sequence[tuple[int, int, str]], names: Names, draw: random.Random
) -> Gold:
    """One message with other names: the same name becomes the same one wherever it stands."""
    given: dict[tuple[str, str], str] = {}
    told, spans, at = "", [], 0
    for start, end, label in sorted(marked):
        told += text[at:start]
        words = text[start:end]
        if label == "PERSON":
            words = _renamed(words, text[:start], names, given, draw)
        spans.append((len(told), len(told) + len(words), label))
        told, at = told + words, end
    return told + text[at:], spans


def _renamed(
    name: str, before: str, names: Names, given: dict[tuple[str, str], str], draw: random.Random
) -> str:
    """Another name of as many words: first names for first names, surnames for surnames."""
    words = list(_WORD.finditer(name))
    is_titled = (found := _WORD_BEFORE.search(before)) and found[1].lower() in name_cues.SURE_TITLES
    told, at = "", 0
    for number, word in enumerate(words):
        is_first = number == 0 and not (is_titled and len(words) == 1)
        told += name[at : word.start()] + _other(word[0], names, given, draw, is_first=is_first)
        at = word.end()
    return told + name[at:]


def _other(
    word: str,
    names: Names,
    given: dict[tuple[str, str], str],
    draw: random.Random,
    *,
    is_first: bool,
) -> str:
    part = FIRST if is_first else LAST
    key = (part, wordlists.fold(word))
    if key not in given:
        given[key] = draw.choice(names.first if is_first else names.last)
    other = given[key]
    if len(word) == 1:
        other = other[0]
    if word.islower():
        return other.lower()
    return other.upper() if word.isupper() and len(word) > 1 else other
