"""From a draft to a survey people answer: what stands in the way, and what comes of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engage import drafts, publishing, times
from engage.drafts import ChangedSince
from engage.extensions import db
from engage.models import Survey, SurveyDraft
from engage.publishing import CannotPublish, Terms
from tests.factories import DEFINITION, a_next_version, a_survey

NOW = times.now()
DAY = timedelta(days=1)
PRIVATE = Terms(anonymous=False, text_word=None, closes_at=None)
WARM = {"key": "warm", "kind": "yes_no", "wording": "Is it warm?"}


def a_draft(**changed):
    draft = drafts.of({**DEFINITION, **changed}, by=None, now=NOW)
    db.session.commit()
    return draft


def publish(draft, terms=PRIVATE, *, key="test-survey"):
    return publishing.publish_draft(draft, draft.revision, terms, key=key, now=NOW)


def problems(terms=PRIVATE, *, key="new-one", **changed):
    with pytest.raises(CannotPublish) as told:
        publish(a_draft(**changed), terms, key=key)
    return told.value.problems


def test_a_draft_becomes_a_survey_with_one_version_and_is_gone(app):
    survey = publish(a_draft())

    assert [one.number for one in survey.versions] == [1]
    assert survey.latest.definition["questions"][0]["wording"] == "Which area are you in?"
    assert survey.is_open(NOW)
    assert db.session.scalars(select(SurveyDraft)).all() == []


def test_it_has_the_address_and_the_word_it_is_given(app):
    survey = publish(a_draft(), Terms(True, " home ", None), key="your-week")

    assert (survey.key, survey.latest.definition["key"]) == ("your-week", "your-week")
    assert (survey.text_word, survey.anonymous) == ("HOME", True)


def test_it_opens_and_closes_when_it_is_told_to(app):
    opens, closes = publishing.start_of(date(2099, 3, 1)), publishing.end_of(date(2099, 3, 2))
    survey = publish(a_draft(), Terms(False, None, closes, opens))

    hours = [(opens - opens).total_seconds(), (closes - opens).total_seconds() / 3600]
    assert hours == [0, 48]
    assert [survey.is_open(at) for at in (NOW, opens, closes)] == [False, True, False]


@pytest.mark.parametrize("key", ["Home", "1st", "a b", "", "x" * 61, "é", "_x"])
def test_an_address_is_small_letters_digits_and_dashes(app, key):
    assert "starts with a letter" in problems(key=key)["key"]


@pytest.mark.parametrize("taken, key", [("week", "week"), ("my-week", "myweek"), ("w1", "w_1")])
def test_an_address_leads_to_one_survey_however_it_is_typed(app, taken, key):
    a_survey(taken, title="The first")

    assert "leads to “The first”" in problems(key=key)["key"]


def test_an_address_is_not_another_surveys_text_word(app):
    a_survey("first", text_word="HOME", title="The first")

    assert "leads to “The first”" in problems(key="home")["key"]


@pytest.mark.parametrize("taken", [{"key": "first", "text_word": "HOME"}, {"key": "home"}])
def test_a_text_word_belongs_to_one_survey_and_is_no_others_address(app, taken):
    a_survey(**taken, title="The first")

    told = problems(Terms(False, "home", None))["word"]
    assert told == "The word HOME belongs to “The first”. Choose another."


def test_the_word_of_a_survey_that_has_finished_is_taken_over(app):
    old = a_survey("old", text_word="HOME", open_for=-DAY)

    new = publish(a_draft(), Terms(False, "home", None))

    assert (old.text_word, new.text_word) == (None, "HOME")


@pytest.mark.parametrize(
    "word, told",
    [
        ("STOP", "Phone companies act on STOP"),
        ("yes", "YES already means something"),
        ("tak", "TAK already means something"),
        ("skip", "SKIP already means something"),
        ("polski", "POLSKI already means something"),
        ("two words", "no spaces"),
        ("12345", "with letters in it"),
        ("ab", "3 to 16"),
        ("a" * 17, "3 to 16"),
    ],
)
def test_a_text_word_can_mean_nothing_else(app, word, told):
    assert told in problems(Terms(False, word, None))["word"]


@pytest.mark.parametrize(
    "opens, closes", [(None, -DAY), (2 * DAY, DAY), (DAY, DAY)], ids=["past", "before", "at once"]
)
def test_it_closes_after_it_opens_and_after_today(app, opens, closes):
    terms = Terms(False, None, NOW + closes, None if opens is None else NOW + opens)
    assert "has not passed" in problems(terms)["closes"]


def test_a_draft_with_something_to_put_right_is_not_published(app):
    assert "put right" in problems(thanks="")["draft"]
    assert db.session.scalars(select(Survey)).all() == []


def test_a_title_longer_than_a_title_is_said_to_be(app):
    assert "200 letters" in problems(title="long " * 50)["title"]


def test_a_draft_that_changed_since_it_was_looked_at_is_not_published(app):
    draft = a_draft()

    with pytest.raises(ChangedSince):
        publishing.publish_draft(draft, draft.revision + 1, PRIVATE, key="x", now=NOW)


def test_a_change_makes_the_next_version_and_leaves_the_first_as_it_was(app):
    survey = a_next_version(a_survey(), questions=[WARM], title="Warm rooms")

    first, second = survey.versions
    assert (first.number, second.number) == (1, 2)
    assert len(first.definition["questions"]) == 3
    assert second.definition["questions"] == [WARM]
    assert survey.title == "Warm rooms"
    assert db.session.scalars(select(SurveyDraft)).all() == []


def test_the_next_version_keeps_the_surveys_address_whatever_the_draft_says(app):
    survey = a_next_version(a_survey(), key="another", title="New")

    assert (survey.key, survey.latest.definition["key"]) == ("test-survey", "test-survey")


def test_a_draft_in_which_nothing_is_different_is_no_new_version(app):
    with pytest.raises(CannotPublish, match="Nothing in this draft is different"):
        a_next_version(a_survey())


def test_a_survey_that_has_finished_gets_no_new_version(app):
    with pytest.raises(CannotPublish, match="has finished"):
        a_next_version(a_survey(open_for=-DAY), questions=[WARM])


def test_a_survey_closed_early_takes_no_more_answers_and_closes_once(app):
    survey = a_survey()

    assert publishing.close_now(survey, now=NOW)
    assert not survey.is_open(NOW)
    assert not publishing.close_now(survey, now=NOW + DAY)


def test_a_survey_closed_before_it_opens_is_never_open(app):
    survey = a_survey()
    survey.opens_at = NOW + DAY

    publishing.close_now(survey, now=NOW)

    assert not any(survey.is_open(NOW + n * DAY) for n in range(10))


@pytest.mark.parametrize("days", [1, 30, None])
def test_the_closing_day_is_moved_or_taken_away(app, days):
    survey, closes = a_survey(), None if days is None else NOW + days * DAY

    publishing.move_closing(survey, closes, now=NOW)

    assert survey.closes_at == closes


def test_the_closing_day_is_not_moved_into_the_past_or_once_it_has_come(app):
    with pytest.raises(CannotPublish, match="has not passed"):
        publishing.move_closing(a_survey(), NOW - DAY, now=NOW)
    with pytest.raises(CannotPublish, match="finished already"):
        publishing.move_closing(a_survey("old", open_for=-DAY), NOW + DAY, now=NOW)
