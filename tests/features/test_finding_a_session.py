"""How people with a place are told to find a session: its address, or its link, and a map."""

from __future__ import annotations

import pytest

from engage import session_words, venues
from engage.models import Session
from surveys.wording import Sentence, segments
from tests.factories import a_session

ADDRESS = "4 Dock Road, Liverpool, L3 9ZZ"
LINK = "https://example.org/room"
WITH_A_PLACE = [Sentence.SESSION_YES, Sentence.SESSION_YES_NEEDS, Sentence.SESSION_REMINDER]


@pytest.fixture
def session(app) -> Session:
    """A session at an address."""
    made = a_session()
    made.address = ADDRESS
    return made


def online(session: Session) -> Session:
    session.online, session.place, session.address, session.link = True, "Online", "", LINK
    return session


@pytest.mark.parametrize("sentence", WITH_A_PLACE)
def test_whoever_has_a_place_is_told_the_address(session, sentence):
    said = session_words.words(sentence, session)

    assert f"The Lantern Rooms, {ADDRESS}" in said
    assert segments(said).count <= 2


@pytest.mark.parametrize("sentence", WITH_A_PLACE)
def test_whoever_has_a_place_online_is_sent_the_link(session, sentence):
    assert f"Online: {LINK}" in session_words.words(sentence, online(session))


def test_an_invitation_keeps_the_link_back_and_stays_short(session):
    assert ADDRESS not in session_words.words(Sentence.SESSION_INVITATION, session)
    assert LINK not in session_words.words(Sentence.SESSION_INVITATION, online(session))


def test_a_reminder_costs_no_second_text_for_an_address_they_have(session):
    session.title = "Tea and talk about moving in"

    said = session_words.words(Sentence.SESSION_REMINDER, session)

    assert ADDRESS not in said
    assert segments(said).count == 1
    assert ADDRESS in session_words.words(Sentence.SESSION_YES, session)


@pytest.mark.parametrize(
    "place, address, whole",
    [
        ("The Lantern Rooms", ADDRESS, f"The Lantern Rooms, {ADDRESS}"),
        (f"The Lantern Rooms, {ADDRESS}", ADDRESS, f"The Lantern Rooms, {ADDRESS}"),
        ("The Lantern Rooms", "", "The Lantern Rooms"),
    ],
)
def test_an_address_is_said_once(session, place, address, whole):
    session.place, session.address = place, address

    assert venues.in_full(session) == whole


def test_there_is_no_map_of_a_session_online(session):
    assert venues.map_link(session) == (
        "https://www.openstreetmap.org/search?query=4+Dock+Road%2C+Liverpool%2C+L3+9ZZ"
    )
    assert venues.map_link(online(session)) is None
