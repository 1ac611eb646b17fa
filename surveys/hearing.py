"""What one text means where it arrives: a request to the service, or a reply to what was asked.

The order of precedence is that of the text channel's specification: stopping and starting
first, then asking for help or who we are, then moving the question, then the question itself.
Danger is looked for before this, by the caller, in every text.
"""

from dataclasses import dataclass

from surveys.keywords import command
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.questions import Question
from surveys.reading import Outcome, Reading, Request

_REQUESTS = {
    Outcome.OPT_OUT: Request.OPT_OUT,
    Outcome.OPT_IN: Request.OPT_IN,
    Outcome.HELP: Request.HELP,
}


@dataclass(frozen=True)
class Heard:
    """One text, heard: a request to the service, or else a reading of the open question.

    With neither, nothing was open and the text is for a person to read. `language` is the one
    asked for by a request to change it.
    """

    said: str
    outcome: Outcome
    request: Request | None = None
    reading: Reading | None = None
    language: str | None = None


def hear(
    said: str,
    *,
    question: Question | None = None,
    language: str = DEFAULT_LANGUAGE,
    stopped: bool = False,
) -> Heard:
    """What one text means while `question` is open; `stopped` when its phone has stopped texts."""
    asked_for = command(said, language=language)
    if asked_for is not None:
        return Heard(said, asked_for, _REQUESTS[asked_for])
    if question is None or stopped:
        return Heard(said, Outcome.OTHER)
    reading = question.read(said, language=language)
    return Heard(said, reading.outcome, reading=reading)
