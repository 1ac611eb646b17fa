"""Deciding on codes by hand: in which order, what is kept of it, and taking it back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from engage import code_history, coding_by_hand, passages, staff, times
from engage.coding_by_hand import CannotDecide, Progress
from engage.extensions import db
from engage.models import Answer, AuditEvent, CodeDecision, Staff, Statement, Survey
from tests.factories import a_survey
from tests.features.databases import EITHER, an_app_on_either
from tests.replied import a_response

NOW = times.now()
TODAY = times.today(NOW)


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
def kim(app) -> Staff:
    """Another facilitator."""
    return staff.add("kim@example.org", "Kim", ("facilitator",))


def survey_of(statement: Statement) -> Survey:
    return db.session.get_one(Answer, statement.answer_id).response.survey


def a_statement(survey: Survey, outcome: str, doubt: float | None) -> uuid.UUID:
    statement = a_response(survey, said="no lock").answers[0].statements[0]
    statement.outcome, statement.doubt = outcome, doubt
    db.session.flush()
    return statement.id


def decide(statement: Statement, given: dict[str, str | None], by: Staff, **how) -> None:
    coding_by_hand.decide(statement, given, by=by, **{"now": NOW, **how})
    db.session.commit()


def codes(statement: Statement) -> list[tuple[str, str | None]]:
    db.session.expire_all()
    return [(one.code, one.polarity) for one in statement.codes]


def history(statement: Statement) -> list[tuple[str | None, ...]]:
    """All decisions, the oldest first."""
    every = reversed(code_history.of(statement))
    return [(one.change.what, one.change.code, one.change.polarity) for one in every]


def every_id(survey: Survey) -> list[uuid.UUID]:
    """The ids of all that wait, each behind the one before."""
    found, one = [], coding_by_hand.next_one(survey)
    while one is not None:
        found.append(one.id)
        one = coding_by_hand.next_one(survey, after=one)
    return found


class TestOrder:
    """Who needs a person first, then the most doubtful, then the rest."""

    @pytest.fixture
    def survey(self, app) -> Survey:
        return a_survey()

    def test_those_that_need_a_person_come_first_and_the_most_doubtful_of_them(self, survey):
        unknown = a_statement(survey, "no theme", None)
        sure = a_statement(survey, "coded", 0.1)
        doubtful = a_statement(survey, "coded", 0.6)
        ask = a_statement(survey, "needs a person", 0.7)
        ask_most = a_statement(survey, "needs a person", 1.4)
        assert every_id(survey) == [ask_most, ask, doubtful, sure, unknown]

    def test_they_are_counted_no_further_than_anybody_reads(self, survey, monkeypatch):
        monkeypatch.setattr(coding_by_hand, "MOST_COUNTED", 2)
        for _ in range(3):
            a_statement(survey, "needs a person", 0.7)
        assert coding_by_hand.progress(survey) == Progress(0, 2, 2)

    def test_those_alike_are_each_shown_once(self, survey):
        every = {a_statement(survey, "coded", 0.3) for _ in range(4)}
        found = every_id(survey)
        assert (len(found), set(found)) == (4, every)

    def test_only_answers_that_were_sent_to_this_survey_are_shown(self, survey):
        a_response(survey, said="no lock", day=None)
        a_response(a_survey("other"), said="no lock")
        assert coding_by_hand.next_one(survey) is None
        assert coding_by_hand.progress(survey) == Progress(0, 0, 0)

    def test_what_is_decided_is_counted_and_no_longer_shown(self, survey, sam):
        for outcome in ("needs a person", "needs a person", "coded"):
            a_statement(survey, outcome, 0.5)
        assert coding_by_hand.progress(survey) == Progress(0, 3, 2)
        first = coding_by_hand.next_one(survey)
        assert first is not None
        decide(first, {}, sam)
        assert coding_by_hand.progress(survey) == Progress(1, 2, 1)
        assert coding_by_hand.next_one(survey) != first


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[None]:
    """An app on a database of each kind."""
    with an_app_on_either(request, tmp_path, migrated):
        yield


def test_both_databases_have_the_same_order_and_take_the_same_back(either):
    survey, reader = a_survey(), staff.add("sam@example.org", "Sam", ("facilitator",))
    unknown = a_statement(survey, "no theme", None)
    sure, ask = a_statement(survey, "coded", 0.1), a_statement(survey, "needs a person", 0.7)
    assert every_id(survey) == [ask, sure, unknown]
    statement = db.session.get_one(Statement, ask)
    decide(statement, {"family": "wanted"}, reader, note="why not")
    assert coding_by_hand.progress(survey) == Progress(1, 2, 0)
    coding_by_hand.undo(survey, by=reader, now=later(1))
    assert codes(statement) == []
    assert every_id(survey) == [ask, sure, unknown]


class TestDecide:
    """What a person decides, and what is written down of it."""

    def test_what_the_machine_gave_is_accepted_and_stays_the_machines(self, said, sam):
        statement = said("no lock", evidence=(3, 7))
        decide(statement, {"safety": None}, sam)
        [code] = statement.codes
        assert (code.given_by, code.given_on, code.evidence) == (None, None, [[3, 7, "rule"]])
        assert (statement.coded_by, statement.coded_on) == (sam.id, TODAY)
        assert history(statement) == [("accept", None, None)]

    def test_a_code_is_added_with_what_is_said_of_it(self, said, sam):
        statement = said("no lock")
        decide(statement, {"safety": None, "family": "wanted"}, sam)
        assert codes(statement) == [("family", "wanted"), ("safety", None)]
        given = {one.code: one.given_by for one in statement.codes}
        assert given == {"family": sam.id, "safety": None}
        assert history(statement) == [("add", "family", "wanted")]

    def test_a_code_is_taken_away(self, said, sam):
        statement = said("no lock")
        decide(statement, {"safety": None, "family": None}, sam)
        decide(statement, {"family": None}, sam, now=later(1))
        assert codes(statement) == [("family", None)]
        assert history(statement)[-1] == ("remove", "safety", None)

    def test_one_code_in_place_of_another_is_a_move(self, said, sam):
        statement = said("no lock")
        decide(statement, {"family": "mixed"}, sam)
        [moved] = code_history.of(statement)
        assert (moved.change.what, moved.change.instead_of) == ("move", "safety")
        assert (moved.change.code, moved.change.polarity) == ("family", "mixed")

    def test_what_is_said_of_a_code_is_changed_and_its_words_stay(self, said, sam):
        statement = said("no lock", evidence=(3, 7))
        decide(statement, {"safety": "not_working"}, sam)
        [code] = statement.codes
        assert (code.polarity, code.given_by, code.evidence) == (
            "not_working",
            sam.id,
            [[3, 7, "rule"]],
        )
        assert history(statement) == [("say", "safety", "not_working")]

    def test_no_theme_takes_every_code_away(self, said, sam):
        statement = said("no lock")
        decide(statement, {}, sam)
        assert (codes(statement), statement.outcome) == ([], "no theme")
        assert history(statement) == [("no_theme", None, None)]

    def test_the_note_says_why_and_lies_sealed(self, said, sam):
        statement = said("no lock")
        decide(statement, {"safety": None}, sam, note=" a door, really ")
        [happened] = code_history.of(statement)
        assert (happened.note, happened.by, happened.on) == ("a door, really", "Sam", TODAY)
        raw = db.session.connection().exec_driver_sql("SELECT note FROM code_decision")
        assert b"door" not in raw.scalar_one()

    def test_a_note_that_is_too_long_keeps_nothing(self, said, sam):
        statement = said("no lock")
        with pytest.raises(CannotDecide, match="1000 letters"):
            decide(statement, {}, sam, note="a" * 1001)
        assert history(statement) == []
        assert statement.coded_on is None

    def test_who_decided_is_in_the_audit_trail_by_id_alone(self, said, sam):
        statement = said("no lock")
        decide(statement, {}, sam, note="because")
        [event] = db.session.scalars(select(AuditEvent)).all()
        assert (event.staff_id, event.subject) == (sam.id, str(statement.id))

    def test_the_history_goes_with_the_statement(self, said, sam):
        statement = said("no lock")
        decide(statement, {}, sam)
        db.session.delete(db.session.get_one(Answer, statement.answer_id))
        db.session.commit()
        assert db.session.scalars(select(CodeDecision)).all() == []

    def test_the_mark_tells_that_anything_changed(self, said, sam):
        statement = said("no lock")
        marks = [coding_by_hand.mark(statement)]
        every: list[dict[str, str | None]] = [{"safety": None}, {"safety": "wanted"}, {}]
        for given in every:
            decide(statement, given, sam)
            marks.append(coding_by_hand.mark(statement))
        assert len(set(marks)) == 4


class TestUndo:
    """Taking back what one decided last."""

    def test_codes_come_back_as_they_were_with_their_words(self, said, sam):
        statement = said("no lock", evidence=(3, 7))
        statement.outcome = "needs a person"
        decide(statement, {"family": "wanted"}, sam)
        undone = coding_by_hand.undo(survey_of(statement), by=sam, now=later(1))
        assert undone == statement
        [code] = statement.codes
        assert (code.code, code.evidence, code.given_on) == ("safety", [[3, 7, "rule"]], None)
        assert (statement.outcome, statement.coded_on) == ("needs a person", None)
        assert [what for what, *_ in history(statement)] == ["move", "undo"]

    def test_undone_again_goes_back_to_the_one_before(self, said, sam):
        one, other = said("no lock"), said("no light")
        decide(one, {}, sam)
        decide(other, {}, sam, now=later(1))
        survey = survey_of(one)
        undone = [coding_by_hand.undo(survey, by=sam, now=later(n)) for n in (2, 3, 4)]
        assert undone == [other, one, None]

    def test_two_decisions_on_one_statement_are_taken_back_one_by_one(self, said, sam):
        statement = said("no lock")
        decide(statement, {"family": None}, sam)
        decide(statement, {"staff": None}, sam, now=later(1))
        coding_by_hand.undo(survey_of(statement), by=sam, now=later(2))
        assert codes(statement) == [("family", None)]
        assert statement.coded_by == sam.id

    def test_what_somebody_else_decided_stays(self, said, sam, kim):
        statement = said("no lock")
        decide(statement, {}, kim)
        assert coding_by_hand.undo(survey_of(statement), by=sam, now=later(1)) is None
        assert statement.coded_by == kim.id

    def test_what_somebody_else_decided_since_stays(self, said, sam, kim):
        statement = said("no lock")
        decide(statement, {}, sam)
        decide(statement, {"family": None}, kim, now=later(1))
        assert coding_by_hand.undo(survey_of(statement), by=sam, now=later(2)) is None
        assert codes(statement) == [("family", None)]

    def test_a_decision_of_another_survey_is_not_touched(self, said, sam):
        statement = said("no lock")
        decide(statement, {}, sam)
        assert coding_by_hand.undo(a_survey("other"), by=sam, now=later(1)) is None

    def test_words_that_were_put_right_since_are_not_marked_at_the_wrong_place(self, said, sam):
        statement = said("Tosh has no lock", evidence=(12, 16))
        decide(statement, {}, sam)
        passages.replace(statement, [(0, 4)], "[name]", now=NOW)
        coding_by_hand.undo(survey_of(statement), by=sam, now=later(1))
        assert [(one.code, one.evidence) for one in statement.codes] == [("safety", [])]

    def test_somebody_who_has_left_is_not_brought_back(self, said, sam, kim):
        statement = said("no lock")
        decide(statement, {"family": None}, kim)
        decide(statement, {}, sam, now=later(1))
        db.session.delete(kim)
        db.session.commit()
        db.session.expire_all()
        coding_by_hand.undo(survey_of(statement), by=sam, now=later(2))
        assert (statement.coded_by, statement.coded_on) == (None, TODAY)
        assert code_history.of(statement)[-1].by == ""
