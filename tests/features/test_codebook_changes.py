"""Changing the codebook: themes added, changed, dropped, and earlier versions taken up again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage import codebook_changes, codebook_versions, codebooks, codes, times
from engage.codebook_changes import CannotChange
from engage.codebooks import SHIPPED, ChangedMeanwhile
from engage.extensions import db
from nlp.codebook import Code
from tests.factories import a_survey, a_theme
from tests.replied import a_response

MOVED = Code(
    id="",
    name="Being moved about",
    group="topic",
    definition="Moved from place to place with no say.",
    include="",
    exclude="",
    keywords=("moved again",),
    examples=("They moved me four times",),
)


def add(by, code=MOVED, **how):
    return codebook_changes.add(code, by=by, **{"now": times.now(), "why": "people say it", **how})


def safety():
    return a_theme("safety")


def edit(by, on=SHIPPED, why="asked", **changed):
    code = replace(safety(), **changed)
    return codebook_changes.edit(code, by=by, now=times.now(), why=why, on=on)


def made_id(name: str) -> str:
    """The id of a new theme of this name."""
    unnamed = replace(codebook_changes.EMPTY, name=name)
    return codebook_changes.with_free_id(unnamed).id


class TestIds:
    """Ids are made from names, and nobody has to think of one."""

    @pytest.mark.parametrize(
        "name,made",
        [
            ("Being moved about", "being_moved_about"),
            ("Café & crème!", "cafe_creme"),
            ("السكن", "theme"),
            ("Safety", "safety_2"),
            ("New", "new_2"),
            ("a" * 90, "a" * 52),
            ("Bus fares", "bus_fares"),
            ("Café & fares!", "cafe_fares"),
            ("…", "theme"),
        ],
    )
    def test_an_id_is_made_from_the_name_and_is_free(self, app, name, made):
        assert made_id(name) == made

    def test_an_id_that_was_in_use_once_is_not_given_again(self, sam):
        add(sam)
        codebook_changes.drop("being_moved_about", by=sam, now=times.now(), why="no", on=1)
        assert made_id("Being moved about") == "being_moved_about_2"

    def test_an_id_that_some_statement_carries_is_not_given_again(self, app):
        a_response(a_survey(), said="hm", codes=["from_before"])
        assert made_id("From before") == "from_before_2"


class TestAdd:
    """A theme is added."""

    def test_a_theme_is_added_at_the_end_with_an_id_of_its_own(self, sam):
        book = add(sam)
        assert (book.version, book.codes[-1].id) == (1, "being_moved_about")
        assert book.codes[:-1] == codebooks.numbered(SHIPPED).codes

    def test_an_id_of_its_own_stays_where_it_is_free(self, sam):
        assert add(sam, replace(MOVED, id="moves")).codes[-1].id == "moves"

    @pytest.mark.parametrize("taken", ["safety", "new", "No id!", "a" * 61])
    def test_an_id_that_cannot_be_is_made_anew(self, sam, taken):
        assert add(sam, replace(MOVED, id=taken)).codes[-1].id == "being_moved_about"

    def test_a_name_that_is_there_is_refused_however_it_is_written(self, sam):
        with pytest.raises(CannotChange) as refused:
            add(sam, replace(MOVED, name="SAFETY"))
        assert list(refused.value.problems) == ["name"]
        assert codebooks.number() == SHIPPED

    def test_what_is_missing_is_told_all_at_once(self, sam):
        with pytest.raises(CannotChange) as refused:
            add(sam, replace(MOVED, name="", definition="", examples=()), why=" ")
        assert set(refused.value.problems) == {"name", "definition", "examples", "why"}

    @pytest.mark.parametrize(
        "field,value",
        [
            ("name", "a" * 81),
            ("definition", "a" * 601),
            ("include", "a" * 1001),
            ("exclude", "a" * 1001),
            ("group", "a" * 61),
            ("keywords", ("a" * 61,)),
            ("keywords", tuple(map(str, range(601)))),
            ("examples", ("a" * 301,)),
            ("examples", tuple(map(str, range(101)))),
        ],
    )
    def test_what_is_too_long_is_refused_at_its_field(self, sam, field, value):
        with pytest.raises(CannotChange) as refused:
            add(sam, replace(MOVED, **{field: value}))
        assert list(refused.value.problems) == [field]

    def test_somebody_quicker_does_not_stop_it(self, sam, monkeypatch):
        change = codebooks.change
        turns: list[int] = []

        def slow(codes, **how):
            if not turns:
                turns.append(1)
                raise ChangedMeanwhile
            return change(codes, **how)

        monkeypatch.setattr(codebooks, "change", slow)
        assert add(sam).version == 1


class TestEdit:
    """A theme is changed."""

    def test_what_is_changed_holds_from_now_on_and_says_why(self, sam):
        edit(sam, name="Being safe")
        assert safety().name == "Being safe"
        [now, _] = codebook_versions.listed()
        assert (now.number, now.by, now.why) == (1, "Sam", "asked")

    def test_a_theme_may_keep_its_own_name(self, sam):
        assert edit(sam, definition="Feeling safe.").version == 1

    def test_of_two_the_later_is_told(self, sam):
        edit(sam, name="Being safe")
        with pytest.raises(ChangedMeanwhile):
            edit(sam, name="Safe")

    @pytest.mark.parametrize("on", [-1, 7])
    def test_a_version_that_never_was_is_not_gone_on_from(self, sam, on):
        with pytest.raises(ChangedMeanwhile):
            edit(sam, on=on, name="Safe")

    @pytest.mark.parametrize("why", ["", "  ", "a" * 501])
    def test_a_reason_is_needed_and_a_short_one(self, sam, why):
        with pytest.raises(CannotChange) as refused:
            edit(sam, why=why, name="Safe")
        assert list(refused.value.problems) == ["why"]


class TestDrop:
    """A theme leaves the codebook."""

    def test_it_is_gone_and_nothing_else(self, sam):
        book = codebook_changes.drop("safety", by=sam, now=times.now(), why="no", on=SHIPPED)
        assert book.find("safety") is None
        assert len(book.codes) == len(codebooks.numbered(SHIPPED).codes) - 1

    def test_what_people_gave_stays_until_they_move_it(self, sam, said):
        statement = said("no lock")
        codebook_changes.drop("safety", by=sam, now=times.now(), why="no", on=SHIPPED)
        db.session.commit()
        assert [one.code for one in statement.codes] == ["safety"]

    def test_the_last_one_stays(self, sam):
        codebooks.change([safety()], by=sam, now=times.now())
        with pytest.raises(CannotChange):
            codebook_changes.drop("safety", by=sam, now=times.now(), why="no", on=1)


class TestVersions:
    """Every version is told of, against the one before."""

    def test_going_back_is_a_new_version_with_the_codes_as_they_were(self, sam):
        edit(sam, name="Being safe")
        codebook_changes.go_back(SHIPPED, by=sam, now=times.now(), why="no", on=1)
        assert codebooks.current().codes == codebooks.numbered(SHIPPED).codes
        assert [one.number for one in codebook_versions.listed()] == [2, 1, 0]
        assert a_theme("safety", 1).name == "Being safe"

    def test_each_part_that_changed_is_a_difference(self, sam):
        was = safety()
        keywords = (*was.keywords[1:], "no lock")
        edit(sam, name="Being safe", keywords=keywords)
        [now, first] = codebook_versions.listed()
        name, words = now.differences
        assert (name.what, name.was, name.now) == ("name", was.name, "Being safe")
        assert (words.what, words.gone, words.new) == (
            "keywords",
            (was.keywords[0],),
            ("no lock",),
        )
        assert (first.number, first.differences) == (SHIPPED, ())

    def test_what_came_and_went_is_told(self, sam):
        add(sam)
        codebook_changes.drop("safety", by=sam, now=times.now(), why="no", on=1)
        told = [one.differences for one in codebook_versions.listed()]
        assert [[(one.what, one.code) for one in some] for some in told] == [
            [("dropped", "safety")],
            [("added", "being_moved_about")],
            [],
        ]

    def test_another_order_alone_is_told_too(self, sam):
        codebooks.change(codebooks.current().codes[::-1], by=sam, now=times.now())
        found = codebook_versions.one(1)
        assert found is not None
        assert [one.what for one in found.differences] == ["order"]

    def test_what_came_since_a_version_is_listed(self, sam):
        edit(sam, name="Being safe")
        edit(sam, on=1, name="Safe")
        assert [one.number for one in codebook_versions.since(SHIPPED)] == [2, 1]
        assert codebook_versions.since(2) == []

    def test_a_version_that_is_not_there_is_none(self, app):
        assert codebook_versions.one(7) is None

    def test_a_theme_that_is_gone_keeps_its_last_name(self, sam):
        edit(sam, name="Being safe")
        codebook_changes.drop("safety", by=sam, now=times.now(), why="no", on=1)
        assert codes.names_ever()["safety"].name == "Being safe"
