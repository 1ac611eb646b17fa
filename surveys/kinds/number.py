"""A question answered by how many."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from surveys import amounts, mentions
from surveys.comments import words_beside
from surveys.kinds.question import Question
from surveys.lexicon import DEFAULT_LANGUAGE, lexicon
from surveys.reading import Flag, Outcome, Reading, Value, unclear
from surveys.wording import Sentence, say

_LONGEST = 9


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A question answered by a whole number; `unit` is what is counted, such as "nights"."""

    kind: ClassVar[str] = "number"
    low: int = 0
    high: int | None = None
    unit: str = ""

    def _exact(self, said: str) -> Value:
        plain = said.isascii() and said.isdecimal() and len(said) <= _LONGEST
        return int(said) if plain and str(int(said)) == said and self._fits(int(said)) else None

    def _fits(self, value: int) -> bool:
        return self.low <= value and (self.high is None or value <= self.high)

    def _read(self, typed: str, language: str, today: date | None) -> Reading:
        said = mentions.hear(typed, lexicon(language))
        counted = amounts.Counted(self.unit, self.wording, self.high)
        found = mentions.corrected(said, amounts.given(said, counted))
        if not found:
            return self._unread(typed, language)
        values = {one.choice for one in found}
        if len(values) > 1:
            return unclear(Flag.MORE_THAN_ONE)
        value = values.pop()
        if value is None or not self._fits(value):
            return unclear(Flag.OUT_OF_RANGE)
        return Reading(Outcome.ANSWER, value, words_beside(said, found))

    def _under_the_question(self, language: str) -> list[str]:
        return [say(Sentence.NUMBER_TAIL, language=language)]

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        """A text that asks more simply, with how far the number may go the second time."""
        if tries == 1:
            return say(Sentence.NUMBER_UNCLEAR_1, language=language)
        ends = {"low": self.low, "high": self.high}
        known = self.high is not None
        reach = say(Sentence.NUMBER_RANGE, language=language, **ends) if known else ""
        return say(Sentence.NUMBER_UNCLEAR_2, language=language, range=reach)

    def faults(self) -> Iterator[str]:
        """What an author has to put right, a sentence each."""
        yield from super().faults()
        if self.low < 0:
            yield "`low` is the smallest number there may be. Make it 0 or more."
        if self.high is not None and self.high <= self.low:
            yield f"It goes from {self.low} to {self.high}. Make `high` more than `low`."
