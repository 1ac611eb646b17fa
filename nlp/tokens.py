"""How a text is cut into words: one pass of one pattern, so that time grows with length only."""

import re
from itertools import accumulate
from typing import Any

from spacy import util
from spacy.tokens import Doc
from spacy.vocab import Vocab

NAME = "engage.words.v1"
WORDS, STARTS, TEXT = "words", "starts", "text"
"""Where a text keeps its words as strings, where each starts, and itself: spaCy would make them
again each time."""

_ENDING = r"'(?:s|ll|d|ve|re|m)\b"
_WORD = rf"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*|(?!{_ENDING})'(?=[^\W\d_])[^\W\d_]+)*"
_TOKEN = re.compile(rf"({_ENDING}|{_WORD}|\d+|\s+|.)( (?!\s))?", re.IGNORECASE | re.DOTALL)
"""A word or sign, and the single space after it: other white space is a word of its own."""


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
        doc = Doc(self.vocab, words=words, spaces=[space == " " for _, space in found])
        doc.user_data[WORDS] = words
        doc.user_data[STARTS] = list(accumulate([len(a) + len(b) for a, b in found], initial=0))[:-1]
        doc.user_data[TEXT] = text
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
