"""What a coder may not be told yet: the codes of statements in a round they are not done with.

Every page that shows a statement beside its codes asks here first.
"""

from __future__ import annotations

import uuid

from sqlalchemy import Select, select

from engage.extensions import db
from engage.models import BlindCoder, BlindRound, BlindStatement, Staff, Statement


def hidden_from(staff: Staff) -> Select[uuid.UUID]:
    """The ids of statements in every open round of somebody, as a query."""
    return (
        select(BlindStatement.statement_id)
        .join(BlindRound, BlindRound.id == BlindStatement.round_id)
        .join(BlindCoder, BlindCoder.round_id == BlindRound.id)
        .where(BlindCoder.staff_id == staff.id)
        .where(BlindCoder.done_at.is_(None), BlindRound.closed_at.is_(None))
    )


def ids_hidden_from(staff: Staff) -> frozenset[uuid.UUID]:
    """The ids of statements whose codes somebody may not be told yet."""
    return frozenset(db.session.scalars(hidden_from(staff)))


def texts_hidden_from(staff: Staff) -> frozenset[str]:
    """Their words, and their English, for what is quoted under the name of a theme."""
    rows = db.session.execute(
        select(Statement.text, Statement.translation).where(Statement.id.in_(hidden_from(staff)))
    )
    return frozenset(words for row in rows for words in row if words)


def round_of(statement: Statement, staff: Staff) -> uuid.UUID | None:
    """The round in which somebody has still to read a statement, if there is one."""
    theirs = hidden_from(staff).where(BlindStatement.statement_id == statement.id)
    return db.session.scalar(theirs.with_only_columns(BlindRound.id).limit(1))
