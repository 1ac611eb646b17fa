"""A survey as a form on paper, to print from the browser in each language and in Easy Read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import web_answers
from engage.answering import survey_by_key
from engage.models import Survey
from engage.web import easy_read, languages, sharing
from engage.web.access import only
from engage.web.paper_words import Only, only_if
from surveys.on_paper import numbers
from surveys.questionnaire import Questionnaire
from surveys.questions import Question
from surveys.reading import Value
from surveys.translation import gaps

bp = Blueprint("paper", __name__, url_prefix="/staff/surveys")


@dataclass(frozen=True)
class OnPaper:
    """One question or page to read as it is printed; `number` is None for what takes no answer."""

    asked: Question
    number: int | None
    only: Only | None
    pictures: Mapping[Value, str]


@bp.get("/<key>/paper")
@only("facilitator")
def form(key: str) -> ResponseReturnValue:
    """The newest version of a survey on paper, in a language that all of its words are in."""
    survey = survey_by_key(key) or abort(404)
    asked = survey.latest.questionnaire
    offered = [sharing.tongue(code) for code in whole_in(asked)]
    language = request.args.get("lang", asked.language)
    if language not in [one.code for one in offered]:
        abort(404)
    easy = request.args.get("easy") == "1"
    return render_template(
        "paper/print.html",
        survey=survey,
        sheet=_sheet(survey, asked.in_language(language), easy=easy),
        language=language,
        offered=offered,
        easy=easy,
        has_easy=any(one.easy for one in asked.questions),
        is_checked=_is_checked(asked, language),
        is_over=sharing.is_over(survey),
        back_url=url_for("replies.survey", key=survey.key),
    )


def whole_in(asked: Questionnaire) -> Iterator[str]:
    """The languages a form can be in: the survey's own, and those that all its words are in."""
    yield asked.language
    for words in asked.translations:
        if words.language in languages.ready() and not any(gaps(_all(asked), words)):
            yield words.language


def _all(asked: Questionnaire) -> tuple[Question, ...]:
    return (*asked.questions, *asked.about_you)


def _is_checked(asked: Questionnaire, language: str) -> bool:
    words = asked.translation(language)
    return sharing.is_checked(language) and (words is None or words.checked)


def _sheet(survey: Survey, asked: Questionnaire, *, easy: bool) -> str:
    """What is on the paper, in one language; the staff page round it stays in English."""
    languages.page_in(asked.language)
    sheet = render_template(
        "answer/paper.html",
        survey=survey,
        version=survey.latest.number,
        asked=asked,
        minutes=web_answers.minutes(asked.original or asked),
        questions=list(_printed(asked, asked.questions, easy=easy)),
        about_you=list(_printed(asked, asked.about_you, easy=easy)),
        easy=easy,
        last_day=survey.last_day,
    )
    languages.page_in(languages.ENGLISH)
    return sheet


def _printed(
    asked: Questionnaire, questions: tuple[Question, ...], *, easy: bool
) -> Iterator[OnPaper]:
    """Each as it is printed; where an earlier answer would be put in, the words for none stand."""
    number = numbers(asked)
    for one in questions:
        shown = asked.filled(one, {})
        yield OnPaper(
            easy_read.worded(shown) if easy else shown,
            number.get(one.key),
            only_if(one, asked),
            easy_read.drawn(shown) if easy else {},
        )
