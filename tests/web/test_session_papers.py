"""Papers of a session as they come out of a printer: Chromium prints them, and they are read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from engage import open_pages, session_invites, times
from engage.extensions import db
from engage.models import Session
from tests.conftest import settings_for
from tests.factories import a_person, a_session, phone_of
from tests.peers.needed import need
from tests.peers.zbar import scanned
from tests.web.in_browser import PUBLIC, opened
from tests.web.test_poster_on_paper import MM, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.long]

PAPERS = ["run-sheet", "check-in-list", "poster", "poster?lang=ar"]
AT_60_DPI = 60 / 96
NAMES = ["Kev", "Grace", "Philomena-Rose", "Kev", None]


@pytest.fixture
def settings(tmp_path):
    """A service that people reach at an address of its own."""
    return settings_for(tmp_path, public_url=PUBLIC)


@pytest.fixture
def session(app) -> Session:
    """A session with everything said about it, and people coming."""
    made = a_session(capacity=30)
    made.address, made.nearest_bus = "4 Dock Road, Liverpool, L3 9ZZ", "Dock Road, bus 27 and 204"
    made.getting_there = "The blue door. A lift by it goes to the second floor."
    made.pay_pence, made.pay_note = 2000, "In cash on the day, and your bus fare too."
    made.step_free, made.quiet_room, made.peer_lead = "yes", "yes", "Dot"
    for place, name in enumerate(NAMES, 1):
        person = a_person(name)
        session_invites.invite(made, [phone_of(person)], now=times.now())
        db.session.refresh(made)
        (invitation,) = [one for one in made.invitations if one.person_id == person.id]
        invitation.state, invitation.place = "accepted", place
    db.session.commit()
    return made


@pytest.fixture
def on_paper(facilitator: FlaskClient, browser: Browser, session) -> Callable[..., Page]:
    """A paper of the session in the browser, as it is printed on A4."""

    def open_paper(name: str, *, scale: float = 1) -> Page:
        came = facilitator.get(f"/staff/sessions/{session.id}/{name}")
        return opened(
            browser,
            came,
            media="print",
            viewport={"width": round(210 * MM), "height": round(297 * MM)},
            device_scale_factor=scale,
        )

    return open_paper


@pytest.mark.parametrize("name, most", list(zip(PAPERS, [2, 1, 1, 1], strict=True)))
def test_a_paper_is_a4_and_no_longer_than_it_has_to_be(on_paper, name, most):
    count, sides = pages_of(on_paper(name).pdf(prefer_css_page_size=True))

    assert (count, sides) == (most, [210, 297])


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_of_the_site_round_it_is_printed(on_paper, name):
    round_it = on_paper(name).locator("a, button, nav, .top, .foot, .note, .around").all()

    assert [one for one in round_it if one.is_visible()] == []


@pytest.mark.parametrize("lang", ["", "?lang=ar"])
def test_the_code_of_a_poster_is_read_at_60_dots_an_inch(on_paper, session, tmp_path, lang):
    need("zbar")
    picture = tmp_path / "poster.png"
    page = on_paper(f"poster{lang}", scale=AT_60_DPI)
    page.evaluate("document.documentElement.style.filter = 'grayscale(1)'")
    page.screenshot(path=picture)

    assert scanned(picture) == [open_pages.address_of(session)]


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_is_cut_off_by_the_edge_of_the_paper(on_paper, name):
    cut = (
        on_paper(name)
        .locator(".desk *:not(svg *)")
        .evaluate_all(
            """all => {
            const paper = document.querySelector(".sheet, .paper").getBoundingClientRect();
            return all.filter(one => {
                const box = one.getBoundingClientRect();
                return box.right > paper.right + 1 || box.left < paper.left - 1
                    || box.bottom > paper.bottom + 1;
            }).map(one => one.className || one.tagName);
        }"""
        )
    )

    assert cut == []


def test_the_longest_words_still_fit_on_a_poster(on_paper, session):
    session.title = "A long talk about how it was to move in, and what to change next " * 2
    session.title = session.title[:120]
    session.place, session.address = "The Lantern Rooms " * 11, "4 Dock Road, Liverpool " * 8
    session.getting_there, session.nearest_bus = "By the blue door. " * 22, "Bus 27 " * 28
    session.pay_note = "In cash on the day. " * 20
    db.session.commit()
    page = on_paper("poster")

    assert on_top_of_another(page) == []


@pytest.mark.parametrize("lang", ["", "?lang=ar", "?lang=cy", "?lang=fa", "?lang=pl"])
def test_nothing_on_a_poster_stands_on_anything_else(on_paper, lang):
    assert on_top_of_another(on_paper(f"poster{lang}")) == []


@pytest.mark.parametrize("title", [20, 44, 80, 120])
def test_whatever_there_is_to_know_ends_above_what_is_below(on_paper, session, title):
    there = "the corner of Parliament Street by the old Wellington Rooms entrance " * 6
    session.title = ("How moving in felt and what should change " * 4)[:title]
    found = {}
    for letters in (20, 60, 110, 170, 230, 400):
        session.place, session.address = there[: min(letters, 200)], there[5 : min(letters, 200)]
        session.nearest_bus, session.getting_there = there[: min(letters, 200)], there[:letters]
        session.pay_note = there[:letters].upper()
        db.session.commit()
        page = on_paper("poster")
        found[letters] = on_top_of_another(page)
        page.close()

    assert {letters: wrong for letters, wrong in found.items() if wrong} == {}


def on_top_of_another(page: Page) -> list[str]:
    """The parts of a poster that begin before the one above ends, or end beyond what holds them."""
    return page.locator(".say, .what > div, .promise, .ways, .others p, .others h2").evaluate_all(
        """all => {
            const box = one => one.getBoundingClientRect();
            const down = all.filter(one => !one.closest(".others"));
            const said = one => one.className || one.textContent.trim().slice(0, 20);
            const over = down.filter((one, n) => n && box(one).top < box(down[n - 1]).bottom - 1);
            const out = all.filter(one => {
                const room = box(one.closest(".others > div") || one.closest(".sheet"));
                const mine = box(one);
                return mine.bottom > room.bottom + 1 || mine.right > room.right + 1
                    || one.scrollWidth > one.clientWidth + 1;
            });
            return [...over, ...out].map(said);
        }"""
    )


def test_the_check_in_list_has_first_names_by_the_alphabet_and_room_for_more(on_paper):
    page = on_paper("check-in-list")

    names = page.locator(".check-in").first.locator("tbody th").all_inner_texts()
    ticks = page.locator(".check-in .tick").count()

    assert names == ["Grace", "Kev", "Kev", "Philomena-Rose", "No name given"]
    assert ticks == 3 * 20


def test_the_run_sheet_names_nobody_who_comes(on_paper):
    words = on_paper("run-sheet").locator(".paper").inner_text()

    assert [name in words for name in ("Grace", "Philomena")] == [False] * 2
    assert "Dot" in words
    assert "You choose what you say." in words
