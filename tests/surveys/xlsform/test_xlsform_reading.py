"""What each thing in a form becomes, and what is said where it becomes something else."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from surveys.loading import from_dict, loads
from surveys.xlsform import Imported, read, write

CHOICES = """
| choices  |                  |           |              |
|          | list_name        | name      | label        |
|          | area             | north     | North        |
|          | area             | south     | South        |
"""


def form(survey: str, choices: str = CHOICES, settings: str = "") -> Imported:
    return read(f"{survey}\n{choices}\n{settings}".encode(), "my form.md")


def asked(columns: str, *rows: str, choices: str = CHOICES) -> Imported:
    lines = "\n".join(f"| | {row} |" for row in rows)
    return form(f"| survey |\n| | {columns} |\n{lines}", choices)


def question(row: str, choices: str = CHOICES, columns: str = "type | name | label") -> Any:
    return asked(columns, row, choices=choices).definition["questions"][0]


def listed(*rows: str, columns: str = "list_name | name | label") -> str:
    lines = "\n".join(f"| | {row} |" for row in rows)
    return f"| choices |\n| | {columns} |\n{lines}"


def notes(imported: Imported) -> list[str]:
    return [str(one) for one in imported.not_supported]


@pytest.mark.parametrize(
    "row, kind",
    [
        ("select_one area | q | Where?", "pick_one"),
        ("select_multiple area | q | Where?", "pick_several"),
        ("text | q | Why?", "free_text"),
        ("integer | q | How many?", "number"),
        ("decimal | q | How much?", "number"),
        ("range | q | How much?", "scale"),
        ("date | q | When?", "date"),
        ("note | q | Read this.", "information"),
        ("acknowledge | q | I agree.", "consent"),
    ],
)
def test_each_type_becomes_a_kind(row, kind):
    assert question(row)["kind"] == kind


@pytest.mark.parametrize(
    "labels, kind",
    [
        (("yes | Yes", "no | No"), "yes_no"),
        (("1 | Yes", "0 | No"), "yes_no"),
        (("yes | Yes", "no | No", "dk | Don't know"), "yes_no"),
        (("yes | Yes", "no | No", "x | Not sure"), "yes_no"),
        (("no | No", "yes | Yes"), "pick_one"),
        (("yes | Yes please", "no | No"), "pick_one"),
        (("yes | Yes", "no | No", "maybe | Maybe"), "pick_one"),
        (("yes | Yes", "no | No", "dk | Don't know", "x | Other"), "pick_one"),
    ],
)
def test_yes_and_no_are_ours_only_in_our_own_words(labels, kind):
    found = question("select_one l | q | So?", listed(*(f"l | {one}" for one in labels)))

    assert found["kind"] == kind


def test_yes_and_no_are_ours_only_where_every_language_says_them_so():
    columns = "list_name | name | label::English (en) | label::Polish (pl)"
    survey = "type | name | label::English (en) | label::Polish (pl)"
    row = "select_one l | q | So? | No?"

    def kind(no: str) -> str:
        lists = listed("l | yes | Yes | Tak", f"l | no | No | {no}", columns=columns)
        return str(question(row, lists, survey)["kind"])

    assert kind("Nie") == "yes_no"
    assert kind("Raczej nie") == "pick_one"


@pytest.mark.parametrize(
    "labels, look, kind",
    [
        (("1 | Very bad", "2 | Fine", "3 | Very good"), "", "scale"),
        (("0 | Never", "1 | Now and then", "2 | Always"), "", "scale"),
        (("1 | Kensington", "2 | Fairfield", "3 | Anfield"), "", "pick_one"),
        (("1 | Kensington", "2 | Fairfield", "3 | Anfield"), "likert", "scale"),
        (("low | Low", "mid | Middle", "high | High"), "likert", "scale"),
        (("1 | Very bad", "2 | Fine", "99 | Very good"), "", "pick_one"),
        (("1 | Bad", "2 | Good"), "likert", "pick_one"),
    ],
)
def test_numbered_choices_are_a_scale_where_their_ends_say_how_much(labels, look, kind):
    lists = listed(*(f"l | {one}" for one in labels))

    found = question(f"select_one l | q | So? | {look}", lists, "type | name | label | appearance")

    assert found["kind"] == kind
    assert kind == "pick_one" or found["labels"] == [one.split(" | ")[1] for one in labels]


@pytest.mark.parametrize(
    "parameters, fields",
    [
        ("start=1 end=5 step=1", {"kind": "scale", "low": 1, "high": 5}),
        ("start=0;end=10;step=1", {"kind": "scale", "low": 0, "high": 10}),
        ("start=0, end=11, step=1", {"kind": "number", "low": 0, "high": 11}),
        ("start=0 end=100 step=10", {"kind": "number", "low": 0, "high": 100}),
        ("start=10 end=1 step=1", {"kind": "scale", "low": 1, "high": 10}),
        ("start=-5 end=5 step=1", {"kind": "number", "low": 0, "high": 5}),
        ("start=0.5 end=4.5 step=0.5", {"kind": "number", "low": 1, "high": 4}),
    ],
)
def test_a_slider_is_a_scale_of_eleven_points_at_most_or_a_number(parameters, fields):
    found = question(f"range | q | So? | {parameters}", columns="type | name | label | parameters")

    assert {name: found.get(name) for name in fields} == fields


@pytest.mark.parametrize(
    "choice", ["none | None", "none_of_these | Nothing", "x | None of the above"]
)
def test_a_choice_of_none_becomes_our_own_where_several_may_be_picked(choice):
    lists = listed("l | a | Food", "l | b | Water", f"l | {choice}")

    found = asked("type | name | label", "select_multiple l | q | What?", choices=lists)

    assert [one["value"] for one in found.definition["questions"][0]["options"]] == ["a", "b"]
    assert "became our own “None of these”" in notes(found)[0]


def test_a_choice_of_none_stays_a_choice_where_one_is_picked():
    found = question("select_one l | q | What?", listed("l | a | Food", "l | none | None"))

    assert [one["value"] for one in found["options"]] == ["a", "none"]


@pytest.mark.parametrize(
    "names, values",
    [
        (("1", "2"), ["1", "2"]),
        (("1", "99"), ["some_food", "no_food"]),
        (("a", "b"), ["a", "b"]),
        (("F", "M"), ["some_food", "no_food"]),
        (("stop", "go"), ["some_food", "go"]),
        (("food", "no food"), ["food", "no food"]),
    ],
)
def test_values_are_the_names_where_people_may_text_them(names, values):
    lists = listed(f"l | {names[0]} | Some food!", f"l | {names[1]} | No food")

    found = question("select_one l | q | What?", lists)

    assert [one["value"] for one in found["options"]] == values


def test_conditions_follow_names_that_change():
    lists = listed("l | F | Woman", "l | M | Man")

    found = asked(
        "type | name | label | relevant",
        "select_one l | Sex | You?",
        "text | Why.Not | Why? | ${Sex} = 'F'",
        choices=lists,
    ).definition["questions"]

    assert [one["key"] for one in found] == ["sex", "why_not"]
    assert found[1]["show_when"] == {"question": "sex", "is": "woman"}


def test_a_group_says_when_each_question_in_it_is_asked():
    found = asked(
        "type | name | label | relevant",
        "select_one area | area | Where?",
        "begin_group | g | | ${area} = 'north'",
        "integer | nights | How many? |",
        "begin_group | h | | ${nights} > 3",
        "text | why | Why? | ${area} = 'north'",
        "end_group | | |",
        "end_group | | |",
        "text | end | Bye? |",
    ).definition["questions"]

    assert [one.get("show_when") for one in found] == [
        None,
        {"question": "area", "is": "north"},
        {"all": [{"question": "area", "is": "north"}, {"question": "nights", "at_least": 4}]},
        None,
    ]


def test_a_condition_we_cannot_say_is_noted_with_its_reason_and_the_question_kept():
    found = asked(
        "type | name | label | relevant",
        "integer | nights | How many? |",
        "text | why | Why? | ${nights} * 2 > 10",
    )

    assert "show_when" not in found.definition["questions"][1]
    assert notes(found) == [
        "Survey row 3 (why): It is asked only when ${nights} * 2 > 10. "
        "At character 11 it multiplies, and we do no sums here. "
        "Here it is always asked until you set “show when”."
    ]


@pytest.mark.parametrize(
    "calculation, words",
    [
        ("jr:choice-name(${area}, '${area}')", "In ${area|what you said}?"),
        ("if(${area} = '', 'here', jr:choice-name(${area}, '${area}'))", "In ${area|here}?"),
        ("if(${area} != '', ${area}, \"your area\")", "In ${area|your area}?"),
        ("coalesce(${area}, 'your area')", "In ${area|your area}?"),
        ("concat(${area}, 'x')", "In what you said?"),
    ],
)  # fmt: skip
def test_a_calculation_that_puts_an_answer_into_words_becomes_piping(calculation, words):
    found = asked(
        "type | name | label | calculation",
        "select_one area | area | Where? |",
        f"calculate | said | | {calculation}",
        "text | why | In ${said}? |",
    )

    assert found.definition["questions"][1]["wording"] == words
    assert ("Something is worked out" in " ".join(notes(found))) == ("concat" in calculation)


def test_people_s_own_words_are_not_put_into_other_questions():
    found = asked("type | name | label", "text | name | Name?", "text | why | Why, ${name}?")

    assert found.definition["questions"][1]["wording"] == "Why, what you said?"
    assert "which is people's own words" in notes(found)[0]


@pytest.mark.parametrize(
    "label, heading, body",
    [
        ("Welcome", "Welcome", None),
        ("# Welcome⏎Read on.", "Welcome", "Read on."),
        ("Welcome⏎⏎First.⏎⏎Second.", "Welcome", "First.\n\nSecond."),
        ("**Welcome** to all", "Welcome to all", None),
        ("A long note. " + "It goes on and on. " * 6, "A long note.", None),
    ],
)
def test_a_note_is_a_page_with_a_heading_and_a_body(label, heading, body):
    csv = f'survey,,,\n,type,name,label\n,note,q,"{label.replace("⏎", chr(10))}"\n'

    page = read(csv.encode(), "a.csv").definition["questions"][0]

    assert page["wording"] == heading
    assert body is None or page["body"] == body


def test_words_in_each_language_go_under_its_code():
    found = asked(
        "type | name | label::English (en) | label::polski | hint::Polish (pl) | label::Klingon",
        "text | why | Why? | Czemu? | Krótko. | qatlh?",
    )

    words = {"wording": "Czemu?", "hint": "Krótko."}
    assert found.definition["language"] == "en"
    assert found.definition["translations"] == {"pl": {"questions": {"why": words}}}
    assert [one.name for one in found.not_supported] == ["Klingon"]


def test_of_two_columns_in_the_same_language_the_first_counts_and_that_is_said():
    found = asked("type | name | label | label::English (en)", "text | why | Why? | Why not?")

    assert found.definition["questions"][0]["wording"] == "Why?"
    assert notes(found) == [
        "Survey (label::English (en)): Two columns have words in the same language. "
        "We kept those of the first column."
    ]


def test_the_language_of_a_form_that_does_not_name_one_is_told_by_its_words():
    found = asked(
        "type | name | label",
        "text | a | Jak się dziś czujesz?",
        "text | b | Gdzie teraz mieszkasz?",
    )

    assert found.definition["language"] == "pl"
    assert "It looks like “pl”." in notes(found)[0]


def test_a_title_and_a_key_come_from_the_settings_or_the_name_of_the_file():
    survey = "| survey |\n| | type | name | label |\n| | text | q | Why? |"
    named = form(
        survey, settings="| settings |\n| | form_title | form_id |\n| | My Form! | My Form 1 |"
    )

    assert (named.definition["title"], named.definition["key"]) == ("My Form!", "my-form-1")
    assert form(survey).definition["title"] == "My form"
    assert form(survey).definition["key"] == "my-form"


def test_what_is_written_in_our_own_columns_by_hand_counts():
    found = question(
        "select_one area | q | Which area are you in? | Which area? | borough | map",
        listed("area | wirral | Wirral", "area | sefton | Sefton"),
        "type | name | label | engage::text | engage::about | engage::picture",
    )

    assert (found["text"], found["about"], found["picture"]) == ("Which area?", "borough", "map")


SURVEY = """
key: s
title: Mine
purpose: To learn.
thanks: Thank you.
questions:
  - key: area
    kind: pick_one
    wording: "Where  now?"
    options: [{value: n n, label: "North "}, {value: south, label: South}]
  - {key: why, kind: free_text, wording: "Why?", show_when: {any: [{question: area, is: n n}]}}
"""


def changed(column: str, row: int, words: str, sheet: str = "survey") -> Imported:
    """The survey written as a form, changed in a spreadsheet, and read again."""
    book = openpyxl.load_workbook(BytesIO(write(loads(SURVEY))))
    names = [cell.value for cell in book[sheet][1]]
    book[sheet].cell(row, names.index(column) + 1).value = words
    written = BytesIO()
    book.save(written)
    return read(written.getvalue(), "s.xlsx")


@pytest.mark.parametrize(
    "column, row, words, field",
    [
        ("label::English (en)", 2, "Where today?", lambda one: one[0]["wording"]),
        ("relevant", 3, "${area} != 'south'", lambda one: str(one[1]["show_when"])),
    ],
)
def test_whoever_changes_a_cell_in_a_spreadsheet_has_the_last_word(column, row, words, field):
    before = changed("name", 2, "area").definition["questions"]
    after = changed(column, row, words).definition["questions"]

    assert field(before) != field(after)
    assert field(after) in {words, "{'not': {'question': 'area', 'is': 'south'}}"}


def test_a_label_changed_in_a_spreadsheet_counts_and_the_rest_stays_exact():
    found = changed("label::English (en)", 2, "The north", sheet="choices")

    options = found.definition["questions"][0]["options"]
    assert options == [{"value": "n n", "label": "The north"}, {"value": "south", "label": "South"}]
    assert from_dict(found.definition).questions[0].wording == "Where  now?"
