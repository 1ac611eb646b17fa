"""The page on which people compare what they read: who sees it, and how differences are settled."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from engage import blind_settling, code_history
from engage.codes import code_names
from engage.extensions import db
from engage.models import BlindRound, Statement, StatementCode
from tests.pages import words
from tests.rounds_made import a_round, a_statement, alike, part_of, reads

TEXTS = [f"one {number}" for number in range(12)]
DIFFERS = "the lock on the front door is broken and nobody comes"


@pytest.fixture
def read(survey, jo, mo) -> BlindRound:
    """A round in which two people agree on all but one."""
    for text in (*TEXTS, DIFFERS):
        a_statement(survey, text, "safety")
    found = a_round(survey, jo, mo)
    reads(found, jo, alike(TEXTS, "safety") | {DIFFERS: {"rent": "wanted"}})
    reads(found, mo, alike(TEXTS, "safety") | {DIFFERS: {"family": None}})
    return found


def address(found: BlindRound, *more: str) -> str:
    return "/".join([f"/staff/rounds/{found.id}", *more])


def statement(found: BlindRound) -> Statement:
    every = blind_settling.everything(found)
    return next(one.statement for one in every if one.statement.text == DIFFERS)


def codes(found: BlindRound) -> dict[str, str | None]:
    db.session.expire_all()
    return {one.code: one.polarity for one in statement(found).codes}


def settle(client: FlaskClient, found: BlindRound, **data: str):
    return client.post(address(found, "statements", str(statement(found).id)), data=data)


def test_it_says_first_in_plain_words_how_far_people_agree(read, facilitator):
    page = words(facilitator.get(address(read, "agreement")))
    assert "Jo and Mo agreed wholly on 12 of 13 statements." in page
    assert "12 of 13" in page
    assert "0.92 (" in page


def test_the_one_who_looks_is_you(read, mo, sign_in):
    page = sign_in(mo).get(address(read, "agreement"))
    assert "You and Jo agreed wholly on 12 of 13 statements." in words(page)
    assert DIFFERS in words(page)
    assert "Keep this" not in words(page)
    assert "agreement.csv" not in page.text


def test_it_is_not_shown_to_others_before_all_are_done(survey, jo, mo, as_staff):
    a_statement(survey)
    found = a_round(survey, jo, mo)
    reads(found, jo, {"no lock": {"rent": None}})
    there = as_staff("facilitator").get(address(found, "agreement"))
    assert there.location == address(found)
    policy = as_staff("policy")
    assert policy.get(address(found, "agreement")).status_code == 404
    assert policy.get(address(found, "agreement.csv")).status_code == 404


def test_a_policy_reader_sees_figures_and_no_words_names_or_small_numbers(read, as_staff):
    page = words(as_staff("policy").get(address(read, "agreement")))
    assert "Staff coder 1 and Peer coder 2 agreed wholly on 12 of 13 statements." in page
    assert not any(hidden in page for hidden in (DIFFERS, "Jo", " Mo ", "Keep this"))
    assert f"{code_names()['rent'].name} fewer than 5 too few" in page
    assert "number not shown" in page


def test_summaries_lead_to_how_far_people_agree(read, as_staff):
    page = as_staff("policy").get("/staff/summaries")
    assert address(read, "agreement") in page.text


@pytest.mark.parametrize("role,status", [("facilitator", 200), ("policy", 200), ("peer", 403)])
def test_the_file_is_for_those_who_make_or_read_figures(read, as_staff, role, status):
    answer = as_staff(role).get(address(read, "agreement.csv"))
    assert answer.status_code == status
    if status == 200:
        assert answer.mimetype == "text/csv"
        assert not any(word in answer.text for word in (DIFFERS, "Jo", "Mo"))


def test_where_people_differ_stands_what_each_said(read, facilitator):
    page = words(facilitator.get(address(read, "agreement")))
    rent, family, safety = (code_names()[code].name for code in ("rent", "family", "safety"))
    assert f"Jo {rent} (A wish)" in page
    assert f"Mo {family}" in page
    assert f"The machine {safety}" in page


def test_one_reading_is_kept_with_its_note(read, facilitator, jo):
    there = settle(facilitator, read, reader=str(part_of(read, jo).id))
    assert there.location == address(read, "agreement#differ")
    assert codes(read) == {"rent": "wanted"}
    assert code_history.of(statement(read))[0].note == blind_settling.SETTLED


def test_the_machines_is_kept_as_well(read, facilitator):
    settle(facilitator, read, reader="machine")
    assert codes(read) == {"safety": None}


def test_something_else_is_ticked_on_a_page_of_its_own(read, facilitator):
    path = address(read, "statements", str(statement(read).id))
    page = facilitator.get(path)
    assert re.findall(r'name="code-(\w+)"[^>]* checked', page.text) == ["safety"]
    settle(facilitator, read, **{"code-staff": "1", "say-staff": "mixed", "code-odd": "1"})
    assert codes(read) == {"staff": "mixed"}
    assert "Decided on" in words(facilitator.get(address(read, "agreement")))


def test_no_theme_can_be_what_it_should_be(read, facilitator):
    settle(facilitator, read, no_theme="1")
    assert codes(read) == {}


@pytest.mark.parametrize("data", [{}, {"reader": "nobody"}])
def test_nothing_chosen_is_asked_about(read, facilitator, data):
    assert settle(facilitator, read, **data).status_code == 400
    assert codes(read) == {"safety": None}


def test_of_two_who_settle_at_once_the_later_is_shown_what_the_first_did(read, facilitator):
    page = facilitator.get(address(read, "agreement")).text
    seen = re.findall(r'name="seen" value="(\w+)"', page)[0]
    settle(facilitator, read, reader="machine", seen=seen)
    there = settle(facilitator, read, no_theme="1", seen=seen)
    assert "Somebody decided on this one meanwhile." in words(facilitator.get(there.location))
    assert codes(read) == {"safety": None}


@pytest.mark.parametrize("role", ["peer", "policy"])
def test_only_facilitators_settle_and_keep(read, as_staff, role):
    client = as_staff(role)
    assert settle(client, read, no_theme="1").status_code == 403
    assert client.post(address(read, "keep")).status_code == 403


def test_what_all_agreed_on_is_kept_at_one_press(read, facilitator):
    assert "On 12 statements all agreed" in words(facilitator.get(address(read, "agreement")))
    there = facilitator.post(address(read, "keep"))
    page = words(facilitator.get(there.location))
    assert "12 statements are decided." in page
    assert "Keep what they agreed on" not in page
    decided = db.session.query(Statement).where(Statement.coded_on.is_not(None)).count()
    assert decided == 12
    assert db.session.query(StatementCode).where(StatementCode.code == "safety").count() == 13


def test_nothing_is_settled_while_others_read(survey, jo, mo, facilitator):
    a_statement(survey, DIFFERS)
    found = a_round(survey, jo, mo)
    assert settle(facilitator, found, no_theme="1").status_code == 404
    assert facilitator.post(address(found, "keep")).status_code == 404
