"""Replies written as people text, each with what a fair person would make of it.

The rows are in golden/readings, a file a kind, shaped like the project's sample of texts: the
outcome and value expected, others that are fine too, and the comment or flags kept with it.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from surveys.questions import (
    DateQuestion,
    FreeText,
    Number,
    Option,
    PickOne,
    PickSeveral,
    Question,
    Scale,
    YesNo,
)
from surveys.reading import Reading

FOLDER = Path(__file__).parent / "golden" / "readings"


def question_of(row: dict[str, Any]) -> Question:
    """The question that a row's kind and options describe."""
    named: dict[str, Any] = {"key": "q", "wording": "The question?"}
    given: Any = row["options"] or {}
    if row["question_type"] in {"single_choice", "multi_choice"}:
        pairs = [option.split(": ", 1) for option in given]
        options = tuple(Option(value, label) for value, label in pairs)
        kind = PickOne if row["question_type"] == "single_choice" else PickSeveral
        return kind(**named, options=options)
    if row["question_type"] == "scale":
        ends = {"low": given["min"], "high": given["max"], "faces": given.get("faces", False)}
        words = {"low_label": given.get("low", ""), "high_label": given.get("high", "")}
        return Scale(**named, **ends, **words, labels=tuple(given.get("labels", ())))
    if row["question_type"] == "number":
        return Number(**named, low=given["min"], high=given.get("max"), unit=given.get("unit", ""))
    if row["question_type"] == "date":
        return DateQuestion(**named, when=given.get("when", ""))
    return YesNo(**named) if row["question_type"] == "yes_no" else FreeText(**named)


def read(row: dict[str, Any]) -> Reading:
    today = row["options"].get("today") if isinstance(row["options"], dict) else None
    day = date.fromisoformat(today) if today else None
    return question_of(row).read(row["text"], today=day)


def is_right(row: dict[str, Any]) -> bool:
    """Whether a reply is read as its row says, or in another way that is fine too."""
    reading, expected = read(row), row["expected"]
    value = list(reading.value) if isinstance(reading.value, tuple) else reading.value
    fine = {reading.outcome.value, f"{reading.outcome.value}:{value}"} & set(
        expected.get("also_ok", ())
    )
    as_expected = (reading.outcome.value, value) == (expected["outcome"], expected.get("value"))
    words = expected.get("words") in {None, reading.words}
    flags = fine or set(expected.get("flags", ())) <= reading.flags
    return bool((fine or as_expected) and words and flags)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.jsonl")), ids=lambda path: path.stem)
def test_replies_are_read_as_a_fair_person_would(path):
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]

    assert [(row["text"], read(row)) for row in rows if not is_right(row)] == []
