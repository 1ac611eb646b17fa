"""`python -m nlp discover` and `evaluate discover`, as a person runs them."""

import io
import json
import sys

import pytest

from nlp.__main__ import main
from nlp.vectors import adapter
from tests.nlp.test_discovery import HERE, statements


class OfTheStatements:
    """Stands in for the sentence model, and knows the statements of the tests only."""

    name, is_model = "a stand-in", True

    def __call__(self, texts):
        said, _, vectors = statements()
        place = {text: at for at, text in enumerate(said)}
        return vectors[[place[text] for text in texts]]


@pytest.fixture(autouse=True)
def _vectors(monkeypatch):
    monkeypatch.setattr(adapter, "load", OfTheStatements)
    monkeypatch.setattr(adapter, "why_not", lambda: "")


@pytest.fixture
def run(monkeypatch, capfdbinary):
    def ran(*arguments, given=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        with io.TextIOWrapper(io.BytesIO(), encoding="utf-8") as out:
            monkeypatch.setattr(sys, "stdout", out)
            code = main([str(one) for one in arguments])
            out.flush()
            return code, out.buffer.getvalue().decode(), capfdbinary.readouterr().err.decode()

    return ran


GOLD = HERE / "gold_groups.jsonl"


def test_every_line_is_given_a_theme_in_order(run):
    code, out, err = run("discover", given=GOLD.read_bytes())
    rows = [json.loads(line) for line in out.splitlines()]

    assert (code, err) == (0, "")
    assert [row["id"] for row in rows] == [f"s{at:03}" for at in range(1, 201)]
    assert list(rows[0]) == ["id", "theme", "label", "confidence"]
    assert len({(row["theme"], row["label"]) for row in rows}) > 8


def test_lines_that_cannot_be_read_are_told_and_the_rest_is_answered(run):
    given = b"nonsense\n" + GOLD.read_bytes()
    code, out, err = run("discover", given=given)

    assert code == 2
    assert len(out.splitlines()) == 200
    assert err == "Line 1 is not JSON. It was left out.\n"


def test_nothing_in_is_nothing_out(run):
    assert run("discover") == (0, "", "")


def test_a_table_keeps_its_columns_and_is_given_three(run):
    texts = statements()[0][:20]
    table = "said,who\n" + "".join(f'"{text}",me\n' for text in texts)
    code, out, _ = run("discover", "--column", "said", given=table.encode())
    lines = out.splitlines()

    assert code == 0
    assert lines[0] == "said,who,theme,label,confidence"
    assert len(lines) == 21


def test_found_themes_are_measured_against_labels(run, tmp_path):
    found = tmp_path / "found.jsonl"
    found.write_text(run("discover", given=GOLD.read_bytes())[1], "utf-8")
    code, out, _ = run("evaluate", "discover", GOLD, found)
    rand = float(out.splitlines()[0].split()[3])

    assert code == 0
    assert rand > 0.6
    assert [line.split("  ")[0] for line in out.splitlines()] == [
        "adjusted Rand index",
        "mutual information",
        "share placed",
        "themes",
    ]


def test_texts_that_were_given_no_theme_are_told(run, tmp_path):
    found = tmp_path / "found.jsonl"
    found.write_text('{"id": "s001", "theme": 0}\n', "utf-8")
    code, out, err = run("evaluate", "discover", GOLD, found)

    assert code == 2
    assert "share placed            0.005" in out
    assert (
        err == "199 texts are in gold_groups.jsonl but not in found.jsonl: counted as unplaced.\n"
    )


def test_evaluate_asks_for_both_files(run):
    code, _, err = run("evaluate", "discover", GOLD)

    assert code == 2
    assert "Name two files" in err
