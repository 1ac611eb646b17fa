"""Reading blind on its pages: nothing is given away, and what was read is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from engage import blind_rounds, coding_by_hand, staff, times
from engage.codes import code_names
from engage.extensions import db
from engage.models import BlindRound, Staff, Statement
from tests.pages import words
from tests.rounds_made import a_round, a_statement, part_of, reads, somebody
from tests.web.in_browser import opened

TEXTS = ("the lock is broken", "rent went up", "my worker rang", "no cooker")
MACHINE, PERSON = "substances", "migration"
"""What the machine and another coder gave, and nobody else has cause to name."""


@pytest.fixture
def sign_in(app) -> Callable[[Staff], FlaskClient]:
    """A client signed in as somebody who is there already."""

    def sign_in(person: Staff) -> FlaskClient:
        key = staff.new_link(person, now=times.now())
        db.session.commit()
        client = app.test_client()
        client.post(f"/staff/link/{key}")
        return client

    return sign_in


@pytest.fixture
def said(survey) -> list[Statement]:
    return [a_statement(survey, text, MACHINE) for text in TEXTS]


@pytest.fixture
def jo(app) -> Staff:
    """A facilitator who reads along."""
    return somebody("Jo")


@pytest.fixture
def mo(app) -> Staff:
    """A peer coder."""
    return somebody("Mo", "peer")


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
        data = {"size": "3", "coder": [str(jo.id), str(mo.id)]}
        there = facilitator.post(self.NEW, data=data)
        made = db.session.scalars(select(BlindRound)).one()
        assert there.location == address(made)
        assert (made.size, len(made.coders)) == (3, 2)
        assert "0 of 3 read" in words(facilitator.get(there.location))

    def test_what_was_typed_comes_back_with_what_to_put_right(self, said, jo, mo, facilitator):
        answer = facilitator.post(self.NEW, data={"size": "12", "coder": str(mo.id)})
        assert (answer.status_code, "Choose two people or more" in words(answer)) == (400, True)
        assert 'value="12"' in answer.text
        assert f'value="{mo.id}" checked' in answer.text

    @pytest.mark.parametrize("size", ["", "0", "many", "99999", "٣"])
    def test_an_odd_number_is_asked_about(self, said, jo, mo, facilitator, size):
        data = {"size": size, "coder": [str(jo.id), str(mo.id)]}
        answer = facilitator.post(self.NEW, data=data)
        assert "Write a number from 1 to 200" in words(answer)

    def test_a_policy_reader_cannot_be_put_in_a_round(self, said, jo, facilitator):
        priya = somebody("Priya", "policy")
        data = {"size": "3", "coder": [str(jo.id), str(priya.id)]}
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


class TestBlindness:
    """No page tells somebody in an open round what others or the machine said."""

    @pytest.fixture
    def jos(self, found, said, jo, mo, sign_in) -> FlaskClient:
        """Jo, in the round, after another coder and a colleague had their say."""
        reads(found, mo, {text: {PERSON: None} for text in TEXTS})
        lou = somebody("Lou")
        coding_by_hand.decide(said[0], {PERSON: None}, by=lou, now=times.now(), note="plainly")
        for one in said:
            one.released_by, one.released_on = lou.id, times.today(times.now())
        coding_by_hand.answer_of(said[3]).response.use_of_words = "quote"
        said[3].released_by = said[3].released_on = None
        db.session.commit()
        return sign_in(jo)

    def pages(self, client: FlaskClient, found: BlindRound, said: list[Statement]) -> list[str]:
        paths = [
            address(found),
            *(f"{address(found)}?at={at}" for at in range(1, 5)),
            address(found, "agreement"),
            address(found, "agreement.csv"),
            address(found, "statements", str(said[0].id)),
            "/staff/rounds",
            "/staff/surveys/test-survey",
            "/staff/surveys/test-survey/rounds",
            "/staff/surveys/test-survey/quotes",
            "/staff/surveys/test-survey/coding",
            f"/staff/surveys/test-survey/coding?after={said[0].id}",
            *(f"/staff/statements/{one.id}/codes" for one in said),
            *(f"/staff/statements/{one.id}/put-right" for one in said),
        ]
        return [client.get(path, follow_redirects=True).text for path in paths]

    def without_the_list_to_tick(self, html: str) -> str:
        """A page but for the boxes that hold every theme alike."""
        assert not re.search(r'name="code-\w+"[^>]* checked', html)
        return re.sub(r'<form[^>]*id="coding".*?</form>', "", html, flags=re.DOTALL)

    def test_no_page_names_what_the_machine_or_another_gave(self, jos, found, said):
        names = [code_names()[code].name for code in (MACHINE, PERSON)]
        for html in self.pages(jos, found, said):
            page = self.without_the_list_to_tick(html)
            assert not any(name in page for name in names), page
            assert "plainly" not in page

    def test_the_same_pages_do_name_it_once_the_coder_is_done(self, jos, found, said, jo):
        jos.post(address(found, "done"))
        told = "".join(self.pages(jos, found, said))
        assert all(code_names()[code].name in told for code in (MACHINE, PERSON))

    def test_the_summary_quotes_none_of_them_under_a_theme(self, survey, said, jo, sign_in):
        for text in [TEXTS[0]] * 6:
            a_statement(survey, text, MACHINE)
        everything = db.session.scalars(select(Statement)).all()
        for one in everything:
            one.released_by, one.released_on = jo.id, times.today(times.now())
        db.session.commit()
        assert TEXTS[0] in sign_in(jo).get("/staff/summaries/test-survey").text
        a_round(survey, jo, somebody("Lou"))
        assert TEXTS[0] not in sign_in(jo).get("/staff/summaries/test-survey").text

    def test_the_page_of_its_codes_leads_to_the_round_and_says_why(self, jos, found, said):
        there = jos.get(f"/staff/statements/{said[0].id}/codes")
        assert (there.status_code, there.location) == (303, address(found))
        assert "That one is in a blind round of yours." in words(jos.get(there.location))

    def test_nothing_is_decided_on_it_from_a_page_that_was_open(self, jos, found, said):
        there = jos.post(f"/staff/statements/{said[1].id}/codes", data={"code-rent": "1"})
        assert there.location == address(found)
        db.session.expire_all()
        assert [one.code for one in said[1].codes] == [MACHINE]

    def test_the_replies_say_why_no_theme_is_shown(self, jos):
        page = words(jos.get("/staff/surveys/test-survey"))
        assert "In a blind round of yours: no themes shown yet" in page

    def test_a_colleague_who_is_not_in_the_round_sees_themes_as_ever(self, jos, facilitator):
        page = words(facilitator.get("/staff/surveys/test-survey"))
        assert code_names()[MACHINE].name in page

    def test_an_earlier_round_tells_nothing_of_a_statement_in_a_later_one(
        self, survey, said, jo, mo, sign_in
    ):
        earlier = a_round(survey, jo, mo)
        reads(earlier, jo, {TEXTS[0]: {"rent": None}})
        reads(earlier, mo, {TEXTS[0]: {PERSON: None}})
        a_round(survey, jo, mo)
        page = sign_in(jo).get(address(earlier, "agreement"))
        assert TEXTS[0] not in page.text
        path = address(earlier, "statements", str(said[0].id))
        assert sign_in(jo).get(path).status_code == 404

    def test_each_coder_reads_in_an_order_of_their_own(self, found, jo, mo, sign_in):
        one, other = (sign_in(who).get(address(found)).text for who in (jo, mo))
        shown = [[text for text in TEXTS if text in page] for page in (one, other)]
        assert len(shown[0]) == len(shown[1]) == 1
        assert shown[0] != shown[1]


class TestKeys:
    """By the keyboard, and at the width of a phone."""

    @pytest.fixture
    def page(self, browser: Browser, peer, found) -> Page:
        return opened(browser, peer.get(address(found)), viewport={"width": 360, "height": 740})

    def test_keys_tick_themes_and_say_what_is_said_of_them(self, page):
        page.keyboard.press("1")
        page.keyboard.press("w")
        page.keyboard.press("a")
        ticked = page.eval_on_selector_all("input:checked", "all => all.map(one => one.name)")
        assert ticked == ["code-hf_home", "code-safety"]
        assert page.locator("[name=say-hf_home]").input_value() == "wanted"

    def test_keys_that_have_nothing_here_do_nothing(self, page):
        wrong: list[str] = []
        page.on("pageerror", lambda problem: wrong.append(str(problem)))
        for key in ("o", "u", "7"):
            page.keyboard.press(key)
        assert wrong == []

    def test_what_is_said_of_a_theme_is_asked_only_where_it_is_ticked(self, page):
        assert not page.locator("[name=say-rent]").is_visible()
        page.locator("[name=code-rent] + label").click()
        assert page.locator("[name=say-rent]").is_visible()

    def test_it_fits_a_narrow_phone(self, page):
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        tall = page.eval_on_selector_all(
            ".o label, .means summary, .go .button",
            "all => all.map(one => one.getBoundingClientRect().height)",
        )
        assert min(tall) >= 44

    def test_the_words_stay_in_sight(self, page):
        page.evaluate("window.scrollTo(0, 900)")
        assert page.locator(".said blockquote").bounding_box()["y"] >= 0
