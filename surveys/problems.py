"""What an author has to put right in a survey, and where."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to put right: a sentence, and the question and field it is about, if any.

    `number` is the question's place from 1, which tells even when it has no key.
    """

    message: str
    question: str | None = None
    number: int | None = None
    field: str | None = None
    language: str | None = None

    def __str__(self) -> str:
        """The whole sentence, with where it is."""
        if self.language:
            of = f"Question {self.question}: " if self.question else ""
            return f"Translation {self.language}: {of}{self.message}"
        if self.number is None:
            return self.message
        named = f" ({self.question})" if self.question else ""
        return f"Question {self.number}{named}: {self.message}"


class SurveyProblems(ValueError):
    """What an author has to put right in a survey, one problem each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        self.messages = [str(one) for one in problems]
        super().__init__("\n".join(self.messages))
