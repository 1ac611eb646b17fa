"""The libraries that read forms are loaded quietly, and only where forms are read."""

import subprocess
import sys

import pytest


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_reading_forms_gives_no_warning_when_it_is_loaded():
    assert run("import surveys.xlsform") == ""


@pytest.mark.parametrize("module", ["surveys.loading", "surveys.yaml_file", "surveys.editing"])
def test_surveys_are_loaded_without_what_reads_forms(module):
    code = f"import sys, {module}; print({{'pyxform', 'openpyxl'}} & set(sys.modules))"

    assert run(code) == "set()\n"
