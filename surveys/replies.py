"""A reply to an invitation laid out for reading: its words, its parts, the needs it tells of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from surveys import needs
from surveys.lexicon import DEFAULT_LANGUAGE, Lexicon, lexicon
from surveys.normalise import Token, as_typed, tokens
from surveys.phrasing import Words

_SPELT_OUT = re.compile(r"\b(can|do|does|did|is|are|will|would|could|have|has) not\b", re.I)
_SHORT = {"can": "cant", "will": "wont"}
_MARKS = frozenset(".,;:!?()\u2026\u061f\u060c\u061b-")


@dataclass(frozen=True)
class Reply:
    """One reply in words folded for one language, with the place of each token in it."""

    typed: str
    tokens: tuple[Token, ...]
    words: Words
    known: Lexicon
    needs: frozenset[str]
    telling: frozenset[int]
    """The places, among the words, of those that tell of a need."""

    @cached_property
    def parts(self) -> tuple[Words, ...]:
        """The words between two marks; then between two marks or joining words; then barer ones.

        The barer ones are without what is only put around a reply: "this time", "ta mate".
        """
        joins = self.known.words["yes_no.joins"] - {"if", "unless", "except"}
        runs = dict.fromkeys([*self.sentences, *self._runs(joins)])
        return tuple(dict.fromkeys([*runs, *filter(None, map(self.barer, runs))]))

    @cached_property
    def sentences(self) -> tuple[Words, ...]:
        """The words between two marks, in the order they were said."""
        return tuple(self._runs(frozenset()))

    @property
    def core(self) -> Words:
        """The words without what is only put around them."""
        return self.barer(self.words)

    @property
    def is_question(self) -> bool:
        """Whether it has a question mark."""
        return "?" in self.typed or "\u061f" in self.typed

    def has(self, name: str) -> bool:
        """Whether the whole reply, or a part of it, fits a list of the invitation table."""
        fits = self.known.patterns[f"invitation.{name}"]
        return self.words in fits or any(part in fits for part in self.parts)

    def mentions(self, name: str) -> bool:
        """Whether a phrase of a list of the invitation table stands anywhere in it."""
        return bool(self.known.patterns[f"invitation.{name}"].anywhere(self.words))

    def without_needs(self) -> str:
        """What was typed, without the words that tell of a need, or stand aside.

        "Was going to say no" stands aside, and so does "cant sit" beside a yes. A word that leans
        on one goes with it: without "hospital", "in hospital" is not "in".
        """
        nths = [n if _is_spoken(t) else -1 for t, n in zip(self.tokens, self._nths(), strict=True)]
        asides = self.known.patterns["invitation.asides"].anywhere(self.words)
        left_out = self.telling.union(*(range(*span) for span in asides))
        told = [nth in left_out for nth in nths]
        leaning = self.known.words["yes_no.leaning"]
        left, end = [], 0
        for token, is_told, next_told in zip(self.tokens, told, [*told[1:], False], strict=True):
            if not (is_told or (next_told and token.form in leaning)):
                left.append(self.typed[end : token.end])
            end = token.end
        return "".join(left).strip()

    def barer(self, words: Words) -> Words:
        """Words without what is only put around them, and without what only stresses."""
        around = self.known.phrases["invitation.around"]
        stressing = self.known.phrases["invitation.stressing"]
        words = tuple(word for word in words if (word,) not in stressing)
        while size := around.trailing(words):
            words = words[:-size]
        while size := around.leading(words):
            words = words[size:]
        return words

    def _nths(self) -> list[int]:
        """For each token, how many words and numbers stand before it."""
        return [0, *accumulate(_is_spoken(token) for token in self.tokens)][: len(self.tokens)]

    def _runs(self, joins: frozenset[str]) -> Iterator[Words]:
        held: list[str] = []
        words = iter(self.words)
        last = 0
        for token in self.tokens:
            new_line = "\n" in self.typed[last : token.start]
            last = token.end
            word = next(words) if _is_spoken(token) else ""
            if new_line or token.form in _MARKS or word in joins:
                if held:
                    yield tuple(held)
                held = []
            if word and word not in joins:
                held.append(word)
        if held:
            yield tuple(held)


def _shortened(spelt_out: re.Match[str]) -> str:
    verb = spelt_out[1].lower()
    return _SHORT.get(verb, f"{verb}nt")


def _is_spoken(token: Token) -> bool:
    return token.is_word or token.is_number


def hear(said: str, *, language: str = DEFAULT_LANGUAGE) -> Reply:
    """A reply laid out for reading in one language."""
    known = lexicon(language)
    typed = _SPELT_OUT.sub(_shortened, as_typed(said))
    found = tokens(typed)
    words = tuple(known.fold(token.form) for token in found if _is_spoken(token))
    told = needs.told(words, language=language)
    return Reply(typed, found, words, known, told.needs, told.places)
