"""An invitation as a question: a yes or a no, and what a person needs to come."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from surveys.questions import Question
from surveys.reading import Reading
from surveys.yesno import read_yes_no


@dataclass(frozen=True, kw_only=True)
class Invitation(Question):
    """Whether somebody will take part or come; the value is yes or no."""

    kind: ClassVar[str] = "invitation"

    def _read(self, typed: str, language: str, today: date | None) -> Reading:
        return read_yes_no(typed, language=language)
