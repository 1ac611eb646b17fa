"""Somebody's answers told back to them by text, short enough to pay for."""

from collections.abc import Mapping

from surveys.questionnaire import Questionnaire
from surveys.questions import Question
from surveys.reading import Value
from surveys.wording import Sentence, say

_LONGEST_TOLD = 60


def what_you_said(questionnaire: Questionnaire, answers: Mapping[str, tuple[Value, str]]) -> str:
    """Somebody's answers told back to them: each question's number, and its value or words."""
    values = {key: value for key, (value, _) in answers.items()}
    lines = [
        _told_back(questionnaire, question, *answers[question.key], values)
        for question in questionnaire.steps
        if question.key in answers
    ]
    language = questionnaire.language
    if not lines:
        return say(Sentence.WHAT_YOU_SAID_NONE, language=language)
    return say(Sentence.WHAT_YOU_SAID, language=language, answers="\n".join(lines))


def _told_back(
    questionnaire: Questionnaire,
    question: Question,
    value: Value,
    words: str,
    values: Mapping[str, Value],
) -> str:
    language = questionnaire.language
    short = words if len(words) <= _LONGEST_TOLD else f"{words[: _LONGEST_TOLD - 3].rstrip()}..."
    value = question.value_from(value)
    said = question.say(value, language=language) if value is not None or not words else short
    number, _ = questionnaire.position(question.key, values)
    return say(Sentence.WHAT_YOU_SAID_LINE, language=language, number=number, answer=said)
