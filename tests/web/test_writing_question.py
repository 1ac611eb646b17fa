"""Writing one question: its fields, its answers, how it looks, and two people at once."""

from __future__ import annotations

import re

import pytest

from engage import drafts, times
from engage.extensions import db
from tests.factories import DEFINITION
from tests.pages import words
from tests.web.writing_steps import W, a_draft, hidden, keys, now, options, pressed

AREA, SAFE, CHANGE = DEFINITION["questions"]
NUMBER = {"key": "nights", "kind": "number", "wording": "How many nights?"}
PAGE = {"key": "hello", "kind": "information", "wording": "Hello", "body": "Read this."}
SINCE = {"key": "since", "kind": "date", "wording": "Since when?"}
KINDS = [
    AREA,
    SAFE,
    CHANGE,
    NUMBER,
    PAGE,
    SINCE,
    {"key": "warm", "kind": "yes_no", "wording": "Is it warm?"},
    {"key": "needs", "kind": "pick_several", "wording": "Which?", "options": AREA["options"]},
    {"key": "words", "kind": "consent", "about": "words", "wording": "Your words?"},
    {"key": "agree", "kind": "consent", "wording": "I agree."},
]


@pytest.mark.parametrize("question", KINDS, ids=lambda one: one["key"])
def test_saving_a_page_as_it_was_opened_changes_nothing(app, facilitator, question):
    draft = a_draft(question, {**CHANGE, "key": "last"})
    before = now(draft, question["key"])

    answer = pressed(facilitator, draft, question["key"], "save")

    assert answer.location.endswith(f"{draft.id}#q-{question['key']}")
    kept = {name: value for name, value in before.items() if value is not None}
    assert now(draft, question["key"]) == kept


def test_what_is_typed_is_kept(app, facilitator):
    draft = a_draft()
    typed = {"wording": "How safe is it?", "hint": "Pick one.", "text": "Safe?", "picture": "lock"}
    easy = {"easy": "Do you feel safe?", "easy_hint": "Pick a face."}
    scale = {"low": "0", "high": "2", "point-0": "No", "point-1": "So so", "point-2": "Yes"}

    pressed(facilitator, draft, "safe", "save", **typed, **easy, **scale, faces="1")

    labels = {"low": 0, "high": 2, "labels": ["No", "So so", "Yes"], "faces": True}
    assert now(draft, "safe") == {"key": "safe", "kind": "scale", **typed, **easy, **labels}


def test_a_scale_with_words_at_its_ends_alone_has_just_those(app, facilitator):
    draft = a_draft()

    pressed(facilitator, draft, "safe", "save", **{"point-1": "Bad", "point-5": "Good"})

    assert now(draft, "safe")["low_label"] == "Bad"
    assert "labels" not in now(draft, "safe")


EVERY = ["Never", "Seldom", "At times", "Often", "Always"]
ENDS = {"low_label": "Bad", "high_label": "Good"}


@pytest.mark.parametrize("ends", [{"low": ""}, {"high": "5a"}, {"high": "50"}], ids=str)
@pytest.mark.parametrize("said", [{"labels": EVERY}, ENDS], ids=["every point", "both ends"])
def test_words_for_a_scale_stay_while_its_numbers_cannot_be_used(app, facilitator, ends, said):
    asked = {"key": "q", "kind": "scale", "wording": "How?", "low": 1, "high": 5, **said}
    draft = a_draft(asked)

    pressed(facilitator, draft, "q", "save", **ends)
    pressed(facilitator, draft, "q", "save", low="1", high="5")

    assert now(draft, "q") == asked


def test_words_typed_for_a_scale_are_kept_with_a_number_that_cannot_be_used(app, facilitator):
    draft = a_draft()

    pressed(facilitator, draft, "safe", "save", high="5a", **{"point-3": "So so"})

    assert now(draft, "safe")["labels"] == ["not safe", "", "So so", "", "very safe"]


def test_words_for_the_ends_of_a_scale_stay_there_when_it_ends_elsewhere(app, facilitator):
    draft = a_draft()

    pressed(facilitator, draft, "safe", "save", low="0", high="3")

    ends = {"low": 0, "high": 3, "low_label": "not safe", "high_label": "very safe"}
    assert now(draft, "safe").items() >= ends.items()


def test_a_number_keeps_its_lowest_of_nought_and_has_no_highest_unless_written(app, facilitator):
    draft = a_draft(NUMBER)

    pressed(facilitator, draft, "nights", "save", unit="nights", low="0", high=" 365 ")

    ends = {"low": 0, "high": 365, "unit": "nights"}
    assert now(draft, "nights") == {**NUMBER, **ends}


@pytest.mark.parametrize(
    "key, typed, told",
    [
        ("area", {"wording": " "}, "Write the question."),
        ("safe", {"high": "lots"}, "Write a whole number in digits, such as 5."),
        ("safe", {"high": "99"}, "The last number is more than the first, and at most 10 more."),
        ("safe", {"point-3": "Middling"}, "Write words for every number"),
        ("area", {"label-0": "Stop"}, "“Stop” cannot be an answer"),
    ],
)
def test_what_is_to_put_right_is_told_at_once_and_is_kept_all_the_same(
    app, facilitator, key, typed, told
):
    draft = a_draft()

    answer = pressed(facilitator, draft, key, "save", **typed)
    page = facilitator.get(answer.location)

    assert told in words(page)
    assert "<title>Error: " in page.get_data(as_text=True)
    name, value = next(iter(typed.items()))
    assert not value.strip() or f'value="{value}"' in page.get_data(as_text=True), name


def labels(draft, key="area"):
    return [one["label"] for one in now(draft, key)["options"]]


def test_answers_are_written_one_a_line_and_empty_lines_are_left_out(app, facilitator):
    draft = a_draft({"key": "q", "kind": "pick_several", "wording": "Which?", "options": []})

    pressed(facilitator, draft, "q", "save", **{"label-0": " Heat ", "label-3": "A  lock"})

    assert options(draft, "q") == [
        {"value": "heat", "label": "Heat"},
        {"value": "a-lock", "label": "A lock"},
    ]


@pytest.mark.parametrize("button", ["save", "add", "plain"])
def test_a_question_from_a_file_keeps_however_many_answers_it_came_with(app, facilitator, button):
    many = [{"value": f"v{n}", "label": f"Place {n}"} for n in range(60)]
    draft = a_draft({**AREA, "about": None, "options": many})

    pressed(facilitator, draft, "area", button)

    assert options(draft, "area") == many


def test_answers_are_added_up_to_forty(app, facilitator):
    many = [{"value": f"v{n}", "label": f"Place {n}"} for n in range(40)]
    draft = a_draft({**AREA, "about": None, "options": many})

    answer = pressed(facilitator, draft, "area", "add")

    assert "label-40" not in facilitator.get(answer.location).get_data(as_text=True)


@pytest.mark.parametrize(
    "button, first, at",
    [
        ("up-1", ["Knowsley", "Halton", "Liverpool"], "down-0"),
        ("up-2", ["Halton", "Liverpool", "Knowsley"], "up-1"),
        ("down-0", ["Knowsley", "Halton", "Liverpool"], "down-1"),
        ("away-0", ["Knowsley", "Liverpool", "Sefton"], "label-0"),
        ("up-99", ["Halton", "Knowsley", "Liverpool"], "wording"),
        ("up-x", ["Halton", "Knowsley", "Liverpool"], "wording"),
    ],
)
def test_an_answer_moves_and_the_focus_goes_with_it(app, facilitator, button, first, at):
    draft = a_draft()

    answer = pressed(facilitator, draft, "area", button, hint="Typed meanwhile")

    assert labels(draft)[:3] == first
    assert now(draft, "area")["hint"] == "Typed meanwhile"
    assert answer.location.endswith(f"#{at}")
    assert f'id="{at}"' in facilitator.get(answer.location).get_data(as_text=True)


def test_a_line_is_added_for_one_more_answer_and_has_the_focus(app, facilitator):
    draft = a_draft()

    answer = pressed(facilitator, draft, "area", "add", **{"label-0": "Halton and round it"})

    html = facilitator.get(answer.location).get_data(as_text=True)
    assert answer.location.endswith("#label-6")
    assert re.search(r'id="label-6" name="label-6" value="" autofocus', html)
    assert len(labels(draft)) == 6


def test_an_answer_named_for_an_area_counts_for_it(app, facilitator):
    draft = a_draft()
    drafts.change(draft, "area", {"about": None, "options": [{"label": "x"}, {"label": "y"}]})
    db.session.commit()

    typed = {"label-0": "St. Helens", "label-1": "Elsewhere", "about": "borough"}
    pressed(facilitator, draft, "area", "save", **typed)

    assert [one["value"] for one in options(draft, "area")] == ["st-helens", "elsewhere"]
    assert now(draft, "area")["about"] == "borough"


def test_the_dear_characters_are_changed_at_one_press(app, facilitator):
    draft = a_draft()

    pressed(facilitator, draft, "area", "plain", wording="It’s where?", **{"label-0": "Here – now"})

    assert now(draft, "area")["wording"] == "It's where?"
    assert labels(draft)[0] == "Here - now"


def test_the_next_question_is_added_after_this_one(app, facilitator):
    draft = a_draft()

    answer = pressed(facilitator, draft, "safe", "next")

    assert answer.location.endswith(f"{draft.id}/add?after=safe")


def test_a_new_question_has_a_name_made_from_its_words(app, facilitator):
    draft = a_draft()
    drafts.add(draft, "yes_no")
    db.session.commit()

    answer = pressed(facilitator, draft, "new-1", "save", wording="Is it warm enough?")

    assert keys(draft)[-1] == "warm-enough"
    assert answer.location.endswith("#q-warm-enough")


def test_an_earlier_answer_is_put_in_before_the_question_mark(app, facilitator):
    draft = a_draft()

    typed = {"put-in": "area", "put-in-words": "your {area}"}
    pressed(facilitator, draft, "change", "put-in", **typed)

    assert now(draft, "change")["wording"] == "What should change ${area|your area}?"
    assert drafts.problems(draft) == []


@pytest.mark.parametrize(
    "typed, told",
    [
        ({"put-in": "", "put-in-words": "x"}, "Choose a question"),
        ({"put-in": "change", "put-in-words": "x"}, "Choose a question"),
        ({"put-in": "area", "put-in-words": " "}, "Write what stands there"),
    ],
)
def test_what_is_missing_to_put_an_answer_in_is_asked_for(app, facilitator, typed, told):
    draft = a_draft()

    answer = pressed(facilitator, draft, "change", "put-in", **typed)

    assert answer.status_code == 400
    assert told in words(answer)
    assert now(draft, "change")["wording"] == "What should change?"


def test_a_question_moved_to_the_top_says_that_it_waits_for_one_that_comes_later(app, facilitator):
    draft = a_draft()
    drafts.change(draft, "change", {"show_when": {"question": "safe", "is": 1}})
    for _ in range(2):
        drafts.move(draft, "change", drafts.UP)
    db.session.commit()

    saved = pressed(facilitator, draft, "change", "save")
    page = facilitator.get(saved.location)

    assert "which does not come before it. Move one of them." in words(page)
    assert 'href="#when"' in page.get_data(as_text=True)


@pytest.mark.parametrize("field", ["text", "easy", "easy_hint"])
def test_a_box_that_is_folded_away_is_open_for_who_is_sent_to_it(app, facilitator, field):
    address = f"{W}/{a_draft().id}/q/safe"

    folded = facilitator.get(address).get_data(as_text=True)
    opened = facilitator.get(f"{address}?at={field}").get_data(as_text=True)

    assert "<details open>" not in folded
    before = opened.split(f'id="{field}"')[0]
    assert before.rindex("<details open>") > before.rfind("</details>")


def changed_by_jo(draft, key, **fields):
    drafts.take(draft, None, now=times.now())
    drafts.change(draft, key, fields)
    db.session.commit()


def test_two_who_change_one_question_see_both_and_either_may_be_kept(app, facilitator):
    draft = a_draft()
    opened = hidden(facilitator.get(f"{W}/{draft.id}/q/change"))
    changed_by_jo(draft, "change", wording="From Jo?")

    data = {**opened, "wording": "From Sam?", "do": "save"}
    answer = facilitator.post(f"{W}/{draft.id}/q/change", data=data)

    assert answer.status_code == 409
    assert "The question What they saved From Jo? What you wrote From Sam?" in words(answer)
    assert now(draft, "change")["wording"] == "From Jo?"

    facilitator.post(f"{W}/{draft.id}/q/change", data=hidden(answer))
    assert now(draft, "change")["wording"] == "From Sam?"


def test_two_who_change_two_questions_are_in_nobodys_way(app, facilitator):
    draft = a_draft()
    opened = hidden(facilitator.get(f"{W}/{draft.id}/q/change"))
    changed_by_jo(draft, "safe", wording="From Jo?")

    data = {**opened, "wording": "From Sam?", "do": "save"}
    assert facilitator.post(f"{W}/{draft.id}/q/change", data=data).status_code == 303

    assert [one["wording"] for one in drafts.questions(draft)][1:] == ["From Jo?", "From Sam?"]


@pytest.mark.parametrize("others", [[], ["safe"]])
def test_words_written_to_a_question_that_somebody_took_away_are_not_lost(app, facilitator, others):
    draft = a_draft()
    opened = hidden(facilitator.get(f"{W}/{draft.id}/q/change"))
    for key in ["change", *others]:
        drafts.remove(draft, key)
    db.session.commit()

    data = {**opened, "wording": "What would help?", "do": "save"}
    answer = facilitator.post(f"{W}/{draft.id}/q/change", data=data)
    assert answer.status_code == 409
    assert "What would help?" in words(answer)

    data = {**hidden(answer), "put_back": "1"}
    facilitator.post(f"{W}/{draft.id}/q/change", data=data)
    assert drafts.questions(draft)[-1]["wording"] == "What would help?"


@pytest.mark.parametrize("form", [{}, {"kind": "poem"}])
def test_a_question_that_never_was_is_not_found(app, facilitator, form):
    draft = a_draft()

    assert facilitator.get(f"{W}/{draft.id}/q/gone").status_code == 404
    assert facilitator.post(f"{W}/{draft.id}/q/gone", data=form).status_code == 404
    assert facilitator.post(f"{W}/{draft.id}/q/gone/preview", data=form).status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"wording": "word " * 10_000},
        {"wording": "😀 \u202eمرحبا\u200f"},
        {"label-0": "x" * 5_000, "label-1": "\0", "value-0": "../..", "picture-0": "<script>"},
        {"about": "words", "picture": "nonsense", "kind": "scale", "options": "x"},
        {"do": "nonsense"},
        {"revision": "9" * 5_000, "as_it_was": ""},
    ],
    ids=lambda one: next(iter(one)),
)
def test_whatever_is_typed_there_is_a_page(app, facilitator, typed):
    draft = a_draft()

    answer = pressed(facilitator, draft, "area", "save", **typed)

    assert answer.status_code in (303, 409)
    assert facilitator.get(f"{W}/{draft.id}").status_code == 200
    assert facilitator.get(f"{W}/{draft.id}/q/area").status_code == 200
