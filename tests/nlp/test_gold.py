"""How well details are found in messages not seen by whoever wrote rules or training text.

Six people's worth of messages were written apart from everything else. Of the last three's, half
was set apart by the hash of its text before anything was tuned, and is scored only at the end; the
third that was set apart of the first three's was scored once for the version before, and may be
looked at since. What two more wrote later was scored whole, once, before anything was changed with
it in sight: 246 of 248 names were found, and 21 words taken for one that are none (now 10). So was
what two others wrote after that: 249 of 250 names, 27 words taken for one (now 21), and 139 of 141
numbers and addresses (now all).

Five more were asked for numbers in ways that people use and few think of, and found what rules had
missed: of 484 numbers and addresses 469, and of 164 in the next two writers' 154, each scored once
before anything was changed for them; now all. Two who were asked for what most people write came
next: all 121 numbers and addresses, all 148 names, and 2 words taken for a name that are none. So
did two more in November 2026, scored once before anything was changed with them in sight: 513 of
519 names, all 53 numbers and addresses, and 20 words taken for a name that are none (now 515
and 12).

Another wrote 400 messages in 18 languages that are not English. Half, by the hash of its text, was
set apart: 101 of 108 names were found when it was first scored, and 31 of 133 words taken for one
are none. It was scored seven times more while there was more to learn from: now 104 of 108, and 32
of 135.
With the network for English alone it had been 77 names, and 229 words that are none.
"""

import hashlib
import json
import re
from pathlib import Path

import pytest

from nlp import anonymise, by_origin, evaluation, figures, version
from nlp.evaluation import Detection
from nlp.rules import USUAL
from nlp.spans import DIRECT
from nlp.training import messages

HERE = Path(__file__).parent
SEEN, UNSEEN, FRESH, LATER = "gold_replies", "gold_unseen", "gold_fresh", "gold_later"
NUMBERS, ODD, EVERYDAY = "gold_numbers", "gold_odd", "gold_everyday"
PLAIN = "gold_usual"
LANGUAGES = "gold_languages"
EVERY = (SEEN, UNSEEN, FRESH, LATER, NUMBERS, ODD, EVERYDAY, PLAIN, LANGUAGES)


def rows_of(name: str) -> list[evaluation.Gold]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [evaluation.gold_of(row) for row in map(json.loads, lines)]


def key(text: str) -> str:
    return " ".join(text.lower().split())


def score(name: str) -> Detection:
    gold = rows_of(name)
    found = [done.spans for done in anonymise.many(text for text, _ in gold)]
    return evaluation.score_spans(gold, found)


def test_the_messages_are_many_and_hold_every_direct_label():
    gold = [*rows_of(SEEN), *rows_of(UNSEEN)]

    assert len(gold) >= 800
    assert {label for _, marks in gold for _, _, label in marks} >= set(DIRECT)


LAST_THREE = ("gold-p", "gold-q", "gold-r")
"""How the ids of the last three writers' messages begin."""


@pytest.mark.parametrize("name, apart", [(SEEN, False), (UNSEEN, True)])
def test_half_of_what_was_written_last_is_set_apart_by_the_hash_of_its_text(name, apart):
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        number = int(hashlib.sha256(key(row["text"]).encode()).hexdigest(), 16)
        if row["id"].startswith(LAST_THREE):
            assert (number % 2 == 1) is apart
        else:
            assert not apart


def test_nothing_that_is_learned_from_is_near_a_gold_message():
    learned = {key(message.text) for message in (*messages.own(), *messages.elsewhere())}
    shapes = {shape for text in learned if (shape := _shape(text))}

    for name in EVERY:
        for text, _ in rows_of(name):
            assert key(text) not in learned
            assert _shape(key(text)) not in shapes, text


def _shape(text: str) -> str:
    """The longer words of a message, by which two tellings of the same would be known."""
    words = sorted(set(re.findall(r"[^\W\d_]{4,}", text)))
    return " ".join(words) if len(words) > 3 else ""


def test_every_mark_stands_round_words():
    for name in EVERY:
        for text, marks in rows_of(name):
            for start, end, _ in marks:
                assert text[start:end] == text[start:end].strip() != ""


@pytest.mark.parametrize(
    "name, precision",
    [
        (SEEN, 0.94),
        (FRESH, 0.94),
        (LATER, 0.91),
        (NUMBERS, 0.94),
        (ODD, 0.94),
        (EVERYDAY, 0.96),
        (PLAIN, 0.96),
    ],
)
def test_what_may_be_seen_is_found_as_well_as_was_asked(name, precision):
    scored = score(name)

    assert scored.direct_recall.value >= 0.97
    assert scored.recall["PERSON"].value >= 0.97
    assert scored.precision["PERSON"].value >= precision
    assert scored.structured_recall.value >= 0.995
    assert scored.leaks.value <= 0.03
    assert scored.over_redaction.value <= 0.06


@pytest.mark.parametrize("may_be_seen", [True, False])
def test_names_in_other_languages_are_found_and_few_words_go_with_them(may_be_seen):
    rows = rows_of(LANGUAGES)
    gold = [row for row in rows if messages.is_apart(row[0], one_in=2) is may_be_seen]
    found = [done.spans for done in anonymise.many(text for text, _ in gold)]
    scored = evaluation.score_spans(gold, found)

    assert len(gold) > 190
    assert scored.recall["PERSON"].value >= 0.9
    assert scored.precision["PERSON"].value >= 0.7
    assert scored.structured_recall.value >= 0.97
    assert scored.leaks.value <= 0.1
    assert scored.over_redaction.value <= 0.04


def test_the_figures_that_are_shown_are_those_of_what_nobody_saw():
    shown, scored = figures.read(), score(UNSEEN)

    assert shown is not None
    assert shown.version == version.in_use().short
    assert shown.messages == len(rows_of(UNSEEN))
    assert shown.recall == scored.recall
    assert shown.precision == scored.precision
    assert shown.leaks == scored.leaks
    assert shown.over_redaction == scored.over_redaction
    assert scored.direct_recall.value >= 0.97
    assert scored.structured_recall.value >= 0.995
    assert scored.recall["PERSON"].value >= 0.97
    assert scored.precision["PERSON"].value >= 0.90
    assert scored.leaks.value <= 0.03
    assert scored.over_redaction.value <= 0.06


@pytest.mark.long
def test_names_of_every_origin_are_found_as_shown():
    """No more than 0.03 lies between the best and the worst, as was asked for."""
    shown = figures.read()
    shares = by_origin.measure(rows_of(UNSEEN), by_origin.read(HERE / "names_measure.csv"), USUAL)

    assert shown is not None
    assert shown.by_origin == shares
    assert len(shares) == 16
    assert by_origin.spread(shares) <= 0.03
