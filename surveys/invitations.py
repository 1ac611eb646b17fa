"""Reading the reply to "can you come?": a yes, a no, and what would make it a yes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from surveys import replies
from surveys.kinds.question import HEARD, Question
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.normalise import matching_form, tokens
from surveys.other_languages import languages_of
from surveys.reading import Outcome, Reading
from surveys.replies import Reply
from surveys.wording import Sentence, say
from surveys.yesno import read_yes_no

COMING_ALONG = frozenset({"companion", "childcare", "pet"})


@dataclass(frozen=True, kw_only=True)
class Invitation(Question):
    """Whether somebody takes part; `meeting` when it is a session, at a time and in a place."""

    kind: ClassVar[str] = "invitation"
    hears: ClassVar[int | None] = HEARD
    meeting: bool = False

    def read(
        self, said: str, *, language: str = DEFAULT_LANGUAGE, today: date | None = None
    ) -> Reading:
        """The reply as "yes" or "no" with the needs told, or why a fair person would ask.

        A yes that hangs on an ordinary need is a yes with that need; a no or a doubt that a need
        could turn is asked about; what hangs on who else is there is for staff.
        """
        exact = said.strip()
        if exact in {"yes", "no"}:
            return Reading(Outcome.ANSWER, exact)
        return likeliest(
            [read_in(said, language=code) for code in languages_of(said[:HEARD], language)]
        )

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        """Once, whether they can come; then YES or NO."""
        first = Sentence.SESSION_UNCLEAR if self.meeting else Sentence.INVITATION_UNCLEAR_1
        return say(first if tries == 1 else Sentence.INVITATION_UNCLEAR_2, language=language)

    def _said(self, value: str | int | tuple[str, ...], language: str) -> str:
        return say(Sentence.YES_SAID if value == "yes" else Sentence.NO_SAID, language=language)

    def _under_the_question(self, language: str) -> list[str]:
        return [say(Sentence.YES_NO_TAIL, language=language)]


def likeliest(readings: Sequence[Reading]) -> Reading:
    """Of one reply read in several languages, the reading that makes most of it.

    Whichever that is, the needs told of in any of the languages are kept.
    """
    clear = (one for one in readings if one.outcome is not Outcome.CLARIFY)
    answer = (one for one in readings if one.outcome is Outcome.ANSWER)
    best = next(answer, None) or next(clear, readings[0])
    needs = frozenset[str]().union(*(one.needs for one in readings))
    words = max((one.words for one in readings), key=len)
    return best if needs == best.needs else replace(best, needs=needs, words=words)


def read_in(said: str, *, language: str) -> Reading:
    """A reply to an invitation, read in one language."""
    if not matching_form(said) and not tokens(said):
        return Reading(Outcome.CLARIFY)
    reply = replies.hear(said[:HEARD], language=language)
    verdict = said_yes_or_no(reply, language=language)
    reading = _weighed(reply, verdict)
    plain = not reply.needs and len(reply.words) < 4
    return replace(reading, needs=reply.needs, words="" if plain else said.strip())


def said_yes_or_no(reply: Reply, *, language: str) -> str | None:
    """The yes or the no in a reply, once the needs in it are set aside; None when there is none.

    "Yes but I can't do stairs" is no no. A clash alone is one: "got court that day".
    """
    without = reply.without_needs()
    bare = replies.hear(without, language=language) if without != reply.typed.strip() else reply
    plain = str(read_yes_no(without, language=language).value or "") or None
    own = list(_own_verdicts(bare))
    if not own and plain is None:
        clashes = reply.needs == {"time"}
        own = [one for one in _own_verdicts(reply) if one == "yes" or clashes]
    if not own:
        return plain
    if len({*own, plain} - {None}) == 1:
        return own[-1]
    corrected = any(word in reply.known.words["yes_no.corrections"] for word in reply.words)
    if corrected:
        return own[-1] if plain is None else plain
    return own[-1] if len(set(own)) == 1 and plain is None else None


def _own_verdicts(reply: Reply) -> Iterator[str]:
    """The verdict of each part that the invitation table knows, in the order they are said."""
    for part in (reply.words, *reply.parts):
        for verdict in ("no", "yes"):
            if part in reply.known.patterns[f"invitation.{verdict}"]:
                yield verdict
                break


def _weighed(reply: Reply, verdict: str | None) -> Reading:
    conditional = reply.mentions("conditions")
    plain_yes = verdict == "yes" and not (conditional or reply.mentions("doubts"))
    if reply.has("people") and not reply.needs & COMING_ALONG and not plain_yes:
        return Reading(Outcome.STAFF_REVIEW)
    if reply.mentions("doubts"):
        later = reply.has("later") and not reply.needs
        return Reading(Outcome.LATER if later else Outcome.CLARIFY)
    if verdict == "yes":
        turned = reply.mentions("wishes" if reply.needs else "hindered")
        return Reading(Outcome.CLARIFY) if turned else Reading(Outcome.ANSWER, "yes")
    if verdict == "no":
        could_turn = reply.needs and (conditional or reply.mentions("wishes"))
        return Reading(Outcome.CLARIFY) if could_turn else Reading(Outcome.ANSWER, "no")
    return without_verdict(reply, conditional=conditional)


def without_verdict(reply: Reply, *, conditional: bool) -> Reading:
    """A reply with neither a yes nor a no: a condition, a promise, a question, or unclear."""
    if conditional and reply.needs and not reply.mentions("wishes"):
        return Reading(Outcome.ANSWER, "yes")
    if reply.has("later"):
        return Reading(Outcome.LATER)
    if reply.has("asks") or (reply.is_question and not reply.needs):
        return Reading(Outcome.HELP)
    return Reading(Outcome.CLARIFY)
