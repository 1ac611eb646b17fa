"""A turn of a survey as the service takes it."""

from surveys.conversation import take_turn
from surveys.hearing import hear
from surveys.progress import Turn
from surveys.trying import DOOR


def turn_of(survey, progress, said, *, answers=None, **given) -> Turn:
    """A turn as the service takes it: the text is heard against the question in hand."""
    question = survey.find(progress.question) if progress.question else DOOR
    return take_turn(
        survey, progress, hear(said, question=question), answers=answers or {}, **given
    )
