"""One text to a phone at a time, in order (W13), and a rate for the sender that answers pass."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engage import counting, delivery, outbox, sender, sending
from engage.extensions import db, queue
from engage.texting.protocol import NoAnswer, Refused, Remedy
from tests.conftest import settings_for
from tests.factories import a_phone
from tests.features.networks import DAY, Network, a_queued_text

SECOND = timedelta(seconds=1)


@pytest.fixture
def settings(tmp_path):
    """At any hour, and one segment a second."""
    return settings_for(tmp_path, texts_a_second=1)


def nudged() -> list[str]:
    """The rows that workers were nudged about, emptied."""
    found = []
    while task := queue().dequeue():
        found.append(task.args[0])
    return found


@pytest.mark.parametrize("status,waits", [("queued", True), ("sending", True), ("sent", False)])
def test_w13_the_next_text_waits_until_the_one_before_it_was_sent(app, status, waits):
    phone, network = a_phone(), Network(status=status)
    one = a_queued_text(phone=phone, answers_text_at=DAY)
    two = a_queued_text(phone=phone, now=DAY + SECOND, answers_text_at=DAY)
    sending.send_one(one.id, network, now=DAY + SECOND)
    sending.send_one(two.id, network, now=DAY + SECOND)
    assert len(network.took) == (1 if waits else 2)


def test_w13_a_text_whose_fate_is_not_known_holds_the_next_for_half_a_minute(app):
    phone, network = a_phone(), Network(NoAnswer())
    one = a_queued_text(phone=phone, answers_text_at=DAY)
    two = a_queued_text(phone=phone, now=DAY + SECOND, answers_text_at=DAY)
    sending.send_one(one.id, network, now=DAY + SECOND)
    assert sending.send_one(two.id, network, now=DAY + 30 * SECOND) is None
    assert sending.send_one(two.id, network, now=DAY + 31 * SECOND) == "accepted"


@pytest.mark.parametrize("seconds, waits", [(1, True), (3, False)])
def test_w13_an_answer_waits_for_no_text_that_left_before_the_words_it_answers(app, seconds, waits):
    phone, network = a_phone(), Network(status="queued")
    one = a_queued_text(phone=phone, answers_text_at=DAY)
    sending.send_one(one.id, network, now=DAY + 2 * SECOND)
    came = DAY + seconds * SECOND
    two = a_queued_text(phone=phone, now=DAY + 4 * SECOND, answers_text_at=came)
    sending.send_one(two.id, network, now=DAY + 4 * SECOND)
    assert len(network.took) == (1 if waits else 2)


def test_w13_a_text_about_to_be_tried_again_is_not_overtaken(app):
    phone, network = a_phone(), Network(Refused("20429", Remedy.RETRY))
    one = a_queued_text(phone=phone, answers_text_at=DAY)
    two = a_queued_text(phone=phone, now=DAY + SECOND, answers_text_at=DAY)
    sending.send_one(one.id, network, now=DAY + SECOND)
    sending.send_one(two.id, network, now=DAY + SECOND)
    sending.send_one(one.id, network, now=DAY + 5 * SECOND)
    assert [text.reference for text in network.took] == [str(one.id)] * 2


def test_w13_texts_go_in_the_order_they_were_queued_whoever_is_nudged_first(app):
    phone, network = a_phone(), Network(status="delivered")
    rows = [
        a_queued_text(phone=phone, now=DAY + number * SECOND, body=f"{number}", answers_text_at=DAY)
        for number in range(3)
    ]
    for row in reversed(rows * 3):
        sending.send_one(row.id, network, now=DAY + 3 * SECOND)
    assert network.words() == ["0", "1", "2"]


def test_w13_texts_queued_together_keep_their_order(app):
    phone = a_phone()
    for body in "abc":
        outbox.queue(outbox.Draft(phone, body, "reply", body, answers_text_at=DAY), now=DAY)
    db.session.commit()
    network = Network(status="delivered")
    for _ in range(3):
        for row_id in outbox.due(now=DAY + SECOND):
            sending.send_one(row_id, network, now=DAY + SECOND)
    assert network.words() == ["a", "b", "c"]


def test_w13_an_answer_goes_before_an_invitation_that_was_queued_first(app):
    phone, network = a_phone(), Network(status="delivered")
    invitation = a_queued_text("invitation", phone=phone, body="come")
    answer = a_queued_text(phone=phone, now=DAY + SECOND, answers_text_at=DAY, body="answer")
    sending.send_one(invitation.id, network, now=DAY + SECOND)
    sending.send_one(answer.id, network, now=DAY + SECOND)
    sending.send_one(invitation.id, network, now=DAY + 3 * SECOND)
    assert network.words() == ["answer", "come"]


def test_w13_the_one_that_waits_is_nudged_when_the_other_was_sent(app):
    phone = a_phone()
    one = a_queued_text(phone=phone, answers_text_at=DAY)
    two = a_queued_text(phone=phone, now=DAY + SECOND, answers_text_at=DAY)
    sending.send_one(one.id, Network(), now=DAY + SECOND)
    nudged()
    delivery.report(str(one.id), one.sid or "", "sent", None, now=DAY + 2 * SECOND)
    db.session.commit()
    assert nudged() == [str(two.id)]


def test_a_crisis_signpost_waits_for_no_other_text(app):
    phone, network = a_phone(), Network()
    one = a_queued_text(phone=phone, answers_text_at=DAY)
    signpost = a_queued_text("signpost", phone=phone, now=DAY + SECOND, answers_text_at=DAY)
    sending.send_one(one.id, network, now=DAY + SECOND)
    assert sending.send_one(signpost.id, network, now=DAY + SECOND) == "accepted"


def test_texts_that_can_wait_go_one_segment_a_second_each_at_its_own_moment(app):
    rows = [a_queued_text("reminder") for _ in range(4)]
    network = Network()
    for row in rows:
        sending.send_one(row.id, network, now=DAY)
    assert len(network.took) == 1
    assert [(row.slot_at, row.attempts) for row in rows[1:]] == [
        (DAY + number * SECOND, 0) for number in (1, 2, 3)
    ]
    for row in rows[1:]:
        sending.send_one(row.id, network, now=row.not_before)
    assert len(network.took) == 4


def test_a_text_of_two_segments_takes_two_seconds(app):
    rows = [a_queued_text("reminder", body="x" * 200) for _ in range(2)]
    for row in rows:
        sending.send_one(row.id, Network(), now=DAY)
    assert rows[1].slot_at == DAY + 2 * SECOND


@pytest.mark.parametrize(
    "kind,given", [("reply", {"answers_text_at": DAY}), ("signpost", {}), ("stop_confirmation", {})]
)
def test_whoever_waits_for_an_answer_does_not_wait_for_the_rate_but_uses_it_up(app, kind, given):
    network = Network()
    for _ in range(5):
        sending.send_one(a_queued_text("reminder").id, network, now=DAY)
    assert sending.send_one(a_queued_text(kind, **given).id, network, now=DAY) == "accepted"
    assert sender.state().next_slot_at == DAY + 6 * SECOND


def test_an_invitation_to_hundreds_keeps_no_place_beyond_the_next_minute(app):
    rows = [a_queued_text("invitation") for _ in range(70)]
    for row in rows:
        sending.send_one(row.id, Network(), now=DAY)
    assert sum(row.slot_at is not None for row in rows) == 60
    assert max(row.not_before for row in rows) == DAY + 60 * SECOND
    assert {row.attempts for row in rows[1:]} == {0}


def test_w15_texts_that_wait_their_turn_are_counted_by_why_and_raise_no_alarm(app):
    for _ in range(70):
        sending.send_one(a_queued_text("invitation").id, Network(), now=DAY)
    later = DAY + 20 * SECOND
    assert counting.waiting_because(now=later) == {"turn": 60, "now": 9}
    assert counting.oldest_waiting(now=later) is None
    dead = DAY + timedelta(minutes=16)
    assert counting.oldest_waiting(now=dead) == timedelta(minutes=16)


def test_w15_a_sender_that_is_stopped_is_told_by_the_age_of_what_waits(app):
    a_queued_text()
    sender.pause("person", now=DAY)
    db.session.commit()
    later = DAY + timedelta(minutes=20)
    assert counting.oldest_waiting(now=later) == timedelta(minutes=20)
    assert counting.waiting_because(now=later) == {"paused": 1}
