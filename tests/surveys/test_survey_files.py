"""Checking and converting survey files of either kind in the terminal."""

import pytest

from surveys.__main__ import main
from surveys.loading import load
from surveys.xlsform import read, write
from tests.surveys.test_loading import LIBRARY
from tests.surveys.xlsform.workbooks import form_file

READY = LIBRARY[0]


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "exit-interview.xlsx"
    path.write_bytes(form_file("exit-interview"))
    return path


def test_checking_a_form_says_what_is_not_taken_over_and_then_what_to_put_right(form, capsys):
    assert main(["check", str(form)]) == 1

    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Not taken over as it was in the form:"
    assert told[1].startswith("  Survey row 3 (consent): It may be left without a tick.")
    assert told[-2:] == [
        "The survey needs `purpose`, in words.",
        "The survey needs `thanks`, in words.",
    ]


def test_checking_a_whole_survey_in_a_form_reports_on_it_as_for_yaml(tmp_path, capsys):
    path = tmp_path / "ready.xlsx"
    path.write_bytes(write(load(READY)))

    assert main(["check", str(path)]) == 0
    as_form = capsys.readouterr().out
    assert main(["check", str(READY)]) == 0
    assert as_form == capsys.readouterr().out


def test_a_yaml_file_is_converted_to_a_form_and_back(tmp_path):
    form, again = tmp_path / "ready.xlsx", tmp_path / "again.yaml"

    assert main(["convert", str(READY), str(form)]) == 0
    assert main(["convert", str(form), str(again)]) == 0

    assert load(again) == load(READY)


def test_a_form_that_is_not_a_whole_survey_yet_is_converted_and_what_lacks_is_told(form, capsys):
    path = form.with_suffix(".yaml")

    assert main(["convert", str(form), str(path)]) == 1

    assert "The survey needs `purpose`" in capsys.readouterr().out
    assert path.read_text("utf-8").startswith("key: exit_interview\ntitle: Exit interview\n")


@pytest.mark.parametrize(
    "name, code, told",
    [
        ("new.pdf", 1, "Name the new file with .yaml or .xlsx at its end."),
        ("new.xlsx", 1, "The survey needs `purpose`, in words."),
        ("nowhere/new.yaml", 2, "We could not open"),
        ("exit-interview.xlsx", 1, "The survey needs `purpose`, in words."),
    ],
)
def test_what_cannot_be_written_is_told(form, capsys, name, code, told):
    assert main(["convert", str(form), str(form.parent / name)]) == code

    shown = capsys.readouterr()
    assert told in shown.out + shown.err


def test_a_file_that_is_there_is_never_written_over(tmp_path, capsys):
    path = tmp_path / "mine.yaml"
    path.write_text("mine", encoding="utf-8")

    assert main(["convert", str(READY), str(path)]) == 2
    assert path.read_text("utf-8") == "mine"
    assert "There is a file" in capsys.readouterr().err


def test_a_file_that_is_no_form_is_told_kindly(tmp_path, capsys):
    path = tmp_path / "photo.xlsx"
    path.write_bytes(b"\x89PNG")

    assert main(["check", str(path)]) == 1
    assert "This file is not a form we can read." in capsys.readouterr().out


@pytest.mark.parametrize("given", [["check", "a", "b"], ["convert", "a"]])
def test_a_command_with_the_wrong_number_of_files_is_explained(given, capsys):
    with pytest.raises(SystemExit):
        main(given)

    assert "convert takes two files" in capsys.readouterr().err


def test_the_form_written_is_read_by_its_own_name(tmp_path):
    path = tmp_path / "ready.xlsx"
    main(["convert", str(READY), str(path)])

    assert read(path.read_bytes(), path.name).definition["key"] == load(READY).key
