"""The same message told otherwise: other names in it, and written as others would write it."""

import random
import re
from collections.abc import Callable, Sequence

from nlp.reading import MARK
from nlp.spans import DIRECT
from nlp.training.messages import Mark, Message
from nlp.training.name_pool import NamePool

_OTHER_NAME = {
    "names_and_words": 0.2, "names_and_words_too": 0.2, "seldom_names": 0.15, "nicknames": 0.3,
    "other_languages": 0.35,
}  # fmt: skip
_OTHER_NAME_ELSEWHERE = 0.65
_NUMBER_GONE, _NAME_GONE = 0.4, 0.06
_SMALL, _CAPITALS, _EACH_CAPITAL = 0.45, 0.05, 0.03
_SHORTER = {
    "you": "u", "your": "ur", "are": "r", "and": "n", "to": "2", "for": "4", "because": "cos",
    "please": "pls", "with": "wiv", "the": "da", "my": "me", "about": "abt", "people": "ppl",
    "what": "wot", "that": "dat", "was": "woz", "is": "iz", "going": "goin", "someone": "sum1",
    "text": "txt", "thanks": "thx", "been": "bin", "have": "av", "his": "is", "him": "im",
}  # fmt: skip
_SHORTENED, _EACH_SHORTENED = 0.12, 0.6
_NO_APOSTROPHES, _NO_LAST_STOP = 0.3, 0.3
_PIECE = re.compile(r"\w+|\W+")

Piece = tuple[str, str]
"""Some characters of a text and the label they stand under, or ""."""


def otherwise(message: Message, pool: NamePool, draw: random.Random) -> Message:
    """The message with names, case and spelling changed by chance; its marks go with it."""
    pieces = _pieces(message)
    pieces = _renamed(pieces, message.source, pool, draw)
    pieces = _rewritten(pieces, draw)
    return _joined(pieces, message.source)


def _pieces(message: Message) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end, label in sorted(message.marks):
        if start >= at:
            pieces += [(message.text[at:start], ""), (message.text[start:end], label)]
            at = end
    return [*pieces, (message.text[at:], "")]


def _joined(pieces: Sequence[Piece], source: str) -> Message:
    text = ""
    marks: list[Mark] = []
    for words, label in pieces:
        if label and words:
            marks.append((len(text), len(text) + len(words), label))
        text += words
    return Message(text, tuple(marks), source)


def _renamed(
    pieces: Sequence[Piece], source: str, pool: NamePool, draw: random.Random
) -> list[Piece]:
    """Other names for some, the same for the same; and some details gone, as they may be."""
    other = draw.random() < _OTHER_NAME.get(source, _OTHER_NAME_ELSEWHERE)
    names: dict[str, str] = {}
    renamed = []
    for words, label in pieces:
        gone = _NAME_GONE if label == "PERSON" else _NUMBER_GONE
        if label in DIRECT and draw.random() < gone:
            renamed.append((MARK, ""))
        elif label == "PERSON" and other:
            renamed.append((_another(words, names, pool, draw), label))
        else:
            renamed.append((words, label))
    return renamed


def _another(words: str, names: dict[str, str], pool: NamePool, draw: random.Random) -> str:
    parts = words.split(" ")
    others = []
    for at, part in enumerate(parts):
        known = part.lower()
        if len(known) < 2 or not known.isalpha():
            others.append(part)
            continue
        if known not in names:
            names[known] = pool.another(part, draw, is_first=not at)
        others.append(_in_the_case_of(part, names[known]))
    return " ".join(others)


def _in_the_case_of(model: str, name: str) -> str:
    if model.islower():
        return name.lower()
    return name.upper() if model.isupper() and len(model) > 2 else name


def _rewritten(pieces: Sequence[Piece], draw: random.Random) -> list[Piece]:
    case = _case(draw.random())
    shorten = draw.random() < _SHORTENED
    bare = draw.random() < _NO_APOSTROPHES
    changed = [(_spelled(*piece, shorten, bare, draw), piece[1]) for piece in pieces]
    changed = [(case(words), label) for words, label in changed]
    if draw.random() < _NO_LAST_STOP and not changed[-1][1]:
        changed[-1] = (changed[-1][0].rstrip(".!? "), "")
    return changed


def _case(chance: float) -> Callable[[str], str]:
    if chance < _SMALL:
        return str.lower
    if chance < _SMALL + _CAPITALS:
        return str.upper
    return str.title if chance < _SMALL + _CAPITALS + _EACH_CAPITAL else str


def _spelled(words: str, label: str, shorten: bool, bare: bool, draw: random.Random) -> str:
    if shorten and not label:
        words = "".join(
            _SHORTER.get(piece.lower(), piece) if draw.random() < _EACH_SHORTENED else piece
            for piece in _PIECE.findall(words)
        )
    return re.sub("['’]", "", words) if bare else words
