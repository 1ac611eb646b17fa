"""What is kept, for how long, and that it is let go in time and not before."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import (
    answering,
    checking_in,
    conversations,
    outbox,
    retention,
    session_invites,
    times,
    work,
)
from engage.extensions import db
from engage.models import (
    Answer,
    AuditEvent,
    Conversation,
    DeliveryReport,
    InboundText,
    NotesInHand,
    OutboundText,
    Person,
    Phone,
    Statement,
    Throttle,
    Tick,
)
from engage.outbox import Draft
from engage.retention import RULES, personal_columns
from surveys.progress import Given
from surveys.reading import Outcome
from tests.factories import a_person, a_phone, a_session, a_survey, a_text, phone_of

NOW = times.now()


def days_ago(days: float):
    return NOW - timedelta(days=days)


def sweep() -> None:
    retention.sweep(now=NOW)
    db.session.commit()
    db.session.expire_all()


def an_answer(*, closed_days_ago: float | None, reading: str = "done") -> Answer:
    """Somebody's words in a survey that closed so long ago, or that stays open."""
    survey = a_survey()
    response = answering.start(survey, "web", now=NOW, person=a_person())
    given = Given("change", Outcome.ANSWER_TEXT, words="the locks, says Kev")
    answer = answering.record(response, given, now=NOW)
    answer.reading = reading
    answer.statements = [Statement(id=uuid.uuid4(), position=0, text="the locks, says [name]")]
    survey.closes_at = None if closed_days_ago is None else days_ago(closed_days_ago)
    db.session.commit()
    return answer


def a_sent_text(created_days_ago: float, *, state: str = "delivered") -> OutboundText:
    draft = Draft(a_phone(), "Hello", "reply", uuid.uuid4().hex)
    outbox.queue(draft, now=days_ago(created_days_ago))
    db.session.commit()
    row = db.session.scalars(select(OutboundText).filter_by(dedupe_key=draft.dedupe_key)).one()
    row.state = state
    db.session.commit()
    return row


def test_every_personal_column_has_a_rule_that_there_is():
    assert [column for column in personal_columns() if column[2] not in RULES] == []
    assert len(personal_columns()) > 10


def test_what_time_ends_is_what_the_sweep_lets_go():
    timed = {f"{table}.{name}" for table, name, keep in personal_columns() if RULES[keep].days}
    assert timed == {
        "inbound_text.number",
        "inbound_text.body",
        "outbound_text.number",
        "outbound_text.body",
        "invitation.words",
        "invitation.needs",
        "invitation.rsvp_key",
        "access_need.need",
        "access_need.note",
        "session.peer_lead",
        "session.debrief",
        "notes_in_hand.lines",
        "notes_in_hand.found",
        "payment.kind",
        "voucher.code",
        "voucher.code_key",
        "answer.words",
        "pseudonym.name",
        "pseudonym.name_key",
        "throttle.key",
        "thread_note.words",
        "alert.done",
        "hear_back.number",
        "hear_back.number_key",
    }


@pytest.mark.parametrize("days,kept", [(1, True), (89.9, True), (90.1, False), (400, False)])
def test_words_and_number_of_a_text_that_came_are_kept_for_90_days(app, days, kept):
    a_text(phone_of(a_person()), "hello", now=days_ago(days))
    sweep()
    text = db.session.scalars(select(InboundText)).one()
    assert (text.body is not None, text.number is not None) == (kept, kept)
    assert text.sid


@pytest.mark.parametrize("days,kept", [(89.9, True), (90.1, False)])
def test_words_and_number_of_a_text_that_went_are_kept_for_90_days(app, days, kept):
    row = a_sent_text(days)
    sweep()
    assert (row.body is not None, row.number is not None) == (kept, kept)
    assert row.state == "delivered"


def test_a_text_that_waits_to_go_keeps_its_words(app):
    row = a_sent_text(91, state="queued")
    sweep()
    assert row.body == "Hello"


@pytest.mark.parametrize("days,kept", [(89.9, True), (90.1, False)])
def test_reports_are_kept_as_long_as_the_texts(app, days, kept):
    db.session.add(DeliveryReport(sid="SM1", status="sent", received_at=days_ago(days)))
    sweep()
    assert bool(db.session.scalars(select(DeliveryReport)).all()) is kept


@pytest.mark.parametrize(
    "closed_days_ago,kept", [(None, True), (-7, True), (1, True), (179.9, True), (180.1, False)]
)
def test_words_as_they_came_are_kept_until_180_days_after_the_survey_closed(
    app, closed_days_ago, kept
):
    answer = an_answer(closed_days_ago=closed_days_ago)
    sweep()
    assert (answer.words is not None) is kept
    assert [statement.text for statement in answer.statements] == ["the locks, says [name]"]


@pytest.mark.parametrize("reading", ["waiting", "reading", "held"])
def test_words_that_nobody_has_read_yet_are_not_let_go(app, reading):
    answer = an_answer(closed_days_ago=400, reading=reading)
    sweep()
    assert answer.words == "the locks, says Kev"


def test_people_are_kept_until_they_ask_to_be_forgotten(app):
    a_person("Kev")
    retention.sweep(now=NOW + timedelta(days=4000))
    db.session.commit()
    assert db.session.scalars(select(Person.first_name)).all() == ["Kev"]
    assert len(db.session.scalars(select(Phone)).all()) == 1


@pytest.mark.parametrize("days,kept", [(729, True), (731, False)])
def test_who_did_what_is_kept_for_two_years(app, days, kept):
    db.session.add(AuditEvent(at=days_ago(days), what="signed in", subject="1"))
    sweep()
    assert bool(db.session.scalars(select(AuditEvent)).all()) is kept


@pytest.mark.parametrize("windows,kept", [(0, True), (1, True), (2, False), (200, False)])
def test_counts_of_tries_are_forgotten_after_half_an_hour(app, windows, kept):
    present = int(NOW.timestamp() // 900)
    db.session.add(Throttle(key="x", window=present - windows, tries=1))
    sweep()
    assert bool(db.session.scalars(select(Throttle)).all()) is kept


def test_the_daily_sweep_does_it_all_and_forgets_old_ticks(app):
    a_text(phone_of(a_person()), "hello", now=days_ago(91))
    db.session.add(Tick(job="texts", slot=int(days_ago(3).timestamp())))
    db.session.add(Tick(job="texts", slot=int(days_ago(1).timestamp())))
    db.session.commit()
    work.sweep_retention()
    db.session.expire_all()
    assert db.session.scalars(select(InboundText.body)).all() == [None]
    assert len(db.session.scalars(select(Tick)).all()) == 1


def test_what_was_let_go_is_gone_from_the_file(app, settings):
    a_text(phone_of(a_person()), "hello", now=days_ago(91))
    sealed = db.session.connection().exec_driver_sql("SELECT body FROM inbound_text").scalar_one()
    db.session.rollback()
    file = settings.instance / "engage.sqlite"

    def on_disk() -> bool:
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return sealed in file.read_bytes()

    assert on_disk()
    sweep()
    db.session.rollback()
    assert not on_disk()


@pytest.mark.parametrize("days,kept", [(-9, True), (89, True), (91, False)])
def test_what_people_need_at_a_session_is_kept_until_90_days_after_it(app, days, kept):
    session, person = a_session(), a_person()
    session_invites.invite(session, [phone_of(person)], now=NOW)
    session.invitations[0].words = "yes but no stairs"
    ended = times.local(days_ago(days)).replace(tzinfo=None)
    session.starts_local, session.ends_local = ended - timedelta(hours=2), ended
    sweep()
    assert (session.invitations[0].words is not None) is kept


@pytest.mark.parametrize("days,kept", [(29, True), (31, False)])
def test_half_a_set_of_answers_in_an_anonymous_survey_is_cut_loose_after_a_month(app, days, kept):
    survey = a_survey(anonymous=True)
    phone = phone_of(a_person())
    conversations.invite(survey, phone, now=NOW)
    conversation = db.session.scalars(select(Conversation)).one()
    response = answering.start(survey, "text", now=NOW, person=phone.person)
    conversation.state, conversation.response_id = "asking", response.id
    conversation.asked_at = days_ago(days)
    sweep()
    assert (conversation.response_id is not None) is kept


def test_what_was_told_back_and_where_they_were_go_with_half_a_set_of_answers(app):
    conversations.invite(a_survey(anonymous=True), phone_of(a_person()), now=NOW)
    conversation = db.session.scalars(select(Conversation)).one()
    conversation.state, conversation.question, conversation.asked_at = (
        "asking",
        "area",
        days_ago(31),
    )
    told = a_sent_text(31)
    told.kind, told.conversation_id = "what_you_said", conversation.id
    db.session.commit()
    sweep()
    left = [told.body, conversation.question, conversation.nudge_at]
    assert not any(left)


def test_what_a_text_was_marked_with_is_kept_no_longer_than_its_words(app):
    a_text(phone_of(a_person()), "hello", now=days_ago(91))
    text = db.session.scalars(select(InboundText)).one()
    text.flags = ["danger"]
    sweep()
    assert text.flags is None


def test_what_was_let_go_is_not_written_again_every_day(app):
    a_text(phone_of(a_person()), "hello", now=days_ago(91))
    a_sent_text(91)
    an_answer(closed_days_ago=400)
    sweep()

    def changes() -> int:
        return db.session.connection().exec_driver_sql("SELECT total_changes()").scalar_one()

    before = changes()
    retention.sweep(now=NOW)
    assert changes() == before


@pytest.mark.parametrize("days,kept", [(6.9, True), (7.1, False)])
def test_notes_that_nobody_saved_are_kept_a_week(app, days, kept):
    typed = [{"question": "change", "said": "Kev wants a lock", "people": 1}]
    notes = NotesInHand(session_id=a_session().id, lines=typed, handed_in_at=days_ago(days))
    db.session.add(notes)
    db.session.commit()
    sweep()
    assert bool(db.session.scalars(select(NotesInHand)).all()) is kept


@pytest.mark.parametrize(
    "days,has_phone,kept", [(89, False, True), (91, False, False), (91, True, True)]
)
def test_the_name_of_somebody_who_walked_in_goes_with_what_was_needed(app, days, has_phone, kept):
    session = a_session(starts_in=timedelta(days=1))
    checking_in.walk_in(session, uuid.uuid4(), "Kev", anyway=False, now=NOW)
    person = session.invitations[0].person
    if has_phone:
        a_phone(person=person)
    session.starts_local -= timedelta(days=days + 1)
    session.ends_local -= timedelta(days=days + 1)
    db.session.commit()
    sweep()
    assert (person.first_name is not None) is kept
