"""Workers side by side on either database: nothing twice, nothing out of turn (W2, W13)."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage import outbox, sender, sending
from engage.extensions import db
from engage.models import OutboundText
from tests.factories import a_person, a_phone, phone_of
from tests.features.databases import EITHER, an_app_on_either
from tests.features.networks import DAY, Network, a_queued_text

WORKERS = 4
SECOND = timedelta(seconds=1)


@pytest.fixture(params=EITHER)
def app(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on either database."""
    with an_app_on_either(request, tmp_path, migrated) as found:
        yield found


@pytest.fixture(autouse=True)
def one_a_second(app: Flask) -> None:
    """The sender may send one segment a second."""
    app.extensions["engage.settings"].texts_a_second = 1.0


@pytest.fixture
def side_by_side(app: Flask) -> Callable[..., list[str | None]]:
    """Every worker sends all of these texts, each in an order of its own, all at once."""

    def work(rows: list[uuid.UUID], network: Network) -> list[str | None]:
        gate = threading.Barrier(WORKERS)

        def one(number: int) -> list[str | None]:
            with app.app_context():
                mine = rows[number % len(rows) :] + rows[: number % len(rows)]
                gate.wait()
                done = [sending.send_one(row_id, network, now=DAY + SECOND) for row_id in mine]
                db.session.remove()
                return done

        with ThreadPoolExecutor(WORKERS) as pool:
            return [state for states in pool.map(one, range(WORKERS)) for state in states]

    return work


def test_w2_one_text_is_sent_by_one_worker(app, side_by_side):
    rows = [a_queued_text(answers_text_at=DAY).id for _ in range(6)]
    network = Network()
    side_by_side(rows, network)
    assert Counter(text.reference for text in network.took) == {str(row): 1 for row in rows}


def test_w13_two_texts_to_one_phone_are_never_on_their_way_together(app, side_by_side):
    phone = a_phone()
    rows = [a_queued_text(phone=phone, answers_text_at=DAY).id for _ in range(4)]
    network = Network()
    side_by_side(rows, network)
    assert len(network.took) == 1


def test_the_weekly_limit_holds_when_every_phone_of_a_person_is_texted_at_once(app, side_by_side):
    person = a_person()
    phones = [phone_of(person), *(a_phone(person=person) for _ in range(5))]
    rows = [a_queued_text("invitation", phone=phone).id for phone in phones]
    network = Network()
    side_by_side(rows, network)
    for row in db.session.scalars(select(OutboundText).where(OutboundText.slot_at.is_not(None))):
        sending.send_one(row.id, network, now=row.not_before)
    assert len(network.took) <= 3


def test_each_moment_of_the_rate_belongs_to_one_text(app, side_by_side):
    rows = [a_queued_text("reminder").id for _ in range(8)]
    network = Network()
    side_by_side(rows, network)
    slots = list(db.session.scalars(select(OutboundText.slot_at)))
    kept = [slot for slot in slots if slot is not None]
    assert len(network.took) == 1
    assert len(set(kept)) == len(kept) == 7
    assert sender.state().next_slot_at == DAY + 9 * SECOND


def test_a_pause_comes_between_any_two_texts(app, side_by_side):
    rows = [a_queued_text(answers_text_at=DAY).id for _ in range(6)]

    class Pausing(Network):
        def send(self, text):
            with app.app_context():
                sender.pause("person", now=DAY)
                db.session.commit()
                db.session.remove()
            return super().send(text)

    network = Pausing()
    side_by_side(rows, network)
    assert 1 <= len(network.took) <= WORKERS
    assert outbox.due(now=DAY + SECOND)
