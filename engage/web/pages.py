"""The pages there are to look at, for the page checker: who each is for, and its address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import current_app, url_for
from sqlalchemy import select

from engage.example.people import EXAMPLE_STAFF
from engage.extensions import db
from engage.models import (
    Alert,
    Person,
    Phone,
    ReadyReply,
    Session,
    Statement,
    Summary,
    Survey,
    SurveyDraft,
    Thread,
)
from engage.web.access import ANYONE, declared
from engage.web.languages import CHOICE, LANGUAGES, may_choose, ready

SKIPPED = frozenset(
    {
        "static",
        "health.alive",
        "health.ready",
        "home.in_capitals",
        "privacy.leave",
        "sign_in.start",
        "security.logout",
        "sessions.calendar_file",
        "from_text.link",
        "from_text.before_helping",
        "tablet.sure",
        "replies.texts",
        "sharing.picture",
    }
)


def pages_for_checker() -> Iterator[tuple[str, ...]]:
    """Each page that opens with a GET, with things from the database in its address.

    A staff page comes with the email of somebody of the example who may open it.
    """
    with current_app.test_request_context():
        for rule in current_app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint in SKIPPED:
                continue
            values = _values(rule.endpoint, set(rule.arguments))
            if values is None:
                continue
            path = url_for(rule.endpoint, **values)
            allowed = declared(current_app, rule.endpoint) or ANYONE
            if allowed is ANYONE:
                yield from (("public", address) for address in _in_languages(path))
            for who in EXAMPLE_STAFF:
                if who.role in allowed - {"admin"}:
                    yield "staff", path, who.email


def _in_languages(path: str) -> Iterator[str]:
    """A page for anyone as it opens, and in each language that is ready and runs right to left."""
    yield path
    if may_choose(path):
        right_to_left = (code for code in ready() if LANGUAGES[code].direction == "rtl")
        yield from (f"{path}?{CHOICE}={code}" for code in right_to_left)


def _values(endpoint: str, wanted: set[str]) -> dict[str, Any] | None:
    """Something real for each part of an address, or None when there is nothing to show."""
    survey = db.session.scalar(
        select(Survey)
        .where(
            Survey.id.in_(select(Summary.survey_id))
            if "published" in endpoint
            else Survey.id.is_not(None)
        )
        .order_by(Survey.closes_at.desc())
    )
    session = db.session.scalar(select(Session.id).order_by(Session.starts_local.desc()))
    phone = db.session.scalar(
        select(Phone.id)
        .join(Person)
        .outerjoin(Thread, Thread.phone_id == Phone.id)
        .where(Person.example)
        .order_by(Thread.waiting_since.is_(None), Thread.waiting_since)
    )
    ready = db.session.scalar(select(ReadyReply.id))
    draft = db.session.scalar(select(SurveyDraft).order_by(SurveyDraft.example.desc()))
    question = survey.latest.questionnaire.first().key if survey else None
    if draft is not None and "draft_id" in wanted:
        question = draft.definition["questions"][-2]["key"]
    known: dict[str, object | None] = {
        "draft_id": draft.id if draft else None,
        "key": "not-a-link" if endpoint == "sign_in.link" else (survey.key if survey else None),
        "question": question,
        "language": next(iter(draft.definition.get("translations") or {}), None) if draft else None,
        "session_id": session,
        "phone_id": phone,
        "reply_id": ready,
        "statement_id": db.session.scalar(select(Statement.id).limit(1)),
        "alert_id": db.session.scalar(select(Alert.id).limit(1)),
    }
    found = {name: known.get(name) for name in wanted}
    return found if all(value is not None for value in found.values()) else None
