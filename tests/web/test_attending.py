"""The page that says who came: marks for each, saved together, and nobody's mark undone."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from engage import times
from engage.extensions import db
from engage.models import Invitation, Session
from tests.factories import a_person, a_session
from tests.features.test_attending import asked, coming
from tests.features.test_thanks import over
from tests.pages import words


@pytest.fixture
def session(app) -> Session:
    """A session that is over, to which Kev and Grace were to come and Terry said no."""
    found = a_session()
    coming(found, a_person("Kev"), a_person("Grace"))
    (terry,) = asked(found, a_person("Terry"))
    terry.state, terry.answered_at = "declined", times.now() - timedelta(days=2)
    over(found)
    db.session.commit()
    return found


def address(session) -> str:
    return f"/staff/sessions/{session.id}/attendance"


def of(session, name: str) -> Invitation:
    return next(one for one in session.invitations if one.person.first_name == name)


def form(session, **marks: str) -> dict[str, str]:
    """The form as it is sent, with these marks put in."""
    sent = {}
    for one in session.invitations:
        sent[f"was-{one.id}"] = one.attended or ""
        sent[f"attended-{one.id}"] = marks.get(one.person.first_name or "", one.attended or "")
    return sent


def test_everybody_is_marked_together(facilitator, session):
    answer = facilitator.post(address(session), data=form(session, Kev="came", Grace="part"))
    db.session.expire_all()

    assert answer.status_code == 303
    assert answer.location.endswith(f"/staff/sessions/{session.id}#after")
    assert [of(session, name).attended for name in ("Kev", "Grace", "Terry")] == [
        "came",
        "part",
        None,
    ]


def test_a_no_before_the_start_is_suggested_and_left_open(facilitator, session):
    page = facilitator.get(address(session))
    html = page.get_data(as_text=True)
    box = f'name="attended-{of(session, "Terry").id}"'

    assert "Terry Said no before it started “Sent apologies” may fit. You decide." in words(page)
    assert [tag for tag in html.split("<") if box in tag and "checked" in tag] == [
        next(tag for tag in html.split("<") if box in tag and 'value=""' in tag)
    ]


def test_a_colleague_s_mark_is_kept_and_said(facilitator, session):
    sent = form(session, Kev="missed")
    of(session, "Kev").attended = "came"
    db.session.commit()

    answer = facilitator.post(address(session), data=sent, follow_redirects=True)

    assert "A colleague marked 1 person while you had this open." in words(answer)
    assert of(session, "Kev").attended == "came"


def test_it_waits_for_the_start(facilitator, app):
    session = a_session()
    (kev,) = coming(session, a_person("Kev"))

    page = words(facilitator.get(address(session)))
    facilitator.post(address(session), data=form(session, Kev="came"))

    assert "You can mark who came once it has started." in page
    assert kev.attended is None


def test_what_is_no_mark_or_nobody_is_left(facilitator, session):
    sent = form(session) | {
        f"attended-{of(session, 'Kev').id}": "asleep",
        "attended-x": "came",
        f"attended-{uuid.uuid4()}": "came",
    }

    answer = facilitator.post(address(session), data=sent, follow_redirects=True)

    assert "Saved. Nothing was different." in words(answer)


def test_what_is_still_to_do_is_on_the_session_s_page(facilitator, session):
    path = f"/staff/sessions/{session.id}"
    assert "0 of 2 marked. 0 came." in words(facilitator.get(path))

    facilitator.post(address(session), data=form(session, Kev="came", Grace="missed"))

    page = words(facilitator.get(path))
    assert "Who came 2 of 2 marked. 1 came. Done" in page
    assert "Thanks 0 people thanked by text. 1 more to thank. To do" in page
    assert "Thank-you payments 0 of 1 asked how they would like to be paid. To do" in page
    assert "0 lines of notes kept." in page


def test_before_the_start_there_is_nothing_to_do_after(facilitator, app):
    session = a_session()
    db.session.commit()

    assert "After the session" not in words(facilitator.get(f"/staff/sessions/{session.id}"))


PAGES = ["attendance", "thanks", "payments", "payments/payments.csv", "debrief"]


@pytest.mark.parametrize("path", PAGES)
def test_a_policy_reader_may_not_open_it(as_staff, session, path):
    where = f"/staff/sessions/{session.id}/{path}"
    assert as_staff("policy").get(where).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_a_facilitator_opens_it_for_a_session_to_come_and_one_that_is_over(
    facilitator, session, path
):
    to_come = a_session()
    db.session.commit()
    for one in (session, to_come):
        assert facilitator.get(f"/staff/sessions/{one.id}/{path}").status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_session_that_is_not_there_is_not_found(facilitator, path):
    where = f"/staff/sessions/{uuid.uuid4()}/{path}"
    assert facilitator.get(where).status_code == 404


class TestDebrief:
    """Three questions after a session, asked for until they are answered."""

    def test_it_is_asked_for_on_the_page_and_in_the_list_until_done(self, facilitator, session):
        where = f"/staff/sessions/{session.id}"
        assert "Write the debrief" in words(facilitator.get(where))
        assert "Debrief to do" in words(facilitator.get("/staff/sessions"))

        answer = facilitator.post(f"{where}/debrief", data={"people": "Warm. Two left early."})

        assert answer.status_code == 303
        assert "Write the debrief" not in words(facilitator.get(where))
        assert "Debrief to do" not in words(facilitator.get("/staff/sessions"))
        assert "Warm. Two left early." in words(facilitator.get(f"{where}/debrief"))

    def test_it_is_sealed_where_it_is_kept(self, facilitator, session):
        facilitator.post(f"/staff/sessions/{session.id}/debrief", data={"us": "tired"})
        stored = db.session.connection().exec_driver_sql("SELECT debrief FROM session").scalar_one()

        assert b"tired" not in bytes(stored)

    def test_an_empty_one_is_not_kept(self, facilitator, session):
        answer = facilitator.post(f"/staff/sessions/{session.id}/debrief", data={"us": "  "})

        assert answer.status_code == 400
        assert session.debriefed_at is None

    def test_one_that_is_too_long_is_handed_back_whole(self, facilitator, session):
        long = "a" * 4001
        answer = facilitator.post(f"/staff/sessions/{session.id}/debrief", data={"us": long})

        assert answer.status_code == 400
        assert long in answer.get_data(as_text=True)

    def test_it_is_not_asked_for_once_it_would_not_be_kept(self, facilitator, session):
        session.starts_local -= timedelta(days=91)
        session.ends_local -= timedelta(days=91)
        db.session.commit()

        assert "Debrief to do" not in words(facilitator.get("/staff/sessions"))
