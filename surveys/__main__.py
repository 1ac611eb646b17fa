"""Checking, trying and converting survey files: `python -m surveys check|try|convert FILE`."""

import argparse
import sys
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from surveys.files import Opened, opened, save
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.plain_english import survey_advice
from surveys.problems import SurveyProblems
from surveys.questionnaire import Questionnaire
from surveys.translation import gaps
from surveys.trying import play
from surveys.wording import dear_characters, segments
from surveys.xlsform import DoesNotFit

_SHOWN = 8
"""Of the characters that force the costly alphabet, as many as are told."""
_RIGHT, _TO_PUT_RIGHT, _NOT_OPENED = 0, 1, 2
_WHAT = {
    "check": "say what is to be put right in a survey",
    "try": "play it as a conversation of texts",
    "convert": "make a YAML file of a form, or a form of a YAML file",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked: 0 when all is well, 1 with things to put right, 2 when not opened."""
    parser = argparse.ArgumentParser(prog="python -m surveys", description=__doc__)
    told = "; ".join(f"{what}: {does}" for what, does in _WHAT.items())
    parser.add_argument("what", choices=_WHAT, help=told)
    parser.add_argument("file", help="a survey in a YAML file, or a form (.xlsx)")
    parser.add_argument("to", nargs="?", help="the new file that convert writes, .yaml or .xlsx")
    asked = parser.parse_args(arguments)
    if (asked.to is None) == (asked.what == "convert"):
        parser.error("convert takes two files, and check and try take one")
    try:
        found = opened(asked.file)
        return _convert(found, asked.to) if asked.to else _look_at(found, asked.what)
    except OSError as problem:
        name = problem.filename or asked.file
        print(f"We could not open {name}: {problem.strerror}.", file=sys.stderr)
        return _NOT_OPENED


def _look_at(found: Opened, what: str) -> int:
    _tell(found)
    if found.survey is None:
        return _TO_PUT_RIGHT
    if what == "check":
        _report(found.survey)
    else:
        play(found.survey)
    return _RIGHT


def _convert(found: Opened, to: str) -> int:
    try:
        save(found, to)
    except FileExistsError:
        print(f"There is a file {to} already. Choose another name.", file=sys.stderr)
        return _NOT_OPENED
    except (SurveyProblems, DoesNotFit) as problem:
        print(problem)
        return _TO_PUT_RIGHT
    _tell(found)
    print(f"Written: {to}.")
    return _TO_PUT_RIGHT if found.problems else _RIGHT


def _tell(found: Opened) -> None:
    """What of a form is not as it was, and what is to be put right."""
    if found.notes:
        print("Not taken over as it was in the form:")
    for note in found.notes:
        print(f"  {note}")
    for problem in found.problems:
        print(problem)


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
