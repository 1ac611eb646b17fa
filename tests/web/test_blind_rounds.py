"""Blind rounds on their pages: making one, reading one statement at a time, and being done."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage import blind_rounds, times
from engage.codes import code_names
from engage.extensions import db
from engage.models import BlindRound, Staff, Statement
from tests.pages import words
from tests.rounds_made import a_round, a_statement, part_of, somebody

TEXTS = ("the lock is broken", "rent went up", "my worker rang", "no cooker")


@pytest.fixture
def said(survey) -> list[Statement]:
    return [a_statement(survey, text) for text in TEXTS]


@pytest.fixture
def found(survey, said, jo, mo) -> BlindRound:
    return a_round(survey, jo, mo)


@pytest.fixture
def peer(found, mo, sign_in) -> FlaskClient:
    return sign_in(mo)


def address(found: BlindRound, *more: str) -> str:
    return "/".join([f"/staff/rounds/{found.id}", *more])


def first(found: BlindRound, person: Staff) -> Statement:
    return db.session.get_one(Statement, blind_rounds.order(part_of(found, person))[0])


def send(client: FlaskClient, found: BlindRound, person: Staff, /, at: Any = 1, **form: Any):
    of = blind_rounds.order(part_of(found, person))[at - 1]
    return client.post(address(found), data={"of": str(of), "seen": "", **form})


def read_by(found: BlindRound, person: Staff) -> dict[str, tuple[str, dict[str, str | None]]]:
    db.session.expire_all()
    read = blind_rounds.readings(part_of(found, person))
    return {
        db.session.get_one(Statement, key).text: (one.outcome, one.codes)
        for key, one in read.items()
    }


class TestPeers:
    """What somebody with lived experience may open, and how they are met."""

    def test_they_come_to_their_rounds_with_words_of_welcome(self, peer, found):
        there = peer.get("/staff/")
        assert there.location == "/staff/rounds"
        page = words(peer.get(there.location))
        assert "Thank you for reading with us" in page
        assert "You can stop at any time" in page
        assert "Jo set this up." in page
        assert "You have read 0 of 4." in page

    @pytest.mark.parametrize(
        "path",
        [
            "/staff/surveys",
            "/staff/surveys/test-survey",
            "/staff/surveys/test-survey/coding",
            "/staff/surveys/test-survey/rounds",
            "/staff/surveys/test-survey/rounds/new",
            "/staff/inbox",
            "/staff/sessions",
            "/staff/summaries",
            "/staff/summaries/test-survey",
        ],
    )
    def test_they_open_no_replies_people_or_inbox(self, peer, path):
        assert peer.get(path).status_code == 403

    def test_a_round_of_others_is_not_there_for_them(self, survey, said, jo, mo, sign_in):
        others = a_round(survey, jo, somebody("Lou"))
        client = sign_in(mo)
        assert client.get(address(others)).status_code == 404
        assert client.get(address(others, "agreement")).status_code == 404
        assert send(client, others, jo).status_code == 404

    def test_each_statement_says_what_to_do_if_it_is_hard_to_read(self, peer, found):
        page = words(peer.get(address(found)))
        assert "It is all right to stop." in page
        assert "Talk to Jo, who set this up." in page
        assert "call 116 123" in page
        assert 'href="/leave"' in peer.get(address(found)).text

    def test_the_menu_has_nothing_that_they_may_not_open(self, peer):
        menu = peer.get("/staff/rounds").text.split("<nav")[1].split("</nav>")[0]
        assert re.findall(r'href="([^"]+)"', menu) == ["/staff/rounds"]


class TestMaking:
    """Making a round."""

    NEW = "/staff/surveys/test-survey/rounds/new"

    @pytest.mark.parametrize("role,status", [("facilitator", 200), ("admin", 200), ("policy", 403)])
    def test_only_those_who_read_replies_make_one(self, survey, as_staff, role, status):
        assert as_staff(role).get(self.NEW).status_code == status

    def test_the_page_says_how_statements_are_drawn_and_how_many_there_are(self, said, facilitator):
        page = words(facilitator.get(self.NEW))
        assert "Half of the statements are drawn by chance." in page
        assert "There are 4 to draw from." in page

    def test_a_round_is_made_for_those_who_were_chosen(self, said, jo, mo, facilitator):
        data = {"size": "3", f"coder-{jo.id}": "1", f"coder-{mo.id}": "1"}
        there = facilitator.post(self.NEW, data=data)
        made = db.session.scalars(select(BlindRound)).one()
        assert there.location == address(made)
        assert (made.size, len(made.coders)) == (3, 2)
        assert "0 of 3 read" in words(facilitator.get(there.location))

    def test_what_was_typed_comes_back_with_what_to_put_right(self, said, jo, mo, facilitator):
        answer = facilitator.post(self.NEW, data={"size": "12", f"coder-{mo.id}": "1"})
        assert (answer.status_code, "Choose two people or more" in words(answer)) == (400, True)
        assert 'value="12"' in answer.text
        assert re.search(rf'name="coder-{mo.id}"[^>]* checked', answer.text)

    @pytest.mark.parametrize("size", ["", "0", "many", "99999", "٣"])
    def test_an_odd_number_is_asked_about(self, said, jo, mo, facilitator, size):
        data = {"size": size, f"coder-{jo.id}": "1", f"coder-{mo.id}": "1"}
        answer = facilitator.post(self.NEW, data=data)
        assert "Write a number from 1 to 200" in words(answer)

    def test_a_policy_reader_cannot_be_put_in_a_round(self, said, jo, facilitator):
        priya = somebody("Priya", "policy")
        data = {"size": "3", f"coder-{jo.id}": "1", f"coder-{priya.id}": "1"}
        assert facilitator.post(self.NEW, data=data).status_code == 400

    def test_the_replies_of_a_survey_lead_to_its_rounds(self, found, facilitator):
        page = facilitator.get("/staff/surveys/test-survey")
        assert "Read blind, then compare (1 round)" in words(page)
        assert address(found) in facilitator.get("/staff/surveys/test-survey/rounds").text


class TestReading:
    """One statement at a time."""

    def test_a_statement_stands_with_its_question_and_every_theme_and_nothing_ticked(
        self, peer, found, mo
    ):
        page = peer.get(address(found))
        assert first(found, mo).text in words(page)
        assert "What should change?" in words(page)
        assert "1 of 4." in words(page)
        boxes = re.findall(r'name="code-(\w+)"', page.text)
        assert boxes == list(code_names())
        assert " checked" not in page.text
        assert code_names()["safety"].definition[:40] in words(page)

    def test_what_is_ticked_is_kept_with_what_is_said_of_it(self, peer, found, mo):
        form = {"code-safety": "1", "say-safety": "wanted", "code-rent": "1", "say-rent": "odd"}
        there = send(peer, found, mo, **form, **{"say-family": "mixed"})
        assert (there.status_code, there.location) == (303, address(found))
        [(outcome, codes)] = read_by(found, mo).values()
        assert (outcome, codes) == ("coded", {"rent": None, "safety": "wanted"})
        assert "2 of 4." in words(peer.get(there.location))

    def test_no_theme_and_skip_are_buttons_of_their_own(self, peer, found, mo):
        send(peer, found, mo, at=1, no_theme="1", **{"code-rent": "1"})
        send(peer, found, mo, at=2, skip="1", **{"code-rent": "1"})
        outcomes = sorted(read_by(found, mo).values())
        assert outcomes == [("no theme", {}), ("skipped", {})]

    def test_nothing_ticked_is_asked_about_and_what_was_typed_comes_back(self, peer, found, mo):
        answer = send(peer, found, mo, note="hm")
        assert answer.status_code == 400
        assert "Tick a theme, or choose “No theme” or “Skip”" in words(answer)
        assert ">hm" in answer.text.replace("\n", "")
        assert read_by(found, mo) == {}

    def test_a_long_note_comes_back_with_what_was_ticked(self, peer, found, mo):
        answer = send(peer, found, mo, note="a" * 1001, **{"code-rent": "1", "say-rent": "mixed"})
        assert answer.status_code == 400
        assert re.findall(r'name="code-(\w+)"[^>]* checked', answer.text) == ["rent"]
        assert '<option value="mixed" selected>' in answer.text

    def test_one_can_go_back_and_change_what_one_made_of_it(self, peer, found, mo):
        send(peer, found, mo, **{"code-safety": "1"})
        back = peer.get(address(found) + "?at=1")
        assert "You have been here before." in words(back)
        assert re.findall(r'name="code-(\w+)"[^>]* checked', back.text) == ["safety"]
        [seen] = re.findall(r'name="seen" value="(\w+)"', back.text)
        there = send(peer, found, mo, seen=seen, again="1", **{"code-rent": "1"})
        assert [codes for _, codes in read_by(found, mo).values()] == [{"rent": None}]
        assert there.location == address(found)

    def test_of_two_pages_of_ones_own_the_later_is_shown_what_the_first_did(self, peer, found, mo):
        send(peer, found, mo, **{"code-safety": "1"})
        there = send(peer, found, mo, **{"code-rent": "1"})
        assert there.location == address(found) + "?at=1"
        page = words(peer.get(there.location))
        assert "You changed this one on another page." in page
        assert [codes for _, codes in read_by(found, mo).values()] == [{"safety": None}]

    def test_a_form_that_is_sent_twice_is_kept_once_and_goes_on(self, peer, found, mo):
        for _ in range(2):
            there = send(peer, found, mo, **{"code-safety": "1"})
            assert there.location == address(found)
        assert [codes for _, codes in read_by(found, mo).values()] == [{"safety": None}]

    def test_one_comes_back_to_where_one_was(self, found, mo, sign_in):
        send(sign_in(mo), found, mo, **{"code-safety": "1"})
        assert "2 of 4." in words(sign_in(mo).get(address(found)))

    def test_the_end_leads_to_what_was_skipped_and_to_being_done(self, peer, found, mo):
        for at in range(1, 5):
            send(peer, found, mo, at=at, **({"skip": "1"} if at == 3 else {"code-rent": "1"}))
        page = peer.get(address(found))
        assert "You have read 3 statements. You skipped 1." in words(page)
        assert f"{address(found)}?at=3" in page.text
        there = peer.post(address(found, "done"))
        assert "You are done. Thank you." in words(peer.get(there.location))
        assert send(peer, found, mo, **{"code-safety": "1"}).status_code == 303
        assert "safety" not in str(read_by(found, mo))

    def test_what_is_sent_to_a_closed_round_is_not_kept_and_says_so(self, peer, found, jo, mo):
        blind_rounds.close(found, by=jo, now=times.now())
        db.session.commit()
        there = send(peer, found, mo, **{"code-safety": "1"})
        assert "This round is over, so that one was not kept." in words(peer.get(there.location))
        assert read_by(found, mo) == {}

    @pytest.mark.parametrize("of", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
    def test_a_statement_that_is_not_in_the_round_is_not_there(self, peer, found, of):
        assert peer.post(address(found), data={"of": of}).status_code == 404

    def test_a_facilitator_closes_a_round(self, found, peer, facilitator):
        assert peer.post(address(found, "close")).status_code == 403
        there = facilitator.post(address(found, "close"))
        assert "The round is closed." in words(facilitator.get(there.location))
