"""Messages by kind of personal detail: what is taken out and what stays."""

import json
from pathlib import Path

import pytest

from nlp import anonymise, evaluation, pipeline
from nlp.spans import DIRECT, QUASI

GOLD = [
    json.loads(line)
    for line in Path(__file__)
    .with_name("gold_messages.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


ABOUT_NAMES = ("person", "not a person")
"""What is learned is judged as a whole; what is ruled, message by message."""


@pytest.mark.parametrize(
    "row", [row for row in GOLD if row["kind"] not in ABOUT_NAMES], ids=lambda row: row["id"]
)
def test_every_detail_in_a_message_is_found_and_nothing_else(row):
    found = [
        (row["text"][span.start : span.end], span.label) for span in anonymise.find(row["text"])
    ]

    assert found == [(row["text"][start:end], label) for start, end, label in row["spans"]]


def test_the_examples_are_many_and_hold_every_direct_label():
    labels = {label for row in GOLD for _, _, label in row["spans"]}

    assert len(GOLD) >= 200
    assert labels - set(QUASI) == set(DIRECT)


def test_the_examples_as_a_whole_reach_the_figures_asked_for():
    gold = [evaluation.gold_of(row) for row in GOLD]

    scored = evaluation.score_spans(gold, [anonymise.find(text) for text, _ in gold])

    assert scored.direct_recall.value >= 0.97
    assert scored.recall["PERSON"].value >= 0.95
    assert scored.leaks.value <= 0.03
    assert scored.over_redaction.value <= 0.01


@pytest.mark.parametrize(
    "text, expected",
    [
        ("my worker dave said no", "my worker [name] said no"),
        ("Mr Black and Mrs Adeyemi", "Mr [name] and Mrs [name]"),
        ("Chloe's dog", "[name]'s dog"),
        ("i slept on daves couch", "i slept on [name]s couch"),
        ("ring 07700 900123 pls", "ring [phone number] pls"),
        ("x@mail.example.", "[email]."),
        ("ni AB123456C", "ni [National Insurance number]"),
        ("nhs 999 000 0018", "nhs [NHS number]"),
        ("dob 1/2/80", "dob [date of birth]"),
        ("14 Fernhill Road, L99 9ZZ", "[address], [postcode]"),
        ("see www.mersey.example/x", "see [web address]"),
        ("sort code 11-22-33", "sort code [bank details]"),
        ("my car FD14 LMN", "my car [number plate]"),
        ("case ref HO/4471/22", "case ref [reference number]"),
        ("Zoë and Zoe\u0301 and Jose\u0301", "[name] and [name] and [name]"),
        ("0\u200b7700\u200b 900 123", "[phone number]"),
        ("０７７００　９００１２３", "[phone number]"),
        ("tracy said yes. i like tracy", "[name] said yes. i like [name]"),
        ("Miles drives, miles every night", "[name] drives, miles every night"),
        ("[NAME] was kind, dave was not", "[NAME] was kind, [name] was not"),
    ],
)
def test_plain_words_in_brackets_take_the_place_of_a_detail(text, expected):
    assert anonymise.anonymise(text).text == expected


@pytest.mark.parametrize("text", [None, 5, b"dave", ["dave"]])
def test_what_is_not_text_is_held_back(text):
    with pytest.raises(anonymise.HeldBack):
        anonymise.anonymise(text)


def test_a_text_too_long_to_look_through_is_held_back():
    with pytest.raises(anonymise.HeldBack):
        anonymise.anonymise("a" * (anonymise.LONGEST + 1))


def test_a_recogniser_that_breaks_holds_the_text_back(monkeypatch):
    def breaks(_texts):
        raise RuntimeError("broken")

    monkeypatch.setattr(pipeline, "read", breaks)

    with pytest.raises(anonymise.HeldBack):
        anonymise.anonymise("my worker dave")
