"""The summary's pages: what staff see now, what anyone sees of a published one, and promises."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import date

import pytest

from engage import codebooks, codes, staff, summaries, times
from engage.extensions import db
from engage.models import Action
from tests.factories import a_survey
from tests.pages import words
from tests.replied import a_response, responses


@pytest.fixture
def survey(app):
    found = a_survey("homes", title="Your stay")
    db.session.commit()
    return found


@pytest.fixture
def reader(app):
    return staff.add("reader@example.org", "Sam", ("facilitator",))


def promise(survey, **given):
    details = {
        "said": "Fix the locks",
        "change": "Locks are checked",
        "who": "Repairs",
        "status": "started",
    }
    db.session.add(
        Action(
            id=uuid.uuid4(),
            survey_id=survey.id,
            position=0,
            due_on=date(2026, 6, 1),
            **{**details, **given},
        )
    )
    db.session.commit()


def publish(survey, **written):
    themed = replace(summaries.build(survey, now=times.now()), **written)
    summaries.publish(survey, themed, now=times.now())
    db.session.commit()


def test_a_policy_reader_sees_people_by_theme(survey, as_staff):
    for borough, channel in (("halton", "web"), ("sefton", "text"), ("wirral", "session")):
        responses(survey, 7, borough=borough, channel=channel, said="no lock", codes=["safety"])
    responses(survey, 9, said="hello")
    db.session.commit()
    page = words(as_staff("policy").get("/staff/summaries/homes"))

    name = codes.code_names()["safety"].name
    assert "30 people took part" in page
    assert "3 ways web 16, text 7, sessions 7" in page
    assert f"{name} 21 70% Strong" in page
    assert "9 statements fit no theme." in page


def test_a_small_number_is_nowhere_on_the_page(survey, reader, as_staff):
    responses(survey, 20, said="no lock", codes=["safety"])
    responses(survey, 7, said="hello")
    responses(
        survey,
        3,
        channel="text",
        borough="halton",
        said="my dog",
        codes=["family"],
        released_by=reader.id,
    )
    db.session.commit()
    page = words(as_staff("policy").get("/staff/summaries/homes"))

    name = codes.code_names()["family"].name
    assert f"{name} fewer than 5 – not shown Early sign" in page
    assert "my dog" not in page
    assert not re.search(r"\b(3|27) (people|text|web)|(text|web|Halton|Wirral) (3|27)\b", page)
    assert "Halton not shown" in page
    assert "“Not shown” can be a small number or a bigger one." in page


def test_the_page_of_a_survey_few_people_answered_tells_nothing(survey, as_staff):
    responses(survey, 3, said="no lock", codes=["safety"])
    db.session.commit()
    page = words(as_staff("policy").get("/staff/summaries/homes"))

    assert "Fewer than 5 people took part" in page
    assert "Too few people have replied" in page
    assert codes.code_names()["safety"].name not in page


def test_the_page_says_what_is_still_to_be_read(survey, as_staff):
    responses(survey, 8, said="no lock", codes=["safety"])
    responses(survey, 7, reading="waiting")
    responses(survey, 2, reading="held")
    db.session.commit()
    page = words(as_staff("policy").get("/staff/summaries/homes"))

    assert "7 answers are still being read." in page
    assert "Fewer than 5 answers are held for a person to read." in page


def test_a_quote_that_was_released_is_on_the_page_with_the_way_it_came(survey, reader, as_staff):
    responses(survey, 8, channel="text", said="no lock", codes=["safety"])
    a_response(
        survey,
        channel="text",
        said="I slept <by> the door",
        codes=["safety"],
        released_by=reader.id,
    )
    db.session.commit()
    page = words(as_staff("policy").get("/staff/summaries/homes"))

    assert "“I slept &lt;by&gt; the door” Text message" in page


def test_the_list_leads_to_each_summary(survey, as_staff):
    responses(survey, 8, said="no lock", codes=["safety"])
    publish(survey)
    page = as_staff("policy").get("/staff/summaries").get_data(as_text=True)

    assert 'href="/staff/summaries/homes"' in page
    assert 'href="/told-us/homes"' in page


@pytest.mark.parametrize("path", ["/staff/summaries", "/staff/summaries/homes"])
def test_a_visitor_is_asked_to_sign_in_before_the_summary_as_it_stands(survey, client, path):
    assert "/staff/sign-in" in client.get(path).location


def test_a_summary_that_is_not_there_is_kindly_not_found(app, as_staff):
    assert as_staff("policy").get("/staff/summaries/nothing").status_code == 404


def test_anyone_may_read_a_published_summary_and_it_stays_as_it_was(survey, client):
    responses(survey, 8, said="no lock", codes=["safety"])
    publish(
        survey,
        title="What people told us about homes",
        in_short=("Locks matter.",),
        cautions=("People chose to take part. Nobody was made to.",),
        checked="Two people",
    )
    responses(survey, 30, said="no lock", codes=["safety"])
    db.session.commit()
    answer = client.get("/told-us/homes")
    page = words(answer)

    assert "What people told us about homes" in page
    assert "8 people took part" in page
    assert "In short Locks matter." in page
    assert "Checked by: Two people. Version 1" in page
    assert page.count("People chose to take part.") == 1
    assert "For people who work on this service" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("key", ["homes", "nothing", "a%00b", "x" * 300])
def test_a_summary_that_is_not_published_says_so_kindly(survey, client, key):
    answer = client.get(f"/told-us/{key}")

    assert answer.status_code == 404
    assert "There is no summary here yet" in words(answer)


def test_the_list_of_published_summaries_is_for_anyone(survey, client):
    assert "Nothing is published yet" in words(client.get("/told-us"))
    publish(survey, title="What people told us about homes")

    assert "What people told us about homes" in words(client.get("/told-us"))


def test_promises_are_for_anyone_with_their_status_and_reason(survey, client):
    promise(survey)
    promise(survey, said="Let us keep pets", status="no", reason="Too few places take them.")
    page = words(client.get("/did"))

    assert "Fix the locks Locks are checked Repairs, by June 2026 Started" in page
    assert "Too few places take them." in page
    assert "No, and why" in page


def test_no_promises_is_a_kind_page_too(app, client):
    assert "No promises yet" in words(client.get("/did"))


def test_promises_stand_under_the_summary_they_answer(survey, client):
    responses(survey, 8, said="no lock", codes=["safety"])
    publish(survey)
    promise(survey)

    assert "You said, we did" in words(client.get("/told-us/homes"))
    assert "Fix the locks" in words(client.get("/told-us/homes"))


def test_a_theme_says_how_many_praise_and_complain(survey, as_staff, client):
    for polarity, people in (("working", 6), ("not_working", 9)):
        for one in responses(survey, people, said="no lock", codes=["safety"]):
            one.answers[0].statements[0].codes[0].polarity = polarity
    db.session.commit()
    told = "What people say of it: praise it 6, complain 9."
    assert told in words(as_staff("policy").get("/staff/summaries/homes"))
    publish(survey)
    assert told in words(client.get("/told-us/homes"))


def test_a_few_who_praise_are_not_told_from_those_who_wish(survey, as_staff):
    for polarity, people in (("working", 2), ("not_working", 9)):
        for one in responses(survey, people, said="no lock", codes=["safety"]):
            one.answers[0].statements[0].codes[0].polarity = polarity
    db.session.commit()
    page = words(as_staff("policy").get("/staff/summaries/homes"))
    assert "What people say of it" not in page


def test_a_summary_says_by_which_version_of_the_themes_it_was_sorted(survey, reader, client):
    responses(survey, 20, said="no lock", codes=["safety"])
    publish(survey)
    page = words(client.get("/told-us/homes"))
    assert "We sorted what people said into the first version of our themes." in page

    codebooks.change(codebooks.current().codes[::-1], by=reader, now=times.now())
    publish(survey)
    codebooks.change(codebooks.current().codes[::-1], by=reader, now=times.now())
    page = words(client.get("/told-us/homes"))
    assert "We sorted what people said into version 1 of our themes." in page


def test_a_summary_from_before_versions_were_noted_says_nothing_of_them(survey, client):
    responses(survey, 20, said="no lock", codes=["safety"])
    themed = summaries.build(survey, now=times.now()).to_dict()
    del themed["codebook"]
    summaries.publish(survey, summaries.from_dict(themed), now=times.now())
    db.session.commit()
    assert "version of our themes" not in words(client.get("/told-us/homes"))


def test_a_theme_that_left_the_codebook_keeps_its_last_name_in_a_summary(survey, reader, as_staff):
    responses(survey, 20, said="no lock", codes=["safety"])
    name = codes.code_names()["safety"].name
    left = [one for one in codebooks.current().codes if one.id != "safety"]
    codebooks.change(left, by=reader, now=times.now())
    db.session.commit()
    assert f"{name} 20 100%" in words(as_staff("policy").get("/staff/summaries/homes"))
