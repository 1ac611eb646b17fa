"""When to answer a question on paper, in words that name other questions by their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import format_date, gettext

from surveys import dates
from surveys.conditions import (
    AllOf,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Has,
    Is,
    Leaf,
    Not,
)
from surveys.on_paper import numbers
from surveys.questionnaire import Questionnaire
from surveys.questions import DateQuestion, Number, Question, Scale


@dataclass(frozen=True)
class Only:
    """A condition said in words; what belongs together comes as parts under it."""

    words: str
    parts: tuple[Only, ...] = ()

    @property
    def in_line(self) -> str:
        """All of it on one line."""
        return " ".join((self.words, "; ".join(one.in_line for one in self.parts))).strip()


def only_if(question: Question, questionnaire: Questionnaire) -> Only | None:
    """What has to be so for a question to be answered; None where everyone answers it.

    The words go after "Only answer this if", in the language of the page.
    """
    if question.show_when is None:
        return None
    return _Form(questionnaire, numbers(questionnaire)).said(question.show_when, so=True)


@dataclass(frozen=True)
class _Form:
    """The questions as the paper has them; `so` is false for a condition that is turned round."""

    questionnaire: Questionnaire
    numbers: Mapping[str, int]

    def said(self, condition: Condition, *, so: bool) -> Only:
        if isinstance(condition, Not):
            return self.said(condition.part, so=not so)
        if not isinstance(condition, AllOf | AnyOf):
            return Only(self._leaf(condition, so=so))
        if len(condition.parts) == 1:
            return self.said(condition.parts[0], so=so)
        parts = tuple(self.said(part, so=so) for part in condition.parts)
        if isinstance(condition, AllOf) is so:
            return Only(gettext("all of these are so:"), parts)
        return Only(gettext("one or more of these is so:"), parts)

    def _leaf(self, leaf: Leaf, *, so: bool) -> str:
        question = self.questionnaire.find(leaf.question)
        if question is None:
            return ""
        number = self.numbers[leaf.question]
        if isinstance(leaf, Answered):
            return _answered(number) if so else _not_answered(number)
        answer = self._answer(leaf, question)
        if isinstance(question, Number | DateQuestion):
            return _written(answer, number) if so else _not_written(answer, number)
        return _ticked(answer, number) if so else _not_ticked(answer, number)

    def _answer(self, leaf: Is | Has | AtLeast | AtMost, question: Question) -> str:
        if isinstance(leaf, AtLeast | AtMost):
            return _reach(leaf, question)
        language = self.questionnaire.language_of(question)
        words, *others = [_value(value, question, language) for value in leaf.values]
        for other in others:
            words = gettext("%(one)s or %(other)s", one=words, other=other)
        return words


def _answered(number: int) -> str:
    return gettext("you answered question %(number)s", number=number)


def _not_answered(number: int) -> str:
    return gettext("you did not answer question %(number)s", number=number)


def _ticked(answer: str, number: int) -> str:
    return gettext("you ticked %(answer)s in question %(number)s", answer=answer, number=number)


def _not_ticked(answer: str, number: int) -> str:
    return gettext(
        "you did not tick %(answer)s in question %(number)s", answer=answer, number=number
    )


def _written(answer: str, number: int) -> str:
    return gettext("you wrote %(answer)s in question %(number)s", answer=answer, number=number)


def _not_written(answer: str, number: int) -> str:
    return gettext(
        "you did not write %(answer)s in question %(number)s", answer=answer, number=number
    )


def _reach(leaf: AtLeast | AtMost, question: Question) -> str:
    value = _number_or_day(leaf.bound)
    if isinstance(question, DateQuestion):
        if isinstance(leaf, AtLeast):
            return gettext("%(day)s or later", day=value)
        return gettext("%(day)s or earlier", day=value)
    if isinstance(leaf, AtLeast):
        return gettext("%(number)s or more", number=value)
    return gettext("%(number)s or less", number=value)


def _value(value: str | int, question: Question, language: str) -> str:
    """An answer as it stands on the paper: a number, a day, or a label in quotes."""
    if isinstance(question, Number | Scale | DateQuestion):
        return _number_or_day(value)
    return f"“{dict(question.on_offer(language)).get(value, value)}”"


def _number_or_day(value: str | int) -> str:
    day = dates.from_iso(str(value))
    return format_date(day, "d MMMM y") if day else str(value)
