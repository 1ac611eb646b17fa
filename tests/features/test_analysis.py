"""What a worker makes of words: by whose rules, with which stand-ins, and what it keeps back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engage import (
    analysis,
    answering,
    consulting,
    local_words,
    reading_again,
    releasing,
    staff,
    times,
)
from engage.extensions import db
from engage.local_words import Entry
from engage.models import Answer, Pseudonym, Response, Staff, Statement, Survey
from nlp import anonymise
from nlp.rules import USUAL, Rules
from nlp.spans import Span
from surveys.progress import Given
from surveys.reading import Outcome
from tests.factories import a_survey

NOW = times.now()
TWO = [
    {"key": "first", "kind": "free_text", "wording": "How can we reach you?"},
    {"key": "then", "kind": "free_text", "wording": "What else?"},
]


def said(words: str, to: Survey | Response | None = None, *, question: str = "change") -> Answer:
    """Words sent and waiting to be read, in a response of their own or beside others."""
    response = to if isinstance(to, Response) else answering.start(to or a_survey(), "web", now=NOW)
    given = Given(question, Outcome.ANSWER_TEXT, words=words)
    answer = answering.record(response, given, now=NOW)
    answering.send(response, now=NOW)
    db.session.commit()
    return answer


def read(*answers: Answer) -> list[list[str]]:
    """The texts of the statements of each answer, once they were read."""
    for answer in answers:
        analysis.read_one(answer.id, now=NOW)
    return [texts(answer) for answer in answers]


def texts(answer: Answer) -> list[str]:
    db.session.expire_all()
    return [statement.text for statement in answer.statements]


def test_a_name_has_the_same_stand_in_in_all_answers_of_a_survey(app):
    survey = a_survey()
    made = read(
        said("my worker Dave never rings", survey),
        said("Fatima and my worker Dave said no", survey),
    )
    assert made == [
        ["my worker [worker A] never rings"],
        ["[person B] and my worker [worker A] said no"],
    ]


def test_names_stand_sealed_and_apart_from_what_was_made_of_them(app):
    read(said("my worker Dave never rings"))
    assert db.session.scalars(select(Pseudonym.name)).all() == ["dave"]
    assert "Dave" not in " ".join(db.session.scalars(select(Statement.text)))


def test_words_read_again_keep_their_stand_ins(app):
    answer = said("my worker Dave never rings")
    before = read(answer)
    reading_again.ask(answer.response.survey)
    assert read(answer) == before == [["my worker [worker A] never rings"]]


@pytest.mark.parametrize(
    "level,made",
    [
        ("light", "Toxteth is in Sefton"),
        ("usual", "[Liverpool] is in Sefton"),
        ("careful", "[Liverpool City Region] is in [Liverpool City Region]"),
    ],
)
def test_words_are_read_by_the_level_of_their_consultation(app, level, made):
    survey = a_survey()
    consultation = consulting.create(consulting.Plan("Doors", made_general=level), now=NOW)
    consulting.add(consultation, survey)
    assert read(said("Toxteth is in Sefton", survey)) == [[made]]


def test_words_are_read_by_the_local_lists_as_they_are_now(app):
    survey = a_survey()
    assert read(said("the rooms at quillmoor", survey)) == [["the rooms at quillmoor"]]
    local_words.add(Entry("Quillmoor", "general", general="hostel"), by=None, now=NOW)
    assert read(said("the rooms at quillmoor", survey)) == [["the rooms at [hostel]"]]


BOTH_GONE = [["ring [phone number]"], ["[phone number] thats it"]]


class TestSplit:
    """A number that begins in one answer and ends in the next."""

    @pytest.fixture
    def halves(self, app) -> tuple[Answer, Answer]:
        response = answering.start(a_survey(questions=TWO), "text", now=NOW)
        return (
            said("ring 07700", response, question="first"),
            said("900123 thats it", response, question="then"),
        )

    def test_both_halves_go_when_both_wait(self, halves):
        assert read(*halves) == BOTH_GONE

    def test_both_halves_go_whichever_is_read_first(self, halves):
        assert read(*reversed(halves)) == BOTH_GONE[::-1]

    def test_a_half_that_was_read_before_the_other_came_goes_too(self, app):
        response = answering.start(a_survey(questions=TWO), "text", now=NOW)
        first = said("ring 07700", response, question="first")
        assert read(first) == [["ring 07700"]]
        then = said("900123 thats it", response, question="then")
        assert read(then) == BOTH_GONE[1:]
        assert texts(first) == BOTH_GONE[0]

    def test_a_half_that_was_released_alone_waits_to_be_read_again(self, app):
        response = answering.start(a_survey(questions=TWO), "text", now=NOW)
        first = said("ring 07700", response, question="first")
        read(first)
        releasing.release(first.statements[0], a_reader(), now=NOW)
        read(said("900123 thats it", response, question="then"))
        assert [(one.text, one.released_by) for one in first.statements] == [
            ("ring [phone number]", None)
        ]

    def test_a_neighbour_that_comes_while_one_is_read_is_looked_at_too(self, app, monkeypatch):
        response = answering.start(a_survey(questions=TWO), "text", now=NOW)
        first = said("ring 07700", response, question="first")
        late = iter([lambda: said("900123 thats it", response, question="then")])

        real = anonymise.find

        def and_meanwhile(text: str, rules: Rules = USUAL) -> tuple[Span, ...]:
            for come in late:
                come()
            return real(text, rules)

        monkeypatch.setattr(anonymise, "find", and_meanwhile)
        assert read(first) == BOTH_GONE[:1]

    def test_answers_that_cannot_be_looked_at_together_are_all_held(self, halves, monkeypatch):
        def cannot(*_: object) -> None:
            raise anonymise.HeldBack

        monkeypatch.setattr(anonymise, "across", cannot)
        assert read(*halves) == [[], []]
        assert [one.reading for one in halves] == ["held", "held"]

    def test_a_neighbour_that_is_held_back_holds_back_nothing_else(self, halves, monkeypatch):
        real = anonymise.find

        def find(text: str, rules: Rules = USUAL) -> tuple[Span, ...]:
            if text.startswith("900123"):
                raise anonymise.HeldBack
            return real(text, rules)

        monkeypatch.setattr(anonymise, "find", find)
        assert read(*halves) == [["ring 07700"], []]
        assert [one.reading for one in halves] == ["done", "held"]


def a_reader() -> Staff:
    return staff.add("sam@example.org", "Sam", ("facilitator",))


def test_words_that_were_held_while_they_were_read_stay_held(app, monkeypatch):
    answer = said("my worker Dave never rings")
    real = anonymise.find

    def meanwhile(text: str, rules: Rules = USUAL) -> tuple[Span, ...]:
        db.session.execute(update(Answer).values(reading="held"))
        db.session.commit()
        return real(text, rules)

    monkeypatch.setattr(anonymise, "find", meanwhile)
    assert read(answer) == [[]]
    assert answer.reading == "held"


def test_words_that_changed_while_they_were_read_are_read_as_they_are(app, monkeypatch):
    answer = said("the lift")
    real = anonymise.find

    def meanwhile(text: str, rules: Rules = USUAL) -> tuple[Span, ...]:
        if text == "the lift":
            given = Given("change", Outcome.ANSWER_TEXT, words="the stairs")
            answering.record(db.session.get_one(Answer, answer.id).response, given, now=NOW)
            db.session.commit()
        return real(text, rules)

    monkeypatch.setattr(anonymise, "find", meanwhile)
    read(answer)
    monkeypatch.undo()
    assert read(answer) == [["the stairs"]]
    assert answer.reading == "done"


class TestAgain:
    """Statements made by older rules, made again."""

    def test_what_was_made_by_older_rules_is_made_anew(self, app):
        answer = said("the rooms at quillmoor")
        assert read(answer) == [["the rooms at quillmoor"]]
        local_words.add(Entry("Quillmoor", "general", general="hostel"), by=None, now=NOW)
        assert reading_again.ask(answer.response.survey) == 1
        assert read(answer) == [["the rooms at [hostel]"]]

    def test_what_somebody_released_is_left_as_it_is(self, app):
        answer = said("the lift is broken")
        read(answer)
        releasing.release(answer.statements[0], a_reader(), now=NOW)
        db.session.commit()
        assert reading_again.ask(answer.response.survey) == 0

    def test_what_is_kept_back_and_reads_as_before_stays_kept_back_with_the_same_codes(self, app):
        answer = said("there is mould on the walls and no hot water")
        read(answer)
        statement = answer.statements[0]
        releasing.keep_back(statement, now=NOW)
        db.session.commit()
        before = statement.id, statement.released_on, [one.code for one in statement.codes]
        reading_again.ask(answer.response.survey)
        read(answer)
        after = answer.statements[0]
        assert (after.id, after.released_on, [one.code for one in after.codes]) == before
        assert before[2]

    def test_words_that_are_gone_cannot_be_read_again(self, app):
        answer = said("the lift is broken")
        read(answer)
        answer.words = None
        db.session.commit()
        assert reading_again.ask(answer.response.survey) == 0
        assert texts(answer) == ["the lift is broken"]

    def test_words_held_for_a_person_stay_held(self, app):
        answer = said("the lift is broken")
        answer.reading = "held"
        assert reading_again.ask(answer.response.survey) == 0

    def test_only_words_of_that_survey_are_read_again(self, app):
        answer = said("the lift is broken")
        read(answer)
        assert reading_again.ask(a_survey("other")) == 0

    def test_a_worker_finds_them_without_being_told(self, app):
        answer = said("the lift is broken")
        read(answer)
        reading_again.ask(answer.response.survey)
        assert analysis.due(now=NOW + timedelta(hours=1)) == [answer.id]


def test_answers_that_somebody_deletes_while_they_are_read_leave_nothing(app, monkeypatch):
    answer = said("my worker Dave never rings")
    answer_id, real = answer.id, anonymise.find

    def meanwhile(text: str, rules: Rules = USUAL) -> tuple[Span, ...]:
        for response in db.session.scalars(select(Response)):
            answering.forget(response)
        db.session.commit()
        return real(text, rules)

    monkeypatch.setattr(anonymise, "find", meanwhile)
    assert analysis.read_one(answer_id, now=NOW) is None
    left = [db.session.scalars(select(table.id)).all() for table in (Answer, Statement, Pseudonym)]
    assert left == [[], [], []]
