"""A conversation through Prism, which holds our requests and the stand-in's answers to Twilio's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from engage import conversations, delivery, outbox, sending, sweeping, times, work
from engage.extensions import db
from engage.models import InboundText, OutboundText
from engage.outbox import Draft
from engage.texting.protocol import TextOut
from tests.conftest import settings_for
from tests.factories import a_number, a_person, a_phone, a_survey, a_text, phone_of
from tests.peers.needed import need
from tests.peers.prism import prism_proxy
from tests.peers.twilio_stand_in import (
    ACCOUNT,
    SENDER,
    WITH_TWILIO,
    TwilioStandIn,
    twilio_stand_in,
)
from tests.service.running import PUBLIC_URL

pytestmark = pytest.mark.contract
MIDNIGHT = time(0)


@pytest.fixture(scope="module")
def line() -> Iterator[tuple[TwilioStandIn, str]]:
    """A stand-in, and Prism before it."""
    need("contract")
    with twilio_stand_in() as stand_in, prism_proxy(stand_in.address) as address:
        yield stand_in, address


@pytest.fixture
def network(line) -> TwilioStandIn:
    """The stand-in, with nothing in it."""
    line[0].clear()
    return line[0]


@pytest.fixture
def settings(tmp_path, line):
    """A service that texts through Prism, at any hour."""
    return settings_for(
        tmp_path,
        **WITH_TWILIO,
        public_url=PUBLIC_URL,
        twilio_api_base=line[1],
        text_from=MIDNIGHT,
        text_until=MIDNIGHT,
    )


@pytest.fixture
def say(app, drain):
    """Text something, let the workers work, and have the network report what it sent."""

    def text(phone, body: str) -> None:
        for row in outbound():
            if row.sid:
                delivery.report(str(row.id), row.sid, "sent", None, now=times.now())
        a_text(phone, body)
        drain()
        db.session.expire_all()

    return text


def outbound() -> list[OutboundText]:
    return list(db.session.scalars(select(OutboundText).order_by(OutboundText.created_at)))


def a_queued_text(kind: str = "reply") -> OutboundText:
    assert outbox.queue(Draft(a_phone(), "Hello £ 👍", kind, "one"), now=times.now())
    db.session.commit()
    return outbound()[0]


def send(row: OutboundText) -> str | None:
    return sending.send_one(row.id, work.provider(), now=times.now())


def test_a_whole_conversation_is_one_that_twilio_would_carry(app, network, drain, say):
    phone = phone_of(a_person())
    conversations.invite(a_survey(), phone, now=times.now())
    db.session.commit()
    drain()
    for body in ("yes", "banana", "sefton", "4", "skip", "HELP please"):
        say(phone, body)

    rows = outbound()
    assert [row.state for row in rows] == ["sent"] * (len(rows) - 1) + ["accepted"]
    assert [row.body for row in rows] == network.to(phone.number)
    assert {row.sid for row in rows} == {message["sid"] for message in network.took}
    assert len({row.sid for row in rows}) == len(rows) >= 6


def test_stop_and_start_are_left_to_the_network_which_answers_them(app, network, say):
    phone = phone_of(a_person())
    for body in ("STOP", "START", "HELP"):
        say(phone, body)
    assert network.to(phone.number) == []
    say(phone, "please stop texting me")
    assert len(network.to(phone.number)) == 1


def test_a_text_that_was_taken_before_the_line_went_dead_is_found_and_not_sent_again(app, network):
    row = a_queued_text()
    network.tell("drop_after")
    assert send(row) == "unknown"

    later = times.now() + timedelta(minutes=3)
    assert sending.settle(row.id, work.provider(), now=later) == "accepted"
    assert row.sid == network.took[0]["sid"]
    assert len(network.took) == 1


def test_a_text_that_was_never_taken_is_not_found(app, network):
    row = a_queued_text()
    network.tell("drop_before")
    assert send(row) == "unknown"

    later = times.now() + timedelta(minutes=3)
    assert sending.settle(row.id, work.provider(), now=later) == "unknown"
    assert network.took == []
    assert sending.settle(row.id, work.provider(), now=later + timedelta(minutes=3)) == "parked"


def test_the_same_words_to_the_same_person_long_before_are_not_taken_for_the_text(app, network):
    row = a_queued_text()
    send(row)
    wanted = TextOut(
        reference=str(row.id),
        number=row.number or "",
        body=row.body or "",
        valid_for=60,
        claimed_at=times.now() + timedelta(hours=1),
    )
    assert work.provider().find(wanted) is None


@pytest.mark.parametrize(
    "order,state",
    [("429", "queued"), ("503", "unknown"), ("500", "unknown"), ("21610", "refused")],
)
def test_each_ending_leaves_the_row_in_its_state(app, network, order, state):
    row = a_queued_text()
    network.tell(order)
    assert send(row) == state
    assert network.took == []
    assert bool(row.phone.stopped_at) == (order == "21610")


def test_a_busy_network_is_tried_again_later_and_the_text_goes_once(app, network):
    row = a_queued_text()
    network.tell("429", "429")
    for minutes in (0, 2, 5):
        sending.send_one(row.id, work.provider(), now=times.now() + timedelta(minutes=minutes))
    assert (row.state, len(network.took)) == ("accepted", 1)


def test_prism_would_notice_a_stand_in_that_is_not_as_twilio_is(app, network, monkeypatch):
    monkeypatch.setattr(network, "take", lambda _account, _fields: {"sid": 5, "status": "gone"})
    assert send(a_queued_text()) == "unknown"


def test_a_text_that_never_reached_us_is_found_in_twilios_list_and_answered_once(
    app, network, drain
):
    a_survey(text_word="HOME")
    number = a_number()
    network.largest_page = 2
    for count in range(5):
        network.receive(a_number(), f"text {count}")
    network.receive(number, "home", at=times.now() - timedelta(minutes=10))
    network.receive(number, None, at=times.now() - timedelta(minutes=9), num_media="1")
    network.receive(a_number(), "long ago", at=times.now() - timedelta(days=3))

    found = [sweeping.sweep(work.provider(), now=times.now()) for _ in range(2)]
    drain()

    assert found == [7, 0]
    bodies = db.session.scalars(select(InboundText.body).order_by(InboundText.id)).all()
    assert bodies[:2] == ["home", ""]
    assert "long ago" not in bodies
    assert network.to(number)


def test_everything_we_sent_is_listed_over_many_pages_after_a_restore(app, network):
    network.largest_page = 2
    since = times.now()
    sids = {
        network.take(ACCOUNT, {"From": SENDER, "To": a_number(), "Body": "x"})["sid"]
        for _ in range(5)
    }
    network.receive(a_number(), "not ours")
    listed = list(work.provider().sent_since(since))
    assert {text.sid for text in listed} == sids
    assert list(work.provider().sent_since(since + timedelta(hours=1))) == []


@pytest.mark.parametrize("order", ["drop", "429", "500", "503"])
def test_a_list_that_breaks_off_leaves_the_mark_where_it_was(app, network, order):
    network.largest_page = 1
    for _ in range(3):
        network.receive(a_number(), "hello")
    network.list_orders = ["", order]
    assert sweeping.sweep(work.provider(), now=times.now()) is None
    assert sweeping.sweep(work.provider(), now=times.now()) == 3
