"""Trying a survey out while it is written, as phone pages and as texts; nothing is kept."""

from __future__ import annotations

import pytest

from engage import drafts
from engage.extensions import db
from engage.models import Answer, OutboundText, Response
from tests.factories import DEFINITION
from tests.pages import words
from tests.web.survey_pages import heading
from tests.web.writing_steps import W, a_draft, hidden

AREA, SAFE, CHANGE = DEFINITION["questions"]
PAGE = {"key": "hello", "kind": "information", "wording": "Hello there", "body": "Read this."}
AGREE = {"key": "agree", "kind": "consent", "wording": "I agree."}


@pytest.fixture(autouse=True)
def _nothing_is_kept(app):
    yield
    for table in (Response, Answer, OutboundText):
        assert db.session.query(table).count() == 0


def on(client, draft, opened, **given):
    """Answer the page that is open, and give the next."""
    return client.post(f"{W}/{draft.id}/try/phone", data={**hidden(opened), **given})


def start(client, draft):
    return client.get(f"{W}/{draft.id}/try/phone")


def title(answer):
    return heading(answer.get_data(as_text=True))


def test_the_questions_come_one_after_the_other_to_the_thanks(app, facilitator):
    draft = a_draft(PAGE, AREA, CHANGE)

    page = start(facilitator, draft)
    seen = [title(page)]
    for given in ({}, {"answer": "wirral"}, {"skip": "1"}):
        page = on(facilitator, draft, page, **given)
        seen.append(title(page))

    assert seen == [
        "Hello there",
        "Which area are you in?",
        "What should change?",
        "That is the end",
    ]
    assert "Thank you. That helps." in words(page)


def test_a_question_comes_only_after_the_answer_it_waits_for(app, facilitator):
    waits = {**CHANGE, "show_when": {"question": "safe", "is": 1}, "wording": "Why ${area|it}?"}
    draft = a_draft(AREA, SAFE, waits)

    page = on(facilitator, draft, start(facilitator, draft), answer="wirral")
    assert title(on(facilitator, draft, page, answer="1")) == "Why Wirral?"
    assert title(on(facilitator, draft, page, answer="5")) == "That is the end"


def test_several_answers_are_ticked_and_taken(app, facilitator):
    needs = {**AREA, "kind": "pick_several"}
    draft = a_draft(needs, CHANGE)
    page = on(facilitator, draft, start(facilitator, draft), **{"answer[]": ["wirral", "sefton"]})
    assert title(page) == CHANGE["wording"]


def test_one_can_go_back_to_the_answer_given(app, facilitator):
    draft = a_draft()
    page = on(facilitator, draft, start(facilitator, draft), answer="wirral")

    back = on(facilitator, draft, page, back="1")

    assert title(back) == "Which area are you in?"
    assert 'value="wirral" checked' in back.get_data(as_text=True)


def test_what_cannot_be_read_is_asked_again(app, facilitator):
    draft = a_draft()

    again = on(facilitator, draft, start(facilitator, draft))

    assert again.status_code == 400
    assert "Pick one answer, or press “Skip this question”" in words(again)


def test_who_does_not_agree_comes_to_a_kind_end(app, facilitator):
    draft = a_draft(AGREE, AREA)

    page = on(facilitator, draft, start(facilitator, draft), answer="disagree")

    assert "Who does not agree sees a kind page here" in words(page)


@pytest.mark.parametrize("kept", ["", "[", "[]", "3", '{"area": {"x": 1}, "gone": 2}'])
@pytest.mark.parametrize("question", ["safe", "gone", ""])
def test_whatever_is_sent_there_is_a_page(app, facilitator, kept, question):
    draft = a_draft()

    data = {"answers": kept, "question": question, "answer": "3"}
    answer = facilitator.post(f"{W}/{draft.id}/try/phone", data=data, follow_redirects=True)

    assert answer.status_code == 200


def test_what_is_to_put_right_is_left_out_and_that_is_said(app, facilitator):
    draft = a_draft({**AREA, "options": []}, CHANGE)

    for way in ("phone", "texts"):
        page = words(facilitator.get(f"{W}/{draft.id}/try/{way}"))
        assert "1 question is left out until it is put right." in page


@pytest.mark.parametrize("way", ["phone", "texts"])
def test_a_survey_with_nothing_to_ask_is_not_tried(app, facilitator, way):
    draft = a_draft({**AREA, "options": []})

    answer = facilitator.get(f"{W}/{draft.id}/try/{way}", follow_redirects=True)

    assert "Give people at least two answers to pick from." in words(answer)


def texted(client, draft, *said):
    """Reply to the survey with one text after the other."""
    address = f"{W}/{draft.id}/try/texts"
    page = client.get(address)
    before: list[str] = []
    for one in said:
        page = client.post(address, data={"before": before, "words": one})
        before.append(one)
    return words(page)


def test_replies_are_read_as_they_would_be_from_a_phone(app, facilitator):
    page = texted(facilitator, a_draft(), "yes", "wiral", "4", "skip")

    assert "Your Say: Your Say would like to hear what you think." in page
    assert "wiral Read as: Wirral" in page
    assert "4 Read as: 4 out of 5" in page
    assert "skip Read as: skipped" in page
    assert page.index("Q3 of 3. What should change?") < page.index("Thank you. That helps.")
    assert "The survey is over here." in page


def test_what_is_not_understood_is_asked_again_by_text(app, facilitator):
    page = texted(facilitator, a_draft(), "yes", "banana")

    assert "Sorry, we did not follow." in page


def test_each_text_says_how_many_it_costs(app, facilitator):
    draft = a_draft({**CHANGE, "wording": "Long " * 40 + "?"})

    assert "There is no wrong answer. 2 texts" in texted(facilitator, draft, "yes")


def test_a_survey_is_tried_as_it_is_now(app, facilitator):
    draft = a_draft()
    drafts.change(draft, "area", {"wording": "Where now?"})
    db.session.commit()

    assert "Where now?" in texted(facilitator, draft, "yes")
