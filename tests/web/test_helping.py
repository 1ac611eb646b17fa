"""Answering while somebody else types: what they are told, the mark, and taking over."""

from __future__ import annotations

import re

import pytest

from tests.pages import words
from tests.web.survey_pages import WORDS, S, answered, give, heading, page, responses

BAR = "You are typing for someone else."


@pytest.fixture
def helped(client, survey):
    """A visitor for whom somebody types, at the first question."""
    client.post(S, data={"helping": "1"})
    return client


def test_the_start_leads_to_what_both_of_them_should_know(client, survey):
    assert f'href="{S}/helping">Is someone typing for you?' in page(client, S)

    said = words(client.get(f"{S}/helping"))

    for line in (
        "both see the screen",
        "Read each question out just as it is written",
        "their own words",
        "Do not advise",
        "You can skip any question",
    ):
        assert line in said
    assert BAR not in said


def test_the_button_there_begins_and_marks_the_answers(client, survey):
    html = page(client, f"{S}/helping")
    assert re.search(rf'action="{S}".*?name="helping" value="1"', html, re.S)

    assert client.post(S, data={"helping": "1"}).location == f"{S}/q/area"
    assert [one.helped for one in responses()] == [True]


def test_answers_without_help_carry_no_mark(client, survey):
    answered(client)

    assert [one.helped for one in responses()] == [False]


def test_every_page_until_the_end_says_who_is_typing(helped):
    for question, answer in (("area", "wirral"), ("safe", "2"), ("change", WORDS)):
        assert BAR in page(helped, f"{S}/q/{question}")
        give(helped, question, answer)
    assert BAR in page(helped, f"{S}/check")
    helped.post(f"{S}/check")
    thanks = page(helped, f"{S}/thanks")

    assert BAR in thanks
    assert "Stop helping" not in thanks


def test_handing_over_stays_on_the_page_and_leaves_the_mark(helped):
    give(helped, "area", "wirral")
    html = page(helped, f"{S}/q/area?from=check")
    assert f'name="onward" value="{S}/q/area?from=check"' in html

    came = helped.post(f"{S}/stop-helping", data={"onward": f"{S}/q/area?from=check"})

    assert came.location == f"{S}/q/area?from=check"
    assert BAR not in page(helped, came.location)
    assert [one.helped for one in responses()] == [True]


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/staff", "", f"{S}/q/area\nx"]
)
def test_handing_over_leads_nowhere_else(helped, elsewhere):
    assert helped.post(f"{S}/stop-helping", data={"onward": elsewhere}).location == S


def test_whoever_comes_next_has_no_help_until_they_say_so(helped):
    for question in ("area", "safe", "change"):
        give(helped, question, None, skip="1")
    helped.post(f"{S}/check")
    page(helped, S)

    assert BAR not in page(helped, S)
    helped.post(S)

    assert BAR not in page(helped, f"{S}/q/area")
    assert sorted(one.helped for one in responses()) == [False, True]


def test_begun_with_help_and_left_at_once_is_no_mark_on_the_next(helped):
    helped.post(S)

    assert [one.helped for one in responses()] == [False]
    assert BAR not in page(helped, f"{S}/q/area")


def test_leaving_the_page_forgets_that_there_was_help(helped):
    helped.get("/leave")
    helped.post(S)

    assert BAR not in page(helped, f"{S}/q/area")


def test_a_link_from_a_text_can_be_opened_with_help(client, asked, say):
    phone = asked(said=("yes", "wirral"))
    found = re.search(r"/w/[\w-]+", say(phone, "WEB")[0])
    assert found
    link = found[0]
    assert f'href="{link}/helping"' in page(client, link)
    before = page(client, f"{link}/helping")
    assert heading(before) == "When someone types for you"
    assert f'action="{link}"' in before

    came = client.post(link, data={"helping": "1"})

    assert BAR in page(client, came.location)
    assert [one.helped for one in responses()] == [True]


def test_an_old_link_is_old_with_help_too(client):
    assert client.get("/w/not-a-link/helping").status_code == 404


def test_staff_see_which_replies_came_with_help(facilitator, client, survey):
    for helping in ({}, {"helping": "1"}):
        client.post(S, data=helping)
        for question in ("area", "safe", "change"):
            give(client, question, None, skip="1")
        client.post(f"{S}/check")
        page(client, S)

    said = words(facilitator.get("/staff/surveys/test-survey"))

    assert said.count("On the web · ") == 1
    assert said.count("On the web, with help · ") == 1


def test_the_summary_counts_people_and_says_nothing_of_help(facilitator, helped, survey):
    for question in ("area", "safe", "change"):
        give(helped, question, None, skip="1")
    helped.post(f"{S}/check")

    said = words(facilitator.get("/staff/summaries/test-survey"))

    assert "Fewer than 5 people took part" in said
    assert "with help" not in said
