"""What the codes are called, for pages: read from the codebook without the language tools."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from engage import codebooks
from engage.codebooks import SHIPPED, Stamp


@dataclass(frozen=True)
class CodeName:
    """What a code is called and what it covers, and the group it stands in."""

    name: str
    definition: str
    group: str = ""


def code_names() -> dict[str, CodeName]:
    """The names of the codes in use, in the codebook's order."""
    return _names_in(codebooks.stamp())


def code_names_in(number: int) -> dict[str, CodeName]:
    """The names of the codes as they were in one version of the codebook, in its order."""
    return _names_in(codebooks.stamp_of(number))


@lru_cache(maxsize=8)
def _names_in(stamp: Stamp) -> dict[str, CodeName]:
    return {
        code.id: CodeName(code.name, code.definition, code.group)
        for code in codebooks.stamped(stamp).codes
    }


def names_ever() -> dict[str, CodeName]:
    """The last name of every code that there is or ever was: statements may carry any of them."""
    return _names_until(codebooks.stamp())


@lru_cache(maxsize=8)
def _names_until(stamp: Stamp) -> dict[str, CodeName]:
    names: dict[str, CodeName] = {}
    for number in range(SHIPPED, stamp[0] + 1):
        names |= {
            code.id: CodeName(code.name, code.definition, code.group)
            for code in codebooks.numbered(number).codes
        }
    return names
