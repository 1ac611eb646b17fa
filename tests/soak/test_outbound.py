"""Texts going out while processes are killed: none lost, none twice, none after a stop."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.soak import outbound

FEW, MANY = range(1, 13), range(1, 221)
BAD = ("lost", "twice", "after a stop", "block forgotten")
SAID = ("runs", "deaths", "stops", "texts", *BAD, "under way at a stop", "repeated as they may be")


@pytest.fixture(scope="module")
def network():
    """A network in many moods."""
    with outbound.a_network() as found:
        yield found


@pytest.fixture
def theatre(nursery, network, migrated, tmp_path):
    """All that a run needs."""
    return outbound.Theatre(nursery, network, migrated, tmp_path)


@pytest.fixture
def play(theatre, tell, request):
    """Play many seeds, or the one asked for; prints what was counted, and gives what was bad."""

    def over(seeds) -> dict[int, Counter[str]]:
        one = request.config.getoption("seed")
        total: Counter[str] = Counter()
        bad: dict[int, Counter[str]] = {}
        for seed in seeds if one is None else [one]:
            counted = theatre.play(seed)
            total += counted
            if any(counted[word] for word in BAD):
                bad[seed] = counted
        tell(f"outbound: {said(total)}")
        return bad

    return over


def said(total: Counter[str]) -> str:
    """What was counted, in a line."""
    named = [f"{total[word]:,} {word}" for word in SAID]
    return ", ".join(named + [f"{n:,} {word}" for word, n in total.items() if word not in SAID])


def test_texts_survive_a_few_deaths(play):
    assert play(FEW) == {}


@pytest.mark.soak
def test_texts_survive_two_hundred_deaths_and_more(play):
    assert play(MANY) == {}
