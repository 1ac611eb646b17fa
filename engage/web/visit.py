"""What a visitor's cookie knows: which response is theirs, and that it was sent. No answers."""

from __future__ import annotations

from flask import session
from flask_security import current_user

from engage import web_answers
from engage.models import Response, Survey

COOKIE = "answers"
SENT = "sent"


def response_of(survey: Survey) -> Response | None:
    """This visitor's response to the survey that is not sent yet, if they have begun one."""
    response = web_answers.response_to(survey, _kept(survey))
    return response if response is not None and not web_answers.is_sent(response) else None


def has_sent(survey: Survey) -> bool:
    """Whether this visitor has sent their answers, whichever of two presses came back last."""
    kept = _kept(survey)
    return kept == SENT or (
        (response := web_answers.response_to(survey, kept)) is not None
        and web_answers.is_sent(response)
    )


def begun(survey: Survey, response: Response) -> None:
    """From now on this response is the visitor's."""
    _keep(survey, str(response.id))


def sent(survey: Survey) -> None:
    """From now on the cookie no longer knows which answers were theirs."""
    _keep(survey, SENT)


def _kept(survey: Survey) -> object:
    return session.get(COOKIE, {}).get(str(survey.id))


def _keep(survey: Survey, what: str) -> None:
    """The cookie outlives a flat battery, but never for staff: their sign-in is in it too."""
    session[COOKIE] = {**session.get(COOKIE, {}), str(survey.id): what}
    session.permanent = not current_user.is_authenticated
