"""Surveys between files and drafts: bringing one in, and taking one away as YAML or as a form."""

from __future__ import annotations

import json
import uuid
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import audit, drafts, publishing, survey_files, times
from engage.answering import survey_by_key
from engage.extensions import db
from engage.publishing import CannotPublish
from engage.survey_files import Brought, CannotRead
from engage.web.access import only
from engage.web.languages import name_of
from engage.web.writing import draft_or_404
from engage.web.writing_words import kind_in_words
from surveys import editing, on_offer
from surveys.keys import is_key
from surveys.questionnaire import Questionnaire
from surveys.side_by_side import languages_of
from surveys.xlsform import DoesNotFit

ROOM = 2 * survey_files.MOST_BYTES
"""Bytes of a request that brings a file, or what was read of one, in the page's own form."""
IMPORT = "publishing.import_file"
FORM_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YAML_TYPE = "application/yaml; charset=utf-8"


def make_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a file be larger than what other pages take; before anything reads the request."""
    if endpoint == IMPORT:
        request.max_content_length = request.max_form_memory_size = ROOM


@only("facilitator")
def import_file() -> ResponseReturnValue:
    """Bring a file; see what was read of it; then make a draft of that."""
    if request.method == "GET":
        return _upload_page()
    try:
        if "definition" in request.form:
            return _made(_read_before(request.form["definition"]))
        file = request.files.get("file")
        if file is None or not file.filename:
            return _upload_page(gettext("Choose a file first")), 400
        with file.stream:
            data = file.read()
        return _read_page(file.filename, survey_files.read(data, file.filename))
    except CannotRead as problem:
        return _upload_page(str(problem)), 400


def _upload_page(error: str = "") -> str:
    return render_template(
        "publishing/import.html",
        error=error,
        errors=[("file", error)] if error else [],
        most=survey_files.MOST_BYTES // (1024 * 1024),
    )


def _read_page(name: str, brought: Brought) -> str:
    survey = brought.draft
    return render_template(
        "publishing/read.html",
        file=name,
        survey=survey,
        questions=[
            (on_offer.name_of(one) or gettext("no words yet"), kind_in_words(one))
            for one in survey["questions"]
        ],
        about_you=editing.about_you(survey),
        languages=[name_of(code) for code in languages_of(survey)],
        notes=brought.notes,
        left_out=brought.left_out,
        problems=brought.problems,
        definition=json.dumps(brought.definition),
    )


def _read_before(text: str) -> dict[str, Any]:
    """What an earlier page read of a file, come back from its form; raises CannotRead."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise CannotRead("Something was lost on the way. Bring the file again, please.")
    return survey_files.plain_survey(found)


def _made(definition: dict[str, Any]) -> ResponseReturnValue:
    now = times.now()
    draft = drafts.of(definition, by=current_user.id, now=now)
    audit.note("brought in a survey from a file", draft.id, by=current_user.id, now=now)
    db.session.commit()
    flash(gettext("It is a draft now. Nobody is asked it yet."), "good")
    return redirect(url_for("publishing.check", draft_id=draft.id), 303)


@only("facilitator")
def export(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The ways to take a draft away as a file."""
    draft = draft_or_404(draft_id)
    return render_template(
        "publishing/export.html", draft=draft, has_problems=bool(drafts.problems(draft))
    )


@only("facilitator")
def draft_as_file(draft_id: uuid.UUID, ending: str) -> ResponseReturnValue:
    """A draft as a file; as a form only once there is nothing to put right."""
    draft = draft_or_404(draft_id)
    key = str(draft.definition.get("key") or "")
    if ending == "yaml":
        return _sent(survey_files.as_yaml(draft.definition), key, YAML_TYPE, ending)
    try:
        return _form(publishing.whole(draft), back=url_for(".export", draft_id=draft.id))
    except CannotPublish:
        said = gettext("A form can be made once nothing is left to put right. Here is what is.")
        flash(said, "bad")
        return redirect(url_for(".check", draft_id=draft.id), 303)


@only("facilitator")
def survey_as_file(key: str, ending: str) -> ResponseReturnValue:
    """What a published survey asks now, as a file."""
    survey = survey_by_key(key) or abort(404)
    if ending == "yaml":
        return _sent(survey_files.as_yaml(survey.latest.definition), key, YAML_TYPE, ending)
    return _form(survey.latest.questionnaire, back=url_for("replies.survey", key=key))


def _form(questionnaire: Questionnaire, *, back: str) -> ResponseReturnValue:
    try:
        data = survey_files.as_form(questionnaire)
    except DoesNotFit as problem:
        flash(str(problem), "bad")
        return redirect(back, 303)
    return _sent(data, questionnaire.key, FORM_TYPE, "xlsx")


def _sent(data: bytes, key: str, content_type: str, ending: str) -> Response:
    name = f"{key if is_key(key) else 'survey'}.{ending}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, content_type=content_type, headers=disposition)
