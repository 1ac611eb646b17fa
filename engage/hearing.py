"""What the service makes of one text: danger first, then what it asks or answers."""

from __future__ import annotations

from dataclasses import dataclass

from engage import safeguarding
from engage.safeguarding import Cues
from surveys.hearing import Heard, hear
from surveys.questions import Question


@dataclass(frozen=True)
class Made:
    """One text made sense of: what was heard, the danger it may tell of, and flags for staff."""

    heard: Heard
    cues: Cues
    flags: frozenset[str]


def make_of(said: str, *, question: Question | None, language: str, stopped: bool) -> Made:
    """What one text means while `question` is open."""
    heard = hear(said, question=question, language=language, stopped=stopped)
    flags = heard.reading.flags if heard.reading else frozenset()
    found = safeguarding.look(said)
    return Made(heard, found, frozenset(flags) | safeguarding.flags(found))
