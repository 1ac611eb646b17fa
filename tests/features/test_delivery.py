"""What the network says of a text, and what each of its codes does (W9, W10)."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import delivery, sender, sending
from engage.extensions import db
from engage.models import Conversation, DeliveryReport, OutboundText, Thread
from engage.texting import codes
from engage.texting.protocol import Accepted, NoAnswer, Refused
from tests.factories import a_person, a_survey, a_text, phone_of
from tests.features.networks import DAY, Network, a_queued_text

HOUR = timedelta(hours=1)


def a_sent_text(kind: str = "question", **given) -> OutboundText:
    row = a_queued_text(kind, **given)
    sending.send_one(row.id, Network(status="sent"), now=given.get("now", DAY))
    assert row.state == "sent"
    return row


def undelivered(row: OutboundText, code: str, *, now=DAY) -> None:
    delivery.report(str(row.id), row.sid or "", "undelivered", code, now=now)
    db.session.commit()


def refused(row: OutboundText, code: str, *, now=DAY) -> None:
    refusal = Refused(code, codes.look_up(code).remedy)
    sending.send_one(row.id, Network(refusal), now=now)


def copies(row: OutboundText) -> list[OutboundText]:
    """The times this text was tried again as a new one."""
    keys = OutboundText.dedupe_key.startswith(f"{row.dedupe_key}:again:")
    return list(db.session.scalars(select(OutboundText).where(keys)))


def again(row: OutboundText) -> OutboundText:
    return copies(row)[0]


def person_is_needed(row: OutboundText) -> bool:
    return db.session.get(Thread, row.phone_id) is not None


def test_w9_a_report_that_comes_before_we_know_the_text_is_kept_and_applied(app):
    row = a_queued_text()
    delivery.report(None, "SM5", "delivered", None, now=DAY)
    db.session.commit()
    sending.send_one(row.id, Network(Accepted("SM5", "queued")), now=DAY)
    assert row.state == "delivered"
    assert db.session.scalars(select(DeliveryReport.outbound_id)).all() == [row.id]


def test_w9_a_report_of_a_text_nobody_knows_is_kept(app):
    delivery.report(str(uuid.uuid4()), "SM6", "sent", None, now=DAY)
    delivery.report("not ours", "SM7", "sent", None, now=DAY)
    db.session.commit()
    assert db.session.scalars(select(DeliveryReport.sid)).all() == ["SM6", "SM7"]


@pytest.mark.parametrize("state", ["parked", "suppressed", "expired", "queued", "unknown"])
def test_w10_a_report_tells_the_truth_about_a_text_we_had_given_up(app, state):
    row = a_queued_text()
    row.state = state
    db.session.commit()
    delivery.report(str(row.id), "SM8", "sent", None, now=DAY)
    assert (row.state, row.sid) == ("sent", "SM8")


def test_w10_a_late_report_never_brings_a_text_back_from_its_end(app):
    row = a_sent_text()
    for status, code in (("delivered", None), ("undelivered", "30003"), ("sent", None)):
        delivery.report(str(row.id), row.sid or "", status, code, now=DAY)
    db.session.commit()
    assert (row.state, row.error_code, copies(row)) == ("delivered", None, [])


def test_a_phone_that_was_off_is_tried_once_more_some_hours_later_and_is_no_opt_out(app):
    row = a_sent_text()
    undelivered(row, "30003")
    second = again(row)
    assert second.not_before == DAY + 4 * HOUR
    assert (row.phone.stopped_at, row.phone.unusable_since) == (None, None)
    sending.send_one(second.id, Network(status="sent"), now=DAY + 4 * HOUR)
    undelivered(second, "30003", now=DAY + 5 * HOUR)
    assert copies(row) == [second]
    assert not person_is_needed(row)


def test_a_report_that_is_repeated_tries_again_once(app):
    row = a_sent_text()
    undelivered(row, "30003")
    undelivered(row, "30003")
    assert len(db.session.scalars(select(OutboundText)).all()) == 2


def test_a_reminder_that_never_arrived_is_for_a_person_to_see(app):
    row = a_sent_text("reminder")
    undelivered(row, "30003")
    second = again(row)
    sending.send_one(second.id, Network(status="sent"), now=DAY + 4 * HOUR)
    undelivered(second, "30003", now=DAY + 5 * HOUR)
    assert person_is_needed(row)


@pytest.mark.parametrize("tell", [undelivered, refused])
def test_somebody_who_told_the_network_to_stop_has_stopped(app, tell):
    phone = phone_of(a_person())
    conversation = Conversation(
        phone_id=phone.id,
        survey_id=a_survey().id,
        anonymous=False,
        version=1,
        state="asking",
        question="area",
        asked_at=DAY,
    )
    db.session.add(conversation)
    waits = a_queued_text(phone=phone, not_before=DAY + HOUR)
    row = a_sent_text(phone=phone) if tell is undelivered else a_queued_text(phone=phone)
    tell(row, "21610")
    assert phone.stopped_by == "provider"
    assert (waits.state, conversation.state) == ("suppressed", "opted_out")


@pytest.mark.parametrize("tell", [undelivered, refused])
@pytest.mark.parametrize("code", ["21211", "21614", "30006"])
def test_a_number_that_texts_cannot_reach_is_texted_no_more_and_staff_are_told(app, tell, code):
    row = a_sent_text() if tell is undelivered else a_queued_text()
    tell(row, code)
    assert row.phone.unusable_since
    assert person_is_needed(row)


@pytest.mark.parametrize("days,gone", [(0, False), (1, True)])
def test_a_number_is_gone_after_two_on_different_days(app, days, gone):
    row = a_sent_text()
    undelivered(row, "30005")
    assert not row.phone.unusable_since
    then = DAY + timedelta(days=days) + HOUR
    undelivered(a_sent_text(phone=row.phone, now=then), "30005", now=then)
    assert bool(row.phone.unusable_since) == gone


def test_a_phone_that_blocks_us_twice_is_left_alone_until_it_texts_us(app):
    row = a_sent_text()
    undelivered(row, "30004")
    assert not row.phone.unusable_since
    undelivered(a_sent_text(phone=row.phone, now=DAY + HOUR), "30004", now=DAY + HOUR)
    assert row.phone.unusable_since


def test_a_text_from_them_starts_the_count_anew(app):
    row = a_sent_text()
    undelivered(row, "30004")
    a_text(row.phone, "hello", now=DAY + HOUR)
    later = DAY + 2 * HOUR
    undelivered(a_sent_text(phone=row.phone, now=later), "30004", now=later)
    assert not row.phone.unusable_since


def test_words_the_network_will_not_carry_hold_others_of_the_same_round_for_staff(app):
    survey, rows = a_survey(), []
    survey.opens_at = DAY - HOUR
    for _ in range(3):
        conversation = Conversation(
            phone_id=phone_of(a_person()).id,
            survey_id=survey.id,
            anonymous=False,
            version=1,
            state="invited",
            asked_at=DAY,
        )
        db.session.add(conversation)
        db.session.flush()
        rows.append(
            a_queued_text("invitation", phone=conversation.phone, conversation_id=conversation.id)
        )
    other = a_queued_text("invitation")
    refused(rows[0], "30007")
    db.session.expire_all()
    assert [row.state for row in rows] == ["refused", "parked", "parked"]
    assert (rows[1].error_code, other.state) == ("30007", "queued")
    assert person_is_needed(rows[0])


@pytest.mark.parametrize("code,tries", [("99999", 2), ("30017", 4), ("20001", 2)])
def test_a_refusal_for_now_is_tried_as_often_as_its_code_says_and_then_a_person_is_told(
    app, code, tries
):
    row, moment = a_queued_text(), DAY
    for _ in range(tries - 1):
        refused(row, code, now=moment)
        assert row.state == "queued"
        assert row.not_before > moment
        moment = row.not_before
    refused(row, code, now=moment)
    assert (row.state, row.attempts) == ("refused", tries)
    assert person_is_needed(row)


def test_sending_too_fast_waits_about_a_second_and_then_longer_each_time(app):
    row, moment, waits = a_queued_text(), DAY, []
    for _ in range(12):
        refused(row, "20429", now=moment)
        waits.append((row.not_before - moment).total_seconds())
        moment = row.not_before
    assert 0.8 < waits[0] < 1.6
    assert waits == sorted(waits)
    assert waits[-1] <= 900


@pytest.mark.parametrize("code", [c for c in codes.codes() if codes.look_up(c).remedy == "account"])
def test_trouble_with_the_account_stops_everything_and_spends_no_tries(app, code):
    row, other, network = a_queued_text(), a_queued_text(), Network()
    refused(row, code)
    assert (row.state, row.attempts) == ("queued", 0)
    assert (sender.state().because, sender.state().code) == ("account", code)
    assert sending.send_one(other.id, network, now=DAY + timedelta(minutes=5)) is None
    assert (network.took, other.attempts) == ([], 0)


def test_one_text_every_quarter_of_an_hour_tries_the_account_and_lifts_the_pause(app):
    rows = [a_queued_text() for _ in range(3)]
    refused(rows[0], "20003")
    later = DAY + timedelta(minutes=15)
    refused(rows[1], "20003", now=later)
    assert sender.state().paused_at
    network = Network()
    assert sending.send_one(rows[2].id, network, now=later + timedelta(minutes=14)) is None
    assert sending.send_one(rows[2].id, network, now=later + timedelta(minutes=15)) == "accepted"
    assert sender.state().paused_at is None
    assert sending.send_one(rows[0].id, network, now=later + timedelta(minutes=15)) == "accepted"


def test_an_account_shut_after_a_text_was_taken_stops_everything_and_keeps_the_text(app):
    row = a_sent_text()
    undelivered(row, "30002")
    assert sender.state().because == "account"
    assert again(row).state == "queued"


@pytest.mark.parametrize(
    "kind,given,told",
    [
        ("reply", {"answers_text_at": DAY}, True),
        ("staff", {}, True),
        ("question", {"answers_text_at": DAY, "not_after": DAY + HOUR}, False),
        ("invitation", {}, False),
        ("nudge", {"not_after": DAY + HOUR}, False),
        ("notice", {"not_after": DAY + HOUR}, True),
        ("moved", {"not_after": DAY + HOUR}, True),
        ("offer", {"not_after": DAY + HOUR}, True),
    ],
)
def test_staff_are_told_when_somebody_waited_for_a_text_until_it_was_too_late(
    app, kind, given, told
):
    row = a_queued_text(kind, **given)
    assert sending.send_one(row.id, Network(), now=DAY + 24 * 10 * HOUR) == "expired"
    assert person_is_needed(row) == told


@pytest.mark.parametrize("status", ["undelivered", "failed"])
def test_a_text_found_not_to_have_arrived_is_tried_again_like_any_other(app, status):
    row, network = a_queued_text(), Network(NoAnswer())
    sending.send_one(row.id, network, now=DAY)
    network.known = Accepted("SM9", status, "30003")
    assert sending.settle(row.id, network, now=DAY + HOUR) == "undelivered"
    assert (row.sid, row.error_code, again(row).state) == ("SM9", "30003", "queued")


def test_a_report_is_kept_though_its_id_was_taken_for_another_text_with_the_same_words(app):
    one, two = a_queued_text("help"), a_queued_text("help")
    for row in (one, two):
        row.state = "unknown"
    db.session.commit()
    delivery.accept(one, Accepted("SM2", "sent"), now=DAY)
    delivery.report(str(two.id), "SM2", "delivered", None, now=DAY)
    db.session.commit()
    assert (one.state, two.state, two.sid) == ("sent", "delivered", None)
