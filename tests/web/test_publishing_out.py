"""Publishing a draft: on which terms, what people will see, and what a change does to answers."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import drafts, times
from engage.extensions import db
from engage.models import AuditEvent, Survey, SurveyDraft
from tests.factories import DEFINITION, a_survey
from tests.pages import words
from tests.replied import responses
from tests.web.drafts_made import WORDS, a_draft, a_draft_of, path

PRIVATE = {"kind": "private", "key": "your-stay"}
SAFE = DEFINITION["questions"][1]


def post(client, draft, *, revision=None, **form):
    number = draft.revision if revision is None else revision
    return client.post(path(draft, "publish"), data={"revision": str(number), **form})


def surveys() -> list[Survey]:
    db.session.expire_all()
    return list(db.session.scalars(select(Survey)))


def in_days(name: str, days: int) -> dict[str, str]:
    day = times.today(times.now()) + timedelta(days=days)
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def test_nothing_is_chosen_for_the_facilitator_but_the_address(facilitator):
    html = facilitator.get(path(a_draft(), "publish")).get_data(as_text=True)

    assert "checked" not in html
    assert 'value="test-survey"' in html


def test_what_people_will_see_is_shown_before_it_goes_out(facilitator):
    draft = a_draft(about_you=["age"])

    page = words(post(facilitator, draft, **PRIVATE, word="stay", **in_days("closes", 9)))

    last = times.today(times.now()) + timedelta(days=9)
    for said in (
        "Publish it now?",
        "Private. Answers by text are tied to a number",
        "3 questions, about 2 minutes",
        "Now, as you press the button",
        f"{last.day} {last:%B %Y}",
        "/s/your-stay",
        "STAY to 07700 900000",
        "What should change?",
        "1 question about them",
        "Thank you. That helps.",
        "STOP",
    ):
        assert said in page
    assert surveys() == []


def test_taking_over_the_word_of_a_finished_survey_is_said_first(facilitator):
    a_survey("old", text_word="HOME", title="Last year", open_for=timedelta(days=-1))

    page = words(post(facilitator, a_draft(), **PRIVATE, word="home"))

    assert "HOME was the word of “Last year”, which has finished." in page


def test_it_goes_out_once_that_is_confirmed(facilitator):
    draft = a_draft()

    done = post(facilitator, draft, **PRIVATE, word="stay", sure="1")

    (survey,) = surveys()
    assert (done.status_code, done.location) == (303, "/staff/surveys/your-stay/share")
    assert (survey.key, survey.text_word, survey.anonymous) == ("your-stay", "STAY", False)
    assert survey.is_open(times.now())
    assert db.session.scalars(select(SurveyDraft)).all() == []
    assert db.session.scalars(select(AuditEvent.what)).all()[-1] == "published a survey"
    assert facilitator.get(done.location).status_code == 200
    assert facilitator.get("/s/your-stay").status_code == 200


def test_an_anonymous_survey_says_so_truthfully(facilitator):
    draft = a_draft()

    assert "No link between people and their answers is kept" in words(
        post(facilitator, draft, kind="anonymous", key="x")
    )
    post(facilitator, draft, kind="anonymous", key="x", sure="1")

    assert [one.anonymous for one in surveys()] == [True]


def test_it_can_open_later_and_close_at_the_end_of_its_last_day(facilitator):
    form = {**PRIVATE, **in_days("opens", 2), **in_days("closes", 3)}

    post(facilitator, a_draft(), **form, sure="1")

    (survey,) = surveys()
    assert times.local(survey.opens_at).hour == 0
    assert survey.last_day == times.today(times.now()) + timedelta(days=3)
    assert not survey.is_open(times.now())


@pytest.mark.parametrize(
    "form, place, said",
    [
        ({"kind": ""}, "kind-private", "Choose private or anonymous"),
        ({"kind": "secret"}, "kind-private", "Choose private or anonymous"),
        ({"key": "No!"}, "key", "The address starts with a letter"),
        ({"key": "taken"}, "key", "The address taken leads to “The first”"),
        ({"word": "stop"}, "word", "Phone companies act on STOP"),
        ({"word": "home"}, "word", "The word HOME belongs to “The first”"),
        ({"closes-day": "1"}, "closes-day", "Write the day, the month and the year"),
        (in_days("opens", -1), "opens-day", "has not passed"),
        (in_days("closes", -1), "closes-day", "has not passed"),
    ],
)
def test_what_to_mend_is_said_at_its_box_and_nothing_typed_is_lost(facilitator, form, place, said):
    a_survey("taken", text_word="HOME", title="The first")
    draft = a_draft()

    answer = post(facilitator, draft, **{**PRIVATE, "word": "mine", **form}, sure="1")

    html = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert re.search(rf'<li><a href="#{place}">[^<]*{said}', html)
    assert f'value="{form.get("word", "mine")}"' in html
    assert [one.key for one in surveys()] == ["taken"]


def test_going_back_from_what_people_will_see_keeps_what_was_typed(facilitator):
    html = post(facilitator, a_draft(), **PRIVATE, word="stay", change="1").get_data(as_text=True)

    assert 'value="your-stay"' in html
    assert 'value="stay"' in html
    assert re.search(r'value="private" checked', html)


def test_a_draft_with_something_to_put_right_is_sent_to_its_check(facilitator):
    draft = a_draft(thanks="")

    for answer in (facilitator.get(path(draft, "publish")), post(facilitator, draft, **PRIVATE)):
        assert answer.location == path(draft, "check")


def test_to_press_twice_publishes_once_and_is_kindly_told(facilitator):
    draft = a_draft()
    form, address = {**PRIVATE, "sure": "1", "revision": "0"}, path(draft, "publish")

    facilitator.post(address, data=form)
    again = facilitator.post(address, data=form, follow_redirects=True)

    assert len(surveys()) == 1
    assert "That draft is gone: it was published, or thrown away." in words(again)


def test_a_draft_somebody_changed_meanwhile_is_looked_at_again_first(facilitator):
    draft = a_draft()
    drafts.take(draft, 0, now=times.now())
    drafts.reword(draft, {"title": "Another title"})
    db.session.commit()

    answer = post(facilitator, draft, **PRIVATE, sure="1", revision=0)

    assert answer.location == path(draft, "check")
    assert surveys() == []


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30])
def test_a_forged_revision_publishes_nothing(facilitator, revision):
    draft = a_draft()

    assert post(facilitator, draft, **PRIVATE, sure="1", revision=revision).status_code == 303
    assert surveys() == []


def test_a_next_version_says_what_it_does_to_answers_before_it_is_made(facilitator):
    survey = a_survey()
    responses(survey, 12, values={"safe": 2})
    draft = a_draft_of(survey, questions=[WORDS, {**SAFE, "high": 10}])

    page = words(facilitator.get(path(draft, "publish")))

    assert "Make this version 2?" in page
    assert "12 are half way" in page.replace(" people", "")
    assert (
        "12 people have answered it. Old and new answers are counted apart, because it went from "
        "1 to 5 and now goes from 1 to 10."
    ) in page
    assert [one.latest.number for one in surveys()] == [1]


def test_a_next_version_is_made_once_that_is_confirmed(facilitator):
    draft = a_draft_of(a_survey(), title="A new title")

    done = post(facilitator, draft)

    (survey,) = surveys()
    assert (done.status_code, done.location) == (303, "/staff/surveys/test-survey")
    assert (survey.latest.number, survey.title) == (2, "A new title")
    assert "Version 2 is out." in words(facilitator.get(done.location))


@pytest.mark.parametrize(
    "open_for, changed, said",
    [
        (7, {}, "Nothing in this draft is different"),
        (-1, {"title": "New"}, "This survey has finished"),
    ],
)
def test_a_next_version_that_cannot_be_says_why(facilitator, open_for, changed, said):
    draft = a_draft_of(a_survey(open_for=timedelta(days=open_for)), **changed)

    assert said in words(facilitator.get(path(draft, "publish")))
    assert post(facilitator, draft).status_code == 409
    assert [one.latest.number for one in surveys()] == [1]


def test_counts_of_an_earlier_version_stand_apart_on_the_surveys_page(facilitator):
    survey = a_survey()
    responses(survey, 3, values={"safe": 5})
    post(facilitator, a_draft_of(survey, questions=[{**SAFE, "high": 10}]))

    page = words(facilitator.get("/staff/surveys/test-survey"))

    assert "Earlier version, until" in page
    assert "5: very safe 3" in page
