"""Starting: made-up people never join real ones, and what was typed is answered in plain words."""

from __future__ import annotations

import argparse

import pytest

from engage import staff
from engage.config import SettingsProblem
from engage.example import presence
from engage.extensions import db
from engage.serving.server import a_port, free_port
from tests.factories import a_person


@pytest.mark.parametrize("real", [a_person, lambda: staff.add("sam@example.org", "Sam", ())])
def test_the_example_is_not_loaded_beside_real_people(app, real):
    assert not presence.is_loaded()
    real()
    db.session.commit()
    assert presence.is_loaded()


@pytest.mark.parametrize("typed", ["0", "70000", "-1", "http", "", "5000.5", "５"])
def test_a_port_that_cannot_be_is_explained(typed):
    with pytest.raises(argparse.ArgumentTypeError, match="1 to 65535"):
        a_port(typed)


def test_a_host_that_is_not_this_machine_is_not_called_a_taken_port(capsys):
    with pytest.raises(SettingsProblem, match="Cannot listen on 192"):
        free_port("192.0.2.1", 5000)
    assert capsys.readouterr().out == ""


def test_a_file_of_people_in_another_encoding_is_explained(app, tmp_path):
    file = tmp_path / "people.csv"
    file.write_bytes("first_name,number\nZo\xeb,07700 900123\n".encode("latin-1"))
    command = ["people", "import", str(file), "--consent", "Yes"]
    done = app.test_cli_runner().invoke(args=command)
    assert (done.exit_code, "Save the file as CSV UTF-8" in done.output) == (1, True)
