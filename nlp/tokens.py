"""How a text is cut into words: one pass of one pattern, so that time grows with length only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import add
from typing import Any

from spacy import util
from spacy.tokens import Doc
from spacy.vocab import Vocab

NAME = "engage.words.v1"
READ = "engage"
"""Where a spaCy text keeps what is `Read` of it."""

_ENDING = r"'(?:s|ll|d|ve|re|m)\b"
_WORD = rf"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*|(?!{_ENDING})'(?=[^\W\d_])[^\W\d_]+)*"
_TOKEN = re.compile(rf"({_ENDING}|{_WORD}|\d+|\s+|.)( (?!\s))?", re.IGNORECASE | re.DOTALL)
"""A word or sign, and the single space after it: other white space is a word of its own."""

Kind = tuple[str, str, bool]
"""A word folded, its kind, and whether it begins with a letter."""
Written = tuple[int, int, int, int, int, int, int]
"""The hashes of a word in small letters, its first letters, its last ones, its shape, its kind and
how it looks in a text like this; and where it stands among the words whose meaning is known."""
MOST_KEPT, NO_NUMBER = 80_000, -1
"""How many everyday words are known by a number at most, and what other words have for one."""


@dataclass(slots=True)
class Read:
    """A text cut into words and signs, each with the space after it or "", and what is made of it.

    `numbers` says which everyday words are the same, and written in the same way, in all texts.
    `is_english` is whether it is English, as far as its words show.
    `people` holds how sure the trained network is that each word names a person, 0 to 1, and
    `named` the characters that an operator's own pipeline takes for people: (start, end).
    """

    text: str
    words: list[str]
    spaces: list[str]
    kinds: Sequence[Kind] = ()
    written: Sequence[Written] = ()
    numbers: Sequence[int] = ()
    is_english: bool = True
    people: Sequence[float] = ()
    named: Sequence[tuple[int, int]] = ()

    def __len__(self) -> int:
        return len(self.words)

    def starts(self) -> list[int]:
        """Where each word starts."""
        lengths = map(add, map(len, self.words), map(len, self.spaces))
        return list(accumulate(lengths, initial=0))[:-1]


def cut(text: str) -> Read:
    """A text cut into words.

    "Ollie's" is two words and "don't" is one; digits, letters and signs part wherever they meet;
    contractions typed without an apostrophe ("dont") stay whole.
    """
    found = _TOKEN.findall(text)
    return Read(text, [word for word, _ in found], [space for _, space in found])


class Words:
    """A spaCy tokenizer that cuts as `cut` does, and keeps with a text what is read of it."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        read = cut(text)
        doc = Doc(self.vocab, words=read.words, spaces=list(map(bool, read.spaces)))
        doc.user_data[READ] = read
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to keep: the pattern is the code's."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> "Words":
        """The same tokenizer: it holds nothing."""
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        """Nothing to keep."""

    def from_disk(self, _path: Any, **_: Any) -> "Words":
        """The same tokenizer."""
        return self


@util.registry.tokenizers(NAME)  # type: ignore[untyped-decorator]
def create_words() -> Any:
    """What spaCy calls to make the tokenizer for a vocabulary."""

    def create(nlp: Any) -> Words:
        return Words(nlp.vocab)

    return create
