"""Which form is being typed in, and which was kept last: sealed, so that nobody makes one up.

The id of a form stands in its page and becomes that of the response; what was kept last stays in
the cookie of whoever typed it, with its receipt code, so that they can give that to its person, or
take the form back, for an hour. No answer is in either.
"""

from __future__ import annotations

import binascii
import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from flask import session

from engage.keeping import CannotRead
from engage.models import Survey
from engage.web import form_ids
from engage.web.form_ids import opened, sealed

COOKIE = "entered"
LASTS = timedelta(hours=1)
_LAST = "cookie.entered"


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
    return form_ids.new(survey.id)


def form_id(typed: str, survey: Survey) -> uuid.UUID | None:
    """The id of a form that we gave out for this survey; None for anything else."""
    return form_ids.read(typed, survey.id)


def until(now: datetime) -> int:
    """When a form that is kept now can no longer be taken back, in seconds."""
    return int((now + LASTS).timestamp())


def remember(entered: Entered) -> None:
    """This is the form that was kept last."""
    session[COOKIE] = sealed(json.dumps(asdict(entered)), _LAST)


def last(*, now: datetime) -> Entered | None:
    """The form that was kept last, while it can be taken back."""
    try:
        found = Entered(**json.loads(opened(str(session.get(COOKIE, "")), _LAST)))
    except (CannotRead, ValueError, TypeError, binascii.Error):
        return None
    return found if now.timestamp() < found.until else None


def forget() -> None:
    """It has been taken back."""
    session.pop(COOKIE, None)
