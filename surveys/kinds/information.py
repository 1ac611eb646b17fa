"""A page to read on the way: it takes no answer, is not counted and leaves nothing behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from surveys.kinds.question import Question
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.reading import Outcome, Reading


@dataclass(frozen=True, kw_only=True)
class Information(Question):
    """A heading and some paragraphs, read before the next question."""

    kind: ClassVar[str] = "information"
    takes_answer: ClassVar[bool] = False
    body: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body, a paragraph each."""
        return tuple(" ".join(one.split()) for one in self.body.split("\n\n") if one.strip())

    def prompt(self, *, number: int, total: int | None, language: str = DEFAULT_LANGUAGE) -> str:
        """What goes before the next question in a text."""
        return self.text_wording or "\n".join((self.wording, *self.paragraphs))

    def _read(self, typed: str, language: str, today: date | None) -> Reading:
        return Reading(Outcome.OTHER)

    def faults(self) -> Iterator[str]:
        """What an author has to put right, a sentence each."""
        yield from super().faults()
        if self.about is not None:
            yield "A page to read has no answer, so it has no `about`."
