"""A question answered in a person's own words, kept just as they were typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from surveys.kinds.question import Question
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.reading import Flag, Outcome, Reading
from surveys.wording import Sentence, say

FREE_TEXT_LIMIT = 10_000


@dataclass(frozen=True, kw_only=True)
class FreeText(Question):
    """A question answered in a person's own words, kept just as they were typed."""

    kind: ClassVar[str] = "free_text"
    hears: ClassVar[int | None] = None
    limit: int = FREE_TEXT_LIMIT

    def _read(self, typed: str, language: str, today: date | None) -> Reading:
        if len(typed) > self.limit:
            return Reading(Outcome.CLARIFY, None, typed, frozenset({Flag.TOO_LONG}))
        return Reading(Outcome.ANSWER_TEXT, None, typed)

    def _under_the_question(self, language: str) -> list[str]:
        return [say(Sentence.FREE_TEXT_TAIL, language=language)]

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        """A text that asks more simply."""
        second = Sentence.FREE_TEXT_UNCLEAR_2
        return say(Sentence.FREE_TEXT_UNCLEAR_1 if tries == 1 else second, language=language)

    def faults(self) -> Iterator[str]:
        """What an author has to put right, a sentence each."""
        yield from super().faults()
        if self.limit < 1:
            yield "`limit` is the most characters an answer may have. Make it 1 or more."
