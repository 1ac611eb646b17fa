"""Pages on which staff type in a form: filled in on paper, or told to one of us."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import answering, audit, entering, receipts, times
from engage.answering import survey_by_key
from engage.entering import Contents
from engage.extensions import db
from engage.models import Response, Survey, SurveyVersion
from engage.web import entered, entry_form, sharing
from engage.web.access import only
from engage.web.code_in_hand import InHand
from engage.web.entered import Entered
from engage.web.entry_form import WAYS, Filled, Way
from engage.web.paper_words import only_if
from surveys.on_paper import numbers
from surveys.questionnaire import Questionnaire

bp = Blueprint("entering", __name__, url_prefix="/staff/surveys")


@dataclass(frozen=True)
class Sheet:
    """The form in hand, as the code at its foot names it: survey, version and language."""

    survey: Survey
    version: int
    asked: Questionnaire

    def address(self, endpoint: str, **more: str) -> str:
        """The address of a page about this form."""
        query: dict[str, Any] = {"version": self.version, "lang": self.asked.language, **more}
        return url_for(endpoint, key=self.survey.key, **query)


def _sheet(key: str) -> Sheet:
    """The form that the address names; the newest, as it was written, where it leaves that out."""
    survey = survey_by_key(key) or abort(404)
    number = request.args.get("version", survey.latest.number, type=int)
    if not 1 <= number <= survey.latest.number:
        abort(404)
    version = db.session.get_one(SurveyVersion, (survey.id, number))
    written = version.questionnaire
    language = request.args.get("lang", written.language)
    if language not in [one.code for one in sharing.tongues(written)]:
        abort(404)
    return Sheet(survey, version.number, written.in_language(language))


@bp.get("/<key>/enter")
@only("facilitator")
def form(key: str) -> ResponseReturnValue:
    """A form to type in, empty, on one page."""
    sheet = _sheet(key)
    return _page(sheet, Filled(way=request.args.get("way", "")), entered.new_form(sheet.survey))


def _page(sheet: Sheet, filled: Filled, form_id: str) -> str:
    listed = list(entry_form.lines(sheet.asked, filled))
    written = sheet.asked.original or sheet.asked
    return render_template(
        "entering/form.html",
        survey=sheet.survey,
        sheet=sheet,
        listed=listed,
        about_you=len(sheet.asked.about_you),
        filled=filled,
        errors=entry_form.summary(listed, filled),
        form_id=form_id,
        language=sheet.asked.language,
        tongues=sharing.tongues(written),
        is_taken=entering.takes_forms(sheet.survey, now=times.now()),
        back_url=url_for("replies.survey", key=sheet.survey.key),
    )


@bp.post("/<key>/enter")
@only("facilitator")
def save(key: str) -> ResponseReturnValue:
    """Keep a form once, however often it is sent; what cannot be read is all said together."""
    sheet, now = _sheet(key), times.now()
    form_id = entered.form_id(request.form.get("form", ""), sheet.survey)
    filled = Filled(
        typed=entry_form.typed_in(sheet.asked, request.form.to_dict(flat=False)),
        way=request.form.get("way", ""),
        helped="helped" in request.form,
    )
    contents = entering.read(sheet.asked, filled.typed, today=times.today(now))
    filled.not_read = contents.not_read
    if filled.way not in WAYS:
        filled.way_error = gettext("Say how they answered")
    if form_id is None:
        flash(gettext("We lost our place. Please press “Save this form” once more."), "bad")
        return _page(sheet, filled, entered.new_form(sheet.survey)), 400
    if filled.not_read or filled.way_error:
        return _page(sheet, filled, request.form["form"]), 400
    if contents.refused:
        return redirect(sheet.address(".not_kept", way=filled.way), 303)
    return _kept(sheet, form_id, filled, contents)


def _kept(
    sheet: Sheet, form_id: uuid.UUID, filled: Filled, contents: Contents
) -> ResponseReturnValue:
    """Keep, commit, and go on to the page that says so.

    The code of a form that was kept before may be on a slip by now, and stays as it is.
    """
    now, last = times.now(), entered.last(now=times.now())
    try:
        response = _new(sheet, form_id, WAYS[filled.way], filled, contents)
        code, changed = receipts.give(response), False
    except answering.SurveyClosed:
        return _page(sheet, filled, request.form["form"]), 409
    except answering.AlreadyAnswered:
        db.session.rollback()
        before = db.session.get_one(Response, form_id)
        changed = not entering.says_the_same(before, contents)
        code = last.code if last and last.form == str(form_id) else ""
    db.session.commit()
    entered.remember(
        Entered(
            form=str(form_id),
            survey=sheet.survey.key,
            version=sheet.version,
            language=sheet.asked.language,
            way=filled.way,
            left_out=[one.key for one in contents.left_out],
            changed=changed,
            code=code,
            until=entered.until(now),
        )
    )
    return redirect(url_for(".saved", key=sheet.survey.key), 303)


def _new(
    sheet: Sheet, form_id: uuid.UUID, way: Way, filled: Filled, contents: Contents
) -> Response:
    """What is kept of a form that comes for the first time."""
    now, survey = times.now(), sheet.survey
    form = entering.Form(form_id, way.channel, filled.helped or way.helped, sheet.version)
    response = entering.keep(survey, form, sheet.asked, contents, now=now)
    audit.note("typed in a form", survey.id, by=current_user.id, now=now)
    return response


@bp.get("/<key>/enter/saved")
@only("facilitator")
def saved(key: str) -> ResponseReturnValue:
    """Say that it is kept, what was left out and why, and how to take it back."""
    survey, last = survey_by_key(key) or abort(404), entered.last(now=times.now())
    if last is None or last.survey != survey.key:
        return redirect(url_for(".form", key=survey.key), 303)
    version = db.session.get_one(SurveyVersion, (survey.id, last.version))
    asked = version.questionnaire.in_language(last.language)
    number = numbers(asked)
    left_out = [
        (number[one.key], only_if(one, asked))
        for one in (*asked.questions, *asked.about_you)
        if one.key in last.left_out
    ]
    return render_template(
        "entering/saved.html",
        survey=survey,
        last=last,
        left_out=left_out,
        code=InHand(last.code, last.survey),
        again=Sheet(survey, last.version, asked).address(".form", way=last.way),
    )


@bp.post("/<key>/enter/new-code")
@only("facilitator")
def new_code(key: str) -> ResponseReturnValue:
    """Give the form that was kept last another code; the one it had no longer works."""
    survey = survey_by_key(key) or abort(404)
    last = _last(survey)
    response = db.session.get(Response, uuid.UUID(last.form)) if last else None
    if last is None or response is None:
        flash(gettext("It is too late to give that form a code here."), "bad")
        return redirect(url_for(".form", key=survey.key), 303)
    code = receipts.give(response)
    db.session.commit()
    entered.remember(replace(last, code=code))
    return redirect(url_for(".saved", key=survey.key), 303)


def _last(survey: Survey) -> Entered | None:
    """The form that was kept last, if it is the one that was meant."""
    last = entered.last(now=times.now())
    if last is None or last.survey != survey.key or last.form != request.form.get("form"):
        return None
    return last


@bp.get("/<key>/enter/not-kept")
@only("facilitator")
def not_kept(key: str) -> ResponseReturnValue:
    """Say that nothing of a form was kept, since its person did not agree to take part."""
    sheet = _sheet(key)
    return render_template(
        "entering/not_kept.html",
        survey=sheet.survey,
        again=sheet.address(".form", way=request.args.get("way", "")),
    )


@bp.post("/<key>/enter/take-back")
@only("facilitator")
def take_back(key: str) -> ResponseReturnValue:
    """Delete the form that was kept last, if it is the one that was meant."""
    survey, now = survey_by_key(key) or abort(404), times.now()
    last = _last(survey)
    if last is None:
        flash(gettext("It is too late to take that form back here."), "bad")
        return redirect(url_for(".form", key=survey.key), 303)
    if entering.take_back(uuid.UUID(last.form)):
        audit.note("took a form back", survey.id, by=current_user.id, now=now)
    db.session.commit()
    entered.forget()
    flash(gettext("It is taken back. Nothing of it is kept."), "good")
    asked = db.session.get_one(SurveyVersion, (survey.id, last.version)).questionnaire
    sheet = Sheet(survey, last.version, asked.in_language(last.language))
    return redirect(sheet.address(".form", way=last.way), 303)
