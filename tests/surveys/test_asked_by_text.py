"""A survey with conditions, pages to read, consent and the person, played by text."""

import pytest

from surveys.opening import how_many, invitation
from surveys.progress import State
from surveys.questions import Consent
from surveys.trying import Played
from surveys.wording import segments
from tests.surveys.branching import AGREEING, SURVEY


def played(survey, *said) -> tuple[Played, list[str]]:
    """A survey played with these texts, and the replies to each."""
    game = Played(survey)
    replies = [reply for words in said for reply in game.say(words)[0]]
    return game, replies


def test_the_invitation_says_how_many_questions_at_most():
    assert how_many(SURVEY) == "Up to 6 questions"
    assert segments(invitation(SURVEY, sender="Your Say")).count == 1


def test_a_page_to_read_goes_before_the_question_in_the_same_text():
    _, [first] = played(SURVEY, "yes")

    assert first.startswith("Thank you. Before you start\nHello.\nQ1. May we quote you?\n1 No")


def test_each_answer_leads_to_the_question_it_calls_for():
    game, replies = played(SURVEY, "yes", "2", "1", "5", "1 2", "more locks", "no", "no")

    assert [given.value for given in game.kept.values()] == [
        "quote",
        "hostel",
        5,
        ("lock", "hob"),
        None,
        "no",
        "no",
    ]
    assert "Q3. How many nights in A hostel?" in replies[2]
    assert "Q4 of 6. What do you need?" in replies[3]
    assert "Nearly there\nQ6 of 6. May we ask again?" in replies[5]
    assert replies[-1] == "Thank you. That helps."
    assert game.progress.state is State.COMPLETED


def test_the_person_is_asked_about_only_after_a_yes():
    game, replies = played(SURVEY, "yes", "no", "skip", "skip", "yes", "yes", "3")

    assert "May we ask 1 short questions about you" in replies[4]
    assert "How old are you?" in replies[5]
    assert game.kept["age"].value == "25-34"
    assert game.kept["words"].value == "themes"
    assert game.progress.state is State.COMPLETED


@pytest.mark.parametrize("said", ["no", "2", "skip", "I do not agree"])
def test_who_does_not_agree_is_asked_nothing_and_nothing_is_kept(said):
    game, replies = played(AGREEING, "yes", said)

    assert "We have kept nothing" in replies[-1]
    assert game.kept == {}
    assert game.progress.state is State.DECLINED


@pytest.mark.parametrize("said", ["yes", "1", "I agree", "ok"])
def test_who_agrees_goes_on(said):
    game, replies = played(AGREEING, "yes", said)

    assert "Where do you stay?" in replies[-1]
    assert game.kept["agree"].value == "agree"


def test_an_answer_that_is_changed_leads_another_way():
    game, replies = played(SURVEY, "yes", "1", "1", "back", "2")

    assert "Where do you stay?" in replies[-2]
    assert "Is it right for you?" in replies[-1]
    assert game.kept["place"].value == "own"


@pytest.mark.parametrize("language", ["cy", "pl", "ar", "fa", "ro", "uk"])
def test_consent_is_asked_and_read_in_each_language(language):
    question = Consent(key="words", about="words", wording="?")
    offered = question.on_offer(language)

    assert [question.read(label, language=language).value for _, label in offered] == [
        value for value, _ in offered
    ]
    assert question.read("3", language=language).value == "quote_with_area"
