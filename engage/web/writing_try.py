"""Trying a survey out while it is written: as pages on a phone and as texts. Nothing is kept."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage import composing, drafts, times, web_answers
from engage.models import SurveyDraft
from engage.web import question_page, writing_preview
from engage.web.access import only
from engage.web.costs import in_texts
from engage.web.writing import draft_or_404, to_overview
from surveys.progress import Given, known
from surveys.questionnaire import Questionnaire
from surveys.questions import Question
from surveys.reading import Outcome, Reading, Value
from surveys.trying import Played

bp = Blueprint("writing_try", __name__, url_prefix="/staff/write/<uuid:draft_id>/try")
MOST_SAID = 60
LONGEST_SAID = 1600


@bp.route("/texts", methods=["GET", "POST"])
@only("facilitator")
def texts(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The survey as texts: each reply that is typed is read as it would be from a phone."""
    draft = draft_or_404(draft_id)
    found = drafts.playable(draft)
    if found is None:
        return to_overview(draft)
    said = [one[:LONGEST_SAID] for one in request.form.getlist("before")][:MOST_SAID]
    typed = composing.unix_lines(request.form.get("words", "")).strip()[:LONGEST_SAID]
    if typed:
        said.append(typed)
    told, is_over = _told(found, said)
    return render_template(
        "writing/try_texts.html",
        draft=draft,
        texts=told,
        said=said,
        is_over=is_over or len(said) >= MOST_SAID,
        left_out=_left_out(draft, found),
    )


def _told(survey: Questionnaire, said: list[str]) -> tuple[list[dict[str, Any]], bool]:
    """Every text of the conversation so far, with what it costs or what was read in it."""
    played = Played(survey)
    told = [_ours(played.opening())]
    for words in said:
        if not played.is_going_on:
            break
        replies, given = played.say(words)
        told.append({"mine": True, "words": words, "time": _kept(survey, given)})
        told += [_ours(one) for one in replies]
    return told, not played.is_going_on


def _kept(survey: Questionnaire, given: Given | None) -> str:
    """What would be kept of one reply, in words."""
    asked = survey.find(given.question) if given else None
    if given is None or asked is None:
        return ""
    if given.outcome is Outcome.SKIP:
        return gettext("Read as: skipped")
    if given.outcome is Outcome.ANSWER_TEXT:
        return gettext("Read as: their own words")
    return gettext("Read as: %(answer)s", answer=asked.say(given.value, language=survey.language))


def _ours(words: str) -> dict[str, Any]:
    return {"words": words, "time": in_texts(composing.cost(words).segments)}


def _left_out(draft: SurveyDraft, found: Questionnaire) -> int:
    """How many questions cannot be asked until something in them is put right."""
    return len(drafts.questions(draft)) - len(found.questions)


@bp.route("/phone", methods=["GET", "POST"])
@only("facilitator")
def phone(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The survey as pages on a phone, one question after the other."""
    draft = draft_or_404(draft_id)
    found = drafts.playable(draft)
    if found is None:
        return to_overview(draft)
    answers = _answers(found)
    if request.method == "GET" or "again" in request.form:
        return _asking(draft, found, found.next_after(None, {}), {})
    asked = found.find(request.form.get("question"))
    if asked is None:
        return redirect(url_for(".phone", draft_id=draft.id), 303)
    if "back" in request.form:
        return _asking(draft, found, found.before(asked.key, answers) or asked, answers)
    if asked.takes_answer:
        reading = _read(found, asked)
        if reading.outcome is Outcome.CLARIFY:
            language, typed = found.language_of(asked), question_page.typed()
            missed = question_page.explained(asked, typed, reading, language=language)
            return _asking(draft, found, asked, answers, missed), 400
        answers = {**answers, asked.key: known(reading.outcome, reading.value)}
    return _asking(draft, found, found.next_after(asked.key, answers), answers)


def _read(survey: Questionnaire, asked: Question) -> Reading:
    if "skip" in request.form:
        return Reading(Outcome.SKIP)
    typed, language = question_page.typed(), survey.language_of(asked)
    today = times.today(times.now())
    return web_answers.read_typed(asked, typed, language=language, today=today)


def _answers(survey: Questionnaire) -> dict[str, Value]:
    """The answers so far, which the page itself carries."""
    try:
        plain = json.loads(request.form.get("answers", "{}"))
    except ValueError:
        plain = {}
    written = plain.items() if isinstance(plain, dict) else []
    found = ((survey.find(key), value) for key, value in written)
    return {one.key: one.value_from(value) for one, value in found if one is not None}


def _asking(
    draft: SurveyDraft,
    survey: Questionnaire,
    asked: Question | None,
    answers: Mapping[str, Value],
    missed: str = "",
) -> str:
    """The page of one question, or of the end where there is none."""
    return render_template(
        "writing/try_phone.html",
        draft=draft,
        survey=survey,
        asked=survey.filled(asked, answers) if asked else None,
        value=answers.get(asked.key) if asked else None,
        answers=json.dumps(answers),
        error=missed,
        errors=[("answer-1", missed)] if missed else [],
        step=writing_preview.step(survey, asked, answers) if asked else "",
        language=survey.language_of(asked) if asked else survey.language,
        can_skip=asked is not None and question_page.can_skip(asked),
        is_first=asked is None or survey.before(asked.key, answers) is None,
        is_refused=survey.is_refused(answers),
        left_out=_left_out(draft, survey),
    )
