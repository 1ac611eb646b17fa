"""The receipt code while a visitor writes it down: in their cookie, sealed, for half an hour.

The database has only its keyed hash, and no table may tie it to a visit, so that the plain code
waits with the visitor alone. It is drawn before answers are sent: of two presses of the button
both bring the same one. Sealed, since a cookie stays on a shared phone when its time is over,
and the time is sealed with it.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import session

from engage import receipt_codes, receipts, web_answers
from engage.extensions import keyring, settings
from engage.keeping import CannotRead
from engage.models import Response, Survey

COOKIE = "code"
LASTS = timedelta(minutes=30)
_SEALED_FOR = "cookie.code"


@dataclass(frozen=True)
class InHand:
    """A code of a survey. `response` is whose it is while that is not sent, and `until` the second
    to which it is shown, 0 before. `instead`: it took the place of one they had before.
    """

    code: str
    survey: str
    response: str = ""
    until: int = 0
    instead: bool = False

    @property
    def where(self) -> str:
        """The address to type on another phone, without what no one types."""
        return f"{urlsplit(settings().public_url).netloc}/mine"

    @property
    def spelled(self) -> str:
        """The code letter by letter."""
        return receipt_codes.spelled(self.code)


def ready(response: Response) -> None:
    """Have a code at hand for when this response is sent."""
    if _of(response) is None:
        know(response, receipt_codes.draw())


def know(response: Response, code: str) -> None:
    """This is the code of the response that the visitor is going on with."""
    _keep(InHand(code, str(response.survey_id), str(response.id)))


def give(response: Response) -> None:
    """Make the code at hand, or a new one, this response's. The caller commits."""
    before, ours = response.receipt_key, _of(response)
    know(response, receipts.give(response, ours.code if ours else ""))
    if before not in (None, response.receipt_key) and (hand := _of(response)):
        _keep(replace(hand, instead=True))


def show(response: Response, *, now: datetime) -> None:
    """From now on the code is shown; once all is sent nothing here says whose it is."""
    if hand := _of(response):
        whose = "" if web_answers.is_sent(response) else hand.response
        _keep(replace(hand, response=whose, until=int((now + LASTS).timestamp())))


def shown(survey: Survey, *, now: datetime) -> InHand | None:
    """The code to show on a page of a survey, for as long as it may be."""
    hand = _hand()
    if hand is None or hand.survey != str(survey.id):
        return None
    if 0 < hand.until <= now.timestamp():
        put_away()
    return hand if hand.until > now.timestamp() else None


def put_away() -> None:
    """The code is shown here no more."""
    session.pop(COOKIE, None)


def put_away_of(survey: Survey) -> None:
    """A code of this survey is shown here no more; one of another stays."""
    if (hand := _hand()) and hand.survey == str(survey.id):
        put_away()


def keep_only_for(response: Response) -> None:
    """Somebody goes on with this response: a code of any other is not theirs to see."""
    if _of(response) is None:
        put_away()


def _of(response: Response) -> InHand | None:
    hand = _hand()
    return hand if hand is not None and hand.response == str(response.id) else None


def _hand() -> InHand | None:
    try:
        sealed = base64.b64decode(str(session.get(COOKIE, "")), validate=True)
        return InHand(**json.loads(keyring().open(sealed, column=_SEALED_FOR)))
    except (CannotRead, ValueError, TypeError, binascii.Error):
        return None


def _keep(hand: InHand) -> None:
    sealed = keyring().seal(json.dumps(asdict(hand)), column=_SEALED_FOR)
    session[COOKIE] = base64.b64encode(sealed).decode()
