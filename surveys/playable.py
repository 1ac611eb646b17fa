"""As much of a survey that is being written as can be asked: to look at it and try it out."""

from collections.abc import Mapping, Sequence
from typing import Any

from surveys import piping
from surveys.checking import PIPED
from surveys.loading import from_dict
from surveys.problems import Problem, SurveyProblems
from surveys.questionnaire import Questionnaire

TEXTS = {"key": "draft", "title": "…", "purpose": "…", "thanks": "…"}
"""What stands where a survey has no words yet."""


def as_far_as_right(written: Mapping[str, Any]) -> Questionnaire | None:
    """The survey without what is still to put right, or None when nothing would be left.

    A question with something wrong in itself is left out. A condition or an earlier answer that
    no longer fits is left out of its question.
    """
    survey = {**written, **{name: written.get(name) or said for name, said in TEXTS.items()}}
    for _ in range(2 * len(survey.get("questions") or []) + 4):
        try:
            return from_dict(survey)
        except SurveyProblems as found:
            left = _without(survey, found.problems)
            if left == survey:
                break
            survey = left
    return None


def _without(survey: dict[str, Any], problems: Sequence[Problem]) -> dict[str, Any]:
    """The survey without what these problems name; a later round finds what hung on it."""
    by_key: dict[str, set[str | None]] = {}
    for one in problems:
        if one.question and not one.language:
            by_key.setdefault(one.question, set()).add(one.field)
    if not by_key:
        return _without_fields(survey, {one.field for one in problems})
    mended = {
        name: [_mended(one, by_key.get(key_of(one), set())) for one in _listed(survey.get(name))]
        for name in ("questions", "about_you")
    }
    return survey | {
        name: [one for one in listed if one is not None] for name, listed in mended.items()
    }


def _without_fields(survey: dict[str, Any], fields: set[str | None]) -> dict[str, Any]:
    known = {*TEXTS, "language", "questions", "about_you"} - (fields - {*TEXTS, "questions"})
    kept = {name: value for name, value in survey.items() if name in known}
    return kept | {name: TEXTS[name] for name in TEXTS.keys() & fields}


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def key_of(question: object) -> str:
    """The key of a question as it is written, or the name that stands for a usual one."""
    return str(question.get("key")) if isinstance(question, Mapping) else str(question)


def _mended(question: Any, fields: set[str | None]) -> Any:
    """The question without a condition or an earlier answer that does not fit, or None."""
    if not fields:
        return question
    if not isinstance(question, Mapping) or not fields <= {"show_when", *PIPED}:
        return None
    mended = {n: v for n, v in question.items() if n != "show_when" or n not in fields}
    for name in PIPED.keys() & fields:
        mended[name] = piping.filled(str(mended.get(name)), lambda _: "…")
    return None if mended == question else mended
