"""One survey: its questions in order, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.questions import Question
from surveys.reading import Value
from surveys.translation import Translation, translated


@dataclass(frozen=True)
class Questionnaire:
    """A survey as it is asked; `purpose` is one short plain paragraph for the people asked.

    `original` is the survey as it was written, where this one is a translation of it.
    """

    key: str
    title: str
    questions: tuple[Question, ...]
    purpose: str
    thanks: str
    language: str = DEFAULT_LANGUAGE
    translations: tuple[Translation, ...] = ()
    original: Self | None = field(default=None, repr=False)

    def in_language(self, code: str) -> Self:
        """The survey as a person who reads this language is asked it.

        Without a translation that is the survey as written. A text whose translation is not
        whole stays as it was written, whole: nobody is asked half a question in each language.
        """
        written = self.original or self
        words = next((one for one in written.translations if one.language == code), None)
        if words is None:
            return written
        return replace(
            written,
            language=code,
            title=words.title or written.title,
            purpose=words.purpose or written.purpose,
            thanks=words.thanks or written.thanks,
            questions=tuple(translated(one, words.of(one.key)) or one for one in written.questions),
            original=written,
        )

    def language_of(self, question: Question) -> str:
        """The language a question of this survey is asked in, and so all of the text around it."""
        if self.original and self.original.find(question.key) == question:
            return self.original.language
        return self.language

    def find(self, key: str | None) -> Question | None:
        """The question with this key, if the survey has it."""
        return next((one for one in self.questions if one.key == key), None)

    def first(self) -> Question:
        """The question everyone is asked first."""
        return self.questions[0]

    def next_after(self, key: str | None, answers: Mapping[str, Value]) -> Question | None:
        """The question that follows, given the answers so far; None at the end.

        With no key, or one this survey does not have, that is the first not yet answered.
        """
        keys = [one.key for one in self.questions]
        if key in keys:
            following = self.questions[keys.index(key) + 1 :]
            return following[0] if following else None
        return next((one for one in self.questions if one.key not in answers), None)

    def position(self, key: str) -> tuple[int, int]:
        """A question's number counted from 1, and how many there are; KeyError if not here."""
        for number, question in enumerate(self.questions, 1):
            if question.key == key:
                return number, len(self.questions)
        raise KeyError(key)

    def prompt(self, question: Question) -> str:
        """The whole text that asks one of this survey's questions."""
        number, total = self.position(question.key)
        return question.prompt(number=number, total=total, language=self.language_of(question))

    def to_dict(self) -> dict[str, Any]:
        """The survey as plain values for JSON; `loading.from_dict` gives it back the same."""
        if self.original:
            return self.original.to_dict()
        words = {one.language: one.to_dict() for one in self.translations}
        return {
            "key": self.key,
            "title": self.title,
            "purpose": self.purpose,
            "thanks": self.thanks,
            "language": self.language,
            "questions": [one.to_dict() for one in self.questions],
            **({"translations": words} if words else {}),
        }
