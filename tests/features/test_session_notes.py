"""Notes of a session: looked through before they are saved, kept once, used as people agreed."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engage import (
    analysis,
    checking_in,
    consulting,
    local_words,
    session_notes,
    staff,
    summaries,
    times,
)
from engage.extensions import db
from engage.local_words import Entry
from engage.models import Answer, Consultation, NotesInHand, Response, Session, Survey
from engage.session_notes import AlreadySaved, Line, NotLookedThrough
from nlp import anonymise
from tests.factories import a_session, a_survey

NOW = times.now()
NAMED = Line("hard", "Dave the key worker never rings back on 07700 900123", 3)
PLAIN = Line("good", "the door has a lock", 7)


@pytest.fixture
def session(app) -> Session:
    return a_session()


@pytest.fixture
def jo(app) -> uuid.UUID:
    return staff.add("jo@example.org", "Jo", ("facilitator",)).id


def handed_in(session: Session, jo: uuid.UUID, *lines: Line, form: uuid.UUID | None = None) -> Any:
    notes = session_notes.hand_in(session, form or uuid.uuid4(), lines, by=jo, now=NOW)
    db.session.commit()
    return notes


def saved(session: Session, jo: uuid.UUID, drain: Any, *lines: Line, **given: Any) -> uuid.UUID:
    """Lines handed in, looked through and saved; the id of their page."""
    notes_id: uuid.UUID = handed_in(session, jo, *lines, **given).id
    drain()
    session_notes.save(session, notes_id, now=NOW)
    db.session.commit()
    drain()
    db.session.expire_all()
    return notes_id


def responses() -> list[Response]:
    return list(db.session.scalars(select(Response)))


def test_what_would_be_taken_out_is_marked_and_nothing_is_saved_yet(session, jo, drain):
    notes = handed_in(session, jo, PLAIN, NAMED)
    drain()
    [(line, parts)] = session_notes.marked(notes)
    assert line == NAMED
    assert [words for words in parts if words[1]] == [
        ("Dave", "[name]"),
        ("07700 900123", "[phone number]"),
    ]
    assert "".join(words for words, _ in parts) == NAMED.said
    assert responses() == []


def test_notes_cannot_be_saved_before_they_are_looked_through(session, jo):
    notes = handed_in(session, jo, NAMED)
    with pytest.raises(NotLookedThrough):
        session_notes.save(session, notes.id, now=NOW)


def test_each_line_is_one_response_without_its_details(session, jo, drain):
    saved(session, jo, drain, PLAIN, NAMED)
    found = {one.people: one for one in responses()}
    assert sorted(found) == [3, 7]
    assert {(one.channel, one.session_id, one.person_id) for one in found.values()} == {
        ("session", session.id, None)
    }
    [answer] = found[3].answers
    assert answer.words == "[name] the key worker never rings back on [phone number]"
    assert (answer.reading, answer.outcome, answer.question) == ("done", "answer_text", "hard")
    assert all(one.sent_on and one.finished_on for one in found.values())
    assert db.session.scalars(select(NotesInHand)).all() == []


def test_lines_go_the_path_of_answers_and_count_their_people_by_theme(session, jo, drain):
    lines = [
        Line("hard", "we wait weeks to hear anything and nobody rings back", people)
        for people in (9, 6)
    ]
    saved(session, jo, drain, *lines)
    themed = summaries.build(db.session.scalars(select(Survey)).one(), now=NOW)
    assert themed.people == 9
    assert themed.themes
    assert {theme.people for theme in themed.themes} == {9}


def test_a_session_without_a_survey_has_a_small_closed_anonymous_one(session, jo, drain):
    assert [one.wording for one in session_notes.asked_at(session)] == [
        "What is good?",
        "What is hard?",
        "What should change?",
        "What else was said?",
    ]
    assert session_notes.survey_of(session) is None
    saved(session, jo, drain, PLAIN)
    [survey] = db.session.scalars(select(Survey)).all()
    assert (survey.title, survey.anonymous) == ("What people said at sessions", True)
    assert not survey.is_open(NOW + timedelta(seconds=1))


def test_sessions_of_one_consultation_share_its_survey_and_others_have_their_own(app, jo, drain):
    about = Consultation(
        id=uuid.uuid4(), title="Moving in", purpose="", can_change="", involvement="", decided_by=""
    )
    db.session.add(about)
    sessions = [a_session() for _ in range(3)]
    for one in sessions[:2]:
        one.consultation = about
    db.session.commit()
    for one in sessions:
        saved(one, jo, drain, PLAIN)
    found = {one.survey_id for one in responses()}
    titles = db.session.scalars(select(Survey.title).where(Survey.id.in_(found))).all()
    assert sorted(titles) == [
        "What people said at sessions",
        "What people said at sessions: Moving in",
    ]


def test_notes_go_to_the_survey_whose_questions_are_talked_about(session, jo, drain):
    survey = a_survey()
    session.survey_id = survey.id
    assert [one.key for one in session_notes.asked_at(session)] == ["change"]
    saved(session, jo, drain, Line("change", "more locks", 4))
    [response] = responses()
    assert (response.survey_id, response.people) == (survey.id, 4)


def test_a_survey_that_asks_nothing_in_own_words_is_not_what_notes_go_to(session, jo):
    asked = [{"key": "safe", "kind": "yes_no", "wording": "Do you feel safe?"}]
    session.survey_id = a_survey(questions=asked).id
    assert len(session_notes.asked_at(session)) == 4


@pytest.mark.parametrize("days", [-30, 30])
def test_notes_are_kept_though_the_survey_closed_or_has_not_opened(session, jo, drain, days):
    survey = a_survey()
    if days < 0:
        survey.opens_at = NOW + timedelta(days=days - 10)
        survey.closes_at = NOW + timedelta(days=days)
    else:
        survey.opens_at = NOW + timedelta(days=days)
        survey.closes_at = None
    session.survey_id = survey.id
    saved(session, jo, drain, Line("change", "more locks", 4))
    assert len(responses()) == 1


def test_a_first_question_of_consent_or_a_condition_does_not_keep_a_line_out(session, jo, drain):
    survey = a_survey(
        questions=[
            {"key": "agree", "kind": "consent", "wording": "I agree to take part."},
            {"key": "safe", "kind": "yes_no", "wording": "Do you feel safe?"},
            {
                "key": "why",
                "kind": "free_text",
                "wording": "Why not?",
                "show_when": {"question": "safe", "is": "no"},
            },
        ]
    )
    session.survey_id = survey.id
    saved(session, jo, drain, Line("why", "no lock on the door", 2))
    assert [answer.reading for answer in responses()[0].answers] == ["done"]


def test_the_same_page_saved_twice_keeps_each_line_once(session, jo, drain):
    form = uuid.uuid4()
    saved(session, jo, drain, PLAIN, NAMED, form=form)
    with pytest.raises(AlreadySaved):
        handed_in(session, jo, PLAIN, NAMED, form=form)
    with pytest.raises(AlreadySaved):
        session_notes.save(session, form, now=NOW)
    assert len(responses()) == 2


def test_a_line_added_to_a_page_that_is_saved_is_kept_and_the_others_stay_one(session, jo, drain):
    form, more = uuid.uuid4(), Line("good", "the tea", 2)
    saved(session, jo, drain, PLAIN, NAMED, form=form)
    saved(session, jo, drain, PLAIN, more, NAMED, form=form)
    assert sorted(one.people for one in responses()) == [2, 3, 7]


def test_the_same_words_twice_on_a_page_are_two_lines(session, jo, drain):
    saved(session, jo, drain, PLAIN, PLAIN)
    assert len(responses()) == 2


def test_lines_that_are_changed_are_looked_through_again(session, jo, drain):
    form = uuid.uuid4()
    handed_in(session, jo, NAMED, form=form)
    drain()
    notes = handed_in(session, jo, Line("hard", "nobody rings back", 3), form=form)
    assert (notes.state, notes.found) == ("waiting", None)
    drain()
    db.session.refresh(notes)
    assert (notes.state, session_notes.marked(notes)) == ("looked", [])


def test_notes_that_cannot_be_looked_through_are_held_and_can_be_saved_for_a_person(
    session, jo, drain, monkeypatch
):
    def cannot(*_given: object) -> None:
        raise anonymise.HeldBack

    monkeypatch.setattr(anonymise, "many", cannot)
    notes = handed_in(session, jo, PLAIN)
    analysis.look_through(notes.id, now=NOW)
    assert (notes.state, session_notes.marked(notes)) == ("held", [])
    assert session_notes.save(session, notes.id, now=NOW) == 1


def test_notes_show_what_is_taken_out_by_the_rules_of_their_consultation(session, jo, drain):
    session.consultation = consulting.create(
        consulting.Plan("Doors", made_general="careful"), now=NOW
    )
    local_words.add(Entry("Quillmoor", "general", general="hostel"), by=None, now=NOW)
    notes = handed_in(session, jo, Line("hard", "Quillmoor is far from Sefton", 3))
    drain()
    db.session.refresh(notes)
    assert [said for _, line in session_notes.marked(notes) for said in line if said[1]] == [
        ("Quillmoor", "[hostel]"),
        ("Sefton", "[Liverpool City Region]"),
    ]


def test_lines_lie_sealed_from_the_moment_they_are_handed_in(session, jo, drain):
    notes = handed_in(session, jo, NAMED)
    drain()
    raw = db.session.connection().exec_driver_sql("SELECT lines, found FROM notes_in_hand").one()
    assert b"Dave" not in raw[0]
    assert b"name" not in raw[1]
    session_notes.save(session, notes.id, now=NOW)
    words = db.session.connection().exec_driver_sql("SELECT words FROM answer").scalar_one()
    assert b"key worker" not in words


def test_lines_thrown_away_are_gone(session, jo):
    notes = handed_in(session, jo, NAMED)
    assert not session_notes.throw_away(a_session(), notes.id)
    assert session_notes.throw_away(session, notes.id)
    assert db.session.scalars(select(NotesInHand)).all() == []


class TestUse:
    """Words of a session are quoted only where everybody who came agrees to notes."""

    def use(self) -> set[str]:
        return set(db.session.scalars(select(Response.use_of_words)))

    def comes(self, session: Session, *, agrees: bool | None) -> uuid.UUID:
        form = uuid.uuid4()
        checking_in.walk_in(session, form, "Kev", anyway=True, now=NOW)
        checking_in.mark_agreed(session, form, agreed=agrees)
        return form

    @pytest.mark.parametrize(
        "agreed,use",
        [
            ([], "themes"),
            ([True], "quote"),
            ([True, True], "quote"),
            ([True, False], "themes"),
            ([True, None], "themes"),
        ],
    )
    def test_everybody_who_came_agrees_or_only_themes(self, session, jo, drain, agreed, use):
        for one in agreed:
            self.comes(session, agrees=one)
        saved(session, jo, drain, PLAIN)
        assert self.use() == {use}

    def test_who_did_not_come_is_not_asked_for(self, session, jo, drain):
        self.comes(session, agrees=True)
        away = self.comes(session, agrees=False)
        checking_in.mark(session, away, here=False)
        saved(session, jo, drain, PLAIN)
        assert self.use() == {"quote"}

    def test_somebody_who_comes_late_or_no_longer_agrees_takes_quotes_back(
        self, session, jo, drain
    ):
        first = self.comes(session, agrees=True)
        saved(session, jo, drain, PLAIN)
        late = self.comes(session, agrees=None)
        assert self.use() == {"themes"}
        checking_in.mark_agreed(session, late, agreed=True)
        assert self.use() == {"quote"}
        checking_in.mark_agreed(session, first, agreed=False)
        assert self.use() == {"themes"}

    def test_other_answers_that_name_the_session_keep_what_their_person_said(
        self, session, jo, drain
    ):
        saved(session, jo, drain, PLAIN)
        [line] = responses()
        line.channel, line.use_of_words = "text", "quote"
        db.session.flush()
        session_notes.use_as_agreed(session)
        db.session.refresh(line)
        assert line.use_of_words == "quote"


def test_the_words_of_a_line_wait_for_nobody(session, jo, drain):
    saved(session, jo, drain, PLAIN)
    assert {one.reading for one in db.session.scalars(select(Answer))} == {"done"}
