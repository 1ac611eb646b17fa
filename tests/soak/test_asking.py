"""A group is asked while workers are killed: everybody once, and none of them twice."""

from __future__ import annotations

from typing import Any

import pytest

from engage.asking import LEASE
from tests.soak.inbound import OnSQLite, Theatre

PEOPLE, BATCH = 7, 3
LATER = 2 * LEASE.total_seconds()


@pytest.fixture
def asked_after_deaths(nursery, migrated, tmp_path, tell):
    """What is wrong after a death before each of the steps there are, or every few of them."""

    def over(every: int) -> list[dict[str, Any]]:
        theatre = Theatre(nursery, OnSQLite(migrated, tmp_path))
        base = theatre.databases.fresh()
        theatre.play("begin_asking", base, people=PEOPLE)
        whole = theatre.databases.fresh(base)
        steps = theatre.play("ask", whole, batch=BATCH)["steps"]
        found, deaths = [theatre.play("count_asked", whole)], 0
        for step in range(1, steps + 1, every):
            place = theatre.databases.fresh(base)
            deaths += theatre.play("ask", place, batch=BATCH, die_before=step) is None
            theatre.play("ask", place, batch=BATCH, ahead=theatre.ahead + LATER)
            found.append(theatre.play("count_asked", place))
            theatre.databases.drop(place)
        tell(f"asking: {deaths} deaths, {PEOPLE} people asked once after each")
        assert deaths == len(found) - 1
        return [one for one in found if one != {"wrong": 0, "to do": 0}]

    return over


def test_everybody_is_asked_once_though_workers_die_here_and_there(asked_after_deaths):
    assert asked_after_deaths(every=9) == []


@pytest.mark.soak
def test_everybody_is_asked_once_though_workers_die_between_any_two_statements(asked_after_deaths):
    assert asked_after_deaths(every=1) == []
