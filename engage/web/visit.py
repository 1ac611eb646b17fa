"""What a visitor's cookie knows: which response is theirs, and that it was sent. No answers.

Beside a response that is sent it has until when more may be said: phones are passed on.
"""

from __future__ import annotations

from flask import session
from flask_security import current_user

from engage import times, web_answers
from engage.models import Response, Survey
from engage.web import code_in_hand, opened, shared_tablet

COOKIE = "answers"
SENT = "sent"


def known_response_of(survey: Survey) -> Response | None:
    """The response that the cookie knows to be this visitor's: not sent, or of a short while ago.

    Once it is sent there is as long for each thing more as with what a code opens.
    """
    response, until = _named(survey)
    if response is None or not web_answers.is_sent(response):
        return response
    if until > times.now().timestamp():
        _know(survey, response)
        return response
    if until:
        sent(survey)
    return None


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
    response, _ = _named(survey)
    return _kept(survey) == SENT or (response is not None and web_answers.is_sent(response))


def sent_just_now(survey: Survey) -> Response | None:
    """The response that a press has sent, or found sent by another press of the same button."""
    response, until = _named(survey)
    if response is not None and not until:
        _know(survey, response)
    return sent_response_of(survey)


def begun(survey: Survey, response: Response) -> None:
    """From now on this response is the visitor's."""
    code_in_hand.keep_only_for(response)
    opened.close()
    _know(survey, response)


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


def _named(survey: Survey) -> tuple[Response | None, int]:
    """The response in the cookie, and until when once it is sent; 0 where that is not said."""
    kept = _kept(survey)
    named, until = kept if isinstance(kept, list) and len(kept) == 2 else (kept, 0)
    return web_answers.response_to(survey, named), until


def _know(survey: Survey, response: Response) -> None:
    named = str(response.id)
    until = int((times.now() + opened.LASTS).timestamp())
    _keep(survey, [named, until] if web_answers.is_sent(response) else named)


def _keep(survey: Survey, what: str | list[str | int]) -> None:
    """The cookie outlives a flat battery, but not on a shared tablet, and never for staff.

    Their sign-in is in it too.
    """
    session[COOKIE] = {**session.get(COOKIE, {}), str(survey.id): what}
    session.permanent = not (current_user.is_authenticated or shared_tablet.is_on())
