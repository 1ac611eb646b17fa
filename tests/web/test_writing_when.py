"""Choosing who is asked a question, in words and with boxes to tick."""

from __future__ import annotations

import re

import pytest

from engage import drafts, times
from engage.extensions import db
from tests.factories import DEFINITION
from tests.pages import words
from tests.web.writing_steps import W, a_draft, hidden

AREA, SAFE, CHANGE = DEFINITION["questions"]
BEFORE = [
    AREA,
    SAFE,
    {**AREA, "key": "needs", "kind": "pick_several", "about": None},
    {"key": "nights", "kind": "number", "wording": "How many nights?"},
    {"key": "since", "kind": "date", "wording": "Since when?"},
    {"key": "why", "kind": "free_text", "wording": "Why?"},
    {"key": "warm", "kind": "yes_no", "wording": "Is it warm?"},
    {"key": "hello", "kind": "information", "wording": "Hello"},
    CHANGE,
]


@pytest.fixture
def draft(app):
    return a_draft(*BEFORE)


def address(draft, key="change"):
    return f"{W}/{draft.id}/q/{key}/when"


def send(client, draft, *rows, do="save", **more):
    """Press a button of the page with these rows typed: (question, test, values or bound)."""
    data = {**hidden(client.get(address(draft))), "do": do, **more}
    data = {name: value for name, value in data.items() if not name.startswith("key-")}
    for nth, (key, test, given) in enumerate(rows):
        data |= {f"key-{nth}": key, f"test-{nth}": test}
        if isinstance(given, list):
            data |= {f"value-{nth}-{place}": value for place, value in enumerate(given, 1)}
        else:
            data[f"bound-{nth}"] = given
    return client.post(address(draft), data=data)


def kept(draft, key="change"):
    db.session.expire_all()
    question = drafts.question(draft, key)
    assert question is not None
    return question.get("show_when")


def wait(draft, condition):
    drafts.change(draft, "change", {"show_when": condition})
    db.session.commit()


CONDITIONS = [
    ([("area", "is", ["wirral"])], {"question": "area", "is": "wirral"}),
    ([("area", "is", ["sefton", "halton"])], {"question": "area", "is": ["halton", "sefton"]}),
    ([("area", "is_not", ["wirral"])], {"not": {"question": "area", "is": "wirral"}}),
    ([("safe", "is", ["1", "2"])], {"question": "safe", "is": [1, 2]}),
    ([("needs", "is", ["wirral"])], {"question": "needs", "has": "wirral"}),
    ([("needs", "is_not", ["wirral"])], {"not": {"question": "needs", "has": "wirral"}}),
    ([("nights", "at_least", "3")], {"question": "nights", "at_least": 3}),
    ([("nights", "at_most", "0")], {"question": "nights", "at_most": 0}),
    ([("nights", "is", "3")], {"question": "nights", "is": 3}),
    ([("since", "at_most", "2027-03-01")], {"question": "since", "at_most": "2027-03-01"}),
    ([("why", "answered", "")], {"question": "why", "answered": True}),
    ([("warm", "not_answered", [])], {"not": {"question": "warm", "answered": True}}),
    (
        [("warm", "is", ["no"]), ("nights", "at_least", "3")],
        {"all": [{"question": "warm", "is": "no"}, {"question": "nights", "at_least": 3}]},
    ),
]


@pytest.mark.parametrize("rows, condition", CONDITIONS)
def test_rows_in_words_are_kept_as_a_condition(draft, facilitator, rows, condition):
    answer = send(facilitator, draft, *rows)

    assert answer.location.endswith("#when")
    assert kept(draft) == condition
    assert drafts.problems(draft) == []


@pytest.mark.parametrize("rows, condition", CONDITIONS)
def test_a_condition_is_shown_as_the_rows_that_made_it(draft, facilitator, rows, condition):
    wait(draft, condition)

    html = facilitator.get(address(draft)).get_data(as_text=True)

    for nth, (key, test, given) in enumerate(rows):
        assert f'name="key-{nth}" value="{key}"' in html
        assert f'id="test-{nth}-{test}" value="{test}" checked' in html
        ticked = re.findall(rf'name="value-{nth}-\d" id="[^"]+" value="([^"]+)" checked', html)
        assert sorted(ticked) == (sorted(given) if isinstance(given, list) else [])
        assert isinstance(given, list) or not given or f'value="{given}"' in html


def test_rows_may_be_joined_by_any(draft, facilitator):
    send(facilitator, draft, ("warm", "is", ["no"]), ("area", "is", ["wirral"]), join="any")

    assert list(kept(draft)) == ["any"]


def test_a_day_may_be_written_as_people_write_it(draft, facilitator):
    send(facilitator, draft, ("since", "at_least", "3 March 2027"))

    assert kept(draft) == {"question": "since", "at_least": "2027-03-03"}


def test_so_much_or_more_of_a_scale_is_shown_as_the_answers_it_is(draft, facilitator):
    wait(draft, {"question": "safe", "at_least": 4})

    html = facilitator.get(address(draft)).get_data(as_text=True)

    assert re.findall(r'name="value-0-\d" id="[^"]+" value="(\d)" checked', html) == ["4", "5"]


def test_an_earlier_question_is_chosen_and_its_answers_are_there_to_tick(draft, facilitator):
    answer = send(facilitator, draft, do="add", more="warm")

    page = words(answer)
    assert "“Is it warm” is one of these is none of these was answered was not answered" in page
    assert "Which answers? Yes No Not sure" in page
    assert kept(draft) is None


@pytest.mark.parametrize("more", ["", "hello", "change", "gone"])
def test_only_an_earlier_question_with_an_answer_can_be_chosen(draft, facilitator, more):
    answer = send(facilitator, draft, do="add", more=more)

    assert answer.status_code == 400
    assert "Choose a question" in words(answer)


def test_a_row_is_taken_away_before_anything_is_saved(draft, facilitator):
    rows = [("warm", "is", ["no"]), ("nights", "at_least", "3")]

    page = send(facilitator, draft, *rows, do="away-0").get_data(as_text=True)

    assert 'name="key-0" value="nights"' in page
    assert 'name="key-1"' not in page


@pytest.mark.parametrize(
    "row, told",
    [
        (("area", "is", []), "Tick at least one answer"),
        (("area", "is", ["leeds"]), "Tick at least one answer"),
        (("nights", "at_least", ""), "Write a number in digits"),
        (("nights", "at_least", "lots"), "Write a number in digits"),
        (("nights", "at_least", "9" * 40), "Write a number in digits"),
        (("since", "at_most", "soon"), "Write a day, like 3 March 2027"),
        (("area", "", ["wirral"]), "Choose what the answer has to be"),
        (("area", "at_least", "3"), "Choose what the answer has to be"),
        (("gone", "is", ["x"]), "This question does not come before it"),
        (("change", "answered", ""), "This question does not come before it"),
    ],
)
def test_what_a_row_lacks_is_told_and_what_was_typed_stays(draft, facilitator, row, told):
    answer = send(facilitator, draft, ("warm", "is", ["no"]), row)

    assert answer.status_code == 400
    assert told in words(answer)
    assert "checked" in answer.get_data(as_text=True)
    assert kept(draft) is None


def test_everyone_is_asked_again_at_one_press(draft, facilitator):
    wait(draft, {"question": "warm", "is": "no"})

    send(facilitator, draft, do="everyone")

    assert kept(draft) is None


@pytest.mark.parametrize(
    "condition",
    [
        {
            "all": [
                {"any": [{"question": "warm", "is": "no"}]},
                {"question": "why", "answered": True},
            ]
        },
        {"not": {"question": "nights", "at_least": 3}},
        {"question": "nights", "is": [3, 5]},
    ],
)
def test_parts_within_parts_are_shown_in_words_and_kept(draft, facilitator, condition):
    wait(draft, condition)

    page = words(facilitator.get(address(draft)))
    assert "has parts within parts" in page
    assert "Asked only if" in page

    send(facilitator, draft)
    assert kept(draft) == condition


def test_two_who_choose_at_once_see_both(draft, facilitator):
    opened = hidden(facilitator.get(address(draft)))
    drafts.take(draft, None, now=times.now())
    wait(draft, {"question": "warm", "is": "no"})

    row = {"key-0": "area", "test-0": "is", "value-0-1": "wirral"}
    answer = facilitator.post(address(draft), data={**opened, **row, "do": "save"})

    assert answer.status_code == 409
    assert "What they saved Asked only if “Is it warm” is No." in words(answer)
    assert "What you wrote Asked only if “Which area are you in” is Wirral." in words(answer)
    assert kept(draft) == {"question": "warm", "is": "no"}


def test_the_first_question_can_wait_for_nothing(draft, facilitator):
    page = words(facilitator.get(address(draft, "area")))

    assert "There is no question before this one that it could wait for." in page
