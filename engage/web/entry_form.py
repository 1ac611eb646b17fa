"""The page on which a form is typed in: each question with its number, and what is to be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext

from engage import web_answers
from engage.web.paper_words import Only, only_if
from engage.web_answers import NOT_SAY
from surveys.kinds.pick_several import NONE_OF_THESE
from surveys.on_paper import numbers
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    Consent,
    DateQuestion,
    FreeText,
    Number,
    PickSeveral,
    Question,
    Scale,
)
from surveys.reading import Flag, Reading


@dataclass(frozen=True)
class Way:
    """A way in which somebody answered; `helped` when it means that someone else wrote or typed."""

    channel: str
    helped: bool


WAYS = {"paper": Way("paper", False), "phone": Way("phone", True), "face": Way("paper", True)}
"""Face to face counts as paper, with help: one of us wrote it down."""


@dataclass(frozen=True)
class Choice:
    """One thing to pick: the key on the keyboard that picks it, and whether it is ours to say."""

    value: str
    label: str
    key: str
    ours: bool = False


@dataclass(frozen=True)
class Asked:
    """One question to type in; `name` is that of its boxes, and `box` the id they start with."""

    asked: Question
    language: str
    number: int
    only: Only | None
    name: str
    typed: tuple[str, ...]
    choices: tuple[Choice, ...]
    error: str

    @property
    def box(self) -> str:
        """What the ids of its boxes start with."""
        return f"q{self.number}"

    @property
    def is_written(self) -> bool:
        """Whether its answer is typed, and not picked."""
        return web_answers.is_written(self.asked)

    @property
    def words(self) -> str:
        """What was typed, but for the box to tick beside it."""
        return next((one for one in self.typed if one != NOT_SAY), "")


@dataclass
class Filled:
    """A form as it was typed so far, and what is to be mended in it."""

    typed: Mapping[str, list[str]] = field(default_factory=dict)
    way: str = ""
    helped: bool = False
    not_read: Mapping[str, Reading] = field(default_factory=dict)
    way_error: str = ""


def lines(asked: Questionnaire, filled: Filled) -> Iterator[Asked]:
    """Each question of a form in order, those about the person last."""
    number = numbers(asked)
    for one in (*asked.questions, *asked.about_you):
        if not one.takes_answer:
            continue
        typed = tuple(filled.typed.get(one.key, ()))
        reading = filled.not_read.get(one.key)
        language = asked.language_of(one)
        yield Asked(
            asked=asked.filled(one, {}),
            language=language,
            number=number[one.key],
            only=only_if(one, asked),
            name=_name(one.key),
            typed=typed,
            choices=tuple(_choices(one, language)),
            error=_error(one, number[one.key], typed, reading) if reading else "",
        )


def _choices(question: Question, language: str) -> Iterator[Choice]:
    if web_answers.is_written(question):
        yield Choice(NOT_SAY, gettext("Ticked: I would rather not say"), "", ours=True)
        return
    on_offer, is_scale = question.on_offer(language), isinstance(question, Scale)
    keys = [str(value if is_scale else nth) for nth, (value, _) in enumerate(on_offer, 1)]
    for key, (value, label) in zip(keys, on_offer, strict=True):
        plain = NONE_OF_THESE if value == () else str(value)
        yield Choice(plain, label, key if len(key) == 1 else "")
    if not isinstance(question, Consent):
        key = "" if "9" in keys else "9"
        yield Choice(NOT_SAY, gettext("I would rather not say"), key, ours=True)
    if not isinstance(question, PickSeveral):
        yield Choice("", gettext("Left empty"), "" if "0" in keys else "0", ours=True)


def _error(question: Question, number: int, typed: tuple[str, ...], reading: Reading) -> str:
    return gettext(
        "Question %(number)s: %(what)s", number=number, what=_what_to_do(question, typed, reading)
    )


def _what_to_do(question: Question, typed: tuple[str, ...], reading: Reading) -> str:
    if NOT_SAY in typed and len(typed) > 1:
        return gettext("there is an answer beside “I would rather not say”. Keep one of them")
    if isinstance(question, Consent) and not question.is_of_words:
        return gettext("say what they ticked. If they left it empty, pick “Left empty”")
    if isinstance(question, FreeText):
        if Flag.TOO_LONG in reading.flags:
            return gettext("that is more than we can keep. Please make it shorter")
        return gettext("type their words, or leave it empty")
    if isinstance(question, Number):
        return _how_many(question)
    if isinstance(question, DateQuestion):
        return gettext("type a date, like 3/3/2027, or leave it empty")
    if NONE_OF_THESE in typed:
        return gettext("“None of these” is ticked with something else. Keep one of them")
    return gettext("pick one of the answers")


def _how_many(question: Number) -> str:
    if question.high is None:
        return gettext("type one number, or leave it empty")
    return gettext(
        "type one number from %(low)s to %(high)s, or leave it empty",
        low=question.low,
        high=question.high,
    )


def summary(listed: list[Asked], filled: Filled) -> list[tuple[str, str]]:
    """Each thing to mend with the id of the box to go to, for the list at the top."""
    first = [("way-1", filled.way_error)] if filled.way_error else []
    return first + [(f"{one.box}-1", one.error) for one in listed if one.error]


def typed_in(asked: Questionnaire, form: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What came for each question of this survey; anything else in the form is left alone."""
    keys = (one.key for one in (*asked.questions, *asked.about_you) if one.takes_answer)
    return {key: form[_name(key)] for key in keys if _name(key) in form}


def _name(key: str) -> str:
    """The name of a question's boxes, which may come several times over."""
    return f"answer-{key}[]"
