"""Links that open a page to answer a session's invitation on the web, each for one person.

The same invitation has the same link however often it is asked for. Only a keyed hash of its
token is kept, so that a copy of the database opens nobody's page.
"""

from __future__ import annotations

from sqlalchemy import select

from engage.extensions import db, keyring, settings
from engage.models import Invitation

LETTERS = 16
"""64 bits, which nobody guesses and a thumb can type."""


def token_of(invitation: Invitation) -> str:
    """What stands for an invitation in the address of its page."""
    return keyring().key_of(str(invitation.id), kind="rsvp-token")[:LETTERS]


def make(invitation: Invitation) -> str:
    """The address of the page, which opens from now on."""
    token = token_of(invitation)
    invitation.rsvp_key = _hash(token)
    return f"{settings().public_url}/r/{token}"


def invitation_at(token: str) -> Invitation | None:
    """The invitation a link is for, however its letters are written; None when there is none."""
    token = token.strip().casefold()
    if len(token) != LETTERS:
        return None
    return db.session.scalar(select(Invitation).where(Invitation.rsvp_key == _hash(token)))


def _hash(token: str) -> str:
    return keyring().key_of(token, kind="rsvp-link")
