"""Taking back what was decided on found themes, until something builds on it."""

from __future__ import annotations

import pytest

from engage import (
    code_history,
    codebooks,
    coding_by_hand,
    discovering,
    found_history,
    found_members,
    found_themes,
    found_undone,
    staff,
    summaries,
)
from engage.codes import code_names
from engage.extensions import db
from engage.found_undone import BuiltOn
from engage.models import (
    FoundTheme,
    Staff,
    Statement,
    Survey,
    ThemeSearch,
)
from tests.factories import a_survey
from tests.found import (
    BUSES,
    DOGS,
    NOW,
    a_search,
    accept,
    codes,
    later,
    seen,
    statements,
)


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


def undo(theme: FoundTheme, by: Staff, minutes: int = 5) -> None:
    found_undone.undo(theme, by=by, now=later(minutes))
    db.session.commit()
    db.session.expire_all()


class TestUndo:
    """Taken back until something builds on it."""

    def test_a_code_goes_again_with_all_it_was_given_to(self, theme, said, sam, kim):
        coding_by_hand.decide(said[0], {"family": "wanted"}, by=kim, now=NOW)
        code = accept(theme, said, sam, now=later(1))
        undo(theme, kim)
        assert codebooks.current().find(code) is None
        assert (codes(said[0]), said[0].coded_by) == (["family"], kim.id)
        assert (codes(said[1]), said[1].coded_on) == ([], None)
        assert (theme.state, theme.code, theme.decided_at) == ("proposed", None, None)
        assert [one.what for one in found_history.of(theme)] == ["undo", "accept"]
        assert code_history.of(said[1])[0].change.what == "undo"

    def test_it_may_be_decided_on_anew(self, theme, said, sam):
        accept(theme, said, sam)
        undo(theme, sam)
        accept(theme, said, sam, now=later(9))
        undo(theme, sam, 12)
        assert theme.state == "proposed"

    def test_a_statement_somebody_decided_on_since_keeps_the_code(self, theme, said, sam, kim):
        code = accept(theme, said, sam)
        coding_by_hand.decide(said[0], {code: "wanted"}, by=kim, now=later(1))
        with pytest.raises(BuiltOn, match="decided on some of its statements"):
            undo(theme, sam)
        db.session.rollback()
        assert codes(said[0]) == [code]

    def test_a_code_given_to_other_statements_since_stays(self, survey, theme, said, sam, kim):
        code = accept(theme, said, sam)
        [other] = statements(survey, "fares again")
        coding_by_hand.decide(other, {code: None}, by=kim, now=later(1))
        with pytest.raises(BuiltOn, match="Other statements"):
            undo(theme, sam)

    def test_a_code_that_a_published_summary_tells_of_stays(self, survey, theme, said, sam):
        accept(theme, said, sam)
        summaries.publish(survey, summaries.build(survey, now=NOW), now=NOW)
        with pytest.raises(BuiltOn, match="summary"):
            undo(theme, sam)

    def test_a_merge_with_a_code_goes_back_and_the_code_stays(self, theme, said, sam):
        found_themes.merge_with_code(theme, "safety", seen(said), by=sam, now=NOW)
        undo(theme, sam)
        assert codes(said[0]) == []
        assert "safety" in code_names()

    def test_two_put_together_come_apart_until_one_is_decided_on(self, survey, said, sam):
        found = a_search(survey, {"bus": said[:3], "fare": said[3:]})
        found_themes.merge_with_theme(found["fare"], found["bus"], by=sam, now=NOW)
        found_themes.drop(found["bus"], "no", by=sam, now=later(1))
        with pytest.raises(BuiltOn, match="Take that back first"):
            undo(found["fare"], sam)
        db.session.rollback()
        undo(found["bus"], sam, 6)
        undo(found["fare"], sam, 7)
        assert found_members.of(found["fare"]).statements == [one.id for one in said[3:]]

    def test_looking_inside_is_taken_back_with_what_was_found_there(self, theme, sam):
        inside = found_themes.split(theme, by=sam, now=NOW).id
        db.session.commit()
        undo(theme, sam)
        assert db.session.get(ThemeSearch, inside) is None
        assert theme.state == "proposed"

    def test_looking_inside_stays_once_something_in_there_is_decided_on(self, survey, sam):
        both = statements(survey, *BUSES, *DOGS)
        theme = a_search(survey, {"both": both})["both"]
        inside = found_themes.split(theme, by=sam, now=NOW)
        db.session.commit()
        discovering.look(inside.id, now=NOW)
        first = found_members.themes_of(inside)[0]
        found_themes.drop(first, "no", by=sam, now=later(1))
        with pytest.raises(BuiltOn, match="inside it"):
            undo(theme, sam)

    def test_a_name_comes_back_and_so_does_the_one_before_it(self, theme, sam):
        for minutes, name in enumerate(("Fares", "Buses")):
            found_themes.rename(theme, name, by=sam, now=later(minutes))
        undo(theme, sam)
        assert theme.name == "Fares"
        undo(theme, sam, 6)
        assert theme.name == "bus, fare"
        assert found_undone.undo(theme, by=sam, now=later(9)) is None

    def test_a_dropped_theme_waits_again(self, theme, sam):
        found_themes.drop(theme, "no", by=sam, now=NOW)
        undo(theme, sam)
        assert theme.state == "proposed"

    def test_taking_back_on_the_coding_page_leaves_what_was_decided_on_many(
        self, survey, theme, said, sam
    ):
        code = accept(theme, said, sam)
        assert coding_by_hand.undo(survey, by=sam, now=later(1)) is None
        assert codes(said[0]) == [code]
