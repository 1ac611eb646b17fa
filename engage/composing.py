"""What a text costs while it is written: its length as the network counts it, and what is dear."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engage.extensions import settings
from surveys.keywords import RESERVED, is_reserved
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.questions import Option, PickOne
from surveys.wording import dear_characters, segments

PLAIN = Path(__file__).with_name("plain_characters.toml")
ROOM = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
OURS_TO_SAY = frozenset({"STOP", "START", "HELP"})
"""Words the service itself answers, so a text may tell people to send them."""
_IN_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_IN_QUOTES = re.compile(r"[\"'“‘]([A-Za-z]{3,})[\"'”’]")


@dataclass(frozen=True)
class Dear:
    """A character that forces the costly alphabet, where it stands, and a plain one instead.

    `at` counts characters from 0. `plain` is None where the language needs the character, or
    nothing plain says the same.
    """

    character: str
    at: tuple[int, ...]
    plain: str | None


@dataclass(frozen=True)
class Cost:
    """What some words cost as a text to so many people.

    `units` are what the network counts, and `longest` how many of them the same number of texts
    would hold. `pence` is for one person. `plain_segments` is the count with plain characters.
    """

    characters: int
    units: int
    segments: int
    encoding: str
    pence: float
    people: int
    dear: tuple[Dear, ...]
    reserved: tuple[str, ...]
    longest: int
    plain_segments: int

    @property
    def total_pence(self) -> float:
        """What it costs for everyone."""
        return self.pence * self.people


def cost(words: str, language: str = DEFAULT_LANGUAGE, people: int = 1) -> Cost:
    """What these words cost, which characters make them dear, and words nobody may be asked for."""
    words = unix_lines(words)
    found = segments(words)
    one, several = ROOM[found.encoding]
    return Cost(
        characters=len(words),
        units=found.units,
        segments=found.count,
        encoding=found.encoding,
        pence=found.count * settings().text_pence,
        people=people,
        dear=_dear(words, language),
        reserved=asked_for(words),
        longest=one if found.count == 1 else several * found.count,
        plain_segments=segments(plain(words, language)).count,
    )


def unix_lines(words: str) -> str:
    """Words from a form, where a browser ends each line with two characters, as they are sent."""
    return words.replace("\r\n", "\n")


def plain(words: str, language: str = DEFAULT_LANGUAGE) -> str:
    """The words with a plain character for each costly one that has one."""
    swaps = {
        ord(c): new for c in dear_characters(words) if (new := instead(c, language)) is not None
    }
    return words.translate(swaps)


def instead(character: str, language: str = DEFAULT_LANGUAGE) -> str | None:
    """The plain character that says the same; None when there is none.

    In English an accent may be left off; in a language that needs it, it may not.
    """
    if character in plain_characters():
        return plain_characters()[character]
    if language != DEFAULT_LANGUAGE:
        return None
    bare = unicodedata.normalize("NFKD", character)
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return bare if bare.isascii() and bare.isalnum() else None


@cache
def plain_characters() -> dict[str, str]:
    """The table of costly characters and their plain ones, as the file has it."""
    table = tomllib.loads(PLAIN.read_text("utf-8"))
    return {character: str(new) for character, new in table.items() if dear_characters(character)}


def asked_for(words: str) -> tuple[str, ...]:
    """Words that the phone company acts on and these words seem to ask people to text.

    STOP, START and HELP are ours to name; CANCEL in "Reply CANCEL" would end all our texts.
    """
    if words.upper() == words:
        return ()
    named = [*_IN_CAPITALS.findall(words), *_IN_QUOTES.findall(words)]
    wrong = (word.upper() for word in named if word.upper() in RESERVED - OURS_TO_SAY)
    return tuple(dict.fromkeys(wrong))


def not_answers(options: list[str]) -> tuple[str, ...]:
    """The options that nobody could text as an answer, since the phone company acts on them."""
    return tuple(option for option in options if is_reserved(option))


def question(wording: str, options: list[str], language: str = DEFAULT_LANGUAGE) -> str:
    """The whole text that asks a question with these options, as a survey would ask it."""
    if not options:
        return wording
    asked = PickOne(
        key="q",
        wording=wording,
        options=tuple(Option(str(n), label) for n, label in enumerate(options, 1)),
    )
    return asked.prompt(number=1, total=1, language=language)


def money(pence: float) -> str:
    """Money as people write it: 8p, 7.5p, £4.80, £1,250.00."""
    if pence < 100:
        return f"{pence:.1f}".removesuffix(".0") + "p"
    return f"£{pence / 100:,.2f}"


def _dear(words: str, language: str) -> tuple[Dear, ...]:
    return tuple(
        Dear(
            character,
            tuple(at for at, one in enumerate(words) if one == character),
            instead(character, language),
        )
        for character in dear_characters(words)
    )
