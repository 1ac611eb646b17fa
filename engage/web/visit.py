"""What a visitor's cookie knows: which response is theirs, and that it was sent. No answers."""

from __future__ import annotations

from flask import session
from flask_security import current_user

from engage import web_answers
from engage.models import Response, Survey
from engage.web import code_in_hand, opened, shared_tablet

COOKIE = "answers"
SENT = "sent"


def known_response_of(survey: Survey) -> Response | None:
    """The response that the cookie knows to be this visitor's, sent or not."""
    return web_answers.response_to(survey, _kept(survey))


def response_of(survey: Survey) -> Response | None:
    """This visitor's response to the survey that is not sent yet, if they have begun one."""
    response = known_response_of(survey)
    return response if response is not None and not web_answers.is_sent(response) else None


def sent_response_of(survey: Survey) -> Response | None:
    """This visitor's response that is sent, while they may still say something about themselves."""
    response = known_response_of(survey)
    return response if response is not None and web_answers.is_sent(response) else None


def has_sent(survey: Survey) -> bool:
    """Whether this visitor has sent their answers, whichever of two presses came back last."""
    return _kept(survey) == SENT or sent_response_of(survey) is not None


def begun(survey: Survey, response: Response) -> None:
    """From now on this response is the visitor's."""
    code_in_hand.keep_only_for(response)
    opened.close()
    _keep(survey, str(response.id))


def sent(survey: Survey) -> None:
    """From now on the cookie no longer knows which answers were theirs."""
    _keep(survey, SENT)


def let_go_when_over(survey: Survey, response: Response) -> None:
    """The cookie forgets which answers were theirs once all is sent and nothing is left to ask."""
    if web_answers.is_over(response):
        sent(survey)


def knows_anything() -> bool:
    """Whether somebody has begun or sent any survey here, as far as the cookie knows."""
    return bool(session.get(COOKIE))


def forget(survey: Survey) -> None:
    """From now on the cookie knows nothing of this survey."""
    kept = {key: what for key, what in session.get(COOKIE, {}).items() if key != str(survey.id)}
    session[COOKIE] = kept


def _kept(survey: Survey) -> object:
    return session.get(COOKIE, {}).get(str(survey.id))


def _keep(survey: Survey, what: str) -> None:
    """The cookie outlives a flat battery, but not on a shared tablet, and never for staff.

    Their sign-in is in it too.
    """
    session[COOKIE] = {**session.get(COOKIE, {}), str(survey.id): what}
    session.permanent = not (current_user.is_authenticated or shared_tablet.is_on())
