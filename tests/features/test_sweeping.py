"""Texts that never reached us are found in Twilio's list, and each has one effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from engage import sweeping, times, work
from engage.clock import AT_START, jobs
from engage.extensions import db
from engage.models import InboundText, OutboundText, Sending
from engage.sweeping import FIRST_TIME, OVERLAP
from tests.conftest import settings_for
from tests.factories import a_number, a_phone, a_survey, a_text
from tests.peers.twilio_stand_in import (
    ACCOUNT,
    SENDER,
    TOKEN,
    TwilioStandIn,
    twilio_stand_in,
)

MIDNIGHT = time(0)
SERVICE = "MG" + "b2" * 16


@pytest.fixture(scope="module")
def line() -> Iterator[TwilioStandIn]:
    with twilio_stand_in() as stand_in:
        yield stand_in


@pytest.fixture
def network(line) -> TwilioStandIn:
    """The stand-in, with nothing in it."""
    line.clear()
    return line


@pytest.fixture
def sender() -> dict[str, str]:
    return {"twilio_from": SENDER}


@pytest.fixture
def hours() -> dict[str, time]:
    """The whole day."""
    return {"text_from": MIDNIGHT, "text_until": MIDNIGHT}


@pytest.fixture
def settings(tmp_path, line, sender, hours):
    return settings_for(
        tmp_path,
        provider="twilio",
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN,
        twilio_api_base=line.address,
        **hours,
        **sender,
    )


def sweep(*, now: datetime | None = None) -> int | None:
    return sweeping.sweep(work.provider(), now=now or times.now())


def rows() -> list[InboundText]:
    db.session.expire_all()
    return list(db.session.scalars(select(InboundText).order_by(InboundText.id)))


def swept_at() -> datetime | None:
    return db.session.scalar(select(Sending.swept_at))


def last_swept(moment: datetime) -> None:
    db.session.execute(update(Sending).values(swept_at=moment))
    db.session.commit()


def test_a_text_that_never_reached_us_is_found_and_answered(app, network, drain):
    a_survey(text_word="HOME")
    number = a_number()
    sid = network.receive(number, "home", at=times.now() - timedelta(minutes=40))

    assert sweep() == 1
    drain()

    assert [(row.sid, row.swept, row.state) for row in rows()] == [(sid, True, "handled")]
    assert len(network.to(number)) == 1


def test_a_text_that_did_reach_us_is_left_alone(app, network, drain):
    phone = a_phone()
    network.receive(phone.number, "hello", sid="SM" + "c" * 32)
    a_text(phone, "hello", sid="SM" + "c" * 32)

    assert sweep() == 0
    drain()

    assert [row.swept for row in rows()] == [False]
    assert len(network.to(phone.number)) == 1


@pytest.mark.parametrize("minutes,sorry", [(40, False), (119, False), (125, True), (1300, True)])
def test_a_text_found_hours_late_is_answered_with_a_sorry(app, network, drain, minutes, sorry):
    a_survey(text_word="HOME")
    number = a_number()
    network.receive(number, "home", at=times.now() - timedelta(minutes=minutes))
    sweep()
    drain()
    (answer,) = network.to(number)
    assert answer.startswith("Sorry, we only just saw your text.") is sorry


def test_sweeping_again_and_again_has_one_effect(app, network, drain):
    number = a_number()
    network.receive(number, "hello")

    assert [sweep(), sweep(), sweep()] == [1, 0, 0]
    drain()
    assert sweep() == 0
    drain()

    assert len(network.to(number)) == 1


def test_a_webhook_that_comes_after_the_sweep_has_no_second_effect(app, network, drain):
    phone = a_phone()
    sid = network.receive(phone.number, "hello")
    sweep()

    assert a_text(phone, "hello", sid=sid) is False
    drain()
    assert len(network.to(phone.number)) == 1


def test_texts_are_handled_in_the_order_they_were_sent(app, network):
    number, now = a_number(), times.now()
    for minutes, words in ((5, "third"), (30, "first"), (20, "second")):
        network.receive(number, words, at=now - timedelta(minutes=minutes))
    sweep()
    assert [row.body for row in rows()] == ["first", "second", "third"]


def test_a_text_keeps_the_time_at_which_it_was_sent(app, network):
    sent = times.now().replace(microsecond=0) - timedelta(hours=3)
    network.receive(a_number(), "hello", at=sent)
    sweep()
    assert [row.received_at for row in rows()] == [sent]


def test_a_list_of_many_pages_is_read_to_its_end(app, network):
    network.largest_page = 7
    now = times.now()
    for count in range(40):
        network.receive(a_number(), f"text {count}", at=now - timedelta(minutes=count))
    assert sweep() == 40


@pytest.mark.parametrize(
    "body,kept", [(None, ""), ("", ""), (" y ", " y "), ("a\x00b", "a\x00b"), ("مرحبا", "مرحبا")]
)
def test_words_are_kept_as_the_webhook_would_keep_them(app, network, body, kept):
    network.receive(a_number(), body, num_media="0" if body else "1")
    sweep()
    assert [row.body for row in rows()] == [kept]


def test_texts_we_sent_and_callers_without_a_number_are_passed_over(app, network):
    network.take(ACCOUNT, {"From": SENDER, "To": a_number(), "Body": "ours"})
    network.receive("Vodafone", "We have news for you")
    network.receive(a_number(), "for another number", to="+447700900998")
    assert sweep() == 0
    assert swept_at() is not None


def test_the_first_sweep_looks_back_one_day(app, network):
    now = times.now()
    network.receive(a_number(), "too old", at=now - FIRST_TIME - timedelta(minutes=5))
    network.receive(a_number(), "just in time", at=now - FIRST_TIME + timedelta(minutes=5))
    sweep(now=now)
    assert [row.body for row in rows()] == ["just in time"]
    assert swept_at() == now


def test_the_next_looks_back_an_hour_before_the_last(app, network):
    now = times.now()
    last_swept(now - timedelta(days=2))
    network.receive(a_number(), "before", at=now - timedelta(days=2) - OVERLAP * 2)
    network.receive(a_number(), "while we were away", at=now - timedelta(days=2) - OVERLAP / 2)
    sweep(now=now)
    assert [row.body for row in rows()] == ["while we were away"]


@pytest.mark.parametrize("order", ["drop", "500", "429", "503"])
def test_a_list_that_cannot_be_had_is_read_from_the_same_place_next_time(app, network, order):
    before = times.now() - timedelta(hours=1)
    last_swept(before)
    network.receive(a_number(), "hello")
    network.list_orders = [order]

    assert sweep() is None
    assert swept_at() == before
    assert rows() == []
    assert sweep() == 1


def test_a_list_cut_in_the_middle_is_read_again_whole(app, network):
    network.largest_page = 2
    for _ in range(5):
        network.receive(a_number(), "hello")
    network.list_orders = ["", "drop"]

    assert sweep() is None
    assert swept_at() is None
    assert sweep() == 5


def test_a_crash_after_some_were_kept_loses_none_and_repeats_none(app, network, monkeypatch):
    monkeypatch.setattr(sweeping, "TOGETHER", 2)
    for count in range(5):
        network.receive(a_number(), f"text {count}")
    commit, commits = db.session.commit, []

    def crash_at_the_second() -> None:
        commits.append(1)
        if len(commits) == 2:
            db.session.rollback()
            raise KeyboardInterrupt
        commit()

    monkeypatch.setattr(db.session, "commit", crash_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        sweep()
    monkeypatch.undo()
    assert (len(rows()), swept_at()) == (2, None)
    assert sweep() == 3
    assert len({row.sid for row in rows()}) == len(rows()) == 5


def test_a_clock_that_went_back_does_not_move_the_mark_back(app, network):
    ahead = times.now() + timedelta(hours=5)
    last_swept(ahead)
    network.receive(a_number(), "hello")
    assert sweep() == 1
    assert swept_at() == ahead


class TestAtNight:
    @pytest.fixture
    def hours(self) -> dict[str, time]:
        """Hours for texting that are over by now, or have not begun."""
        clock = times.local(times.now())
        ahead = (clock.hour + 3) % 20
        return {"text_from": time(ahead), "text_until": time(ahead + 2)}

    def test_a_text_found_hours_late_is_answered_in_the_morning(self, app, network, drain):
        a_survey(text_word="HOME")
        number = a_number()
        network.receive(number, "home", at=times.now() - timedelta(hours=5))
        sweep()
        drain()
        assert network.to(number) == []
        (row,) = db.session.scalars(select(OutboundText)).all()
        assert row.state == "queued"
        assert row.not_before > times.now()

    def test_one_found_within_minutes_is_answered_at_once(self, app, network, drain):
        a_survey(text_word="HOME")
        number = a_number()
        network.receive(number, "home", at=times.now() - timedelta(minutes=4))
        sweep()
        drain()
        assert len(network.to(number)) == 1


class TestWithAMessagingService:
    @pytest.fixture
    def sender(self) -> dict[str, str]:
        return {"twilio_messaging_service_sid": SERVICE}

    def test_the_texts_of_another_service_are_not_ours(self, app, network):
        network.receive(a_number(), "ours", messaging_service_sid=SERVICE)
        network.receive(a_number(), "theirs", messaging_service_sid="MG" + "d4" * 16)
        network.receive(a_number(), "not said", messaging_service_sid=None)
        sweep()
        assert {row.body for row in rows()} == {"ours", "not said"}


def test_the_clock_reads_the_list_every_quarter_of_an_hour_and_at_the_start():
    arrived = next(job for job in jobs(20) if job.name == "arrived")
    assert (arrived.seconds, arrived.at_once) == (15 * 60, False)
    assert AT_START.run is arrived.run is work.sweep_arrived


def test_what_we_sent_is_listed_for_a_reconciliation(app, network):
    number = a_number()
    for words in ("one", "two"):
        network.take(ACCOUNT, {"From": SENDER, "To": number, "Body": words})
    network.receive(number, "not ours")
    since = times.now() - timedelta(minutes=1)

    listed = list(work.provider().sent_since(since))

    assert sorted(text.body for text in listed) == ["one", "two"]
    assert {text.sid for text in listed} == {message["sid"] for message in network.took}
    assert {(text.number, text.state) for text in listed} == {(number, "queued")}
    assert list(work.provider().sent_since(times.now() + timedelta(hours=1))) == []
