"""A survey on a sheet of paper: the number each question has there, and how it is answered."""

from collections.abc import Mapping

from surveys.questionnaire import Questionnaire


def numbers(questionnaire: Questionnaire) -> Mapping[str, int]:
    """The number of each question by its key, counted from 1 through to the last about the person.

    Everything is on the paper, so a question has the same number whoever fills it in.
    """
    asked = (*questionnaire.questions, *questionnaire.about_you)
    answered = (one.key for one in asked if one.takes_answer)
    return {key: number for number, key in enumerate(answered, 1)}
