"""A question answered by yes, no, or not knowing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from surveys.kinds.question import Question
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.other_languages import yes_or_no_elsewhere
from surveys.reading import Flag, Outcome, Reading, Value
from surveys.unsure import does_not_know
from surveys.wording import Sentence, say
from surveys.yesno import read_fact

DONT_KNOW = "dont_know"
_SAID = {
    "yes": Sentence.YES_SAID,
    "no": Sentence.NO_SAID,
    DONT_KNOW: Sentence.DONT_KNOW_SAID,
}


@dataclass(frozen=True, kw_only=True)
class YesNo(Question):
    """A question of fact; the value is "yes", "no" or "dont_know", which is never a no."""

    kind: ClassVar[str] = "yes_no"

    def on_offer(self, language: str = DEFAULT_LANGUAGE) -> Sequence[tuple[Value, str]]:
        """Yes, no and not sure."""
        return tuple((value, self._said(value, language)) for value in _SAID)

    def _exact(self, said: str) -> Value:
        return said if said in _SAID else None

    def _read(self, typed: str, language: str, today: date | None) -> Reading:
        if does_not_know(typed, language=language):
            return Reading(Outcome.ANSWER, DONT_KNOW, flags=frozenset({Flag.DONT_KNOW}))
        reading = read_fact(typed, language=language)
        if Flag.DONT_KNOW in reading.flags:
            return Reading(Outcome.ANSWER, DONT_KNOW, typed, reading.flags)
        if reading.outcome is Outcome.CLARIFY and not reading.flags:
            elsewhere = yes_or_no_elsewhere(typed, language=language)
            return Reading(Outcome.ANSWER, elsewhere) if elsewhere else reading
        return reading

    def _said(self, value: str | int | tuple[str, ...], language: str) -> str:
        sentence = _SAID.get(str(value))
        return say(sentence, language=language) if sentence else str(value)

    def _under_the_question(self, language: str) -> list[str]:
        return [say(Sentence.YES_NO_TAIL, language=language)]

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        """A text that asks more simply."""
        first, second = Sentence.YES_NO_UNCLEAR_1, Sentence.YES_NO_UNCLEAR_2
        return say(first if tries == 1 else second, language=language)
