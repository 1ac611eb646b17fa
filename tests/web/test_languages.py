"""Which language a page is in: chosen by a link, kept, asked for by a browser, or English."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient

from engage.web import languages
from surveys.loading import from_dict
from tests.factories import DEFINITION, a_survey
from tests.web.pretend_languages import Page, catalogue, pretend, survey_words, translations

NOT_YET = "This page is not in %(language)s yet."
UNCHECKED = "No native speaker has checked these words yet."
HEADING = "How we weigh what people tell us"


@pytest.fixture
def with_words(app: Flask, tmp_path) -> Callable[..., None]:
    """Let the app have these catalogues and no others."""

    def give(**catalogues: str) -> None:
        folder = translations(tmp_path / "translations", **catalogues)
        app.config["BABEL_TRANSLATION_DIRECTORIES"] = folder

    return give


def look(client: FlaskClient, address: str = "/how", **headers: str) -> Page:
    return Page(client.get(address, headers=headers).get_data(as_text=True))


def test_a_link_chooses_a_language_and_the_cookie_keeps_it(with_words, client):
    with_words(fa=catalogue("fa"))

    for address in ("/how?lang=fa", "/how", "/privacy"):
        page = look(client, address)
        assert (page.lang, page.dir) == ("fa", "rtl")
    assert pretend("What we do not ask", "fa") in page.said


def test_english_can_be_chosen_again(with_words, client):
    with_words(fa=catalogue("fa"))
    look(client, "/how?lang=fa")

    page = look(client, "/how?lang=en", accept_language="fa")

    assert (page.lang, page.dir) == ("en-GB", "ltr")
    assert HEADING in page.said


@pytest.mark.parametrize("code", ["xx", "", "en_GB", "../fa", "FA", "\u202e", "a" * 5000])
def test_a_language_we_do_not_know_is_no_choice(with_words, client, code):
    with_words(fa=catalogue("fa"))
    look(client, "/how?lang=fa")

    assert look(client, f"/how?lang={code}").lang == "fa"


@pytest.mark.parametrize(
    "asked_for, lang",
    [
        ("fa-IR,fa;q=0.9,en;q=0.8", "fa"),
        ("en-GB,en;q=0.9,fa;q=0.8", "en-GB"),
        ("pl,fa;q=0.5", "fa"),
        ("pl", "en-GB"),
        ("*", "en-GB"),
        ("", "en-GB"),
        ("no;such;;thing", "en-GB"),
    ],
)
def test_a_browser_gets_the_best_of_what_it_asks_for_that_is_whole(
    with_words, client, asked_for, lang
):
    with_words(fa=catalogue("fa"), pl=catalogue("pl", leave_out=HEADING))

    assert look(client, accept_language=asked_for).lang == lang


def test_leaving_forgets_the_language_too(with_words, client):
    with_words(fa=catalogue("fa"))
    look(client, "/how?lang=fa")

    client.get("/leave")

    assert look(client).lang == "en-GB"


def test_links_lead_to_this_very_page_in_each_language_that_is_whole(with_words, client):
    with_words(fa=catalogue("fa"), pl=catalogue("pl", leave_out=HEADING), uk=catalogue("uk"))

    html = client.get("/how?from=check&lang=uk&a=1+2").get_data(as_text=True)

    way = "?from=check&amp;a=1+2&amp;lang="
    assert f'<a href="{way}en" lang="en-GB" hreflang="en-GB" dir="ltr">English</a>' in html
    assert f'<a href="{way}fa" lang="fa" hreflang="fa" dir="rtl">فارسی</a>' in html
    assert '<b lang="uk" dir="ltr" aria-current="true">Українська</b>' in html
    assert "Polski" not in html


def test_there_is_nothing_to_choose_where_only_english_is_whole(with_words, client):
    with_words(pl=catalogue("pl", leave_out=HEADING))

    assert 'class="lang"' not in client.get("/how").get_data(as_text=True)


@pytest.mark.parametrize(
    "words, note, lang",
    [
        ({"leave_out": HEADING}, pretend(NOT_YET, "fa") % {"language": "فارسی"}, "fa"),
        ({"only": HEADING}, "This page is not in Farsi yet.", "en-GB"),
        (None, "This page is not in Farsi yet.", "en-GB"),
    ],
)
def test_a_page_whose_words_are_not_whole_is_english_throughout_and_says_so(
    with_words, client, words, note, lang
):
    with_words(**({} if words is None else {"fa": catalogue("fa", **words)}))

    html = client.get("/how?lang=fa").get_data(as_text=True)

    assert (Page(html).lang, Page(html).dir) == ("en-GB", "ltr")
    assert pretend("Back", "fa") not in html
    assert f'<p lang="{lang}" dir="{"rtl" if lang == "fa" else "ltr"}">{note}</p>' in html


def test_a_page_in_the_language_that_was_chosen_says_nothing_about_it(with_words, client):
    with_words(fa=catalogue("fa"))

    for code in ("en", "fa"):
        assert 'class="note"' not in client.get(f"/how?lang={code}").get_data(as_text=True)


@pytest.mark.parametrize("checked, told", [("no", True), ("", True), ("Sara, May 2027", False)])
def test_a_page_says_when_no_native_speaker_has_checked_its_words(
    with_words, client, checked, told
):
    with_words(fa=catalogue("fa", checked=checked))

    assert (pretend(UNCHECKED, "fa") in look(client, "/how?lang=fa").said) is told
    assert UNCHECKED not in look(client, "/how?lang=en").said


@pytest.mark.parametrize(
    "method, address, status",
    [
        ("get", "/no-such-page", 404),
        ("delete", "/privacy", 405),
        ("get", "/s/%00", 404),
    ],
)
def test_a_page_about_trouble_is_in_the_language_too(with_words, client, method, address, status):
    with_words(fa=catalogue("fa"))
    look(client, "/how?lang=fa")

    came = getattr(client, method)(address)

    page = Page(came.get_data(as_text=True))
    assert (came.status_code, page.lang, page.dir) == (status, "fa", "rtl")
    assert 'href="?lang=en"' in came.get_data(as_text=True) or method == "delete"


def test_staff_pages_stay_in_english_and_offer_no_other(with_words, client, facilitator):
    with_words(fa=catalogue("fa"))
    look(client, "/how?lang=fa")
    facilitator.get("/how?lang=fa")

    for who, address in ((client, "/staff/sign-in?lang=fa"), (facilitator, "/staff/surveys")):
        html = who.get(address).get_data(as_text=True)
        assert (Page(html).lang, Page(html).dir) == ("en-GB", "ltr")
        assert 'class="lang"' not in html


@pytest.mark.parametrize(
    "ours, theirs, is_noted",
    [("Ala", True, False), ("Ala", False, True), ("no", True, True), ("no", False, True)],
)
def test_a_page_of_a_survey_is_checked_when_our_words_and_the_surveys_are(
    app, with_words, ours, theirs, is_noted
):
    with_words(pl=catalogue("pl", checked=ours))
    words = {**survey_words(DEFINITION, "pl"), "checked": theirs}
    survey = from_dict({**DEFINITION, "translations": {"pl": words}})

    with app.test_request_context("/s/test-survey?lang=pl"):
        app.preprocess_request()
        languages.speak(survey)
        page = render_template("answer/closed.html", survey=a_survey(), asked=survey)

    assert (pretend(UNCHECKED, "pl") in page) is is_noted
