"""Typing in forms: read whole, kept once with no person, and taken back."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage import answering, entering, times
from engage.answering import AlreadyAnswered, SurveyClosed
from engage.entering import Contents, Form, Typed
from engage.extensions import db
from engage.models import Response, Survey
from surveys.reading import WORDS
from tests.factories import a_survey
from tests.features.databases import EITHER, an_app_on_either
from tests.surveys.branching import AGREEING, SURVEY

DAY = date(2027, 3, 3)
AT_ONCE = 4


def read(**typed: Any) -> Contents:
    given: Typed = {
        key.replace("_", "-"): [value] if isinstance(value, str) else value
        for key, value in typed.items()
    }
    return entering.read(SURVEY, given, today=DAY)


def values(contents: Contents) -> dict[str, object]:
    return {one.question: one.known for one in contents.given}


def a_form(**given: object) -> Form:
    form: dict[str, Any] = {"channel": "paper", "helped": False, "version": 1}
    return Form(id=uuid.uuid4(), **{**form, **given})


def a_branched_survey(**given: Any) -> Survey:
    asked = {"questions": SURVEY.to_dict()["questions"], "about_you": ["age"]}
    survey = a_survey(**{**asked, **given})
    db.session.commit()
    return survey


def keep(survey: Survey, contents: Contents, form: Form | None = None, **given: Any) -> Response:
    form = form or a_form(**given)
    asked = survey.latest.questionnaire
    kept = entering.keep(survey, form, asked, contents, now=times.now())
    db.session.commit()
    return kept


def test_what_is_left_empty_was_skipped():
    assert values(read(place="hostel")) == {
        "words": None,
        "place": "hostel",
        "nights": None,
        "change": None,
        "again": None,
        "about-you": "no",
    }


def test_answers_are_read_as_everywhere():
    found = read(words="quote", place="hostel", nights="about four", needs=["lock"], change=" ok ")

    assert found.not_read == {}
    assert values(found)["nights"] == 4
    assert values(found)["needs"] == ("lock",)
    assert values(found)["change"] == WORDS
    assert [one.words for one in found.given if one.question == "change"] == ["ok"]


def test_an_answer_the_others_do_not_lead_to_is_left_out():
    found = read(place="own", nights="4", needs=["lock"])

    assert [one.key for one in found.left_out] == ["nights", "needs"]
    assert "nights" not in values(found)


def test_spaces_at_a_question_not_led_to_are_nothing_to_speak_of():
    assert read(place="own", nights="  ").left_out == []


def test_to_answer_anything_about_the_person_is_to_say_it_may_be_asked():
    assert values(read(age="25-34"))["about-you"] == "yes"
    assert values(read(age=" "))["about-you"] == "no"


@pytest.mark.parametrize(
    "typed", [{"nights": "a few"}, {"nights": ["4", "rather_not_say"]}, {"place": "banana"}]
)
def test_what_cannot_be_read_is_told_and_not_guessed(typed):
    found = read(**({"place": "hostel"} | typed))

    assert list(found.not_read) == list(typed)


@pytest.mark.parametrize("key", ["place", "nights", "change"])
def test_a_tick_at_i_would_rather_not_say_is_kept_as_that(key):
    found = read(**{"place": "hostel", key: ["", "rather_not_say"]})

    [given] = [one for one in found.given if one.question == key]
    assert given.flags == {"rather_not_say"}


@pytest.mark.parametrize("ticked", [["disagree"], [""]])
def test_nothing_is_read_of_who_does_not_agree(ticked):
    typed = {"agree": ticked, "place": ["hostel"]}

    found = entering.read(AGREEING, typed, today=DAY)

    assert found.refused
    assert [one.question for one in found.given] == ["agree"]


def test_whether_they_agreed_is_never_left_to_be_forgotten():
    found = entering.read(AGREEING, {"place": ["hostel"]}, today=DAY)

    assert list(found.not_read) == ["agree"]
    assert not found.refused


@pytest.mark.parametrize("anonymous", [True, False])
def test_a_form_is_kept_with_no_person_and_counts_at_once(app, anonymous):
    survey = a_branched_survey(anonymous=anonymous)

    kept = keep(survey, read(words="quote", place="own"), channel="phone", helped=True)

    assert (kept.channel, kept.helped, kept.person_id) == ("phone", True, None)
    assert kept.use_of_words == "quote"
    assert kept.sent_on == kept.finished_on == kept.started_on


def test_a_form_is_kept_once(app):
    survey, form = a_branched_survey(), a_form()
    first = keep(survey, read(place="own"), form)

    with pytest.raises(AlreadyAnswered):
        keep(survey, read(place="out"), form)

    db.session.rollback()
    assert db.session.scalars(select(Response)).all() == [first]
    assert first.values["place"] == "own"


def test_a_form_sent_again_is_held_against_what_was_kept(app):
    kept = keep(a_branched_survey(), read(place="hostel", needs=["hob"], nights="3", change="ok"))
    db.session.expire_all()

    assert entering.says_the_same(
        kept, read(place="hostel", needs=["hob"], nights="3", change="ok ")
    )
    assert not entering.says_the_same(kept, read(place="hostel", nights="3", change="ok"))


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def test_a_form_saved_several_times_at_once_is_kept_once(either):
    survey_id, form = a_branched_survey().id, a_form()
    ready, came = threading.Barrier(AT_ONCE), list[str]()

    def save() -> None:
        with either.app_context():
            ready.wait()
            try:
                keep(db.session.get_one(Survey, survey_id), read(place="own"), form)
                came.append("kept")
            except AlreadyAnswered:
                came.append("kept before")
            finally:
                db.session.remove()

    running = [threading.Thread(target=save) for _ in range(AT_ONCE)]
    for one in running:
        one.start()
    for one in running:
        one.join()

    assert sorted(came) == ["kept", *["kept before"] * (AT_ONCE - 1)]
    assert len(db.session.scalars(select(Response)).all()) == 1


def test_forms_of_the_last_day_are_taken_for_a_fortnight_and_count_as_of_that_day(app):
    survey = a_branched_survey(open_for=timedelta(days=-13))
    survey.opens_at = times.now() - timedelta(days=60)

    kept = keep(survey, read(place="own"))

    assert survey.closes_at is not None
    assert kept.sent_on == times.today(survey.closes_at - timedelta(seconds=1))


@pytest.mark.parametrize("open_for", [timedelta(days=-15), timedelta(days=7)])
def test_a_survey_long_over_or_yet_to_open_takes_no_forms(app, open_for):
    survey = a_branched_survey(open_for=open_for)
    if open_for > timedelta(0):
        survey.opens_at = times.now() + timedelta(days=1)

    with pytest.raises(SurveyClosed):
        keep(survey, read(place="own"))


def test_a_form_taken_back_leaves_nothing(app):
    kept = keep(a_branched_survey(), read(place="own", change="the stairs"))

    assert entering.take_back(kept.id)
    assert not entering.take_back(kept.id)
    assert db.session.scalars(select(Response)).all() == []


def test_what_came_another_way_is_not_taken_back(app):
    online = answering.start(a_branched_survey(), "web", now=times.now())

    assert not entering.take_back(online.id)
    assert db.session.scalars(select(Response)).all() == [online]
