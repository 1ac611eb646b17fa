"""The kinds of question: how each is asked by text and how a reply to it is read.

Adding a kind is one class here with `kind`, `prompt`, `read`, `say`, `ask_again` and `faults`,
and its name in KINDS; loading, the database form and the conversation need nothing more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar

from surveys import choices, mentions
from surveys.keywords import does_not_know, is_reserved, skipped
from surveys.lexicon import DEFAULT_LANGUAGE, lexicon
from surveys.normalise import as_typed, matching_form, spoken_words
from surveys.reading import Flag, Outcome, Reading, Value, unclear
from surveys.wording import Sentence, say, segments

ABOUT = frozenset({"borough"})
BOROUGHS = frozenset({"halton", "knowsley", "liverpool", "sefton", "st-helens", "wirral"})
FREE_TEXT_LIMIT = 10_000
HEARD = 320
"""Characters of a reply in which a choice is looked for: two texts, and then it is a story."""


@dataclass(frozen=True)
class Option:
    """One thing that can be picked; `short` is its label where room is short, in texts."""

    value: str
    label: str
    short: str | None = None

    @property
    def in_texts(self) -> str:
        """The label used in a text."""
        return self.short or self.label


@dataclass(frozen=True, kw_only=True)
class Question:
    """What every kind of question has; `about` says what a closed answer is for."""

    kind: ClassVar[str]
    hears: ClassVar[int | None] = None
    key: str
    wording: str
    hint: str = ""
    text_wording: str | None = None
    optional: bool = True
    about: str | None = None

    def prompt(self, *, number: int, total: int, language: str = DEFAULT_LANGUAGE) -> str:
        """The whole text that asks this question."""
        asked = say(
            Sentence.QUESTION,
            language=language,
            number=number,
            total=total,
            wording=self.text_wording or self.wording,
        )
        return "\n".join([asked, *self._under_the_question(language)])

    def read(self, said: str, *, language: str = DEFAULT_LANGUAGE) -> Reading:
        """What a fair person would make of a reply; the same for a text and a web form."""
        exact = self._exact(said.strip())
        if exact is not None:
            return Reading(Outcome.ANSWER, exact)
        typed = as_typed(said)
        if self.hears is not None and len(typed) > self.hears:
            return self._read_start(typed[: self.hears], typed[self.hears :], language)
        if not matching_form(said):
            return unclear()
        return skipped(said, language=language) or self._read(typed, language)

    def _read_start(self, heard: str, rest: str, language: str) -> Reading:
        """Look for a choice in the first part of a long reply; the rest is comment, kept whole."""
        reading = self._read(heard, language)
        if reading.outcome is not Outcome.ANSWER:
            return unclear(*(Flag(flag) for flag in reading.flags))
        return replace(reading, words=f"{reading.words or heard}{rest}")

    def say(self, value: Value, *, language: str = DEFAULT_LANGUAGE) -> str:
        """An answer shown back in words."""
        if value is None:
            return say(Sentence.NO_ANSWER, language=language)
        return self._said(value, language)

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        """A text that asks more simply; `tries` is 1 the first time and 2 the second."""
        raise NotImplementedError

    def faults(self) -> Iterator[str]:
        """What an author has to put right, a sentence each."""
        if not self.wording.strip():
            yield "It has no wording. Write the question under `wording`."
        if self.about is not None and self.about not in ABOUT:
            yield f'`about` says "{self.about}". The only thing we know there is "borough".'

    def to_dict(self) -> dict[str, Any]:
        """The question as plain values for JSON; `from_dict` in loading gives it back the same."""
        plain: dict[str, Any] = {"kind": self.kind}
        for field in fields(self):
            value = getattr(self, field.name)
            plain["text" if field.name == "text_wording" else field.name] = _plain(value)
        return plain

    def _exact(self, said: str) -> Value:
        return None

    def _read(self, typed: str, language: str) -> Reading:
        raise NotImplementedError

    def _said(self, value: str | int, language: str) -> str:
        return str(value)

    def _under_the_question(self, language: str) -> list[str]:
        raise NotImplementedError


def _plain(value: Any) -> Any:
    if isinstance(value, Option):
        return {"value": value.value, "label": value.label, "short": value.short}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


@dataclass(frozen=True, kw_only=True)
class PickOne(Question):
    """A question answered by one of a few options; the value is the option's value."""

    kind: ClassVar[str] = "pick_one"
    hears: ClassVar[int | None] = HEARD
    options: tuple[Option, ...] = ()

    def _exact(self, said: str) -> Value:
        return next((one.value for one in self.options if one.value == said), None)

    def _read(self, typed: str, language: str) -> Reading:
        known = lexicon(language)
        labels = tuple((one.label, one.short or "", one.value) for one in self.options)
        said = mentions.hear(typed, known)
        found = choices.picked(said, labels)
        if found:
            return self._settled(said, mentions.corrected(said, found))
        if does_not_know(typed, language=language):
            return Reading(Outcome.SKIP, words=typed, flags=frozenset({Flag.DONT_KNOW}))
        if plain := choices.plain_yes_or_no(typed, labels, language=language):
            nth, words = plain
            return Reading(Outcome.ANSWER, self.options[nth - 1].value, words)
        return unclear()

    def _settled(self, said: mentions.Said, found: list[mentions.Mention]) -> Reading:
        nth = {one.choice for one in found}
        if len(nth) > 1:
            return unclear(Flag.MORE_THAN_ONE)
        chosen = nth.pop()
        if chosen is None or not 1 <= chosen <= len(self.options):
            return unclear(Flag.OUT_OF_RANGE)
        value = self.options[chosen - 1].value
        return Reading(Outcome.ANSWER, value, mentions.words_beside(said, found))

    def _said(self, value: str | int, language: str) -> str:
        return next((one.label for one in self.options if one.value == value), str(value))

    def _under_the_question(self, language: str) -> list[str]:
        tail = say(Sentence.PICK_ONE_TAIL, language=language, count=len(self.options))
        return [*self._listed(language), tail]

    def _listed(self, language: str) -> list[str]:
        return [
            say(Sentence.OPTION, language=language, number=nth, label=one.in_texts)
            for nth, one in enumerate(self.options, 1)
        ]

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        if tries > 1:
            listed = "\n".join(self._listed(language))
            return say(Sentence.PICK_ONE_UNCLEAR_2, language=language, options=listed)
        several = Flag.MORE_THAN_ONE in reading.flags
        sentence = Sentence.MORE_THAN_ONE if several else Sentence.PICK_ONE_UNCLEAR_1
        return say(sentence, language=language, low=1, high=len(self.options))

    def faults(self) -> Iterator[str]:
        yield from super().faults()
        if len(self.options) < 2:
            yield "It needs at least two options to pick from."
        for nth, option in enumerate(self.options, 1):
            yield from _option_faults(nth, option)
        for name in ("value", "label", "short"):
            given = [matching_form(getattr(one, name) or "") for one in self.options]
            for twice in sorted({one for one in given if one and given.count(one) > 1}):
                yield f'Two options have the same {name}, "{twice}". Make them different.'
        if self.about == "borough" and not BOROUGHS & {one.value for one in self.options}:
            yield "It is about the borough, so its values are " + ", ".join(sorted(BOROUGHS)) + "."


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


@dataclass(frozen=True, kw_only=True)
class Scale(Question):
    """A question answered by a whole number from low to high, with words at its ends or points."""

    kind: ClassVar[str] = "scale"
    hears: ClassVar[int | None] = HEARD
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

    def _read(self, typed: str, language: str) -> Reading:
        said = mentions.hear(typed, lexicon(language))
        found = choices.scored(said, self.points, top=self.high)
        if found:
            return self._settled(said, mentions.corrected(said, found))
        if does_not_know(typed, language=language):
            return Reading(Outcome.SKIP, words=typed, flags=frozenset({Flag.DONT_KNOW}))
        return unclear()

    def _settled(self, said: mentions.Said, found: list[mentions.Mention]) -> Reading:
        given = {one.choice for one in found}
        if len(given) > 1:
            return unclear(Flag.MORE_THAN_ONE)
        point = given.pop()
        if point is None or not self.low <= point <= self.high:
            return unclear(Flag.OUT_OF_RANGE)
        return Reading(Outcome.ANSWER, point, mentions.words_beside(said, found))

    def _said(self, value: str | int, language: str) -> str:
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
        if tries > 1:
            ends = "".join(self._ends(language)) or f"{self.low}-{self.high}"
            return say(Sentence.SCALE_UNCLEAR_2, language=language, ends=ends)
        several = Flag.MORE_THAN_ONE in reading.flags
        sentence = Sentence.MORE_THAN_ONE if several else Sentence.SCALE_UNCLEAR_1
        return say(sentence, language=language, low=self.low, high=self.high)

    def faults(self) -> Iterator[str]:
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


@dataclass(frozen=True, kw_only=True)
class FreeText(Question):
    """A question answered in a person's own words, kept just as they were typed."""

    kind: ClassVar[str] = "free_text"
    limit: int = FREE_TEXT_LIMIT

    def _read(self, typed: str, language: str) -> Reading:
        if len(typed) > self.limit:
            return Reading(Outcome.CLARIFY, None, typed, frozenset({Flag.TOO_LONG}))
        return Reading(Outcome.ANSWER_TEXT, None, typed)

    def _under_the_question(self, language: str) -> list[str]:
        return [say(Sentence.FREE_TEXT_TAIL, language=language)]

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        second = Sentence.FREE_TEXT_UNCLEAR_2
        return say(Sentence.FREE_TEXT_UNCLEAR_1 if tries == 1 else second, language=language)

    def faults(self) -> Iterator[str]:
        yield from super().faults()
        if self.limit < 1:
            yield "`limit` is the most characters an answer may have. Make it 1 or more."


KINDS: dict[str, type[Question]] = {one.kind: one for one in (PickOne, Scale, FreeText)}


def fits_one_text(question: Question, *, number: int, total: int) -> bool:
    """Whether asking this question costs one text only."""
    return segments(question.prompt(number=number, total=total)).count == 1
