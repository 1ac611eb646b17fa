"""Deciding on found themes: codes made of them, put together, looked inside, dropped."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import func, select

from engage import (
    code_history,
    codebooks,
    coding_by_hand,
    discovering,
    found_history,
    found_members,
    found_themes,
    staff,
    theme_searches,
)
from engage.codes import code_names
from engage.coding_by_hand import CannotDecide
from engage.extensions import db
from engage.found_themes import DecidedAlready, NewCode, SeenOtherwise
from engage.models import (
    AuditEvent,
    CodeDecision,
    FoundTheme,
    Staff,
    Statement,
    Survey,
)
from tests.factories import a_survey
from tests.found import (
    BUSES,
    DOGS,
    FARES,
    NOW,
    a_search,
    accept,
    codes,
    later,
    seen,
    statements,
)
from tests.replied import a_response


@pytest.fixture
def survey(app) -> Survey:
    return a_survey()


@pytest.fixture
def kim(app) -> Staff:
    """Another facilitator."""
    return staff.add("kim@example.org", "Kim", ("facilitator",))


@pytest.fixture
def said(survey) -> list[Statement]:
    return statements(survey, *BUSES)


@pytest.fixture
def theme(survey, said) -> FoundTheme:
    return a_search(survey, {"bus, fare": said})["bus, fare"]


class TestAccept:
    """A found theme becomes a code of the codebook."""

    def test_it_is_in_the_codebook_from_then_on_with_what_was_written(self, theme, said, sam):
        code = accept(theme, said, sam, why=" people said so ")
        kept = codebooks.current().find(code)
        assert kept is not None
        assert (kept.name, kept.group, kept.definition) == (FARES.name, "found", FARES.definition)
        assert kept.examples == ("bus fare is too dear",)
        assert code_names()[code].name == "Bus fares"
        assert (theme.state, theme.code, theme.decided_by) == ("accepted", code, sam.id)

    def test_its_statements_carry_it_as_the_persons_decision(self, theme, said, sam):
        code = accept(theme, said, sam)
        for one in said:
            assert codes(one) == [code]
            assert (one.coded_by, one.coded_on, one.outcome) == (sam.id, NOW.date(), "coded")
            assert one.codes[0].given_by == sam.id
        [happened] = code_history.of(said[0])
        assert (happened.change.what, happened.change.code, happened.by) == ("add", code, "Sam")
        assert "bus, fare" in happened.note

    def test_a_statement_that_is_not_ticked_stays_as_it_is(self, theme, said, sam):
        accept(theme, said[1:], sam)
        assert codes(said[0]) == []
        assert said[0].coded_on is None
        assert code_history.of(said[0]) == []

    def test_codes_that_a_person_gave_before_stay_beside_it(self, theme, said, sam, kim):
        coding_by_hand.decide(said[0], {"family": "wanted"}, by=kim, now=NOW)
        code = accept(theme, said, sam, now=later(1))
        assert codes(said[0]) == [code, "family"]

    def test_codes_of_the_machine_stay_with_their_words(self, survey, sam):
        one = a_response(survey, said="no fare", codes=["safety"]).answers[0].statements[0]
        one.codes[0].evidence = [[0, 2, "learned"]]
        theme = a_search(survey, {"fare": [one]})["fare"]
        code = accept(theme, [one], sam)
        assert codes(one) == [code, "safety"]
        assert (one.codes[1].evidence, one.codes[1].given_on) == ([[0, 2, "learned"]], None)

    @pytest.mark.parametrize(
        "new,field",
        [
            (NewCode(" ", "a", ["b"]), "name"),
            (NewCode("a" * 81, "a", ["b"]), "name"),
            (NewCode("Bus fares", "", ["b"]), "definition"),
            (NewCode("Bus fares", "a", [" "]), "example-1"),
            (NewCode("Bus fares", "a", ["b" * 1001]), "example-1"),
        ],
    )
    def test_what_cannot_be_kept_is_said_and_changes_nothing(self, theme, said, sam, new, field):
        with pytest.raises(CannotDecide) as refused:
            found_themes.accept(theme, new, seen(said), by=sam, now=NOW)
        assert refused.value.field == field
        db.session.rollback()
        assert (theme.state, codebooks.number()) == ("proposed", 0)

    def test_a_name_that_there_is_leads_to_the_theme_of_that_name(self, theme, said, sam):
        known = next(iter(code_names().values())).name
        new = NewCode(known.upper(), "a", ["b"])
        with pytest.raises(CannotDecide, match="Put this one with it"):
            found_themes.accept(theme, new, seen(said), by=sam, now=NOW)

    def test_nothing_ticked_is_no_theme(self, theme, sam):
        with pytest.raises(CannotDecide, match="Leave one statement ticked"):
            found_themes.accept(theme, FARES, {}, by=sam, now=NOW)

    def test_a_statement_of_another_theme_is_not_touched(self, survey, theme, said, sam):
        [other] = statements(survey, "my dog")
        accept(theme, [*said, other], sam)
        assert codes(other) == []

    def test_of_two_people_the_later_changes_nothing(self, theme, said, sam, kim):
        accept(theme, said, sam)
        with pytest.raises(DecidedAlready):
            found_themes.drop(theme, "no", by=kim, now=later(1))
        with pytest.raises(DecidedAlready):
            found_themes.accept(theme, FARES, seen(said), by=kim, now=later(1))

    def test_a_theme_that_looks_otherwise_by_now_is_not_decided_on(self, theme, said, sam, kim):
        mark = found_themes.mark(theme)
        found_themes.rename(theme, "Fares", by=kim, now=NOW)
        with pytest.raises(DecidedAlready):
            found_themes.drop(theme, "no", by=sam, now=later(1), seen=mark)

    def test_a_statement_that_somebody_decided_on_meanwhile_is_not_overwritten(
        self, theme, said, sam, kim
    ):
        ticked = seen(said)
        coding_by_hand.decide(said[2], {"family": None}, by=kim, now=NOW)
        with pytest.raises(SeenOtherwise) as otherwise:
            found_themes.accept(theme, FARES, ticked, by=sam, now=later(1))
        assert otherwise.value.changed == {said[2].id}
        db.session.rollback()
        assert codebooks.number() == 0

    def test_who_decided_is_in_the_audit_trail_by_id_alone(self, theme, said, sam):
        accept(theme, said, sam)
        events = db.session.scalars(select(AuditEvent)).all()
        assert str(theme.id) in {event.subject for event in events}
        assert not any("bus" in event.what.casefold() for event in events)

    def test_a_thousand_statements_are_done_at_once_and_quickly(self, survey, sam):
        said = statements(survey, *(f"bus fare {nth}" for nth in range(1000)))
        theme = a_search(survey, {"bus": said})["bus"]
        ticked = seen(said)
        began = time.monotonic()
        code = found_themes.accept(theme, FARES, ticked, by=sam, now=NOW)
        db.session.commit()
        took = time.monotonic() - began
        given = select(func.count()).where(CodeDecision.code == code, CodeDecision.what == "add")
        assert db.session.scalar(given) == 1000
        assert took < 10


class TestOthers:
    """Renaming, putting together, looking inside, dropping."""

    def test_a_new_name_is_kept_with_the_old_one_in_the_history(self, theme, sam):
        found_themes.rename(theme, "  Bus   fares ", by=sam, now=NOW)
        db.session.commit()
        [happened] = found_history.of(theme)
        assert theme.name == "Bus fares"
        assert (happened.what, happened.by, happened.name_before) == ("rename", "Sam", "bus, fare")

    def test_the_same_name_is_no_decision(self, theme, sam):
        found_themes.rename(theme, "bus, fare", by=sam, now=NOW)
        assert found_history.of(theme) == []

    def test_two_themes_become_one_that_waits(self, survey, said, sam):
        found = a_search(survey, {"bus": said[:3], "fare": said[3:]})
        found_themes.merge_with_theme(found["fare"], found["bus"], by=sam, now=NOW)
        db.session.commit()
        assert (found["fare"].state, found["bus"].state) == ("merged", "proposed")
        nearest_first = [said[at].id for at in (0, 3, 1, 4, 2, 5)]
        assert found_members.of(found["bus"]).statements == nearest_first
        assert found_members.of(found["fare"]).statements == []

    def test_one_put_with_another_goes_where_that_goes(self, survey, said, sam):
        found = a_search(survey, {"a": said[:2], "b": said[2:4], "c": said[4:]})
        found_themes.merge_with_theme(found["c"], found["b"], by=sam, now=NOW)
        found_themes.merge_with_theme(found["b"], found["a"], by=sam, now=later(1))
        assert len(found_members.of(found["a"]).statements) == 6
        code = accept(found["a"], said, sam, now=later(2))
        assert codes(said[5]) == [code]

    def test_a_theme_is_not_put_with_itself_or_one_of_another_search(self, survey, said, sam):
        one = a_search(survey, {"bus": said})["bus"]
        other = a_search(survey, {"bus": said})["bus"]
        for wrong in (one, other):
            with pytest.raises(CannotDecide):
                found_themes.merge_with_theme(one, wrong, by=sam, now=NOW)

    def test_two_that_are_put_into_each_other_make_no_circle(self, survey, said, sam, kim):
        found = a_search(survey, {"bus": said[:3], "fare": said[3:]})
        found_themes.merge_with_theme(found["fare"], found["bus"], by=sam, now=NOW)
        with pytest.raises(DecidedAlready):
            found_themes.merge_with_theme(found["bus"], found["fare"], by=kim, now=NOW)

    def test_put_with_a_code_its_statements_get_that_code(self, theme, said, sam):
        found_themes.merge_with_code(theme, "safety", seen(said), by=sam, now=NOW)
        db.session.commit()
        assert codes(said[0]) == ["safety"]
        assert (theme.state, theme.code) == ("merged", "safety")
        assert codebooks.number() == 0

    def test_a_code_that_the_machine_had_given_is_accepted(self, survey, sam):
        one = a_response(survey, said="no fare", codes=["safety"]).answers[0].statements[0]
        theme = a_search(survey, {"fare": [one]})["fare"]
        found_themes.merge_with_code(theme, "safety", seen([one]), by=sam, now=NOW)
        db.session.commit()
        assert [one.change.what for one in code_history.of(one)] == ["accept"]
        assert one.codes[0].given_on is None

    def test_a_code_that_there_is_not_is_refused(self, theme, said, sam):
        with pytest.raises(CannotDecide):
            found_themes.merge_with_code(theme, "nonsense", seen(said), by=sam, now=NOW)

    def test_looking_inside_looks_at_its_statements_alone(self, survey, sam):
        both = statements(survey, *BUSES, *DOGS)
        statements(survey, "nobody rings me")
        theme = a_search(survey, {"both": both})["both"]
        inside = found_themes.split(theme, by=sam, now=NOW)
        db.session.commit()
        assert discovering.look(inside.id, now=NOW) == "done"
        assert inside.parent_id == theme.id
        assert found_members.people_in(inside) == (len(both), len(both))
        assert theme_searches.all_of(survey)[0].parent_id is None

    def test_too_few_are_not_looked_inside(self, survey, said, sam):
        theme = a_search(survey, {"bus": said[:3]})["bus"]
        with pytest.raises(CannotDecide, match="too few"):
            found_themes.split(theme, by=sam, now=NOW)

    def test_a_dropped_theme_keeps_why_sealed_and_touches_no_statement(self, theme, said, sam):
        found_themes.drop(theme, "nothing in common", by=sam, now=NOW)
        db.session.commit()
        assert found_history.of(theme)[0].why == "nothing in common"
        raw = db.session.connection().exec_driver_sql("SELECT why FROM found_decision")
        assert b"common" not in bytes(raw.scalar_one())
        assert (codes(said[0]), said[0].coded_on) == ([], None)

    def test_dropping_says_why(self, theme, sam):
        with pytest.raises(CannotDecide, match="Say why"):
            found_themes.drop(theme, " ", by=sam, now=NOW)
