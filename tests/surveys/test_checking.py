"""What an author has to put right in how the questions of a survey stand together."""

import pytest

from surveys import piping
from surveys.loading import from_dict
from surveys.problems import SurveyProblems
from surveys.questions import FreeText
from tests.surveys.branching import BRANCHED

AREA = {
    "key": "area",
    "kind": "pick_one",
    "wording": "Which area?",
    "options": [{"value": "wirral", "label": "Wirral"}, {"value": "sefton", "label": "Sefton"}],
}
NEEDS = {**AREA, "key": "needs", "kind": "pick_several"}
WORDS = {"key": "say", "kind": "free_text", "wording": "What should change?"}
MOVED = {"key": "moved", "kind": "date", "wording": "When did you move?"}
AGREE = {"key": "agree", "kind": "consent", "wording": "I want to take part."}
QUOTE = {"key": "quote", "kind": "consent", "about": "words", "wording": "May we quote you?"}
NOTE = {"key": "note", "kind": "information", "wording": "Hello"}


def asked(*questions, **given):
    return from_dict({**BRANCHED, "about_you": [], "questions": list(questions), **given})


def last(**given):
    return {"key": "last", "kind": "yes_no", "wording": "Again?", **given}


def when(question, **test):
    return last(show_when={"question": question, **test})


@pytest.mark.parametrize(
    "questions, told",
    [
        ([AREA, AREA], "question 1 has the same key"),
        ([when("area", **{"is": "wirral"}), AREA], "not a question before this one"),
        ([AREA, when("nowhere", **{"is": "wirral"})], "not a question before this one"),
        ([AREA, when("area", **{"is": "halton"})], 'looks for "halton"'),
        ([AREA, when("area", has="wirral")], "use `is` there"),
        ([NEEDS, when("needs", **{"is": "wirral"})], "use `has` there"),
        ([NEEDS, when("needs", has="none_of_these")], "use `not` with `has`"),
        ([AREA, when("area", at_least=2)], "not a number, a scale or a date"),
        ([MOVED, when("moved", at_least=2)], 'like "2027-01-31"'),
        ([MOVED, when("moved", at_least="soon")], 'like "2027-01-31"'),
        ([WORDS, when("say", **{"is": "nothing"})], "Use `answered` there"),
        ([NOTE, when("note", answered=True)], "a page to read"),
        ([AREA, last(wording="In ${area}?")], "Add words for then, like ${area|your area}"),
        ([AREA, last(hint="In ${town|it}?")], "not a question before this"),
        ([WORDS, last(wording="You said ${say|it}")], "a phone may be shared"),
        ([AREA, AGREE], "Consent comes before the questions"),
        ([AREA, QUOTE], "Consent comes before the questions"),
        ([QUOTE, {**QUOTE, "key": "more"}], "Ask about the use of words once"),
        ([QUOTE, {**AGREE, "show_when": {"question": "quote", "is": "quote"}}], "Everyone"),
        ([last(key="about-you")], "one we use ourselves"),
        ([last(show_when={"all": []})], "`show_when` has `all`"),
        ([{**QUOTE, "about": "borough"}], '`about` of a consent is "words"'),
        ([{**NOTE, "about": "borough"}], "no `about`"),
    ],
)
def test_an_author_is_told_what_to_put_right_and_where(questions, told):
    with pytest.raises(SurveyProblems) as caught:
        asked(*questions)

    [problem] = [one for one in caught.value.problems if told in str(one)]
    assert problem.number is None or str(problem).startswith(f"Question {problem.number}")


@pytest.mark.parametrize(
    "questions",
    [
        [NOTE, QUOTE, AREA, last(wording="In ${area|your area}?")],
        [AGREE, QUOTE, WORDS, when("say", answered=True)],
        [AREA, when("area", **{"is": ["wirral", "sefton"]})],
        [MOVED, when("moved", at_most="2027-01-31")],
        [QUOTE, when("quote", **{"is": "quote"})],
    ],
)
def test_what_is_right_is_let_be(questions):
    assert len(asked(*questions).questions) == len(questions)


@pytest.mark.parametrize(
    "about_you, told",
    [
        (["shoe-size"], 'no usual question "shoe-size"'),
        ("age", "`about_you` is a list"),
        ([{**WORDS}], "an answer to pick or count"),
        ([NOTE], "an answer to pick or count"),
        ([{**AREA, "about": "borough"}], "an answer to pick or count"),
    ],
)
def test_questions_about_the_person_are_plain_ones(about_you, told):
    with pytest.raises(SurveyProblems, match=told):
        asked(AREA, about_you=about_you)


def test_a_frozen_survey_keeps_the_usual_questions_as_they_were():
    frozen = asked(AREA, about_you=["age"]).to_dict()

    assert frozen["about_you"][0]["wording"] == "How old are you?"
    assert from_dict(frozen).to_dict() == frozen


def test_an_answer_goes_into_a_later_question_in_its_own_words():
    survey = asked(AREA, last(wording="In ${area|your area}?", hint="Not only in ${area|it}"))
    question = survey.find("last")

    assert survey.filled(question, {"area": "wirral"}).wording == "In Wirral?"
    assert survey.filled(question, {"area": "wirral"}).hint == "Not only in Wirral"
    assert survey.filled(question, {"area": None}).wording == "In your area?"
    assert survey.filled(question, {}).wording == "In your area?"
    assert "Q2 of 2. In Sefton?" in survey.prompt(question, {"area": "sefton"})


def test_an_area_is_offered_to_be_named_only_where_it_is_asked():
    without = asked(QUOTE, WORDS).find("quote")
    with_area = asked(QUOTE, {**AREA, "about": "borough"}, WORDS).find("quote")

    assert without is not None
    assert with_area is not None
    assert [value for value, _ in without.on_offer()] == ["themes", "quote"]
    assert [value for value, _ in with_area.on_offer()] == ["themes", "quote", "quote_with_area"]


def test_what_looks_like_a_place_for_an_answer_but_is_none_is_left():
    assert piping.filled("${} ${A} $area {area}", lambda _: "no") == "${} ${A} $area {area}"


def test_own_words_never_go_into_another_question():
    survey = asked(AREA, last(wording="In ${area|your area}?"))
    told = FreeText(key="area", wording="?")
    swapped = survey.__class__(
        "k", "T", (told, survey.questions[1]), purpose="P", thanks="T", language="en"
    )

    assert swapped.filled(swapped.questions[1], {"area": "secret"}).wording == "In your area?"
