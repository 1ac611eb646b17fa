"""A question answered by a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from surveys import dates, mentions, reckoning
from surveys.comments import words_beside
from surveys.kinds.question import Question
from surveys.lexicon import DEFAULT_LANGUAGE, lexicon
from surveys.reading import Flag, Outcome, Reading, Value, unclear
from surveys.wording import Sentence, say

PAST, FUTURE = "past", "future"


@dataclass(frozen=True, kw_only=True)
class DateQuestion(Question):
    """A question answered by a day, kept as "2027-03-03"; `when` is past, future or either ("")."""

    kind: ClassVar[str] = "date"
    when: str = ""

    def _exact(self, said: str) -> Value:
        day = dates.from_iso(said)
        return day.isoformat() if day else None

    def _read(self, typed: str, language: str, today: date | None) -> Reading:
        known = lexicon(language)
        said = mentions.hear(typed, known)
        calendar = reckoning.Calendar(today, self.when)
        found = dates.given(said, calendar)
        standing = mentions.corrected(said, [one.mention for one in found])
        if not standing:
            return self._unread(typed, language)
        days = {one.day for one in found if one.mention in standing}
        if len(days) > 1:
            return unclear(Flag.MORE_THAN_ONE)
        day = days.pop()
        if day is None or not calendar.allows(day):
            return unclear(Flag.OUT_OF_RANGE)
        return Reading(Outcome.ANSWER, day.isoformat(), words_beside(said, standing))

    def _said(self, value: str | int | tuple[str, ...], language: str) -> str:
        day = dates.from_iso(str(value))
        return f"{day.day}/{day.month}/{day.year}" if day else str(value)

    def _under_the_question(self, language: str) -> list[str]:
        return [say(Sentence.DATE_TAIL, language=language)]

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        """A text that asks more simply."""
        first, second = Sentence.DATE_UNCLEAR_1, Sentence.DATE_UNCLEAR_2
        return say(first if tries == 1 else second, language=language)

    def faults(self) -> Iterator[str]:
        """What an author has to put right, a sentence each."""
        yield from super().faults()
        if self.when not in {"", PAST, FUTURE}:
            yield f'`when` says "{self.when}". It may be "past" or "future", or be left out.'
