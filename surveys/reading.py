"""What one reply turned out to be: the value every reader gives back."""

from dataclasses import dataclass
from enum import StrEnum

Value = str | int | None


class Outcome(StrEnum):
    """What a fair person would say happened when a reply came in."""

    ANSWER = "answer"
    ANSWER_TEXT = "answer_text"
    CLARIFY = "clarify"
    SKIP = "skip"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    OTHER = "other"


class Flag(StrEnum):
    """Something about a reply that staff, or the next text to the person, can use."""

    RATHER_NOT_SAY = "rather_not_say"
    DONT_KNOW = "dont_know"
    MORE_THAN_ONE = "more_than_one"
    OUT_OF_RANGE = "out_of_range"
    TOO_LONG = "too_long"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Reading:
    """One reply, read: `words` is free text or the comment beside a choice, as it was typed."""

    outcome: Outcome
    value: Value = None
    words: str = ""
    flags: frozenset[str] = frozenset()


def unclear(*flags: Flag) -> Reading:
    """The reading of a reply that has to be asked about again."""
    return Reading(Outcome.CLARIFY, flags=frozenset(flags))
