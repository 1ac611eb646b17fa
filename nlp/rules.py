"""What is taken out of a text beyond what is the same everywhere: the level, and local lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from nlp.matching import Phrases, read

Level = Literal["light", "usual", "careful"]

LEVELS: tuple[Level, ...] = ("light", "usual", "careful")
"""How much of what gives a person away only together with other things is made general.

light: nothing of it; only what points at one person by itself is taken out. usual: places
smaller than a borough, named services, and ages. careful: boroughs too, dates of events, and a
job or a rare trait with a place.
"""

BOROUGHS: tuple[str, ...] = ("Halton", "Knowsley", "Liverpool", "Sefton", "St Helens", "Wirral")
"""The boroughs of the Liverpool City Region, as they are written."""

LONGEST_GENERAL = 60
_BRACKETED = re.compile(rf"\[[^\[\]]{{1,{LONGEST_GENERAL}}}\]")
_NOT_PLAIN = re.compile(r"[^\w '&,./+-]|_")


@dataclass(frozen=True)
class Local:
    """What the people of one place taught, all in words as `wordlists.fold` spells them.

    `always` are words to take out, each with its label, at every level; `never` are words that
    are no name, place, service or age, whatever they look like; `general` are words with the more
    general ones that stand in their place, as "oak lodge" has "hostel". Build it once and use it
    again: the first use makes the lists ready.
    """

    always: Mapping[str, str] = field(default_factory=dict)
    never: frozenset[str] = frozenset()
    general: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def always_found(self) -> Phrases[str]:
        """The words to take out, ready to look up, each with its label."""
        return Phrases(self.always)

    @cached_property
    def general_found(self) -> Phrases[str]:
        """The words made general, ready to look up, each with what stands in its place."""
        return Phrases({words: in_brackets(general) for words, general in self.general.items()})

    @cached_property
    def never_found(self) -> frozenset[tuple[str, ...]]:
        """The words that are no detail, as `matching.read` spells them."""
        return frozenset(tuple(read(words).low) for words in self.never)

    @cached_property
    def _standing(self) -> frozenset[str]:
        return frozenset(in_brackets(general) for general in self.general.values())

    def standing_in(self, text: str) -> list[tuple[int, int]]:
        """Where the more general words already stand in a text, in their brackets."""
        if not self.general:
            return []
        return [
            found.span() for found in _BRACKETED.finditer(text) if found.group() in self._standing
        ]


NOTHING_LOCAL = Local()


def in_brackets(general: str) -> str:
    """General words as they stand in a text: plain, short and in square brackets."""
    borough = next((name for name in BOROUGHS if name.lower() == general.strip().lower()), "")
    plain = borough or " ".join(_NOT_PLAIN.sub(" ", general).split())[:LONGEST_GENERAL].strip()
    return f"[{plain}]" if plain else "[detail]"


@dataclass(frozen=True)
class Rules:
    """By what rules one text is anonymised."""

    level: Level = "usual"
    local: Local = NOTHING_LOCAL


USUAL = Rules()
