"""Messages with numbers, addresses and links in the many ways people write them."""

import json
from pathlib import Path

import pytest

from nlp import evaluation, reading, structured
from nlp.spans import Span, without_overlaps

GOLD = [
    json.loads(line)
    for line in Path(__file__)
    .with_name("gold_structured.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def found_in(text):
    """What the structured kinds find, looking again after taking out what was found."""
    taken: tuple[Span, ...] = ()
    for _ in range(9):
        look = reading.read(text, taken)
        spans = structured.find(look.text)
        new = without_overlaps(spans, len(look.text))
        if not new:
            break
        found = (*taken, *map(look.original, new))
        taken = tuple(sorted(found, key=lambda span: span.start))
    return taken


@pytest.mark.parametrize("row", GOLD, ids=lambda row: row["id"])
def test_a_number_is_taken_out_however_it_is_written(row):
    text = row["text"]
    scored = evaluation.score_spans([(text, row["spans"])], [found_in(text)])

    assert scored.leaks.hits == 0
    assert scored.over_redaction.hits <= 4  # a word like "the" or "no" beside a number may go


def test_several_texts_are_looked_through_as_each_alone():
    texts = [reading.read(row["text"]).text for row in GOLD]

    assert structured.find_in(texts) == [structured.find(text) for text in texts]


def test_the_label_is_the_one_a_person_would_give():
    marked = [(row["text"], mark) for row in GOLD for mark in row["spans"]]
    right = sum(
        any(span.label == label and span.start < end and start < span.end for span in found)
        for text, (start, end, label) in marked
        if (found := found_in(text)) is not None
    )

    assert right >= 0.97 * len(marked)
