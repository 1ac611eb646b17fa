"""Answering a survey on the web whose questions depend on the answers before them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from engage.extensions import db
from engage.models import Survey
from tests.factories import AREAS, a_survey
from tests.web.survey_pages import S, give, heading, page, responses

WELCOME: dict[str, Any] = {
    "key": "welcome",
    "kind": "information",
    "wording": "Before you start",
    "body": "Take your time.\n\nYou can stop whenever you like.",
}
AGREE: dict[str, Any] = {
    "key": "agree",
    "kind": "consent",
    "wording": "I am 18 or over and I want to take part",
}
WORDS: dict[str, Any] = {
    "key": "words",
    "kind": "consent",
    "about": "words",
    "wording": "May we use your own words?",
}
AREA: dict[str, Any] = {
    "key": "area",
    "kind": "pick_one",
    "about": "borough",
    "wording": "Which area are you in?",
    "options": AREAS,
}
SAFE: dict[str, Any] = {
    "key": "safe",
    "kind": "scale",
    "wording": "How safe do you feel in ${area|your area}?",
    "low_label": "Not safe",
    "high_label": "Very safe",
}
WHY: dict[str, Any] = {
    "key": "why",
    "kind": "free_text",
    "wording": "What makes ${area|your area} feel unsafe?",
    "show_when": {"question": "safe", "at_most": 2},
}
HELP: dict[str, Any] = {
    "key": "help-page",
    "kind": "information",
    "wording": "You are not on your own",
    "body": "There are people you can ring.",
    "show_when": {"question": "safe", "at_most": 2},
}
AGAIN: dict[str, Any] = {"key": "again", "kind": "yes_no", "wording": "Would you stay there again?"}


def asking(*questions: dict[str, Any]) -> Survey:
    made = a_survey(questions=list(questions))
    db.session.commit()
    return made


def way_on(html: str) -> str:
    """Where the button of a page that is only read leads."""
    found = re.search(r'<a class="button" href="([^"]+)">Continue', html)
    assert found
    return found[1].replace("&amp;", "&")


def test_a_page_to_read_leads_on_and_leaves_nothing_behind(client, app):
    asking(WELCOME, AREA, AGAIN)

    assert client.post(S).location == f"{S}/q/welcome"
    html = page(client, f"{S}/q/welcome")

    assert heading(html) == "Before you start"
    assert "<p>You can stop whenever you like.</p>" in html
    assert "Question " not in html
    assert way_on(html) == f"{S}/q/area"
    assert responses()[0].answers == []


def test_a_page_to_read_is_come_back_to_and_is_not_counted(client, app):
    asking(AREA, WELCOME, AGAIN)
    client.post(S)
    assert give(client, "area", "wirral") == f"{S}/q/welcome"

    html = page(client, f"{S}/q/again")

    assert f'href="{S}/q/welcome">Back' in html
    assert "Question 2 of 2" in html
    assert f'href="{S}/q/area">Back' in page(client, f"{S}/q/welcome")


def test_a_page_to_read_at_the_end_leads_to_the_check_and_never_round_again(client, app):
    asking(AREA, {**WELCOME, "key": "nearly"})
    client.post(S)

    assert give(client, "area", "wirral") == f"{S}/q/nearly"
    assert way_on(page(client, f"{S}/q/nearly")) == f"{S}/check"
    html = page(client, f"{S}/check")
    assert heading(html) == "Check your answers"
    assert "Before you start" not in html
    assert f'href="{S}/q/nearly">Back' in html


def test_a_page_to_read_takes_no_answer(client, app):
    asking(WELCOME, AREA)
    client.post(S)

    assert give(client, "welcome", "hello") == f"{S}/q/area"
    assert responses()[0].answers == []


def test_only_what_follows_from_the_answers_is_asked_and_its_number_is_true(client, app):
    asking(AREA, SAFE, HELP, WHY, AGAIN)
    client.post(S)

    assert re.search(r'"step">Question 1<', page(client, f"{S}/q/area"))
    give(client, "area", "wirral")
    assert re.search(r'"step">Question 2<', page(client, f"{S}/q/safe"))
    assert give(client, "safe", "4") == f"{S}/q/again"
    assert "Question 3 of 3" in page(client, f"{S}/q/again")
    assert give(client, "safe", "1") == f"{S}/q/help-page"
    assert "Question 3 of 4" in page(client, f"{S}/q/why")


def test_an_earlier_answer_stands_in_the_words_the_title_and_the_check(client, app):
    asking(AREA, SAFE, AGAIN)
    client.post(S)
    give(client, "area", "wirral")

    html = page(client, f"{S}/q/safe")
    assert heading(html) == "How safe do you feel in Wirral?"
    assert "<title>How safe do you feel in Wirral? –" in html
    give(client, "safe", "2")
    give(client, "again", "no")
    checked = page(client, f"{S}/check")
    assert 'Change<span class="unseen">: How safe do you feel in Wirral?' in checked


def test_without_the_earlier_answer_other_words_stand_there(client, app):
    asking(AREA, SAFE)
    client.post(S)
    give(client, "area", None, skip="1")

    assert heading(page(client, f"{S}/q/safe")) == "How safe do you feel in your area?"


def all_answered(client, safe: str) -> None:
    client.post(S)
    give(client, "area", "wirral")
    give(client, "safe", safe)
    if safe in "12":
        give(client, "why", "the stairs")
    give(client, "again", "no")


def test_a_change_that_brings_new_questions_leads_through_them_and_back_to_the_check(client, app):
    asking(AREA, SAFE, HELP, WHY, AGAIN)
    all_answered(client, "5")

    came = client.post(f"{S}/q/safe?from=check", data={"answer": "1"})
    assert came.location == f"{S}/q/help-page?from=check"
    read = page(client, came.location)
    assert f'href="{S}/q/safe?from=check">Back' in read
    assert way_on(read) == f"{S}/q/why?from=check"
    came = client.post(way_on(read), data={"answer": "the stairs"})

    assert came.location == f"{S}/check"
    assert "the stairs" in page(client, f"{S}/check")


def test_the_check_waits_for_the_new_questions(client, app):
    asking(AREA, SAFE, HELP, WHY, AGAIN)
    all_answered(client, "5")
    client.post(f"{S}/q/safe?from=check", data={"answer": "1"})

    assert client.get(f"{S}/check").location == f"{S}/q/help-page"
    assert client.post(f"{S}/check").location == f"{S}/q/help-page"
    assert responses()[0].sent_on is None


def test_an_answer_no_longer_led_to_is_not_shown_and_goes_when_all_is_sent(client, app):
    asking(AREA, SAFE, HELP, WHY, AGAIN)
    all_answered(client, "1")
    client.post(f"{S}/q/safe?from=check", data={"answer": "5"})

    assert "the stairs" not in page(client, f"{S}/check")
    assert client.get(f"{S}/q/why").location == f"{S}/check"
    client.post(f"{S}/check")
    assert set(responses()[0].values) == {"area", "safe", "again"}


def test_what_followed_from_an_answer_that_goes_is_let_go_too(client, app):
    moved = {"key": "moved", "kind": "yes_no", "wording": "Did you move?"}
    where = {**AREA, "show_when": {"question": "moved", "is": "yes"}}
    how = {"key": "how", "kind": "free_text", "wording": "How was it?"}
    asking(moved, where, {**how, "show_when": {"question": "area", "is": "wirral"}}, AGAIN)
    client.post(S)
    for key, answer in (("moved", "yes"), ("area", "wirral"), ("how", "Cold"), ("again", "no")):
        client.post(f"{S}/q/{key}", data={"answer": answer})

    client.post(f"{S}/q/moved?from=check", data={"answer": "no"})
    client.post(f"{S}/check")

    [kept] = responses()
    assert (set(kept.values), kept.borough) == ({"moved", "again"}, None)


def test_an_answer_changed_back_before_sending_finds_its_words_again(client, app):
    asking(AREA, SAFE, HELP, WHY, AGAIN)
    all_answered(client, "1")
    client.post(f"{S}/q/safe?from=check", data={"answer": "5"})

    came = client.post(f"{S}/q/safe?from=check", data={"answer": "2"})

    assert came.location == f"{S}/check"
    assert "the stairs" in page(client, f"{S}/check")


def test_back_from_a_change_leads_to_the_check(client, app):
    asking(AREA, SAFE, AGAIN)
    all_answered(client, "5")

    assert f'href="{S}/check">Back' in page(client, f"{S}/q/safe?from=check")


def test_agreeing_leads_on(client, app):
    asking(AGREE, AREA)
    client.post(S)

    html = page(client, f"{S}/q/agree")
    assert "Question 1 of 2" in html
    assert "Skip this question" not in html
    assert "I would rather not say" not in html
    assert give(client, "agree", "agree") == f"{S}/q/area"


@pytest.mark.parametrize("said", ["disagree", "no", "rather_not_say"])
def test_not_agreeing_deletes_what_was_begun_and_says_so_kindly(client, app, said):
    asking(AGREE, AREA)
    client.post(S)

    assert give(client, "agree", said) == f"{S}/no-thanks"

    assert responses() == []
    html = page(client, f"{S}/no-thanks")
    assert heading(html) == "That is fine. We have kept nothing"
    assert f'href="{S}">Back to the start' in html
    assert "Start now" in page(client, S)


def test_the_page_for_who_did_not_agree_opens_for_nobody_else(client, app):
    asking(AGREE, AREA)
    assert client.get(f"{S}/no-thanks").location == S
    client.post(S)
    give(client, "agree", "disagree")
    assert app.test_client().get(f"{S}/no-thanks").location == S


def test_agreement_taken_back_at_the_check_deletes_everything(client, app):
    asking(AGREE, AREA)
    client.post(S)
    give(client, "agree", "agree")
    give(client, "area", "wirral")

    came = client.post(f"{S}/q/agree?from=check", data={"answer": "disagree"})

    assert came.location == f"{S}/no-thanks"
    assert responses() == []


@pytest.mark.parametrize("form", [{}, {"skip": "1"}, {"answer": "perhaps"}])
def test_nobody_agrees_or_refuses_without_saying_so(client, app, form):
    asking(AGREE, AREA)
    client.post(S)

    came = client.post(f"{S}/q/agree", data=form, follow_redirects=True)

    assert came.status_code == 400
    assert "Pick one answer to go on" in came.get_data(as_text=True)
    assert len(responses()) == 1


def test_nothing_is_kept_before_the_agreement_and_what_was_written_is_shown_back(client, app):
    asking(AGREE, {"key": "change", "kind": "free_text", "wording": "What should change?"})
    client.post(S)

    came = client.post(f"{S}/q/change", data={"answer": "the stairs"})

    assert came.status_code == 409
    assert heading(came.get_data(as_text=True)) == "One question comes before this"
    assert "the stairs" in came.get_data(as_text=True)
    assert responses()[0].answers == []


@pytest.mark.parametrize(
    "form, use",
    [
        ({"answer": "quote_with_area"}, "quote_with_area"),
        ({"answer": "quote"}, "quote"),
        ({"answer": "themes"}, "themes"),
        ({"skip": "1"}, "themes"),
    ],
)
def test_what_may_be_done_with_their_words_is_kept(client, app, form, use):
    asking(WORDS, AREA)
    client.post(S)

    assert client.post(f"{S}/q/words", data=form).location == f"{S}/q/area"
    assert responses()[0].use_of_words == use


def test_the_check_shows_what_may_be_done_with_their_words(client, app):
    asking(WORDS, AREA)
    client.post(S)
    give(client, "words", "quote")
    give(client, "area", None, skip="1")

    assert "Yes, quote me with no name" in page(client, f"{S}/check")


def test_points_without_words_of_their_own_are_told_by_their_numbers(client, app):
    asking({**SAFE, "wording": "How safe do you feel?"}, AGAIN)
    client.post(S)

    labels = re.findall(r"<label[^>]*><span>([^<]*)</span>", page(client, f"{S}/q/safe"))

    assert labels[:5] == ["1: Not safe", "2", "3", "4", "5: Very safe"]
