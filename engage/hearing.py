"""What the service makes of a text: danger first, then what it asks of us or answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from engage import safeguarding
from engage.safeguarding import Cues
from surveys import tongue
from surveys.hearing import Heard, hear
from surveys.invitations import Invitation
from surveys.kinds.free_text import FreeText
from surveys.kinds.pick_several import PickSeveral
from surveys.kinds.question import Question
from surveys.kinds.yes_no import YesNo
from surveys.lexicon import DEFAULT_LANGUAGE, lexicon
from surveys.reading import Flag, Outcome, Reading, Request, Value
from surveys.slots import Slots

_PUT_ASIDE = frozenset({Request.LATER, Request.GO_ON, Request.BACK, Request.WEB})
_ANSWERED = frozenset({Outcome.ANSWER, Outcome.ANSWER_TEXT, Outcome.SKIP})


@dataclass(frozen=True)
class Made:
    """One text made sense of: what was heard, the danger it may tell of, and flags for staff.

    What was heard stays as it is beside any danger, so that an answer is kept and a wish to
    stop is done all the same.
    """

    heard: Heard
    cues: Cues
    flags: frozenset[str]

    @property
    def outcome(self) -> Outcome:
        """What happened, in a word; danger goes before everything."""
        return Outcome.SAFEGUARD if self.cues.tiers else self.heard.outcome

    @property
    def value(self) -> Value:
        """The answer read from it, kept beside danger as well."""
        return self.heard.reading.value if self.heard.reading else None

    @property
    def needs(self) -> frozenset[str]:
        """What the person needs to take part."""
        return self.heard.reading.needs if self.heard.reading else frozenset()


@dataclass(frozen=True)
class Arrival:
    """Where texts arrive: the question that is open, in which language, and on which day."""

    question: Question | None = None
    language: str = DEFAULT_LANGUAGE
    stopped: bool = False
    today: date | None = None


def make_of(
    said: str,
    *,
    question: Question | None,
    language: str = DEFAULT_LANGUAGE,
    stopped: bool = False,
    today: date | None = None,
) -> Made:
    """What one text means while `question` is open; `stopped` when its phone has stopped texts."""
    heard = hear(said, question=question, language=language, stopped=stopped, today=today)
    return _with_flags(said, heard)


def _with_flags(said: str, heard: Heard) -> Made:
    cues = _beside_the_choice(safeguarding.look(said), heard.reading)
    flags: set[str] = {*safeguarding.flags(cues)}
    if heard.reading:
        flags |= heard.reading.flags
    if _is_for_translating(said, heard, cues):
        flags.add(Flag.TRANSLATE)
    return Made(heard, cues, frozenset(str(flag) for flag in flags))


def _beside_the_choice(cues: Cues, reading: Reading | None) -> Cues:
    """The danger told of, but for words that only pick what a question offers: "not safe at all".

    A threat to life counts however it is said.
    """
    if reading is None or "immediate" in cues.tiers:
        return cues
    only_picks = reading.outcome is Outcome.ANSWER and not reading.words
    return Cues() if only_picks else cues


def _is_for_translating(said: str, heard: Heard, cues: Cues) -> bool:
    """Whether a person is to read the words, and they are not in English."""
    kept = heard.reading.words if heard.reading else ""
    read = heard.request is None and heard.outcome in {Outcome.CLARIFY, Outcome.OTHER}
    if not (kept or read or cues.tiers or heard.request is Request.STAFF_REVIEW):
        return False
    return tongue.guess(said) not in {None, DEFAULT_LANGUAGE}


def warm_up() -> None:
    """Read the words of every language and of danger before the first text needs them."""
    make_of("hello", question=YesNo(key="warm-up", wording="?"))


def make_of_several(texts: Sequence[str], arrival: Arrival) -> Made:
    """What texts that came one soon after the other mean together.

    The same words again are one text. In somebody's own words they are one answer, in order; to
    another question the second puts the first right or adds to it.
    """
    told = [text for text, before in zip(texts, (None, *texts), strict=False) if text != before]
    if isinstance(arrival.question, FreeText):
        return _one_answer(told, arrival)
    made = _make(told[0], arrival)
    for text in told[1:]:
        stopped = arrival.stopped or made.heard.request is Request.OPT_OUT
        made = _composed(made, _make(text, replace(arrival, stopped=stopped)), arrival)
    return made


def _make(said: str, arrival: Arrival) -> Made:
    return make_of(
        said,
        question=arrival.question,
        language=arrival.language,
        stopped=arrival.stopped,
        today=arrival.today,
    )


def _one_answer(texts: Sequence[str], arrival: Arrival) -> Made:
    """The texts of one answer in somebody's own words, or what one of them asks of us."""
    each = [_make(text, arrival) for text in texts]
    whole = _with_flags("\n".join(texts), _make("\n".join(texts), arrival).heard)
    asks = [one for one in each if one.heard.request and one.heard.request not in _PUT_ASIDE]
    heard = asks[-1].heard if asks else whole.heard
    cues = next((one.cues for one in (whole, *each) if one.cues.tiers), whole.cues)
    flags = whole.flags.union(*(one.flags for one in each if one.cues.tiers))
    return Made(heard, cues, flags)


def _composed(first: Made, second: Made, arrival: Arrival) -> Made:
    heard = _heard_together(first.heard, second.heard, arrival)
    needs = first.needs | second.needs
    if heard.reading and needs != heard.reading.needs:
        heard = replace(heard, reading=replace(heard.reading, needs=needs))
    cues = Cues(
        first.cues.tiers | second.cues.tiers, first.cues.other_person or second.cues.other_person
    )
    kept = {Flag.MORE_THAN_ONE, Flag.OUT_OF_RANGE}
    flags = first.flags | second.flags
    return Made(heard, cues, flags - kept if heard.outcome in _ANSWERED else flags)


def _heard_together(first: Heard, second: Heard, arrival: Arrival) -> Heard:
    if second.request is Request.OPT_IN and first.request is Request.OPT_OUT:
        return second
    if first.request is not None and first.request not in {*_PUT_ASIDE, Request.IDENTIFY}:
        return first
    if second.request is not None:
        answered = first.outcome in _ANSWERED and second.request in _PUT_ASIDE
        return first if answered else second
    if second.outcome not in _ANSWERED:
        return first if first.outcome in _ANSWERED else _read_as_one(first, second, arrival)
    if first.outcome is not Outcome.ANSWER or second.outcome is not Outcome.ANSWER:
        return second if second.outcome is not Outcome.SKIP else first
    return _settled(first, second, arrival)


def _read_as_one(first: Heard, second: Heard, arrival: Arrival) -> Heard:
    together = _make(f"{first.said}\n{second.said}", arrival).heard
    return together if together.outcome is Outcome.ANSWER else second


def _settled(first: Heard, second: Heard, arrival: Arrival) -> Heard:
    """Two answers to one question: put right, added to, or unclear when they are yes and no."""
    one, other = (heard.reading or Reading(Outcome.CLARIFY) for heard in (first, second))
    if one.value == other.value or _is_correction(second.said, arrival.language):
        return second
    if isinstance(arrival.question, PickSeveral | Slots):
        chosen = {*_tuple(one.value), *_tuple(other.value)}
        order = [value for value, _ in arrival.question.on_offer(arrival.language)]
        both = tuple(str(value) for value in order if value in chosen)
        return replace(second, reading=replace(other, value=both))
    if isinstance(arrival.question, YesNo | Invitation):
        return replace(second, outcome=Outcome.CLARIFY, reading=Reading(Outcome.CLARIFY))
    return second


def _tuple(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _is_correction(said: str, language: str) -> bool:
    known = lexicon(language)
    return any(word in known.words["yes_no.corrections"] for word in known.folded_words(said))
