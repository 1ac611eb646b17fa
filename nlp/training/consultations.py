"""Made-up consultations: questions, the themes of each with what they are about, and replies."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.training import messages

WRITTEN = Path(__file__).parent / "consultations"
_APART = 10
_LINE = re.compile(r"([QTR]): (.+)")


@dataclass(frozen=True)
class Theme:
    """What replies may be about: a name, and a sentence that says what belongs to it."""

    name: str
    definition: str


@dataclass(frozen=True)
class Reply:
    """What somebody might say, and the places of the themes it belongs to: none, or several."""

    text: str
    themes: tuple[int, ...]


@dataclass(frozen=True)
class Consultation:
    """A question with its themes, and replies to it."""

    question: str
    themes: tuple[Theme, ...]
    replies: tuple[Reply, ...]


def written(*, is_apart: bool, folder: Path = WRITTEN) -> list[Consultation]:
    """The consultations written for this, in order: those to learn from, or those set apart.

    One in ten is set apart, by the hash of its question, and only measured on.
    """
    every = (one for path in sorted(folder.glob("*.txt")) for one in read(path))
    return [one for one in every if messages.is_apart(one.question, one_in=_APART) == is_apart]


def read(path: Path) -> Iterator[Consultation]:
    """The consultations of a file.

    Lines are `Q: question`, then `T: letter | name | definition` for each theme, then
    `R: letters, or a dash | reply`. Raises ValueError for a line that is none of these.
    """
    parts: list[list[tuple[str, str]]] = []
    for line in filter(str.strip, path.read_text("utf-8").splitlines()):
        found = _LINE.fullmatch(line.strip())
        if not found or not (parts or found[1] == "Q"):
            raise ValueError(f"{path.name}: not a question, a theme or a reply: {line[:60]}")
        if found[1] == "Q":
            parts.append([])
        parts[-1].append((found[1], found[2]))
    yield from map(_consultation, parts)


def _consultation(lines: Sequence[tuple[str, str]]) -> Consultation:
    told = [[part.strip() for part in said.split("|", 2)] for kind, said in lines if kind == "T"]
    place = {letter: at for at, (letter, _, _) in enumerate(told)}
    replies = []
    for kind, said in lines:
        if kind == "R":
            letters, text = said.split("|", 1)
            given = [one.strip() for one in letters.split(",") if one.strip() != "-"]
            replies.append(Reply(text.strip(), tuple(sorted(place[one] for one in given))))
    themes = tuple(Theme(name, definition) for _, name, definition in told)
    return Consultation(lines[0][1], themes, tuple(replies))
