"""Writing a survey: starting one, its questions in order, and two people at once."""

from __future__ import annotations

import re

import pytest

from engage import drafts, times
from engage.extensions import db
from engage.models import AuditEvent, SurveyDraft
from surveys.questions import BOROUGHS
from tests.factories import DEFINITION, a_survey
from tests.pages import words
from tests.web.writing_steps import a_draft, hidden, keys, order

W = "/staff/write"


def wordings(draft):
    return {one["key"]: one["wording"] for one in drafts.questions(draft)}


def the_draft():
    db.session.expire_all()
    return db.session.query(SurveyDraft).one()


def test_a_survey_is_started_from_a_blank_page(app, facilitator):
    answer = facilitator.post(f"{W}/start", data={"title": "Moving in"}, follow_redirects=True)

    assert "Moving in" in words(answer)
    assert "There are no questions yet." in words(answer)
    assert the_draft().definition["key"] == "moving"


@pytest.mark.parametrize("title", ["", "  ", "x" * 201])
def test_a_survey_has_a_title_from_the_start(app, facilitator, title):
    answer = facilitator.post(f"{W}/start", data={"title": title})

    assert answer.status_code == 400
    assert "Write what the survey is about" in words(answer)


def test_a_ready_survey_is_offered_with_what_it_is_for_and_how_long_it_takes(app, facilitator):
    page = words(facilitator.get(f"{W}/start"))

    assert "Where you are staying now We want to make temporary places" in page
    assert re.search(r"3 questions, about \d minutes Use this one", page)


def test_a_ready_survey_is_taken_to_be_changed(app, facilitator):
    facilitator.post(f"{W}/start", data={"ready": "temporary-accommodation"})

    assert keys(the_draft()) == ["area", "safe", "change"]
    assert "began to write a survey" in [one.what for one in db.session.query(AuditEvent)]


def test_a_ready_survey_that_is_not_there_is_not_found(app, facilitator):
    assert facilitator.post(f"{W}/start", data={"ready": "nonsense"}).status_code == 404


def test_the_whole_survey_is_on_one_page(app, facilitator):
    draft = a_draft()
    show = {"question": "safe", "at_most": 2}
    drafts.change(draft, "change", {"show_when": show, "hint": "x"})
    db.session.commit()

    page = words(facilitator.get(f"{W}/{draft.id}"))

    assert "2 to 3 questions, about 2 minutes. Nothing stands in the way" in page
    assert "Question 1 · Pick one answer · 1 text Which area are you in?" in page
    assert "Asked only if “How safe do you feel where you are staying” is 2 or less." in page


def test_what_is_to_put_right_stands_by_its_question(app, facilitator):
    draft = a_draft()
    drafts.change(draft, "safe", {"wording": ""})
    drafts.reword(draft, {"thanks": ""})
    db.session.commit()

    page = words(facilitator.get(f"{W}/{draft.id}"))

    assert "There are 2 things to put right before it can go out." in page
    assert "A scale No words yet Write the question." in page
    assert "Write what people read at the end, to thank them." in page


@pytest.mark.parametrize(
    "pressed, there, focus",
    [
        (("safe", "up"), ["safe", "area", "change"], "Down"),
        (("safe", "down"), ["area", "change", "safe"], "Up"),
        (("change", "up"), ["area", "change", "safe"], "Up"),
    ],
)
def test_a_question_moves_and_the_focus_goes_with_it(app, facilitator, pressed, there, focus):
    draft, (key, way) = a_draft(), pressed

    moved = order(facilitator, draft, key, way)

    assert moved.location.endswith(f"#{focus.lower()}-{key}")
    assert keys(draft) == there
    html = facilitator.get(moved.location).get_data(as_text=True)
    wording = wordings(draft)[key]
    assert re.findall(r"autofocus>(\w+)<span class=\"unseen\">: (.*?)</span>", html) == [
        (focus, wording)
    ]


def test_a_question_taken_away_can_be_put_back_where_it_was(app, facilitator):
    draft = a_draft()

    order(facilitator, draft, "safe", "remove")
    assert keys(draft) == ["area", "change"]
    page = words(facilitator.get(f"{W}/{draft.id}"))
    assert "You took a question away: “How safe do you feel where you are staying?”." in page

    order(facilitator, draft, "", "put-back")
    assert keys(draft) == ["area", "safe", "change"]


@pytest.mark.parametrize("form", [{"way": "remove"}, {"way": "sideways", "question": "area"}, {}])
def test_a_button_that_is_not_on_the_page_changes_nothing(app, facilitator, form):
    draft = a_draft()

    answer = facilitator.post(f"{W}/{draft.id}/order", data=form, follow_redirects=True)

    assert "This survey has changed since you opened it." in words(answer)
    assert keys(draft) == ["area", "safe", "change"]


def test_the_order_is_not_changed_on_a_page_that_is_out_of_date(app, facilitator):
    draft = a_draft()
    opened = hidden(facilitator.get(f"{W}/{draft.id}"))
    order(facilitator, draft, "safe", "up")

    data = {**opened, "question": "area", "way": "remove"}
    answer = facilitator.post(f"{W}/{draft.id}/order", data=data, follow_redirects=True)

    assert "This survey has changed since you opened it." in words(answer)
    assert keys(draft) == ["safe", "area", "change"]


def test_every_kind_of_question_is_explained_with_an_example(app, facilitator):
    page = words(facilitator.get(f"{W}/{a_draft().id}/add"))

    assert "Yes, no or not sure The three answers are there already." in page
    assert "For example: Do you have somewhere to cook?" in page


@pytest.mark.parametrize(
    "kind, after, there",
    [
        ("yes_no", "area", ["area", "new-1", "safe", "change"]),
        ("free_text", "", ["area", "safe", "change", "new-1"]),
        ("free_text", "gone", ["area", "safe", "change", "new-1"]),
        ("words", "change", ["use-own-words", "area", "safe", "change"]),
    ],
)
def test_a_question_is_added_after_another(app, facilitator, kind, after, there):
    draft = a_draft()

    added = facilitator.post(f"{W}/{draft.id}/add?after={after}", data={"kind": kind})

    assert keys(draft) == there
    assert "/q/" in added.location
    assert facilitator.get(added.location).status_code == 200


def test_the_areas_are_there_already_and_count(app, facilitator):
    draft = a_draft()

    facilitator.post(f"{W}/{draft.id}/add?after=safe", data={"kind": "area"})

    area = drafts.questions(draft)[2]
    assert area["about"] == "borough"
    assert {one["value"] for one in area["options"]} == {*BOROUGHS, "somewhere-else"}
    assert drafts.problems(draft) == []


def test_a_kind_that_is_not_there_is_not_added(app, facilitator):
    answer = facilitator.post(f"{W}/{a_draft().id}/add", data={"kind": "poem"})

    assert answer.status_code == 404


def test_the_words_around_the_questions_are_changed(app, facilitator):
    draft = a_draft()
    address = f"{W}/{draft.id}/words"
    typed = {"title": "Home", "purpose": "We ask.\r\nWhy?", "thanks": "Ta."}

    facilitator.post(address, data={**hidden(facilitator.get(address)), **typed})

    assert the_draft().definition["purpose"] == "We ask.\nWhy?"


def test_what_comes_after_the_draft_is_gone_is_said_kindly(app, facilitator):
    draft = a_draft()
    address = f"{W}/{draft.id}/about-you"
    form = hidden(facilitator.get(address))
    drafts.remove_draft(draft)
    db.session.commit()

    answer = facilitator.post(address, data={**form, "usual-age": "1"}, follow_redirects=True)

    assert "That draft is gone: it was published, or thrown away." in answer.text


@pytest.mark.parametrize(
    "page, typed, shown",
    [
        ("words", {"purpose": "We ask.\nWhy?", "thanks": " "}, "Who asks, and why We ask. Why?"),
        ("q/area", {"wording": "Where?", "label-0": "Home"}, "Question Where? Answer Home"),
        ("q/safe", {"point-1": "Bad"}, "Point Bad"),
        ("languages/pl", {"2-options.in": "W domu"}, "Answer W domu"),
    ],
)
def test_words_written_to_a_draft_that_is_gone_are_shown_to_copy(
    app, facilitator, page, typed, shown
):
    draft = a_draft()
    address, form = f"{W}/{draft.id}/{page}", hidden(facilitator.get(f"{W}/{draft.id}/words"))
    drafts.remove_draft(draft)
    db.session.commit()

    answer = facilitator.post(address, data={**form, **typed})

    assert answer.status_code == 409
    assert f"Copy what you want to keep. {shown} Go to the surveys" in words(answer)


def test_the_words_around_the_questions_come_with_advice(app, facilitator):
    draft = a_draft()
    drafts.reword(draft, {"purpose": "We utilise this to reach service users."})
    db.session.commit()

    page = words(facilitator.get(f"{W}/{draft.id}/words"))

    assert "“Who asks, and why” has 7 words. Under 60 is best." in page
    assert "Worth another look" in page


def test_advice_on_what_is_typed_is_shown_before_it_is_saved(app, facilitator):
    address = f"{W}/{a_draft().id}/words"
    typed = {"title": "Home", "purpose": "Hard to reach people.", "thanks": "", "do": "show"}

    shown = words(facilitator.post(address, data=typed))
    told = facilitator.post(f"{address}/preview", data=typed, headers={"X-Fragment": "1"})

    assert "Worth another look" in shown
    assert "Worth another look" in told.get_data(as_text=True)
    assert the_draft().definition["title"] == "Temporary accommodation"


def test_two_who_change_the_words_see_both_and_either_may_be_kept(app, facilitator):
    draft = a_draft()
    address = f"{W}/{draft.id}/words"
    opened = hidden(facilitator.get(address))
    drafts.take(draft, None, now=times.now())
    drafts.reword(draft, {"thanks": "From Jo."})
    db.session.commit()

    typed = {"title": draft.definition["title"], "purpose": "We ask.", "thanks": "From Sam."}
    answer = facilitator.post(address, data={**opened, **typed})

    assert answer.status_code == 409
    assert "What they saved From Jo. What you wrote From Sam." in words(answer)
    assert the_draft().definition["thanks"] == "From Jo."

    facilitator.post(address, data=hidden(answer))
    assert the_draft().definition["thanks"] == "From Sam."


def test_a_change_elsewhere_in_the_survey_is_in_nobodys_way(app, facilitator):
    draft = a_draft()
    address = f"{W}/{draft.id}/words"
    opened = hidden(facilitator.get(address))
    order(facilitator, draft, "safe", "up")

    typed = {"title": "Home", "purpose": "We ask.", "thanks": "Ta."}
    assert facilitator.post(address, data={**opened, **typed}).status_code == 303
    assert the_draft().definition["title"] == "Home"


def test_the_usual_questions_about_a_person_are_ticked(app, facilitator):
    draft = a_draft()

    data = {"usual-sex": "1", "usual-age": "1", "usual-nonsense": "1"}
    facilitator.post(f"{W}/{draft.id}/about-you", data=data)

    assert the_draft().definition["about_you"] == ["age", "sex"]
    assert "How old are you?" in words(facilitator.get(f"{W}/{draft.id}"))


def test_the_language_it_is_written_in_is_chosen_and_stays_where_it_is_not(app, facilitator):
    draft = a_draft()
    address = f"{W}/{draft.id}/words"
    typed = {"title": "Dom", "purpose": "Pytamy.", "thanks": "Dzięki."}

    for language in ("pl", "", "xx"):
        data = {**hidden(facilitator.get(address)), **typed, "language": language}
        facilitator.post(address, data=data)

    assert the_draft().definition["language"] == "pl"
    assert '<option value="pl" selected>Polish' in facilitator.get(address).text


def test_a_draft_is_thrown_away_once_that_is_sure(app, facilitator):
    draft = a_draft()
    assert "They cannot be brought back." in words(facilitator.get(f"{W}/{draft.id}/away"))

    facilitator.post(f"{W}/{draft.id}/away", data=hidden(facilitator.get(f"{W}/{draft.id}/away")))

    assert db.session.query(SurveyDraft).count() == 0
    assert facilitator.get(f"{W}/{draft.id}").status_code == 404


def test_what_a_colleague_changed_meanwhile_is_not_thrown_away_unseen(app, facilitator):
    draft = a_draft()
    form = hidden(facilitator.get(f"{W}/{draft.id}/away"))
    drafts.take(draft, None, now=times.now())
    drafts.change(draft, "change", {"wording": "From Jo?"})
    db.session.commit()

    answer = facilitator.post(f"{W}/{draft.id}/away", data=form)

    assert "This survey has changed since you opened it." in words(facilitator.get(answer.location))
    assert the_draft().definition["questions"][-1]["wording"] == "From Jo?"


def test_a_published_survey_is_changed_in_a_draft_of_its_next_version(app, facilitator):
    survey = a_survey()
    db.session.commit()
    assert f"Change it : {survey.title}" in words(facilitator.get("/staff/surveys"))

    for _ in range(2):
        answer = facilitator.post(f"{W}/copy/{survey.key}", follow_redirects=True)

    assert the_draft().survey_id == survey.id
    assert "Which area are you in?" in words(answer)
    assert f"It is to take the place of “{survey.title}”." in words(facilitator.get(W))


@pytest.mark.parametrize(
    "definition",
    [
        {},
        {"questions": [{"kind": "poem"}, {"kind": None, "options": 3, "labels": 3}]},
        {"title": 3, "purpose": None, "questions": [{"wording": 3, "kind": "scale", "low": "x"}]},
        {**DEFINITION, "about_you": "age", "translations": 3, "language": 7},
    ],
)
def test_a_draft_from_a_file_that_is_all_wrong_can_be_looked_at(app, facilitator, definition):
    draft = drafts.of(definition, by=None, now=times.now())
    db.session.commit()

    pages = ["", "/words", "/about-you", "/add", "/away"]
    pages += [f"/q/{key}" for key in keys(draft)] + [f"/q/{key}/when" for key in keys(draft)]
    for page in pages:
        assert facilitator.get(f"{W}/{draft.id}{page}").status_code == 200, page


@pytest.mark.parametrize("role", ["policy", "contact"])
def test_only_facilitators_write_surveys(app, as_staff, role):
    assert as_staff(role).get(W).status_code == 403
