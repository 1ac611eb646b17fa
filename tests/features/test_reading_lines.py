"""What the service makes of texts: the golden tables, line by line, and what came before."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.reading_lines import read_all, read_row
from engage.safeguarding import look
from surveys.needs import NEEDS
from surveys.reading import Outcome
from tests.surveys.scoring import judged, rows_of

GOLDEN = Path(__file__).parents[1] / "surveys" / "golden"
LEFT_ALONE = GOLDEN.parent / "data" / "rsvp_left_alone.jsonl"
TABLES = sorted(GOLDEN.glob("**/*.jsonl"))
TODAY = date(2027, 3, 1)
SCALE = {"min": 1, "max": 5, "low": "not at all", "high": "very"}
CHOICES = ["a: A house", "b: A flat", "c: Nowhere"]
ASKED = {
    "invitation": {"ask": "Come on Tuesday 6 April, 2pm?", "values": ["yes", "no"]},
    "slot": {"values": ["mon 2pm", "fri 11am"], "labels": ["Monday, 2pm", "Friday, 11am"]},
    "scale": SCALE,
    "single_choice": CHOICES,
    "multi_choice": CHOICES,
    "number": {"min": 0, "max": 60, "unit": "nights"},
}
KINDS = ("yes_no", "date", "open", "none", *ASKED)
STOPS = ("STOP", "please stop texting me", "take me off your list", "przestańcie do mnie pisać")
WORDS = """
yes no stop not the tuesday mon fri 2 11 pm one other if but dog kids bus wheelchair cant come who
is this call me later wrong number please tak nie نعم لا 👍 ? . , ' half o'clock 2pm £ dinner time
"""
SAID = st.one_of(
    st.text(max_size=80), st.lists(st.sampled_from(WORDS.split()), max_size=10).map(" ".join)
)


def made_of(text: Any, kind: str = "none", **more: Any) -> dict[str, Any]:
    row = {"id": "1", "question_type": kind, "options": ASKED.get(kind), "text": text, **more}
    return read_row(row, today=TODAY)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_texts_are_taken_as_a_fair_person_would_take_them(path):
    """The tables of readings say nothing of danger, which goes before what is read."""
    rows = [row for row in rows_of(path) if "id" in row or not look(str(row["text"]))]
    results = [judged(row, read_row(row, today=None)) for row in rows]

    assert [str(result) for result in results if not result.is_right] == []


def test_the_batch_that_nothing_was_changed_for_is_read_as_well_as_the_readme_says():
    """It was read once and left alone: changing anything for its rows would spoil the figure."""
    rows = rows_of(LEFT_ALONE)
    outcomes = [{**row, "expected": _without_needs(row["expected"])} for row in rows]
    results = [judged(row, read_row(row, today=None)) for row in outcomes]

    assert len(results) == 146
    assert sum(one.is_right for one in results) >= 130
    assert sum(bool(one.harm) for one in results) <= 3


def _without_needs(expected: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in expected.items() if name != "needs"}


def test_there_are_more_than_three_hundred_golden_rows():
    assert sum(len(rows_of(path)) for path in TABLES) > 300


def test_replies_to_invitations_are_grouped_by_kind_and_there_are_enough_of_them():
    kinds = {path.stem: rows_of(path) for path in sorted((GOLDEN / "rsvp").glob("*.jsonl"))}

    assert len(kinds) > 10
    assert sum(map(len, kinds.values())) >= 250


@settings(max_examples=150, deadline=None)
@given(SAID, st.sampled_from(KINDS))
def test_no_text_raises_and_needs_are_always_known_ones(said, kind):
    made = made_of(said, kind)

    assert set(made["needs"]) <= NEEDS
    assert made["outcome"] in set(Outcome)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(STOPS), st.sampled_from(KINDS), st.sampled_from(["", "!", " ", ".", "\u200b"])
)
def test_a_wish_to_stop_is_never_an_answer(stop, kind, mark):
    made = made_of(mark + stop + mark, kind)

    assert (made["outcome"], made["value"]) == ("opt_out", None)


@settings(max_examples=100, deadline=None)
@given(SAID)
def test_every_time_chosen_is_one_on_offer(said):
    made = made_of(said, "slot")

    assert made["value"] is None or set(made["value"]) <= {"mon 2pm", "fri 11am"}


@pytest.mark.parametrize(
    "texts, kind, outcome, value",
    [
        (["2", "sorry i meant 3"], "scale", "answer", 3),
        (["2", "2"], "scale", "answer", 2),
        (["3", "because its noisy"], "scale", "answer", 3),
        (["banana", "4"], "scale", "answer", 4),
        (["a", "c"], "multi_choice", "answer", ["a", "c"]),
        (["yes", "no"], "yes_no", "clarify", None),
        (["yes", "actually no"], "yes_no", "answer", "no"),
        (["yes", "stop"], "yes_no", "opt_out", None),
        (["stop", "start"], "none", "opt_in", None),
        (["who is this", "oh ok yes"], "yes_no", "answer", "yes"),
        (["it was cold", "and damp"], "open", "answer_text", None),
        (["they were kind", "stop texting me"], "open", "opt_out", None),
        (["mon", "and fri"], "slot", "answer", ["mon 2pm", "fri 11am"]),
    ],
)
def test_a_second_text_puts_the_first_right_or_adds_to_it(texts, kind, outcome, value):
    made = made_of(texts, kind)

    assert (made["outcome"], made["value"]) == (outcome, value)


def test_needs_of_both_texts_are_kept():
    assert made_of(["yes", "but i use a wheelchair"], "invitation")["needs"] == ["step_free"]


@pytest.mark.parametrize(
    "said, kind, context, outcome",
    [
        ("yes", "none", {"contact_state": "opted_out"}, "opt_in"),
        ("4", "scale", {"contact_state": "opted_out"}, "other"),
        ("4", "scale", {"survey_state": "closed"}, "late"),
        ("4", "scale", {"session_state": "expired"}, "late"),
        ("yes", "invitation", {"session": "ended"}, "late"),
        ("stop", "scale", {"survey_state": "closed"}, "opt_out"),
        ("thanks", "none", {"conversation_state": "completed"}, "other"),
        ("4", "scale", {"handled_by": "staff"}, "staff_review"),
        ("4", "scale", {"same_message_sid": True}, "ignore"),
        ("4", "scale", {"contact_state": "unknown"}, "other"),
        ("who is this", "scale", {"contact_state": "unknown"}, "identify"),
        ("4", "scale", {"gap_seconds": 3}, "answer"),
        ("4", "scale", {"something": ["new"]}, "answer"),
    ],
)
def test_what_came_before_is_taken_into_account(said, kind, context, outcome):
    assert made_of(said, kind, context=context)["outcome"] == outcome


def test_words_in_another_language_are_flagged_for_translating():
    assert made_of("Dziękuję za miłą rozmowę", "open")["flags"] == ["translate"]


def test_numbers_are_in_no_language():
    assert made_of("1, 2 and 3", "slot")["flags"] == []


@pytest.mark.parametrize(
    "said, value, needs",
    [
        ("yes but I can't do stairs", "yes", ["step_free"]),
        ("yes im coming", "yes", []),
        ("can't, no fare", "no", ["travel_cost"]),
        ("got court that day", "no", ["time"]),
    ],
)
def test_a_yes_or_a_no_is_read_with_the_needs_set_aside(said, value, needs):
    made = made_of(said, "invitation")

    assert (made["value"], made["needs"]) == (value, needs)


def read_lines(*lines: bytes) -> tuple[int, list[dict[str, Any]], str]:
    out, told = io.StringIO(), io.StringIO()
    code = read_all(io.BytesIO(b"\n".join(lines)), out, told, today=TODAY)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], told.getvalue()


BAD = [b"{", b"[1]", b'{"id": 2}', b'{"id": 2, "text": 5}', b'{"id": 2, "text": []}', b"\xff\xfe"]
GOOD = b'{"id": 1, "question_type": "none", "text": "STOP"}'


@pytest.mark.parametrize("bad", [*BAD, b'{"id": 2, "text": "a", "question_type": "odd"}'])
def test_a_line_that_cannot_be_read_is_told_of_and_the_rest_are_read(bad):
    code, made, told = read_lines(GOOD, bad, GOOD)

    assert code == 1
    assert [one["outcome"] for one in made] == ["opt_out", "other", "opt_out"]
    assert "Line 2 could not be read." in told


def test_lines_come_back_in_order_with_their_ids():
    rows = [json.dumps({"id": n, "text": "4", "question_type": "none"}).encode() for n in range(9)]
    code, made, told = read_lines(b"", *rows)

    assert (code, told) == (0, "")
    assert [one["id"] for one in made] == list(range(9))


def test_the_command_reads_from_standard_input_without_a_database():
    command = [sys.executable, "-m", "engage.reading_lines"]
    done = subprocess.run(command, input=GOOD + b"\n", capture_output=True, check=True)

    assert json.loads(done.stdout) == {
        "id": 1,
        "outcome": "opt_out",
        "value": None,
        "flags": [],
        "needs": [],
    }
    assert done.stderr == b""
