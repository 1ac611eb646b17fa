"""A survey that is out: closed early, or its last day moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import times
from engage.extensions import db
from engage.models import AuditEvent
from tests.factories import a_survey
from tests.pages import words
from tests.replied import responses

CLOSE, CLOSING = "/staff/surveys/test-survey/close", "/staff/surveys/test-survey/closing"


def day(days: int) -> dict[str, str]:
    found = times.today(times.now()) + timedelta(days=days)
    return {
        "closes-day": str(found.day),
        "closes-month": f"{found:%B}",
        "closes-year": str(found.year),
    }


def audited() -> str:
    return db.session.scalars(select(AuditEvent.what).order_by(AuditEvent.id.desc())).first() or ""


def test_closing_early_is_asked_about_first_and_says_who_is_half_way(survey, facilitator):
    responses(survey, 2, day=None)
    db.session.commit()

    page = words(facilitator.get(CLOSE))

    assert "2 people are half way." in page
    assert "You cannot undo this." in page
    assert survey.is_open(times.now())


def test_a_survey_closed_early_takes_no_more_answers(survey, facilitator, client):
    done = facilitator.post(CLOSE, follow_redirects=True)

    assert "It is closed. It takes no more answers." in words(done)
    assert not survey.is_open(times.now())
    assert "This survey has closed" in words(client.get("/s/test-survey"))
    assert audited() == "closed a survey early"


@pytest.mark.parametrize("days", [0, 1, 40])
def test_the_last_day_is_moved(survey, facilitator, days):
    facilitator.post(CLOSING, data=day(days))

    assert survey.last_day == times.today(times.now()) + timedelta(days=days)
    assert audited() == "moved a survey's last day"


def test_the_last_day_is_taken_away(survey, facilitator):
    done = facilitator.post(CLOSING, data={}, follow_redirects=True)

    assert survey.closes_at is None
    assert "It has no last day now." in words(done)
    assert "It has none now." in words(facilitator.get(CLOSING))


def test_the_last_day_as_it_is_stands_in_the_boxes(survey, facilitator):
    facilitator.post(CLOSING, data=day(3))
    last = times.today(times.now()) + timedelta(days=3)

    html = facilitator.get(CLOSING).get_data(as_text=True)

    assert f'name="closes-day" value="{last.day}"' in html


@pytest.mark.parametrize("typed", [day(-1), {"closes-day": "40"}, {**day(1), "closes-month": "x"}])
def test_a_day_that_cannot_be_is_explained(survey, facilitator, typed):
    before = survey.closes_at

    answer = facilitator.post(CLOSING, data=typed)

    assert answer.status_code == 400
    assert 'href="#closes-day"' in answer.get_data(as_text=True)
    assert survey.closes_at == before


@pytest.mark.parametrize("path", [CLOSE, CLOSING])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_survey_that_has_finished_stays_so(app, facilitator, path, method):
    survey = a_survey(open_for=timedelta(days=-1))
    db.session.commit()
    before = survey.closes_at

    done = getattr(facilitator, method)(path, follow_redirects=True)

    assert "This survey has finished already." in words(done)
    assert survey.closes_at == before


@pytest.mark.parametrize("path", [CLOSE, CLOSING])
def test_only_a_facilitator_may(survey, client, as_staff, path):
    assert client.post(path).status_code in (302, 303)
    assert as_staff("policy").post(path).status_code == 403
    db.session.expire_all()
    assert survey.is_open(times.now())


def test_the_surveys_page_leads_to_both(survey, facilitator):
    html = facilitator.get("/staff/surveys/test-survey").get_data(as_text=True)

    assert CLOSE in html
    assert CLOSING in html


def test_a_finished_surveys_page_leads_to_neither(app, facilitator):
    a_survey(open_for=timedelta(days=-1))
    db.session.commit()

    assert CLOSING not in facilitator.get("/staff/surveys/test-survey").get_data(as_text=True)
