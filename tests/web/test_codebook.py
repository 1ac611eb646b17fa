"""The codebook's pages: themes, changing one, two people at once, versions, and files."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from engage import codebook_changes, codebooks, staff, times
from engage.codebooks import SHIPPED
from engage.extensions import db
from engage.models import StatementCode
from tests.factories import a_survey, a_theme
from tests.pages import words
from tests.replied import a_response

BOOK = "/staff/codebook"
SAFETY = f"{BOOK}/safety"
MOVED = {
    "name": "Being moved about",
    "definition": "Moved from place to place.",
    "examples": "They moved me again\r\n\r\nFour moves in a year",
    "keywords": "moved again",
    "why": "people say it",
}


def safety():
    return a_theme("safety")


def form(**changed):
    """The form of the theme as it stands, with what is changed."""
    code = safety()
    fields = {name: getattr(code, name) for name in ("name", "group", "definition")}
    fields |= {"include": code.include, "exclude": code.exclude}
    fields |= {name: "\r\n".join(getattr(code, name)) for name in ("keywords", "examples")}
    return {**fields, "on": str(codebooks.number()), "why": "asked", **changed}


@pytest.fixture
def kim(app):
    """A colleague."""
    found = staff.add("kim@example.org", "Kim", ("facilitator",))
    db.session.commit()
    return found


def change(by, why="asked", **changed):
    code, on = replace(safety(), **changed), codebooks.number()
    codebook_changes.edit(code, by=by, now=times.now(), why=why, on=on)
    db.session.commit()


def box(answer, name):
    """What stands in a box of several lines."""
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n?(.*?)</textarea>', answer.text, re.S)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    "role,path,status",
    [
        ("facilitator", "", 200),
        ("policy", "", 200),
        ("policy", "/safety", 200),
        ("policy", "/versions", 200),
        ("policy", "/versions/0", 200),
        ("policy", "/file", 200),
        ("policy", "/new", 403),
        ("policy", "/bring", 403),
        ("policy", "/safety/merge", 403),
        ("policy", "/safety/drop", 403),
        ("policy", "/safety/split", 403),
        ("policy", "/safety/move-to/staff", 403),
        ("facilitator", "/new", 200),
        ("facilitator", "/bring", 200),
        ("facilitator", "/versions/7", 404),
        ("facilitator", "/versions/99999999999999999999", 404),
        ("facilitator", "/nothing", 404),
    ],
)
def test_who_may_see_which_page(as_staff, role, path, status):
    assert as_staff(role).get(BOOK + path).status_code == status


def test_all_themes_stand_by_group_with_how_many_statements_carry_them(facilitator):
    a_response(a_survey(), said="no lock", codes=["safety"])
    db.session.commit()
    page = words(facilitator.get(BOOK))
    code = safety()
    assert f"{code.name} {code.definition} 1 statement" in page
    assert "The principles of Housing First" in page
    assert "The one that comes with Engage is in use." in page


def test_exact_numbers_are_not_for_policy_readers(as_staff):
    a_response(a_survey(), said="no lock", codes=["safety"])
    db.session.commit()
    policy = as_staff("policy")
    assert "1 statement" not in words(policy.get(BOOK))
    page = policy.get(SAFETY)
    assert "1 statement" not in words(page)
    assert 'name="definition"' not in page.text
    assert safety().definition in words(page)


def test_staff_come_to_the_themes_from_where_they_read(survey, as_staff):
    facilitator, policy = as_staff("facilitator"), as_staff("policy")
    for path in ("/staff/surveys", "/staff/surveys/test-survey", "/staff/summaries"):
        assert f'href="{BOOK}"' in facilitator.get(path).text
    assert policy.get("/staff/summaries").text.count(f'href="{BOOK}"') == 2


class TestOneTheme:
    """A theme is changed on its page."""

    def test_a_form_that_is_changed_makes_a_new_version(self, facilitator):
        keywords = form()["keywords"] + "\r\n no  lock \r\n\r\nno lock"
        there = facilitator.post(SAFETY, data=form(name="Being safe", keywords=keywords))
        assert (there.status_code, there.location) == (303, SAFETY)
        found, was = safety(), a_theme("safety", SHIPPED)
        assert found == replace(was, name="Being safe", keywords=(*was.keywords, "no lock"))
        assert "Saved. This is version 1 now." in words(facilitator.get(SAFETY))

    def test_a_form_that_says_nothing_new_keeps_nothing(self, facilitator):
        answer = facilitator.post(SAFETY, data=form())
        assert answer.status_code == 400
        assert "You have not changed anything yet" in words(answer)
        assert codebooks.number() == SHIPPED

    def test_pressed_twice_it_is_kept_once(self, facilitator):
        data = form(name="Being safe")
        for _ in range(2):
            assert facilitator.post(SAFETY, data=data).status_code == 303
        assert codebooks.number() == 1
        assert "The theme says that already." in words(facilitator.get(SAFETY))

    def test_all_there_is_to_put_right_is_told_at_once_and_nothing_typed_is_lost(self, facilitator):
        typed = {"name": "", "definition": " ", "examples": "", "include": "Locks", "why": ""}
        answer = facilitator.post(SAFETY, data=form(**typed))
        page = words(answer)
        assert answer.status_code == 400
        assert "Give the theme a name" in page
        assert "Say in a sentence what the theme is about" in page
        assert "Write at least one thing that somebody might say about it" in page
        assert "Say in a few words why" in page
        assert box(answer, "include") == "Locks"

    def test_a_name_that_another_theme_has_is_refused_kindly(self, facilitator):
        other = a_theme("staff").name
        answer = facilitator.post(SAFETY, data=form(name=other.upper()))
        assert "Another theme has this name" in words(answer)

    def test_a_theme_goes_to_another_group_or_a_new_one(self, facilitator):
        facilitator.post(SAFETY, data=form(group="principle"))
        assert safety().group == "principle"
        facilitator.post(SAFETY, data=form(group="principle", other_group="Our own"))
        assert safety().group == "Our own"
        assert "Our own" in words(facilitator.get(BOOK))


class TestTwoAtOnce:
    """Of two who change the codebook at once, the later sees what the first did."""

    def test_the_later_is_shown_what_the_first_did_and_keeps_what_they_typed(
        self, facilitator, kim
    ):
        mine = form(name="Being safe", why="mine")
        change(kim, name="Safe and sound", why="hers")
        answer = facilitator.post(SAFETY, data=mine)
        page = words(answer)
        assert answer.status_code == 409
        assert "Version 1, by Kim on" in page
        assert "“hers”" in page
        assert "is now called “Safe and sound”" in page
        assert 'value="Being safe"' in answer.text
        assert box(answer, "why") == "mine"
        assert safety().name == "Safe and sound"

    def test_pressed_again_nothing_of_the_first_is_undone_but_what_was_typed_over(
        self, facilitator, kim
    ):
        mine = form(keywords=form()["keywords"] + "\nno lock")
        was = safety()
        change(kim, definition="Hers.", keywords=(*was.keywords[1:], "no gate"))
        shown = facilitator.post(SAFETY, data=mine)
        again = {**mine, "on": "1", "definition": box(shown, "definition")}
        again["keywords"] = box(shown, "keywords").replace("&#39;", "'").replace("&amp;", "&")
        assert facilitator.post(SAFETY, data=again).status_code == 303
        now = safety()
        assert now.definition == "Hers."
        assert now.keywords == (*was.keywords[1:], "no gate", "no lock")

    def test_a_theme_that_was_dropped_meanwhile_can_be_added_anew(self, facilitator, kim):
        mine = form(definition="Mine.")
        now = times.now()
        codebook_changes.drop("safety", by=kim, now=now, why="hers", on=SHIPPED)
        db.session.commit()
        answer = facilitator.post(SAFETY, data=mine)
        assert answer.status_code == 409
        assert "is no longer in the codebook" in words(answer)
        assert box(answer, "definition") == "Mine."
        assert f'action="{BOOK}/new"' in answer.text

    def test_a_form_that_says_no_version_is_shown_again(self, facilitator):
        answer = facilitator.post(SAFETY, data=form(name="Being safe", on="x"))
        assert answer.status_code == 409
        assert codebooks.number() == SHIPPED


class TestNew:
    """A new theme is written."""

    def test_a_new_theme_gets_an_id_that_nobody_has_to_think_of(self, facilitator):
        there = facilitator.post(f"{BOOK}/new", data=MOVED)
        assert there.location == f"{BOOK}/being_moved_about"
        code = codebooks.current().codes[-1]
        assert code.examples == ("They moved me again", "Four moves in a year")
        assert "“Being moved about” is a theme now." in words(facilitator.get(there.location))

    def test_what_is_missing_is_told_and_what_was_typed_stays(self, facilitator):
        answer = facilitator.post(f"{BOOK}/new", data={**MOVED, "examples": ""})
        assert answer.status_code == 400
        assert "Write at least one thing" in words(answer)
        assert 'value="Being moved about"' in answer.text


class TestVersions:
    """Versions are listed in words, and one can be gone back to."""

    def test_each_says_who_when_why_and_what_it_changed(self, facilitator, kim):
        was = safety()
        lines = {"keywords": (*was.keywords[1:], "no lock"), "examples": (*was.examples, "Scary")}
        parts = {"definition": "Feeling safe.", "include": "", "exclude": "Ours.", "group": ""}
        change(kim, name="Being safe", why="we asked people", **lines, **parts)
        page = words(facilitator.get(f"{BOOK}/versions"))
        assert "Version 1 In use By Kim on" in page
        assert "Why: we asked people" in page
        for told in (
            f"“{was.name}” is now called “Being safe”.",
            "“Being safe” is now in the group “Themes”.",
            "What “Being safe” is about now reads: “Feeling safe.”",
            "“Being safe” no longer says what belongs in it.",
            "What “Being safe” leaves out now reads: “Ours.”",
            f"Words added to “Being safe”: “no lock”. Words taken out of “Being safe”: "
            f"“{was.keywords[0]}”.",
            "Examples added to “Being safe”: “Scary”.",
        ):
            assert told in page
        assert "The first one This one came with Engage." in page

    def test_what_was_added_and_dropped_is_told(self, facilitator, kim):
        facilitator.post(f"{BOOK}/new", data=MOVED)
        codebook_changes.drop("safety", by=kim, now=times.now(), why="no", on=1)
        db.session.commit()
        page = words(facilitator.get(f"{BOOK}/versions"))
        assert "“Being moved about” is new." in page
        assert "is no longer in the codebook." in page

    def test_going_back_shows_what_would_change_and_makes_a_new_version(self, facilitator, kim):
        change(kim, name="Being safe")
        page = facilitator.get(f"{BOOK}/versions/0")
        was = a_theme("safety", SHIPPED).name
        assert f"“Being safe” is now called “{was}”." in words(page)
        back = f"{BOOK}/versions/0/go-back"
        assert facilitator.post(back, data={"on": "1", "why": ""}).status_code == 400
        there = facilitator.post(back, data={"on": "1", "why": "people asked"})
        assert there.location == f"{BOOK}/versions"
        assert (codebooks.number(), safety().name) == (2, was)
        assert "people asked" in words(facilitator.get(there.location))

    def test_whoever_goes_back_too_late_sees_what_came_before(self, facilitator, kim):
        change(kim, name="Being safe")
        change(kim, name="Safe", why="hers")
        answer = facilitator.post(f"{BOOK}/versions/0/go-back", data={"on": "1", "why": "mine"})
        assert answer.status_code == 409
        assert "“hers”" in words(answer)
        assert codebooks.number() == 2

    def test_there_is_nothing_to_go_back_to_from_where_we_are(self, as_staff, kim):
        change(kim, name="Being safe")
        facilitator, policy = as_staff("facilitator"), as_staff("policy")
        assert "go-back" not in facilitator.get(f"{BOOK}/versions/1").text
        assert "go-back" not in policy.get(f"{BOOK}/versions/0").text


def test_a_theme_that_left_is_told_while_people_still_have_statements_under_it(facilitator, kim):
    statement = a_response(a_survey(), said="no lock", codes=["safety"]).answers[0].statements[0]
    statement.coded_on = times.today(times.now())
    db.session.commit()
    codebook_changes.drop("safety", by=kim, now=times.now(), why="no", on=SHIPPED)
    db.session.commit()
    page = facilitator.get(f"/staff/statements/{statement.id}/codes")
    assert "Safety" in words(page)
    page = facilitator.get(BOOK)
    assert "Themes that are no longer in the codebook" in words(page)
    data = {"into": "staff", "looked": "staff", "really": "1", "on": "1", "why": "they fit"}
    there = facilitator.post(f"{SAFETY}/merge", data=data)
    assert there.location == f"{BOOK}/staff"
    assert [one.code for one in db.session.scalars(db.select(StatementCode))] == ["staff"]
    assert codebooks.number() == 1
    assert "no longer in the codebook" not in words(facilitator.get(BOOK))
