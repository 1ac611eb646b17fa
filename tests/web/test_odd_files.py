"""Files with odd values in every place of a survey: told about or made a draft, never an error."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from surveys.loading import MOST_QUESTIONS
from tests.pages import words
from tests.web.test_publishing_files import bring, drafts_there, made_of, yaml_of

SURVEY: dict[str, Any] = {
    "key": "odd",
    "title": "Odd",
    "purpose": "We ask.",
    "thanks": "Thank you.",
    "language": "en",
    "questions": [
        {
            "key": "area",
            "kind": "pick_one",
            "wording": "Where?",
            "options": [{"value": "a", "label": "Here"}, {"value": "b", "label": "There"}],
        },
        {"key": "safe", "kind": "scale", "wording": "How safe?", "low": 1, "high": 5},
        {
            "key": "why",
            "kind": "free_text",
            "wording": "Why ${area|there}?",
            "show_when": {"question": "safe", "at_most": 2},
        },
    ],
    "about_you": ["age", {"key": "own", "kind": "yes_no", "wording": "Yes?"}],
    "translations": {"pl": {"title": "T", "questions": {"area": {"options": {"a": "Tu"}}}}},
}
ODD = (
    *("1", "yes", "null", "[]", "[1, [a]]", "{}", "{a: {b: 1}}", "1.5", ".nan", "2027-01-31"),
    *('"\\ud800"', '"\\0"', "''", "0x" + "f" * 9_000, "-1000000000000000", "!!set {a}", "!!int ''"),
    *("!!bool x", "!!timestamp x", "!!float x", "!!binary x", "0001-01-01 00:00:00 +23:00"),
)
pytestmark = pytest.mark.long
HERE = "stands-here"
EACH = 3
"""Each odd value is tried in every third place, and the next one in the places beside."""


def places(part: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value in a survey."""
    inside = part.items() if isinstance(part, dict) else enumerate(part)
    found = []
    for name, one in inside:
        found.append((*way, name))
        found += places(one, (*way, name)) if isinstance(one, dict | list) else []
    return found


def with_odd(way: tuple[Any, ...], odd: str, *, as_name: bool = False) -> bytes:
    """The survey with an odd value, or an odd name, in one place."""
    survey = deepcopy(SURVEY)
    part: Any = survey
    for step in way[:-1]:
        part = part[step]
    if as_name:
        part[HERE] = part.pop(way[-1])
    else:
        part[way[-1]] = HERE
    return yaml_of(survey).replace(HERE.encode(), odd.encode())


def opens_or_is_told(client, data: bytes) -> None:
    page = bring(client, data, "odd.yaml")
    assert page.status_code in {200, 400}, data
    if page.status_code == 400:
        return
    done = made_of(client, page)
    assert done.status_code in {303, 400}, data
    if done.status_code == 400:
        return
    (draft, *_) = sorted(drafts_there(), key=lambda one: one.changed_at, reverse=True)
    home = f"/staff/write/{draft.id}"
    pages = ["", "/check", "/export.yaml"]
    pages += [f"/q/{one['key']}" for one in draft.definition["questions"][:3]]
    for one in pages:
        assert client.get(home + one).status_code == 200, (one, data)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:20])
def test_an_odd_value_anywhere_is_told_about_or_makes_a_draft_that_opens(facilitator, odd):
    for way in places(SURVEY)[ODD.index(odd) % EACH :: EACH]:
        opens_or_is_told(facilitator, with_odd(way, odd))


@pytest.mark.parametrize("odd", ['"\\ud800"', "1", "null", "[1]", "0x" + "f" * 9_000])
def test_an_odd_name_anywhere_is_told_about_or_makes_a_draft_that_opens(facilitator, odd):
    named = [way for way in places(SURVEY) if isinstance(way[-1], str)]
    for way in named[::EACH]:
        opens_or_is_told(facilitator, with_odd(way, odd, as_name=True))


def test_a_survey_of_very_many_questions_is_refused(facilitator):
    asked = [
        {"key": f"q{n}", "kind": "yes_no", "wording": "Yes?"}
        | ({"show_when": {"question": f"q{n - 1}", "is": "yes"}} if n else {})
        for n in range(MOST_QUESTIONS + 1)
    ]

    refused = bring(facilitator, yaml_of({**SURVEY, "questions": asked, "about_you": []}), "x.yaml")

    assert refused.status_code == 400
    assert "This survey has 301 questions. 300 is the most." in words(refused)
    whole = {**SURVEY, "questions": asked[:-1], "about_you": [], "translations": {}}
    opens_or_is_told(facilitator, yaml_of(whole))
    assert drafts_there()
