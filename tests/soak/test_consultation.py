"""A consultation from first invitation to last reminder, over half a year and some deaths."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.peers.twilio_stand_in import twilio_stand_in
from tests.soak.cast import STORY
from tests.soak.chances import a_story
from tests.soak.consultation import Network, Theatre

STORIES = 20


@pytest.fixture(scope="module")
def network():
    """A network on the service's own clock."""
    with twilio_stand_in(network := Network()):
        yield network


@pytest.fixture
def theatre(nursery, network, migrated, tmp_path):
    """All that a story needs."""
    nursery.ask({"warm": "languages"})
    return Theatre(nursery, network, migrated, tmp_path)


def test_forty_people_each_get_the_texts_they_should_though_the_service_dies(theatre, tell):
    told = theatre.play(STORY, seed=1, deaths=8)
    tell(f"consultation: {', '.join(f'{n:,} {word}' for word, n in told.counted.items())}")
    assert not told.wrong, "\n".join(told.wrong)
    assert told.counted["deaths"] == 8


@pytest.mark.soak
def test_in_stories_drawn_by_chance_everybody_gets_what_they_should(theatre, tell, request):
    one, wrong = request.config.getoption("seed"), {}
    counted: Counter[str] = Counter()
    for seed in range(100, 100 + STORIES) if one is None else [one]:
        told = theatre.play(a_story(seed), seed=seed, deaths=6)
        counted += told.counted
        if told.wrong:
            wrong[seed] = told.wrong
    tell(f"by chance: {', '.join(f'{n:,} {word}' for word, n in counted.items())}")
    assert wrong == {}
