"""The fixed sentences of the text channel: what they may hold and what they cost."""

import json
from pathlib import Path

import pytest

from surveys.wording import (
    FIELDS,
    Sentence,
    WordingProblem,
    checked,
    dear_characters,
    say,
    segments,
    sentences,
)

VECTORS = json.loads((Path(__file__).parent / "data" / "segments_twilio.json").read_text("utf-8"))
EXAMPLE = {
    "sender": "Your Say",
    "questions": "3 questions",
    "title": "Have your say",
    "when": "Tue 12 Jan 2pm",
    "place": "Quay Street",
}


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: ascii(row["text"][:20]))
def test_segments_equal_those_of_the_phone_company(row):
    counted = segments(row["text"])

    assert (counted.encoding, counted.count) == (row["encoding"], row["segments"])


@pytest.mark.parametrize(
    "text, units, count",
    [("", 0, 1), ("€" * 80, 160, 1), ("a" * 152 + "€" * 5, 162, 2), ("👍" * 35, 70, 1)],
)
def test_segments_count_units(text, units, count):
    assert (segments(text).units, segments(text).count) == (units, count)


def test_a_character_that_costs_two_is_not_cut_across_segments():
    assert segments("€" * 153).count == 3


def test_a_joined_picture_is_not_cut_across_segments():
    family = "👨\u200d👩\u200d👧\u200d👦"

    assert segments("ł" * 60 + family + "ł" * 60).count == 3


@pytest.mark.parametrize("sentence", list(Sentence))
def test_every_sentence_is_in_the_plain_alphabet(sentence):
    assert dear_characters(sentences()[sentence].replace("{", "").replace("}", "")) == ()


@pytest.mark.parametrize(
    "sentence", [one for one in Sentence if FIELDS.get(one, set()) <= set(EXAMPLE)]
)
def test_every_sentence_that_stands_alone_fits_one_text(sentence):
    fields = {name: EXAMPLE[name] for name in FIELDS.get(sentence, ())}

    assert segments(say(sentence, **fields)).count == 1


@pytest.mark.parametrize("sentence", list(Sentence))
def test_no_sentence_blames_the_person(sentence):
    text = sentences()[sentence].lower()

    assert not [word for word in ("fail", "invalid", "must", "user", "error") if word in text]


def test_a_missing_sentence_is_named():
    data = {one.value: text for one, text in sentences().items()} | {"help": "Hello"}
    del data["declined"]

    with pytest.raises(WordingProblem, match='"declined" is missing'):
        checked(data)


def test_a_field_nobody_fills_in_is_named():
    data = {one.value: text for one, text in sentences().items()} | {"help": "Hello {name}"}

    with pytest.raises(WordingProblem, match=r"\{name\}"):
        checked(data)


def test_dear_characters_are_named():
    assert dear_characters("It’s £5 – fine’") == ("’", "–")
