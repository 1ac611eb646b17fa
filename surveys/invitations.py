"""Reading the reply to "can you come?": a yes, a no, and what would make it a yes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from surveys import replies
from surveys.kinds.question import HEARD, Question
from surveys.lexicon import DEFAULT_LANGUAGE, Lexicon
from surveys.needs_likely import with_likely
from surveys.normalise import matching_form, tokens
from surveys.other_languages import languages_of
from surveys.phrasing import Words
from surveys.reading import Outcome, Reading
from surveys.replies import Reply
from surveys.wording import Sentence, say
from surveys.yesno import read_yes_no

_LONGEST_RUN_ON = 12
"""Words of a reply that is looked at for two halves that say the same without a mark between."""

_FEW = 3
"""So many words after "sorry" are more than a yes or a no."""

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
        languages = languages_of(said[:HEARD], language)
        read = likeliest([read_in(said, language=code) for code in languages])
        return with_likely(read, said[:HEARD], languages)

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
    corrections = reply.known.words["yes_no.corrections"]
    turned = not corrections.isdisjoint(reply.words) or bare.mentions("turns")
    if turned and (last := _said_last(bare, language=language)):
        return last
    if not own:
        return plain or _at_heart(bare, has_needs=bool(reply.needs), language=language)
    if len({*own, plain} - {None}) == 1:
        return own[-1]
    if turned:
        return plain or own[-1]
    return own[-1] if len(set(own)) == 1 and plain is None else None


def _at_heart(reply: Reply, *, has_needs: bool, language: str) -> str | None:
    """The yes or no that is left without what is only put around it, or that two halves say."""
    core = reply.core
    if found := _at_an_end(core, reply.known):
        return found
    if core != reply.words and (found := _verdict(core, reply, language=language)):
        return found
    if has_needs or len(core) > _LONGEST_RUN_ON:
        return None
    for cut in range(2, len(core) - 1):
        first = _verdict(core[:cut], reply, language=language)
        if first and first == _verdict(core[cut:], reply, language=language):
            return first
    return None


def _at_an_end(core: Words, known: Lexicon) -> str | None:
    """The plain yes that a reply begins or ends with, when nothing in it is denied or asked."""
    if not core or any(word in known.words["reading.negations"] for word in core):
        return None
    asks = any(word in known.words["yes_no.question_words"] for word in core)
    at_an_end = {core[0], core[-1]} & known.words["reading.yeses"]
    return "yes" if at_an_end and not asks else None


def _said_last(reply: Reply, *, language: str) -> str | None:
    """The yes or no that a reply ends with: its last sentence, or a word after "sorry"."""
    *_, last = reply.sentences or ((),)
    turns = [
        nth for nth, word in enumerate(last) if word in reply.known.words["yes_no.corrections"]
    ]
    if turns:
        last = reply.barer(last[turns[-1] + 1 :])
        return _verdict(last, reply, language=language) if 0 < len(last) < _FEW else None
    return _verdict(last, reply, language=language)


def _verdict(words: Words, reply: Reply, *, language: str) -> str | None:
    """The yes or no that is all that some words say."""
    for verdict in ("no", "yes"):
        if words in reply.known.patterns[f"invitation.{verdict}"]:
            return verdict
    return str(read_yes_no(" ".join(words), language=language).value or "") or None


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
        plainly = not reply.known.words["reading.yeses"].isdisjoint(reply.words[:1])
        turned = not plainly and reply.mentions("wishes" if reply.needs else "hindered")
        return Reading(Outcome.CLARIFY) if turned else Reading(Outcome.ANSWER, "yes")
    if verdict == "no":
        could_turn = reply.needs and (conditional or reply.mentions("wishes"))
        return Reading(Outcome.CLARIFY) if could_turn else Reading(Outcome.ANSWER, "no")
    return without_verdict(reply, conditional=conditional)


def without_verdict(reply: Reply, *, conditional: bool) -> Reading:
    """A reply with neither a yes nor a no: a condition, a promise, a question, or unclear."""
    asking = reply.words in reply.known.patterns["invitation.asks"]
    if conditional and reply.needs and not (asking or reply.mentions("wishes")):
        return Reading(Outcome.ANSWER, "yes")
    if reply.has("later"):
        return Reading(Outcome.LATER)
    exclaims = reply.mentions("exclaims")
    if (reply.has("asks") and not exclaims) or (reply.is_question and not reply.needs):
        return Reading(Outcome.HELP)
    clash = reply.needs == {"time"} and not (conditional or reply.is_question)
    if clash and not (reply.mentions("wishes") or reply.mentions("for_part")):
        return Reading(Outcome.ANSWER, "no")
    return Reading(Outcome.CLARIFY)
