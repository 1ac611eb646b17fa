"""What we write as a form: pyxform takes it, it asks the same people, and no cell is a formula."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from pyxform.xls2xform import convert

from surveys.conditions import Is, leaves
from surveys.conditions import read as condition_of
from surveys.dates import from_iso
from surveys.loading import from_dict, load
from surveys.reading import WORDS, Value
from surveys.xlsform import DoesNotFit, read, write
from surveys.xlsform.expressions import parse
from surveys.xlsform.relevance import Source
from surveys.xlsform.saying_conditions import choice_name, quoted, relevant
from tests.surveys.test_loading import LIBRARY
from tests.surveys.xlsform.odk import holds
from tests.surveys.xlsform.surveys_made import condition

HEADS = {"key": "s", "title": "Mine", "purpose": "To learn.", "thanks": "Thank you."}
AREA = {
    "key": "area",
    "kind": "pick_one",
    "wording": "Where?",
    "options": [{"value": "north", "label": "North"}, {"value": "south", "label": "South"}],
}


def a_survey(*questions: dict[str, Any], **heads: Any) -> Any:
    return from_dict({**HEADS, "questions": list(questions), **heads})


def sheet(data: bytes, name: str) -> Worksheet:
    return openpyxl.load_workbook(BytesIO(data))[name]


def rows(data: bytes, name: str = "survey") -> list[dict[str, Any]]:
    first, *rest = sheet(data, name).iter_rows(values_only=True)
    return [
        {str(key): value for key, value in zip(first, row, strict=True) if value is not None}
        for row in rest
    ]


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_every_ready_survey_is_a_form_and_comes_back_the_same(path):
    survey = load(path)
    warnings: list[str] = []

    written = write(survey)

    assert from_dict(read(written, "s.xlsx").definition) == survey
    assert "<h:html" in convert(BytesIO(written), file_type=".xlsx", warnings=warnings).xform
    assert not [one for one in warnings if "translation" not in one]


def test_each_kind_has_the_type_that_other_tools_know():
    survey = a_survey(
        {"key": "hello", "kind": "information", "wording": "Hello", "body": "Read this."},
        {"key": "ok", "kind": "consent", "wording": "I agree."},
        {"key": "use", "kind": "consent", "about": "words", "wording": "Your words?"},
        AREA,
        {**AREA, "key": "many", "kind": "pick_several"},
        {"key": "sure", "kind": "yes_no", "wording": "Sure?"},
        {"key": "faces", "kind": "scale", "wording": "How?", "high": 2, "labels": ["Bad", "Good"]},
        {"key": "ends", "kind": "scale", "wording": "How?", "low_label": "Low", "low": 0},
        {"key": "nights", "kind": "number", "wording": "How many?", "high": 9},
        {"key": "since", "kind": "date", "wording": "When?", "when": "past"},
        {"key": "why", "kind": "free_text", "wording": "Why?", "limit": 20},
    )

    written = {row["name"]: row for row in rows(write(survey))}

    assert {key: row["type"] for key, row in written.items()} == {
        "hello": "note",
        "ok": "acknowledge",
        "use": "select_one use_of_words",
        "area": "select_one area",
        "many": "select_multiple many",
        "sure": "select_one yes_no",
        "faces": "select_one faces",
        "ends": "range",
        "nights": "integer",
        "since": "date",
        "why": "text",
    }
    assert written["hello"]["label::English (en)"] == "Hello\n\nRead this."
    assert written["ok"]["required"] == "yes"
    assert written["ends"]["parameters"] == "start=0 end=5 step=1 tick_labelset=ends"
    assert written["nights"]["constraint"] == ". >= 0 and . <= 9"
    assert written["since"]["constraint"] == ". <= today()"
    assert written["why"]["constraint"] == "string-length(.) <= 20"


def test_an_answer_is_put_into_words_as_people_see_it_or_with_the_words_for_none():
    wording = {"wording": 'What of ${area|it\'s "here"}?'}

    written = rows(write(a_survey(AREA, {"key": "why", "kind": "free_text", **wording})))

    assert written[1]["name"] == "area_label"
    assert written[1]["calculation"] == (
        "if(${area} = '', concat('it', \"'\", 's \"here\"'), jr:choice-name(${area}, '${area}'))"
    )
    assert written[2]["label::English (en)"] == "What of ${area_label}?"


def test_the_questions_about_the_person_are_in_a_group_behind_the_one_that_asks_leave():
    survey = a_survey(AREA, about_you=["age", "sex"])

    gate, group, *asked, end = rows(write(survey))[1:]

    assert (gate["name"], gate["type"]) == ("about-you", "select_one yes_no")
    assert group["relevant"] == "${about-you} = 'yes'"
    assert [one["name"] for one in asked] == ["age", "sex"]
    assert end == {"type": "end_group"}


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "#N/A", "=HYPERLINK(1)"])
def test_every_cell_is_text_whatever_it_starts_with(start):
    option = {"value": f"{start} x", "label": f"{start} one"}
    survey = a_survey(
        {**AREA, "wording": f"{start} where", "options": [option, *AREA["options"]]},
        title=f"{start} title",
    )

    written = write(survey)

    cells = [
        cell
        for name in ("survey", "choices", "settings")
        for row in sheet(written, name).iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s"}
    starts = [cell for cell in cells if cell.value.startswith(start.strip()) and start[0] in "=+-@"]
    assert starts or start[0] not in "=+-@"
    assert all(cell.quotePrefix for cell in starts)
    assert from_dict(read(written, "s.xlsx").definition) == survey


def test_words_too_long_for_a_cell_are_told_and_not_cut():
    with pytest.raises(DoesNotFit) as told:
        write(a_survey({"key": "why", "kind": "free_text", "wording": "Why " * 9_000}))

    assert "is too long for a spreadsheet" in str(told.value)


def test_a_survey_in_another_language_is_written_as_it_was_first():
    survey = a_survey(AREA, translations={"pl": {"title": "Moja"}})

    assert write_and_read(survey.in_language("pl")) == survey


def write_and_read(survey: Any) -> Any:
    return from_dict(read(write(survey), "s.xlsx").definition)


@pytest.mark.parametrize(
    "words, written",
    [
        ("area", "'area'"),
        ("it's", '"it\'s"'),
        ('it\'s "so"', "concat('it', \"'\", 's \"so\"')"),
        ("", "''"),
    ],
)
def test_words_are_quoted_so_that_nothing_in_them_ends_the_quotes(words, written):
    assert quoted(words) == written


@pytest.mark.parametrize(
    "value, taken, name",
    [
        ("st-helens", [], "st-helens"),
        ("a b", [], "a_b"),
        ("a b", ["a_b"], "a_b_2"),
        ("مرحبا", [], "choice"),
    ],
)
def test_a_choice_is_named_by_its_value_as_near_as_may_be(value, taken, name):
    assert choice_name(value, taken) == name


ASKED: list[dict[str, Any]] = [
    AREA,
    {**AREA, "key": "many", "kind": "pick_several"},
    {"key": "sure", "kind": "yes_no"},
    {"key": "safe", "kind": "scale", "low": 1, "high": 5},
    {"key": "nights", "kind": "number"},
    {"key": "since", "kind": "date"},
    {"key": "why", "kind": "free_text"},
]
KINDS = {one["key"]: one["kind"] for one in ASKED}
AREAS = {"north": "north", "south": "south"}
SOURCES = {
    "area": Source("area", "pick_one", AREAS),
    "many": Source("many", "pick_several", AREAS, "none_of_these"),
    "sure": Source("sure", "yes_no", {one: one for one in ("yes", "no", "dont_know")}),
    "safe": Source("safe", "scale", {f"{point}": point for point in range(1, 6)}),
    **{key: Source(key, KINDS[key]) for key in ("nights", "since", "why")},
}
DAYS = ("1999-12-31", "2000-01-01", "2026-01-01")
GIVEN: dict[str, list[tuple[str, Value]]] = {
    "area": [("", None), ("north", "north"), ("south", "south")],
    "many": [("", None), ("none_of_these", ()), ("north", ("north",)),
             ("north south", ("north", "south"))],
    "sure": [("", None), ("yes", "yes"), ("dont_know", "dont_know")],
    "safe": [("", None), *((f"{point}", point) for point in range(1, 6))],
    "nights": [("", None), *((f"{number}", number) for number in (0, 1, 5, 400))],
    "since": [("", None), *((day, day) for day in DAYS)],
    "why": [("", None), ("x", WORDS)],
}  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(condition(ASKED), st.fixed_dictionaries({k: st.sampled_from(v) for k, v in GIVEN.items()}))
def test_odk_asks_just_the_people_we_would(written, answers):
    found = condition_of(written)
    assert not isinstance(found, str)
    named = [one for one in leaves(found) if isinstance(one, Is) and one.question == "since"]
    assume(all(from_iso(str(day)) for one in named for day in one.values))

    said = relevant(found, {key: (key, source) for key, source in SOURCES.items()})

    ours = {key: value for key, (_, value) in answers.items()}
    theirs = {key: raw for key, (raw, _) in answers.items()}
    assert holds(parse(said), theirs, KINDS) == found.holds(ours)
