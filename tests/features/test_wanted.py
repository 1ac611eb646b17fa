"""What may go now: the hours of each kind, stops and limits looked at twice (W7, W11, W14)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from engage import conversations, sending, threads, times, wanted
from engage.extensions import db
from engage.models import Conversation, OutboundText
from tests.conftest import settings_for
from tests.factories import a_person, a_phone, a_survey, phone_of
from tests.features.networks import DAY, NIGHT, Network, a_queued_text

HOUR = timedelta(hours=1)


@pytest.fixture
def settings(tmp_path):
    """Texts go from 9am to 8pm, and ask something from 10am to 6pm on weekdays."""
    return settings_for(
        tmp_path,
        text_from=time(9),
        text_until=time(20),
        ask_from=time(10),
        ask_until=time(18),
        ask_at_weekends=False,
    )


def london(*parts: int) -> datetime:
    year, month, day, hour, minute, *seconds = parts
    return times.from_local(datetime(year, month, day, hour, minute, sum(seconds)))


def goes(row: OutboundText, moment: datetime) -> bool:
    network = Network()
    sending.send_one(row.id, network, now=moment)
    return bool(network.took)


@pytest.mark.parametrize(
    "kind,moment,may",
    [
        ("reply", (2026, 6, 3, 8, 59, 59), False),
        ("reply", (2026, 6, 3, 9, 0, 0), True),
        ("reply", (2026, 6, 3, 19, 59, 59), True),
        ("reply", (2026, 6, 3, 20, 0, 0), False),
        ("staff", (2026, 6, 3, 20, 0, 0), False),
        ("reply", (2026, 6, 6, 10, 0, 0), True),
        ("invitation", (2026, 6, 3, 9, 59, 59), False),
        ("invitation", (2026, 6, 3, 10, 0, 0), True),
        ("nudge", (2026, 6, 3, 17, 59, 59), True),
        ("nudge", (2026, 6, 3, 18, 0, 0), False),
        ("invitation", (2026, 6, 6, 12, 0, 0), False),
        ("nudge", (2026, 6, 7, 12, 0, 0), False),
        ("signpost", (2026, 6, 3, 3, 0, 0), True),
        ("stop_confirmation", (2026, 6, 3, 3, 0, 0), True),
        ("on_call", (2026, 6, 3, 3, 0, 0), True),
        ("help", (2026, 6, 3, 3, 0, 0), False),
        # The clocks go forward on 29 March 2026 and back on 25 October 2026, both Sundays.
        ("reply", (2026, 3, 29, 8, 59, 59), False),
        ("reply", (2026, 3, 29, 9, 0, 0), True),
        ("reply", (2026, 3, 29, 20, 0, 0), False),
        ("reply", (2026, 10, 25, 8, 59, 59), False),
        ("reply", (2026, 10, 25, 9, 0, 0), True),
        ("reply", (2026, 10, 25, 20, 0, 0), False),
        ("invitation", (2026, 3, 30, 10, 0, 0), True),
        ("invitation", (2026, 10, 26, 9, 59, 59), False),
    ],
)
def test_w14_each_kind_keeps_to_its_hours_to_the_second(app, kind, moment, may):
    moment = london(*moment)
    assert goes(a_queued_text(kind, now=moment), moment) == may


@pytest.mark.parametrize(
    "kind,asked,opening",
    [
        ("reply", (2026, 6, 3, 20, 0), (2026, 6, 4, 9, 0)),
        ("invitation", (2026, 6, 5, 18, 0), (2026, 6, 8, 10, 0)),
        ("reply", (2026, 3, 28, 21, 0), (2026, 3, 29, 9, 0)),
        ("reply", (2026, 10, 24, 23, 0), (2026, 10, 25, 9, 0)),
        ("nudge", (2026, 10, 24, 12, 0), (2026, 10, 26, 10, 0)),
    ],
)
def test_w14_a_text_outside_its_hours_waits_for_the_next_and_spends_no_try(
    app, kind, asked, opening
):
    row = a_queued_text(kind, now=london(*asked))
    assert not goes(row, london(*asked))
    assert (row.state, row.attempts, row.not_before) == ("queued", 0, london(*opening))


@pytest.mark.parametrize(
    "kind,moment,seconds",
    [
        ("reply", (2026, 6, 3, 19, 50), 600),
        ("nudge", (2026, 6, 3, 17, 30), 1800),
        ("reply", (2026, 6, 3, 9, 0), 36_000),
        ("signpost", (2026, 6, 3, 19, 50), 36_000),
        ("reply", (2026, 10, 25, 19, 50), 600),
    ],
)
def test_w14_the_network_gives_up_before_the_quiet_hours_begin(app, kind, moment, seconds):
    row = a_queued_text(kind, now=london(*moment))
    assert wanted.good_for(row, now=london(*moment)) == seconds


def test_an_answer_in_the_night_is_good_for_what_is_left_of_ten_minutes(app):
    row = a_queued_text(now=NIGHT, answers_text_at=NIGHT)
    assert wanted.good_for(row, now=NIGHT + timedelta(minutes=4)) == 360
    assert wanted.good_for(row, now=NIGHT + timedelta(minutes=10)) == 60


@pytest.mark.parametrize(
    "kind,may",
    [
        ("stop_confirmation", True),
        ("wrong_number", True),
        ("reply", False),
        ("signpost", False),
        ("staff", False),
        ("reminder", False),
    ],
)
def test_somebody_who_stopped_gets_last_words_and_nothing_else(app, kind, may):
    row = a_queued_text(kind)
    row.phone.stopped_at = DAY
    db.session.commit()
    assert goes(row, DAY) == may


def test_w7_a_stop_that_comes_after_the_claim_is_still_in_time(app, monkeypatch):
    row, network, look = a_queued_text(), Network(), wanted.look
    looks: list[str] = []

    def look_and_then_a_stop_comes(text, *, now):
        verdict = look(text, now=now)
        looks.append(text.state)
        if len(looks) == 1:
            text.phone.stopped_at = now
        return verdict

    monkeypatch.setattr(wanted, "look", look_and_then_a_stop_comes)
    assert sending.send_one(row.id, network, now=DAY) == "suppressed"
    assert looks == ["queued", "claimed"]
    assert (network.took, row.attempts) == ([], 0)


def test_a_session_called_off_after_the_claim_is_seen_too(app, monkeypatch):
    row, network = a_queued_text(), Network()
    verdicts = iter([wanted.GO, wanted.Verdict(wait_until=DAY + HOUR)])
    monkeypatch.setattr(wanted, "look", lambda _row, *, now: next(verdicts))
    assert sending.send_one(row.id, network, now=DAY) == "queued"
    assert (network.took, row.not_before, row.attempts) == ([], DAY + HOUR, 0)


class TestASurvey:
    """Texts that ask something for a survey."""

    @pytest.fixture
    def conversation(self, app) -> Conversation:
        survey, phone = a_survey(), phone_of(a_person())
        survey.opens_at = DAY - timedelta(days=1)
        survey.closes_at = DAY + timedelta(days=7)
        conversation = conversations.open_for(survey, phone, now=DAY)
        conversation.state, conversation.question = "asking", "area"
        db.session.commit()
        return conversation

    def asks(self, conversation: Conversation, kind: str = "question", **given) -> OutboundText:
        given = {"question": "area", **given}
        return a_queued_text(
            kind, phone=conversation.phone, conversation_id=conversation.id, **given
        )

    def test_a_question_goes_while_it_is_the_one_to_answer(self, conversation):
        assert goes(self.asks(conversation), DAY)

    @pytest.mark.parametrize("kind", ["question", "nudge", "invitation"])
    def test_w11_nothing_is_asked_once_the_survey_has_closed(self, conversation, kind):
        row = self.asks(conversation, kind)
        conversation.survey.closes_at = DAY
        db.session.commit()
        assert not goes(row, DAY)
        assert row.state == "suppressed"

    @pytest.mark.parametrize("state", ["completed", "declined", "opted_out", "closed"])
    def test_w11_nothing_is_asked_once_the_conversation_is_over(self, conversation, state):
        row = self.asks(conversation)
        conversation.state = state
        db.session.commit()
        assert not goes(row, DAY)
        assert row.state == "suppressed"

    def test_w11_nobody_who_has_begun_is_asked_whether_they_got_the_invitation(self, conversation):
        row = self.asks(conversation, "nudge", question=None)
        assert not goes(row, DAY)
        assert row.state == "suppressed"

    def test_w11_a_question_is_not_asked_once_it_has_been_answered_elsewhere(self, conversation):
        row = self.asks(conversation)
        conversation.question = "safe"
        db.session.commit()
        assert not goes(row, DAY)
        assert row.state == "suppressed"

    def test_w11_an_invitation_is_not_sent_to_somebody_who_has_begun(self, conversation):
        row = self.asks(conversation, "invitation", question=None)
        assert not goes(row, DAY)
        assert row.state == "suppressed"

    def test_a_question_asked_again_since_goes_once(self, conversation):
        old = self.asks(conversation)
        new = self.asks(conversation, now=DAY + timedelta(minutes=1))
        assert not goes(old, DAY + HOUR)
        assert old.state == "suppressed"
        assert goes(new, DAY + HOUR)

    @pytest.mark.parametrize("kind,may", [("question", False), ("nudge", False), ("staff", True)])
    def test_while_a_person_has_taken_over_only_they_text(self, conversation, kind, may):
        row = self.asks(conversation, kind)
        threads.hold(conversation.phone, None, now=DAY)
        db.session.commit()
        assert goes(row, DAY) == may
        assert may or (row.state, row.not_before) == ("queued", DAY + wanted.LOOKED_AT_AGAIN)

    def test_what_waited_goes_when_they_hand_back(self, conversation):
        row = self.asks(conversation)
        threads.hold(conversation.phone, None, now=DAY)
        assert not goes(row, DAY)
        threads.hand_back(conversation.phone)
        assert goes(row, DAY + wanted.LOOKED_AT_AGAIN)

    @pytest.mark.parametrize("kind,may", [("nudge", False), ("question", False), ("reply", True)])
    def test_somebody_who_asked_for_a_pause_is_asked_nothing_until_it_is_over(
        self, conversation, kind, may
    ):
        until = DAY + timedelta(days=1)
        row = self.asks(conversation, kind)
        conversation.phone.paused_until = until
        db.session.commit()
        assert goes(row, DAY) == may
        assert may or row.not_before == until

    def test_somebody_who_wants_sessions_only_gets_no_survey_unasked(self, conversation):
        conversation.phone.wants = "sessions"
        rows = [self.asks(conversation, "nudge"), a_queued_text("invitation", phone=a_phone())]
        rows[1].phone.wants = "sessions"
        db.session.commit()
        assert [goes(row, DAY) for row in rows] == [False, True]
        assert rows[0].state == "suppressed"


def unasked(phone, count: int, *, first: datetime = DAY) -> list[OutboundText]:
    """Invitations to one phone, an hour between each, delivered at once."""
    rows = []
    for number in range(count):
        moment = first + number * HOUR
        rows.append(a_queued_text("invitation", now=moment, phone=phone))
        sending.send_one(rows[-1].id, Network(status="delivered"), now=moment)
    return rows


def test_three_texts_a_week_that_nobody_asked_for_and_the_fourth_waits_for_room(app):
    rows = unasked(phone_of(a_person()), 4)
    assert [row.state for row in rows] == ["delivered"] * 3 + ["queued"]
    assert rows[3].not_before == DAY + timedelta(days=7)
    assert goes(rows[3], DAY + timedelta(days=7))


def test_the_limit_is_for_the_person_over_all_their_phones(app):
    person = a_person()
    unasked(phone_of(person), 3)
    other = a_queued_text("nudge", now=DAY + 4 * HOUR, phone=a_phone(person=person))
    assert not goes(other, DAY + 4 * HOUR)
    assert goes(a_queued_text("nudge", now=DAY), DAY)


def test_somebody_who_asked_for_fewer_gets_one_a_week(app):
    phone = a_phone()
    phone.wants = "fewer"
    assert [row.state for row in unasked(phone, 2)] == ["delivered", "queued"]


def test_a_text_that_did_not_arrive_does_not_count_nor_does_an_answer(app):
    phone = phone_of(a_person())
    rows = unasked(phone, 3)
    rows[0].state = "undelivered"
    db.session.commit()
    assert goes(a_queued_text("reply", phone=phone), DAY + 3 * HOUR)
    later = DAY + 4 * HOUR
    assert goes(a_queued_text("nudge", now=later, phone=phone), later)


@pytest.mark.parametrize("days,state", [(1, "delivered"), (2, "expired")])
def test_an_answer_that_waited_for_two_days_is_no_answer_any_more(app, days, state):
    row = a_queued_text(answers_text_at=DAY)
    network = Network(status="delivered")
    assert sending.send_one(row.id, network, now=DAY + timedelta(days=days)) == state


def test_the_morning_of_both_hours_is_the_later_one():
    hours = (times.Hours(time(9), time(20)), times.Hours(time(10), time(18), weekdays_only=True))
    saturday = datetime(2026, 6, 6, 11, tzinfo=UTC)
    assert wanted.next_opening(hours, saturday) == london(2026, 6, 8, 10, 0)
