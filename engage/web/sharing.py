"""Pages from which staff share a survey: its ways in, a poster to print, and its QR code."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import qr, sharing, times, web_answers
from engage.answering import survey_by_key
from engage.extensions import settings
from engage.models import Survey
from engage.web import catalogues, languages
from engage.web.access import only
from surveys.questionnaire import Questionnaire

bp = Blueprint("sharing", __name__, url_prefix="/staff/surveys")

QR_IN_LETTERS = 30.0
"""Millimetres; 20 is the least that a phone reads from a letter in the hand."""


@dataclass(frozen=True)
class Paper:
    """A size of paper to print a poster on.

    `code` is how wide its QR code is in the poster's own measure, a 21st of the paper's width:
    70 mm on A4, and 50 mm on A5.
    """

    name: str
    code: float
    strips: int


PAPERS = {"a4": Paper("A4", 7.0, 6), "a5": Paper("A5", 7.1, 0)}


@dataclass(frozen=True)
class Tongue:
    """A language a survey can be answered in, as those who speak it write its name."""

    code: str
    name: str
    dir: str


def _survey_or_404(key: str) -> Survey:
    return survey_by_key(key) or abort(404)


@bp.get("/<key>/share")
@only("facilitator")
def share(key: str) -> ResponseReturnValue:
    """Every way in to a survey, to copy, to print and to read out."""
    survey = _survey_or_404(key)
    ways = sharing.ways_in(survey)
    asked = survey.latest.questionnaire
    return render_template(
        "sharing/share.html",
        survey=survey,
        ways=ways,
        drawing=qr.draw(ways.scan),
        papers=PAPERS,
        minutes=web_answers.minutes(asked),
        tongues=tongues(asked),
        last_day=survey.last_day,
        is_over=is_over(survey),
        is_free=settings().replies_are_free,
        back_url=url_for("replies.survey", key=survey.key),
    )


@bp.get("/<key>/qr.svg")
@only("facilitator")
def picture(key: str) -> ResponseReturnValue:
    """The QR code alone, as a file to put in letters and leaflets."""
    survey = _survey_or_404(key)
    ways = sharing.ways_in(survey)
    drawing = qr.draw(ways.scan)
    svg = render_template(
        "sharing/qr.svg", ways=ways, drawing=drawing, wide=drawing.wide(code=QR_IN_LETTERS)
    )
    answer = make_response(svg)
    answer.content_type = "image/svg+xml; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{survey.key}-qr.svg"'
    return answer


@bp.get("/<key>/poster")
@only("facilitator")
def poster(key: str) -> ResponseReturnValue:
    """A poster on one side of paper, in any language that all of its words are in."""
    survey = _survey_or_404(key)
    ways, asked = sharing.ways_in(survey), survey.latest.questionnaire
    offered = poster_languages(asked)
    language = request.args.get("lang", asked.language)
    size = request.args.get("size", "a4").casefold()
    if size not in PAPERS or language not in [one.code for one in offered]:
        abort(404)
    return render_template(
        "sharing/poster.html",
        survey=survey,
        ways=ways,
        sheet=_sheet(survey, ways, language, PAPERS[size]),
        size=size,
        papers=PAPERS,
        language=language,
        offered=offered,
        is_checked=is_checked(language),
        is_over=is_over(survey),
        back_url=url_for(".share", key=survey.key),
    )


def _sheet(survey: Survey, ways: sharing.WaysIn, language: str, paper: Paper) -> str:
    """What is on the paper, in one language; the staff page round it stays in English."""
    written = survey.latest.questionnaire
    asked, drawing = written.in_language(language), qr.draw(ways.scan)
    languages.page_in(language)
    sheet = render_template(
        "answer/poster.html",
        asked=asked,
        why=sharing.why(asked.purpose),
        minutes=web_answers.minutes(written),
        ways=ways,
        number=left_to_right(ways.number),
        is_free=settings().replies_are_free,
        paper=paper,
        drawing=drawing,
        wide=drawing.wide(code=paper.code),
        tongues=tongues(written),
        last_day=survey.last_day,
    )
    languages.page_in(languages.ENGLISH)
    return sheet


def left_to_right(number: str) -> str:
    """A telephone number that keeps its order and its line among words written either way."""
    return f"\u2066{number.replace(' ', chr(0xA0))}\u2069"


def poster_languages(asked: Questionnaire) -> list[Tongue]:
    """The languages a poster can be in: the survey's own, and those that all its words are in."""
    ready = languages.ready()
    whole = [
        words.language
        for words in asked.translations
        if words.title and words.purpose and words.language in ready
    ]
    return [tongue(code) for code in (asked.language, *whole)]


def tongue(code: str) -> Tongue:
    """A language by its own name, and the way it is written."""
    return Tongue(code, languages.own_name(code), languages.direction(code))


def tongues(asked: Questionnaire) -> list[Tongue]:
    """The languages a survey can be answered in, its own first."""
    return [tongue(code) for code in (asked.language, *(t.language for t in asked.translations))]


def is_checked(language: str) -> bool:
    """Whether somebody who speaks a language has read our own words in it."""
    return language == languages.ENGLISH or (
        language in languages.ready() and catalogues.here()[language].is_checked
    )


def is_over(survey: Survey) -> bool:
    """Whether it takes no more answers."""
    return survey.closes_at is not None and survey.closes_at <= times.now()
