"""Places, services and ages on messages written for them: what is made general and what stays.

A message's `wide` marks are places as large as a borough or larger: they stay at the usual level.
"""

import json
from pathlib import Path

from nlp import anonymise, evaluation
from nlp.evaluation import Share
from nlp.rules import Rules
from nlp.spans import QUASI

GOLD = [
    json.loads(line)
    for line in Path(__file__)
    .with_name("gold_places.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
FOUND = [anonymise.find(row["text"]) for row in GOLD]


def recall(label):
    caught = [
        evaluation.is_covered(row["text"], start, end, spans)
        for row, spans in zip(GOLD, FOUND, strict=True)
        for start, end, marked in row["spans"]
        if marked == label
    ]
    return Share(len(caught), sum(caught))


def precision(label):
    right = [
        any(
            start < span.end and span.start < end and marked in QUASI
            for start, end, marked in row["spans"]
        )
        for row, spans in zip(GOLD, FOUND, strict=True)
        for span in spans
        if span.label == label
    ]
    return Share(len(right), sum(right))


def test_places_services_and_ages_are_found_and_little_else():
    for label in QUASI:
        assert recall(label).value >= 0.9, label
        assert precision(label).value >= 0.95, label


def test_little_else_is_taken_out():
    gold = [(row["text"], row["spans"] + row["wide"]) for row in GOLD]

    assert evaluation.score_spans(gold, FOUND).over_redaction.value <= 0.02


def test_places_as_large_as_a_borough_stay_until_the_careful_level():
    wide = [(row, mark) for row in GOLD for mark in row["wide"]]
    careful = {row["id"]: anonymise.find(row["text"], Rules("careful")) for row, _ in wide}

    for row, (start, end, _) in wide:
        usual = anonymise.find(row["text"])
        assert not any(span.start < end and start < span.end for span in usual), row["text"]
    found = [
        any(span.start < end and start < span.end for span in careful[row["id"]])
        for row, (start, end, _) in wide
    ]
    assert sum(found) >= 0.9 * len(found)
