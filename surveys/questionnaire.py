"""One survey: its questions in order, and what comes next for texts, web, paper and phone alike."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from surveys import piping, routing
from surveys.kinds.consent import AGREE, THEMES, USES
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.questions import ABOUT_YOU, AboutYou, Consent, FreeText, Question
from surveys.reading import Value
from surveys.translation import Translation, translated
from surveys.wording import Sentence, say

_PIPED = ("wording", "hint", "text_wording", "easy", "easy_hint", "body")
Answers = Mapping[str, Value]


@dataclass(frozen=True)
class Questionnaire:
    """A survey as it is asked; `purpose` is one short plain paragraph for the people asked.

    `about_you` are the equality questions: when all else has been asked, one question asks if
    they may be, and a yes leads to them. `original` is the survey as it was written, where this
    one is a translation of it.
    """

    key: str
    title: str
    questions: tuple[Question, ...]
    purpose: str
    thanks: str
    language: str = DEFAULT_LANGUAGE
    about_you: tuple[Question, ...] = ()
    translations: tuple[Translation, ...] = ()
    original: Self | None = field(default=None, repr=False)

    @cached_property
    def steps(self) -> tuple[Question, ...]:
        """Everything there may be to read or answer, in order."""
        if not self.about_you:
            return self.questions
        count = len(self.about_you)
        wording = say(Sentence.ABOUT_YOU, language=self.language, count=count)
        return (*self.questions, AboutYou(wording=wording, count=count), *self.about_you)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {one.key: place for place, one in enumerate(self.steps)}

    def translation(self, code: str) -> Translation | None:
        """Its words in this language, as far as there are any."""
        return next((one for one in self.translations if one.language == code), None)

    def in_language(self, code: str) -> Self:
        """The survey as a person who reads this language is asked it.

        Without a translation that is the survey as written. A text whose translation is not
        whole stays as it was written, whole: nobody is asked half a question in each language.
        """
        written = self.original or self
        words = written.translation(code)
        if words is None:
            return written
        return replace(
            written,
            language=code,
            title=words.title or written.title,
            purpose=words.purpose or written.purpose,
            thanks=words.thanks or written.thanks,
            questions=_translated(written.questions, words),
            about_you=_translated(written.about_you, words),
            original=written,
        )

    def language_of(self, question: Question) -> str:
        """The language a question of this survey is asked in, and so all of the text around it."""
        asked = self.find(question.key)
        if self.original and self.original.find(question.key) == asked:
            return self.original.language
        return self.language

    def find(self, key: str | None) -> Question | None:
        """The question with this key, if the survey has it."""
        place = self._places.get(key) if key is not None else None
        return None if place is None else self.steps[place]

    def is_of_you(self, question: Question) -> bool:
        """Whether it comes after the rest: the equality questions, and the one that asks leave."""
        return self._places[question.key] >= len(self.questions)

    def is_asked(self, question: Question, answers: Answers) -> bool:
        """Whether a question is asked after these answers."""
        return any(self._asked_of([question], answers))

    def standing(self, answers: Answers) -> dict[str, Value]:
        """The answers that still count: each to a question that those before it lead to.

        Who changes an early answer may leave a later one behind, and what followed from that.
        """
        found: dict[str, Value] = {}
        for one in self.steps:
            if one.key in answers and self._is_led_to(one, found):
                found[one.key] = answers[one.key]
        return found

    def _asked_of(self, steps: Iterable[Question], answers: Answers) -> Iterator[Question]:
        """Those of some steps that are asked after these answers."""
        return self._asked_after(steps, answers, self.standing(answers))

    def _asked_after(
        self, steps: Iterable[Question], answers: Answers, standing: Answers
    ) -> Iterator[Question]:
        is_refused = self._is_refused(standing)
        for one in steps:
            if (one.key in answers or not is_refused) and self._is_led_to(one, standing):
                yield one

    def _is_led_to(self, question: Question, standing: Answers) -> bool:
        is_after_leave = self._places[question.key] > len(self.questions)
        if is_after_leave and standing.get(ABOUT_YOU) != "yes":
            return False
        return routing.is_asked(question, standing)

    def is_refused(self, answers: Answers) -> bool:
        """Whether somebody was asked to agree to take part and did not."""
        return self._is_refused(self.standing(answers))

    def _is_refused(self, standing: Answers) -> bool:
        return any(
            isinstance(one, Consent) and not one.is_of_words and standing[one.key] != AGREE
            for one in self.questions
            if one.key in standing
        )

    def first(self) -> Question:
        """The first thing everyone reads or is asked."""
        return self.steps[0]

    def next_after(self, key: str | None, answers: Answers) -> Question | None:
        """The step that follows and is asked after the answers so far; None at the end.

        With no key, or one this survey does not have, that is the first not yet answered, from
        the pages of information directly before it.
        """
        if key in self._places:
            following = self.steps[self._places[key] + 1 :] if key is not None else ()
            return next(self._asked_of(following, answers), None)
        read: list[Question] = []
        for one in self._asked_of(self.steps, answers):
            if one.takes_answer and one.key not in answers:
                return (*read, one)[0]
            read = [] if one.takes_answer else [*read, one]
        return None

    def before(self, key: str, answers: Answers) -> Question | None:
        """The step before, of those that are asked; None at the first."""
        earlier = self.steps[: self._places[key]]
        return next(self._asked_of(reversed(earlier), answers), None)

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """The questions, but for those about the person, that are asked after these answers."""
        return tuple(one for one in self._asked_of(self.questions, answers) if one.takes_answer)

    def is_done(self, answers: Answers) -> bool:
        """Whether all that counts has been asked; what is about the person may still come."""
        return not self.is_refused(answers) and all(
            one.key in answers for one in self.asked(answers)
        )

    def position(self, key: str, answers: Answers) -> tuple[int, int | None]:
        """A question's number among its own kind, counted from 1, and how many there are.

        How many is told only when it is true whatever is answered from here on.
        """
        place = self._places[key]
        mine = self.about_you if place > len(self.questions) else self.questions
        earlier = (one for one in mine if self._places[one.key] < place)
        standing = self.standing(answers)
        asked = self._asked_after(earlier, answers, standing)
        number = 1 + sum(one.takes_answer for one in asked)
        counts = routing.counts(mine, standing, until=key)
        return number, min(counts) if counts and len(counts) == 1 else None

    def lengths(self) -> tuple[int, int]:
        """How many questions there are on the shortest way through, and on the longest."""
        counts = routing.counts(self.questions, {})
        if counts:
            return min(counts), max(counts)
        always = [one for one in self.questions if one.show_when is None and one.takes_answer]
        return len(always), sum(one.takes_answer for one in self.questions)

    def use_of_words(self, answers: Answers) -> str:
        """How this person's own words may be used: the least of what they were asked and said."""
        standing = self.standing(answers)
        asked = [one for one in self.questions if isinstance(one, Consent) and one.is_of_words]
        given = [str(standing.get(one.key) or THEMES) for one in asked] or [THEMES]
        return min((use if use in USES else THEMES for use in given), key=USES.index)

    def filled(self, question: Question, answers: Answers) -> Question:
        """The question with earlier answers put into its words."""
        texts = {name: getattr(question, name, None) or "" for name in _PIPED}
        piped = {name: text for name, text in texts.items() if "${" in text}
        if not piped:
            return question
        language, standing = self.language_of(question), self.standing(answers)

        def said(key: str) -> str | None:
            source = self.find(key)
            value = standing.get(key)
            if source is None or value is None or isinstance(source, FreeText):
                return None
            return source.say(source.value_from(value), language=language)

        words: dict[str, Any] = {name: piping.filled(text, said) for name, text in piped.items()}
        return replace(question, **words)

    def prompt(self, question: Question, answers: Answers) -> str:
        """The whole text that asks one of this survey's questions after these answers."""
        number, total = self.position(question.key, answers)
        asked = self.filled(question, answers)
        return asked.prompt(number=number, total=total, language=self.language_of(question))

    def to_dict(self) -> dict[str, Any]:
        """The survey as plain values for JSON; `loading.from_dict` gives it back the same."""
        if self.original:
            return self.original.to_dict()
        words = {one.language: one.to_dict() for one in self.translations}
        about_you = [one.to_dict() for one in self.about_you]
        return {
            "key": self.key,
            "title": self.title,
            "purpose": self.purpose,
            "thanks": self.thanks,
            "language": self.language,
            "questions": [one.to_dict() for one in self.questions],
            **({"about_you": about_you} if about_you else {}),
            **({"translations": words} if words else {}),
        }


def _translated(questions: tuple[Question, ...], words: Translation) -> tuple[Question, ...]:
    return tuple(translated(one, words.of(one.key)) or one for one in questions)
