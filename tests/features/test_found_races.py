"""Several who decide on found themes at the same moment, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage import (
    codebooks,
    coding_by_hand,
    found_history,
    found_themes,
    found_undone,
    staff,
    theme_searches,
    times,
)
from engage.codebooks import ChangedMeanwhile
from engage.coding_by_hand import CannotDecide
from engage.extensions import db
from engage.found_themes import DecidedAlready, NewCode, SeenOtherwise
from engage.models import CodeDecision, FoundTheme, Staff, Statement, StatementCode, ThemeSearch
from engage.theme_searches import StillLooking
from tests.factories import a_survey
from tests.features.databases import EITHER, an_app_on_either
from tests.found import BUSES, a_search, statements

NOW = times.now()
AT_ONCE = 4
FARES = NewCode("Bus fares", "What it costs.", ["too dear"])


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


@pytest.fixture
def sam(either) -> Staff:
    return staff.add("sam@example.org", "Sam", ("facilitator",))


def at_once(app: Flask, do: Callable[[int], Callable[[], object]]) -> list[str]:
    """What came of doing something in several threads, each having read what there was before."""
    ready = threading.Barrier(AT_ONCE)
    found: list[str] = [""] * AT_ONCE

    def run(number: int) -> None:
        with app.app_context():
            try:
                act = do(number)
                db.session.rollback()
                ready.wait()
                act()
                db.session.commit()
                found[number] = "done"
            except (
                CannotDecide,
                ChangedMeanwhile,
                DecidedAlready,
                SeenOtherwise,
                StillLooking,
            ) as refused:
                db.session.rollback()
                found[number] = type(refused).__name__
            finally:
                db.session.remove()

    running = [threading.Thread(target=run, args=(n,)) for n in range(AT_ONCE)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    db.session.expire_all()
    return sorted(found)


def accepting(theme_id, sam_id, *, name: str = FARES.name) -> Callable[[], object]:
    """What makes a code of a theme, with all its statements ticked as they are by now."""
    theme, by = db.session.get_one(FoundTheme, theme_id), db.session.get_one(Staff, sam_id)
    ticked = {one.id: coding_by_hand.mark(one) for one in db.session.scalars(select(Statement))}
    new = NewCode(name, FARES.definition, FARES.examples)
    return lambda: found_themes.accept(theme, new, ticked, by=by, now=NOW)


def test_of_several_who_accept_one_theme_one_does(either, sam):
    theme_id = a_search(a_survey(), {"bus": statements(a_survey("b"), *BUSES)})["bus"].id
    assert at_once(either, lambda _: accepting(theme_id, sam.id)) == [
        *["DecidedAlready"] * (AT_ONCE - 1),
        "done",
    ]
    assert codebooks.number() == 1
    assert db.session.scalar(select(func.count()).select_from(CodeDecision)) == len(BUSES)
    assert db.session.scalar(select(func.count()).select_from(StatementCode)) == len(BUSES)


def test_several_themes_accepted_at_once_are_all_there_or_asked_for_again(either, sam):
    said = statements(a_survey(), *BUSES[:AT_ONCE])
    themes = a_search(a_survey("b"), {str(nth): [one] for nth, one in enumerate(said)})
    ids, sam_id = [one.id for one in themes.values()], sam.id
    came = at_once(either, lambda nth: accepting(ids[nth], sam_id, name=f"Fares {nth}"))
    assert set(came) <= {"done", "ChangedMeanwhile"}
    assert codebooks.number() == came.count("done") >= 1
    added = [code.name for code in codebooks.current().codes if code.group == "found"]
    assert len(added) == came.count("done")


def test_of_several_who_look_one_search_is_made(either, sam):
    survey_id, sam_id = a_survey().id, sam.id
    db.session.commit()

    def ask(_: int) -> Callable[[], object]:
        by = db.session.get_one(Staff, sam_id)
        return lambda: theme_searches.ask(survey_id, by=by, now=NOW)

    assert at_once(either, ask) == ["StillLooking"] * (AT_ONCE - 1) + ["done"]
    assert db.session.scalar(select(func.count()).select_from(ThemeSearch)) == 1


def test_a_theme_is_accepted_and_taken_back_on_both_databases(either, sam):
    said = statements(a_survey(), *BUSES)
    theme = a_search(a_survey("b"), {"bus": said})["bus"]
    accepting(theme.id, sam.id)()
    db.session.commit()
    assert {one.code for one in db.session.scalars(select(StatementCode))} == {"bus_fares"}
    found_undone.undo(theme, by=sam, now=times.now())
    db.session.commit()
    assert db.session.scalars(select(StatementCode)).all() == []
    assert [one.what for one in found_history.of(theme)] == ["undo", "accept"]
