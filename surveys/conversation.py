"""One turn of a survey by text: what was said, what we say next, and what is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from surveys.keywords import command, is_skip
from surveys.lexicon import lexicon
from surveys.questionnaire import Questionnaire
from surveys.questions import Question
from surveys.reading import Flag, Outcome, Reading, Value
from surveys.wording import Sentence, say
from surveys.yesno import read_yes_no

MOST_CLARIFIES = 2
_NO_ANSWERS: Mapping[str, Value] = {}


class State(StrEnum):
    """Where a person is in one survey."""

    INVITED = "invited"
    ASKING = "asking"
    COMPLETED = "completed"
    DECLINED = "declined"
    OPTED_OUT = "opted_out"


@dataclass(frozen=True)
class Progress:
    """How far one person has come; `clarifies` counts the tries at the question in hand."""

    state: State
    question: str | None = None
    clarifies: int = 0


@dataclass(frozen=True)
class Given:
    """What is kept from one turn: an answer, own words, or that the question was skipped."""

    question: str
    outcome: Outcome
    value: Value = None
    words: str = ""
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Turn:
    """What one text leads to; `replies` holds one text at most, so that none can overtake."""

    progress: Progress
    replies: tuple[str, ...]
    given: Given | None
    outcome: Outcome


def invitation(questionnaire: Questionnaire, *, sender: str) -> str:
    """The first text: who is asking and how long it is, and nothing about what is asked.

    Phones are shared, lent and handed on, so the subject waits until the person replies.
    """
    language, count = questionnaire.language, len(questionnaire.questions)
    several = say(Sentence.QUESTIONS_MANY, language=language, count=count)
    questions = several if count > 1 else say(Sentence.QUESTIONS_ONE, language=language)
    return say(Sentence.INVITATION, language=language, sender=sender, questions=questions)


def begin(questionnaire: Questionnaire) -> Turn:
    """The turn of a person who has said yes: the first question."""
    opening = say(Sentence.OPENING, language=questionnaire.language)
    return _ask(questionnaire, questionnaire.first(), before=opening, outcome=Outcome.ANSWER)


def take_turn(
    questionnaire: Questionnaire,
    progress: Progress,
    said: str,
    *,
    answers: Mapping[str, Value] = _NO_ANSWERS,
) -> Turn:
    """Read one text where this person is in the survey.

    A text we cannot read earns two more tries and then the question is skipped: nobody
    should be trapped by a question. The caller answers STOP, START and HELP before this; if
    one comes here all the same it is never kept as an answer.
    """
    asked_for = command(said, language=questionnaire.language)
    if progress.state is State.OPTED_OUT or asked_for is Outcome.OPT_OUT:
        outcome = asked_for or Outcome.OTHER
        return Turn(Progress(State.OPTED_OUT), (), None, outcome)
    if asked_for is Outcome.HELP:
        return Turn(progress, (), None, Outcome.HELP)
    if progress.state is State.INVITED:
        return _at_the_door(questionnaire, progress, said)
    if progress.state is State.ASKING:
        return _at_a_question(questionnaire, progress, said, answers)
    return _afterwards(questionnaire, progress, said)


def _at_the_door(questionnaire: Questionnaire, progress: Progress, said: str) -> Turn:
    language = questionnaire.language
    reading = read_yes_no(said, language=language)
    if reading.value == "yes" or command(said, language=language) is Outcome.OPT_IN:
        return begin(questionnaire)
    if reading.value == "no" or is_skip(said, language=language):
        reply = say(Sentence.DECLINED, language=language)
        return Turn(Progress(State.DECLINED), (reply,), None, Outcome.ANSWER)
    if progress.clarifies >= MOST_CLARIFIES:
        return Turn(
            progress, (say(Sentence.PERSON_WILL_READ, language=language),), None, Outcome.OTHER
        )
    again = (Sentence.INVITATION_UNCLEAR_1, Sentence.INVITATION_UNCLEAR_2)[progress.clarifies]
    tried = Progress(State.INVITED, clarifies=progress.clarifies + 1)
    return Turn(tried, (say(again, language=language),), None, Outcome.CLARIFY)


def _at_a_question(
    questionnaire: Questionnaire, progress: Progress, said: str, answers: Mapping[str, Value]
) -> Turn:
    question = questionnaire.find(progress.question)
    if question is None:
        return _carry_on(questionnaire, None, answers, before="", outcome=Outcome.OTHER)
    if command(said, language=questionnaire.language) is Outcome.OPT_IN:
        return Turn(progress, (questionnaire.prompt(question),), None, Outcome.OPT_IN)
    reading = question.read(said, language=questionnaire.language)
    if Flag.TOO_LONG in reading.flags:
        reading = Reading(Outcome.ANSWER_TEXT, None, reading.words, reading.flags)
    if reading.outcome is Outcome.CLARIFY and progress.clarifies < MOST_CLARIFIES:
        return _ask_again(questionnaire, question, reading, tries=progress.clarifies + 1)
    if reading.outcome is Outcome.CLARIFY:
        return _leave(questionnaire, question, said, answers)
    given = Given(question.key, reading.outcome, reading.value, reading.words, reading.flags)
    skipped = reading.outcome is Outcome.SKIP
    before = say(
        Sentence.SKIP_NEXT if skipped else Sentence.THANKS_NEXT, language=questionnaire.language
    )
    return _carry_on(questionnaire, given, answers, before=before, outcome=reading.outcome)


def _ask_again(
    questionnaire: Questionnaire, question: Question, reading: Reading, *, tries: int
) -> Turn:
    """Ask more simply, in other words each time."""
    reply = question.ask_again(reading, tries=tries, language=questionnaire.language)
    return Turn(Progress(State.ASKING, question.key, tries), (reply,), None, Outcome.CLARIFY)


def _leave(
    questionnaire: Questionnaire, question: Question, said: str, answers: Mapping[str, Value]
) -> Turn:
    """Leave a question nobody could follow, and keep what was said for staff to read."""
    given = Given(question.key, Outcome.SKIP, None, said.strip(), frozenset({Flag.UNCLEAR}))
    before = say(Sentence.UNCLEAR_NEXT, language=questionnaire.language)
    return _carry_on(questionnaire, given, answers, before=before, outcome=Outcome.SKIP)


def _carry_on(
    questionnaire: Questionnaire,
    given: Given | None,
    answers: Mapping[str, Value],
    *,
    before: str,
    outcome: Outcome,
) -> Turn:
    known = {**answers, given.question: given.value} if given else answers
    following = questionnaire.next_after(given.question if given else None, known)
    if following:
        return _ask(questionnaire, following, before=before, outcome=outcome, given=given)
    thanks = say(Sentence.COMPLETED, language=questionnaire.language, thanks=questionnaire.thanks)
    return Turn(Progress(State.COMPLETED), (thanks,), given, outcome)


def _ask(
    questionnaire: Questionnaire,
    question: Question,
    *,
    before: str,
    outcome: Outcome,
    given: Given | None = None,
) -> Turn:
    reply = f"{before} {questionnaire.prompt(question)}".strip()
    return Turn(Progress(State.ASKING, question.key), (reply,), given, outcome)


def _afterwards(questionnaire: Questionnaire, progress: Progress, said: str) -> Turn:
    """A text after the end: a change of mind starts, thanks needs no reply, the rest is read."""
    known = lexicon(questionnaire.language)
    words = known.folded_words(said)
    if progress.state is State.DECLINED and words in known.phrases["yes_no.changed_mind"]:
        return begin(questionnaire)
    courteous = all(word in known.words["yes_no.closers"] for word in words)
    if courteous or words in known.phrases["yes_no.goodbyes"]:
        return Turn(progress, (), None, Outcome.OTHER)
    reply = say(Sentence.PERSON_WILL_READ, language=questionnaire.language)
    return Turn(progress, (reply,), None, Outcome.OTHER)
