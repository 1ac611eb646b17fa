"""The page for whoever answers for people's data: figures, what is missed, drills."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage import drilling, drills, times
from engage.extensions import db
from engage.models import AuditEvent, Drill
from engage.web import teaching_words
from engage.web.teaching_words import in_a_hundred, in_range
from nlp.evaluation import Share
from tests.pages import words

PAGE = "/staff/anonymising"
DONE = {
    "on-day": "3",
    "on-month": "3",
    "on-year": "2026",
    "read": "50",
    "pointed": "2",
    "note": "a job and a place",
}


def a_drill(*leaking: str, days_ago: int = 0) -> None:
    figures = {"of": "a", "leaking": list(leaking), "leaks": [len(leaking), 100]}
    db.session.add(
        Drill(
            ran_at=times.now() - days_ago * drills.MONTH,
            version="1",
            kind="gold",
            figures=figures,
        )
    )
    db.session.commit()


@pytest.mark.parametrize("role", ["facilitator", "admin", "policy"])
def test_staff_who_answer_for_data_open_the_page(app, as_staff, role):
    assert as_staff(role).get(PAGE).status_code == 200


def test_a_visitor_is_asked_to_sign_in(app, client):
    assert "/staff/sign-in" in client.get(PAGE).location


def test_the_page_says_the_version_its_figures_and_what_is_missed(app, facilitator):
    page = words(facilitator.get(PAGE))
    assert drills.version_now() in page
    assert "names are missed" in page
    assert "What it misses" in page
    assert "No drill has been run yet." in page
    assert "Nobody has read a passage in the last 90 days." in page


def test_every_origin_that_was_measured_is_named_in_words(app, facilitator):
    page, measured = words(facilitator.get(PAGE)), drills.shipped()

    assert measured is not None
    assert measured.by_origin.keys() == teaching_words.origins().keys()
    assert all(named in page for named in teaching_words.origins().values())
    assert "chinese_vietnamese" not in page.lower()


@pytest.mark.parametrize(
    "share,missed,said",
    [
        (Share(100, 97), True, "about 3 of 100"),
        (Share(1000, 997), True, "fewer than 1 of 100"),
        (Share(90, 90), True, "none of 90"),
        (Share(0, 0), False, "not known yet"),
        (Share(200, 3), False, "about 2 of 100"),
    ],
)
def test_a_share_is_said_in_plain_words(app, share, missed, said):
    with app.test_request_context():
        assert in_a_hundred(share, missed=missed) == said


def test_a_range_says_on_how_many_it_rests(app):
    with app.test_request_context():
        assert in_range(Share(100, 97), missed=True) == "1 to 8.5 of 100 (100 tried)"


def test_a_drill_is_asked_for_and_shows_once_it_is_run(app, facilitator):
    facilitator.post(f"{PAGE}/drill")
    assert "A drill is being run." in words(facilitator.get(PAGE))
    for one in db.session.scalars(select(Drill.id)):
        drilling.run_one(one, now=times.now())
    page = words(facilitator.get(PAGE))
    assert "A drill is being run." not in page
    assert "Drills, newest first" in page
    assert "asked for a drill" in set(db.session.scalars(select(AuditEvent.what)))


def test_a_worse_drill_is_said_at_the_top_and_on_the_first_page_of_staff(app, facilitator):
    a_drill(days_ago=1)
    a_drill("g1", "g2", "g3", "g4", "g5")
    for path in (PAGE, "/staff/surveys", "/staff/local-words"):
        assert "went worse than before" in words(facilitator.get(path))


def test_a_drill_that_is_no_worse_says_nothing_in_red(app, facilitator):
    a_drill(days_ago=1)
    a_drill("g1")
    for path in (PAGE, "/staff/surveys"):
        assert "went worse" not in words(facilitator.get(path))


def test_a_drill_by_people_is_written_down_and_shows(app, facilitator):
    facilitator.post(f"{PAGE}/by-people", data=DONE)
    page = words(facilitator.get(PAGE))
    assert "3 March 2026 50 2 " in page
    assert "a job and a place" in page
    assert "wrote down a drill by people" in set(db.session.scalars(select(AuditEvent.what)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"on-day": "32"},
        {"on-day": "", "on-month": "", "on-year": ""},
        {"on-year": "2999"},
        {"read": "0"},
        {"read": "many"},
        {"pointed": "51"},
        {"pointed": ""},
        {"note": "x" * 1001},
    ],
)
def test_what_is_to_be_mended_in_a_drill_by_people_is_said(app, facilitator, wrong):
    answer = facilitator.post(f"{PAGE}/by-people", data={**DONE, **wrong})
    assert answer.status_code == 400
    assert db.session.scalars(select(Drill)).all() == []
