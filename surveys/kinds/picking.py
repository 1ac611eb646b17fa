"""What a question with options has, whether one may be picked or several."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveys.choices import Names
from surveys.keywords import is_reserved
from surveys.kinds.question import Option, Question
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.normalise import matching_form, spoken_words
from surveys.reading import Value
from surveys.wording import Sentence, say

BOROUGHS = frozenset({"halton", "knowsley", "liverpool", "sefton", "st-helens", "wirral"})


@dataclass(frozen=True, kw_only=True)
class Picking(Question):
    """What a question with options has, whether one may be picked or several."""

    options: tuple[Option, ...] = ()

    def on_offer(self, language: str = DEFAULT_LANGUAGE) -> Sequence[tuple[Value, str]]:
        """Each option's value with its label."""
        return tuple((one.value, one.label) for one in self.options)

    def faults(self) -> Iterator[str]:
        """What an author has to put right, a sentence each."""
        yield from super().faults()
        if len(self.options) < 2:
            yield "It needs at least two options to pick from."
        for nth, option in enumerate(self.options, 1):
            yield from _option_faults(nth, option)
        for name in ("value", "label", "short"):
            given = [matching_form(getattr(one, name) or "") for one in self.options]
            for twice in sorted({one for one in given if one and given.count(one) > 1}):
                yield f'Two options have the same {name}, "{twice}". Make them different.'

    def _names(self) -> tuple[Names, ...]:
        return tuple((one.label, one.short or "", one.value) for one in self.options)

    def _listed(self, language: str) -> list[str]:
        return [
            say(Sentence.OPTION, language=language, number=nth, label=one.in_texts)
            for nth, one in enumerate(self.options, 1)
        ]

    def _label(self, value: object) -> str:
        return next((one.label for one in self.options if one.value == value), str(value))


def _option_faults(nth: int, option: Option) -> Iterator[str]:
    for name, text in (("value", option.value), ("label", option.label), ("short", option.short)):
        if text is not None and not spoken_words(text):
            yield f"Option {nth} has no {name}. Write one, with letters in it."
        if text and is_reserved(text):
            yield (
                f'Option {nth} has the {name} "{text}". Phone companies act on that word when '
                "it is texted, so choose another."
            )
    value = matching_form(option.value)
    if value.isdecimal() and value != str(nth):
        yield f'Option {nth} has the value "{option.value}". By text, {value} picks option {value}.'
    if len(value) == 1 and "a" <= value <= "z" and ord(value) - ord("a") + 1 != nth:
        yield f'Option {nth} has the value "{option.value}", not the letter of its place.'
