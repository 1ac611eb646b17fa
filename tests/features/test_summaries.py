"""The themed summary counts people, hides small numbers everywhere, and quotes only what may be."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace

import pytest

from engage import releasing, staff, summaries, times
from engage.extensions import db
from tests.factories import a_survey
from tests.replied import a_response, responses

NOW = times.now()


def built(survey):
    return summaries.build(survey, now=NOW)


def theme(themed, code):
    return next(one for one in themed.themes if one.code == code)


@pytest.fixture
def survey(app):
    return a_survey()


@pytest.fixture
def reader(app):
    return staff.add("reader@example.org", "Sam", ("facilitator",))


def test_people_are_counted_and_not_how_often_they_said_it(survey):
    for one in responses(survey, 6, said="the locks", codes=["safety"]):
        other = a_response(survey, said="the locks again", codes=["safety"], day=None)
        one.answers[0].statements.append(other.answers[0].statements[0])
    db.session.flush()
    themed = built(survey)

    assert theme(themed, "safety").people == 6


def test_a_theme_raised_by_few_gives_no_number_share_place_way_quote_or_strength(survey, reader):
    responses(survey, 30)
    responses(survey, 4, said="no lock", codes=["safety"], released_by=reader.id)
    small = theme(built(survey), "safety")

    assert (small.people, small.share, small.boroughs) == (None, None, None)
    assert (small.channels, small.quotes, small.strength) == ((), (), "early")


def test_themes_that_are_hidden_stand_in_order_of_name_and_not_of_size(survey):
    responses(survey, 10)
    for code, people in (("waiting", 4), ("safety", 1), ("communication", 3)):
        responses(survey, people, said=code, codes=[code])
    names = [one.name for one in built(survey).themes]

    assert names == sorted(names)


def test_of_a_survey_few_people_answered_nothing_is_told(survey):
    responses(survey, 4, said="no lock", codes=["safety"])
    themed = built(survey)

    assert (themed.people, themed.statements, themed.not_coded) == (None, None, None)
    assert themed.themes == ()
    assert {part.people for part in (*themed.channels, *themed.boroughs)} == {None}


def test_the_one_person_at_a_session_cannot_be_told_from_a_theme(survey, reader):
    responses(survey, 20, said="no lock", codes=["safety"])
    a_response(survey, channel="session", said="my door", codes=["safety"], released_by=reader.id)
    themed = built(survey)
    found = theme(themed, "safety")

    assert found.people == 21
    assert found.channels == ()
    assert [(quote.text, quote.channel) for quote in found.quotes] == [("my door", "")]
    assert {part.people for part in themed.channels} == {None}


def test_a_borough_whose_number_is_hidden_is_not_counted_in_a_theme_either(survey):
    responses(survey, 20, borough="wirral", said="no lock", codes=["safety"])
    responses(survey, 9, borough="halton", said="no lock", codes=["safety"])
    a_response(survey, borough=None)
    themed = built(survey)

    hidden = {part.name for part in themed.boroughs if part.people is None}
    assert "Halton" in hidden
    assert theme(themed, "safety").boroughs == 1


def test_strength_counts_only_places_and_ways_that_enough_people_stand_behind(survey):
    responses(survey, 15, said="no lock", codes=["safety"])
    for borough in ("halton", "sefton"):
        a_response(survey, borough=borough, channel="text", said="no lock", codes=["safety"])

    assert theme(built(survey), "safety").strength == "early"


def test_a_theme_from_three_boroughs_and_two_ways_is_strong(survey):
    for borough, channel in (("halton", "web"), ("sefton", "text"), ("wirral", "text")):
        responses(survey, 5, borough=borough, channel=channel, said="no lock", codes=["safety"])
    found = theme(built(survey), "safety")

    assert (found.strength, found.boroughs, found.channels) == ("strong", 3, ("web", "text"))


@pytest.mark.parametrize(
    "coded, not_coded, told", [(30, 12, 12), (30, 0, 0), (30, 3, None), (3, 30, None)]
)
def test_statements_without_a_theme_are_hidden_when_either_kind_is_few(
    survey, coded, not_coded, told
):
    responses(survey, coded, said="no lock", codes=["safety"])
    responses(survey, not_coded, said="hello")
    themed = built(survey)

    assert themed.statements == coded + not_coded
    assert themed.not_coded == told


@pytest.mark.parametrize("held, told", [(0, 0), (2, None), (6, 6)])
def test_answers_held_are_counted_as_carefully_as_people(survey, held, told):
    responses(survey, 10, said="no lock")
    responses(survey, held, reading="held")

    assert built(survey).held == told


def test_a_borough_nobody_named_is_listed_with_the_others(survey):
    responses(survey, 9, borough="wirral")
    boroughs = {part.name: part.people for part in built(survey).boroughs}

    assert boroughs["Wirral"] == 9
    assert boroughs["Halton"] == 0
    assert len(boroughs) == 7


def test_replies_that_were_not_sent_do_not_count(survey):
    responses(survey, 6, said="no lock", codes=["safety"])
    responses(survey, 9, said="no lock", codes=["safety"], day=None)

    assert built(survey).people == 6


def test_a_quote_is_read_first_and_agreed_to(survey, reader):
    responses(survey, 6, said="not read", codes=["safety"])
    a_response(survey, said="read", codes=["safety"], released_by=reader.id)
    a_response(
        survey, said="asked not to", codes=["safety"], released_by=reader.id, use_of_words="themes"
    )

    assert [quote.text for quote in theme(built(survey), "safety").quotes] == ["read"]


def test_no_words_are_quoted_twice(survey, reader):
    responses(survey, 6, said="no lock", codes=["safety", "waiting"], released_by=reader.id)
    quotes = [quote.text for one in built(survey).themes for quote in one.quotes]

    assert quotes == ["no lock"]


def test_nobody_is_quoted_twice_in_one_theme(survey, reader):
    responses(survey, 6, said="x", codes=["safety"])
    first = a_response(survey, said="one", codes=["safety"], released_by=reader.id)
    other = a_response(survey, said="two", codes=["safety"], released_by=reader.id)
    first.answers[0].statements.append(other.answers[0].statements[0])
    db.session.flush()

    assert len(theme(built(survey), "safety").quotes) == 1


def test_a_statement_kept_back_still_counts_and_is_not_offered_again(survey, reader):
    responses(survey, 5, said="no lock", codes=["safety"])
    one = releasing.to_check(survey)[0]
    releasing.keep_back(one, now=NOW)
    db.session.flush()

    assert releasing.how_many(survey) == 4
    assert releasing.waiting(survey, [one.id, uuid.uuid4()]) == []
    assert theme(built(survey), "safety").people == 5
    assert theme(built(survey), "safety").quotes == ()


def test_a_published_version_comes_back_as_it_was_frozen(survey, reader):
    responses(survey, 8, said="no lock", codes=["safety"], released_by=reader.id)
    themed = replace(built(survey), in_short=("Locks matter.",), checked="Two people")
    summary = summaries.publish(survey, themed, now=NOW)
    responses(survey, 30, said="no lock", codes=["safety"])

    found = summaries.published(survey)

    assert found is summary
    assert summaries.from_dict(found.content) == replace(themed, version=1)
    assert summaries.from_dict(json.loads(json.dumps(themed.to_dict()))) == themed


def test_the_newest_version_is_the_one_that_is_shown(survey):
    responses(survey, 8, said="no lock", codes=["safety"])
    for _ in range(2):
        summaries.publish(survey, built(survey), now=NOW)

    assert [summary.version for _, summary in summaries.all_published()] == [2]


def test_nothing_in_a_summary_holds_words_as_they_came(survey, reader):
    responses(survey, 8, said="no lock", codes=["safety"], released_by=reader.id)

    assert "raw" not in json.dumps(built(survey).to_dict())


@pytest.mark.parametrize(
    "use, borough, area",
    [
        ("quote_with_area", "wirral", "wirral"),
        ("quote", "wirral", ""),
        ("quote_with_area", "halton", ""),
    ],
)
def test_a_quote_names_an_area_only_where_the_person_agreed_and_it_points_at_nobody(
    survey, reader, use, borough, area
):
    responses(survey, 8, codes=["safety"], borough="wirral")
    responses(survey, 8, codes=["safety"], borough="sefton")
    told = {"said": "a quote", "codes": ["safety"], "released_by": reader.id}
    a_response(survey, use_of_words=use, borough=borough, **told)

    [theme] = summaries.build(survey, now=times.now()).themes
    assert [quote.area for quote in theme.quotes] == [area]
