"""STOP, START, HELP and SKIP: the words that mean the same whatever was asked."""

from surveys.lexicon import DEFAULT_LANGUAGE, Lexicon, lexicon
from surveys.normalise import spoken_words
from surveys.reading import Flag, Outcome, Reading, Request
from surveys.requests import asked

RESERVED = frozenset(
    {
        "STOP",
        "STOPALL",
        "UNSUBSCRIBE",
        "CANCEL",
        "END",
        "QUIT",
        "REVOKE",
        "OPTOUT",
        "START",
        "UNSTOP",
        "HELP",
        "INFO",
    }
)
"""Words the phone company or this service acts on, so no answer may be one of them."""


def is_reserved(word: str) -> bool:
    """Whether an author's word is one that a person could not safely text as an answer."""
    return "".join(spoken_words(word)).upper() in RESERVED


def command(said: str, *, language: str = DEFAULT_LANGUAGE) -> Outcome | None:
    """Whether the whole text asks to stop, to start again or for help; None when it does not.

    A keyword inside a longer sentence is not a command: "stop it happening again" is an answer.
    """
    found = asked(said, language=language, own_words=True)
    return _COMMANDS.get(found.request) if found else None


_COMMANDS = {
    Request.OPT_OUT: Outcome.OPT_OUT,
    Request.OPT_IN: Outcome.OPT_IN,
    Request.HELP: Outcome.HELP,
}


def skipped(said: str, *, language: str = DEFAULT_LANGUAGE) -> Reading | None:
    """The reading of a text that asks to miss the question; None when it does not."""
    known: Lexicon = lexicon(language)
    words = known.folded_words(said)
    if words in known.phrases["skip.words"]:
        return Reading(Outcome.SKIP)
    if words in known.phrases["skip.rather_not_say"]:
        return Reading(Outcome.SKIP, flags=frozenset({Flag.RATHER_NOT_SAY}))
    return None


def does_not_know(said: str, *, language: str = DEFAULT_LANGUAGE) -> bool:
    """Whether the whole text says the person does not know."""
    known = lexicon(language)
    return known.folded_words(said) in known.phrases["skip.dont_know"]
