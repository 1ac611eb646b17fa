"""Where a person is in a survey by text, and what one turn of it leads to."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from surveys.reading import WORDS, Outcome, Value


class State(StrEnum):
    """Where a person is in one survey.

    Consent is not a state to wait in: the text that gives it asks the first question.
    """

    INVITED = "invited"
    ASKING = "asking"
    HELD = "held"
    COMPLETED = "completed"
    DECLINED = "declined"
    OPTED_OUT = "opted_out"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CLOSED = "closed"


class Moment(Enum):
    """When a text came, beside the question in hand: before it was sent, in the seconds after it,
    later, or after so long a silence that it may be only a hello."""

    BEFORE = "before"
    JUST_AFTER = "just after"
    AFTER = "after"
    LONG_AFTER = "long after"


@dataclass(frozen=True)
class Progress:
    """How far one person has come.

    `clarifies` counts the tries at the question in hand; `earlier` is the question before it.
    `held_because` says why while the state is held. Held before consent has no question.
    """

    state: State
    question: str | None = None
    clarifies: int = 0
    earlier: str | None = None
    held_because: str | None = None


@dataclass(frozen=True)
class Given:
    """What is kept from one turn: an answer, own words, or that the question was skipped.

    With `adds`, the words go after those kept already and the answer stays as it is.
    """

    question: str
    outcome: Outcome
    value: Value = None
    words: str = ""
    flags: frozenset[str] = frozenset()
    adds: bool = False

    @property
    def known(self) -> Value:
        """What the questions after it may know of the answer."""
        return known(self.outcome, self.value)


def known(outcome: Outcome | str, value: Value) -> Value:
    """What later questions may know of an answer: its value, or that there are words."""
    return WORDS if value is None and outcome == Outcome.ANSWER_TEXT else value


@dataclass(frozen=True)
class Turn:
    """What one text leads to; `replies` holds one text at most, so that none can overtake.

    `gathers`: the answer is in the person's own words and more of it may be on its way, so
    nothing is said until `go_on`.
    """

    progress: Progress
    replies: tuple[str, ...]
    given: Given | None
    outcome: Outcome
    gathers: bool = False
