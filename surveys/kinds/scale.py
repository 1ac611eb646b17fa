"""A question answered by a whole number from low to high."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from surveys import mentions, scales
from surveys.comments import words_beside
from surveys.keywords import is_reserved
from surveys.kinds.question import Question
from surveys.lexicon import DEFAULT_LANGUAGE, lexicon
from surveys.reading import Flag, Outcome, Reading, Value, unclear
from surveys.wording import Sentence, say


@dataclass(frozen=True, kw_only=True)
class Scale(Question):
    """A question answered by a whole number from low to high, with words at its ends or points."""

    kind: ClassVar[str] = "scale"
    low: int = 1
    high: int = 5
    low_label: str = ""
    high_label: str = ""
    labels: tuple[str, ...] = ()
    faces: bool = False

    @property
    def points(self) -> tuple[tuple[int, str], ...]:
        """Every point of the scale with its label, "" where it has none."""
        inner = self.labels or ("",) * (self.high - self.low + 1)
        ends = {self.low: self.low_label, self.high: self.high_label}
        numbered = enumerate(inner, self.low)
        return tuple((point, label or ends.get(point, "")) for point, label in numbered)

    def _exact(self, said: str) -> Value:
        return next((point for point, _ in self.points if str(point) == said), None)

    def on_offer(self, language: str = DEFAULT_LANGUAGE) -> Sequence[tuple[Value, str]]:
        """Each point with its words."""
        return tuple((point, self._said(point, language)) for point, _ in self.points)

    def _read(self, typed: str, language: str, today: date | None) -> Reading:
        said = mentions.hear(typed, lexicon(language))
        found = scales.scored(said, self.points, faces=self.faces)
        if found:
            return self._settled(said, mentions.corrected(said, found))
        return self._unread(typed, language)

    def _settled(self, said: mentions.Said, found: list[mentions.Mention]) -> Reading:
        given = {one.choice for one in found}
        if len(given) > 1:
            return unclear(Flag.MORE_THAN_ONE)
        point = given.pop()
        if point is None or not self.low <= point <= self.high:
            return unclear(Flag.OUT_OF_RANGE)
        return Reading(Outcome.ANSWER, point, words_beside(said, found))

    def _said(self, value: str | int | tuple[str, ...], language: str) -> str:
        label = next((label for point, label in self.points if point == value), "")
        if label:
            return say(Sentence.SCALE_SAID_LABEL, language=language, value=value, label=label)
        return say(Sentence.SCALE_SAID, language=language, value=value, high=self.high)

    def _under_the_question(self, language: str) -> list[str]:
        tail = say(Sentence.SCALE_TAIL, language=language, low=self.low, high=self.high)
        return [*self._ends(language), tail]

    def _ends(self, language: str) -> list[str]:
        low_label, high_label = self.points[0][1], self.points[-1][1]
        if not (low_label and high_label):
            return []
        ends = {"low": self.low, "low_label": low_label, "high": self.high}
        return [say(Sentence.SCALE_ENDS, language=language, high_label=high_label, **ends)]

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        """A text that asks more simply, with what the ends mean the second time."""
        if tries > 1:
            ends = "".join(self._ends(language)) or f"{self.low}-{self.high}"
            return say(Sentence.SCALE_UNCLEAR_2, language=language, ends=ends)
        several = Flag.MORE_THAN_ONE in reading.flags
        sentence = Sentence.MORE_THAN_ONE if several else Sentence.SCALE_UNCLEAR_1
        return say(sentence, language=language, low=self.low, high=self.high)

    def faults(self) -> Iterator[str]:
        """What an author has to put right, a sentence each."""
        yield from super().faults()
        count = self.high - self.low + 1
        if count < 2:
            yield f"The scale goes from {self.low} to {self.high}. Make `high` more than `low`."
        elif count > 11 or self.low < 0:
            yield "A scale goes from 0 or more, with 11 points at most."
        elif self.labels and len(self.labels) != count:
            yield f"It has {len(self.labels)} labels for {count} points. Write one for each point."
        for label in (*self.labels, self.low_label, self.high_label):
            if is_reserved(label):
                yield f'It has the label "{label}". Phone companies act on that word. Change it.'
