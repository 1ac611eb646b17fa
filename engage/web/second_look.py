"""What is worth another look in a survey: nothing here stands in the way of publishing it."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext, ngettext

from engage import web_answers
from engage.web.languages import name_of
from surveys.plain_english import survey_advice
from surveys.problems import Problem
from surveys.questionnaire import Questionnaire
from surveys.questions import Consent, FreeText, Picking, Question
from surveys.wording import dear_characters, segments

MINUTES = 10
MOST_OPTIONS = 9
LONGEST_LABEL = 30
_DEAR_SHOWN = 6


def worth_another_look(survey: Questionnaire) -> list[Problem]:
    """Advice on a whole survey, then on each question in order, each naming its place."""
    numbers = {one.key: number for number, one in enumerate(_all(survey), 1)}
    told = [*_of_whole(survey), *_of_wording(survey)]
    for question in _all(survey):
        told += [
            Problem(said, question.key, field=field)
            for field, said in (*_in_texts(survey, question), *_in_easy_read(survey, question))
        ]
    told.sort(key=lambda one: numbers.get(one.question or "", 0))
    return [
        Problem(one.message, one.question, numbers.get(one.question or ""), one.field)
        for one in told
    ]


def _all(survey: Questionnaire) -> tuple[Question, ...]:
    return (*survey.questions, *survey.about_you)


def _of_wording(survey: Questionnaire) -> Iterator[Problem]:
    for question, field, advice in survey_advice(survey):
        yield Problem(advice.message, question, field=field)


def _of_whole(survey: Questionnaire) -> Iterator[Problem]:
    minutes = web_answers.minutes(survey)
    if minutes > MINUTES:
        said = gettext(
            "The longest way through takes about %(num)s minutes. Under %(most)s is kinder.",
            num=minutes,
            most=MINUTES + 1,
        )
        yield Problem(said, field="questions")
    asks_words = any(isinstance(one, FreeText) for one in survey.questions)
    asks_leave = any(isinstance(one, Consent) and one.is_of_words for one in survey.questions)
    if asks_words and not asks_leave:
        said = gettext(
            "It asks for people’s own words, but not how we may use them. Nobody’s words will be "
            "quoted."
        )
        yield Problem(said, field="consent")
    if not any(one.about == "borough" for one in survey.questions):
        said = gettext("It does not ask which area people are in. The summary cannot show areas.")
        yield Problem(said, field="area")


def _in_texts(survey: Questionnaire, question: Question) -> Iterator[tuple[str, str]]:
    costs = []
    for code in (survey.language, *(one.language for one in survey.translations)):
        asked = survey.in_language(code)
        in_it = asked.find(question.key)
        if in_it is None or asked.language_of(in_it) != code:
            continue
        text = asked.prompt(in_it, {})
        if (count := segments(text).count) > 1:
            costs.append(_cost(code, count, text if code == survey.language else ""))
    if costs:
        yield "text", gettext("It takes more than one text: %(each)s.", each="; ".join(costs))
    if isinstance(question, Picking):
        yield from _of_options(question)


def _cost(code: str, count: int, text: str) -> str:
    said = ngettext(
        "%(num)s text in %(language)s",
        "%(num)s texts in %(language)s",
        count,
        language=name_of(code),
    )
    dear = " ".join(dear_characters(text)[:_DEAR_SHOWN])
    return gettext("%(cost)s, because of %(marks)s", cost=said, marks=dear) if dear else said


def _of_options(question: Picking) -> Iterator[tuple[str, str]]:
    if len(question.options) > MOST_OPTIONS:
        yield (
            "options",
            gettext(
                "It has %(num)s answers to pick from. That is a lot to read in a text.",
                num=len(question.options),
            ),
        )
    for option in question.options:
        if len(option.in_texts) > LONGEST_LABEL:
            yield (
                "options",
                gettext(
                    "“%(label)s” is long for a text. Give it shorter words for texts.",
                    label=option.in_texts,
                ),
            )


def _in_easy_read(survey: Questionnaire, question: Question) -> Iterator[tuple[str, str]]:
    if not question.easy and any(one.easy for one in survey.questions):
        yield "easy", gettext("Other questions have an Easy Read version. This one has none.")
