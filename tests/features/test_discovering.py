"""Looking for themes as a worker does: what is looked at, what is kept, and what is said of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from engage import (
    discovering,
    found_members,
    found_themes,
    queueing,
    staff,
    theme_searches,
    times,
    work,
)
from engage.extensions import db
from engage.models import (
    Answer,
    FoundDecision,
    FoundTheme,
    Response,
    Staff,
    Statement,
    Survey,
    ThemePlace,
    ThemeSearch,
)
from engage.theme_searches import StillLooking
from nlp.discovery import themes
from nlp.vectors import adapter
from nlp.vectors.spelling import Spelling
from tests.factories import a_session, a_survey
from tests.features.databases import EITHER, an_app_on_either
from tests.found import BUSES, DOGS, a_dropped_theme, a_search, statements
from tests.replied import a_response

NOW = times.now()


@pytest.fixture
def survey(app) -> Survey:
    return a_survey()


def looked(survey: Survey, by: Staff, **how):
    """A search of a survey, done."""
    search = theme_searches.ask(survey.id, by=by, now=NOW, **how)
    db.session.commit()
    assert discovering.look(search.id, now=NOW) == "done"
    db.session.expire_all()
    return search


def texts_of(search) -> list[set[str]]:
    """What stands in each theme, the largest first."""
    found = found_members.themes_of(search)
    members = found_members.of_search(search.id, found)
    return [
        {db.session.get_one(Statement, one).text for one in members[theme.id].statements}
        for theme in found
    ]


def left(search) -> dict[str, set[str]]:
    rows = db.session.execute(
        select(ThemePlace.why_left, Statement.text)
        .join(Statement, Statement.id == ThemePlace.statement_id)
        .where(ThemePlace.search_id == search.id, ThemePlace.why_left.is_not(None))
    )
    found: dict[str, set[str]] = {}
    for why, text in rows:
        found.setdefault(str(why), set()).add(text)
    return found


class TestLook:
    """One search, from the asking to the places."""

    def test_statements_that_say_alike_are_one_theme_with_a_name_from_them(self, survey, sam):
        statements(survey, *BUSES, *DOGS)
        search = looked(survey, sam)
        found = texts_of(search)
        assert set(BUSES) in found
        assert any(set(DOGS[:3]) <= one for one in found)
        first = found_members.themes_of(search)[0]
        assert "bus" in first.name or "fare" in first.name

    def test_every_statement_has_a_place_or_is_said_to_have_none(self, survey, sam):
        said = statements(survey, *BUSES, *DOGS, "kettle", "n/a", "Chciałbym mieć zamek")
        search = looked(survey, sam)
        mine = select(func.count()).where(ThemePlace.search_id == search.id)
        assert db.session.scalar(mine) == len(said)
        assert left(search)["says nothing"] == {"n/a"}
        assert left(search)["not in English"] == {"Chciałbym mieć zamek"}

    def test_only_those_without_a_theme_or_that_need_a_person_are_looked_at(self, survey, sam):
        a_response(survey, said="safe here", codes=["safety"])
        asks = a_response(survey, said="no lock on it", codes=["safety"]).answers[0].statements[0]
        asks.outcome = "needs a person"
        statements(survey, *BUSES)
        there = {text for theme in texts_of(looked(survey, sam)) for text in theme}
        assert "safe here" not in there
        assert found_members.people_in(theme_searches.all_of(survey)[0]) == (7, 7)

    def test_all_statements_are_looked_at_where_that_is_asked_for(self, survey, sam):
        a_response(survey, said="safe here", codes=["safety"])
        statements(survey, *BUSES)
        search = looked(survey, sam, everything=True)
        assert found_members.people_in(search) == (7, 7)

    def test_answers_that_were_not_sent_are_not_looked_at(self, survey, sam):
        a_response(survey, said=BUSES[0], day=None)
        a_response(a_survey("other"), said=BUSES[1])
        assert found_members.people_in(looked(survey, sam)) == (0, 0)

    def test_another_language_is_read_by_its_checked_english(self, survey, sam):
        statements(survey, *BUSES)
        [polish] = statements(survey, "bilet na autobus jest drogi")
        polish.translation, polish.translation_by = "bus fare is too dear", "human"
        db.session.commit()
        assert any(polish.text in one for one in texts_of(looked(survey, sam)))

    def test_an_answer_in_another_language_is_not_taken_for_english(self, survey, sam):
        [said] = statements(survey, "no")
        said.text = "no hay llave"
        db.session.get_one(Answer, said.answer_id).language = "es"
        db.session.commit()
        assert left(looked(survey, sam)) == {"not in English": {"no hay llave"}}

    def test_people_of_a_session_are_counted_once_however_many_lines(self, survey):
        session, lines = a_session(), []
        for text, people in zip(BUSES, (5, 3, 2, 1, 1, 1), strict=True):
            line = a_response(survey, said=text, session=session, people=people)
            lines.append(line.answers[0].statements[0])
        theme = a_search(survey, {"bus": [*lines, *statements(survey, "bus fare please")]})["bus"]
        members = found_members.of(theme)
        assert (len(members.statements), members.people) == (7, 6)

    def test_the_same_statements_bring_the_same_themes(self, survey, sam):
        statements(survey, *BUSES, *DOGS)
        first, again = looked(survey, sam), looked(survey, sam)
        assert texts_of(first) == texts_of(again)
        names = [[one.name for one in found_members.themes_of(x)] for x in (first, again)]
        assert names[0] == names[1]

    def test_the_most_typical_comes_first(self, survey, sam):
        statements(survey, *BUSES, *DOGS)
        search = looked(survey, sam)
        [first] = [one for one in found_members.themes_of(search) if one.number == 0]
        rows = db.session.scalars(
            select(ThemePlace.nearest).where(ThemePlace.theme_id == first.id)
        ).all()
        assert sorted(rows) == list(range(len(rows)))

    def test_the_page_is_told_whether_meaning_was_known(self, survey, sam, monkeypatch):
        spelling = Spelling()
        monkeypatch.setattr(adapter, "load", lambda: spelling)
        monkeypatch.setattr(adapter, "why_not", lambda: "It is not here yet.")
        statements(survey, *BUSES, *DOGS)
        search = looked(survey, sam)
        assert (search.knew_meaning, search.why_not) == (False, "It is not here yet.")

    def test_names_of_themes_lie_sealed(self, survey, sam):
        statements(survey, *BUSES, *DOGS)
        looked(survey, sam)
        raw = db.session.connection().exec_driver_sql("SELECT name FROM found_theme").scalars()
        assert not any(b"bus" in bytes(one) or b"fare" in bytes(one) for one in raw)

    def test_a_statement_that_is_deleted_takes_its_place_with_it(self, survey, sam):
        said = statements(survey, *BUSES)
        search = looked(survey, sam)
        response = db.session.get_one(Answer, said[0].answer_id).response_id
        db.session.execute(delete(Response).where(Response.id == response))
        db.session.commit()
        assert found_members.people_in(search) == (5, 5)

    def test_a_survey_that_is_deleted_takes_its_searches_with_it(self, survey, sam):
        statements(survey, *BUSES)
        looked(survey, sam)
        db.session.execute(delete(Survey).where(Survey.id == survey.id))
        db.session.commit()
        assert db.session.scalars(select(FoundTheme)).all() == []

    def test_a_statement_deleted_while_it_was_read_has_no_place(self, survey, sam, monkeypatch):
        said = statements(survey, *BUSES)
        real, answer = themes.discover, said[0].answer_id

        def delete_meanwhile(*given, **how):
            db.session.execute(delete(Answer).where(Answer.id == answer))
            db.session.commit()
            return real(*given, **how)

        monkeypatch.setattr(themes, "discover", delete_meanwhile)
        assert found_members.people_in(looked(survey, sam)) == (5, 5)


class TestAgain:
    """A later search remembers what people decided."""

    def test_a_theme_that_was_dropped_is_found_again_and_says_so(self, survey, sam):
        statements(survey, *BUSES, *DOGS)
        [first, *_] = found_members.themes_of(looked(survey, sam))
        found_themes.drop(first, "too small", by=sam, now=NOW)
        db.session.commit()
        again = looked(survey, sam)
        assert found_members.themes_of(again)[0].same_as == first.id

    def test_one_that_nobody_decided_on_is_simply_found_again(self, survey, sam):
        statements(survey, *BUSES, *DOGS)
        looked(survey, sam)
        assert {one.same_as for one in found_members.themes_of(looked(survey, sam))} == {None}

    @pytest.mark.parametrize("shared,same", [(2, True), (1, False), (0, False)])
    def test_half_of_its_statements_in_the_earlier_one_is_enough(self, shared, same):
        now, theme = [uuid.uuid4() for _ in range(4)], uuid.uuid4()
        earlier = frozenset([*now[:shared], *(uuid.uuid4() for _ in range(6))])
        assert (found_members.mostly_the_same(now, {theme: earlier}) == theme) is same


class TestWork:
    """Claimed once, left lying by nobody, given up after a few tries."""

    def test_a_nudge_is_enough_and_a_search_is_done_once(self, survey, sam):
        search = theme_searches.ask(survey.id, by=sam, now=NOW)
        db.session.commit()
        work.look_for_themes(str(search.id))
        assert discovering.due(now=NOW) == []
        assert discovering.look(search.id, now=NOW) is None

    def test_a_sweep_finds_one_whose_nudge_was_lost(self, survey, sam):
        search = theme_searches.ask(survey.id, by=sam, now=NOW)
        db.session.commit()
        work.sweep_themes()
        db.session.expire_all()
        assert search.state == "done"

    def test_whoever_has_it_is_waited_for_until_the_lease_is_over(self, survey, sam):
        search = theme_searches.ask(survey.id, by=sam, now=NOW)
        search.lease_until = NOW + timedelta(minutes=1)
        db.session.commit()
        assert discovering.due(now=NOW) == []
        assert discovering.due(now=NOW + timedelta(minutes=2)) == [search.id]

    def test_a_search_that_keeps_stopping_is_held_and_another_may_be_asked_for(
        self, survey, sam, monkeypatch
    ):
        statements(survey, *BUSES)
        search = theme_searches.ask(survey.id, by=sam, now=NOW)
        db.session.commit()

        def stops(*_given: object, **_how: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(themes, "discover", stops)
        for nth in range(discovering.TRIES):
            with pytest.raises(RuntimeError):
                discovering.look(search.id, now=NOW + nth * timedelta(hours=1))
            db.session.rollback()
        assert discovering.look(search.id, now=NOW + timedelta(days=1)) == "held"
        db.session.expire_all()
        assert search.state == "held"
        theme_searches.ask(survey.id, by=sam, now=NOW + timedelta(days=1))

    def test_a_worker_that_comes_back_late_keeps_nothing(self, survey, sam, monkeypatch):
        statements(survey, *BUSES)
        search = theme_searches.ask(survey.id, by=sam, now=NOW)
        db.session.commit()
        real = themes.discover

        def slow(*given, **how):
            monkeypatch.setattr(themes, "discover", real)
            discovering.look(search.id, now=NOW + timedelta(hours=1))
            return real(*given, **how)

        monkeypatch.setattr(themes, "discover", slow)
        assert discovering.look(search.id, now=NOW) is None
        assert found_members.people_in(search) == (6, 6)

    def test_one_search_of_a_survey_is_under_way_at_a_time(self, survey, sam):
        theme_searches.ask(survey.id, by=sam, now=NOW)
        with pytest.raises(StillLooking):
            theme_searches.ask(survey.id, by=sam, now=NOW)
        theme_searches.ask(a_survey("other").id, by=sam, now=NOW)

    def test_its_task_has_a_place_in_the_queue(self):
        assert "themes.look" in queueing.TASKS
        assert work.SWEEPS["themes"] is work.sweep_themes


def test_how_much_there_is_to_look_at_is_counted(survey):
    statements(survey, *BUSES[:2])
    a_response(survey, said="safe here", codes=["safety"])
    polish = a_response(survey, said="zamek").answers[0]
    polish.language = "pl"
    db.session.flush()
    counted = theme_searches.to_look_at(survey)
    assert (counted.without, counted.everything) == (3, 4)
    assert (counted.without_in_other_languages, counted.in_other_languages) == (1, 1)


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[None]:
    """An app on a database of each kind."""
    with an_app_on_either(request, tmp_path, migrated):
        yield


def test_both_databases_keep_the_same_of_a_search_and_of_one_inside_a_theme(either):
    survey, reader = a_survey(), staff.add("sam@example.org", "Sam", ("facilitator",))
    statements(survey, *BUSES, *DOGS)
    search = looked(survey, reader)
    assert set(BUSES) in texts_of(search)
    first = found_members.themes_of(search)[0]
    inside = found_themes.split(first, by=reader, now=NOW)
    with pytest.raises(StillLooking):
        theme_searches.ask(survey.id, by=reader, now=NOW)
    db.session.commit()
    assert discovering.look(inside.id, now=NOW) == "done"
    assert found_members.people_in(inside) == (6, 6)
    db.session.execute(update(Survey).values(title="Other"))
    db.session.execute(delete(Survey))
    db.session.commit()
    assert db.session.scalars(select(ThemePlace)).all() == []


@pytest.mark.parametrize(
    "model,wrong",
    [
        (ThemeSearch, {"state": "lost"}),
        (ThemeSearch, {"state": "done", "knew_meaning": None}),
        (ThemeSearch, {"state": "held", "knew_meaning": None, "ended_at": None}),
        (ThemeSearch, {"state": "waiting", "knew_meaning": None, "ended_at": None}),
        (FoundTheme, {"state": "new"}),
        (FoundTheme, {"state": "accepted"}),
        (FoundTheme, {"state": "merged"}),
        (FoundTheme, {"state": "proposed"}),
        (FoundTheme, {"code": "safety"}),
        (FoundTheme, {"state": "merged", "into_id": FoundTheme.id}),
        (ThemePlace, {"theme_id": None}),
        (ThemePlace, {"why_left": "alone"}),
        (ThemePlace, {"theme_id": None, "why_left": "unknown"}),
        (ThemePlace, {"confidence": 1.5}),
        (FoundDecision, {"what": "keep"}),
        (FoundDecision, {"why": None}),
        (FoundDecision, {"what": "undo"}),
    ],
)
def test_the_database_refuses_what_no_search_can_be(survey, sam, model, wrong):
    [said] = statements(survey, "the locks")
    a_dropped_theme(survey, said, by=sam.id)
    db.session.commit()
    with pytest.raises(IntegrityError):
        db.session.execute(update(model).values(wrong))
