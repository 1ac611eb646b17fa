"""Texts on their way out: claimed once, never sent on a guess, never in the night."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError, OperationalError

from engage import delivery, outbox, sender, sending, times
from engage.extensions import db
from engage.models import OutboundText
from engage.outbox import Draft
from engage.texting.protocol import Accepted, NoAnswer, Refused, Remedy, TextOut
from engage.times import Hours
from tests.conftest import settings_for
from tests.factories import a_phone
from tests.features.networks import DAY, NIGHT, Network, a_queued_text


@pytest.fixture
def settings(tmp_path):
    """Texts go out from 9am to 8pm."""
    return settings_for(tmp_path, text_from=time(9), text_until=time(20))


def test_a_text_is_sent_and_its_sid_kept(app):
    row = a_queued_text()
    sending.send_one(row.id, Network(Accepted("SM1", "queued")), now=DAY)
    assert (row.state, row.sid, row.attempts) == ("accepted", "SM1", 1)


def test_a_text_with_a_key_we_have_is_not_queued_again(app):
    phone = a_phone()
    assert outbox.queue(Draft(phone, "Hello", "reply", "one"), now=DAY)
    assert not outbox.queue(Draft(phone, "Hello again", "reply", "one"), now=DAY)


def test_a_text_is_taken_by_one_worker_only(app):
    row, network = a_queued_text(), Network()
    sending.send_one(row.id, network, now=DAY)
    assert sending.send_one(row.id, network, now=DAY) is None
    assert len(network.took) == 1


def test_no_answer_leaves_the_fate_unknown_and_nothing_is_sent_again(app):
    row, network = a_queued_text(), Network(NoAnswer())
    sending.send_one(row.id, network, now=DAY)
    assert row.state == "unknown"
    assert outbox.due(now=DAY + timedelta(hours=1)) == []


def test_a_text_the_provider_turns_out_to_have_is_not_sent_again(app):
    row, network = a_queued_text(), Network(NoAnswer())
    sending.send_one(row.id, network, now=DAY)
    network.known = Accepted("SM9", "sent")
    sending.settle(row.id, network, now=DAY + timedelta(minutes=3))
    assert (row.state, row.sid, len(network.took)) == ("sent", "SM9", 1)


@pytest.mark.parametrize(
    "kind,state", [("reply", "parked"), ("help", "queued"), ("stop_confirmation", "queued")]
)
def test_a_text_nobody_has_after_two_looks_is_decided_by_its_kind(app, kind, state):
    row, network = a_queued_text(kind), Network(NoAnswer())
    sending.send_one(row.id, network, now=DAY)
    sending.settle(row.id, network, now=DAY + timedelta(minutes=3))
    assert row.state == "unknown"
    sending.settle(row.id, network, now=DAY + timedelta(minutes=6))
    assert row.state == state


def test_a_worker_that_died_with_a_claim_leaves_a_text_in_doubt_not_to_be_resent(app):
    row = a_queued_text()
    row.state, row.lease_until = "claimed", DAY
    db.session.commit()
    later = DAY + timedelta(minutes=2)
    assert outbox.due(now=later) == []
    assert outbox.in_doubt(now=later) == [row.id]


@pytest.mark.parametrize(
    "remedy,state",
    [
        (Remedy.RETRY, "queued"),
        (Remedy.GIVE_UP, "refused"),
        (Remedy.STOPPED, "refused"),
        (Remedy.BAD_NUMBER, "refused"),
        (Remedy.ACCOUNT, "queued"),
    ],
)
def test_a_refusal_does_what_the_table_of_codes_says(app, remedy, state):
    row = a_queued_text()
    sending.send_one(row.id, Network(Refused("1", remedy)), now=DAY)
    assert row.state == state
    assert bool(row.phone.stopped_at) == (remedy is Remedy.STOPPED)
    assert bool(row.phone.unusable_since) == (remedy is Remedy.BAD_NUMBER)


def test_somebody_who_stopped_after_it_was_queued_gets_nothing(app):
    row, network = a_queued_text(), Network()
    row.phone.stopped_at = DAY
    db.session.commit()
    assert sending.send_one(row.id, network, now=DAY) == "suppressed"
    assert network.took == []


def test_a_text_due_in_the_night_waits_for_the_morning(app):
    row, network = a_queued_text(now=NIGHT), Network()
    assert sending.send_one(row.id, network, now=NIGHT) == "queued"
    assert network.took == []
    assert times.local(row.not_before).time() == time(9)
    assert row.attempts == 0


@pytest.mark.parametrize("minutes,sent", [(1, True), (9, True), (11, False)])
def test_a_direct_answer_goes_at_any_hour_but_only_for_ten_minutes(app, minutes, sent):
    row, network = a_queued_text(now=NIGHT, answers_text_at=NIGHT), Network()
    sending.send_one(row.id, network, now=NIGHT + timedelta(minutes=minutes))
    assert bool(network.took) == sent


def test_a_text_past_its_use_is_not_sent(app):
    row, network = a_queued_text(not_after=DAY), Network()
    assert sending.send_one(row.id, network, now=DAY) == "expired"
    assert network.took == []


def test_the_provider_is_told_how_long_a_text_is_good_for(app):
    row, network = a_queued_text(not_after=DAY + timedelta(seconds=90)), Network()
    sending.send_one(row.id, network, now=DAY)
    assert network.took[0].valid_for == 90


@pytest.mark.parametrize(
    "reports,state",
    [
        (["sent", "delivered"], "delivered"),
        (["delivered", "sent"], "delivered"),
        (["sent", "queued"], "sent"),
        (["undelivered", "delivered"], "undelivered"),
        (["failed"], "undelivered"),
        (["something new"], "accepted"),
    ],
)
def test_reports_only_ever_move_a_text_forward(app, reports, state):
    row = a_queued_text()
    sending.send_one(row.id, Network(Accepted("SM1", "queued")), now=DAY)
    for status in reports:
        delivery.report(str(row.id), "SM1", status, None, now=DAY)
    assert row.state == state


def test_a_report_that_comes_before_our_own_answer_brings_the_sid(app):
    row = a_queued_text()
    row.state = "unknown"
    delivery.report(str(row.id), "SM7", "sent", None, now=DAY)
    assert (row.state, row.sid) == ("sent", "SM7")


def test_two_rows_never_share_one_sid(app):
    one, two = a_queued_text(), a_queued_text()
    one.sid = "SM1"
    db.session.commit()
    two.sid = "SM1"
    with pytest.raises(IntegrityError):
        db.session.commit()


@pytest.mark.parametrize(
    "moment,opening",
    [
        (datetime(2026, 3, 28, 21, 0, tzinfo=UTC), datetime(2026, 3, 29, 8, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), datetime(2026, 10, 25, 9, 0, tzinfo=UTC)),
        (datetime(2026, 6, 3, 5, 0, tzinfo=UTC), datetime(2026, 6, 3, 8, 0, tzinfo=UTC)),
    ],
)
def test_the_morning_is_nine_in_london_on_both_sides_of_a_clock_change(moment, opening):
    assert Hours(time(9), time(20)).next_opening(moment) == opening


def test_a_report_that_comes_while_we_still_wait_for_the_answer_is_not_undone_by_it(app):
    row = a_queued_text()

    class Quick(Network):
        def send(self, text: TextOut) -> Accepted:
            accepted = super().send(text)
            delivery.report(text.reference, accepted.sid, "delivered", None, now=DAY)
            db.session.commit()
            return accepted

    assert sending.send_one(row.id, Quick(), now=DAY) == "delivered"


def test_whoever_is_about_to_change_a_text_makes_others_wait_before_it_is_read(app):
    row = a_queued_text()
    sending.send_one(row.id, Network(Accepted("SM1", "queued")), now=DAY)
    delivery.report(str(row.id), "SM1", "delivered", None, now=DAY)
    with db.engine.connect() as elsewhere:
        elsewhere.exec_driver_sql("PRAGMA busy_timeout=1")
        with pytest.raises(OperationalError, match="locked"):
            elsewhere.execute(update(OutboundText).values(state="sent"))


def test_a_text_that_may_go_twice_does_not_go_for_ever(app):
    row, moment = a_queued_text("help"), DAY
    network = Network(*[NoAnswer() for _ in range(50)])
    while row.state != "parked":
        sending.send_one(row.id, network, now=moment)
        moment += timedelta(minutes=3)
        sending.settle(row.id, network, now=moment)
        assert row.state == "unknown"
        moment += timedelta(minutes=3)
        sending.settle(row.id, network, now=moment)
    assert len(network.took) == sending.SENDS


def test_answers_go_before_texts_that_nobody_waits_for(app):
    invitation = a_queued_text("invitation", now=DAY)
    answer = a_queued_text(now=DAY + timedelta(minutes=1), answers_text_at=DAY)
    assert outbox.due(now=DAY + timedelta(minutes=2)) == [answer.id, invitation.id]


def test_one_number_that_the_account_may_not_text_does_not_keep_everybody_waiting(app):
    """The network refuses one country with a code of the account; others go on."""
    barred = a_queued_text(answers_text_at=DAY)
    other = a_queued_text("invitation", now=DAY + timedelta(minutes=1))

    class Barring(Network):
        def send(self, text: TextOut) -> Accepted:
            if text.reference == str(barred.id):
                self.took.append(text)
                raise Refused("21408", Remedy.ACCOUNT)
            return super().send(text)

    network, moment = Barring(), DAY
    for _ in range(300):
        moment += timedelta(minutes=1)
        for row_id in outbox.due(now=moment)[:1]:
            sending.send_one(row_id, network, now=moment)
    assert (barred.state, other.state) == ("refused", "accepted")
    assert sender.state().paused_at is None
    assert len(network.took) <= 4
