"""What is kept of the machine's coding, and what a re-run leaves of a person's."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage import (
    analysis,
    answering,
    local_words,
    machine_coder,
    passages,
    reading_again,
    times,
)
from engage.extensions import db
from engage.local_words import Entry
from engage.models import Answer, Staff, Statement, StatementCode, findings
from engage.same_passages import matched
from nlp import anonymise, coding
from nlp.rules import USUAL, Rules
from nlp.spans import Span
from nlp.themes import examples
from surveys.progress import Given
from surveys.reading import Outcome
from tests.factories import a_survey

NOW = times.now()
TODAY = times.today(NOW)
DAMP = "there is mould on the walls and no hot water"


@pytest.fixture
def coded(app):
    """The answer somebody gave, once a worker has read it."""

    def say(words: str) -> Answer:
        response = answering.start(a_survey(), "web", now=NOW)
        given = Given("change", Outcome.ANSWER_TEXT, words=words)
        answer = answering.record(response, given, now=NOW)
        answering.send(response, now=NOW)
        db.session.commit()
        analysis.read_one(answer.id, now=NOW)
        db.session.expire_all()
        return answer

    return say


def decide(statement: Statement, sam: Staff, code: str = "family") -> None:
    """Have a person give a statement this code and no other."""
    given = {"confidence": 1.0, "evidence": [], "polarity": "wanted"}
    statement.codes = [StatementCode(code=code, given_by=sam.id, given_on=TODAY, **given)]
    statement.coded_by, statement.coded_on, statement.outcome = sam.id, TODAY, "coded"
    db.session.commit()


def read_again(answer: Answer) -> list[Statement]:
    reading_again.ask(answer.response.survey)
    analysis.read_one(answer.id, now=NOW)
    db.session.expire_all()
    return list(answer.statements)


def codes(statement: Statement) -> list[tuple[str, str | None]]:
    return [(one.code, one.polarity) for one in statement.codes]


def test_the_database_knows_the_outcomes_and_what_is_said_as_the_coder_does():
    assert findings.OUTCOMES == coding.OUTCOMES
    assert findings.POLARITIES == examples.POLARITIES


def test_all_that_the_machine_makes_of_a_statement_is_kept(coded):
    statement = coded(DAMP).statements[0]
    made = machine_coder.current().code(DAMP, question="What should change?")
    assert made.codings
    assert codes(statement) == sorted((one.code, one.polarity) for one in made.codings)
    assert (statement.tone, statement.outcome, statement.doubt) == (
        made.sentiment,
        made.outcome,
        made.doubt,
    )
    assert statement.suggested == list(made.ranked[:5])
    assert statement.coded_on is None


def test_a_statement_that_says_nothing_is_told_from_one_with_no_theme(coded):
    statement = coded("dont know").statements[0]
    assert (statement.outcome, statement.codes, statement.suggested) == ("nothing said", [], [])


def test_a_rerun_never_changes_what_a_person_decided(coded, sam):
    answer = coded(DAMP)
    decide(answer.statements[0], sam)
    [statement] = read_again(answer)
    assert codes(statement) == [("family", "wanted")]
    assert (statement.coded_by, statement.coded_on, statement.outcome) == (sam.id, TODAY, "coded")
    assert statement.codes[0].given_by == sam.id


def test_what_is_decided_while_words_are_read_again_stays(coded, sam, monkeypatch):
    answer = coded(DAMP)
    real = anonymise.find

    def meanwhile(text: str, rules: Rules = USUAL) -> tuple[Span, ...]:
        decide(db.session.get_one(Answer, answer.id).statements[0], sam)
        return real(text, rules)

    monkeypatch.setattr(anonymise, "find", meanwhile)
    [statement] = read_again(answer)
    assert codes(statement) == [("family", "wanted")]
    assert statement.coded_by == sam.id


def test_no_theme_is_a_decision_that_a_rerun_leaves_too(coded, sam):
    answer = coded(DAMP)
    answer.statements[0].codes = []
    answer.statements[0].coded_on, answer.statements[0].outcome = TODAY, "no theme"
    db.session.commit()
    [statement] = read_again(answer)
    assert (statement.codes, statement.outcome) == ([], "no theme")


def test_a_decision_stays_where_more_is_taken_out_of_the_words(coded, sam):
    answer = coded("the mould at Quillmoor is bad and there is no hot water")
    was = answer.statements[0]
    decide(was, sam)
    was.codes[0].evidence = [[4, 9, "rule"], [13, 22, "rule"]]
    db.session.commit()
    local_words.add(Entry("Quillmoor", "general", general="hostel"), by=None, now=NOW)
    [statement] = read_again(answer)
    assert statement.id == was.id
    assert statement.text == "the mould at [hostel] is bad and there is no hot water"
    assert codes(statement) == [("family", "wanted")]
    assert statement.codes[0].evidence == [[4, 9, "rule"]]


def test_a_passage_that_is_put_right_keeps_what_a_person_decided(coded, sam):
    answer = coded(DAMP)
    [statement] = answer.statements
    decide(statement, sam)
    passages.replace(statement, [(12, 17)], "[name]", now=NOW)
    answer.reading = "waiting"
    db.session.commit()
    [after] = read_again(answer)
    assert after.text == "there is mou[name] the walls and no hot water"
    assert codes(after) == [("family", "wanted")]


def test_what_nobody_decided_on_is_coded_anew(coded):
    answer = coded(DAMP)
    answer.statements[0].codes = []
    answer.statements[0].outcome = None
    db.session.commit()
    [statement] = read_again(answer)
    assert statement.codes
    assert statement.outcome == "coded"


def test_two_passages_of_the_same_words_are_each_their_own():
    one, other = Statement(text="no lock"), Statement(text="no lock")
    assert matched([one, other], ["no lock", "no lock"]) == [one, other]


def test_a_decision_goes_to_the_passage_most_like_the_one_it_was_made_on():
    one = Statement(text="ask Tosh for a lock", coded_on=TODAY)
    assert matched([one], ["no heating", "ask [name] for a lock"]) == [None, one]
    assert matched([one], ["no heating"]) == [None]


def test_a_passage_nobody_coded_is_made_anew_when_it_reads_differently():
    assert matched([Statement(text="ask Tosh")], ["ask [name]"]) == [None]


def test_the_staff_who_decided_may_go_and_the_decision_stays(coded, sam):
    answer = coded(DAMP)
    decide(answer.statements[0], sam)
    db.session.delete(sam)
    db.session.commit()
    db.session.expire_all()
    [statement] = read_again(answer)
    assert (statement.coded_by, statement.coded_on) == (None, TODAY)
    assert db.session.scalars(select(StatementCode.code)).all() == ["family"]
