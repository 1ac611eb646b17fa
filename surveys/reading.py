"""What one reply turned out to be: the value every reader gives back."""

from dataclasses import dataclass
from enum import StrEnum

Value = str | int | tuple[str, ...] | None
"""A value to count; a tuple holds the values picked where several may be, in the order offered."""


WORDS = "\x00in their own words"
"""Stands among the answers so far for one in a person's own words, which conditions never read."""


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
    LATER = "later"
    LATE = "late"
    IDENTIFY = "identify"
    WRONG_NUMBER = "wrong_number"
    CALLBACK = "callback"
    STAFF_REVIEW = "staff_review"
    SAFEGUARD = "safeguard"
    IGNORE = "ignore"


class Request(StrEnum):
    """What a whole text asks of the service itself, whatever question is open."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    WRONG_NUMBER = "wrong_number"
    IDENTIFY = "identify"
    CALLBACK = "callback"
    DELETE = "delete"
    WHAT_I_SAID = "what_i_said"
    WEB = "web"
    PAUSE = "pause"
    FEWER = "fewer"
    SESSIONS_ONLY = "sessions_only"
    GO_ON = "go_on"
    LATER = "later"
    BACK = "back"
    LANGUAGE = "language"
    STAFF_REVIEW = "staff_review"
    FACT = "fact"


class Flag(StrEnum):
    """Something about a reply that staff, or the next text to the person, can use."""

    RATHER_NOT_SAY = "rather_not_say"
    DONT_KNOW = "dont_know"
    MORE_THAN_ONE = "more_than_one"
    OUT_OF_RANGE = "out_of_range"
    TOO_LONG = "too_long"
    UNCLEAR = "unclear"
    TRANSLATE = "translate"
    NEEDS_HELP_NOW = "needs_help_now"
    SUICIDE_OR_SELF_HARM = "possible_suicide_or_self_harm"
    HARM_FROM_OTHERS = "possible_harm_from_others"
    CHILD_AT_RISK = "possible_child_at_risk"
    IN_DANGER = "possible_immediate_danger"
    OTHER_PERSON = "about_another_person"


@dataclass(frozen=True)
class Reading:
    """One reply, read: `words` is free text or the comment beside a choice, as it was typed.

    `needs` are what a person needs to take part in a session, as `surveys.needs` names them.
    """

    outcome: Outcome
    value: Value = None
    words: str = ""
    flags: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


def unclear(*flags: Flag) -> Reading:
    """The reading of a reply that has to be asked about again."""
    return Reading(Outcome.CLARIFY, flags=frozenset(flags))
