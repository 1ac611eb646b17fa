"""An answer counts only while those before it lead to its question, however long the chain."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.loading import from_dict
from surveys.questionnaire import Questionnaire
from tests.surveys.test_routing import EVERY, surveys_of_five

CHAIN: dict[str, Any] = {
    "key": "chain",
    "title": "Where you sleep",
    "purpose": "We want to know.",
    "thanks": "Thank you.",
    "questions": [
        {
            "key": "sleep",
            "kind": "pick_one",
            "wording": "Where do you sleep?",
            "options": [
                {"value": "hostel", "label": "A hostel"},
                {"value": "street", "label": "Outside"},
            ],
        },
        {
            "key": "safe",
            "kind": "yes_no",
            "wording": "Is it safe?",
            "show_when": {"question": "sleep", "is": "hostel"},
        },
        {
            "key": "why",
            "kind": "free_text",
            "wording": "Why not?",
            "show_when": {"question": "safe", "is": "no"},
        },
        {"key": "end", "kind": "yes_no", "wording": "Safe there: ${safe|we did not ask}. More?"},
    ],
}
SURVEY = from_dict(CHAIN)
STALE = {"sleep": "street", "safe": "no"}
OF_YOU = from_dict(
    {
        **CHAIN,
        "about_you": [
            {"key": "kids", "kind": "yes_no", "wording": "Children?"},
            {
                "key": "how-old",
                "kind": "number",
                "wording": "How old?",
                "show_when": {"question": "sleep", "is": "hostel"},
            },
            {"key": "last", "kind": "yes_no", "wording": "And?"},
        ],
    }
)


def keys(survey: Questionnaire, answers: Any) -> list[str]:
    return [one.key for one in survey.asked(answers)]


def test_what_hangs_on_an_answer_that_no_longer_counts_is_not_asked():
    assert keys(SURVEY, {**STALE, "why": "words", "end": "yes"}) == ["sleep", "end"]
    assert SURVEY.is_done({**STALE, "end": "yes"})


def test_the_next_question_is_not_one_about_a_place_they_do_not_stay():
    after = SURVEY.next_after("safe", STALE)
    before = SURVEY.before("end", STALE)

    assert (after and after.key, before and before.key) == ("end", "sleep")


def test_an_answer_that_no_longer_counts_is_not_put_into_words():
    end = SURVEY.find("end")
    assert end

    assert SURVEY.filled(end, STALE).wording == "Safe there: we did not ask. More?"


def test_an_answer_counts_again_when_the_one_before_is_changed_back():
    assert SURVEY.standing({**STALE, "sleep": "hostel"}) == {"sleep": "hostel", "safe": "no"}


def test_a_question_about_the_person_that_hangs_on_the_survey_is_counted_truly():
    answers = {"sleep": "hostel", "end": "yes", "about-you": "yes"}

    assert OF_YOU.position("last", answers) == (3, 3)
    assert OF_YOU.position("last", {**answers, "sleep": "street"}) == (2, 2)


@settings(max_examples=60, deadline=None)
@given(surveys_of_five(), st.data())
def test_what_stands_is_what_somebody_with_the_same_answers_would_have_been_asked(questions, data):
    survey = Questionnaire("any", "Any", questions, "Why", "Thanks")
    left = {
        one.key: data.draw(st.sampled_from(EVERY[type(one)]))
        for one in questions
        if data.draw(st.booleans())
    }
    walked: dict[str, Any] = {}
    step = survey.next_after(None, walked)
    while step is not None and step.key in left:
        walked[step.key] = left[step.key]
        step = survey.next_after(None, walked)

    assert {**walked, **survey.standing(left)} == survey.standing(left)
    assert survey.next_after(None, left) == step
