"""Found themes as their pages show them: how many, a few statements, and what was decided."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from engage import found_history, found_members
from engage.codes import code_names
from engage.extensions import db
from engage.found_history import Happened
from engage.found_members import Had, Members
from engage.models import FoundTheme, Staff, Statement, ThemeSearch
from engage.models.discovery import ACCEPTED, DROPPED, MERGED, PROPOSED, SPLIT

QUOTES = 4
_AT_ONCE = 500


@dataclass(frozen=True)
class Shown:
    """One found theme: how many statements of how many people, and those nearest its middle.

    `same_as` says what was decided before on mostly the same statements, `decided` on this, and
    `had` which theme of the codebook most of them have already.
    """

    theme: FoundTheme
    statements: int
    people: int
    quotes: tuple[Statement, ...]
    same_as: str
    decided: str
    had: str


def shown(search: ThemeSearch) -> list[Shown]:
    """What a search found, the largest first; a theme put with another stands after it."""
    themes = found_members.themes_of(search)
    members = found_members.of_search(search.id, themes)
    waiting = [one for one in themes if one.state == PROPOSED]
    nearest = [one for theme in waiting for one in members[theme.id].statements[: 2 * QUOTES]]
    there, had = statements(nearest), found_members.had_already(search.id, themes)
    found = [_shown(one, members[one.id], there, had.get(one.id)) for one in themes]
    return sorted(found, key=lambda one: (-one.statements, one.theme.number))


def _shown(
    theme: FoundTheme, members: Members, there: dict[uuid.UUID, Statement], had: Had | None
) -> Shown:
    before = db.session.get(FoundTheme, theme.same_as) if theme.same_as else None
    decided_before = before is not None and before.state != PROPOSED
    return Shown(
        theme,
        len(members.statements),
        members.people,
        _quotes(there[one] for one in members.statements[: 2 * QUOTES] if one in there),
        same_as=decided(before) if before is not None and decided_before else "",
        decided=decided(theme),
        had=had_in_words(had),
    )


def had_in_words(had: Had | None) -> str:
    """Which theme of the codebook most statements have already, as a sentence; "" for none."""
    if had is None:
        return ""
    return ngettext(
        "%(num)s of them has the theme “%(name)s” already.",
        "%(num)s of them have the theme “%(name)s” already.",
        had.statements,
        name=code_name(had.code),
    )


def _quotes(nearest: Iterable[Statement]) -> tuple[Statement, ...]:
    """A few of these, no words twice."""
    different = {one.text.casefold(): one for one in reversed(list(nearest))}
    return tuple(reversed(different.values()))[:QUOTES]


def statements(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Statement]:
    """These statements with their codes, by id, in the order they are asked for."""
    found: dict[uuid.UUID, Statement] = {}
    for start in range(0, len(ids), _AT_ONCE):
        rows = db.session.scalars(
            select(Statement)
            .where(Statement.id.in_(ids[start : start + _AT_ONCE]))
            .options(selectinload(Statement.codes))
        )
        found |= {one.id: one for one in rows}
    return {one: found[one] for one in ids if one in found}


def name_of(theme: FoundTheme) -> str:
    """What a theme is called, with a capital as a heading has it."""
    return theme.name[:1].upper() + theme.name[1:]


def code_name(code: str | None) -> str:
    """What a code is called, or its id where the codebook has it no longer."""
    known = code_names().get(code or "")
    return known.name if known else code or ""


def decided(theme: FoundTheme) -> str:
    """What was decided on a theme, as a sentence; "" while it waits."""
    if theme.state == ACCEPTED:
        return gettext("It is the theme “%(name)s” now.", name=code_name(theme.code))
    if theme.state == MERGED and theme.into_id is None:
        return gettext("It went to the theme “%(name)s”.", name=code_name(theme.code))
    if theme.state == MERGED:
        other = db.session.get_one(FoundTheme, theme.into_id)
        return gettext("It was put with “%(name)s”.", name=name_of(other))
    if theme.state == SPLIT:
        return gettext("Somebody looked inside it.")
    if theme.state == DROPPED:
        last = found_history.last(theme)
        return gettext("It was dropped: “%(why)s”", why=(last.why or "") if last else "")
    return ""


def by_whom(theme: FoundTheme) -> str:
    """The name of whoever decided on a theme, "" for somebody who has left."""
    found = db.session.get(Staff, theme.decided_by) if theme.decided_by else None
    return found.name if found else ""


def in_words(happened: Happened) -> str:
    """What somebody decided, in a few words."""
    undone = {
        "rename": gettext("Took the new name back."),
        "split": gettext("Put it back together."),
    }
    if happened.what == "undo":
        return undone.get(happened.undone) or gettext("Took the decision back.")
    return {
        "accept": gettext("Made it a theme of the codebook."),
        "rename": gettext("Renamed it. It was “%(name)s”.", name=happened.name_before),
        "merge": gettext("Put it with another theme."),
        "split": gettext("Looked inside it."),
        "drop": gettext("Dropped it."),
    }[happened.what]
