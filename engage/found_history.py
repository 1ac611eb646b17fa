"""The history of a found theme: who decided what, when and why; nothing is rewritten."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from engage.extensions import db
from engage.models import FoundDecision, FoundTheme, Staff
from engage.times import today


@dataclass(frozen=True)
class Happened:
    """What was decided, by whom by name ("" for somebody who has left), on which day, and why."""

    what: str
    by: str
    on: date
    why: str
    name_before: str
    undone: str


def write_down(
    theme: FoundTheme,
    what: str,
    *,
    by: Staff,
    now: datetime,
    why: str = "",
    turn: uuid.UUID | None = None,
    name_before: str | None = None,
    undoes: FoundDecision | None = None,
) -> None:
    """Keep that somebody decided something."""
    db.session.add(
        FoundDecision(
            theme_id=theme.id,
            by=by.id,
            at=now,
            what=what,
            why=why or None,
            turn=turn,
            name_before=name_before,
            undoes=undoes.id if undoes else None,
        )
    )


def standing() -> tuple[ColumnElement[bool], ...]:
    """That a decision is not a taking back, and was not taken back."""
    later = aliased(FoundDecision)
    taken_back = select(later.id).where(later.undoes == FoundDecision.id).correlate(FoundDecision)
    return FoundDecision.what != "undo", ~taken_back.exists()


def last(theme: FoundTheme) -> FoundDecision | None:
    """The last decision on a theme that stands, whoever made it."""
    return db.session.scalar(
        select(FoundDecision)
        .where(FoundDecision.theme_id == theme.id, *standing())
        .order_by(FoundDecision.at.desc())
        .limit(1)
    )


def of(theme: FoundTheme) -> list[Happened]:
    """All that was decided on a theme, the newest first."""
    undone = aliased(FoundDecision)
    rows = db.session.execute(
        select(FoundDecision, Staff.name, undone.what)
        .outerjoin(Staff, Staff.id == FoundDecision.by)
        .outerjoin(undone, undone.id == FoundDecision.undoes)
        .where(FoundDecision.theme_id == theme.id)
        .order_by(FoundDecision.at.desc(), FoundDecision.what)
    )
    return [
        Happened(
            one.what, name or "", today(one.at), one.why or "", one.name_before or "", un or ""
        )
        for one, name, un in rows
    ]
