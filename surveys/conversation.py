"""One turn of a survey by text: what was heard, what we say next, and what is kept."""

from collections.abc import Mapping
from dataclasses import replace

from surveys.hearing import Heard
from surveys.lexicon import lexicon
from surveys.parts import join
from surveys.progress import Given, Moment, Progress, State, Turn
from surveys.questionnaire import Questionnaire
from surveys.questions import AboutYou, FreeText, Question
from surveys.reading import Flag, Outcome, Reading, Request, Value
from surveys.wording import Sentence, say

MOST_CLARIFIES = 2
_NO_ANSWERS: Mapping[str, Value] = {}
_OF_THE_SURVEY = {Request.LATER, Request.BACK, Request.GO_ON, Request.OPT_IN}
_NO_PARTS: Mapping[str, tuple[str, ...]] = {}


def begin(questionnaire: Questionnaire) -> Turn:
    """The turn of a person who has said yes: the first question."""
    before, outcome = Sentence.OPENING, Outcome.ANSWER
    return _carry_on(questionnaire, None, _NO_ANSWERS, before=before, outcome=outcome)


def take_turn(
    questionnaire: Questionnaire,
    progress: Progress,
    heard: Heard,
    *,
    answers: Mapping[str, Value] = _NO_ANSWERS,
    moment: Moment = Moment.AFTER,
    parts: Mapping[str, tuple[str, ...]] = _NO_PARTS,
) -> Turn:
    """Take one text where this person is in the survey.

    A text we cannot read earns two more tries and then the question is skipped: nobody should
    be trapped by a question. What is asked of the service as a whole (stopping, helping,
    ringing) is the caller's to do; if it comes here all the same it is never kept as an answer.
    `parts` are the texts that have come so far in answer to a question that may have more to come.
    """
    if progress.state is State.OPTED_OUT or heard.request is Request.OPT_OUT:
        return Turn(Progress(State.OPTED_OUT), (), None, heard.outcome)
    if heard.request is not None and heard.request not in _OF_THE_SURVEY:
        return Turn(progress, (), None, heard.outcome)
    if progress.state not in {State.INVITED, State.ASKING, State.HELD, State.EXPIRED}:
        return _afterwards(questionnaire, progress, heard)
    if heard.request is Request.LATER:
        return hold(questionnaire, progress, because="later")
    if progress.question is None and progress.state is not State.ASKING:
        return _at_the_door(questionnaire, progress, heard)
    if progress.state is not State.ASKING:
        progress, moment = resumed(progress), Moment.LONG_AFTER
        if is_answered(questionnaire, progress, answers):
            return _after_an_answer(questionnaire, progress, heard, answers)
    return _at_a_question(
        questionnaire, progress, heard, answers=answers, moment=moment, parts=parts
    )


def resumed(progress: Progress) -> Progress:
    """Progress that goes on where it was left, with its tries counted afresh."""
    state = State.INVITED if progress.question is None else State.ASKING
    return replace(progress, state=state, held_because=None, clarifies=0)


def is_answered(
    questionnaire: Questionnaire, progress: Progress, answers: Mapping[str, Value]
) -> bool:
    """Whether the question in hand was answered in somebody's own words and then put aside.

    Nothing has been asked since, so that asking it again would be asking it twice.
    """
    question = questionnaire.find(progress.question)
    return isinstance(question, FreeText) and question.key in answers


def hold(questionnaire: Questionnaire, progress: Progress, *, because: str) -> Turn:
    """Leave the question for another day: not a no, and not a skip."""
    reply = say(Sentence.LATER, language=questionnaire.language)
    held = replace(progress, state=State.HELD, held_because=because, clarifies=0)
    return Turn(held, (reply,), None, Outcome.LATER)


def go_on(
    questionnaire: Questionnaire,
    progress: Progress,
    *,
    answers: Mapping[str, Value],
    before: Sentence = Sentence.THANKS_NEXT,
) -> Turn:
    """The turn when an answer in somebody's own words has come to its end: what is asked next."""
    return _carry_on(
        questionnaire, progress.question, answers, before=before, outcome=Outcome.ANSWER_TEXT
    )


def ask_again(
    questionnaire: Questionnaire,
    progress: Progress,
    *,
    answers: Mapping[str, Value],
    before: Sentence,
) -> Turn:
    """The question in hand once more, after a silence, with some words before it."""
    question = questionnaire.find(progress.question)
    if question is None:
        return Turn(progress, (), None, Outcome.OTHER)
    outcome, opening = Outcome.OTHER, say(before, language=questionnaire.language_of(question))
    reply = f"{opening} {questionnaire.prompt(question, answers)}".strip()
    asking = Progress(State.ASKING, question.key, earlier=progress.earlier)
    return Turn(asking, (reply,), None, outcome)


def _at_the_door(questionnaire: Questionnaire, progress: Progress, heard: Heard) -> Turn:
    language = questionnaire.language
    value = heard.reading.value if heard.reading else None
    if value == "yes" or heard.request in {Request.OPT_IN, Request.GO_ON}:
        return begin(questionnaire)
    if value == "no" or heard.outcome is Outcome.SKIP:
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
    questionnaire: Questionnaire,
    progress: Progress,
    heard: Heard,
    *,
    answers: Mapping[str, Value],
    moment: Moment,
    parts: Mapping[str, tuple[str, ...]],
) -> Turn:
    question = questionnaire.find(progress.question)
    if question is None:
        back = Sentence.WELCOME_BACK
        return _carry_on(questionnaire, None, answers, before=back, outcome=Outcome.OTHER)
    if heard.request is Request.BACK:
        return _go_back(questionnaire, progress, question, answers)
    reading = heard.reading
    is_hello = moment is Moment.LONG_AFTER and _is_hello(questionnaire, heard.said, reading)
    if reading is None or is_hello:
        back = Sentence.WELCOME_BACK
        return ask_again(questionnaire, progress, answers=answers, before=back)
    late = _for_the_one_before(questionnaire, progress, heard, moment=moment, parts=parts)
    if late:
        return late
    if Flag.TOO_LONG in reading.flags:
        reading = Reading(Outcome.ANSWER_TEXT, None, reading.words, reading.flags)
    if reading.outcome is Outcome.CLARIFY and progress.clarifies < MOST_CLARIFIES:
        return _ask_more_simply(questionnaire, progress, question, reading)
    if reading.outcome is Outcome.CLARIFY:
        return _leave(questionnaire, question, heard.said, answers)
    return _take(questionnaire, progress, question, reading, answers=answers, parts=parts)


def _take(
    questionnaire: Questionnaire,
    progress: Progress,
    question: Question,
    reading: Reading,
    *,
    answers: Mapping[str, Value],
    parts: Mapping[str, tuple[str, ...]],
) -> Turn:
    """Keep what was read; the end of an answer in somebody's own words is waited for."""
    outcome = reading.outcome
    given = Given(question.key, outcome, reading.value, reading.words, reading.flags)
    if outcome is Outcome.ANSWER_TEXT and isinstance(question, FreeText):
        whole = replace(given, words=join((*parts.get(question.key, ()), reading.words)))
        return Turn(replace(progress, clarifies=0), (), whole, outcome, gathers=True)
    if outcome is Outcome.SKIP and question.key in parts:
        return go_on(questionnaire, progress, answers=answers)
    before = Sentence.SKIP_NEXT if outcome is Outcome.SKIP else Sentence.THANKS_NEXT
    return _carry_on(
        questionnaire, question.key, answers, before=before, outcome=outcome, given=given
    )


def _for_the_one_before(
    questionnaire: Questionnaire,
    progress: Progress,
    heard: Heard,
    *,
    moment: Moment,
    parts: Mapping[str, tuple[str, ...]],
) -> Turn | None:
    """A text that answers the question before, since it came before this one could be read.

    One from the seconds after is for the one before only if it fits that one alone, and never
    on a bare yes or no, which would be a guess.
    """
    before = questionnaire.find(progress.earlier)
    if before is None or moment not in {Moment.BEFORE, Moment.JUST_AFTER}:
        return None
    reading = before.read(heard.said, language=questionnaire.language)
    if moment is Moment.BEFORE:
        kept = _added(before, reading, heard.said, parts)
        return Turn(progress, (), kept, kept.outcome if kept else reading.outcome)
    is_unread = heard.reading is not None and heard.reading.outcome is Outcome.CLARIFY
    if not is_unread or not _fits_plainly(reading):
        return None
    reply = say(Sentence.ADDED, language=questionnaire.language)
    kept = _added(before, reading, heard.said, parts)
    return Turn(progress, (reply,), kept, reading.outcome)


_PLAINLY_WORDS = 4


def _fits_plainly(reading: Reading) -> bool:
    """Whether a reply is one to the question before beyond a guess: a choice, or a sentence."""
    if reading.outcome is Outcome.ANSWER_TEXT:
        return len(reading.words.split()) >= _PLAINLY_WORDS
    return reading.outcome is Outcome.ANSWER and reading.value not in {"yes", "no"}


def _added(
    before: Question, reading: Reading, said: str, parts: Mapping[str, tuple[str, ...]]
) -> Given | None:
    """What a second text to a question changes: a new choice, or more words beside the first."""
    if reading.outcome is Outcome.SKIP:
        return None
    if reading.outcome is Outcome.ANSWER:
        return Given(before.key, reading.outcome, reading.value, reading.words, reading.flags)
    if isinstance(before, FreeText) and before.key in parts:
        return Given(before.key, Outcome.ANSWER_TEXT, None, join((*parts[before.key], said)))
    return Given(before.key, Outcome.ANSWER_TEXT, None, said, adds=True)


def _is_hello(questionnaire: Questionnaire, said: str, reading: Reading | None) -> bool:
    """Whether a text after a long silence says only that the person is back.

    A choice that can be read is an answer however late it comes.
    """
    if reading is None or reading.outcome is Outcome.CLARIFY:
        return True
    if reading.outcome is not Outcome.ANSWER_TEXT:
        return False
    known = lexicon(questionnaire.language)
    words = known.folded_words(said)
    idle = known.words["yes_no.openers"] | known.words["yes_no.closers"]
    agrees = words in known.phrases["yes_no.yes"] or words in known.phrases["yes_no.soft_yes"]
    return agrees or all(word in idle for word in words)


def _after_an_answer(
    questionnaire: Questionnaire, progress: Progress, heard: Heard, answers: Mapping[str, Value]
) -> Turn:
    """Go on from an answer that was put aside with its next question unasked; new words add to it.

    Never in place of what was said: they cannot have read another question.
    """
    reading, said = heard.reading, heard.said
    is_more = reading is not None and reading.outcome is Outcome.ANSWER_TEXT
    given = None
    if progress.question and is_more and not _is_hello(questionnaire, said, reading):
        given = Given(progress.question, Outcome.ANSWER_TEXT, None, said.strip(), adds=True)
    return _carry_on(
        questionnaire,
        progress.question,
        answers,
        before=Sentence.THANKS_NEXT if given else Sentence.WELCOME_BACK,
        outcome=Outcome.ANSWER_TEXT if given else Outcome.OTHER,
        given=given,
    )


def _go_back(
    questionnaire: Questionnaire,
    progress: Progress,
    question: Question,
    answers: Mapping[str, Value],
) -> Turn:
    """Ask the question before once more; its answer stays until another one comes."""
    before = questionnaire.find(progress.earlier) or question
    prompt = questionnaire.prompt(before, answers)
    return Turn(Progress(State.ASKING, before.key), (prompt,), None, Outcome.OTHER)


def _ask_more_simply(
    questionnaire: Questionnaire, progress: Progress, question: Question, reading: Reading
) -> Turn:
    """Ask again in other words each time."""
    tries = progress.clarifies + 1
    language = questionnaire.language_of(question)
    reply = question.ask_again(reading, tries=tries, language=language)
    return Turn(replace(progress, clarifies=tries), (reply,), None, Outcome.CLARIFY)


def _leave(
    questionnaire: Questionnaire, question: Question, said: str, answers: Mapping[str, Value]
) -> Turn:
    """Leave a question nobody could follow, and keep what was said for staff to read."""
    given = Given(question.key, Outcome.SKIP, None, said.strip(), frozenset({Flag.UNCLEAR}))
    return _carry_on(
        questionnaire,
        question.key,
        answers,
        before=Sentence.UNCLEAR_NEXT,
        outcome=Outcome.SKIP,
        given=given,
    )


def _carry_on(
    questionnaire: Questionnaire,
    key: str | None,
    answers: Mapping[str, Value],
    *,
    before: Sentence,
    outcome: Outcome,
    given: Given | None = None,
) -> Turn:
    """Ask the next question that has no answer yet, or say thank you at the end.

    Pages to read on the way go before the question, in the same text.
    """
    known = {**answers, given.question: given.known} if given else answers
    read: list[Question] = []
    following = questionnaire.next_after(key, known)
    while following and (following.key in known or not following.takes_answer):
        read += [] if following.takes_answer else [following]
        following = questionnaire.next_after(following.key, known)
    if questionnaire.is_refused(known):
        return _not_agreed(questionnaire, given)
    asked = [*read, *([following] if following else [])]
    said = [_all_of(questionnaire, asked, known, before=before)] if asked else []
    if following:
        asking = Progress(State.ASKING, following.key, earlier=key)
        return Turn(asking, (said[0],), given, outcome)
    thanks = say(Sentence.COMPLETED, language=questionnaire.language, thanks=questionnaire.thanks)
    return Turn(Progress(State.COMPLETED), ("\n".join([*said, thanks]),), given, outcome)


def _all_of(
    questionnaire: Questionnaire,
    asked: list[Question],
    answers: Mapping[str, Value],
    *,
    before: Sentence,
) -> str:
    """Some words, the pages to read, and the question; the words in the language it is asked in."""
    last = asked[-1]
    is_thanked = isinstance(last, AboutYou)
    opening = "" if is_thanked else say(before, language=questionnaire.language_of(last))
    prompts = "\n".join(questionnaire.prompt(one, answers) for one in asked)
    return f"{opening} {prompts}".strip()


def _not_agreed(questionnaire: Questionnaire, given: Given | None) -> Turn:
    """Somebody was asked to agree and did not: that is the end, and nothing is kept."""
    reply = say(Sentence.NOT_AGREED, language=questionnaire.language)
    outcome = given.outcome if given else Outcome.OTHER
    return Turn(Progress(State.DECLINED), (reply,), None, outcome)


def _afterwards(questionnaire: Questionnaire, progress: Progress, heard: Heard) -> Turn:
    """A text after the end: a change of mind starts, thanks needs no reply, the rest is read."""
    known = lexicon(questionnaire.language)
    words = known.folded_words(heard.said)
    if progress.state is State.DECLINED and words in known.phrases["yes_no.changed_mind"]:
        return begin(questionnaire)
    courteous = all(word in known.words["yes_no.closers"] for word in words)
    if courteous or words in known.phrases["yes_no.goodbyes"]:
        return Turn(progress, (), None, Outcome.OTHER)
    reply = say(Sentence.PERSON_WILL_READ, language=questionnaire.language)
    return Turn(progress, (reply,), None, Outcome.OTHER)
