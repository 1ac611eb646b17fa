"""One turn of a survey by text: what is kept, what is said next, and that nobody is trapped."""

import time
from pathlib import Path

import pytest

import surveys
from surveys.__main__ import main
from surveys.conversation import begin
from surveys.loading import load
from surveys.opening import invitation
from surveys.progress import Progress, State, Turn
from surveys.questionnaire import Questionnaire
from surveys.reading import Flag, Outcome
from surveys.wording import segments
from tests.surveys.examples import AREA, CHANGE, SAFE
from tests.surveys.turns import turn_of

READY = Path(surveys.__file__).parent / "library" / "temporary-accommodation.yaml"
SURVEY = load(READY)
INVITED = Progress(State.INVITED)


def test_the_invitation_names_who_asks_and_fits_one_text():
    text = invitation(SURVEY, sender="Your Say")

    assert text.startswith("Your Say ")
    assert "3 questions" in text
    assert "STOP" in text
    assert segments(text).count == 1


def test_the_invitation_says_nothing_of_the_subject():
    text = invitation(SURVEY, sender="Your Say").lower()

    assert not [
        word for word in ("home", "hous", "accommodation", "safe", "staying") if word in text
    ]


def test_an_invitation_to_one_question_says_one():
    one = Questionnaire("k", "T", (SAFE,), "P", "T")

    assert "1 question by text" in invitation(one, sender="Your Say")


@pytest.mark.parametrize("said", ["yes", "ok", "👍", "YES PLS!", "aye go on", "start"])
def test_a_yes_in_any_words_starts_the_first_question(said):
    turn = turn_of(SURVEY, INVITED, said)

    assert turn.progress == Progress(State.ASKING, "area")
    assert turn == begin(SURVEY) or turn.outcome is Outcome.ANSWER


@pytest.mark.parametrize("said", ["no", "nah", "not for me thanks", "👎", "pass"])
def test_a_no_in_any_words_ends_kindly(said):
    turn = turn_of(SURVEY, INVITED, said)

    assert turn.progress == Progress(State.DECLINED)
    assert len(turn.replies) == 1


def test_an_answer_before_consent_is_not_kept():
    turn = turn_of(SURVEY, INVITED, "liverpool")

    assert turn.given is None
    assert turn.outcome is Outcome.CLARIFY


def test_an_invited_person_is_asked_again_twice_and_then_read_by_a_person():
    first = turn_of(SURVEY, INVITED, "banana")
    second = turn_of(SURVEY, first.progress, "banana")
    third = turn_of(SURVEY, second.progress, "banana")

    assert [one.progress.clarifies for one in (first, second, third)] == [1, 2, 2]
    assert len({one.replies for one in (first, second, third)}) == 3
    assert third.outcome is Outcome.OTHER
    assert len(second.replies[0]) < len(first.replies[0])


@pytest.mark.parametrize("question", [AREA, SAFE, CHANGE])
def test_the_second_try_is_worded_differently(question):
    survey = Questionnaire("k", "T", (question,), "P", "Thanks.")
    first = turn_of(survey, Progress(State.ASKING, question.key), "...")
    second = turn_of(survey, first.progress, "...")

    assert first.outcome is second.outcome is Outcome.CLARIFY
    assert first.replies != second.replies


def test_a_question_left_alone_goes_on_to_the_next():
    turn = turn_of(SURVEY, Progress(State.ASKING, "area", 2), "manchester")

    assert turn.given is not None
    assert (turn.given.outcome, turn.given.value) == (Outcome.SKIP, None)
    assert turn.given.flags == {Flag.UNCLEAR}
    assert turn.progress == Progress(State.ASKING, "safe", earlier="area")


def test_tries_are_counted_afresh_for_each_question():
    turn = turn_of(SURVEY, Progress(State.ASKING, "area", 2), "wirral")

    assert turn.progress.clarifies == 0


def test_words_over_the_limit_by_text_are_kept_whole():
    survey = Questionnaire("k", "T", (type(CHANGE)(key="c", wording="?", limit=5),), "P", "Thanks.")
    turn = turn_of(survey, Progress(State.ASKING, "c"), "much longer than five")

    assert turn.given is not None
    assert turn.given.outcome is Outcome.ANSWER_TEXT
    assert turn.given.words == "much longer than five"


@pytest.mark.parametrize("state", list(State))
def test_an_opt_out_is_heard_in_every_state_and_not_kept(state):
    turn = turn_of(SURVEY, Progress(state, "change"), "STOP")

    assert turn == Turn(Progress(State.OPTED_OUT), (), None, Outcome.OPT_OUT)


def test_help_leaves_the_question_open():
    asking = Progress(State.ASKING, "safe", 1)

    assert turn_of(SURVEY, asking, "HELP") == Turn(asking, (), None, Outcome.HELP)


def test_somebody_who_opted_out_is_not_texted():
    turn = turn_of(SURVEY, Progress(State.OPTED_OUT), "hello")

    assert turn.replies == ()


def test_a_question_the_survey_no_longer_has_leads_to_the_first_unanswered():
    turn = turn_of(SURVEY, Progress(State.ASKING, "gone"), "4", answers={"area": "wirral"})

    assert turn.given is None
    assert turn.progress == Progress(State.ASKING, "safe")


def test_trying_a_survey_plays_it_in_the_terminal(monkeypatch, capsys):
    typed = iter(["yes\n", "6\n", "help\n", "4/5\n", "More locks\n"])
    monkeypatch.setattr("sys.stdin.readline", lambda: next(typed, ""))

    assert main(["try", str(READY)]) == 0
    shown = capsys.readouterr().out
    assert "[area: answer wirral]" in shown
    assert "Call 999" in shown
    assert '[change: answer_text "More locks"]' in shown


def test_ending_the_input_ends_kindly(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin.readline", lambda: "")

    assert main(["try", str(READY)]) == 0
    assert "That is fine" in capsys.readouterr().out


@pytest.mark.parametrize("long", ["1 1 1 " * 10_000, "yes no " * 10_000, "a" * 60_000])
@pytest.mark.parametrize("kind", ["pick_one", "scale"])
def test_a_very_long_reply_to_a_closed_question_is_read_in_a_moment(kind, long):
    question = next(q for q in SURVEY.questions if q.kind == kind)
    began = time.process_time()
    question.read(long)
    assert time.process_time() - began < 0.5


def test_a_choice_with_a_long_story_after_it_keeps_both():
    question = next(q for q in SURVEY.questions if q.kind == "scale")
    story = "2 because of the noise. " + "It never stops at night. " * 40
    reading = question.read(story)
    assert reading.value == 2
    assert reading.words.endswith(story[-200:].rstrip()) or reading.words.endswith(story[-200:])
