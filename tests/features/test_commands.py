"""The commands for whoever runs the service, and the example they can take away."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from engage import answering, summaries, summary_drafts, survey_files, times
from engage.config import ROOT
from engage.example import loading
from engage.extensions import Base, db
from engage.models import Conversation, Person, Role, Session, Staff, Survey
from surveys.loading import load
from tests.factories import a_person, a_survey
from tests.forms_made import a_form


@pytest.fixture
def run(app):
    """Run a command, and give what it printed and its exit code."""

    def command(*words: str) -> tuple[str, int]:
        result = app.test_cli_runner().invoke(args=list(words))
        return result.output, result.exit_code

    return command


def test_a_member_of_staff_is_added_and_gets_a_link_that_works(run, client):
    said, code = run("staff", "add", "sam@example.org", "--name", "Sam", "--role", "policy")
    path = re.search(r"/staff/link/\S+", said)
    assert code == 0
    assert path
    assert client.post(path[0]).location.endswith("/staff/")


def test_somebody_who_is_there_already_is_not_added_twice(run):
    words = ("staff", "add", "sam@example.org", "--name", "Sam", "--role", "policy")
    run(*words)
    said, code = run(*words)
    assert code == 1
    assert "somebody with that email already" in said


@pytest.mark.parametrize(
    "words, told",
    [
        (("staff", "link", "nobody@example.org"), "nobody with that email"),
        (("staff", "add", "x@example.org", "--name", "X", "--role", "king"), "king"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(run, words, told):
    said, code = run(*words)
    assert code != 0
    assert told in said


def test_people_come_from_a_file_all_or_none(run, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("first_name,number,borough,group\nKev,07700 900500,wirral,\nAnn,12,,\n")
    said, code = run("people", "import", str(file), "--consent", "Yes.")
    assert code == 1
    assert "Row 3" in said
    assert db.session.scalars(select(Person)).all() == []

    file.write_text("first_name,number\nKev,07700 900500\n")
    assert run("people", "import", str(file), "--consent", "Yes.") == ("1 person added.\n", 0)


@pytest.mark.long
def test_the_example_loads_whole_and_goes_without_taking_anything_else(app, run):
    loading.load(now=times.now(), progress=lambda _line: None)
    survey = answering.survey_by_key("temporary-accommodation")
    assert survey is not None
    themed = summaries.build(survey, now=times.now())
    assert themed.people == 180
    assert summaries.published(survey) is not None
    [draft] = summary_drafts.all_open().values()
    assert draft.asked_at is not None
    waiting = select(func.count()).where(Conversation.state == "invited")
    assert (db.session.scalar(waiting) or 0) >= 8
    assert db.session.scalar(select(func.count()).select_from(Session)) == 4

    mine = a_person("Real", number="+447700900999").id, a_survey("real").id
    db.session.commit()
    said, code = run("example", "remove")

    assert (code, "60 made-up people" in said) == (0, True)
    assert [p.id for p in db.session.scalars(select(Person))] == [mine[0]]
    assert [s.id for s in db.session.scalars(select(Survey))] == [mine[1]]
    assert db.session.scalars(select(Staff)).all() == []
    kept = {"person", "phone", "survey", "survey_version", "sending", Role.__tablename__}
    counts = {
        table.name: db.session.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
    }
    assert {name for name, count in counts.items() if count} == kept


def test_a_survey_is_published_from_a_file_and_can_be_answered(run, client):
    ready = str(ROOT / "surveys" / "library" / "temporary-accommodation.yaml")
    words = ("survey", "publish", ready, "--private", "--word", "home", "--closes", "2099-01-31")
    said, code = run(*words)
    survey = db.session.scalars(select(Survey)).one()
    assert (code, survey.text_word, survey.anonymous) == (0, "HOME", False)
    assert survey.closes_at == datetime(2099, 2, 1, tzinfo=UTC)
    assert said.strip().endswith("/s/temporary-accommodation")
    assert client.get("/s/temporary-accommodation").status_code == 200

    said, code = run(*words)
    assert (code, "leads to" in said) == (1, True)


@pytest.mark.parametrize(
    "given, told",
    [
        (("--word", "STOP"), "act on STOP"),
        (("--word", "two words"), "no spaces"),
        (("--closes", "2020-01-01"), "has not passed"),
        (("--closes", "soon"), "soon"),
    ],
)
def test_a_survey_that_cannot_go_out_says_why(run, given, told):
    ready = str(ROOT / "surveys" / "library" / "temporary-accommodation.yaml")
    said, code = run("survey", "publish", ready, "--anonymous", *given)
    assert code != 0
    assert told in said


def test_a_survey_with_something_missing_names_it(run, tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text("key: x\ntitle: X\nquestions: []\n")
    said, code = run("survey", "publish", str(file), "--anonymous")
    assert code == 1
    assert "question" in said


def test_a_survey_is_published_from_a_form(run, tmp_path):
    ready = load(ROOT / "surveys" / "library" / "temporary-accommodation.yaml")
    file = tmp_path / "ready.xlsx"
    file.write_bytes(survey_files.as_form(ready))

    said, code = run("survey", "publish", str(file), "--private")

    assert (code, said.strip().endswith("/s/temporary-accommodation")) == (0, True)
    assert db.session.scalars(select(Survey)).one().latest.questionnaire == ready


def test_a_form_says_what_was_left_out_of_it_and_what_it_lacks(run, tmp_path):
    file = tmp_path / "week.xlsx"
    file.write_bytes(a_form(("text", "change", "What is bad?"), ("geopoint", "at", "Where?")))

    said, code = run("survey", "publish", str(file), "--private")

    assert code == 1
    assert "Survey row 3 (at): “Where?” is left out." in said
    assert "The survey needs `thanks`" in said


def test_a_file_that_is_no_survey_is_not_published(run, tmp_path):
    file = tmp_path / "week.xlsx"
    file.write_bytes(b"PK broken")

    said, code = run("survey", "publish", str(file), "--private")

    assert (code, "no Excel workbook" in said) == (1, True)


def test_two_surveys_may_both_have_no_text_word(run, tmp_path):
    ready = (ROOT / "surveys" / "library" / "temporary-accommodation.yaml").read_text("utf-8")
    for key in ("temporary-accommodation", "another"):
        file = tmp_path / f"{key}.yaml"
        file.write_text(ready.replace("key: temporary-accommodation", f"key: {key}"), "utf-8")
        said, code = run("survey", "publish", str(file), "--private")
        assert (code, said.strip().rpartition("/")[2]) == (0, key)
