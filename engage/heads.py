"""How many people stand behind responses: people are counted, and not what was written down.

A response is one person's, but for one from a session: that is a line of notes, which so many
people there said or agreed with. Nobody knows who, so the people of a session are never added up
over its lines: they are as many as stand behind the line that most stand behind.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, select

from engage.models import Response

_IS_A_LINE = and_(Response.channel == "session", Response.session_id.is_not(None))

UNIT: ColumnElement[Any] = case((_IS_A_LINE, Response.session_id), else_=Response.id)
"""What people are counted by: a person's response, or a session with all its lines."""

MOST: ColumnElement[int] = func.max(Response.people)
"""The people of one unit, where lines are grouped by it."""


def units(*which: ColumnElement[bool]) -> Subquery:
    """Each unit among these responses, with its survey, borough, channel and people.

    A session whose lines say several boroughs is in none, so that the parts add up to the whole.
    """
    borough = func.coalesce(Response.borough, "")
    return (
        select(
            UNIT.label("unit"),
            Response.survey_id,
            case((func.min(borough) == func.max(borough), func.max(borough)), else_="").label(
                "borough"
            ),
            func.min(Response.channel).label("channel"),
            MOST.label("people"),
        )
        .where(*which)
        .group_by(UNIT, Response.survey_id)
        .subquery("units")
    )


def summed(inner: Any, *names: str) -> Select[Any]:
    """The `people` of a query of units, added up for each value of these columns of it."""
    found = inner.subquery()
    columns = [found.c[name] for name in names]
    return select(*columns, func.sum(found.c.people)).group_by(*columns)
