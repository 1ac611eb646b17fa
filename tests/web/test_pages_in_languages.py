"""Every public page in English, Arabic and Farsi: nothing on it is in another language."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engage import summaries, times
from engage.extensions import db
from engage.models import Action
from engage.web.languages import LANGUAGES, may_choose
from engage.web.pages import pages_for_checker
from surveys.loading import from_dict
from tests.factories import DEFINITION, a_survey
from tests.web.pretend_languages import (
    Page,
    catalogue,
    english_on,
    pretend,
    survey_words,
    translations,
)

NAMES = ("Your Say",)
TOLD_IN_ENGLISH = ("/told-us/", "/did")
"""What summaries and promises tell is written in English, and so are their pages."""
IN_STEPS = ("/s/", "/w/")
"""Pages of answering, which the tests of answering open in their order."""
ELSEWHERE = ("/no-such-page", "/told-us/nothing", "/w/not-a-link", "/s/no-such-survey")
RIGHT_TO_LEFT = ("ar", "fa")


@pytest.fixture
def spoken(app: Flask, tmp_path: Path) -> Flask:
    """An app in which Arabic and Farsi are whole, with something on every page."""
    whole = {code: catalogue(code) for code in RIGHT_TO_LEFT}
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = translations(tmp_path / "words", **whole)
    survey = a_survey()
    words = {code: survey_words(DEFINITION, code) for code in RIGHT_TO_LEFT}
    survey.versions[0].definition = from_dict({**DEFINITION, "translations": words}).to_dict()
    promise = {"said": "Fix the locks", "change": "Locks are checked", "who": "Repairs"}
    action = Action(id=uuid.uuid4(), survey_id=survey.id, position=0, status="started", **promise)
    db.session.add(action)
    now = times.now()
    summaries.publish(survey, summaries.build(survey, now=now), now=now)
    db.session.commit()
    return app


def reader(app: Flask, code: str) -> FlaskClient:
    """Somebody who has read pages in English and then chosen a language."""
    client = app.test_client()
    client.get("/")
    client.get(f"/?lang={code}")
    return client


def problems(came: TestResponse, code: str) -> list[str]:
    """What is wrong with the language of a page, for somebody who chose one."""
    html = came.get_data(as_text=True)
    page, language = Page(html), LANGUAGES[code]
    if came.request.path.startswith(TOLD_IN_ENGLISH) and page.lang == "en-GB" and code != "en":
        note = pretend("This page is not in %(language)s yet.", code) % {"language": language.name}
        return [] if note in html else ["it does not say that it is not in their language"]
    if (page.lang, page.dir) != (language.tag, language.direction):
        return [f"it is in {page.lang}, {page.dir}"]
    return english_on(page, *NAMES) if code in RIGHT_TO_LEFT else []


def public_pages() -> Iterator[str]:
    for profile, path, *_ in pages_for_checker():
        if profile == "public" and "?" not in path and may_choose(path):
            yield path


@pytest.mark.parametrize("code", ["en", *RIGHT_TO_LEFT])
def test_a_page_anyone_can_open_is_wholly_in_the_language_they_chose(spoken, code):
    client = reader(spoken, code)
    paths = [*(one for one in public_pages() if not one.startswith(IN_STEPS)), *ELSEWHERE]
    wrong = {path: found for path in paths if (found := problems(client.get(path), code))}

    assert {"/", "/privacy", "/help", "/how", "/told-us", "/did"} <= set(paths)
    assert wrong == {}


def test_the_page_checker_is_given_pages_that_run_right_to_left_too(spoken):
    found = [path for profile, path, *_ in pages_for_checker() if profile == "public"]

    assert {"/help", "/help?lang=ar", "/help?lang=fa"} <= set(found)
    assert not [path for path in found if path.startswith(("/phones", "/staff")) and "?" in path]
