"""A spaCy pipeline the operator has installed joins the vote on names."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from nlp import second_opinion

ROOT = Path(__file__).parents[2]
NAME = "en_two_names"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a pipeline that knows two names is installed as a package."""
    made = tmp_path_factory.mktemp("made")
    pipeline = spacy.blank("en")
    pipeline.meta["name"], pipeline.meta["version"] = "two_names", "1.0.0"
    rules = pipeline.add_pipe("entity_ruler")
    rules.add_patterns([  # type: ignore[attr-defined]
        {"label": "PERSON", "pattern": "Snowdrop Vellichor"},
        {"label": "PERSON", "pattern": "the"},
    ])  # fmt: skip
    pipeline.to_disk(made / "pipeline")
    command = [sys.executable, "-m", "spacy", "package", "--build", "none"]
    subprocess.run([*command, str(made / "pipeline"), str(made)], check=True, capture_output=True)
    folder = made / f"{NAME}-1.0.0"
    shutil.copy(folder / "meta.json", folder / NAME)  # as its setup.py does
    about = folder / f"{NAME}-1.0.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 1.0.0\n")
    return folder


def said_of(text: str, path: Path, **setting: str) -> str:
    """What becomes of a text in a process with these settings."""
    done = subprocess.run(
        [sys.executable, "-m", "nlp", "anonymise"],
        input=json.dumps({"id": 1, "text": text}),
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{path}", **setting},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr


TEXT = "the form was signed Snowdrop Vellichor in the morning"


def test_a_name_only_the_other_pipeline_knows_is_taken_out(installed):
    assert '"the form was signed [name] in the morning"' in said_of(
        TEXT, installed, ENGAGE_SPACY_MODEL=NAME
    )


def test_a_small_word_is_no_name_whatever_the_other_pipeline_says(installed):
    assert "[name] form" not in said_of(TEXT, installed, ENGAGE_SPACY_MODEL=NAME)


def test_one_that_is_not_installed_is_said_plainly(installed):
    assert "no spaCy pipeline of that name is installed" in said_of(
        TEXT, installed, ENGAGE_SPACY_MODEL="en_not_there"
    )


def test_one_that_finds_no_people_is_said_plainly(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "plain")

    with pytest.raises(second_opinion.NotInstalled, match="does not look for people"):
        second_opinion.load(str(tmp_path / "plain"))
