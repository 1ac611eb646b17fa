"""What the example's published summary says can be found in the replies it was made from."""

from __future__ import annotations

import json

import pytest
import yaml

from engage.config import ROOT
from nlp import anonymise, statements
from nlp.themes import shipped

EXAMPLE = ROOT / "engage" / "example"
PUBLISHED = "temporary-accommodation"


def replies(survey):
    lines = (EXAMPLE / "replies" / f"{survey}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def written(name):
    return yaml.safe_load((EXAMPLE / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def found():
    """Every statement: the replies that hold it may be quoted, and its codes."""
    coder = shipped.coder()
    said = {}
    for path in sorted((EXAMPLE / "surveys").glob("*.yaml")):
        asked = next(q for q in yaml.safe_load(path.read_text("utf-8"))["questions"]
                     if q["kind"] == "free_text")  # fmt: skip
        for nth, reply in enumerate(replies(path.stem)):
            safe = anonymise.anonymise(reply["answers"].get(asked["key"]) or "").text
            for start, end in statements.split(safe):
                codes = coder.code(safe[start:end], question=asked["wording"]).codings
                said[safe[start:end]] = (path.stem, nth, reply["ok_to_quote"], codes)
    return said


@pytest.mark.parametrize("text", written("released.yaml")["released"])
def test_a_released_statement_stands_in_a_reply_that_may_be_quoted_and_carries_a_theme(text, found):
    _, _, may_quote, codes = found[text]

    assert may_quote
    assert codes


def test_every_theme_with_a_note_was_raised_by_enough_people_to_show(found):
    people: dict[str, set[int]] = {}
    for survey, nth, _, codes in found.values():
        for one in codes if survey == PUBLISHED else ():
            people.setdefault(one.code, set()).add(nth)

    for code in written("summary.yaml")["notes"]:
        assert len(people[code]) >= 5, code
    most = sorted(people, key=lambda code: -len(people[code]))[:2]
    assert set(most) == {"family", "ta_quality"}


def test_the_number_who_did_not_feel_safe_is_the_number_who_said_so():
    told = [r["answers"].get("safe") for r in replies(PUBLISHED)]
    answered = [value for value in told if value is not None]
    claim = f"({sum(value <= 2 for value in answered)} of {len(answered)})"

    assert any(claim in line for line in written("summary.yaml")["in_short"])
