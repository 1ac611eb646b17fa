"""Words cut into the pieces that the sentence model knows (WordPiece, as BERT in small letters)."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MOST = 256
"""The most pieces that the model reads at once, its two ends among them."""
LONGEST_WORD = 100
"""A longer word is not looked up: it counts as one that nobody knows."""

_UNKNOWN, _START, _END = "[UNK]", "[CLS]", "[SEP]"
_SIGNS = ("[PAD]", _UNKNOWN, _START, _END, "[MASK]")
_SIGN = re.compile("(" + "|".join(map(re.escape, _SIGNS)) + ")")
_INSIDE = "##"
_IDEOGRAPHS = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)
_IS_SPACE = "\t\n\r"
_IS_NOTHING = "\0�"


@dataclass(frozen=True)
class Pieces:
    """The vocabulary: each piece with its number."""

    numbers: Mapping[str, int]

    def of(self, texts: Iterable[str]) -> list[list[int]]:
        """The numbers of each text's pieces, all of them and without the two ends.

        Words are remembered while this runs and not after: they were somebody's.
        """
        known: dict[str, list[int]] = {}
        return [self._text(text, known) for text in texts]

    def closed(self, pieces: Sequence[int]) -> list[int]:
        """Pieces between the two ends, cut off where the model stops reading."""
        return [self.numbers[_START], *pieces[: MOST - 2], self.numbers[_END]]

    def says_nothing(self, pieces: Sequence[int]) -> bool:
        """Whether there is no piece, or none that the model knows."""
        unknown = self.numbers[_UNKNOWN]
        return all(piece == unknown for piece in pieces)

    def _text(self, text: str, known: dict[str, list[int]]) -> list[int]:
        found: list[int] = []
        for place, part in enumerate(_SIGN.split(text)):
            if place % 2:  # what the pattern caught: a sign of the model's own, written out
                found.append(self.numbers[part])
                continue
            for word in words(part):
                if word not in known:
                    known[word] = self._word(word)
                found += known[word]
        return found

    def _word(self, word: str) -> list[int]:
        """The longest piece that fits from the left, again and again; unknown if one does not."""
        if len(word) > LONGEST_WORD:
            return [self.numbers[_UNKNOWN]]
        found: list[int] = []
        begin = 0
        while begin < len(word):
            before = _INSIDE if begin else ""
            for end in range(len(word), begin, -1):
                number = self.numbers.get(before + word[begin:end])
                if number is not None:
                    found.append(number)
                    begin = end
                    break
            else:
                return [self.numbers[_UNKNOWN]]
        return found


def read(path: Path) -> Pieces:
    """The pieces that a `tokenizer.json` lists."""
    return Pieces(json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"])


def words(text: str) -> list[str]:
    """The words of a text in small letters without accents; each mark of punctuation is one."""
    return unicodedata.normalize("NFD", text).translate(_LETTERS).split()


class _Letters(dict[int, str]):
    """What becomes of each letter; worked out when it is first met. Holds letters, never words."""

    def __missing__(self, code: int) -> str:
        self[code] = made = _letter(chr(code))
        return made


_LETTERS = _Letters()


def _letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter in _IS_SPACE:
        return " "
    if letter in _IS_NOTHING or kind in {"Cc", "Cf", "Co", "Mn"}:
        return ""
    if letter.isspace():
        return " "
    code = ord(letter)
    if any(first <= code <= last for first, last in _IDEOGRAPHS) or _is_punctuation(letter, kind):
        return f" {letter} "
    return letter.lower()


def _is_punctuation(letter: str, kind: str) -> bool:
    """Marks, and every sign of ASCII that is no letter and no digit: + and $ too."""
    return kind.startswith("P") or (letter.isascii() and not letter.isalnum())
