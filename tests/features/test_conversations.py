"""What a text leads to beyond a plain answer: parts, late texts, pausing, deleting, silence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engage import (
    asked_of_us,
    conversations,
    inbound,
    outbox,
    replying,
    times,
    turns,
    work,
)
from engage.extensions import db
from engage.models import (
    Alert,
    Answer,
    Consent,
    InboundText,
    Phone,
    Response,
    Thread,
)
from surveys.progress import State
from tests.conftest import settings_for
from tests.factories import DEFINITION, a_person, a_phone, a_survey, a_text, phone_of, texts_to
from tests.texted import conversation, value, words

GATHER = timedelta(seconds=20)
WORDS_FIRST = [DEFINITION["questions"][2], *DEFINITION["questions"][:2]]


@pytest.fixture
def settings(tmp_path):
    """A service that waits for the rest of an answer."""
    return settings_for(tmp_path, gather_seconds=20)


def handle(phone: Phone, *, at=None) -> None:
    while inbound.handle_oldest(phone.number_key, now=at or times.now()):
        pass


def go_on(*, at) -> None:
    for one in turns.gathered(now=at):
        turns.go_on_after_gathering(one, now=at)
        db.session.commit()


def last_words(phone: Phone) -> str:
    db.session.expire_all()
    return texts_to(phone)[-1].body or ""


def test_an_answer_in_own_words_waits_for_the_rest_of_it(asked):
    phone = asked(questions=WORDS_FIRST)
    before = len(texts_to(phone))
    a_text(phone, "the heating")
    handle(phone)
    go_on(at=times.now())
    assert len(texts_to(phone)) == before

    go_on(at=times.now() + GATHER)
    assert "Which area" in last_words(phone)


def test_parts_that_come_within_the_time_are_one_answer_in_order(asked):
    phone = asked(questions=WORDS_FIRST)
    for body in ("(2/2) and no hot water", "(1/2) The heating is broken"):
        a_text(phone, body)
        handle(phone)
    assert words("change") == "The heating is broken and no hot water"


def test_going_on_happens_once_however_often_it_is_tried(asked):
    phone = asked(questions=WORDS_FIRST)
    a_text(phone, "the heating")
    handle(phone)
    before = len(texts_to(phone))
    later = times.now() + GATHER
    for _ in range(3):
        go_on(at=later)
        turns.go_on_after_gathering(conversation().id, now=later)
        db.session.commit()
    assert len(texts_to(phone)) == before + 1


def test_who_went_back_and_answered_again_is_asked_what_comes_next_again(asked):
    phone = asked(questions=WORDS_FIRST)
    for body in ("the heating", "BACK", "the heating and the door"):
        a_text(phone, body)
        handle(phone)
        go_on(at=times.now() + GATHER)
    asked_for_area = [text for text in texts_to(phone) if "Which area" in (text.body or "")]
    assert (conversation().question, len(asked_for_area)) == ("area", 2)


def test_going_on_late_is_no_answer_to_a_text_of_hours_ago(asked):
    phone = asked(questions=WORDS_FIRST)
    a_text(phone, "the heating")
    handle(phone)
    go_on(at=times.now() + timedelta(hours=6))
    answered = texts_to(phone)[-1].answers_text_at
    assert answered is not None
    assert answered <= times.now()


def test_a_text_that_came_before_the_next_question_was_sent_is_for_the_one_before(asked):
    phone = asked()
    a_text(phone, "halton")
    handle(phone)
    a_text(phone, "2")
    handle(phone)
    assert (value("area"), value("safe")) == ("knowsley", None)
    assert conversation().question == "safe"


def test_words_that_came_too_early_for_the_next_question_are_kept_beside_the_one_before(asked):
    phone = asked()
    for body in ("halton", "but I grew up in Bootle"):
        a_text(phone, body)
        handle(phone)
    assert (value("area"), words("area")) == ("halton", "but I grew up in Bootle")
    assert value("safe") is None


def test_the_same_words_at_once_are_one_answer_and_both_are_kept(asked):
    phone = asked()
    a_text(phone, "2")
    a_text(phone, "2")
    handle(phone)
    outcomes = [text.outcome for text in db.session.scalars(select(InboundText))]
    assert outcomes[-2:] == ["answer", "ignore"]
    assert (value("area"), value("safe")) == ("knowsley", None)


def test_one_consent_is_kept_with_the_words_they_said_yes_to(asked):
    asked()
    consent = db.session.scalars(select(Consent)).one()
    assert consent.given
    assert "STOP" in consent.wording


def test_deleting_takes_the_answers_and_the_texts_they_came_in(asked, drain):
    phone = asked(said=("yes", "halton", "3"))
    a_text(phone, "DELETE")
    drain()
    assert "deleted" in last_words(phone)
    assert db.session.scalar(select(func.count()).select_from(Response)) == 0
    assert conversation().state == State.WITHDRAWN
    bodies = [text.body for text in db.session.scalars(select(InboundText))]
    assert bodies == [None, None, None, "DELETE"]


def test_nobody_is_asked_again_after_they_deleted_their_answers(asked, drain):
    phone = asked(said=("yes", "halton"))
    a_text(phone, "DELETE")
    drain()
    survey = conversation().survey
    assert not conversations.invite(survey, phone, now=times.now())


def test_a_question_about_the_service_is_told_to_a_person_and_ours_stays_open(asked, drain):
    phone = asked(said=("yes", "is this free?"))
    assert "A person will get back" in last_words(phone)
    thread = db.session.scalar(select(Thread).where(Thread.phone_id == phone.id))
    assert thread is not None
    assert thread.why == "staff_review"
    a_text(phone, "halton")
    drain()
    assert db.session.scalar(select(Answer.value)) == "halton"


def test_a_wrong_number_is_let_go_of_and_told_nothing_of_the_survey(asked, drain):
    phone = asked()
    a_text(phone, "wrong number")
    drain()
    db.session.refresh(phone)
    assert (phone.person_id, phone.stopped_by) == (None, "wrong_number")
    assert "accommodation" not in last_words(phone).lower()
    assert [t.state for t in texts_to(phone)][-1] == "delivered"
    thread = db.session.get(Thread, phone.id)
    assert thread is not None
    assert thread.why == "wrong_number"


def test_asking_to_be_rung_reaches_a_person_and_keeps_the_question_open(asked, drain):
    phone = asked()
    a_text(phone, "call me please")
    drain()
    thread = db.session.get(Thread, phone.id)
    assert thread is not None
    assert thread.why == "callback"
    a_text(phone, "wirral")
    drain()
    assert value("area") == "wirral"


def test_somebody_who_asks_something_first_is_not_told_we_did_not_follow(app, drain):
    phone = phone_of(a_person())
    conversations.invite(a_survey(), phone, now=times.now())
    db.session.commit()
    a_text(phone, "do i get paid for it")
    drain()
    assert "A person will get back to you" in last_words(phone)
    thread = db.session.get(Thread, phone.id)
    assert thread is not None
    assert thread.why == "staff_review"
    a_text(phone, "yes then")
    drain()
    assert "Which area" in last_words(phone)


def test_later_is_neither_a_no_nor_a_skip(asked, drain):
    phone = asked()
    a_text(phone, "later")
    drain()
    assert (conversation().state, conversation().held_because) == ("held", "later")
    a_text(phone, "sefton")
    drain()
    assert value("area") == "sefton"


def test_danger_holds_the_survey_keeps_the_answer_and_tells_a_person(asked, drain):
    phone = asked(questions=WORDS_FIRST)
    a_text(phone, "i want to die")
    drain()
    assert (conversation().state, conversation().held_because) == ("held", "safeguarding")
    assert "116 123" in last_words(phone)
    assert db.session.scalars(select(Alert)).one().text_id is not None
    assert db.session.scalars(select(Answer.reading)).one() == "held"

    before = len(texts_to(phone))
    for _ in range(3):
        a_text(phone, "you there?")
        drain()
    assert len(texts_to(phone)) == before + 1


def test_danger_is_heard_in_an_opt_out_and_both_are_done(asked, drain):
    phone = asked()
    phone_id = phone.id
    a_text(phone, "stop texting me i want to die")
    drain()
    assert db.session.scalars(select(Alert)).one().phone_id == phone_id
    assert len(db.session.scalars(select(Alert)).all()) == 1


def test_somebody_in_danger_who_has_stopped_is_not_texted_but_a_person_is_told(asked, drain):
    phone = asked()
    a_text(phone, "STOP")
    drain()
    before = len(texts_to(phone))
    a_text(phone, "i want to die")
    drain()
    assert len(texts_to(phone)) == before
    assert len(db.session.scalars(select(Alert)).all()) == 1


def test_while_a_person_writes_nothing_is_answered_and_stop_still_works(asked, drain):
    phone = asked()
    sam = None
    from_engage = times.now()
    db.session.add(Thread(phone_id=phone.id, held_since=from_engage, held_by=sam))
    db.session.commit()
    before = len(texts_to(phone))
    a_text(phone, "wirral")
    drain()
    assert len(texts_to(phone)) == before
    assert value("area") is None
    a_text(phone, "STOP")
    drain()
    db.session.refresh(phone)
    assert phone.stopped_at is not None


def test_handed_back_the_question_is_asked_again(asked, drain):
    phone = asked()
    db.session.add(Thread(phone_id=phone.id, held_since=times.now()))
    db.session.commit()
    assert replying.hand_back(phone, now=times.now())
    db.session.commit()
    drain()
    assert "Which area" in last_words(phone)


def test_a_text_found_hours_late_is_answered_with_an_apology(asked):
    phone = asked()
    a_text(phone, "wirral", now=times.now() - timedelta(hours=3))
    text = db.session.scalars(select(InboundText).order_by(InboundText.id.desc())).first()
    assert text is not None
    text.swept = True
    db.session.commit()
    handle(phone)
    assert last_words(phone).startswith("Sorry, we only just saw your text.")


@pytest.mark.parametrize(
    "body, wants, paused", [("fewer texts please", "fewer", False), ("PAUSE", "all", True)]
)
def test_asking_for_less_is_kept_for_the_phone(asked, drain, body, wants, paused):
    phone = asked()
    a_text(phone, body)
    drain()
    db.session.refresh(phone)
    assert (phone.wants, phone.paused_until is not None) == (wants, paused)


def test_sessions_only_ends_the_survey_and_no_other_is_asked(asked, drain):
    phone = asked()
    a_text(phone, "SESSIONS ONLY")
    drain()
    assert conversation().state == State.DECLINED
    db.session.refresh(phone)
    assert phone.wants == "sessions"


def test_every_request_has_something_done_about_it():
    from_survey = {"opt_out", "opt_in", "back"}
    done = {request.value for request in asked_of_us.ANSWERED}
    everything = {request.value for request in type(next(iter(asked_of_us.ANSWERED)))}
    assert everything - done == from_survey


def test_a_number_we_do_not_know_is_never_made_a_person_by_a_stray_text(app, drain):
    phone = a_phone()
    a_text(phone, "is the drop in on")
    drain()
    db.session.refresh(phone)
    assert phone.person_id is None
    thread = db.session.get(Thread, phone.id)
    assert thread is not None
    assert thread.why == "unknown"


def test_what_is_sent_after_a_wait_is_nudged_when_the_wait_is_over(asked):
    phone = asked(questions=WORDS_FIRST)
    a_text(phone, "heating")
    handle(phone)
    assert conversation().gather_until is not None
    assert outbox.due(now=times.now()) == []
    assert work.TASKS["texts.go_on"] is work.go_on


def test_delete_takes_away_what_was_told_back_as_well(asked, drain):
    phone = asked(said=("yes", "halton"))
    for body in ("what did i say", "DELETE"):
        a_text(phone, body)
        drain()
    told = [text.body for text in texts_to(phone) if text.kind == "what_you_said"]
    assert told == [None]
