"""Putting themes together, splitting and dropping them, on their pages."""

from __future__ import annotations

import re

import pytest

from engage import codebook_changes, codebook_moves, codebooks, coding_by_hand, staff, times
from engage.codebooks import SHIPPED
from engage.extensions import db
from engage.models import Staff, Statement
from tests.factories import a_survey, a_theme
from tests.pages import words
from tests.replied import a_response

SAFETY = "/staff/codebook/safety"
LOCKS = {
    "name": "Locks",
    "definition": "Doors and locks.",
    "examples": "No lock",
    "why": "it is two",
    "on": "0",
}


@pytest.fixture
def kim(app) -> Staff:
    """A colleague."""
    found = staff.add("kim@example.org", "Kim", ("facilitator",))
    db.session.commit()
    return found


@pytest.fixture
def said(app):
    """A statement that the machine put under safety, or a person where `by` says who."""
    survey = a_survey()

    def say(text="no lock", *, by: Staff | None = None, sure=0.9) -> Statement:
        found = a_response(survey, said=text, codes=["safety"]).answers[0].statements[0]
        found.codes[0].confidence = sure
        if by is not None:
            coding_by_hand.decide(found, {"safety": "wanted"}, by=by, now=times.now())
        db.session.commit()
        return found

    return say


def codes(statement):
    db.session.expire_all()
    return [one.code for one in statement.codes]


def drop_rent(by):
    on = codebooks.number()
    codebook_changes.drop("rent", by=by, now=times.now(), why="hers", on=on)
    db.session.commit()


class TestMerge:
    """One theme goes into another."""

    def really(self, **more):
        data = {"into": "staff", "looked": "staff", "really": "1", "on": "0", "why": "the same"}
        return {**data, **more}

    def test_what_will_happen_is_shown_with_counts_and_nothing_is_done_yet(
        self, facilitator, said, kim
    ):
        said(by=kim)
        said()
        said()
        answer = facilitator.post(f"{SAFETY}/merge", data={"into": "staff", "look": "1"})
        page = words(answer)
        name = a_theme("staff").name
        assert f"1 statement that a person decided on moves to “{name}”." in page
        assert "2 statements have it from the machine alone." in page
        assert f"words and phrases are added to “{name}”." in page
        assert codebooks.number() == SHIPPED

    def test_then_it_is_done(self, facilitator, said, kim):
        given, left = said(by=kim), said()
        there = facilitator.post(f"{SAFETY}/merge", data=self.really())
        assert there.location == "/staff/codebook/staff"
        assert (codes(given), codes(left)) == (["staff"], ["safety"])
        assert codebooks.current().find("safety") is None
        assert "1 statement moved." in words(facilitator.get(there.location))

    def test_nothing_is_done_with_one_that_was_not_looked_at(self, facilitator):
        answer = facilitator.post(f"{SAFETY}/merge", data=self.really(looked="rent"))
        assert "What will happen" in words(answer)
        assert codebooks.number() == SHIPPED

    @pytest.mark.parametrize("into", ["", "safety", "nothing"])
    def test_another_theme_has_to_be_chosen(self, facilitator, into):
        answer = facilitator.post(f"{SAFETY}/merge", data={"into": into, "look": "1"})
        assert answer.status_code == 400
        assert "Choose the theme to put it into" in words(answer)

    def test_a_reason_is_needed_and_what_was_chosen_stays(self, facilitator):
        answer = facilitator.post(f"{SAFETY}/merge", data=self.really(why=""))
        assert answer.status_code == 400
        assert '<option value="staff" selected>' in answer.text
        assert "Say in a few words why" in words(answer)

    def test_too_late_shows_what_was_done_and_does_nothing(self, facilitator, said, kim):
        given = said(by=kim)
        drop_rent(kim)
        answer = facilitator.post(f"{SAFETY}/merge", data=self.really())
        assert answer.status_code == 409
        assert "“hers”" in words(answer)
        assert "the same</textarea>" in answer.text
        assert codes(given) == ["safety"]

    def test_what_never_was_is_not_found(self, facilitator):
        assert facilitator.get("/staff/codebook/nothing/merge").status_code == 404


class TestDrop:
    """A theme leaves."""

    def test_how_many_statements_stay_is_said_first(self, facilitator, said, kim):
        said(by=kim)
        said()
        page = words(facilitator.get(f"{SAFETY}/drop"))
        assert "1 statement that a person decided on stays where it is" in page
        assert "1 statement has it from the machine alone." in page

    def test_it_is_dropped_with_a_reason(self, facilitator, said, kim):
        given = said(by=kim)
        assert facilitator.post(f"{SAFETY}/drop", data={"on": "0", "why": ""}).status_code == 400
        there = facilitator.post(f"{SAFETY}/drop", data={"on": "0", "why": "no use"})
        assert there.location == "/staff/codebook"
        assert codebooks.current().find("safety") is None
        assert codes(given) == ["safety"]

    def test_too_late_shows_what_was_done(self, facilitator, kim):
        drop_rent(kim)
        answer = facilitator.post(f"{SAFETY}/drop", data={"on": "0", "why": "mine"})
        assert answer.status_code == 409
        assert "“hers”" in words(answer)
        assert codebooks.current().find("safety") is not None


class TestSplit:
    """A theme becomes two."""

    def test_the_surest_statements_are_there_to_tick_in_their_safe_words(
        self, facilitator, said, kim
    ):
        said("hardly", sure=0.3)
        said("gate is broken", by=kim)
        answer = facilitator.get(f"{SAFETY}/split")
        page = words(answer)
        assert page.index("“gate is broken” A person decided on it.") < page.index("“hardly”")
        assert "Not sure." in page
        assert "raw" not in answer.text
        assert f'<option value="{a_theme("safety").group}" selected>' in answer.text

    def test_what_is_ticked_goes_to_the_new_theme(self, facilitator, said):
        ticked, left = said(), said("shouting")
        data = {**LOCKS, "statement[]": [str(ticked.id), "nonsense"]}
        there = facilitator.post(f"{SAFETY}/split", data=data)
        assert there.location == f"{SAFETY}/move-to/locks"
        assert (codes(ticked), codes(left)) == (["locks"], ["safety"])
        page = words(facilitator.get(there.location))
        assert "“Locks” is a theme now. 1 statement moved." in page
        assert "“shouting”" in page

    def test_a_form_that_comes_back_keeps_what_was_typed_and_ticked(self, facilitator, said, kim):
        ticked = said()
        data = {**LOCKS, "name": "", "statement[]": str(ticked.id)}
        answer = facilitator.post(f"{SAFETY}/split", data=data)
        assert answer.status_code == 400
        assert f'value="{ticked.id}" checked' in answer.text
        assert "Doors and locks.</textarea>" in answer.text
        drop_rent(kim)
        answer = facilitator.post(f"{SAFETY}/split", data={**data, "name": "Locks"})
        assert answer.status_code == 409
        assert "“hers”" in words(answer)
        assert f'value="{ticked.id}" checked' in answer.text
        assert codes(ticked) == ["safety"]

    def test_the_others_are_gone_through_page_by_page(self, facilitator, said, monkeypatch):
        monkeypatch.setattr(codebook_moves, "A_PAGE", 1)
        sure, unsure = said(sure=0.9), said("hardly", sure=0.3)
        where = f"{SAFETY}/move-to/staff"
        page = words(facilitator.get(f"{where}?page=2"))
        assert "Page 2 of 2" in page
        assert "“hardly”" in page
        there = facilitator.post(where, data={"statement[]": str(unsure.id), "page": "2"})
        assert there.location == f"{where}?page=2"
        assert (codes(unsure), codes(sure)) == (["staff"], ["safety"])
        assert "Nothing was ticked" in words(
            facilitator.get(facilitator.post(where, data={}).location)
        )
        facilitator.post(where, data={"statement[]": str(sure.id)})
        assert "No statement is left under" in words(facilitator.get(where))

    def test_a_theme_is_not_moved_to_itself_or_to_nothing(self, facilitator):
        assert facilitator.get(f"{SAFETY}/move-to/safety").status_code == 404
        assert facilitator.get(f"{SAFETY}/move-to/nothing").status_code == 404
        assert facilitator.get("/staff/codebook/nothing/move-to/safety").status_code == 404

    def test_a_move_is_taken_back_where_themes_are_checked(self, facilitator, said):
        statement = said()
        facilitator.post(f"{SAFETY}/move-to/staff", data={"statement[]": str(statement.id)})
        there = facilitator.post("/staff/surveys/test-survey/coding/undo")
        assert re.search(str(statement.id), there.location)
        assert codes(statement) == ["safety"]
