"""The statements of a found theme as boxes to tick, each with the mark of how it was seen."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from flask import request
from flask_security import current_user
from sqlalchemy import select

from engage import blind_hiding, coding_by_hand, found_members
from engage.codes import code_names
from engage.extensions import db
from engage.found_themes import Ticked
from engage.models import FoundTheme, Staff
from engage.web import found_shown

TICKED = "s-"
"""How the name of each box begins that leaves a statement in."""


@dataclass(frozen=True)
class Row:
    """One statement to tick, with the mark of how it is seen, and what somebody decided on it."""

    id: uuid.UUID
    text: str
    english: str
    mark: str
    is_ticked: bool
    codes: tuple[str, ...]
    by: str
    is_decided: bool
    changed: bool


def ticked() -> Ticked:
    """The statements that are ticked, each with the mark of how it was seen."""
    found = {}
    for name, mark in request.form.items():
        if name.startswith(TICKED):
            try:
                found[uuid.UUID(name.removeprefix(TICKED))] = mark
            except ValueError:
                continue
    return found


def rows(found: FoundTheme, *, changed: Collection[uuid.UUID], again: bool) -> list[Row]:
    """All statements of a theme. What somebody has decided on is left out unless it is ticked.

    Their codes are not told to a reader who has still to read them blind.
    """
    names, left_in = code_names(), ticked()
    staff = {one.id: one.name for one in db.session.scalars(select(Staff))}
    there = found_shown.statements(found_members.of(found).statements)
    hidden = blind_hiding.ids_hidden_from(current_user)
    return [
        Row(
            id=one.id,
            text=one.text,
            english=one.translation or "",
            mark=coding_by_hand.mark(one),
            is_ticked=one.id in left_in and one.id not in changed if again else not one.coded_on,
            codes=()
            if one.id in hidden
            else tuple(names[c.code].name if c.code in names else c.code for c in one.codes),
            by=staff.get(one.coded_by, "") if one.coded_by else "",
            is_decided=one.coded_on is not None,
            changed=one.id in changed,
        )
        for one in there.values()
    ]
