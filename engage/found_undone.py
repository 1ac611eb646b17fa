"""Taking back what was decided on a found theme, for as long as nothing builds on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from engage import audit, codebooks, coding_many, found_history, theme_searches
from engage.coding_many import DecidedSince
from engage.extensions import db
from engage.models import (
    FoundDecision,
    FoundTheme,
    Staff,
    Statement,
    StatementCode,
    Summary,
    ThemeSearch,
)
from engage.models.discovery import PROPOSED


class BuiltOn(Exception):
    """It cannot be taken back any more; the message says what came of it since."""


def undo(theme: FoundTheme, *, by: Staff, now: datetime) -> FoundDecision | None:
    """Take back the last decision on a theme, whoever made it; None if there is none.

    Raises BuiltOn, or codebooks.ChangedMeanwhile.
    """
    _take_turns(theme)
    decision = found_history.last(theme)
    if decision is None:
        return None
    if decision.what == "rename":
        theme.name = decision.name_before or theme.name
    else:
        _BACK[decision.what](theme, decision, by, now)
        theme.state, theme.code, theme.into_id = PROPOSED, None, None
        theme.decided_by = theme.decided_at = None
    found_history.write_down(theme, "undo", by=by, now=now, undoes=decision)
    audit.note("took back a decision on a found theme", theme.id, by=by.id, now=now)
    db.session.flush()
    return decision


def _take_turns(theme: FoundTheme) -> None:
    """Have a theme, and what it was put with, to ourselves; in the order in which all do."""
    for one in sorted(filter(None, (theme.id, theme.into_id))):
        db.session.execute(
            update(FoundTheme)
            .where(FoundTheme.id == one)
            .values(number=FoundTheme.number)
            .execution_options(synchronize_session=False)
        )
    db.session.refresh(theme)


def _accepted(theme: FoundTheme, decision: FoundDecision, by: Staff, now: datetime) -> None:
    code = theme.code
    _codes_back(decision, by, now)
    if _is_used(theme, code):
        raise BuiltOn("Other statements carry it by now. Take it away there first")
    if _is_told(code):
        raise BuiltOn("A summary that is out tells of it, so it has to stay")
    known = codebooks.current()
    left = [one for one in known.codes if one.id != code]
    if len(left) < len(known.codes):
        why = "Took back a theme found in replies"
        codebooks.change(left, by=by, now=now, why=why, on=known.version)


def _merged(theme: FoundTheme, decision: FoundDecision, by: Staff, now: datetime) -> None:
    if theme.into_id is None:
        _codes_back(decision, by, now)
        return
    other = db.session.get_one(FoundTheme, theme.into_id, populate_existing=True)
    if other.state != PROPOSED:
        raise BuiltOn("What it was put with has been decided on. Take that back first")


def _split(theme: FoundTheme, _decision: FoundDecision, _by: Staff, _now: datetime) -> None:
    search = theme_searches.inside(theme)
    if search is None:
        return
    decided = select(FoundDecision.id).join(FoundTheme, FoundTheme.id == FoundDecision.theme_id)
    mine = decided.where(FoundTheme.search_id == search.id, *found_history.standing())
    if db.session.scalar(mine.limit(1)) is not None:
        raise BuiltOn("Somebody has decided on a theme inside it. Take that back first")
    db.session.delete(db.session.get_one(ThemeSearch, search.id))
    db.session.flush()


def _dropped(_theme: FoundTheme, _decision: FoundDecision, _by: Staff, _now: datetime) -> None:
    """Nothing else came of it."""


_BACK = {"accept": _accepted, "merge": _merged, "split": _split, "drop": _dropped}


def _codes_back(decision: FoundDecision, by: Staff, now: datetime) -> None:
    if decision.turn is None:
        return
    try:
        coding_many.take_back(decision.turn, by=by, now=now)
    except DecidedSince as since:
        raise BuiltOn("Somebody has decided on some of its statements since") from since


def _is_used(theme: FoundTheme, code: str | None) -> bool:
    """Whether a person gave a code to a statement, or another found theme went to it.

    What only the machine gave it to is coded again without it.
    """
    carried = (
        select(StatementCode.statement_id)
        .join(Statement, Statement.id == StatementCode.statement_id)
        .where(StatementCode.code == code, Statement.coded_on.is_not(None))
        .limit(1)
    )
    another = select(FoundTheme.id).where(FoundTheme.code == code, FoundTheme.id != theme.id)
    return any(db.session.scalar(one) is not None for one in (carried, another.limit(1)))


def _is_told(code: str | None) -> bool:
    """Whether a summary that was published names a code."""
    return any(
        theme["code"] == code
        for summary in db.session.scalars(select(Summary))
        for theme in summary.content.get("themes", ())
    )


def can_undo(theme: FoundTheme) -> bool:
    """Whether there is a decision on a theme to take back."""
    return found_history.last(theme) is not None
