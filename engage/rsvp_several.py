"""Replies to several sessions asked about in one text: "Tues yes, not Thurs", "1 and 3", "none"."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from engage import access_needs, rsvp
from engage.models import Invitation, Session
from engage.rsvp import CLARIFIES, Reply
from engage.session_invites import of_batch
from engage.session_words import listed, told, when
from surveys.kinds.question import Option
from surveys.reading import Outcome, Reading
from surveys.slots import Slots
from surveys.wording import Sentence, say

WITH_A_PLACE = (Sentence.SESSION_YES, Sentence.SESSION_YES_NEEDS)
WAITING = (Sentence.SESSION_FULL, Sentence.SESSION_WAITS_AGAIN)


def together(invitation: Invitation) -> list[Invitation]:
    """Those asked about in the same text, in the order of their numbers; none when it was alone.

    One that has been asked about by itself since is answered by itself.
    """
    if invitation.batch_id is None or invitation.round > 1:
        return []
    return of_batch(invitation.batch_id)


def question_of(batch: Sequence[Invitation]) -> Slots | None:
    """What a reply to several answers; None where there are none."""
    if not batch:
        return None
    options = tuple(
        Option(str(n), when(one.session).replace(" at ", ", ")) for n, one in enumerate(batch, 1)
    )
    return Slots(key="sessions", wording="Which can you come to?", options=options)


def answer_by_text(
    batch: Sequence[Invitation], said: str, *, now: datetime, reading: Reading | None = None
) -> Reply:
    """Take a reply to several: a yes to those it picks, and a no to the others it was asked."""
    first, question = batch[0], question_of(batch)
    language = first.person.language
    if reading is None and question is not None:
        reading = question.read(said, language=language)
    late = {
        one.id: rsvp.take_turn(one, now=now) for one in sorted(batch, key=lambda i: i.session_id)
    }
    in_time = [one for one in batch if late[one.id] is None]
    if reading is None:
        return Reply(told(first, late[first.id] or Sentence.SESSION_OVER), "late")
    if not in_time:
        return _too_late(batch, reading, late, now=now)
    if reading.outcome is not Outcome.ANSWER:
        return _unclear(batch, in_time, said, reading, now=now)
    chosen = _chosen(batch, reading)
    words = said if reading.words or reading.needs else None
    took: dict[int, Sentence] = {}
    for number, one in enumerate(batch, 1):
        if number in chosen:
            sentence = late[one.id] or rsvp.answer(one, "yes", reading.needs, words, now=now)
            took[number] = sentence
        elif late[one.id] is None and one.round == 1:
            rsvp.answer(one, "no", (), None, now=now)
        rsvp.close_when_over(one, now=now)
    has_begun = Sentence.PERSON_WILL_READ in took.values()
    why = str(Outcome.STAFF_REVIEW) if has_begun else ""
    alone = batch[next(iter(took)) - 1] if len(took) == 1 else None
    return Reply(_said_back(batch, took), "answer", why, about=alone)


def _too_late(
    batch: Sequence[Invitation],
    reading: Reading,
    late: Mapping[uuid.UUID, Sentence | None],
    *,
    now: datetime,
) -> Reply:
    """Each has begun or is off: what to say of the one that a person must see to, else the first.

    The first alone would say of one that is off what is not so of another going on now.
    """
    why = {one.id: late[one.id] or Sentence.SESSION_OVER for one in batch}
    going_on = [one for one in batch if why[one.id] is Sentence.PERSON_WILL_READ]
    if not going_on and reading.outcome is Outcome.ANSWER:
        for one in batch:
            rsvp.close_when_over(one, now=now)
    about = next(iter(going_on), batch[0])
    return rsvp.too_late_for(about, why[about.id], reading, now=now)


def _chosen(batch: Sequence[Invitation], reading: Reading) -> set[int]:
    """The numbers that are a yes. Another one picked later comes beside those they have."""
    value = reading.value if isinstance(reading.value, tuple) else (str(reading.value),)
    chosen = {int(one) for one in value}
    has = {n for n, one in enumerate(batch, 1) if one.state in ("accepted", "waiting")}
    return chosen | has if chosen - has else chosen


def _unclear(
    batch: Sequence[Invitation],
    in_time: Sequence[Invitation],
    said: str,
    reading: Reading,
    *,
    now: datetime,
) -> Reply:
    """Ask again, once in words and once with the list; then a person reads it.

    What was said is kept with the first, and a need with each they have a place at.
    """
    for one in in_time:
        if one.state in ("accepted", "waiting") or one is in_time[0]:
            access_needs.note(one, reading.needs, now=now)
    if reading.needs and any(one.state in ("accepted", "waiting") for one in in_time):
        rsvp.keep_words(in_time[0], said)
        return Reply(told(in_time[0], Sentence.SESSION_NEEDS), "answer")
    if reading.outcome is not Outcome.CLARIFY or in_time[0].clarifies >= CLARIFIES:
        return rsvp.answer_by_text(in_time[0], said, now=now, reading=reading)
    rsvp.keep_words(in_time[0], said)
    in_time[0].clarifies += 1
    language = in_time[0].person.language
    if in_time[0].clarifies == 1:
        return Reply(say(Sentence.SLOTS_UNCLEAR_1, language=language), "clarify")
    sessions = {n: one.session for n, one in enumerate(batch, 1) if one in in_time}
    options = listed(sessions, language=language)
    return Reply(say(Sentence.SLOTS_UNCLEAR_2, language=language, options=options), "clarify")


def _said_back(batch: Sequence[Invitation], took: dict[int, Sentence]) -> str:
    """What to say of all that was chosen; of one alone, what is said of it alone."""
    if not took:
        return told(batch[0], Sentence.SESSION_NO)
    if len(took) == 1:
        ((number, sentence),) = took.items()
        return told(batch[number - 1], sentence)
    language = batch[0].person.language
    sessions: dict[int, Session] = {n: one.session for n, one in enumerate(batch, 1)}
    lines: list[str] = []
    for kinds, sentence in (
        (WITH_A_PLACE, Sentence.SESSIONS_YES),
        (WAITING, Sentence.SESSIONS_FULL),
    ):
        those = {n: sessions[n] for n, found in took.items() if found in kinds}
        if those:
            options = listed(those, language=language)
            lines.append(say(sentence, language=language, options=options))
    lines += [
        told(batch[n - 1], found)
        for n, found in took.items()
        if found not in WITH_A_PLACE + WAITING
    ]
    if Sentence.SESSION_YES_NEEDS in took.values():
        lines.append(say(Sentence.SESSION_NEEDS, language=language))
    return "\n".join(lines)
