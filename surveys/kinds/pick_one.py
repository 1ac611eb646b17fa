"""A question answered by one of a few options."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from surveys import choices, mentions, several
from surveys.bands import band_picked
from surveys.comments import words_beside
from surveys.kinds.picking import BOROUGHS, Picking
from surveys.lexicon import DEFAULT_LANGUAGE, lexicon
from surveys.reading import Flag, Outcome, Reading, Value, unclear
from surveys.wording import Sentence, say


@dataclass(frozen=True, kw_only=True)
class PickOne(Picking):
    """A question answered by one of a few options; the value is the option's value."""

    kind: ClassVar[str] = "pick_one"

    def _exact(self, said: str) -> Value:
        return next((one.value for one in self.options if one.value == said), None)

    def _read(self, typed: str, language: str, today: date | None) -> Reading:
        names, said = self._names(), mentions.hear(typed, lexicon(language))
        if band := band_picked(said, names):
            return self._settled(said, [band])
        found = choices.picked(said, names)
        if found and several.leaves_out(said, names):
            return unclear()
        if found:
            return self._settled(said, mentions.corrected(said, found))
        if plain := choices.plain_yes_or_no(typed, names, language=language):
            nth, words = plain
            return Reading(Outcome.ANSWER, self.options[nth - 1].value, words)
        return self._unread(typed, language)

    def _settled(self, said: mentions.Said, found: list[mentions.Mention]) -> Reading:
        nth = {one.choice for one in found}
        if len(nth) > 1:
            return unclear(Flag.MORE_THAN_ONE)
        chosen = nth.pop()
        if chosen is None or not 1 <= chosen <= len(self.options):
            return unclear(Flag.OUT_OF_RANGE)
        value = self.options[chosen - 1].value
        return Reading(Outcome.ANSWER, value, words_beside(said, found))

    def _said(self, value: str | int | tuple[str, ...], language: str) -> str:
        return self._label(value)

    def _under_the_question(self, language: str) -> list[str]:
        tail = say(Sentence.PICK_ONE_TAIL, language=language, count=len(self.options))
        return [*self._listed(language), tail]

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        """A text that asks more simply, with the options listed the second time."""
        if tries > 1:
            listed = "\n".join(self._listed(language))
            return say(Sentence.PICK_ONE_UNCLEAR_2, language=language, options=listed)
        several = Flag.MORE_THAN_ONE in reading.flags
        sentence = Sentence.MORE_THAN_ONE if several else Sentence.PICK_ONE_UNCLEAR_1
        return say(sentence, language=language, low=1, high=len(self.options))

    def faults(self) -> Iterator[str]:
        """What an author has to put right, a sentence each."""
        yield from super().faults()
        if self.about == "borough" and not BOROUGHS & {one.value for one in self.options}:
            yield "It is about the borough, so its values are " + ", ".join(sorted(BOROUGHS)) + "."
