"""What happens to the question in hand when something else comes between: nothing is asked twice,
no words are lost, and nobody is left waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from engage import (
    conversations,
    replying,
    session_invites,
    silences,
    staff,
    threads,
    times,
    to_the_web,
    turns,
)
from engage.extensions import db
from engage.models import Answer, Conversation, Phone, Response, Survey
from tests.conftest import settings_for
from tests.factories import (
    DEFINITION,
    a_person,
    a_phone,
    a_session,
    a_survey,
    a_text,
    phone_of,
)
from tests.factories import texts_to as rows_to

WORDS_FIRST = [DEFINITION["questions"][2], *DEFINITION["questions"][:2]]
NEXT = "Which area"


@pytest.fixture
def settings(tmp_path):
    """A service that waits for the rest of an answer."""
    return settings_for(tmp_path, gather_seconds=20)


@pytest.fixture
def clock():
    with time_machine.travel("2027-03-02T10:00:00+00:00", tick=False) as travel:
        yield travel


@pytest.fixture
def invited(app, clock):
    def ask(**given) -> Phone:
        phone = phone_of(a_person())
        conversations.invite(a_survey(**given), phone, now=times.now())
        db.session.commit()
        return phone

    return ask


@pytest.fixture
def say(app, clock, drain):
    """Text us, a minute after whatever came before; the texts that come back."""

    def text(phone: Phone, *bodies: str, after: float = 60) -> list[str]:
        drain()
        before = len(texts_to(phone))
        for body in bodies:
            clock.shift(after)
            a_text(phone, body)
            drain()
        db.session.expire_all()
        return texts_to(phone)[before:]

    return text


@pytest.fixture
def in_words(invited, say):
    """Somebody who has just begun an answer in their own words, and may have more to say."""
    phone = invited(questions=WORDS_FIRST)
    say(phone, "yes", "no heating for nine days")
    return phone


def texts_to(phone: Phone) -> list[str]:
    return [row.body or "" for row in rows_to(phone) if row.sent_at]


def passes(clock, drain, *, by: timedelta) -> None:
    clock.shift(by)
    for one in turns.gathered(now=times.now()):
        turns.go_on_after_gathering(one, now=times.now())
        db.session.commit()
    for one in silences.due(now=times.now()):
        silences.look(one, now=times.now())
        db.session.commit()
    drain()


def words() -> str | None:
    db.session.expire_all()
    question = WORDS_FIRST[0]["key"]
    return db.session.scalar(select(Answer.words).where(Answer.question == question))


def state() -> str:
    db.session.expire_all()
    return db.session.scalars(select(Conversation.state)).one()


def handed_back(phone: Phone) -> None:
    threads.hold(phone, staff.add("sam@example.org", "Sam", ("admin",)).id, now=times.now())
    db.session.commit()
    replying.hand_back(phone, now=times.now())
    db.session.commit()


def test_danger_in_the_second_part_of_an_answer_keeps_the_first_part(in_words, say):
    say(in_words, "and he hit me last night", after=5)
    assert words() == "no heating for nine days\nand he hit me last night"


def test_danger_added_to_an_answer_keeps_all_its_words_from_themes(in_words, say):
    say(in_words, "and he hit me last night", after=5)
    assert db.session.scalars(select(Answer.reading)).one() == "held"


def test_after_danger_a_hand_back_asks_what_is_next_and_keeps_what_was_said(in_words, say, drain):
    say(in_words, "and he hit me last night", after=5)
    handed_back(in_words)
    drain()
    assert NEXT in texts_to(in_words)[-1]
    say(in_words, "2")
    assert "he hit me" in (words() or "")


@pytest.mark.parametrize("aside", ["later", "pause"])
def test_an_answer_is_added_to_and_not_replaced_after_being_put_aside(in_words, say, aside):
    say(in_words, aside, after=5)
    came = say(in_words, "and nobody ever tells you when it will be mended", after=90_000)
    assert words() == ("no heating for nine days\nand nobody ever tells you when it will be mended")
    assert NEXT in came[-1]


def test_a_word_after_a_pause_does_not_ask_what_is_answered(in_words, say):
    say(in_words, "pause", after=5)
    assert NEXT in say(in_words, "ok", after=90_000)[-1]


def test_a_nudge_after_later_does_not_ask_what_is_answered(in_words, say, clock, drain):
    say(in_words, "later", after=5)
    passes(clock, drain, by=timedelta(hours=25))
    assert NEXT in texts_to(in_words)[-1]
    passes(clock, drain, by=timedelta(hours=49))
    assert sum(NEXT in text for text in texts_to(in_words)) == 1


def test_asking_for_the_web_in_the_middle_of_an_answer_loses_no_words(in_words, say, clock, drain):
    say(in_words, "WEB", after=5)
    passes(clock, drain, by=timedelta(seconds=30))
    say(in_words, "2")
    assert words() == "no heating for nine days"


def test_go_on_begins_a_survey_that_danger_put_off_before_the_yes(invited, say):
    phone = invited()
    say(phone, "i want to kill myself")
    assert "GO ON" in say(phone, "yes")[-1]
    assert "YES to start" in say(phone, "GO ON")[-1]
    assert NEXT in say(phone, "yes")[-1]


@pytest.mark.parametrize("ended_by", ["no", "STOP", "DELETE"])
def test_a_text_word_is_welcome_again_after(ended_by, app, clock, say):
    a_survey(text_word="HOME")
    phone = a_phone()
    say(phone, "HOME", ended_by, "START")
    assert "YES to start" in say(phone, "HOME")[-1]
    assert NEXT in say(phone, "yes")[-1]


def test_somebody_who_stopped_half_way_goes_on_where_they_were(app, clock, say):
    a_survey(text_word="HOME")
    phone = a_phone()
    say(phone, "HOME", "yes", "2", "STOP", "START", "HOME")
    assert NEXT not in say(phone, "yes")[-1]
    assert len(db.session.scalars(select(Response)).all()) == 1
    assert len(db.session.scalars(select(Answer)).all()) == 1


def test_a_new_phone_goes_on_where_the_lost_one_was(invited, say):
    lost = invited(text_word="HOME")
    say(lost, "yes", "2")
    found = a_phone(person=lost.person)
    assert "Q2" in say(found, "HOME", "yes")[-1]
    states = {one.phone_id: one.state for one in db.session.scalars(select(Conversation))}
    assert states == {lost.id: "closed", found.id: "asking"}


def test_the_text_word_twice_is_the_invitation_twice(app, clock, say):
    a_survey(text_word="HOME")
    phone = a_phone()
    assert "YES to start" in say(phone, "HOME")[-1]
    assert "YES to start" in say(phone, "home")[-1]


def test_help_while_on_the_web_leaves_them_there(invited, say):
    phone = invited()
    say(phone, "yes")
    conversation = db.session.scalars(select(Conversation)).one()
    to_the_web.open_on_web(conversation, now=times.now())
    db.session.commit()
    say(phone, "HELP")
    assert NEXT in say(phone, "hello?")[-1]


def test_a_hand_back_does_not_disturb_somebody_on_the_web(invited, say, drain):
    phone = invited()
    say(phone, "yes")
    to_the_web.open_on_web(db.session.scalars(select(Conversation)).one(), now=times.now())
    before = len(texts_to(phone))
    handed_back(phone)
    drain()
    assert len(texts_to(phone)) == before


@pytest.mark.parametrize("said", ["WEB", "GO ON", "later"])
def test_nothing_is_offered_of_a_survey_that_has_closed(said, invited, say):
    phone = invited()
    say(phone, "yes")
    survey = db.session.scalars(select(Survey)).one()
    survey.closes_at = times.now()
    db.session.commit()
    assert "nothing for you to answer" in say(phone, said)[-1]


def test_a_yes_to_a_session_is_not_the_answer_to_a_question_from_before(in_words, say, clock):
    clock.shift(timedelta(days=2))
    session = a_session(starts_in=timedelta(days=9), now=times.now())
    session_invites.invite(session, [in_words], now=times.now())
    db.session.commit()
    assert "you have a place" in say(in_words, "yes please")[-1]
    assert words() == "no heating for nine days"


def test_a_machine_that_answers_every_text_is_answered_once(app, say):
    phone = phone_of(a_person())
    assert len(say(phone, *[f"I am driving, trip {n}" for n in range(5)])) == 1
    assert len(say(phone, "is the drop in open", after=50_000)) == 1


def test_deleting_works_while_a_person_has_taken_over(invited, say):
    phone = invited()
    say(phone, "yes", "2")
    threads.hold(phone, staff.add("sam@example.org", "Sam", ("admin",)).id, now=times.now())
    db.session.commit()
    assert "deleted" in say(phone, "DELETE")[-1]
    assert db.session.scalars(select(Answer)).all() == []


@pytest.fixture
def unasked(app, clock):
    """Somebody invited at night: the invitation waits for the morning."""
    clock.move_to("2027-03-02T02:00:00+00:00")
    phone = phone_of(a_person())
    conversations.invite(a_survey(text_word="HOME"), phone, now=times.now())
    row = rows_to(phone)[0]
    row.not_before = times.now() + timedelta(hours=8)
    db.session.commit()
    return phone


def test_a_yes_before_the_invitation_has_gone_is_no_consent(unasked, say):
    say(unasked, "yes ok")
    assert state() == "invited"
    assert db.session.scalars(select(Response)).all() == []


def test_danger_before_the_invitation_has_gone_holds_it(unasked, say):
    say(unasked, "he hit me again")
    assert state() == "held"


def test_a_text_word_before_the_invitation_has_gone_is_the_only_invitation(unasked, say):
    assert "YES to start" in say(unasked, "HOME")[-1]
    states = [row.state for row in rows_to(unasked) if row.kind == "invitation"]
    assert states == ["suppressed"]


@pytest.mark.parametrize("days,asks", [(20, True), (22, False)])
def test_a_text_takes_up_a_survey_until_a_fortnight_after_it_ran_out(
    days, asks, *, invited, say, clock, drain
):
    phone = invited(questions=WORDS_FIRST, open_for=timedelta(days=60))
    say(phone, "yes")
    passes(clock, drain, by=timedelta(days=8))
    assert state() == "expired"
    came = say(phone, "is the drop in open", after=timedelta(days=days - 8).total_seconds())
    assert (words() is not None) is asks
    assert ("A person will read" in "".join(came)) is not asks


def test_who_holds_a_number_now_learns_nothing_of_who_held_it_before(invited, say):
    phone = invited(text_word="HOME")
    say(phone, "yes", "2", "3", "the heating")
    say(phone, "wrong number", "START")
    assert "no answers from you" in say(phone, "WHAT DID I SAY")[-1]
    say(phone, "DELETE")
    assert len(db.session.scalars(select(Response)).all()) == 1
    assert "YES to start" in say(phone, "HOME")[-1]


def test_deleting_on_one_phone_ends_the_survey_on_the_other(invited, say):
    phone = invited()
    say(phone, "yes", "2")
    other = a_phone(person=phone.person)
    db.session.commit()
    assert "deleted" in say(other, "DELETE")[-1]
    assert state() == "withdrawn"
    say(phone, "3")
    assert db.session.scalars(select(Response)).all() == []


def test_later_after_danger_does_not_set_the_machine_asking_again(invited, say, clock, drain):
    phone = invited()
    say(phone, "yes", "i want to kill myself")
    assert "GO ON" in say(phone, "later")[-1]
    before = len(texts_to(phone))
    passes(clock, drain, by=timedelta(hours=30))
    assert len(texts_to(phone)) == before
    assert NEXT in say(phone, "GO ON")[-1]


@pytest.mark.parametrize("said", ["in english please", "can you text in english", "po angielsku"])
def test_english_is_a_word_away_in_another_language(said, invited, say):
    phone = invited()
    assert phone.person is not None
    phone.person.language = "pl"
    say(phone, said)
    assert phone.person.language == "en"
