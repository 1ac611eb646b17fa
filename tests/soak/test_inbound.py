"""Texts coming in while what hears them is killed: each has its one effect, whatever happens."""

from __future__ import annotations

import pytest

from tests.soak.inbound import SCENES, OnPostgreSQL, OnSQLite, Theatre, kill_at_every_step

FEW = ("yes to a survey", "own words, the last answer", "stop in plain words")


@pytest.fixture
def on_sqlite(nursery, migrated, tmp_path):
    """Scenes on SQLite."""
    return Theatre(nursery, OnSQLite(migrated, tmp_path))


@pytest.fixture
def on_postgresql(nursery, postgresql, tmp_path):
    """Scenes on PostgreSQL."""
    databases = OnPostgreSQL(postgresql, tmp_path)
    theatre = Theatre(nursery, databases)
    migrated = databases.fresh()
    theatre.play("migrate", migrated)
    databases.migrated = migrated.url.rpartition("/")[2]
    return theatre


@pytest.fixture
def play(tell):
    """Play scenes, print what was counted, and give every story that came out another."""

    def over(theatre: Theatre, scenes, *, every: int = 1) -> list[str]:
        heard = [kill_at_every_step(theatre, scene, every=every) for scene in scenes]
        wrong = [one for each in heard for one in each.wrong]
        tell(
            f"inbound: {len(heard)} scenes, {sum(one.deaths for one in heard)} deaths, "
            f"{sum(one.copies for one in heard)} copies at once, {len(wrong)} with another end"
        )
        assert sum(one.deaths for one in heard) > len(heard)
        return wrong

    return over


def test_a_text_has_its_one_effect_though_what_hears_it_dies_here_and_there(play, on_sqlite):
    few = [scene for scene in SCENES if scene.name in FEW]
    assert play(on_sqlite, few, every=4) == []


@pytest.mark.soak
def test_a_text_has_its_one_effect_though_what_hears_it_dies_between_any_two_statements(
    play, on_sqlite
):
    assert play(on_sqlite, SCENES) == []


@pytest.mark.soak
@pytest.mark.postgresql
def test_the_same_holds_on_postgresql(play, on_postgresql):
    assert play(on_postgresql, SCENES) == []
