"""A person answers a survey by text: in order, once, never trapped, and out at a word."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import asking, conversations, inbound, inbox, outbox, sending, times, work
from engage.extensions import db
from engage.models import (
    Answer,
    Conversation,
    InboundText,
    OutboundText,
    Response,
    TookPart,
)
from tests.factories import a_group, a_person, a_phone, a_survey, a_text, phone_of, texts_to


def the_response() -> Response:
    return db.session.scalars(select(Response)).one()


def values() -> dict[str, object]:
    return {a.question: a.value for a in db.session.scalars(select(Answer))}


def test_every_kind_of_question_is_answered_by_text(invited, say):
    needs = [{"value": "food", "label": "Food"}, {"value": "sleep", "label": "A bed"}]
    phone = invited(
        questions=[
            {"key": "worker", "kind": "yes_no", "wording": "Have you a key worker?"},
            {"key": "needs", "kind": "pick_several", "wording": "Which?", "options": needs},
            {"key": "nights", "kind": "number", "wording": "How many?", "unit": "nights"},
            {"key": "moved", "kind": "date", "wording": "Which day?", "when": "past"},
        ]
    )
    for said in ("yes", "dunno", "all of them", "12 nights", "yesterday"):
        say(phone, said)

    yesterday = times.today(times.now()) - timedelta(days=1)
    assert values() == {
        "worker": "dont_know",
        "needs": ["food", "sleep"],
        "nights": 12,
        "moved": yesterday.isoformat(),
    }
    assert "Food, A bed" in say(phone, "what did i say")[0]


def test_a_person_answers_three_questions_by_text(invited, say):
    phone = invited()
    assert "Which area" in say(phone, "yes pls")[0]
    assert "How safe" in say(phone, "sefton")[0]
    assert "What should change" in say(phone, " four.")[0]
    assert "That helps" in say(phone, "fix the locks")[0]

    response = the_response()
    assert response.borough == "sefton"
    assert response.finished_on is not None
    assert values()["safe"] == 4
    words = {a.question: a.words for a in response.answers}
    assert words["change"] == "fix the locks"


def test_no_question_is_answered_before_consent(invited, say):
    phone = invited()
    say(phone, "sefton")
    assert db.session.scalars(select(Response)).all() == []


def test_no_ends_it_kindly_and_nothing_more_is_asked(invited, say):
    phone = invited()
    assert "No problem" in say(phone, "no thanks")[0]
    assert db.session.scalars(select(Conversation)).one().state == "declined"


def test_a_yes_after_a_no_starts_after_all(invited, say):
    phone = invited()
    say(phone, "no")
    assert "Which area" in say(phone, "yes")[0]


def test_thanks_after_the_end_needs_no_reply_and_nobody_to_read_it(invited, say):
    phone = invited()
    for body in ("yes", "1", "2", "locks"):
        say(phone, body)
    assert say(phone, "ta x") == []
    assert db.session.scalars(select(InboundText)).all()[-1].outcome == "thanks"


def test_skip_moves_on_and_is_kept_as_skipped_not_as_words(invited, say):
    phone = invited()
    say(phone, "yes")
    say(phone, "skip")
    answer = db.session.scalars(select(Answer)).one()
    assert (answer.outcome, answer.value, answer.words) == ("skip", None, None)


def test_two_tries_to_understand_then_the_question_is_left(invited, say):
    phone = invited()
    say(phone, "yes")
    first = say(phone, "banana")[0]
    second = say(phone, "banana")[0]
    third = say(phone, "banana")[0]
    assert first != second
    assert "How safe" in third


def test_stop_ends_every_text_and_says_so_once(invited, say):
    phone = invited()
    say(phone, "yes")
    assert len(say(phone, "STOP")) == 1
    assert say(phone, "stop") == []
    assert say(phone, "hello?") == []
    assert db.session.scalars(select(Conversation)).one().state == "opted_out"
    assert not conversations.invite(a_survey("another"), phone, now=times.now())


def test_stop_is_never_an_answer(invited, say):
    phone = invited()
    for body in ("yes", "1", "2", "Stop."):
        say(phone, body)
    assert "change" not in values()


def test_stop_it_happening_again_is_an_answer(invited, say):
    phone = invited()
    for body in ("yes", "1", "2", "stop it happening again"):
        say(phone, body)
    words = {a.question: a.words for a in the_response().answers}
    assert words["change"] == "stop it happening again"


def test_start_lets_texts_come_again_but_no_old_survey(invited, say):
    phone = invited()
    say(phone, "STOP")
    assert len(say(phone, "START")) == 1
    db.session.refresh(phone)
    assert phone.stopped_at is None
    assert conversations.waiting_conversation(phone) is None


def test_help_says_who_we_are_and_the_survey_waits(invited, say):
    phone = invited()
    say(phone, "yes")
    assert "999" in say(phone, "HELP")[0]
    assert "How safe" in say(phone, "1")[0]


def test_texts_that_wait_for_someone_who_stops_are_called_off(invited, app):
    phone = invited()
    a_text(phone, "yes")
    a_text(phone, "STOP")

    while inbound.handle_oldest(phone.number_key, now=times.now()):
        pass
    for row in outbox.due(now=times.now()):
        sending.send_one(row, work.provider(), now=times.now())
    sent = [t.kind for t in texts_to(phone) if t.state == "delivered" and t.kind != "invitation"]
    assert sent == ["stop_confirmation"]


def test_a_word_on_a_poster_starts_a_survey_for_a_number_we_do_not_know(app, say):
    survey = a_survey(text_word="HOME")
    phone = a_phone()
    assert "YES to start" in say(phone, "home")[0]
    assert "Which area" in say(phone, "ok")[0]
    assert db.session.scalars(select(Conversation)).one().survey_id == survey.id


def test_the_same_survey_is_never_answered_twice_by_text(invited, say):
    phone = invited(text_word="HOME")
    for body in ("yes", "1", "2", "locks"):
        say(phone, body)
    assert "already" in say(phone, "HOME")[0]
    assert len(db.session.scalars(select(Response)).all()) == 1


def test_a_reply_after_the_survey_closed_is_told_so_and_kept(invited, say, app):
    phone = invited()
    survey = db.session.scalars(select(Conversation)).one().survey
    survey.closes_at = times.now() - timedelta(hours=1)
    db.session.commit()
    assert "closed" in say(phone, "yes")[0]
    kept = db.session.scalars(select(InboundText)).one()
    assert (kept.body, kept.outcome) == ("yes", "late")


def test_something_we_were_not_asking_for_goes_to_a_person(app, say):
    phone = phone_of(a_person())
    assert "A person will read this" in say(phone, "is the drop in on tomorrow")[0]
    assert db.session.scalars(select(InboundText)).one().outcome == "other"


def test_an_anonymous_survey_leaves_no_way_back_to_the_person(invited, say):
    phone = invited(anonymous=True)
    for body in ("yes", "1", "2", "my words"):
        say(phone, body)
    assert the_response().person_id is None
    conversation = db.session.scalars(select(Conversation)).one()
    assert conversation.response_id is None
    texts = db.session.scalars(select(InboundText)).all()
    assert {(text.body, text.outcome) for text in texts} == {(None, None)}
    assert conversation.asked_at == conversation.survey.opens_at
    days = (the_response().started_on, the_response().sent_on, the_response().finished_on)
    assert [day.weekday() for day in days if day] == [0, 0, 0]
    assert db.session.get(TookPart, (conversation.survey_id, phone.person_id)) is not None


def test_an_anonymous_survey_left_half_way_by_stop_keeps_no_way_back(invited, say):
    phone = invited(anonymous=True)
    for body in ("yes", "1", "STOP"):
        say(phone, body)
    assert db.session.scalars(select(Conversation)).one().response_id is None


@pytest.mark.parametrize("body", ["", " ", "\u200b\u202e", "x" * 1600, "🙂" * 200, "\x00\x01"])
def test_odd_texts_are_handled_and_kept(invited, say, body):
    phone = invited()
    say(phone, body)
    text = db.session.scalars(select(InboundText)).one()
    assert (text.state, text.body) == ("handled", body)


def test_a_reply_carries_thanks_and_the_next_question_in_one_text(invited, say):
    phone = invited()
    assert len(say(phone, "yes")) == 1
    assert len(say(phone, "3")) == 1
    assert db.session.scalars(select(OutboundText)).all() != []


def test_a_survey_that_has_closed_does_not_keep_a_phone_from_the_next_one(invited, drain):
    phone = invited()
    before = db.session.scalars(select(Conversation)).one()
    before.survey.closes_at = times.now() - timedelta(hours=1)
    group = a_group(phone.person)
    following = a_survey("following")
    db.session.commit()

    assert asking.begin(following, group, by=None, now=times.now()) == 1
    db.session.commit()
    drain()
    assert before.state == "closed"
    after = conversations.waiting_conversation(phone)
    assert after is not None
    assert after.survey_id == following.id


def test_a_word_on_a_poster_starts_its_survey_though_an_older_one_was_left(invited, say, app):
    phone = invited()
    db.session.scalars(select(Conversation)).one().survey.closes_at = times.now()
    a_survey("following", text_word="HOME")
    db.session.commit()
    assert "YES to start" in say(phone, "HOME")[0]


def test_a_reply_after_the_survey_closed_is_there_for_a_person_as_we_promised(invited, say, app):
    phone = invited()
    db.session.scalars(select(Conversation)).one().survey.closes_at = times.now()
    db.session.commit()
    assert "A person will still read your text" in say(phone, "the hob is broken")[0]
    waiting = inbox.page("waiting", 1, me=uuid.uuid4()).rows
    assert [(row.why, row.words) for row in waiting] == [("late", "the hob is broken")]


def test_a_number_that_did_not_work_works_again_once_it_texts_us(app, say):
    phone = phone_of(a_person())
    phone.unusable_since = times.now()
    db.session.commit()
    assert say(phone, "hello") != []
    db.session.refresh(phone)
    assert phone.unusable_since is None
