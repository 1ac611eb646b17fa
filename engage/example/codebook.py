"""The example's few things put forward for the codebook; the codebook itself stays as it came."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from engage import staff
from engage.extensions import db
from engage.models import CodebookProposal, ProposalEntry, Session
from engage.times import today


def load_codebook(read: Callable[[str], dict[str, Any]], *, now: datetime) -> None:
    """Load what was put forward, with what was said under it."""
    jo = staff.by_email("jo@example.org")
    session = db.session.scalar(select(Session).order_by(Session.starts_local).limit(1))
    for row in read("codebook.yaml")["proposals"]:
        on = today(now - timedelta(days=row["days_ago"]))
        from_session = row["came_from"] == "session"
        proposal = CodebookProposal(
            id=uuid.uuid4(),
            kind=row["kind"],
            code=row["code"],
            words=row["words"],
            came_from=row["came_from"],
            session_id=session.id if session and from_session else None,
            people=row.get("people"),
            by=jo.id if jo else None,
            put_forward_on=on,
            example=True,
        )
        db.session.add(proposal)
        db.session.flush()
        for place, entry in enumerate(row["happened"], start=1):
            who = staff.by_email(entry["by"])
            db.session.add(
                ProposalEntry(
                    proposal_id=proposal.id,
                    place=place,
                    what=entry["what"],
                    words=entry["words"],
                    by=who.id if who else None,
                    on=on,
                )
            )
