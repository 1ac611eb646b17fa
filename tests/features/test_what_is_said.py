"""How many people praise a theme, complain or wish; the truth is counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage import summaries, times, what_is_said
from engage.extensions import db
from engage.models import Response, Survey
from tests.factories import a_session, a_survey
from tests.replied import a_response, responses

NOW = times.now()


@pytest.fixture
def survey(app) -> Survey:
    return a_survey()


def say(polarity: str | None, *all_of_them: Response) -> None:
    """Have the one code of these replies say this of its theme."""
    for one in all_of_them:
        one.answers[0].statements[0].codes[0].polarity = polarity
    db.session.flush()


def said(survey: Survey, polarity: str | None, how_many: int) -> list[Response]:
    found = responses(survey, how_many, said="no lock", codes=["safety"])
    say(polarity, *found)
    return found


def shown(survey: Survey) -> dict[str, int | None]:
    [theme] = summaries.build(survey, now=NOW).themes
    return {part.name: part.people for part in theme.said}


def test_each_person_stands_in_one_part_and_the_parts_add_up(survey):
    for polarity, people in (
        ("working", 6),
        ("not_working", 9),
        ("wanted", 7),
        ("mixed", 5),
        (None, 8),
    ):
        said(survey, polarity, people)
    assert shown(survey) == {
        "working": 6,
        "not_working": 9,
        "wanted": 7,
        "several": 5,
        "untold": 8,
    }
    assert sum(what_is_said.people(survey)["safety"].values()) == 35


def test_somebody_who_praises_and_complains_in_two_statements_does_both(survey):
    said(survey, "working", 6)
    for one in said(survey, "working", 5):
        other = a_response(survey, said="but dark", codes=["safety"], day=None)
        say("not_working", other)
        one.answers[0].statements.append(other.answers[0].statements[0])
    db.session.flush()
    assert what_is_said.people(survey)["safety"] == {
        "working": 6,
        "not_working": 0,
        "wanted": 0,
        "several": 5,
        "untold": 0,
    }


def test_a_statement_that_tells_nothing_takes_nothing_from_one_that_does(survey):
    for one in said(survey, "wanted", 6):
        other = a_response(survey, said="locks", codes=["safety"], day=None)
        one.answers[0].statements.append(other.answers[0].statements[0])
    db.session.flush()
    assert what_is_said.people(survey)["safety"]["wanted"] == 6


def test_people_of_a_session_say_what_the_line_says_that_most_stand_behind(survey):
    session = a_session()
    for polarity, people in (("not_working", 7), ("working", 4), (None, 2)):
        say(polarity, a_response(survey, codes=["safety"], session=session, people=people))
    found = what_is_said.people(survey)["safety"]
    assert {part: people for part, people in found.items() if people} == {"not_working": 7}


def test_a_small_number_is_hidden_with_another_that_would_give_it_away(survey):
    said(survey, "not_working", 20)
    said(survey, "wanted", 9)
    said(survey, "working", 2)
    found = shown(survey)
    assert found["not_working"] == 20
    assert {name for name, people in found.items() if people is None} == {
        "working",
        "wanted",
        "several",
        "untold",
    }


def test_of_a_theme_that_few_raised_nothing_is_told(survey):
    responses(survey, 20)
    said(survey, "working", 4)
    assert shown(survey) == {}


def test_where_no_words_tell_it_nothing_is_told(survey):
    said(survey, None, 9)
    assert shown(survey) == {}


def test_it_is_frozen_with_what_is_published(survey):
    replies = said(survey, "working", 9)
    out = summaries.publish(survey, summaries.build(survey, now=NOW), now=NOW)
    say("not_working", *replies)
    [theme] = summaries.from_dict(out.content).themes
    assert [(part.name, part.people) for part in theme.said if part.people] == [("working", 9)]


def test_what_was_published_before_there_was_this_still_opens(survey):
    said(survey, "working", 9)
    themed = summaries.build(survey, now=NOW)
    data = themed.to_dict()
    for theme in data["themes"]:
        del theme["said"]
    [theme] = summaries.from_dict(data).themes
    assert theme == replace(themed.themes[0], said=())
