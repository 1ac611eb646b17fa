"""Which form is being typed in, and which was kept last: sealed, so that nobody makes one up.

The id of a form stands in its page and becomes that of the response; what was kept last stays in
the cookie of whoever typed it, with its receipt code, so that they can give that to its person, or
take the form back, for an hour. No answer is in either.
"""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from flask import session

from engage.extensions import keyring
from engage.keeping import CannotRead
from engage.models import Survey

COOKIE = "entered"
LASTS = timedelta(hours=1)
_FORM, _LAST = "page.form", "cookie.entered"


@dataclass(frozen=True)
class Entered:
    """The form that was kept last. `left_out` are keys of questions; `until` is in seconds.

    `changed`: it was sent again with other answers, and those were not kept. `code` is empty where
    it was kept before and we no longer know the code it has.
    """

    form: str
    survey: str
    version: int
    language: str
    way: str
    left_out: list[str]
    changed: bool
    code: str
    until: int


def new_form(survey: Survey) -> str:
    """The sealed id of a form of this survey that is about to be typed in."""
    return _sealed(str(uuid.uuid4()), f"{_FORM}.{survey.id}")


def form_id(sealed: str, survey: Survey) -> uuid.UUID | None:
    """The id of a form that we gave out for this survey; None for anything else."""
    try:
        return uuid.UUID(_opened(sealed, f"{_FORM}.{survey.id}"))
    except (CannotRead, ValueError, binascii.Error):
        return None


def until(now: datetime) -> int:
    """When a form that is kept now can no longer be taken back, in seconds."""
    return int((now + LASTS).timestamp())


def remember(entered: Entered) -> None:
    """This is the form that was kept last."""
    session[COOKIE] = _sealed(json.dumps(asdict(entered)), _LAST)


def last(*, now: datetime) -> Entered | None:
    """The form that was kept last, while it can be taken back."""
    try:
        found = Entered(**json.loads(_opened(str(session.get(COOKIE, "")), _LAST)))
    except (CannotRead, ValueError, TypeError, binascii.Error):
        return None
    return found if now.timestamp() < found.until else None


def forget() -> None:
    """It has been taken back."""
    session.pop(COOKIE, None)


def _sealed(text: str, what: str) -> str:
    return base64.urlsafe_b64encode(keyring().seal(text, column=what)).decode()


def _opened(sealed: str, what: str) -> str:
    return keyring().open(base64.urlsafe_b64decode(sealed), column=what)
