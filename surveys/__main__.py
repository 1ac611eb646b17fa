"""Checking and trying a survey file in the terminal: `python -m surveys check|try FILE`."""

import argparse
import sys
from collections.abc import Sequence

from surveys.conversation import Progress, State, Turn, invitation, take_turn
from surveys.keywords import command
from surveys.loading import SurveyProblems, load
from surveys.questionnaire import Questionnaire
from surveys.reading import Outcome, Value
from surveys.translation import gaps
from surveys.wording import Sentence, dear_characters, say, segments

_SENDER = "Your Say"
_SHOWN = 8
"""Of the characters that force the costly alphabet, as many as are told."""
_RIGHT, _TO_PUT_RIGHT, _NOT_OPENED = 0, 1, 2
_AT_ONCE = {
    Outcome.OPT_OUT: Sentence.STOP_CONFIRMATION,
    Outcome.OPT_IN: Sentence.START_CONFIRMATION,
    Outcome.HELP: Sentence.HELP,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked: 0 when all is well, 1 with things to put right, 2 when not opened."""
    parser = argparse.ArgumentParser(prog="python -m surveys", description=__doc__)
    parser.add_argument("what", choices=("check", "try"), help="check a survey, or play it")
    parser.add_argument("file", help="a survey in a YAML file")
    asked = parser.parse_args(arguments)
    try:
        survey = load(asked.file)
    except OSError as problem:
        print(f"We could not open {asked.file}: {problem.strerror}.", file=sys.stderr)
        return _NOT_OPENED
    except SurveyProblems as problems:
        print("\n".join(problems.messages))
        return _TO_PUT_RIGHT
    if asked.what == "check":
        _report(survey)
    else:
        _play(survey)
    return _RIGHT


def _report(survey: Questionnaire) -> None:
    print(f"{survey.title}: {len(survey.questions)} questions. Nothing to put right.")
    _costs(survey)
    for translation in survey.translations:
        print(f"In {translation.language}:")
        _costs(survey.in_language(translation.language))
        for gap in gaps(survey.questions, translation):
            print(f"  Still to translate: {gap}. It is shown as it was written until then.")


def _costs(survey: Questionnaire) -> None:
    for number, question in enumerate(survey.questions, 1):
        text = survey.prompt(question)
        cost = segments(text)
        dear = "".join(dear_characters(text)[:_SHOWN])
        why = f", because of {dear}" if dear else ""
        parts = "1 text" if cost.count == 1 else f"{cost.count} texts"
        print(f"  {number} {question.key} ({question.kind}): {parts} to ask{why}")


def _play(survey: Questionnaire) -> None:
    """Play the survey as a conversation of texts until it ends or the input does."""
    progress = Progress(State.INVITED)
    answers: dict[str, Value] = {}
    _show(invitation(survey, sender=_SENDER))
    while progress.state in {State.INVITED, State.ASKING}:
        said = _hear()
        if said is None:
            print("\nThat is fine. Nothing was kept.")
            return
        turn = take_turn(survey, progress, said, answers=answers)
        asked_for = command(said, language=survey.language)
        progress = turn.progress
        if turn.given:
            answers[turn.given.question] = turn.given.value
        _answer(turn, asked_for, language=survey.language)


def _hear() -> str | None:
    print("you > ", end="", flush=True)
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        return None
    return line.rstrip("\n") if line else None


def _answer(turn: Turn, asked_for: Outcome | None, *, language: str) -> None:
    if not turn.replies and asked_for in _AT_ONCE:
        _show(say(_AT_ONCE[asked_for], language=language, sender=_SENDER))
    for reply in turn.replies:
        _show(reply)
    if turn.given:
        kept = turn.given
        value = "" if kept.value is None else f" {kept.value}"
        words = f' "{kept.words}"' if kept.words else ""
        print(f"      [{kept.question}: {kept.outcome.value}{value}{words}]")


def _show(text: str) -> None:
    cost = segments(text)
    print(f"\n{text}\n      [{cost.units} characters, segments: {cost.count}]\n")


if __name__ == "__main__":
    sys.exit(main())
