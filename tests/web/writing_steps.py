"""Steps through the pages where surveys are written, for tests to take."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engage import drafts, times
from engage.extensions import db
from engage.models import SurveyDraft
from tests.factories import DEFINITION

W = "/staff/write"


def a_draft(*questions: dict[str, Any]) -> SurveyDraft:
    """A draft of three questions with nothing to put right, or of these."""
    definition = {**DEFINITION, **({"questions": list(questions)} if questions else {})}
    draft = drafts.of(definition, by=None, now=times.now())
    db.session.commit()
    return draft


def keys(draft: SurveyDraft) -> list[str]:
    """The questions of a draft in order, as they are kept."""
    db.session.expire_all()
    return [one["key"] for one in drafts.questions(draft)]


def now(draft: SurveyDraft, key: str) -> dict[str, Any]:
    """A question as it is kept."""
    db.session.expire_all()
    question = drafts.question(draft, key)
    assert question is not None
    return dict(question)


def hidden(answer: TestResponse) -> dict[str, str]:
    """What a form carries that nobody types; of several forms on a page, the last."""
    html = answer.get_data(as_text=True)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found}


def order(client: FlaskClient, draft: SurveyDraft, key: str, way: str) -> TestResponse:
    """Press a button beside a question, on a page opened just now."""
    data = {**hidden(client.get(f"{W}/{draft.id}")), "question": key, "way": way}
    return client.post(f"{W}/{draft.id}/order", data=data)


def options(draft: SurveyDraft, key: str) -> list[dict[str, Any]]:
    """The answers to pick from in one question, as they are kept."""
    return list(now(draft, key)["options"])


def filled_in(answer: TestResponse) -> dict[str, str]:
    """What the form of a question's page would send if nothing were typed."""
    html = answer.get_data(as_text=True).split("data-preview=", 1)[1].split("</form>", 1)[0]
    found: dict[str, str] = {}
    for box in re.findall(r"<input[^>]*>", html):
        given = dict(re.findall(r'(\w+)="([^"]*)"', box))
        picked = given.get("type") not in ("radio", "checkbox") or " checked" in box
        if picked and "name" in given:
            found[given["name"]] = unescape(given.get("value", ""))
    areas = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', html, re.S)
    for name, inside in areas:
        found[name] = unescape(inside)
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def pressed(
    client: FlaskClient, draft: SurveyDraft, key: str, button: str, **typed: str
) -> TestResponse:
    """Open the page of a question, type something and press a button."""
    address = f"{W}/{draft.id}/q/{key}"
    data = {**filled_in(client.get(address)), "do": button, **typed}
    return client.post(address, data=data)
