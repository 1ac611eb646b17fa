"""Replies cut into statements."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import statements


def parts(text):
    return [text[start:end] for start, end in statements.split(text)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", []),
        ("  \n ", []),
        ("one thing", ["one thing"]),
        ("It was cold. Nobody came!", ["It was cold.", "Nobody came!"]),
        ("line one\nline two", ["line one", "line two"]),
        ("Dr. Okafor helped. Twice", ["Dr. Okafor helped.", "Twice"]),
        ("why?? because", ["why??", "because"]),
        ("£84.80 a week", ["£84.80 a week"]),
        ("... and then", ["... and then"]),
    ],
)
def test_sentences_and_lines_are_statements(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize("piece", [".", ". ", "?)", "a. ", "\n."])
def test_a_long_run_of_stops_is_cut_in_a_moment(piece):
    before = time.process_time()
    statements.split(piece * (40_000 // len(piece)))

    assert time.process_time() - before < 2


@given(st.text(st.characters(), max_size=300))
def test_each_character_is_in_one_statement_or_is_white_space(text):
    spans = statements.split(text)
    inside = [at for start, end in spans for at in range(start, end)]

    assert inside == sorted(set(inside))
    assert all(text[at].isspace() for at in set(range(len(text))) - set(inside))
