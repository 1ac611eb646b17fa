"""Answering from the first page to the thanks in other languages, and where there is none."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from engage import times
from engage.extensions import db
from engage.models import Conversation, Response, Survey
from engage.web.languages import LANGUAGES
from surveys.loading import from_dict
from tests.factories import AREAS, DEFINITION, a_survey
from tests.web.codes import code_on
from tests.web.pretend_languages import Page, catalogue, english_on, pretend, survey_words
from tests.web.pretend_languages import translations as in_folder

S = "/s/test-survey"
NAMES = ("Your Say",)
SCALE = ["Awful", "Bad", "In between", "Good", "Great"]
EVERY_KIND: list[dict[str, Any]] = [
    {"key": "hello", "kind": "information", "wording": "Before you start", "body": "We listen."},
    {"key": "words", "kind": "consent", "about": "words", "wording": "May we use your words?"},
    {
        "key": "area",
        "kind": "pick_one",
        "wording": "Which area?",
        "hint": "One.",
        "easy": "Where?",
        "easy_hint": "Now.",
        "options": AREAS,
    },
    {"key": "needs", "kind": "pick_several", "wording": "What do you need?", "options": AREAS},
    {"key": "safe", "kind": "scale", "wording": "How safe?", "low": 1, "high": 5, "labels": SCALE},
    {"key": "again", "kind": "yes_no", "wording": "Would you come again?"},
    {"key": "nights", "kind": "number", "wording": "How many nights?", "low": 0, "high": 365},
    {"key": "since", "kind": "date", "wording": "Since when?", "when": "past"},
    {"key": "change", "kind": "free_text", "wording": "What should change?"},
]
DEFINED = {**DEFINITION, "questions": EVERY_KIND, "about_you": ["age"]}
ANSWERS = {
    "words": "quote",
    "area": "wirral",
    "needs": "sefton",
    "safe": "2",
    "again": "yes",
    "nights": "4",
    "since": "3/3/2025",
    "change": "12345",
    "about-you": "yes",
    "age": "25-34",
}


@pytest.fixture
def spoken(app: Flask, tmp_path: Path) -> Flask:
    """An app in which Arabic and Farsi are whole."""
    whole = {code: catalogue(code) for code in ("ar", "fa")}
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = in_folder(tmp_path / "words", **whole)
    return app


def publish(*codes: str, **changes: Any) -> None:
    """A survey of every kind of question, in these languages beside English."""
    words = {code: survey_words(DEFINED, code) for code in codes}
    definition = {**DEFINED, "translations": words, **changes}
    a_survey().versions[0].definition = from_dict(definition).to_dict()
    db.session.commit()


def form(html: str) -> tuple[str, str] | None:
    """Where the first form of a page goes, and what stands in it; None on a page to read."""
    found = re.search(r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', html, re.S)
    return (found.group(1).replace("&amp;", "&"), found.group(2)) if found else None


def way_on(html: str) -> str:
    """Where the button of a page to read leads."""
    found = re.search(r'<a class="button" href="([^"]+)"', html)
    assert found, html
    return found.group(1).replace("&amp;", "&")


def walk(client: FlaskClient, way_in: str) -> list[TestResponse]:
    """Every page from the first to the thanks, and each question sent with nothing in it."""
    came = client.get(f"{S}?{way_in}")
    seen = [came]
    while not came.request.path.endswith("/thanks"):
        html = came.get_data(as_text=True)
        if (found := form(html)) is None:
            came = client.get(way_on(html), follow_redirects=True)
        else:
            address, fields = found
            key = address.partition("?")[0].rpartition("/")[2]
            if 'id="answer-1"' in fields:
                seen.append(client.post(address, data={}, follow_redirects=True))
            data = {"answer": ANSWERS[key]} if key in ANSWERS else {}
            came = client.post(address, data=data, follow_redirects=True)
        seen.append(came)
        assert len(seen) < 50, came.request.path
    return seen


@pytest.mark.parametrize("code, way_in", [("ar", "lang=ar"), ("fa", "lang=fa&easy=1")])
def test_every_page_on_the_way_is_wholly_in_the_language(spoken, client, code, way_in):
    publish("ar", "fa")

    seen = walk(client, way_in)

    assert english_pages(seen, code) == {}
    assert len(seen) > 2 * len(EVERY_KIND)
    kept = db.session.query(Response).one()
    assert kept.values["area"] == "wirral"
    assert {answer.language for answer in kept.answers} == {code}


@pytest.mark.parametrize("code", ["ar", "fa"])
def test_every_page_about_a_code_is_wholly_in_the_language(spoken, client, code):
    publish("ar", "fa")
    client.post(f"{S}?lang={code}")
    for key in ("words", "area"):
        client.post(f"{S}/q/{key}", data={"answer": ANSWERS[key]})
    seen = [client.post(f"{S}/stop", follow_redirects=True)]
    receipt = code_on(walk(client, f"lang={code}")[-1].get_data(as_text=True)) or ""
    seen += [client.get(f"{S}/hear-back")]
    seen += [client.post(f"{S}/hear-back", data={"number": number}) for number in ("", "1")]
    seen += [client.post(f"{S}/hear-back", data={"number": "07700 900321"}, follow_redirects=True)]
    seen += [client.post("/mine", data={"code": one}) for one in ("", "1")]
    seen += [client.post("/mine", data={"code": receipt}, follow_redirects=True)]
    seen += [client.get(one) for one in ("/mine/delete", f"{S}/q/area?from=mine")]
    close()
    seen += [client.get("/mine"), client.post(f"{S}/q/change?from=mine", data={"answer": "123"})]
    seen += [client.post("/mine/delete", follow_redirects=True)]

    assert english_pages(seen, code) == {}


def close() -> None:
    survey = db.session.scalars(select(Survey)).one()
    survey.closes_at = times.now() - timedelta(hours=1)
    db.session.commit()


def english_pages(seen: list[TestResponse], code: str) -> dict[str, object]:
    """The pages that are not wholly in a language that is written right to left, and why."""
    wrong: dict[str, object] = {}
    for came in seen:
        page = Page(came.get_data(as_text=True))
        found = english_on(page, *NAMES)
        if (page.lang, page.dir) != (code, "rtl") or found:
            wrong[f"{came.request.path} {came.status_code}"] = (page.lang, page.dir, found)
    return wrong


def test_a_survey_that_is_not_in_the_language_is_asked_as_it_was_written_and_says_so(
    spoken, client
):
    publish("ar")
    note = pretend("This page is not in %(language)s yet.", "fa") % {
        "language": LANGUAGES["fa"].name
    }

    for came in walk(client, "lang=fa"):
        html = came.get_data(as_text=True)
        assert (Page(html).lang, Page(html).dir) == ("en-GB", "ltr"), came.request.path
        assert f'<p lang="fa" dir="rtl">{note}</p>' in html, came.request.path


def test_a_survey_written_in_another_language_is_asked_in_it_with_our_own_words_too(spoken, client):
    publish(language="fa")

    pages = [Page(came.get_data(as_text=True)) for came in walk(client, "lang=ar")]

    assert {(page.lang, page.dir) for page in pages} == {("fa", "rtl")}


@pytest.mark.parametrize(
    "by_text, chosen, lang", [("fa", "", "fa"), ("fa", "?lang=ar", "ar"), ("en", "", "ar")]
)
def test_a_link_in_a_text_opens_in_the_language_of_the_texts_unless_another_was_chosen(
    spoken, client, asked, say, *, by_text, chosen, lang
):
    phone = asked(translations={code: survey_words(DEFINITION, code) for code in ("ar", "fa")})
    db.session.scalars(select(Conversation)).one().language = by_text
    db.session.commit()
    found = re.search(r"/w/[\w-]+", say(phone, "WEB")[0])
    assert found
    client.get(f"/how{chosen}")

    opened = client.get(found[0], headers={"Accept-Language": "ar"})
    begun = client.post(found[0], follow_redirects=True, headers={"Accept-Language": "ar"})

    for came in (opened, begun):
        page = Page(came.get_data(as_text=True))
        assert (page.lang, english_on(page, *NAMES)) == (lang, [])
