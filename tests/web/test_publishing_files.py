"""Surveys between files and drafts: brought in, looked at, made a draft of, and taken away."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html import unescape
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from engage import survey_files
from engage.extensions import db
from engage.models import SurveyDraft
from surveys.loading import from_dict, loads
from surveys.xlsform import read as read_form
from tests.factories import DEFINITION, a_survey
from tests.forms_made import a_form
from tests.pages import words
from tests.web.drafts_made import POLISH, a_draft, path

IMPORT = "/staff/write/import"
WHOLE = {**DEFINITION, "about_you": ["age"], "translations": {"pl": POLISH}}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def bring(client, data: bytes, name: str):
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--edge--\r\n"
    return client.post(IMPORT, data=body, content_type="multipart/form-data; boundary=edge")


def made_of(client, page):
    """Press the button under what was read."""
    html = page.get_data(as_text=True)
    found = re.search(r'name="definition" value="([^"]*)"', html)
    assert found
    form = {"definition": unescape(found[1])}
    return client.post(IMPORT, data=form, content_type="multipart/form-data")


def drafts_there() -> list[SurveyDraft]:
    db.session.expire_all()
    return list(db.session.scalars(select(SurveyDraft)))


FORM = a_form(
    ("text", "change", "What should change?"),
    ("geopoint", "where", "Where are you?"),
)


def yaml_of(definition: Any) -> bytes:
    return yaml.safe_dump(definition, allow_unicode=True).encode()


def test_a_survey_in_yaml_is_shown_and_then_made_a_draft(facilitator):
    page = bring(facilitator, yaml_of(WHOLE), "week.yaml")

    said = words(page)
    assert "What we read" in said
    assert "Questions 3" in said
    assert "Other languages Polish" in said
    assert "We could take over all of it." in said
    assert drafts_there() == []

    done = made_of(facilitator, page)

    (draft,) = drafts_there()
    assert (done.status_code, done.location) == (303, path(draft, "check"))
    assert from_dict(draft.definition) == from_dict(WHOLE)


def test_a_form_says_by_row_and_in_plain_words_what_we_could_not_take_over(facilitator):
    page = bring(facilitator, FORM, "week.xlsx")

    said = words(page)
    assert "Sheet survey, row 3 where" in said
    assert "not as it was" in said

    made_of(facilitator, page)
    assert drafts_there()[0].definition["questions"][0]["wording"] == "What should change?"


def test_what_is_to_be_put_right_is_listed_and_the_draft_is_made_all_the_same(facilitator):
    page = bring(facilitator, yaml_of({**DEFINITION, "thanks": ""}), "week.yml")

    assert "1 thing to put right before it can go out" in words(page)
    assert made_of(facilitator, page).status_code == 303


def test_a_survey_whose_address_is_taken_gets_one_of_its_own(facilitator):
    a_survey()

    made_of(facilitator, bring(facilitator, yaml_of(DEFINITION), "week.yaml"))

    assert drafts_there()[0].definition["key"] == "test-survey-2"


@pytest.mark.parametrize(
    "data, name, said",
    [
        (b"", "x.yaml", "There is nothing in this file."),
        (b" \n", "x.xlsx", "There is nothing in this file."),
        (b"a: [", "x.yaml", "We could not read this as YAML"),
        (b"just words", "x.yaml", "This file holds no survey."),
        (b"- 1\n- 2", "x.yaml", "This file holds no survey."),
        (b"questions: none", "x.yaml", "This file holds no survey."),
        (b"\xff\xfe\x00bad", "x.yaml", "We cannot read this file."),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "photo.png", "We cannot read this file."),
        (b"PK\x03\x04 broken", "x.xlsx", "not a form we can read"),
        (b"just words", "x.xlsx", "no Excel workbook, whatever its name"),
        (b"questions: " + b"[" * 5_000, "x.yaml", "too many deep"),
        (b"questions: [" + b"{a: " * 40 + b"1" + b"}" * 40 + b"]", "x.yaml", "too many deep"),
        (b"- " * 100_000, "x.yaml", "too many deep"),
        (b"a: &a [x]\nb: &b [*a, *a]\nquestions: [*b, *b]", "x.yaml", "stand for others"),
        (b"questions: []\n#" + b"x" * 300_000, "x.yaml", "too big for a survey. It can be 256 KB"),
        (b"PK\x03\x04" + b"x" * 2_200_000, "x.xlsx", "This file is too big. It can be 2048 KB"),
    ],
)
def test_a_file_we_cannot_read_is_refused_kindly(facilitator, data, name, said):
    answer = bring(facilitator, data, name)

    assert answer.status_code == 400
    assert said in words(answer)
    assert '<a href="#file">' in answer.get_data(as_text=True)
    assert drafts_there() == []


def a_bomb() -> bytes:
    """A few kilobytes that unpack to a hundred megabytes."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", b"<x/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    return kept.getvalue()


def with_entities() -> bytes:
    """A workbook whose parts name each other until they fill the memory."""
    kept = io.BytesIO(FORM)
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(kept, "a") as packed:
        packed.writestr("xl/sharedStrings.xml", entity + b"<sst>&b;</sst>")
    return kept.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("hostile", [a_bomb, with_entities])
def test_a_hostile_workbook_is_refused_kindly(facilitator, hostile):
    answer = bring(facilitator, hostile(), "form.xlsx")

    assert answer.status_code == 400
    assert drafts_there() == []


def test_no_file_at_all_is_asked_for(facilitator):
    for form in ({}, {"file": (io.BytesIO(b""), "")}):
        answer = facilitator.post(IMPORT, data=form, content_type="multipart/form-data")
        assert answer.status_code == 400
        assert "Choose a file first" in words(answer)


def test_a_request_larger_than_any_file_is_refused_before_it_is_read(facilitator):
    assert bring(facilitator, b"x" * 5_000_000, "x.yaml").status_code == 413


def test_only_this_page_takes_so_much(facilitator):
    draft = a_draft()

    answer = facilitator.post(path(draft, "languages"), data={"language": "x" * 300_000})

    assert answer.status_code == 413


@pytest.mark.parametrize(
    "text", ["", "not json", "[]", "null", "3", "[" * 100_000, '{"a":' * 50 + "1" + "}" * 50]
)
def test_a_forged_form_makes_no_draft(facilitator, text):
    answer = facilitator.post(IMPORT, data={"definition": text}, content_type="multipart/form-data")

    assert answer.status_code == 400
    assert drafts_there() == []


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"questions": 3},
        {"questions": [[], None, "x", {"key": {}, "options": "x"}], "about_you": {}},
        {"title": "\ud800\x00", "questions": [{"wording": "\udfff"}]},
        {"translations": [1], "questions": [{"key": "a", "kind": [], "show_when": [[]]}]},
        {"key": ["x"], "title": {"a": 1}, "about_you": [{"key": 1}, 4]},
    ],
)
def test_odd_values_become_a_draft_that_can_be_looked_at(facilitator, odd):
    form = {"definition": json.dumps(odd)}

    done = facilitator.post(IMPORT, data=form, content_type="multipart/form-data")

    assert done.status_code == 303
    assert facilitator.get(done.location).status_code == 200


def test_a_draft_is_taken_away_as_yaml_and_brought_back_the_same(facilitator):
    draft = a_draft(**{name: WHOLE[name] for name in ("about_you", "translations")})

    file = facilitator.get(path(draft, "export.yaml"))

    assert file.content_type == "application/yaml; charset=utf-8"
    assert file.headers["Content-Disposition"] == 'attachment; filename="test-survey.yaml"'
    assert loads(file.text) == from_dict(WHOLE)
    assert survey_files.read(file.data, "x.yaml").definition == draft.definition


def test_a_draft_is_taken_away_as_a_form_and_brought_back_the_same(facilitator):
    draft = a_draft(translations={"pl": POLISH})

    file = facilitator.get(path(draft, "export.xlsx"))

    assert file.content_type == XLSX
    assert file.headers["Content-Disposition"] == 'attachment; filename="test-survey.xlsx"'
    assert from_dict(read_form(file.data, "x.xlsx").definition) == from_dict(draft.definition)


def test_a_draft_that_is_not_right_yet_is_yaml_all_the_same_but_no_form(facilitator):
    draft = a_draft(thanks="", questions=[{"key": "q", "kind": "pick_one", "wording": "?"}])

    assert yaml.safe_load(facilitator.get(path(draft, "export.yaml")).text) == draft.definition
    assert facilitator.get(path(draft, "export.xlsx")).location == path(draft, "check")
    assert "It can be made once nothing is left to put right." in words(
        facilitator.get(path(draft, "export"))
    )


def test_a_draft_says_which_files_it_can_be(facilitator):
    html = facilitator.get(path(a_draft(), "export")).get_data(as_text=True)

    assert "export.yaml" in html
    assert "export.xlsx" in html


@pytest.mark.parametrize("ending, content_type", [("yaml", "application/yaml"), ("xlsx", XLSX)])
def test_what_a_published_survey_asks_is_taken_away_too(survey, facilitator, ending, content_type):
    file = facilitator.get(f"/staff/surveys/test-survey/export.{ending}")

    assert file.content_type.startswith(content_type)
    found = survey_files.read(file.data, f"x.{ending}").definition
    assert from_dict(found) == survey.latest.questionnaire


@pytest.mark.parametrize("ending", ["json", "yaml.exe", "xls"])
def test_there_are_no_other_files(survey, facilitator, ending):
    assert facilitator.get(f"/staff/surveys/test-survey/export.{ending}").status_code == 404
