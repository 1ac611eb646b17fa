"""Putting a passage right on its page, and what comes of it on the next ones."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from engage import drilling, local_words, summaries, times
from engage.extensions import db
from engage.models import Drill, Statement
from tests.pages import words
from tests.replied import a_response, responses


@pytest.fixture
def said(survey):
    """A passage that waits to be read."""

    def say(text: str) -> Statement:
        statement = a_response(survey, said=text, codes=["safety"]).answers[0].statements[0]
        db.session.commit()
        return statement

    return say


def address(statement: Statement) -> str:
    return f"/staff/statements/{statement.id}/put-right"


QUOTES = "/staff/surveys/test-survey/quotes"
MISSED = {"words": "tosh", "label": "PERSON", "reach": "here"}


@pytest.mark.parametrize("role,status", [("facilitator", 200), ("admin", 200), ("policy", 403)])
def test_only_those_who_check_quotes_put_passages_right(said, as_staff, role, status):
    assert as_staff(role).get(address(said("ask Tosh"))).status_code == status


def test_from_the_list_to_the_page_and_back_with_what_was_chosen_so_far_kept(said, facilitator):
    one, other = said("ask Tosh"), said("no lock")
    there = facilitator.post(
        "/staff/surveys/test-survey/quotes",
        data={f"statement-{other.id}": "release", "correct": str(one.id)},
    )
    assert there.location == address(one)
    assert other.released_by is not None
    back = facilitator.post(address(one), data=MISSED)
    page = words(facilitator.get(back.location))
    assert "“ask [name]”" in page
    assert "Somebody reads this passage again" in page


def test_what_holds_everywhere_leads_to_what_else_it_touches(said, facilitator):
    one, other = said("ask Tosh"), said("tosh knows")
    answer = facilitator.post(address(one), data={**MISSED, "reach": "always"})
    page = words(facilitator.get(answer.location))
    assert "tosh is always taken out: a name" in page
    assert "1 more passage holds these words." in page
    assert other.text == "tosh knows"
    facilitator.post(answer.location, data={"survey": "test-survey"})
    db.session.expire_all()
    assert other.text == "[name] knows"


def test_how_the_cases_come_out_stands_there_once_a_worker_has_tried_them(said, facilitator):
    answer = facilitator.post(
        address(said("my worker Tosh helps")), data={**MISSED, "reach": "always"}
    )
    assert "The last change is being checked." in words(facilitator.get(answer.location))
    for one in db.session.scalars(select(Drill.id)):
        drilling.run_one(one, now=times.now())
    page = words(facilitator.get(answer.location))
    assert "Before the last change: 1 of 1. Now 1 of 1 case comes right." in page
    assert "being checked" not in page


def test_what_is_no_detail_is_put_back(said, facilitator):
    statement = said("he gives me [name]")
    facilitator.post(
        address(statement), data={"at": "0", "back": "hope", "reach": "never", "sure": "1"}
    )
    db.session.expire_all()
    assert statement.text == "he gives me hope"
    assert local_words.local().never == {"hope"}


def test_words_as_they_came_are_never_on_the_page(said, facilitator):
    page = facilitator.get(address(said("he gives me [name]"))).get_data(as_text=True)
    assert "raw" not in page


@pytest.mark.parametrize(
    "data,told",
    [
        ({**MISSED, "words": "dave"}, "These words are not in this passage"),
        ({**MISSED, "words": ""}, "Write the words that were missed"),
        ({**MISSED, "label": ""}, "Choose what these words are"),
        ({**MISSED, "reach": "general"}, "Write what to say instead"),
        ({**MISSED, "words": "the", "reach": "always"}, "is an everyday word"),
        ({**MISSED, "words": "lift", "reach": "always"}, "Yes, I am sure"),
        ({"at": "9", "back": "hope", "reach": "here"}, "Choose what should not"),
        ({"at": "x", "back": "hope", "reach": "here"}, "Choose what should not"),
        ({"at": "0", "back": "dave", "reach": "never"}, "is also a name"),
        ({}, "Write the words that were missed"),
    ],
)
def test_what_is_to_be_mended_is_said_beside_what_was_typed(said, facilitator, data, told):
    statement = said("the lift and Tosh and [name]")
    answer = facilitator.post(address(statement), data=data)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, told in page) == (400, True)
    assert data.get("back", data.get("words", "")) in page
    assert statement.text == "the lift and Tosh and [name]"


def test_a_passage_in_the_published_summary_is_not_changed_there_silently(
    survey, said, facilitator, as_staff
):
    responses(survey, 6, said="no lock", codes=["safety"])
    statement = said("ask Tosh for a lock")
    sam = as_staff("admin")
    sam.post("/staff/surveys/test-survey/quotes", data={f"statement-{statement.id}": "release"})
    summaries.publish(survey, summaries.build(survey, now=times.now()), now=times.now())
    db.session.commit()
    facilitator.post(address(statement), data=MISSED)
    page = words(facilitator.get("/staff/surveys/test-survey/quotes"))
    assert "It is taken out of the published summary too." in page
    back = {"at": "0", "back": "somebody", "reach": "here"}
    facilitator.post(address(statement), data=back)
    assert "Publish that again" in words(facilitator.get("/staff/surveys/test-survey/quotes"))


def test_what_somebody_wants_to_put_right_is_not_released_on_the_way(said, facilitator):
    one = said("ask Tosh")
    data = {f"statement-{one.id}": "release", "correct": str(one.id)}
    assert facilitator.post(QUOTES, data=data).location == address(one)
    db.session.expire_all()
    assert one.released_on is None


@pytest.mark.parametrize("others,status", [((), 400), (("no lock",), 302)])
def test_a_passage_that_changed_since_it_was_read_is_not_released(
    said, facilitator, others, status
):
    one, *more = said("ask [name]"), *map(said, others)
    page = facilitator.get(QUOTES).get_data(as_text=True)
    seen = dict(re.findall(r'name="(seen-[-\w]+)" value="(\w+)"', page))
    assert len(seen) == 1 + len(others)
    facilitator.post(address(one), data={"at": "0", "back": "Tosh", "reach": "here"})
    chosen = {f"statement-{each.id}": "release" for each in (one, *more)}
    answer = facilitator.post(QUOTES, data=seen | chosen)
    db.session.expire_all()
    assert (answer.status_code, one.released_on) == (status, None)
    assert all(each.released_by is not None for each in more)
    if not more:
        assert "This changed while you read. Read it again" in words(answer)


def test_a_reader_can_say_that_a_number_was_missed(said, facilitator):
    one = said("ring oh seven seven hundred")
    page = facilitator.get(address(one)).get_data(as_text=True)
    assert "A phone number" in page
    data = {"words": "oh seven seven hundred", "label": "PHONE", "reach": "here"}
    facilitator.post(address(one), data=data)
    db.session.expire_all()
    assert one.text == "ring [phone number]"


def test_words_are_picked_by_tapping_them(said, facilitator, browser: Browser):
    html = facilitator.get(address(said("ask [name] at Oak Lodge, please"))).get_data(as_text=True)
    page = browser.new_page()
    page.set_content(html)
    page.add_script_tag(path="static/teach.js")
    for word in ("Oak", "Lodge,"):
        page.get_by_role("button", name=word).click()
    assert page.input_value("#words") == "Oak Lodge"
    page.get_by_role("button", name="please").click()
    assert page.input_value("#words") == "Oak Lodge, please"
    page.get_by_role("button", name="ask").click()
    assert page.input_value("#words") == "ask"
    page.get_by_role("button", name="ask").press("Enter")
    assert page.input_value("#words") == ""
    page.close()
