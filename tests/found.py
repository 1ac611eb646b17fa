"""Themes as a search left them, without waiting for a worker: statements, places and names."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from engage import coding_by_hand, found_themes, times
from engage.extensions import db
from engage.found_themes import NewCode
from engage.models import (
    FoundDecision,
    FoundTheme,
    Staff,
    Statement,
    Survey,
    ThemePlace,
    ThemeSearch,
)
from tests.replied import a_response

NOW = times.now()
FARES = NewCode("Bus fares", "What it costs to get there.", ["bus fare is too dear"])
BUSES = [
    "the bus fare is too dear",
    "bus fare costs too much",
    "I cannot pay the bus fare",
    "pay our bus fare please",
    "the bus fare is more than my dinner",
    "bus fare up front",
]
DOGS = [
    "let me keep my dog",
    "nowhere takes my dog",
    "my dog sleeps outside",
    "they took my dog off me",
    "a dog is family, let the dog in",
]


def statements(survey: Survey, *texts: str, **given: object) -> list[Statement]:
    """A statement of one person each, to which no theme was given."""
    found = []
    for text in texts:
        statement = a_response(survey, said=text).answers[0].statements[0]
        statement.outcome, statement.doubt = "no theme", 0.2
        for name, value in given.items():
            setattr(statement, name, value)
        found.append(statement)
    db.session.flush()
    return found


def a_search(
    survey: Survey, themes: dict[str, Sequence[Statement]], *, alone: Sequence[Statement] = ()
) -> dict[str, FoundTheme]:
    """A search that is done, and its themes by name, the largest first as they are given."""
    now = times.now()
    search = ThemeSearch(
        id=uuid.uuid4(),
        survey_id=survey.id,
        asked_at=now,
        state="done",
        ended_at=now,
        knew_meaning=True,
    )
    db.session.add(search)
    db.session.flush()
    found = {}
    for number, (name, members) in enumerate(themes.items()):
        found[name] = FoundTheme(id=uuid.uuid4(), search_id=search.id, number=number, name=name)
        db.session.add(found[name])
        db.session.flush()
        db.session.add_all(
            ThemePlace(
                search_id=search.id,
                statement_id=one.id,
                theme_id=found[name].id,
                confidence=0.9,
                nearest=nearest,
            )
            for nearest, one in enumerate(members)
        )
    db.session.add_all(
        ThemePlace(search_id=search.id, statement_id=one.id, why_left="alone") for one in alone
    )
    db.session.commit()
    return found


def a_dropped_theme(survey: Survey, statement: Statement, *, by: uuid.UUID) -> None:
    """A theme that was found, dropped and looked inside."""
    now, search_id, theme_id = times.now(), uuid.uuid4(), uuid.uuid4()
    over = {"state": "done", "knew_meaning": True, "ended_at": now}
    asked = {"survey_id": survey.id, "asked_by": by, "asked_at": now}
    db.session.add(ThemeSearch(id=search_id, **asked, **over))
    db.session.flush()
    decided = {"state": "dropped", "decided_by": by, "decided_at": now}
    db.session.add(FoundTheme(id=theme_id, search_id=search_id, number=0, name="locks", **decided))
    db.session.flush()
    db.session.add_all(
        [
            ThemeSearch(parent_id=theme_id, **asked),
            ThemePlace(search_id=search_id, statement_id=statement.id, theme_id=theme_id),
            FoundDecision(theme_id=theme_id, by=by, at=now, what="drop", why="known"),
        ]
    )


def later(minutes: int) -> datetime:
    """Some minutes after the tests began."""
    return NOW + timedelta(minutes=minutes)


def seen(some: Sequence[Statement]) -> dict[uuid.UUID, str]:
    """These statements ticked, as they are now."""
    return {one.id: coding_by_hand.mark(one) for one in some}


def accept(theme: FoundTheme, some: Sequence[Statement], by: Staff, **how: object) -> str:
    """A theme accepted as one about fares, with these statements; its code."""
    given: dict[str, object] = {"now": NOW, **how}
    code = found_themes.accept(theme, FARES, seen(some), by=by, **given)  # type: ignore[arg-type]
    db.session.commit()
    db.session.expire_all()
    return code


def codes(statement: Statement) -> list[str]:
    """The codes that a statement has by now."""
    db.session.expire_all()
    return [one.code for one in statement.codes]
