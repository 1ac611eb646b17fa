"""Themes put together and split: which statements move, what is written down, and taking back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from engage import (
    code_history,
    codebook_changes,
    codebook_moves,
    codebooks,
    coding_by_hand,
    staff,
    times,
)
from engage.codebook_changes import EMPTY, CannotChange
from engage.codebook_moves import Carried
from engage.codebooks import SHIPPED, ChangedMeanwhile
from engage.extensions import db
from engage.models import Staff, Statement, StatementCode
from tests.factories import a_survey, a_theme
from tests.features.databases import EITHER, an_app_on_either
from tests.replied import a_response

LOCKS = replace(EMPTY, name="Locks", definition="Doors and locks.", examples=("No lock",))


@pytest.fixture
def survey(app):
    return a_survey()


def by_machine(survey, said="no lock", *, code="safety", sure=0.9) -> Statement:
    found = a_response(survey, said=said, codes=[code]).answers[0].statements[0]
    found.codes[0].confidence = sure
    db.session.commit()
    return found


def by_a_person(survey, by: Staff, given, said="no lock") -> Statement:
    statement = by_machine(survey, said)
    coding_by_hand.decide(statement, given, by=by, now=times.now())
    db.session.commit()
    return statement


def merge(by, code="safety", into="staff", on=None, why="much the same"):
    on = codebooks.number() if on is None else on
    found = codebook_moves.merge(code, into, by=by, now=times.now(), why=why, on=on)
    db.session.commit()
    return found


def split(by, *statements, new=LOCKS, why="it is two", on=SHIPPED):
    ids = [one.id for one in statements]
    found = codebook_moves.split("safety", new, ids, by=by, now=times.now(), why=why, on=on)
    db.session.commit()
    return found


def codes(statement) -> list[tuple[str, str | None]]:
    db.session.expire_all()
    return [(one.code, one.polarity) for one in statement.codes]


class TestMerge:
    """One theme is put into another."""

    def test_words_and_examples_are_joined_and_the_theme_is_gone(self, sam):
        safety, other = a_theme("safety"), a_theme("staff")
        book, _ = merge(sam)
        now = a_theme("staff")
        assert book.find("safety") is None
        assert (now.name, now.definition) == (other.name, other.definition)
        assert now.keywords[: len(other.keywords)] == other.keywords
        assert set(now.keywords) == {*other.keywords, *safety.keywords}
        assert now.examples == (*other.examples, *safety.examples)

    def test_a_line_that_both_have_stands_once(self, sam):
        one, other = codebooks.current().codes[:2]
        both = codebook_moves.joined(
            replace(one, keywords=("Locks", "doors")), replace(other, keywords=("locks", "gates"))
        )
        assert both.keywords == ("locks", "gates", "doors")

    def test_what_a_person_gave_moves_as_a_move_with_the_note(self, survey, sam):
        statement = by_a_person(survey, sam, {"safety": "wanted"})
        _, moved = merge(sam)
        assert (moved, codes(statement)) == (1, [("staff", "wanted")])
        happened = code_history.of(statement)[0]
        assert (happened.change.what, happened.change.code, happened.change.instead_of) == (
            "move",
            "staff",
            "safety",
        )
        assert (happened.note, happened.by) == ("much the same", "Sam")

    def test_what_the_machine_gave_and_a_person_accepted_moves_too(self, survey, sam):
        statement = by_a_person(survey, sam, {"safety": None})
        assert merge(sam)[1] == 1
        assert codes(statement) == [("staff", None)]

    def test_what_only_the_machine_gave_is_left_to_it(self, survey, sam):
        statement = by_machine(survey)
        assert merge(sam)[1] == 0
        assert codes(statement) == [("safety", None)]
        assert statement.coded_on is None

    def test_other_codes_stay_as_they_are(self, survey, sam):
        statement = by_a_person(survey, sam, {"safety": None, "family": "mixed"})
        merge(sam)
        assert codes(statement) == [("family", "mixed"), ("staff", None)]

    @pytest.mark.parametrize(
        "one,other,said",
        [
            ("wanted", "wanted", "wanted"),
            ("wanted", None, "wanted"),
            (None, "working", "working"),
            ("working", "not_working", "mixed"),
        ],
    )
    def test_where_both_stand_one_is_left_that_says_what_both_say(
        self, survey, sam, one, other, said
    ):
        statement = by_a_person(survey, sam, {"safety": one, "staff": other})
        merge(sam)
        assert codes(statement) == [("staff", said)]

    def test_the_move_is_taken_back_like_any_decision(self, survey, sam):
        statement = by_a_person(survey, sam, {"safety": "wanted"})
        merge(sam)
        undone = coding_by_hand.undo(survey, by=sam, now=times.now())
        assert undone == statement
        assert codes(statement) == [("safety", "wanted")]

    def test_of_a_theme_that_has_left_only_the_statements_move(self, survey, sam):
        statement = by_a_person(survey, sam, {"safety": None})
        codebook_changes.drop("safety", by=sam, now=times.now(), why="no", on=SHIPPED)
        book, moved = merge(sam)
        assert (book.version, moved, codes(statement)) == (1, 1, [("staff", None)])

    @pytest.mark.parametrize("into", ["safety", "nothing", ""])
    def test_there_must_be_another_to_put_it_into(self, sam, into):
        with pytest.raises(CannotChange) as refused:
            merge(sam, into=into)
        assert list(refused.value.problems) == ["into"]

    def test_too_late_and_nothing_moves(self, survey, sam):
        statement = by_a_person(survey, sam, {"safety": None})
        codebook_changes.drop("rent", by=sam, now=times.now(), why="no", on=SHIPPED)
        for code in ("safety", "gone"):
            with pytest.raises(ChangedMeanwhile):
                merge(sam, code=code, on=SHIPPED)
        assert codes(statement) == [("safety", None)]


class TestSplit:
    """A theme is made out of another one, with the statements that somebody ticked."""

    def test_the_new_one_stands_behind_the_old_and_has_what_was_ticked(self, survey, sam):
        ticked, left = by_machine(survey), by_machine(survey, "shouting")
        new, moved = split(sam, ticked)
        order = [code.id for code in codebooks.current().codes]
        assert (new.id, moved) == ("locks", 1)
        assert order.index("locks") == order.index("safety") + 1
        assert (codes(ticked), codes(left)) == ([("locks", None)], [("safety", None)])

    def test_what_was_ticked_is_decided_by_whoever_ticked_it(self, survey, sam):
        statement = by_machine(survey)
        split(sam, statement)
        assert (statement.coded_by, statement.coded_on) == (sam.id, times.today(times.now()))
        assert code_history.of(statement)[0].change.what == "move"
        assert code_history.of(statement)[0].note == "it is two"

    def test_what_has_lost_the_theme_meanwhile_is_left_alone(self, survey, sam):
        statement = by_machine(survey, code="staff")
        gone = Statement(id=uuid.uuid4())
        assert split(sam, statement, gone)[1] == 0
        assert codes(statement) == [("staff", None)]

    def test_what_is_missing_is_told_and_nothing_is_kept(self, survey, sam):
        statement = by_machine(survey)
        with pytest.raises(CannotChange) as refused:
            split(sam, statement, new=EMPTY, why="")
        assert set(refused.value.problems) == {"name", "definition", "examples", "why"}
        assert codebooks.number() == SHIPPED
        assert codes(statement) == [("safety", None)]

    def test_a_theme_that_is_gone_is_not_split(self, sam):
        codebook_changes.drop("safety", by=sam, now=times.now(), why="no", on=SHIPPED)
        with pytest.raises(ChangedMeanwhile):
            split(sam, on=1)

    def test_the_surest_come_first_some_a_page(self, survey, sam, monkeypatch):
        monkeypatch.setattr(codebook_moves, "A_PAGE", 2)
        unsure = by_machine(survey, sure=0.3)
        sure, surest = by_machine(survey, sure=0.7), by_machine(survey, sure=1.0)
        a_response(survey, said="half", codes=["safety"], day=None)
        first, second = (codebook_moves.page("safety", number, reader=sam) for number in (1, 2))
        assert first.statements == (surest, sure)
        assert second.statements == (unsure,)
        assert (first.pages, first.total) == (2, 3)
        assert codebook_moves.page("safety", 9, reader=sam).number == 2
        assert codebook_moves.page("none", -1, reader=sam) == codebook_moves.Page((), 1, 1, 0)


def test_statements_are_counted_by_who_decided_on_them(survey, sam):
    by_machine(survey)
    by_a_person(survey, sam, {"safety": None, "family": None})
    found = codebook_moves.carried()
    assert found == {"safety": Carried(1, 1), "family": Carried(1, 0)}
    assert found["safety"].whole == 2


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[None]:
    """An app on a database of each kind."""
    with an_app_on_either(request, tmp_path, migrated):
        yield


def test_both_databases_move_alike(either):
    survey, reader = a_survey(), staff.add("sam@example.org", "Sam", ("facilitator",))
    given, left = by_a_person(survey, reader, {"safety": None}), by_machine(survey)
    assert codebook_moves.carried() == {"safety": Carried(1, 1)}
    assert merge(reader)[1] == 1
    assert (codes(given), codes(left)) == ([("staff", None)], [("safety", None)])
    rows = db.session.scalars(select(StatementCode.code).order_by(StatementCode.code)).all()
    assert rows == ["safety", "staff"]
