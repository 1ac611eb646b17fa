"""What one text means where it arrives: a request to the service, or a reply to what was asked.

The order of precedence is that of the text channel's specification: stopping and starting
first, then asking for help or who we are, then moving the question, then the question itself.
Danger is looked for before this, by the caller, in every text.
"""

from dataclasses import dataclass
from datetime import date

from surveys.invitations import Invitation
from surveys.kinds.date import DateQuestion
from surveys.kinds.free_text import FreeText
from surveys.kinds.question import Question
from surveys.kinds.yes_no import YesNo
from surveys.lexicon import DEFAULT_LANGUAGE, lexicon
from surveys.reading import Outcome, Reading, Request
from surveys.requests import Asked, asked, hinted
from surveys.slots import Slots
from surveys.yesno import read_yes_no

_OUTCOMES = {
    Request.OPT_OUT: Outcome.OPT_OUT,
    Request.OPT_IN: Outcome.OPT_IN,
    Request.HELP: Outcome.HELP,
    Request.WRONG_NUMBER: Outcome.WRONG_NUMBER,
    Request.IDENTIFY: Outcome.IDENTIFY,
    Request.CALLBACK: Outcome.CALLBACK,
    Request.LATER: Outcome.LATER,
    Request.PAUSE: Outcome.LATER,
    Request.STAFF_REVIEW: Outcome.STAFF_REVIEW,
    Request.FACT: Outcome.HELP,
}
"""The outcome of each request; those not named here are done at once and are OTHER."""

_HEARD_WHEN_STOPPED = frozenset(
    {
        Request.HELP,
        Request.WRONG_NUMBER,
        Request.IDENTIFY,
        Request.CALLBACK,
        Request.DELETE,
        Request.STAFF_REVIEW,
        Request.FACT,
    }
)
_HEARD_FROM_ANYONE = frozenset(
    {
        Request.OPT_OUT,
        Request.WRONG_NUMBER,
        Request.IDENTIFY,
        Request.CALLBACK,
        Request.STAFF_REVIEW,
        Request.FACT,
    }
)
_ASKED_OF_A_MEETING = frozenset(
    {Request.WRONG_NUMBER, Request.IDENTIFY, Request.CALLBACK, Request.STAFF_REVIEW}
)


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
    today: date | None = None,
) -> Heard:
    """What one text means while `question` is open; `stopped` when its phone has stopped texts.

    `today` is the day it was sent, for a question that asks for a date.
    """
    own_words, meeting = isinstance(question, FreeText), _is_meeting(question)
    dated = meeting or question is None or isinstance(question, DateQuestion)
    found = asked(said, language=language, own_words=own_words, meeting=dated)
    if found and meeting and _tells_of_needs(said, found.request, question, language=language):
        found = None
    if found and found.request is Request.OPT_OUT:
        return _of(said, found)
    if stopped:
        return _from_a_stopped_phone(said, found, language=language)
    if found and found.request is Request.OPT_IN:
        found = Asked(Request.GO_ON)
    if found and not _answers(said, found.request, question, language=language, today=today):
        return _of(said, found)
    if question is None:
        part = hinted(said, language=language)
        return (
            _of(said, Asked(part))
            if part and part in _HEARD_FROM_ANYONE
            else Heard(said, Outcome.OTHER)
        )
    reading = question.read(said, language=language, today=today)
    unsettled = {Outcome.CLARIFY, Outcome.HELP} if meeting else {Outcome.CLARIFY}
    if reading.outcome in unsettled and not own_words:
        part = hinted(said, language=language, meeting=dated)
        if part and _outweighs(part, reading, meeting=meeting):
            return _of(said, Asked(part))
    return Heard(said, reading.outcome, _request_in(reading, question), reading)


def _tells_of_needs(
    said: str, request: Request, question: Question | None, *, language: str
) -> bool:
    """Whether a reply to an invitation to meet is read there: a fact asked, a need told."""
    if request is Request.FACT or question is None:
        return True
    if request not in {Request.STAFF_REVIEW, Request.LATER}:
        return False
    reading = question.read(said, language=language)
    settled = request is Request.STAFF_REVIEW or reading.outcome is Outcome.ANSWER
    return settled and bool(reading.needs)


def _request_in(reading: Reading, question: Question) -> Request | None:
    """What a reply to the invitation to a survey asks of us, when it is not a yes or a no."""
    if isinstance(question, Invitation) and not question.meeting:
        named = {Outcome.LATER: Request.LATER, Outcome.STAFF_REVIEW: Request.STAFF_REVIEW}
        return named.get(reading.outcome)
    return None


def _of(said: str, found: Asked) -> Heard:
    outcome = _OUTCOMES.get(found.request, Outcome.OTHER)
    return Heard(said, outcome, found.request, language=found.language)


def _is_meeting(question: Question | None) -> bool:
    return isinstance(question, Slots) or (isinstance(question, Invitation) and question.meeting)


def _from_a_stopped_phone(said: str, found: Asked | None, *, language: str) -> Heard:
    """A phone that has stopped is only started by a plain START or YES; the rest is kept."""
    plain_yes = lexicon(language).phrases["yes_no.changed_mind"]
    if (found and found.request is Request.OPT_IN) or (
        found is None and lexicon(language).folded_words(said) in plain_yes
    ):
        return _of(said, Asked(Request.OPT_IN))
    if found and found.request in _HEARD_WHEN_STOPPED:
        return _of(said, found)
    return Heard(said, Outcome.OTHER)


def _answers(
    said: str,
    request: Request,
    question: Question | None,
    *,
    language: str,
    today: date | None,
) -> bool:
    """Whether words that might ask us something are the answer to what we asked.

    START and "go on" say yes to a yes-or-no question, "tomorrow" answers a question for a date,
    and an option may be called "Phone call".
    """
    if question is None:
        return False
    if isinstance(question, YesNo | Invitation) and request is Request.GO_ON:
        return read_yes_no(said, language=language).value is not None
    if _may_be_said_in_answer(said, request, question, language=language):
        return question.read(said, language=language, today=today).outcome is Outcome.ANSWER
    known = lexicon(language)
    words = known.folded_words(said)
    return any(words == known.folded_words(label) for _, label in question.on_offer(language))


def _may_be_said_in_answer(
    said: str, request: Request, question: Question, *, language: str
) -> bool:
    """Whether words that ask something of us only while we ask for no own words may answer too.

    "None, I was in jail" does. To a yes-or-no question "busy" asks for another time.
    """
    if isinstance(question, FreeText | Invitation | Slots):
        return False
    if isinstance(question, YesNo) and request is Request.LATER:
        return False
    return asked(said, language=language, own_words=True) is None


def _outweighs(part: Request, reading: Reading, *, meeting: bool) -> bool:
    """Whether what a part of the text asks says more than that the text was not clear."""
    if part is Request.OPT_OUT or not meeting:
        return True
    beside = {"time"} if part is Request.CALLBACK else set()
    return part in _ASKED_OF_A_MEETING and reading.needs <= beside
