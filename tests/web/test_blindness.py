"""No page tells somebody in an open round what others or the machine said; and reading by keys."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from engage import coding_by_hand, times
from engage.codes import code_names
from engage.extensions import db
from engage.models import BlindRound, Statement
from tests.pages import words
from tests.rounds_made import a_round, a_statement, reads, somebody
from tests.web.in_browser import opened

TEXTS = ("the lock is broken", "rent went up", "my worker rang", "no cooker")
MACHINE, PERSON = "substances", "migration"
"""What the machine and another coder gave, and nobody else has cause to name."""


@pytest.fixture
def said(survey) -> list[Statement]:
    return [a_statement(survey, text, MACHINE) for text in TEXTS]


@pytest.fixture
def found(survey, said, jo, mo) -> BlindRound:
    return a_round(survey, jo, mo)


def address(found: BlindRound, *more: str) -> str:
    return "/".join([f"/staff/rounds/{found.id}", *more])


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

    def test_what_is_to_be_sorted_out_of_a_theme_is_none_of_them(self, jos, said, jo, found):
        page = f"/staff/codebook/{MACHINE}/split"
        assert not any(one.text in jos.get(page).text for one in said)
        jos.post(address(found, "done"))
        assert any(one.text in jos.get(page).text for one in said)

    def test_the_summary_quotes_none_of_them_under_a_theme(self, survey, said, jo, sign_in):
        for text in [TEXTS[0]] * 6:
            a_statement(survey, text, MACHINE)
        everything = db.session.scalars(select(Statement)).all()
        for one in (one for one in everything if one.text == TEXTS[0]):
            one.released_by, one.released_on = jo.id, times.today(times.now())
        db.session.commit()
        assert TEXTS[0] in sign_in(jo).get("/staff/summaries/test-survey").text
        a_round(survey, jo, somebody("Lou"))
        assert TEXTS[0] not in sign_in(jo).get("/staff/summaries/test-survey").text

    def test_the_page_of_its_codes_leads_to_the_round_and_says_why(self, jos, found, said):
        there = jos.get(f"/staff/statements/{said[0].id}/codes")
        assert (there.status_code, there.location) == (303, address(found))
        assert "That one is in a blind round of yours." in words(jos.get(there.location))

    @pytest.mark.parametrize("page", ["agreement", "agreement.csv"])
    def test_the_agreement_leads_back_to_the_round(self, jos, found, page):
        there = jos.get(address(found, page))
        assert (there.status_code, there.location) == (303, address(found))

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


@pytest.mark.browser
@pytest.mark.long
class TestKeys:
    """By the keyboard, and at the width of a phone."""

    @pytest.fixture
    def page(self, browser: Browser, found, mo, sign_in) -> Page:
        return opened(
            browser, sign_in(mo).get(address(found)), viewport={"width": 360, "height": 740}
        )

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
