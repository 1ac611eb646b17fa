"""After a session: how it was for people, how it was for us, and what to change; sealed."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from engage.models import Session
from engage.places import take_turn
from engage.retention import RULES

LONGEST = 4000


@dataclass(frozen=True)
class Debrief:
    """What the three questions brought."""

    people: str = ""
    us: str = ""
    change: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not (self.people or self.us or self.change)


def of(session: Session) -> Debrief:
    """What was written, or nothing."""
    return Debrief(**json.loads(session.debrief)) if session.debrief else Debrief()


def write(session: Session, debrief: Debrief, *, by: uuid.UUID | None, now: datetime) -> None:
    """Keep it in place of what was there; it is done from the first time on."""
    take_turn(session)
    session.debrief = json.dumps(asdict(debrief), ensure_ascii=False)
    session.debriefed_by = by
    session.debriefed_at = session.debriefed_at or now


def is_wanted(session: Session, *, now: datetime) -> bool:
    """Whether to ask for it: it is over, nobody has done it, and it would still be kept."""
    if session.cancelled_at is not None or session.debriefed_at is not None:
        return False
    kept_until = session.ends_at + timedelta(days=RULES["session"].days or 0)
    return session.ends_at <= now < kept_until
