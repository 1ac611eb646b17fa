"""What is taken out of a text beyond what is the same everywhere: the level, and local lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["light", "usual", "careful"]

LEVELS: tuple[Level, ...] = ("light", "usual", "careful")
"""How much of what gives a person away only together with other things is made general.

light: nothing of it; only what points at one person by itself is taken out. usual: places
smaller than a borough, named services, and ages. careful: boroughs too, dates of events, and a
job with a place.
"""


@dataclass(frozen=True)
class Local:
    """What the people of one place taught, all in words as `wordlists.fold` spells them.

    `always` are words to take out, each with its label; `never` are words that are no personal
    detail, whatever they look like; `general` are words with the more general ones that stand in
    their place, as "oak lodge" has "hostel".
    """

    always: Mapping[str, str] = field(default_factory=dict)
    never: frozenset[str] = frozenset()
    general: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rules:
    """By what rules one text is anonymised."""

    level: Level = "usual"
    local: Local = field(default_factory=Local)


USUAL = Rules()
