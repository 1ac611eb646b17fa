"""Playing a survey as a conversation of texts in the terminal, before anyone is asked it."""

import sys
from collections.abc import Iterator

from surveys.conversation import go_on, hold, resumed, take_turn
from surveys.hearing import Heard, hear
from surveys.invitations import Invitation
from surveys.opening import invitation
from surveys.progress import Given, Progress, State
from surveys.questionnaire import Questionnaire
from surveys.questions import Question
from surveys.reading import Request, Value
from surveys.telling_back import what_you_said
from surveys.wording import Sentence, say, segments

SENDER = "Your Say"
LINK = "https://example.org/w/link"
DOOR = Invitation(key="invitation", wording="Would you like to take part?")
_GOING_ON = {State.INVITED, State.ASKING, State.HELD}
_SAID_AT_ONCE = {
    Request.OPT_OUT: Sentence.STOP_CONFIRMATION,
    Request.HELP: Sentence.HELP,
    Request.IDENTIFY: Sentence.IDENTIFY,
    Request.WRONG_NUMBER: Sentence.WRONG_NUMBER,
    Request.CALLBACK: Sentence.CALLBACK,
    Request.PAUSE: Sentence.PAUSED,
    Request.FEWER: Sentence.FEWER,
    Request.SESSIONS_ONLY: Sentence.SESSIONS_ONLY,
    Request.DELETE: Sentence.DELETED,
    Request.WEB: Sentence.WEB_LINK,
    Request.STAFF_REVIEW: Sentence.PERSON_WILL_READ,
    Request.FACT: Sentence.FACT_ASKED,
}
_ENDED_BY = {
    Request.OPT_OUT: State.OPTED_OUT,
    Request.WRONG_NUMBER: State.CLOSED,
    Request.SESSIONS_ONLY: State.DECLINED,
    Request.DELETE: State.WITHDRAWN,
}


class Played:
    """One survey being played: what is said goes in, what comes back and is kept comes out."""

    def __init__(self, survey: Questionnaire) -> None:
        self.survey = survey
        self.progress = Progress(State.INVITED)
        self.kept: dict[str, Given] = {}

    @property
    def is_going_on(self) -> bool:
        """Whether there is still something to answer."""
        return self.progress.state in _GOING_ON

    @property
    def values(self) -> dict[str, Value]:
        """What has been answered so far."""
        return {key: given.known for key, given in self.kept.items()}

    def opening(self) -> str:
        """The text that invites."""
        return invitation(self.survey, sender=SENDER)

    def say(self, said: str) -> tuple[list[str], Given | None]:
        """What one text brings back, and what is kept of it."""
        heard = hear(said, question=self._in_hand(), language=self.survey.language)
        done = self._asked_of_us(heard)
        if done is not None:
            return [done], None
        turn = take_turn(self.survey, self.progress, heard, answers=self.values)
        if turn.given:
            self.kept[turn.given.question] = turn.given
        given, self.progress = turn.given, turn.progress
        if turn.gathers:
            turn = go_on(self.survey, turn.progress, answers=self.values)
            self.progress = turn.progress
        return list(turn.replies), given

    def _in_hand(self) -> Question | None:
        if self.progress.question is None:
            return DOOR
        return self.survey.find(self.progress.question)

    def _asked_of_us(self, heard: Heard) -> str | None:
        """The answer to what is asked of the service itself, or None when nothing is."""
        language, request = self.survey.language, heard.request
        if request is Request.WHAT_I_SAID:
            told = {key: (given.value, given.words) for key, given in self.kept.items()}
            return what_you_said(self.survey, told)
        if request is Request.LATER:
            turn = hold(self.survey, self.progress, because="later")
            self.progress = turn.progress
            return turn.replies[0]
        if request is Request.GO_ON and self.progress.state is State.HELD:
            self.progress = resumed(self.progress)
            return None
        if request not in _SAID_AT_ONCE:
            return None
        if request in _ENDED_BY:
            self.progress = Progress(_ENDED_BY[request])
        return say(_SAID_AT_ONCE[request], language=language, sender=SENDER, link=LINK)


def play(survey: Questionnaire) -> None:
    """Play until the survey ends or the input does."""
    played = Played(survey)
    _show(played.opening())
    for said in _heard(played):
        replies, given = played.say(said)
        for reply in replies:
            _show(reply)
        if given:
            print(f"      [{in_words(given)}]")
    if played.is_going_on:
        print("\nThat is fine. Nothing was kept.")


def _heard(played: Played) -> Iterator[str]:
    while played.is_going_on:
        print("you > ", end="", flush=True)
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            return
        if not line:
            return
        yield line.rstrip("\n")


def in_words(given: Given) -> str:
    """What is kept, on one line: the question, the outcome, and the value or words."""
    value = "" if given.value is None else f" {shown(given.value)}"
    words = f' "{given.words}"' if given.words else ""
    return f"{given.question}: {given.outcome.value}{value}{words}"


def shown(value: Value) -> str:
    """A value on one line; several as a list, none of them as a word."""
    return (", ".join(value) or "none") if isinstance(value, tuple) else str(value)


def _show(text: str) -> None:
    cost = segments(text)
    print(f"\n{text}\n      [{cost.units} characters, segments: {cost.count}]\n")
