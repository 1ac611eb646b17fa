"""Deciding on codes on their page, with script and without."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from engage import codes as codebook
from engage import coding_by_hand
from engage.extensions import db
from engage.models import Statement, StatementCode
from tests.pages import words
from tests.replied import a_response
from tests.web.in_browser import opened

CODING = "/staff/surveys/test-survey/coding"


@pytest.fixture
def said(survey):
    """A statement that the machine coded with safety, and is not sure of."""

    def say(text: str, *, doubt: float = 0.5, codes: tuple[str, ...] = ("safety",)) -> Statement:
        statement = a_response(survey, said=text).answers[0].statements[0]
        statement.outcome, statement.doubt, statement.tone = "coded", doubt, -1
        statement.suggested = ["safety", "ta_quality", "family", "staff", "rent"]
        statement.codes = [
            StatementCode(code=code, confidence=0.7, evidence=[[3, 7, "learned"]]) for code in codes
        ]
        db.session.commit()
        return statement

    return say


def name(code: str) -> str:
    return codebook.code_names()[code].name


def ticks(*codes: str) -> dict[str, str]:
    return {f"code-{code}": "1" for code in codes}


def address(statement: Statement) -> str:
    return f"/staff/statements/{statement.id}/codes"


def codes(statement: Statement) -> list[tuple[str, str | None]]:
    db.session.expire_all()
    return [(one.code, one.polarity) for one in statement.codes]


@pytest.mark.parametrize("role,status", [("facilitator", 200), ("admin", 200), ("policy", 403)])
def test_only_those_who_read_replies_decide_on_codes(said, as_staff, role, status):
    statement, client = said("no lock"), as_staff(role)
    assert client.get(CODING).status_code == status
    assert client.get(address(statement)).status_code == status


def test_a_page_shows_the_statement_its_question_and_why_it_has_its_codes(said, facilitator):
    said("no lock")
    answer = facilitator.get(CODING)
    page = words(answer)
    assert "What should change?" in page
    assert "<mark>lock</mark>" in answer.get_data(as_text=True)
    assert f"{name('safety')} Fairly sure. Because of “lock”." in page
    assert codebook.code_names()["hf_home"].definition[:40] in page
    assert "0 statements are done. 1 waits." in page


def test_words_as_they_came_are_never_on_the_page(said, facilitator):
    said("no lock")
    assert "raw" not in facilitator.get(CODING).get_data(as_text=True)


def test_a_form_that_is_sent_as_it_is_accepts_and_goes_on(said, facilitator):
    one, other = said("no lock", doubt=0.9), said("no gate", doubt=0.1)
    there = facilitator.post(address(one), data=ticks("safety"))
    assert (there.status_code, there.location) == (303, CODING)
    assert codes(one) == [("safety", None)]
    assert one.coded_on is not None
    page = facilitator.get(there.location)
    assert address(other) in page.get_data(as_text=True)
    assert "1 statement is done. 1 waits." in words(page)


def test_a_code_is_ticked_with_what_is_said_of_it(said, facilitator):
    statement = said("no lock")
    data = {**ticks("safety", "ta_quality", "family", "nonsense"), "say-ta_quality": "wanted"}
    facilitator.post(address(statement), data={**data, "say": "mixed", "say-safety": "odd"})
    assert codes(statement) == [("family", "mixed"), ("safety", None), ("ta_quality", "wanted")]


def test_no_theme_is_a_button_of_its_own(said, facilitator):
    statement = said("no lock")
    facilitator.post(address(statement), data={**ticks("safety"), "no_theme": "1"})
    assert (codes(statement), statement.outcome) == ([], "no theme")


def test_nothing_ticked_is_asked_about_and_keeps_nothing(said, facilitator):
    statement = said("no lock")
    answer = facilitator.post(address(statement), data={"note": "hm"})
    assert answer.status_code == 400
    assert "Tick a theme, or choose “No theme”" in words(answer)
    assert ">hm" in answer.get_data(as_text=True).replace("\n", "")
    assert codes(statement) == [("safety", None)]


def test_a_long_note_comes_back_with_what_was_ticked(said, facilitator):
    statement = said("no lock")
    data = {**ticks("family", "hf_home"), "say-family": "wanted", "note": "a" * 1001}
    answer = facilitator.post(address(statement), data=data)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 400
    ticked = re.findall(r'name="code-(\w+)" id="[-\w]+" value="1"[^>]* checked', html)
    assert ticked == ["family", "hf_home"]
    assert statement.coded_on is None


def test_skipping_leaves_one_for_later_and_says_so_at_the_end(said, facilitator):
    one, other = said("no lock", doubt=0.9), said("no gate", doubt=0.1)
    page = facilitator.get(f"{CODING}?after={one.id}")
    assert address(other) in page.get_data(as_text=True)
    there = facilitator.post(address(other), data={**ticks("safety"), "after": str(one.id)})
    assert there.location == f"{CODING}?after={one.id}"
    assert "The ones you skipped still wait." in words(facilitator.get(there.location))


def test_the_last_decision_is_taken_back_and_shown(said, facilitator):
    statement = said("no lock")
    facilitator.post(address(statement), data={"no_theme": "1"})
    assert "There is nothing to decide just now." in words(facilitator.get(CODING))
    there = facilitator.post(f"{CODING}/undo")
    assert (there.status_code, there.location) == (303, address(statement))
    assert codes(statement) == [("safety", None)]
    page = words(facilitator.get(there.location))
    assert "What was decided before Took a decision back." in page
    again = facilitator.post(f"{CODING}/undo")
    assert "There is nothing of yours to take back." in words(facilitator.get(again.location))


def test_what_changed_while_it_was_read_is_not_decided_on(said, facilitator):
    statement = said("no lock")
    html = facilitator.get(CODING).get_data(as_text=True)
    [seen] = re.findall(r'name="seen" value="(\w+)"', html)
    facilitator.post(address(statement), data={"no_theme": "1", "seen": seen})
    late = facilitator.post(address(statement), data={**ticks("family"), "seen": seen})
    assert late.location == address(statement)
    assert codes(statement) == []
    assert "Somebody changed this one" in words(facilitator.get(late.location))


def test_the_history_says_who_what_and_why(said, facilitator):
    statement = said("no lock")
    facilitator.post(
        address(statement), data={**ticks("family"), "say-family": "wanted", "note": "it is <b>"}
    )
    page = words(facilitator.get(address(statement)))
    assert f"Moved from “{name('safety')}” to “{name('family')}” (A wish)." in page
    assert "“it is &lt;b&gt;”" in page
    assert "decided on this on" in page


def test_a_code_that_left_the_codebook_may_stay_and_is_not_suggested(said, facilitator):
    statement = said("no lock", codes=("gone_by_now",))
    statement.suggested = ["gone_too"]
    db.session.commit()
    assert "gone_too" not in words(facilitator.get(CODING))
    assert "gone_by_now" in words(facilitator.get(CODING))
    facilitator.post(address(statement), data=ticks("gone_by_now"))
    assert codes(statement) == [("gone_by_now", None)]


@pytest.mark.parametrize("after", ["", "x", str(uuid.UUID(int=7))])
def test_an_address_with_nothing_in_it_begins_at_the_first(said, facilitator, after):
    assert address(said("no lock")) in facilitator.get(f"{CODING}?after={after}").get_data(
        as_text=True
    )


def test_what_is_not_there_is_not_found(survey, facilitator):
    assert facilitator.get("/staff/surveys/none/coding").status_code == 404
    assert facilitator.get(f"/staff/statements/{uuid.UUID(int=7)}/codes").status_code == 404
    unsent = a_response(survey, said="no lock", day=None).answers[0].statements[0]
    db.session.commit()
    assert facilitator.get(address(unsent)).status_code == 404


def test_the_replies_lead_there_and_say_how_many_wait(said, facilitator):
    statement = said("no lock")
    answer = facilitator.get("/staff/surveys/test-survey")
    assert "Check themes (1 to decide)" in words(answer)
    assert address(statement) in answer.get_data(as_text=True)


def test_a_great_many_are_not_counted_to_the_end(said, facilitator, monkeypatch):
    monkeypatch.setattr(coding_by_hand, "MOST_COUNTED", 2)
    for _ in range(3):
        said("no lock")
    assert "2 or more wait." in words(facilitator.get(CODING))
    assert "(2 or more to decide)" in words(facilitator.get("/staff/surveys/test-survey"))


@pytest.fixture
def keys(said, facilitator: FlaskClient, browser: Browser) -> Callable[..., Page]:
    """The page of a statement in Chromium, where what is sent goes no further."""

    def open_page(*, has_script: bool = True) -> Page:
        came = facilitator.get(address(said("no lock")))

        return opened(browser, came, java_script_enabled=has_script)

    return open_page


def ticked(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "[name^=code-]:checked", "all => all.map(one => one.name.slice(5))"
    )
    return found


def sent(page: Page, key: str) -> str:
    """What a key sends, or the address it leads to."""
    with page.expect_request(lambda one: one.is_navigation_request()) as request:
        page.keyboard.press(key)
    return request.value.post_data or request.value.url


@pytest.mark.browser
@pytest.mark.long
class TestKeys:
    """The page by the keyboard alone."""

    def test_numbers_tick_and_letters_say_what_is_said(self, keys):
        page = keys()
        page.keyboard.press("2")
        page.keyboard.press("w")
        page.keyboard.press("1")
        assert ticked(page) == ["ta_quality"]
        assert page.input_value("[name=say-ta_quality]") == "wanted"
        body = sent(page, "Enter")
        assert "code-ta_quality=1" in body
        assert "say-ta_quality=wanted" in body
        page.close()

    def test_a_letter_alone_is_of_the_first_that_is_ticked(self, keys):
        page = keys()
        page.keyboard.press("b")
        assert page.input_value("[name=say-safety]") == "mixed"
        page.close()

    @pytest.mark.parametrize("key,goes", [("n", "no_theme=1"), ("s", "after="), ("u", "csrf")])
    def test_each_button_has_a_key(self, keys, key, goes):
        page = keys()
        assert goes in sent(page, key)
        page.close()

    def test_a_key_opens_all_other_themes(self, keys):
        page = keys()
        page.keyboard.press("o")
        page.keyboard.press("Space")
        assert ticked(page) == ["safety", "hf_home"]
        page.close()

    def test_letters_in_a_note_are_only_letters(self, keys):
        page = keys()
        page.get_by_text("Say why").click()
        page.locator("#note").fill("")
        page.locator("#note").focus()
        page.keyboard.type("1nsu")
        assert page.input_value("#note") == "1nsu"
        assert ticked(page) == ["safety"]
        page.close()

    def test_keys_are_turned_off_and_on(self, keys):
        page = keys()
        page.locator("#keys summary").click()
        page.locator("#keys-off").click()
        page.keyboard.press("2")
        assert ticked(page) == ["safety"]
        assert not page.locator("kbd").first.is_visible()
        page.reload()
        page.keyboard.press("2")
        assert ticked(page) == ["safety"]
        page.locator("#keys summary").click()
        page.locator("#keys-off").click()
        page.keyboard.press("2")
        assert ticked(page) == ["safety", "ta_quality"]
        page.close()

    def test_without_script_no_keys_are_promised_and_the_form_does_all(self, keys):
        page = keys(has_script=False)
        assert not page.locator("#keys").is_visible()
        assert not page.locator("kbd").first.is_visible()
        page.locator("[name=code-ta_quality]").check()
        with page.expect_request(lambda one: one.method == "POST") as request:
            page.get_by_role("button", name="Save and go on").click()
        assert "code-ta_quality=1" in (request.value.post_data or "")
        page.close()


def test_every_outcome_says_what_the_machine_made_of_it(said, facilitator):
    shown = {
        "needs a person": "The machine is not sure",
        "nothing said": "The machine found nothing said here",
        "no theme": "The machine found no theme",
    }
    for outcome, told in shown.items():
        statement = said("no lock", codes=())
        statement.outcome = outcome
        db.session.commit()
        assert told in words(facilitator.get(address(statement)))
    assert coding_by_hand.progress(coding_by_hand.answer_of(statement).response.survey) == (
        coding_by_hand.Progress(0, 3, 1)
    )
