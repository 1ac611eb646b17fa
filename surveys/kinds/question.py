"""What every kind of question has, however it is answered."""

from collections.abc import Iterator, Sequence
from dataclasses import Field, dataclass, field, fields, replace
from datetime import date
from typing import Any, ClassVar, Self

from surveys.conditions import Condition, to_plain
from surveys.keywords import skipped
from surveys.lexicon import DEFAULT_LANGUAGE, written_languages
from surveys.normalise import as_typed, matching_form
from surveys.other_languages import other_languages_of
from surveys.reading import Flag, Outcome, Reading, Value, unclear
from surveys.tongue import guess
from surveys.unsure import does_not_know
from surveys.wording import Sentence, say

ABOUT = frozenset({"borough", "words"})
HEARD = 320
"""Characters of a reply in which a choice is looked for: two texts, and then it is a story."""

_ALWAYS_WRITTEN = frozenset({"key", "wording"})


@dataclass(frozen=True)
class Option:
    """One thing that can be picked; `short` is its label where room is short, in texts.

    `picture` names the picture beside it in Easy Read.
    """

    value: str
    label: str
    short: str | None = None
    picture: str | None = None

    @property
    def in_texts(self) -> str:
        """The label used in a text."""
        return self.short or self.label


@dataclass(frozen=True, kw_only=True)
class Question:
    """What every kind of question has; `about` says what a closed answer is for.

    `text_wording` is the wording where room is short; `easy`, `easy_hint` and `picture` are its
    Easy Read version. `show_when` says after which answers it is asked. `original` is the
    question as it was written, where this one is a translation of it.
    """

    kind: ClassVar[str]
    takes_answer: ClassVar[bool] = True
    hears: ClassVar[int | None] = HEARD
    key: str
    wording: str
    hint: str = ""
    text_wording: str | None = None
    easy: str = ""
    easy_hint: str = ""
    picture: str | None = None
    optional: bool = True
    about: str | None = None
    show_when: Condition | None = None
    original: Self | None = field(default=None, repr=False, metadata={"written": False})

    def prompt(self, *, number: int, total: int | None, language: str = DEFAULT_LANGUAGE) -> str:
        """The whole text that asks this question; a total is named only where it is true."""
        asked = say(
            Sentence.QUESTION if total else Sentence.QUESTION_NO_TOTAL,
            language=language,
            wording=self.text_wording or self.wording,
            **({"number": number, "total": total} if total else {"number": number}),
        )
        return "\n".join([asked, *self._under_the_question(language)])

    def read(
        self, said: str, *, language: str = DEFAULT_LANGUAGE, today: date | None = None
    ) -> Reading:
        """What a fair person would make of a reply; the same for a text and a web form.

        `today` is the day it was sent, for words such as "tomorrow"; without it they are asked
        about. A reply in the words the question was first written in counts as well.
        """
        reading = self._reading(said, language, today)
        if reading.outcome is Outcome.CLARIFY and not reading.flags and self.original:
            reading = self.original.read(said, language=language, today=today)
        if reading.outcome is Outcome.CLARIFY and not reading.flags:
            return self._read_elsewhere(said, language, today) or reading
        return reading

    def _read_elsewhere(self, said: str, language: str, today: date | None) -> Reading | None:
        """A short reply in another language than the conversation's, if it can mean one thing."""
        heard = as_typed(said)[: self.hears]
        others = set(written_languages()) - {language, DEFAULT_LANGUAGE}
        codes = others & {guess(heard), *other_languages_of(heard, language=language)}
        tried = [self._reading(said, code, today) for code in sorted(filter(None, codes))]
        found = [one for one in tried if one.outcome in {Outcome.ANSWER, Outcome.SKIP}]
        return found[0] if len({(one.outcome, one.value) for one in found}) == 1 else None

    def _reading(self, said: str, language: str, today: date | None) -> Reading:
        exact = self._exact(said.strip())
        if exact is not None:
            return Reading(Outcome.ANSWER, exact)
        typed = as_typed(said)
        if self.hears is not None and len(typed) > self.hears:
            return self._read_start(typed[: self.hears], typed[self.hears :], language, today)
        if not matching_form(said):
            return self._read_marks(typed, language)
        return skipped(said, language=language) or self._read(typed, language, today)

    def value_from(self, plain: Any) -> Value:
        """An answer's value from what JSON gave back."""
        return plain if isinstance(plain, str | int) else None

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
            yield f'`about` says "{self.about}". We know "borough", and "words" for a consent.'

    def to_dict(self) -> dict[str, Any]:
        """The question as plain values for JSON; `from_dict` in loading gives it back the same."""
        plain: dict[str, Any] = {"kind": self.kind}
        for one in self.written():
            value = getattr(self, one.name)
            if value != one.default or one.name in _ALWAYS_WRITTEN:
                plain["text" if one.name == "text_wording" else one.name] = _plain(value)
        return plain

    @classmethod
    def written(cls) -> tuple[Field[Any], ...]:
        """The fields that an author writes in a survey file."""
        return tuple(one for one in fields(cls) if one.metadata.get("written", True))

    def on_offer(self, language: str = DEFAULT_LANGUAGE) -> Sequence[tuple[Value, str]]:
        """Each value on offer with its words; none where a person writes the answer."""
        return ()

    def _read_start(self, heard: str, rest: str, language: str, today: date | None) -> Reading:
        """Look for an answer in the first part of a long reply; the rest is kept, whole."""
        reading = self._read(heard, language, today)
        if reading.outcome is not Outcome.ANSWER:
            return unclear(*(Flag(flag) for flag in reading.flags))
        return replace(reading, words=f"{reading.words or heard}{rest}")

    def _read_marks(self, typed: str, language: str) -> Reading:
        """The reading of a reply with no word, number or picture in it."""
        return unclear()

    def _unread(self, typed: str, language: str, *flags: Flag) -> Reading:
        """What to make of a reply with no answer in it: "dunno" is not asked about again."""
        if does_not_know(typed, language=language):
            return Reading(Outcome.SKIP, words=typed, flags=frozenset({Flag.DONT_KNOW}))
        return unclear(*flags)

    def _exact(self, said: str) -> Value:
        return None

    def _read(self, typed: str, language: str, today: date | None) -> Reading:
        raise NotImplementedError

    def _said(self, value: str | int | tuple[str, ...], language: str) -> str:
        return str(value)

    def _under_the_question(self, language: str) -> list[str]:
        raise NotImplementedError


def _plain(value: Any) -> Any:
    if isinstance(value, Option):
        given = {"value": value.value, "label": value.label}
        more = {"short": value.short, "picture": value.picture}
        return given | {name: word for name, word in more.items() if word is not None}
    if isinstance(value, Condition):
        return to_plain(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
