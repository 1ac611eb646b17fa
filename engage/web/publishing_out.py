"""Letting a draft out: a new survey on its terms, or the next version of one that is out."""

from __future__ import annotations

import uuid
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import audit, conversations, next_version, publishing, times, web_answers
from engage.drafts import ChangedSince
from engage.extensions import db, settings
from engage.models import Survey, SurveyDraft
from engage.publishing import CannotPublish
from engage.web import publishing_form
from engage.web.access import only
from engage.web.languages import name_of
from engage.web.publishing_form import Filled
from engage.web.writing import gone
from surveys.questionnaire import Questionnaire


@only("facilitator")
def publish(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Say how it goes out; a draft with something to put right is sent to its check."""
    draft = db.session.get(SurveyDraft, draft_id)
    if draft is None:
        return gone()
    try:
        questionnaire = publishing.whole(draft)
    except CannotPublish:
        flash(gettext("There are things to put right first. They are listed here."), "bad")
        return redirect(url_for("publishing.check", draft_id=draft.id), 303)
    if draft.survey_id is not None:
        return _next(draft, questionnaire)
    return _new(draft, questionnaire)


def _changed(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody else was quicker: to change it, or to publish it."""
    db.session.rollback()
    if db.session.get(SurveyDraft, draft_id) is None:
        return gone()
    flash(
        gettext("Somebody changed this survey while you looked at it. Look again, please."), "bad"
    )
    return redirect(url_for("publishing.check", draft_id=draft_id), 303)


def _revision() -> int:
    return request.form.get("revision", -1, type=int)


def _new(draft: SurveyDraft, questionnaire: Questionnaire) -> ResponseReturnValue:
    """The form, then what people will see, then out it goes."""
    now = times.now()
    if request.method == "GET" or "change" in request.form:
        return _form(draft, Filled())
    filled = publishing_form.read(request.form, now=now)
    if filled.terms is not None:
        named = replace(questionnaire, key=filled.key)
        filled.errors |= publishing.look(named, filled.terms, now=now)
    if filled.errors or filled.terms is None:
        return _form(draft, filled), 400
    if "sure" not in request.form:
        return _sure(draft, questionnaire, filled)
    try:
        survey = publishing.publish_draft(draft, _revision(), filled.terms, key=filled.key, now=now)
    except ChangedSince:
        return _changed(draft.id)
    except CannotPublish as problem:
        db.session.rollback()
        filled.errors |= problem.problems
        return _form(draft, filled), 409
    return _done(survey, gettext("It is out. Now tell people about it."), "sharing.share")


def _form(draft: SurveyDraft, filled: Filled) -> str:
    typed = request.form
    return render_template(
        "publishing/publish.html",
        draft=draft,
        typed=typed,
        key=typed.get("key", draft.definition["key"]),
        opens=publishing_form.day_shown(typed, "opens"),
        closes=publishing_form.day_shown(typed, "closes"),
        address=f"{settings().public_url}/s/",
        number=settings().service_number,
        problems=filled.errors,
        errors=filled.summary,
    )


def _sure(draft: SurveyDraft, questionnaire: Questionnaire, filled: Filled) -> str:
    word = filled.terms.word if filled.terms else None
    return render_template(
        "publishing/sure.html",
        draft=draft,
        asked=questionnaire,
        terms=filled.terms,
        minutes=web_answers.minutes(questionnaire),
        languages=_languages(questionnaire),
        first=conversations.words_that_invite(questionnaire),
        address=f"{settings().public_url}/s/{filled.key}",
        number=settings().service_number,
        before=publishing.word_of_a_finished_one(word, now=times.now()) if word else None,
        typed={name: request.form.get(name, "") for name in publishing_form.TYPED},
    )


def _languages(questionnaire: Questionnaire) -> list[str]:
    codes = (questionnaire.language, *(one.language for one in questionnaire.translations))
    return [name_of(code) for code in codes]


def _next(draft: SurveyDraft, questionnaire: Questionnaire) -> ResponseReturnValue:
    """What a change does to answers given so far, said before it is made."""
    now, survey = times.now(), db.session.get_one(Survey, draft.survey_id)
    stands_in_the_way = publishing.look_at_next(survey, questionnaire, now=now)
    if request.method == "GET" or stands_in_the_way:
        page = render_template(
            "publishing/next.html",
            draft=draft,
            survey=survey,
            effect=next_version.effect(survey, questionnaire),
            so_far=next_version.so_far(survey),
            in_the_way=list(stands_in_the_way.values()),
        )
        return page, 200 if request.method == "GET" else 409
    try:
        publishing.publish_next(draft, _revision(), now=now)
    except (ChangedSince, CannotPublish):
        return _changed(draft.id)
    number = survey.latest.number
    return _done(survey, gettext("Version %(number)s is out.", number=number), "replies.survey")


def _done(survey: Survey, said: str, endpoint: str) -> ResponseReturnValue:
    key = survey.key
    audit.note("published a survey", survey.id, by=current_user.id, now=times.now())
    db.session.commit()
    flash(said, "good")
    return redirect(url_for(endpoint, key=key), 303)
