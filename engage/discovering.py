"""Searches for themes as a worker does them: statements grouped by what they say, and kept."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from engage import found_members, leases, machine_coder, theme_searches
from engage.extensions import db
from engage.log import log
from engage.models import Answer, FoundTheme, Statement, ThemePlace, ThemeSearch
from engage.models.discovery import (
    ALONE,
    DONE,
    HELD,
    LOOKING,
    NOT_ENGLISH,
    SAYS_NOTHING,
    UNDER_WAY,
)
from engage.models.findings import NOTHING
from engage.scripts import language_of
from nlp.coding import Coder, says_nothing
from nlp.discovery import themes
from nlp.vectors import adapter
from surveys.lexicon import DEFAULT_LANGUAGE

LEASE = timedelta(minutes=10)
TRIES = 3


@dataclass(frozen=True)
class _Said:
    """A statement to look at: its words in English, or why it has none that could be placed."""

    id: uuid.UUID
    text: str
    why_left: str = ""


@dataclass(frozen=True)
class _Found:
    """What is kept of one search: names, the largest first, and for each statement its theme.

    `quotes` are the most typical of each theme.
    """

    names: list[str]
    quotes: set[uuid.UUID]
    placed: dict[uuid.UUID, tuple[int, float]]
    left: dict[uuid.UUID, str]


def due(*, now: datetime, limit: int = 10) -> list[uuid.UUID]:
    """Searches that wait and that nobody does."""
    waiting = select(ThemeSearch.id).where(*_waits(now)).order_by(ThemeSearch.asked_at)
    return list(db.session.scalars(waiting.limit(limit)))


def _waits(now: datetime) -> tuple[Any, ...]:
    return (
        ThemeSearch.state.in_(UNDER_WAY),
        leases.is_free(ThemeSearch, now=now),
    )


def look(search_id: uuid.UUID, *, now: datetime) -> str | None:
    """Do one search; the state it is left in, or None if it is not ours to do.

    One that cannot be done after a few tries is held and says so. The same statements bring the
    same themes.
    """
    tries = leases.take(ThemeSearch, search_id, *_waits(now), until=now + LEASE, state=LOOKING)
    if tries is None:
        return None
    if tries > TRIES:
        return _end(search_id, tries, {"state": HELD, "ended_at": now})
    search = db.session.get_one(ThemeSearch, search_id, populate_existing=True)
    said = _said(search)
    db.session.commit()  # so that what is written below stands on what there is by then
    found = _look(said)
    how = {"knew_meaning": adapter.load().is_model, "why_not": adapter.why_not()}
    return _end(search_id, tries, {"state": DONE, "ended_at": now, **how}, found)


def _said(search: ThemeSearch) -> list[_Said]:
    """What a search looks at, in the order of its words, so that no order of rows tells."""
    columns = (Statement.id, Statement.text, Statement.translation, Statement.outcome)
    rows = theme_searches.of_survey(search.survey_id, *columns, Answer.language)
    if search.parent_id is not None:
        parent = db.session.get_one(FoundTheme, search.parent_id)
        inside = set(found_members.of(parent).statements)
        found = [row for row in db.session.execute(rows) if row.id in inside]
    else:
        wanted = rows if search.everything else rows.where(theme_searches.WITHOUT)
        found = list(db.session.execute(wanted))
    coder = machine_coder.current()  # it tells English from other languages
    return sorted((_one(row, coder) for row in found), key=lambda one: (one.text, str(one.id)))


def _one(row: Any, coder: Coder) -> _Said:
    if row.outcome == NOTHING or says_nothing(row.text):
        return _Said(row.id, row.text, SAYS_NOTHING)
    if row.translation:
        return _Said(row.id, row.translation)
    is_english = row.language == DEFAULT_LANGUAGE and not language_of(row.text)
    if not (is_english and coder.reads(row.text)):
        return _Said(row.id, row.text, NOT_ENGLISH)
    return _Said(row.id, row.text)


def _look(said: list[_Said]) -> _Found:
    left = {one.id: one.why_left for one in said if one.why_left}
    looked = [one for one in said if not one.why_left]
    texts, sentences = [one.text for one in looked], adapter.load()
    if not texts:
        return _Found([], set(), {}, left)
    found = themes.discover(texts, sentences(texts), know_meaning=sentences.is_model)
    placed = {}
    for one, place in zip(looked, found.places, strict=True):
        if place.theme is None:
            left[one.id] = ALONE
        else:
            placed[one.id] = (place.theme, place.confidence)
    quotes = {looked[theme.quote].id for theme in found.themes}
    return _Found([theme.name for theme in found.themes], quotes, placed, left)


def _end(
    search_id: uuid.UUID, tries: int, values: dict[str, Any], found: _Found | None = None
) -> str | None:
    """Keep what came of a search, if it is still ours; None if it is not, or is gone."""
    ours = db.session.scalar(
        update(ThemeSearch)
        .where(ThemeSearch.id == search_id, ThemeSearch.state == LOOKING)
        .where(ThemeSearch.attempts == tries)
        .values(lease_until=None, **values)
        .returning(ThemeSearch.id)
        .execution_options(synchronize_session=False)
    )
    if ours is not None and found is not None:
        _keep(db.session.get_one(ThemeSearch, search_id, populate_existing=True), found)
    db.session.commit()
    log.debug("themes.looked", state=values["state"])
    return str(values["state"]) if ours is not None else None


def _keep(search: ThemeSearch, found: _Found) -> None:
    """The themes, and a place for each statement that is still there, nearest first."""
    still = theme_searches.of_survey(search.survey_id, Statement.id)
    there = set(db.session.scalars(still.with_for_update(of=Statement, key_share=True, read=True)))
    groups: dict[int, list[uuid.UUID]] = defaultdict(list)
    for statement, (number, _) in found.placed.items():
        if statement in there:
            groups[number].append(statement)
    before = found_members.decided_before(search.survey_id)
    kept = {}
    for number, statements in sorted(groups.items()):
        same_as = found_members.mostly_the_same(statements, before)
        name = found.names[number]
        kept[number] = FoundTheme(
            id=uuid.uuid4(), search_id=search.id, number=number, name=name, same_as=same_as
        )
    db.session.add_all(kept.values())
    db.session.flush()
    for number, statements in groups.items():
        surest = sorted(
            statements, key=lambda one: (one not in found.quotes, -found.placed[one][1])
        )
        db.session.add_all(
            ThemePlace(
                search_id=search.id,
                statement_id=statement,
                theme_id=kept[number].id,
                confidence=found.placed[statement][1],
                nearest=nearest,
            )
            for nearest, statement in enumerate(surest)
        )
    db.session.add_all(
        ThemePlace(search_id=search.id, statement_id=statement, why_left=why, nearest=nearest)
        for nearest, (statement, why) in enumerate(found.left.items())
        if statement in there
    )
