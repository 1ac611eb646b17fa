"""Messages with their details marked, read from files, and the words and labels a model learns."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Mark = tuple[int, int, str]

OWN = Path(__file__).parent / "messages"
ELSEWHERE = Path(__file__).parent / "other_languages.jsonl"
PUBLIC = (
    "btc_a", "btc_b", "btc_dev", "btc_e", "btc_g", "btc_h_first_half", "nlu_eval_all",
    "restaurants8k_train", "slurp_devel", "wnut17_dev", "wnut17_train",
)  # fmt: skip
PLAIN = ("banking38", "clinc75", "themefinder_gambling_q1")
"""Public replies without names, in the folder `themes` beside that of the names."""

TWICE = ("btc_", "wnut17_")
"""How the names begin of the sets that count twice: what strangers wrote to each other is the most
like what people write to us, and commands to a machine are the most alike."""

HELD_OUT = {
    "btc_a": 5, "btc_b": 5, "btc_dev": 5, "btc_e": 5, "btc_g": 5, "btc_h_first_half": 3,
    "restaurants8k_train": 5,
    "slurp_devel": 3,
    "wnut17_dev": 2,
}  # fmt: skip
"""Of each of these public sets one row in so many is never learned from, but measured on."""


@dataclass(frozen=True)
class Message:
    """A text and where its details stand, as (start, end, label); `source` says whose it is."""

    text: str
    marks: tuple[Mark, ...]
    source: str


def read(path: Path, source: str) -> Iterator[Message]:
    """Each message of a file of JSON lines {"text", "spans"}."""
    with path.open(encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            marks = tuple((start, end, label) for start, end, label in row.get("spans", ()))
            text = row.get("text") or row.get("response") or ""
            if text.strip():
                yield Message(text, marks, source)


def unmarked(text: str, marks: Iterable[Mark]) -> str:
    """The text with blanks where its marks stand."""
    letters = list(text)
    for start, end, _ in marks:
        letters[start:end] = " " * len(letters[start:end])
    return "".join(letters)


def own() -> list[Message]:
    """The messages written for this, in order."""
    return [message for path in sorted(OWN.glob("*.jsonl")) for message in read(path, path.stem)]


def elsewhere() -> list[Message]:
    """The messages written for this in other languages than English, in order."""
    return list(read(ELSEWHERE, ELSEWHERE.stem))


def public(folder: Path, *, held_out: bool) -> list[Message]:
    """The public messages to learn from, or those kept to measure on.

    What is kept is kept by the hash of its text, so the same text in another set is kept too.
    """
    sets = {name: list(read(folder / f"{name}.jsonl", name)) for name in PUBLIC}
    kept = {
        _key(message)
        for name, one_in in HELD_OUT.items()
        for message in sets[name]
        if is_apart(_key(message), one_in=one_in)
    }
    if held_out:
        return [
            m for name in HELD_OUT for m in sets[name] if is_apart(_key(m), one_in=HELD_OUT[name])
        ]
    return [
        message
        for name, rows in sets.items()
        for message in rows * (1 + name.startswith(TWICE))
        if _key(message) not in kept
    ]


def plain(themes: Path) -> list[Message]:
    """Public replies in which nobody is named."""
    return [m for name in PLAIN for m in read(themes / f"{name}.jsonl", name)]


def is_apart(text: str, *, one_in: int) -> bool:
    """Whether a text is one of those set apart: by its hash, so always the same ones."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % one_in == 0


def _key(message: Message) -> str:
    return " ".join(message.text.lower().split())
