"""What is said of each theme: how many people praise, complain, wish, or do more than one.

Each person who raised a theme stands in one part alone, so that the parts add up to the people
of the theme and `disclosure` can keep the small ones from being worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from engage import heads
from engage.disclosure import parts
from engage.extensions import db
from engage.models import Response, StatementCode, Survey
from engage.models.findings import MIXED, NOT_WORKING, WANTED, WORKING
from engage.quotes import joined, sent

SEVERAL, UNTOLD = "several", "untold"
PARTS = (WORKING, NOT_WORKING, WANTED, SEVERAL, UNTOLD)


def people(survey: Survey) -> dict[str, dict[str, int]]:
    """For each code, how many people say what of it, before anything is hidden.

    What the people of a session say is what the line says that most of them stand behind.
    """
    of_unit = (StatementCode.code, heads.UNIT)
    lines = (
        joined(
            StatementCode.code,
            StatementCode.polarity,
            heads.UNIT.label("unit"),
            Response.people,
            func.max(Response.people).over(partition_by=of_unit).label("most"),
        )
        .where(*sent(survey))
        .subquery("lines")
    )
    said = (
        select(lines.c.code, lines.c.most.label("people"), _part(lines.c.polarity).label("part"))
        .where(lines.c.people == lines.c.most)
        .group_by(lines.c.code, lines.c.unit, lines.c.most)
    )
    found: dict[str, dict[str, int]] = {}
    for code, part, count in db.session.execute(heads.summed(said, "code", "part")):
        found.setdefault(code, dict.fromkeys(PARTS, 0))[part] = count
    return found


def _part(polarity: ColumnElement[Any]) -> ColumnElement[str]:
    """The one part in which somebody stands who says all this of a code."""

    def says(*which: str) -> ColumnElement[int]:
        return func.max(case((polarity.in_(which), 1), else_=0))

    good, bad, wish = says(WORKING, MIXED), says(NOT_WORKING, MIXED), says(WANTED)
    return case(
        (good + bad + wish > 1, SEVERAL),
        (good == 1, WORKING),
        (bad == 1, NOT_WORKING),
        (wish == 1, WANTED),
        else_=UNTOLD,
    )


def fit_to_show(said: Mapping[str, int], *, limit: int) -> dict[str, int | None]:
    """What so many people say of a theme whose own number is shown; None where it is hidden.

    Nothing at all where nobody's words tell it.
    """
    if not any(said[part] for part in PARTS if part != UNTOLD):
        return {}
    return {part: count.people for part, count in parts(said, limit=limit).items()}
