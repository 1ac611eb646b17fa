"""Replies in Polish, Arabic, Welsh, Romanian, Ukrainian, Farsi, Kurdish and Tigrinya, as heard.

The rows are shaped like the project's sample of texts, with the language each is asked in.
"""

import json
from pathlib import Path

import pytest

from surveys.hearing import hear
from tests.surveys.test_golden_readings import question_of

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "golden" / "languages.jsonl")
    .read_text("utf-8")
    .splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_reply_in_another_language_is_read_as_a_fair_person_would(row):
    heard = hear(row["text"], question=question_of(row), language=row["language"])
    expected = row["expected"]
    read = heard.reading.value if heard.reading else None
    value = list(read) if isinstance(read, tuple) else read
    found = {heard.outcome.value, f"{heard.outcome.value}:{value}"}

    assert not found & set(expected.get("must_not", ()))
    assert found & set(expected.get("also_ok", ())) or (heard.outcome.value, value) == (
        expected["outcome"],
        expected.get("value"),
    )
