"""What a page to answer an invitation showed, sealed in its form, to tell later what is new."""

from __future__ import annotations

import binascii
import json
from dataclasses import astuple, dataclass, replace

from engage.keeping import CannotRead
from engage.models import Invitation
from engage.venues import in_full
from engage.web import form_ids, meet

_SHOWN = "rsvp.shown"


@dataclass(frozen=True)
class Shown:
    """When and where a session was, as its page said it, and at which revision that was."""

    revision: int
    day: str
    hours: str
    place: str

    def is_like(self, other: Shown) -> bool:
        """Whether both say the same, whatever else of the session is new."""
        return replace(self, revision=other.revision) == other


def now(invitation: Invitation) -> Shown:
    """What the page shows of a session now."""
    session = invitation.session
    return Shown(
        session.revision,
        meet.said_day(session.starts_local),
        meet.said_hours(session),
        in_full(session),
    )


def seal(invitation: Invitation) -> str:
    """The same, as a form carries it."""
    return form_ids.sealed(json.dumps(astuple(now(invitation))), _about(invitation))


def read(carried: str, invitation: Invitation) -> Shown | None:
    """What a form says its page showed; None where it carries nothing of ours."""
    try:
        return Shown(*json.loads(form_ids.opened(carried, _about(invitation))))
    except (CannotRead, ValueError, binascii.Error):
        return None


def _about(invitation: Invitation) -> str:
    return f"{_SHOWN}.{invitation.id}"
