"""Whole conversations by text, as plain transcripts anyone can read and correct, and their rules.

A transcript has what they text (them), what we text back (us) and what is kept (kept).
"""

import time
from pathlib import Path

import pytest

import surveys
from surveys.__main__ import main
from surveys.conversation import Progress, State, Turn, begin, invitation, take_turn
from surveys.loading import load
from surveys.questionnaire import Questionnaire
from surveys.reading import Flag, Outcome, Value
from surveys.wording import segments
from tests.surveys.examples import AREA, CHANGE, SAFE

READY = Path(surveys.__file__).parent / "library" / "temporary-accommodation.yaml"
SURVEY = load(READY)
TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
INVITED = Progress(State.INVITED)


def played(path: Path) -> str:
    """What the service makes of the texts in a transcript, written as a transcript."""
    written = path.read_text("utf-8").splitlines()
    lines = [written[0], ""]
    progress, answers = INVITED, dict[str, Value]()
    for said in (line.removeprefix("them: ") for line in written if line.startswith("them: ")):
        turn = take_turn(SURVEY, progress, said, answers=answers)
        progress = turn.progress
        if turn.given:
            answers[turn.given.question] = turn.given.value
        lines += [f"them: {said}", *kept(turn), *sent(turn)]
    return "\n".join(lines) + "\n"


def kept(turn: Turn) -> list[str]:
    if turn.given is None:
        return []
    given = turn.given
    value = "" if given.value is None else f" {given.value}"
    words = f" | {given.words}" if given.words else ""
    flags = f" ({', '.join(sorted(given.flags))})" if given.flags else ""
    return [f"kept: {given.question} {given.outcome.value}{value}{words}{flags}"]


def sent(turn: Turn) -> list[str]:
    return ["us: " + reply.replace("\n", "\n    ") for reply in turn.replies]


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_conversation_goes_as_its_transcript_says(path):
    assert played(path) == path.read_text("utf-8")


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
    turn = take_turn(SURVEY, INVITED, said)

    assert turn.progress == Progress(State.ASKING, "area")
    assert turn == begin(SURVEY) or turn.outcome is Outcome.ANSWER


@pytest.mark.parametrize("said", ["no", "nah", "not for me thanks", "👎", "pass"])
def test_a_no_in_any_words_ends_kindly(said):
    turn = take_turn(SURVEY, INVITED, said)

    assert turn.progress == Progress(State.DECLINED)
    assert len(turn.replies) == 1


def test_an_answer_before_consent_is_not_kept():
    turn = take_turn(SURVEY, INVITED, "liverpool")

    assert turn.given is None
    assert turn.outcome is Outcome.CLARIFY


def test_an_invited_person_is_asked_again_twice_and_then_read_by_a_person():
    first = take_turn(SURVEY, INVITED, "banana")
    second = take_turn(SURVEY, first.progress, "banana")
    third = take_turn(SURVEY, second.progress, "banana")

    assert [one.progress.clarifies for one in (first, second, third)] == [1, 2, 2]
    assert len({one.replies for one in (first, second, third)}) == 3
    assert third.outcome is Outcome.OTHER
    assert len(second.replies[0]) < len(first.replies[0])


@pytest.mark.parametrize("question", [AREA, SAFE, CHANGE])
def test_the_second_try_is_worded_differently(question):
    survey = Questionnaire("k", "T", (question,), "P", "Thanks.")
    first = take_turn(survey, Progress(State.ASKING, question.key), "...")
    second = take_turn(survey, first.progress, "...")

    assert first.outcome is second.outcome is Outcome.CLARIFY
    assert first.replies != second.replies


def test_a_question_left_alone_goes_on_to_the_next():
    turn = take_turn(SURVEY, Progress(State.ASKING, "area", 2), "manchester")

    assert turn.given is not None
    assert (turn.given.outcome, turn.given.value) == (Outcome.SKIP, None)
    assert turn.given.flags == {Flag.UNCLEAR}
    assert turn.progress == Progress(State.ASKING, "safe")


def test_tries_are_counted_afresh_for_each_question():
    turn = take_turn(SURVEY, Progress(State.ASKING, "area", 2), "wirral")

    assert turn.progress.clarifies == 0


def test_words_over_the_limit_by_text_are_kept_whole():
    survey = Questionnaire("k", "T", (type(CHANGE)(key="c", wording="?", limit=5),), "P", "Thanks.")
    turn = take_turn(survey, Progress(State.ASKING, "c"), "much longer than five")

    assert turn.given is not None
    assert turn.given.outcome is Outcome.ANSWER_TEXT
    assert turn.given.words == "much longer than five"


@pytest.mark.parametrize("state", list(State))
def test_an_opt_out_is_heard_in_every_state_and_not_kept(state):
    turn = take_turn(SURVEY, Progress(state, "change"), "STOP")

    assert turn == Turn(Progress(State.OPTED_OUT), (), None, Outcome.OPT_OUT)


def test_help_leaves_the_question_open():
    asking = Progress(State.ASKING, "safe", 1)

    assert take_turn(SURVEY, asking, "HELP") == Turn(asking, (), None, Outcome.HELP)


def test_somebody_who_opted_out_is_not_texted():
    turn = take_turn(SURVEY, Progress(State.OPTED_OUT), "hello")

    assert turn.replies == ()


def test_a_question_the_survey_no_longer_has_leads_to_the_first_unanswered():
    turn = take_turn(SURVEY, Progress(State.ASKING, "gone"), "4", answers={"area": "wirral"})

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
