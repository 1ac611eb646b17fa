"""The link that comes by text when somebody asks for the web: their survey, where they are."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from engage import times, to_the_web, web_answers, web_links
from engage.conversations import questionnaire_of
from engage.extensions import db
from engage.models import Conversation
from engage.web import guesses, helping, languages, taking_up, visit
from engage.web.access import anyone
from engage.web.next_page import go_on

bp = Blueprint("from_text", __name__, url_prefix="/w")
TRIES = 30


def _conversation(key: str) -> Conversation | None:
    """The conversation a key opens."""
    conversation = web_links.conversation_of(key, now=times.now())
    if conversation is None:
        guesses.count("web-link", limit=TRIES)
    return conversation


def _too_old() -> ResponseReturnValue:
    return render_template("from_text/old.html"), 404


@bp.get("/<key>")
@anyone
def link(key: str) -> ResponseReturnValue:
    """A page with a button: opening a link changes nothing, as scanners open links."""
    conversation = _conversation(key)
    if conversation is None:
        return _too_old()
    languages.prefer(conversation.language)
    asked = languages.speak(questionnaire_of(conversation))
    return render_template(
        "from_text/link.html",
        key=key,
        survey=conversation.survey,
        asked=asked,
        minutes=web_answers.minutes(asked),
        has_begun=conversation.response_id is not None,
    )


@bp.get("/<key>/helping")
@anyone
def before_helping(key: str) -> ResponseReturnValue:
    """The same for somebody who types for the person: what to do, and a button."""
    conversation = _conversation(key)
    if conversation is None:
        return _too_old()
    languages.prefer(conversation.language)
    asked = languages.speak(questionnaire_of(conversation))
    action, back = url_for(".go", key=key), url_for(".link", key=key)
    return render_template("helping/before.html", asked=asked, action=action, back_url=back)


@bp.post("/<key>")
@anyone
def go(key: str) -> ResponseReturnValue:
    """Open the survey where they are; what was said by text is kept."""
    conversation = _conversation(key)
    if conversation is None:
        return _too_old()
    languages.prefer(conversation.language)
    if first := taking_up.ask_first(conversation.survey):
        return first
    try:
        response = to_the_web.open_on_web(conversation, now=times.now())
    except to_the_web.InAnotherSurvey:
        return render_template("from_text/another.html"), 409
    if response is None:
        return _too_old()
    visit.begun(conversation.survey, response)
    helping.begun(conversation.survey, response)
    db.session.commit()
    return go_on(conversation.survey, response)
