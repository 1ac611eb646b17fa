"""What the package ships and how it behaves in a process."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import nlp
from nlp import names, pipeline, wordlists

PACKAGE = Path(nlp.__file__).parent
DATA = sorted(path for path in (PACKAGE / "data").rglob("*") if path.is_file())


EXAMPLES = "examples.jsonl"
NUMBERS = ("drill_messages.jsonl", "anonymise_figures.json")
"""Messages with details in them, which are nobody's, and counts."""


LISTS = [path for path in DATA if path.suffix not in (".bin", ".npy", ".npz", ".zip", ".LICENCE")]


@pytest.mark.parametrize(
    "path", [path for path in LISTS if path.name not in NUMBERS], ids=lambda path: path.name
)
def test_the_lists_hold_no_detail_of_anybody(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"07700|0151\s?496|@|\d{5,}|https?://", text)


def test_the_lists_stay_small():
    assert sum(path.stat().st_size for path in LISTS if path.name != EXAMPLES) < 2_500_000


def test_all_that_ships_stays_small():
    of_themes = {path for path in DATA if path.parent.name == "themes"}

    assert sum(path.stat().st_size for path in DATA if path not in of_themes) < 12_500_000
    assert sum(path.stat().st_size for path in of_themes) < 16_000_000


def test_every_list_is_described_in_the_notice():
    notice = (PACKAGE / "data" / "NOTICE.md").read_text(encoding="utf-8")

    assert [path.name for path in DATA if path.name not in notice] == ["NOTICE.md"]


def in_a_process(code):
    """Run code in a process of its own, which has to end well."""
    subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, check=True, timeout=60)


def test_the_pipeline_is_built_once():
    assert pipeline.load() is pipeline.load()
    assert pipeline.load().pipe_names == [names.FACTORY]


def test_the_package_needs_neither_the_web_nor_a_database_nor_a_model():
    code = (
        "import sys, nlp.__main__\n"
        "banned = ('flask', 'sqlalchemy', 'surveys', 'engage', 'torch', 'twilio')\n"
        "assert not [name for name in banned if name in sys.modules]\n"
    )

    in_a_process(code)


def test_the_commands_of_spacy_are_left_out_and_can_still_be_had_by_name():
    code = (
        "import sys, nlp.pipeline\n"
        "assert nlp.pipeline.load()('a word')\n"
        "assert not {'spacy.cli', 'typer'} & set(sys.modules)\n"
        "from spacy.cli import app\n"
    )

    in_a_process(code)


@pytest.mark.parametrize(
    "word, kind",
    [
        ("dave", wordlists.NAME),
        ("hope", wordlists.BOTH),
        ("liverpool", wordlists.PLACE),
        ("hostel", wordlists.WORD),
        ("the", wordlists.FUNCTION),
        ("zxqvb", wordlists.UNKNOWN),
    ],
)
def test_each_word_has_a_kind(word, kind):
    assert wordlists.kind_of(word) == kind


@pytest.mark.parametrize(
    "word, expected", [("agen", True), ("hostle", True), ("sooooooo", True), ("okonjo", False)]
)
def test_a_slip_of_the_keys_is_told_from_a_name(word, expected):
    assert wordlists.looks_misspelt(word) is expected


def test_of_the_library_of_graphs_only_what_groups_is_loaded_and_the_rest_can_be_had():
    code = (
        "import sys, nlp.discovery.themes\n"
        "assert not {'sknetwork.gnn', 'sknetwork.ranking'} & set(sys.modules)\n"
        "from sknetwork.ranking import PageRank\n"
    )

    in_a_process(code)
