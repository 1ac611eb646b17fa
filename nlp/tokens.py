"""How a text is cut into words: one pass of one pattern, so that time grows with length only."""

import re
from itertools import accumulate
from operator import add
from typing import Any

from spacy import util
from spacy.tokens import Doc
from spacy.vocab import Vocab

NAME = "engage.words.v1"
WORDS, SPACES, TEXT = "words", "spaces", "text"
"""Where a text keeps its words as strings, the space after each or "", and itself: spaCy would make
them again each time."""

_ENDING = r"'(?:s|ll|d|ve|re|m)\b"
_WORD = rf"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*|(?!{_ENDING})'(?=[^\W\d_])[^\W\d_]+)*"
_TOKEN = re.compile(rf"({_ENDING}|{_WORD}|\d+|\s+|.)( (?!\s))?", re.IGNORECASE | re.DOTALL)
"""A word or sign, and the single space after it: other white space is a word of its own."""


def starts_of(doc: Doc) -> list[int]:
    """Where each word of a text starts."""
    words, spaces = doc.user_data[WORDS], doc.user_data[SPACES]
    lengths = map(add, map(len, words), map(len, spaces))
    return list(accumulate(lengths, initial=0))[:-1]


class Words:
    """A spaCy tokenizer for short, informal writing.

    "Ollie's" is two words and "don't" is one; digits, letters and signs part wherever they meet;
    contractions typed without an apostrophe ("dont") stay whole.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        found = _TOKEN.findall(text)
        words = [word for word, _ in found]
        spaces = [space for _, space in found]
        doc = Doc(self.vocab, words=words, spaces=list(map(bool, spaces)))
        doc.user_data |= {WORDS: words, SPACES: spaces, TEXT: text}
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
