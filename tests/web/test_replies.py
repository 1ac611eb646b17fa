"""Pages for facilitators: surveys, replies as they come in and quotes to check."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from engage import codes, times
from engage.extensions import db
from engage.models import AuditEvent, Statement
from tests.factories import (
    a_group,
    a_person,
    a_survey,
    a_text,
    phone_of,
)
from tests.pages import words
from tests.replied import DAY, a_response, responses

NOBODY = "00000000-0000-4000-8000-000000000000"
PAGES = [
    "/staff/surveys",
    "/staff/surveys/test-survey",
    "/staff/surveys/test-survey/quotes",
    "/staff/inbox",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_facilitator_opens_each_page(survey, facilitator, path):
    assert facilitator.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_policy_reader_may_not_read_replies(survey, as_staff, path):
    assert as_staff("policy").get(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_asked_to_sign_in(survey, client, path):
    assert "/staff/sign-in" in client.get(path).location


@pytest.mark.parametrize(
    "path",
    [
        "/staff/surveys/none",
        "/staff/surveys/none/quotes",
        "/staff/surveys/%00",
        "/staff/surveys/" + "x" * 300,
    ],
)
def test_a_survey_that_is_not_there_is_kindly_not_found(app, facilitator, path):
    assert facilitator.get(path).status_code == 404


def test_surveys_say_how_many_replied_by_which_way(survey, facilitator):
    responses(survey, 3, channel="text")
    responses(survey, 2, channel="web")
    responses(survey, 1, channel="web", day=None)
    db.session.commit()

    page = words(facilitator.get("/staff/surveys"))

    assert "5 people replied : 3 by text, 2 on the web, 0 at sessions" in page


def test_a_survey_that_has_closed_stands_with_the_finished_ones(app, facilitator):
    a_survey("old", open_for=timedelta(hours=-1), title="Old one")
    db.session.commit()

    assert "No survey is open just now. Finished Old one Finished" in words(
        facilitator.get("/staff/surveys")
    )


def test_a_survey_still_to_open_says_so_and_never_that_it_is_open_or_finished(app, as_staff):
    found = a_survey()
    found.opens_at = times.now() + timedelta(days=3)
    db.session.commit()
    admin = as_staff("admin")

    for path in ("/staff/surveys", "/staff/surveys/test-survey", "/staff/summaries"):
        page = words(admin.get(path))
        assert "Not open yet" in page
        assert "Open now." not in page
        assert not re.search(r"Test survey (Open|Finished)|Finished\.", page)
    assert "Opens " in words(admin.get("/staff/surveys"))


def test_a_reply_shows_its_day_way_area_and_answers_in_words(survey, facilitator):
    a_response(
        survey,
        channel="text",
        values={"area": "st-helens", "safe": 1},
        said="No lock",
        codes=["safety"],
    )
    db.session.commit()

    page = words(facilitator.get("/staff/surveys/test-survey"))

    assert "3 March 2026 · By text · St Helens" in page
    assert "How safe do you feel where you are staying? 1: not safe" in page
    assert f"“No lock” {codes.code_names()['safety'].name}" in page


def test_words_as_they_came_are_never_on_the_page(survey, facilitator):
    a_response(survey, said="[name] took my key", codes=["safety"])
    responses(survey, 2, reading="waiting", said="Sandra")
    db.session.commit()

    page = facilitator.get("/staff/surveys/test-survey").get_data(as_text=True)

    assert "[name] took my key" in page
    assert "raw" not in page
    assert "Sandra" not in page


def test_a_reply_by_text_shows_the_day_and_never_the_minute(survey, facilitator, drain):
    kev = a_person(number="+447700900100")
    db.session.commit()
    group = a_group(kev)
    db.session.commit()
    facilitator.post(
        "/staff/surveys/test-survey/invite", data={"group": str(group.id), "sure": "1"}
    )
    drain()
    for said in ("YES", "6", "2"):
        a_text(phone_of(kev), said)
        drain()

    page = facilitator.get("/staff/surveys/test-survey").get_data(as_text=True)

    assert "By text · Wirral" in words(facilitator.get("/staff/surveys/test-survey"))
    assert not re.search(r"\d\d:\d\d", page)
    assert "07700" not in page
    assert "Kev" not in page


@pytest.mark.parametrize(
    "reading, told",
    [("waiting", "Being read now"), ("reading", "Being read now"), ("held", "Held for a person")],
)
def test_how_far_reading_has_got_is_said(survey, facilitator, reading, told):
    a_response(survey, reading=reading)
    db.session.commit()

    assert told in words(facilitator.get("/staff/surveys/test-survey"))


def test_answers_are_counted_by_question(survey, facilitator):
    for value in ("wirral", "wirral", "sefton", None):
        a_response(survey, values={"area": value, "safe": 2})
    db.session.commit()

    page = words(facilitator.get("/staff/surveys/test-survey"))

    assert "Sefton 1 St Helens 0 Wirral 2 Skipped, or would rather not say 1" in page


@pytest.mark.parametrize(
    "asked, shown", [(1, 1), (2, 2), (99, 2), (0, 1), ("x", 1), (-3, 1), ("9" * 40, 2)]
)
def test_a_page_of_replies_that_is_not_there_gives_the_nearest(survey, facilitator, asked, shown):
    responses(survey, 26)
    db.session.commit()

    page = words(facilitator.get(f"/staff/surveys/test-survey?page={asked}"))

    assert f"Page {shown} of 2" in page


def test_replies_stand_newest_day_first(survey, facilitator):
    a_response(survey, day=DAY - timedelta(days=1))
    a_response(survey, day=DAY)
    db.session.commit()

    page = words(facilitator.get("/staff/surveys/test-survey"))

    assert page.index("3 March 2026") < page.index("2 March 2026")


def test_more_statements_to_read_ask_no_more_of_the_database(survey, facilitator):
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    a_response(survey, said="one", codes=["safety"])
    db.session.commit()
    event.listen(db.engine, "before_cursor_execute", count)
    facilitator.get("/staff/surveys/test-survey/quotes")
    for_one = len(asked)
    for text in ("two", "three", "four", "five"):
        a_response(survey, said=text, codes=["safety"])
    db.session.commit()
    asked.clear()
    facilitator.get("/staff/surveys/test-survey/quotes")
    event.remove(db.engine, "before_cursor_execute", count)

    assert len(asked) == for_one


def test_a_statement_is_released_or_kept_back_and_who_did_it_is_kept(survey, facilitator):
    one, two, three = (
        a_response(survey, said=text, codes=["safety"]).answers[0].statements[0].id
        for text in ("one", "two", "three")
    )
    db.session.commit()

    facilitator.post(
        "/staff/surveys/test-survey/quotes",
        data={f"statement-{one}": "release", f"statement-{two}": "keep"},
    )
    page = words(facilitator.get("/staff/surveys/test-survey/quotes"))

    assert db.session.get_one(Statement, one).released_by is not None
    assert db.session.get_one(Statement, two).released_by is None
    assert db.session.get_one(Statement, two).released_on is not None
    assert db.session.get_one(Statement, three).released_on is None
    assert "2 statements are done." in page
    assert "“three”" in page
    assert "“one”" not in page
    subjects = set(db.session.scalars(select(AuditEvent.subject)))
    assert subjects >= {str(one), str(two)}
    assert str(three) not in subjects


def test_a_statement_somebody_else_has_read_is_left_as_it_was(survey, facilitator):
    found = a_response(survey, said="one", codes=["safety"]).answers[0].statements[0]
    found.released_on = DAY
    db.session.commit()

    facilitator.post("/staff/surveys/test-survey/quotes", data={f"statement-{found.id}": "release"})

    assert db.session.get_one(Statement, found.id).released_by is None


def test_words_of_someone_who_did_not_agree_are_not_offered_or_taken(survey, facilitator):
    found = a_response(survey, said="not me", use_of_words="themes").answers[0].statements[0]
    db.session.commit()

    assert "not me" not in words(facilitator.get("/staff/surveys/test-survey/quotes"))
    facilitator.post("/staff/surveys/test-survey/quotes", data={f"statement-{found.id}": "release"})
    assert db.session.get_one(Statement, found.id).released_by is None


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"statement-x": "release"},
        {"statement-": "keep"},
        {f"statement-{NOBODY}": "release"},
        {"z": "keep"},
    ],
)
def test_a_form_with_nothing_to_do_changes_nothing_and_says_so(survey, facilitator, data):
    a_response(survey, said="one")
    db.session.commit()
    answer = facilitator.post("/staff/surveys/test-survey/quotes", data=data, follow_redirects=True)

    assert answer.status_code == 400
    assert answer.get_data(as_text=True).count("Choose for one statement or more") == 2


def test_where_there_are_no_groups_yet_the_page_still_says_what_is_missing(survey, facilitator):
    answer = facilitator.post("/staff/surveys/test-survey/invite", data={"group": ""})

    assert answer.status_code == 400
    assert "There are no groups of people yet." in words(answer)


def test_words_in_another_script_say_their_language(survey, facilitator):
    a_response(survey, said="أريد أن أسكن قرب المدرسة", codes=["family"])
    db.session.commit()
    for path in ("", "/quotes"):
        page = facilitator.get(f"/staff/surveys/test-survey{path}").get_data(as_text=True)
        assert 'dir="auto" lang="ar">“أريد' in page
