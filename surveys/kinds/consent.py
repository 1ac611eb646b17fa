"""What a person agrees to: taking part at all, or how their own words may be used."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import ClassVar

from surveys.kinds.pick_one import PickOne
from surveys.kinds.question import Option, Question
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.reading import Outcome, Reading, Value
from surveys.wording import Sentence, say
from surveys.yesno import read_fact

WORDS = "words"
AGREE, DISAGREE = "agree", "disagree"
THEMES, QUOTE, QUOTE_WITH_AREA = "themes", "quote", "quote_with_area"
USES = (THEMES, QUOTE, QUOTE_WITH_AREA)
_OF_WORDS = {
    THEMES: Sentence.CONSENT_THEMES,
    QUOTE: Sentence.CONSENT_QUOTE,
    QUOTE_WITH_AREA: Sentence.CONSENT_QUOTE_AREA,
}
_TO_TAKE_PART = {AGREE: Sentence.CONSENT_AGREE, DISAGREE: Sentence.CONSENT_DISAGREE}


@dataclass(frozen=True, kw_only=True)
class Consent(Question):
    """Asked before what it governs. About words: themes, quote or quote_with_area, and skipped
    means themes. Otherwise agree or disagree, and nothing is asked of who does not agree.

    `names_area` is whether the survey asks for an area, without which none can be named.
    """

    kind: ClassVar[str] = "consent"
    names_area: bool = field(default=True, metadata={"written": False})

    @property
    def is_of_words(self) -> bool:
        """Whether it asks how somebody's own words may be used."""
        return self.about == WORDS

    def on_offer(self, language: str = DEFAULT_LANGUAGE) -> Sequence[tuple[Value, str]]:
        """Each way of consenting with its words, the least first."""
        return self._as_choice(language).on_offer(language)

    def _as_choice(self, language: str) -> PickOne:
        said = _OF_WORDS if self.is_of_words else _TO_TAKE_PART
        left_out = () if self.names_area else (QUOTE_WITH_AREA,)
        return _choice(tuple(one for one in said if one not in left_out), language)

    def _exact(self, said: str) -> Value:
        return self._as_choice(DEFAULT_LANGUAGE)._exact(said)

    def _read(self, typed: str, language: str, today: date | None) -> Reading:
        plain = read_fact(typed, language=language)
        if plain.outcome is Outcome.ANSWER and plain.value in {"yes", "no"} and not plain.words:
            yes, no = (QUOTE, THEMES) if self.is_of_words else (AGREE, DISAGREE)
            return Reading(Outcome.ANSWER, yes if plain.value == "yes" else no)
        return self._as_choice(language)._read(typed, language, today)

    def _said(self, value: str | int | tuple[str, ...], language: str) -> str:
        return self._as_choice(language)._said(value, language)

    def _under_the_question(self, language: str) -> list[str]:
        return self._as_choice(language)._under_the_question(language)

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        """A text that asks more simply."""
        return self._as_choice(language).ask_again(reading, tries=tries, language=language)

    def faults(self) -> Iterator[str]:
        """What an author has to put right, a sentence each."""
        yield from super().faults()
        if self.about not in {None, WORDS}:
            yield '`about` of a consent is "words", or is left out.'


@lru_cache(maxsize=64)
def _choice(values: tuple[str, ...], language: str) -> PickOne:
    said = {**_OF_WORDS, **_TO_TAKE_PART}
    options = tuple(Option(value, say(said[value], language=language)) for value in values)
    return PickOne(key="consent", wording="?", options=options)
