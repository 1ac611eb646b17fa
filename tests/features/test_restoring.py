"""Sending as a whole: paused by a person, and at once when a copy was put back (W12)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engage import inbound, restoring, sender, sending, times, work
from engage.extensions import db
from engage.models import OutboundText, Sending
from engage.texting.protocol import Arrived, SentText
from tests.factories import a_phone, a_text
from tests.features.networks import DAY, Network, a_queued_text

MINUTE = timedelta(minutes=1)


@pytest.fixture
def run(app):
    """Run a command, and give what it printed."""

    def command(*words: str) -> str:
        result = app.test_cli_runner().invoke(args=["sending", *words])
        assert result.exit_code == 0, result.output
        return result.output

    return command


def put_back(beat: int) -> None:
    """As if the database were as it was at this beat, and the process had just started."""
    db.session.execute(update(Sending).values(beat=beat))
    db.session.commit()


def a_listed_text(row: OutboundText, sid: str = "SM1", state: str = "delivered") -> SentText:
    return SentText(sid, row.number or "", row.body or "", DAY + MINUTE, state)


def test_while_sending_is_paused_nothing_is_called_and_a_stop_is_still_heard(app, run):
    phone, network = a_phone(), Network()
    row = a_queued_text(phone=phone)
    assert "No texts go out now" in run("pause")
    assert sending.send_one(row.id, network, now=DAY) is None
    a_text(phone, "STOP")
    assert inbound.handle_oldest(phone.number_key, now=times.now())
    assert (network.took, bool(phone.stopped_at)) == ([], True)


def test_a_person_resumes_and_the_state_is_told_in_words(app, run):
    row = a_queued_text()
    run("pause")
    assert "somebody stopped them" in run("status")
    assert "Texts go out again" in run("resume")
    assert "Texts are going out." in run("status")
    assert sending.send_one(row.id, Network(), now=DAY) == "accepted"


def test_w12_every_claim_is_remembered_outside_the_database(app, settings):
    sending.send_one(a_queued_text().id, Network(), now=DAY)
    sending.send_one(a_queued_text().id, Network(), now=DAY)
    assert (settings.instance / restoring.FILE).read_text() == str(sender.state().beat) == "2"


def test_w12_a_database_behind_the_file_is_a_copy_and_nothing_is_sent(app):
    for _ in range(5):
        restoring.beat(now=DAY)
    row, network = a_queued_text(), Network()
    put_back(3)
    app.extensions["engage.beat"] = 0
    assert not restoring.check(now=DAY)
    assert sender.state().because == "restored"
    assert sending.send_one(row.id, network, now=DAY) is None
    assert network.took == []


def test_w12_the_same_database_starts_as_usual(app):
    for _ in range(5):
        restoring.beat(now=DAY)
    app.extensions["engage.beat"] = 0
    assert restoring.check(now=DAY)
    assert sender.state().paused_at is None


def test_w12_a_new_database_in_an_old_folder_starts_as_usual(app):
    restoring.beat(now=DAY)
    put_back(0)
    assert restoring.check(now=DAY)
    assert sender.state().paused_at is None


def test_w12_a_copy_put_back_under_a_running_worker_is_noticed_by_the_next_claim(app):
    for _ in range(5):
        sending.send_one(a_queued_text().id, Network(), now=DAY)
    row, network = a_queued_text(), Network()
    put_back(2)
    assert sending.send_one(row.id, network, now=DAY) is None
    assert (network.took, sender.state().because) == ([], "restored")


def test_w12_trouble_with_the_account_does_not_lift_or_replace_that_pause(app):
    sender.pause("restored", now=DAY)
    assert not sender.pause("account", now=DAY, code="20003")
    assert not sender.resume(only="account")
    assert sender.state().because == "restored"


def test_w12_once_a_person_resumed_the_next_start_does_not_pause_again(app, run):
    for _ in range(5):
        restoring.beat(now=DAY)
    put_back(3)
    restoring.check(now=DAY)
    run("resume")
    assert restoring.check(now=DAY)
    assert sending.send_one(a_queued_text().id, Network(), now=DAY) == "accepted"


@pytest.mark.parametrize("state", ["queued", "claimed", "unknown", "parked"])
def test_w12_a_text_that_went_since_is_marked_as_gone_and_not_sent_again(app, state):
    row, network = a_queued_text(), Network()
    row.state = state
    db.session.commit()
    network.listed = [a_listed_text(row)]
    found = restoring.reconcile(network, now=DAY + 10 * MINUTE)
    db.session.refresh(row)
    assert (found.found, row.state, row.sid) == (1, "delivered", "SM1")
    assert sending.send_one(row.id, network, now=DAY + 11 * MINUTE) is None
    assert restoring.reconcile(network, now=DAY + 12 * MINUTE).known == 1


def test_w12_two_texts_with_the_same_words_are_two_rows(app):
    phone, network = a_phone(), Network()
    rows = [a_queued_text(phone=phone, now=DAY + n * MINUTE) for n in range(3)]
    network.listed = [a_listed_text(rows[0], "SM1"), a_listed_text(rows[0], "SM2", "sent")]
    restoring.reconcile(network, now=DAY + 10 * MINUTE)
    db.session.expire_all()
    assert sorted(row.state for row in rows) == ["delivered", "queued", "sent"]


def test_w12_what_the_copy_knows_nothing_of_is_kept_and_its_like_is_not_sent_again(app):
    phone, network = a_phone(), Network()
    db.session.commit()
    network.listed = [SentText("SM9", phone.number or "", "Come to tea?", DAY, "delivered")]
    assert restoring.reconcile(network, now=DAY + MINUTE).forgotten == 1
    row = a_queued_text("invitation", phone=phone, body="Come to tea?", now=DAY + MINUTE)
    other = a_queued_text("reminder", phone=phone, body="Tea is today", now=DAY + MINUTE)
    assert sending.send_one(row.id, network, now=DAY + 2 * MINUTE) == "suppressed"
    assert sending.send_one(other.id, network, now=DAY + 2 * MINUTE) == "accepted"


def test_w12_the_list_is_read_from_an_hour_before_the_last_thing_the_copy_knows(app):
    sending.send_one(a_queued_text().id, Network(), now=DAY)
    network = Network()
    restoring.reconcile(network, now=DAY + timedelta(days=2))
    assert network.asked_since == DAY - timedelta(hours=1)


def test_w12_texts_that_come_in_after_it_was_put_back_do_not_shorten_the_list(app):
    sending.send_one(a_queued_text().id, Network(), now=DAY)
    later, network = DAY + timedelta(hours=9), Network()
    inbound.store(Arrived("SMlate", "+447700900123", "hello", later), now=later)
    db.session.commit()
    restoring.reconcile(network, now=later + MINUTE)
    assert network.asked_since == DAY - timedelta(hours=1)


def test_w12_a_copy_from_before_the_sender_had_a_beat_is_no_new_database(app):
    restoring.beat(now=DAY)
    a_queued_text()
    put_back(0)
    app.extensions["engage.beat"] = 0
    assert not restoring.check(now=DAY)
    assert sender.state().because == "restored"


def test_reconciling_from_the_command_line_says_what_it_found(app, run, drain):
    a_queued_text(now=times.now())
    drain()
    assert run("reconcile").startswith("1 known, 0 found")


def test_a_sweep_sends_nothing_while_paused_and_everything_after(app):
    rows = [a_queued_text(now=times.now()) for _ in range(3)]
    sender.pause("person", now=times.now())
    db.session.commit()
    work.sweep_outbox()
    states = select(OutboundText.state)
    assert set(db.session.scalars(states)) == {"queued"}
    sender.resume()
    db.session.commit()
    work.sweep_outbox()
    assert db.session.scalars(states).all() == ["delivered"] * len(rows)
