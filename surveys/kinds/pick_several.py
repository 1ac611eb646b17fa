"""A question answered by any number of options, or by none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from surveys import several
from surveys.comments import words_beside
from surveys.kinds.picking import Picking
from surveys.lexicon import DEFAULT_LANGUAGE, lexicon
from surveys.reading import Outcome, Reading, Value, unclear
from surveys.wording import Sentence, say

NONE_OF_THESE = "none_of_these"
"""What a form sends when none of the options fits; a form sends one value a line."""


@dataclass(frozen=True, kw_only=True)
class PickSeveral(Picking):
    """A question answered by several options: a tuple of values, in the order offered."""

    kind: ClassVar[str] = "pick_several"

    def value_from(self, plain: Any) -> Value:
        """The values as a tuple again: JSON gives them back as a list."""
        return tuple(str(one) for one in plain) if isinstance(plain, list | tuple) else None

    def on_offer(self, language: str = DEFAULT_LANGUAGE) -> Sequence[tuple[Value, str]]:
        """Each option's value with its label, and none of them at the end."""
        return (*super().on_offer(language), ((), say(Sentence.NONE_SAID, language=language)))

    def _exact(self, said: str) -> Value:
        lines = set(said.splitlines())
        if lines == {NONE_OF_THESE}:
            return ()
        known = [one.value for one in self.options]
        is_ours = bool(lines) and lines <= set(known)
        return tuple(value for value in known if value in lines) if is_ours else None

    def _read(self, typed: str, language: str, today: date | None) -> Reading:
        if NONE_OF_THESE in typed.splitlines():
            return unclear()
        said = several.hear(typed, lexicon(language))
        found = several.picked(said, self._names())
        if found is None:
            return self._unread(typed, language)
        if found.doubts:
            return unclear(*found.doubts)
        values = tuple(self.options[nth - 1].value for nth in sorted(found.choices))
        beside = words_beside(said, found.mentions)
        return Reading(Outcome.ANSWER, values, beside)

    def _said(self, value: str | int | tuple[str, ...], language: str) -> str:
        if value == ():
            return say(Sentence.NONE_SAID, language=language)
        values = value if isinstance(value, tuple) else (value,)
        return ", ".join(self._label(one) for one in values)

    def _under_the_question(self, language: str) -> list[str]:
        return [*self._listed(language), say(Sentence.PICK_SEVERAL_TAIL, language=language)]

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        """A text that asks more simply, with the options listed the second time."""
        if tries == 1:
            return say(Sentence.PICK_SEVERAL_UNCLEAR_1, language=language)
        listed = "\n".join(self._listed(language))
        return say(Sentence.PICK_SEVERAL_UNCLEAR_2, language=language, options=listed)
