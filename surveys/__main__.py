"""Checking and trying a survey file in the terminal: `python -m surveys check|try FILE`."""

import argparse
import sys
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.loading import load
from surveys.plain_english import survey_advice
from surveys.problems import SurveyProblems
from surveys.questionnaire import Questionnaire
from surveys.translation import gaps
from surveys.trying import play
from surveys.wording import dear_characters, segments

_SHOWN = 8
"""Of the characters that force the costly alphabet, as many as are told."""
_RIGHT, _TO_PUT_RIGHT, _NOT_OPENED = 0, 1, 2


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
        play(survey)
    return _RIGHT


def _report(survey: Questionnaire) -> None:
    print(f"{survey.title}: {survey.lengths()[1]} questions. Nothing to put right.")
    _costs(survey)
    for translation in survey.translations:
        print(f"In {translation.language}:")
        _costs(survey.in_language(translation.language))
        for gap in gaps((*survey.questions, *survey.about_you), translation):
            print(f"  Still to translate: {gap}. It is shown as it was written until then.")
    _worth_another_look(survey)


def _costs(survey: Questionnaire) -> None:
    for number, question in enumerate(survey.steps, 1):
        text = survey.prompt(question, {})
        cost = segments(text)
        dear = "".join(dear_characters(text)[:_SHOWN])
        why = f", because of {dear}" if dear else ""
        parts = "1 text" if cost.count == 1 else f"{cost.count} texts"
        print(f"  {number} {question.key} ({question.kind}): {parts} to ask{why}")


def _worth_another_look(survey: Questionnaire) -> None:
    """Advice on the wording, under each question that has some; a survey may go out without."""
    if survey.in_language(DEFAULT_LANGUAGE).language != DEFAULT_LANGUAGE:
        print("We give advice on wording for English only.")
    told = survey_advice(survey)
    if told:
        print("Worth another look:")
    numbers = {question.key: number for number, question in enumerate(survey.steps, 1)}
    for key, group in groupby(told, key=itemgetter(0)):
        print(f"  {numbers[key]} {key}" if key else "  The whole survey")
        for _, field, one in group:
            print(f"    {field}: {one.message}")


if __name__ == "__main__":
    sys.exit(main())
