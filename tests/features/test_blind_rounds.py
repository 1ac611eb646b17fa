"""Blind rounds: what is drawn, in which order it is read, and what can no longer be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from engage import (
    blind_draw,
    blind_hiding,
    blind_rounds,
    codebooks,
    coding_by_hand,
    summaries,
    times,
)
from engage.blind_rounds import CannotKeep, NotOpen, Progress
from engage.codes import code_names
from engage.extensions import db
from engage.models import (
    AuditEvent,
    BlindCoder,
    BlindReading,
    BlindRound,
    BlindStatement,
    Staff,
    Statement,
    Survey,
)
from engage.quotes import Quote
from engage.summaries import Theme
from tests.factories import a_survey
from tests.features.databases import EITHER, an_app_on_either
from tests.rounds_made import a_round, a_statement, one_of_each_row, part_of, reads, somebody

NOW = times.now()


@pytest.fixture
def survey(app) -> Survey:
    return a_survey()


@pytest.fixture
def kim(app) -> Staff:
    """A peer coder."""
    return somebody("Kim", "peer")


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[None]:
    """An app on a database of each kind."""
    with an_app_on_either(request, tmp_path, migrated):
        yield


def chosen(found: BlindRound, how: str) -> set[str]:
    ids = [one.statement_id for one in found.statements if one.chosen == how]
    return {db.session.get_one(Statement, one).text for one in ids}


class TestDrawing:
    """Half by chance, half where the machine is least sure."""

    def test_half_are_drawn_by_chance_and_half_are_the_most_doubtful_of_the_rest(
        self, survey, sam, kim
    ):
        for number in range(30):
            a_statement(survey, f"sure {number}", doubt=0.1)
        for number in range(5):
            a_statement(survey, f"ask {number}", doubt=0.2, outcome="needs a person")
        found = a_round(survey, sam, kim, size=10)
        assert len(chosen(found, "random")) == len(chosen(found, "unsure")) == 5
        asks = [text for text in chosen(found, "unsure") if text.startswith("ask")]
        by_chance = [text for text in chosen(found, "random") if text.startswith("ask")]
        assert len(asks) + len(by_chance) == 5

    def test_the_same_seed_draws_the_same(self, survey, sam):
        for number in range(9):
            a_statement(survey, f"one {number}")
        seed = sam.id
        assert blind_draw.draw(survey, 4, seed=seed) == blind_draw.draw(survey, 4, seed=seed)

    def test_where_all_are_taken_all_count_as_fair(self, survey, sam, kim):
        a_statement(survey, "one")
        a_statement(survey, "two")
        found = a_round(survey, sam, kim, size=40)
        assert (found.size, chosen(found, "random")) == (2, {"one", "two"})

    def test_statements_of_earlier_rounds_come_only_where_the_others_do_not_suffice(
        self, survey, sam, kim
    ):
        for number in range(4):
            a_statement(survey, f"one {number}")
        first, second = a_round(survey, sam, kim, size=3), a_round(survey, sam, kim, size=2)
        before = {one.statement_id for one in first.statements}
        assert len(before & {one.statement_id for one in second.statements}) == 1

    def test_answers_that_were_not_sent_and_other_surveys_are_left_out(self, survey):
        statement = a_statement(survey)
        coding_by_hand.answer_of(statement).response.sent_on = None
        a_statement(a_survey("other"))
        assert blind_draw.how_many(survey) == 0

    def test_what_a_published_summary_quotes_under_a_theme_is_left_out(self, survey, sam):
        quoted, other = a_statement(survey, "the lock is broken"), a_statement(survey, "no gate")
        quoted.released_by = other.released_by = sam.id
        db.session.flush()
        quotes = (Quote(quoted.text, "web"),)
        theme = Theme("safety", "Safety", "", 5, 50, "early", None, (), quotes)
        summaries.publish(
            survey, replace(summaries.build(survey, now=NOW), themes=(theme,)), now=NOW
        )
        drawn = blind_draw.draw(survey, 40, seed=sam.id)
        assert [one.statement for one in drawn] == [other.id]

    def test_the_codes_of_the_machine_are_kept_as_they_were(self, survey, sam, kim):
        statement = a_statement(survey, "no lock", "safety", "rent")
        found = a_round(survey, sam, kim)
        coding_by_hand.decide(statement, {"family": None}, by=sam, now=NOW)
        assert found.statements[0].machine == ["rent", "safety"]

    def test_of_what_a_person_decided_the_machines_codes_are_found_all_the_same(
        self, survey, sam, kim
    ):
        statement = a_statement(survey, "no lock", "safety")
        coding_by_hand.decide(statement, {"family": None}, by=sam, now=NOW)
        coding_by_hand.decide(statement, {}, by=sam, now=NOW + timedelta(minutes=1))
        assert a_round(survey, sam, kim).statements[0].machine == ["safety"]

    def test_what_no_machine_has_read_has_no_codes_of_a_machine(self, survey, sam, kim):
        statement = a_statement(survey)
        statement.outcome, statement.codes = None, []
        assert a_round(survey, sam, kim).statements[0].machine is None

    @pytest.mark.parametrize("size,field", [(0, "size"), (201, "size"), (-1, "size")])
    def test_a_round_needs_a_number_of_statements(self, survey, sam, kim, size, field):
        a_statement(survey)
        with pytest.raises(CannotKeep) as refused:
            blind_rounds.make(survey, size=size, coders=[sam, kim], by=sam, now=NOW)
        assert refused.value.field == field

    def test_a_round_needs_two_people_and_something_to_read(self, survey, sam, kim):
        with pytest.raises(CannotKeep, match="nothing to read"):
            blind_rounds.make(survey, size=4, coders=[sam, kim], by=sam, now=NOW)
        a_statement(survey)
        with pytest.raises(CannotKeep, match="two people"):
            blind_rounds.make(survey, size=4, coders=[sam], by=sam, now=NOW)

    def test_only_those_who_may_read_words_nobody_released_can_be_asked(self, sam, kim):
        somebody("Priya", "policy")
        assert [one.name for one in blind_rounds.may_read()] == ["Kim", "Sam"]
        assert [blind_rounds.is_peer(one) for one in (sam, kim)] == [False, True]


class TestReading:
    """Each in their own order, once, until they are done."""

    @pytest.fixture
    def found(self, survey, sam, kim) -> BlindRound:
        for number in range(12):
            a_statement(survey, f"one {number}")
        return a_round(survey, sam, kim)

    def test_each_has_an_order_of_their_own_and_begins_with_another(self, found, sam, kim):
        first, second = (blind_rounds.order(part_of(found, one)) for one in (sam, kim))
        assert set(first) == set(second)
        assert first != second
        assert first[0] != second[0]
        assert first == blind_rounds.order(part_of(found, sam))

    def test_a_statement_that_is_deleted_takes_its_part_and_leaves_the_order(self, found, sam):
        coder = part_of(found, sam)
        order = blind_rounds.order(coder)
        blind_rounds.read(coder, order[3], {"safety": None})
        db.session.commit()
        db.session.execute(delete(Statement).where(Statement.id == order[3]))
        db.session.commit()
        db.session.expire_all()
        assert blind_rounds.order(coder) == order[:3] + order[4:]
        assert blind_rounds.progress(coder) == Progress(0, 0, 11)

    def test_reading_one_again_takes_the_place_of_the_first(self, found, sam):
        coder = part_of(found, sam)
        statement = blind_rounds.order(coder)[0]
        blind_rounds.read(coder, statement, {"safety": "wanted"}, note="sure")
        blind_rounds.read(coder, statement, {"rent": None})
        [reading] = blind_rounds.readings(coder).values()
        assert (reading.codes, reading.outcome, reading.note) == ({"rent": None}, "coded", None)

    def test_a_round_made_by_a_version_of_our_own_is_read(self, survey, sam, kim):
        renamed = [replace(one, name=f"{one.name} here") for one in codebooks.current().codes]
        codebooks.change(renamed, by=sam, now=NOW)
        one = a_statement(survey)
        found = a_round(survey, sam, kim)
        db.session.expire_all()
        reading = blind_rounds.read(part_of(found, kim), one.id, {"safety": None})
        assert reading.codes == {"safety": None}

    def test_no_theme_and_skipped_are_told_apart(self, found, sam):
        coder = part_of(found, sam)
        one, other, *_ = blind_rounds.order(coder)
        blind_rounds.read(coder, one, {})
        blind_rounds.read(coder, other, {"safety": None}, skip=True)
        outcomes = [blind_rounds.readings(coder)[at].outcome for at in (one, other)]
        assert outcomes == ["no theme", "skipped"]
        assert blind_rounds.readings(coder)[other].codes == {}
        assert blind_rounds.progress(coder) == Progress(1, 1, 12)
        assert blind_rounds.progress(coder).left == 10

    def test_a_code_that_the_rounds_codebook_does_not_have_is_left_out(self, found, sam):
        coder = part_of(found, sam)
        reading = blind_rounds.read(coder, blind_rounds.order(coder)[0], {"nonsense": None})
        assert reading.outcome == "no theme"

    def test_a_round_goes_on_by_the_codebook_it_began_with(self, found, sam):
        codes = [one for one in codebooks.current().codes if one.id != "safety"]
        codebooks.change(codes, by=sam, now=NOW)
        db.session.commit()
        coder = part_of(found, sam)
        reading = blind_rounds.read(coder, blind_rounds.order(coder)[0], {"safety": None})
        assert reading.codes == {"safety": None}
        assert "safety" not in code_names()

    def test_a_long_note_is_refused(self, found, sam):
        coder = part_of(found, sam)
        with pytest.raises(CannotKeep, match="1000 letters"):
            blind_rounds.read(coder, blind_rounds.order(coder)[0], {}, note="a" * 1001)

    def test_nothing_changes_once_somebody_is_done(self, found, sam, kim):
        coder = part_of(found, sam)
        blind_rounds.finish(coder, by=sam, now=NOW)
        db.session.commit()
        with pytest.raises(NotOpen):
            blind_rounds.read(coder, blind_rounds.order(coder)[0], {"safety": None})
        with pytest.raises(NotOpen):
            blind_rounds.finish(coder, by=sam, now=NOW)
        assert not blind_rounds.is_over(found)
        blind_rounds.finish(part_of(found, kim), by=kim, now=NOW)
        assert blind_rounds.is_over(found)

    def test_nothing_changes_once_the_round_is_closed(self, found, sam):
        blind_rounds.close(found, by=sam, now=times.now())
        first = found.closed_at
        blind_rounds.close(found, by=sam, now=times.now() + timedelta(hours=1))
        assert (found.closed_at, blind_rounds.is_over(found)) == (first, True)
        coder = part_of(found, sam)
        with pytest.raises(NotOpen):
            blind_rounds.read(coder, blind_rounds.order(coder)[0], {"safety": None})

    def test_what_somebody_read_stays_when_they_leave(self, found, sam, kim):
        reads(found, kim, {"one 1": {"safety": None}})
        coder = part_of(found, kim)
        db.session.delete(kim)
        db.session.commit()
        db.session.expire_all()
        assert blind_rounds.called(found.coders)[coder.id] == ""
        assert len(blind_rounds.readings(coder)) == 1

    def test_what_was_done_is_written_in_the_audit_trail(self, found, sam):
        blind_rounds.finish(part_of(found, sam), by=sam, now=NOW)
        blind_rounds.close(found, by=sam, now=times.now())
        said = db.session.scalars(select(AuditEvent.what).order_by(AuditEvent.id)).all()
        assert said == [blind_rounds.MADE, blind_rounds.DONE, blind_rounds.CLOSED]


class TestHiding:
    """What a coder is not told, and for how long."""

    def test_it_is_hidden_from_a_coder_until_they_are_done_and_from_nobody_else(
        self, survey, sam, kim
    ):
        other = somebody("Lou")
        statement = a_statement(survey)
        found = a_round(survey, sam, kim)
        assert blind_hiding.ids_hidden_from(sam) == {statement.id}
        assert blind_hiding.round_of(statement, sam) == found.id
        assert blind_hiding.ids_hidden_from(other) == frozenset()
        reads(found, sam, {})
        assert blind_hiding.ids_hidden_from(sam) == frozenset()
        assert blind_hiding.texts_hidden_from(kim) == {"no lock"}

    def test_it_is_told_once_the_round_is_closed(self, survey, sam, kim):
        statement = a_statement(survey)
        blind_rounds.close(a_round(survey, sam, kim), by=sam, now=times.now())
        assert blind_hiding.round_of(statement, sam) is None

    def test_the_agreement_is_for_a_coder_who_is_done_and_for_others_at_the_end(
        self, survey, sam, kim
    ):
        a_statement(survey)
        found = a_round(survey, sam, kim)
        mine, theirs = part_of(found, sam), part_of(found, kim)

        def may() -> list[bool]:
            return [blind_rounds.may_see_agreement(found, who) for who in (mine, theirs, None)]

        assert may() == [False, False, False]
        reads(found, sam, {})
        assert may() == [True, False, False]
        reads(found, kim, {})
        assert may() == [True, True, True]

    def test_the_next_to_code_by_hand_passes_over_them(self, survey, sam, kim):
        a_statement(survey)
        a_round(survey, sam, kim)
        hidden = blind_hiding.hidden_from(sam)
        assert coding_by_hand.next_one(survey, but=hidden) is None
        assert coding_by_hand.next_one(survey) is not None


@pytest.mark.parametrize(
    "model,wrong",
    [
        (BlindRound, {"size": 0}),
        (BlindRound, {"codebook": -1}),
        (BlindRound, {"closed_at": datetime(2020, 1, 1, tzinfo=UTC)}),
        (BlindStatement, {"chosen": "best"}),
        (BlindStatement, {"place": 0}),
        (BlindCoder, {"number": 0}),
        (BlindReading, {"outcome": "unsure"}),
        (BlindReading, {"outcome": "skipped"}),
        (BlindReading, {"codes": {}}),
    ],
)
def test_the_database_refuses_what_no_round_can_be(app, sam, model, wrong):
    survey = a_survey()
    one_of_each_row(a_statement(survey), survey, by=sam.id)
    with pytest.raises(IntegrityError):
        db.session.execute(update(model).values(wrong))


def test_both_databases_keep_one_reading_for_a_coder_and_a_statement_of_their_round(either):
    survey, sam, kim = a_survey(), somebody("Sam"), somebody("Kim", "peer")
    a_statement(survey, "one")
    a_statement(survey, "two")
    found = a_round(survey, sam, kim, size=1)
    elsewhere = a_round(survey, sam, kim, size=1)
    reads(found, sam, {"one": {"safety": None}, "two": {"safety": None}}, is_done=False)
    reads(found, sam, {"one": {}, "two": {}})
    assert db.session.scalar(select(func.count()).select_from(BlindReading)) == 1
    row = {
        "coder_id": part_of(found, kim).id,
        "statement_id": elsewhere.statements[0].statement_id,
        "round_id": found.id,
        "outcome": "no theme",
    }
    db.session.add(BlindReading(**row))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    db.session.execute(delete(Survey).where(Survey.id == survey.id))
    assert db.session.scalar(select(func.count()).select_from(BlindRound)) == 0
