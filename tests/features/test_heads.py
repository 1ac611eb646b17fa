"""People of sessions are counted, not lines of their notes; the truth is counted by hand."""

from __future__ import annotations

import pytest

from engage import counting, next_version, replies, staff, summaries, times
from engage.extensions import db
from tests.factories import a_session, a_survey
from tests.replied import a_response, responses

NOW = times.now()


@pytest.fixture
def survey(app):
    """A survey of six people on the web and two sessions.

    Safety: 2 of the web, 7 of the first session (7 and 4 agreed, and the 4 are among the 7 for
    all we know), 3 of the second; 12 people. Waiting: 4 of the web and 5 of the first session; 9.
    Took part: 6 on the web, 9 in the first session (most behind one line) and 3 in the second; 18.
    """
    found = a_survey()
    responses(found, 2, said="no lock", codes=["safety"])
    responses(found, 4, said="a long wait", codes=["waiting"])
    first, second = a_session(), a_session()
    for session, said, people, codes in (
        (first, "no lock", 7, ["safety"]),
        (first, "doors do not shut", 4, ["safety"]),
        (first, "too long, and not safe", 5, ["waiting", "safety"]),
        (first, "the tea is good", 9, []),
        (second, "no lock", 3, ["safety"]),
        (second, "not safe at night", 1, ["safety"]),
    ):
        a_response(found, said=said, codes=codes, session=session, people=people, borough=None)
    return found


def test_a_theme_has_the_most_people_behind_one_line_of_each_session(survey):
    found = {one.code: one.people for one in summaries.build(survey, now=NOW).themes}
    assert found == {"safety": 2 + 7 + 3, "waiting": 4 + 5}


def test_everybody_who_took_part_is_counted_once(survey):
    assert summaries.build(survey, now=NOW).people == 6 + 9 + 3
    assert counting.replied([survey])[survey.id].channels == {"web": 6, "session": 9 + 3}
    assert next_version.so_far(survey).answered == 0


def test_ways_and_boroughs_add_up_to_everybody(survey):
    themed = summaries.build(survey, now=NOW)
    ways = {part.name: part.people for part in themed.channels if part.people}
    areas = {part.name: part.people for part in themed.boroughs if part.people}
    assert ways == {"web": 6, "sessions": 12}
    assert areas == {"Wirral": 6, "Somewhere else or not said": 12}


def test_lines_are_replies_that_say_how_many_stand_behind_them(survey):
    page = replies.page(survey, 1)
    assert page.total == 12
    assert sorted(one.people for one in page.replies if one.channel == "session") == [
        *(1, 3, 4, 5, 7, 9)
    ]


def test_a_line_few_agreed_with_is_as_hidden_as_few_people(app):
    found = a_survey()
    responses(found, 20)
    session = a_session()
    for said in ("no lock", "no key", "no door"):
        a_response(found, said=said, codes=["safety"], session=session, people=4, borough=None)
    themed = summaries.build(found, now=NOW)

    [theme] = themed.themes
    assert (theme.people, theme.quotes, theme.channels) == (None, (), ())
    assert {part.people for part in themed.channels if part.name in ("web", "sessions")} == {None}


def test_many_lines_of_few_people_make_no_theme_of_many(app):
    found = a_survey()
    session = a_session()
    for nth in range(30):
        a_response(found, said=f"line {nth}", codes=["safety"], session=session, borough=None)
    assert summaries.build(found, now=NOW).people is None


def test_a_session_whose_lines_say_several_boroughs_is_in_none(app):
    found = a_survey()
    session = a_session()
    for borough, people in (("wirral", 6), ("halton", 8)):
        a_response(
            found, said="x", codes=["safety"], session=session, people=people, borough=borough
        )
    themed = summaries.build(found, now=NOW)
    areas = {part.name: part.people for part in themed.boroughs if part.people}
    assert (themed.people, areas) == (8, {"Somewhere else or not said": 8})


def test_a_closed_answer_of_a_session_counts_its_people_by_question(app):
    found = a_survey()
    session = a_session()
    responses(found, 3, values={"safe": 2})
    for people in (4, 6):
        a_response(found, session=session, people=people, values={"safe": 2}, borough=None)
    a_response(found, session=session, people=5, values={"safe": 1}, borough=None)
    counted = {one.question: dict(one.answers) for one in counting.answers_counted(found)}
    safe = counted["How safe do you feel where you are staying?"]
    assert [people for people in safe.values() if people] == [5, 3 + 6]


def test_one_theme_quotes_one_line_of_a_session(app):
    reader = staff.add("reader@example.org", "Sam", ("facilitator",))
    found, session = a_survey(), a_session()
    for said in ("no lock", "no key", "no door"):
        a_response(
            found, said=said, codes=["safety"], released_by=reader.id, session=session, people=8
        )
    db.session.flush()
    [theme] = summaries.build(found, now=NOW).themes
    assert len(theme.quotes) == 1


def test_a_reply_to_an_after_survey_is_one_person_though_it_names_its_session(app):
    found, session = a_survey(), a_session()
    for one in responses(found, 6, channel="text", codes=["safety"]):
        one.session_id = session.id
    db.session.flush()
    themed = summaries.build(found, now=NOW)
    assert (themed.people, themed.themes[0].people) == (6, 6)
