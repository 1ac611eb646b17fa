"""Numbers for facilitators: exact, for running the work, and never for passing on.

What policy readers and the public see goes through `summaries` and `disclosure` instead.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import String, case, cast, func, or_, select

from engage import heads, sender
from engage.extensions import db, settings
from engage.models import Answer, OutboundText, Response, Survey
from engage.times import today
from surveys.questions import FreeText
from surveys.reading import Value
from surveys.versions import Line, lines

NOT_SENT = ("parked", "refused", "undelivered")


@dataclass(frozen=True)
class Replied:
    """How many people have replied to one survey, by the way they took part."""

    channels: dict[str, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """Everybody."""
        return sum(self.channels.values())


@dataclass(frozen=True)
class Counted:
    """How the answers to one question fell: each answer in words with how many gave it.

    `no_longer` are answers that an earlier version had on offer. `asked_until` is the day on
    which the question was last asked so, where it no longer is.
    """

    question: str
    answers: tuple[tuple[str, int], ...]
    skipped: int
    no_longer: tuple[tuple[str, int], ...] = ()
    asked_until: date | None = None

    @property
    def is_answered(self) -> bool:
        """Whether anybody has answered or skipped it."""
        return any(people for _, people in (*self.answers, *self.no_longer)) or self.skipped > 0


def surveys_for_staff(*, now: datetime) -> tuple[list[Survey], list[Survey]]:
    """Surveys open or still to open, soonest to close first, and finished ones, newest first."""
    found = list(db.session.scalars(select(Survey).order_by(Survey.closes_at, Survey.title)))
    still_open = [one for one in found if one.closes_at is None or one.closes_at > now]
    finished = [one for one in reversed(found) if one not in still_open]
    return still_open, finished


def replied(surveys: Iterable[Survey]) -> dict[uuid.UUID, Replied]:
    """How many replied to each of these surveys."""
    ids = [survey.id for survey in surveys]
    who = heads.units(Response.survey_id.in_(ids), Response.sent_on.is_not(None))
    parts = (who.c.survey_id, who.c.channel)
    rows = db.session.execute(select(*parts, func.sum(who.c.people)).group_by(*parts))
    found = {survey_id: Replied() for survey_id in ids}
    for survey_id, channel, people in rows:
        found[survey_id].channels[channel] = people
    return found


def reading(survey: Survey) -> dict[str, int]:
    """How many answers in words wait to be read, are being read, are read, or are held."""
    rows = db.session.execute(
        select(Answer.reading, func.count())
        .join(Response, Response.id == Answer.response_id)
        .where(Response.survey_id == survey.id, Response.sent_on.is_not(None))
        .group_by(Answer.reading)
    )
    return dict(rows.all())


def answers_counted(survey: Survey) -> list[Counted]:
    """The closed questions of the newest version, with how the answers to each fell.

    Answers to older versions are counted with them where `surveys.versions` says so. What is no
    longer asked so, and was answered, comes after.
    """
    given = _given(survey)
    versions = {one.number: one for one in survey.versions}
    found = []
    for line in lines([(number, one.questionnaire) for number, one in versions.items()]):
        if not line.question.takes_answer or isinstance(line.question, FreeText):
            continue
        rows = [row for number, one in line.asked for row in given.get((number, one.key), [])]
        after = versions.get(line.last + 1)
        until = None if line.is_current or after is None else today(after.published_at)
        counted = _counted(line, rows, until)
        found += [counted] if line.is_current or counted.is_answered else []
    return found


def _given(survey: Survey) -> dict[tuple[int, str], list[tuple[Any, int]]]:
    """For each question of each version, every value given and by how many people."""
    value = cast(Answer.value, String).label("value")
    each = (Response.version, Answer.question, value)
    by_unit = (
        select(*each, heads.MOST.label("people"))
        .join(Response, Response.id == Answer.response_id)
        .where(Response.survey_id == survey.id, Response.sent_on.is_not(None))
        .group_by(*each, heads.UNIT)
    )
    rows = db.session.execute(heads.summed(by_unit, "version", "question", "value"))
    given: dict[tuple[int, str], list[tuple[Any, int]]] = {}
    for version, question, plain, people in rows:
        given.setdefault((version, question), []).append((_plain(plain), people))
    return given


def _plain(value: str | None) -> Any:
    """A value from its JSON, which is what the database groups by."""
    return json.loads(value) if value is not None else None


def _counted(line: Line, given: Iterable[tuple[Any, int]], until: date | None) -> Counted:
    """The answers on offer in their order, then any others; of several each is counted."""
    question = line.question
    counts: dict[Value, int] = {value: 0 for value, _ in question.on_offer()}
    others: dict[Value, int] = {}
    skipped = 0
    for plain, people in given:
        value = question.value_from(plain)
        skipped += people if value is None else 0
        for one in _each(value):
            kept = counts if one in counts else others
            kept[one] = kept.get(one, 0) + people
    rows = [*counts.items(), *sorted(others.items(), key=lambda row: (str(type(row[0])), row[0]))]
    said = [(*line.say(value), people) for value, people in rows]
    return Counted(
        question.wording,
        answers=tuple((words, people) for words, is_offered, people in said if is_offered),
        no_longer=tuple((words, people) for words, is_offered, people in said if not is_offered),
        skipped=skipped,
        asked_until=until,
    )


def _each(value: Value) -> tuple[Value, ...]:
    """What one answer adds one to: each of several picked, or none of them."""
    if isinstance(value, tuple):
        return value or ((),)
    return () if value is None else (value,)


def oldest_waiting(*, now: datetime) -> timedelta | None:
    """How long the oldest text that may go now has waited; None when none waits.

    One that the network sent back waits from when it was written, whenever it is next tried.
    One that waits its turn behind others, while the sender sends as fast as it may, is not
    waiting for anybody to do something.
    """
    sent_back = OutboundText.error_code.is_not(None)
    waiting = select(
        func.min(case((sent_back, OutboundText.created_at), else_=OutboundText.not_before))
    )
    if _is_busy(sender.state(), now=now):
        waiting = waiting.where(or_(OutboundText.answers_text_at.is_not(None), sent_back))
    since = db.session.scalar(
        waiting.where(or_(OutboundText.not_after.is_(None), OutboundText.not_after > now))
        .where(OutboundText.state.in_(("queued", "claimed")))
        .where(or_(OutboundText.not_before <= now, sent_back))
    )
    return now - since if since else None


def _is_busy(standing: sender.State, *, now: datetime) -> bool:
    """Whether the sender is at work and full: a dead one would have room again within a minute."""
    full = standing.next_slot_at is not None and standing.next_slot_at > now
    return full and standing.paused_at is None and settings().rate is not None


def waiting_because(*, now: datetime) -> dict[str, int]:
    """How many texts wait, by why.

    `paused`: nothing is sent at all. `sent back`: the network would not take it yet. `turn`: it
    has its place in the sender's rate. `later`: for its hours, a pause, a limit, or somebody who
    has taken over. `now`: for a worker.
    """
    paused = sender.state().paused_at is not None
    why = case(
        (OutboundText.error_code.is_not(None), "sent back"),
        (OutboundText.slot_at.is_not(None), "turn"),
        (OutboundText.not_before > now, "later"),
        else_="paused" if paused else "now",
    ).label("why")
    rows = db.session.execute(
        select(why, func.count()).where(OutboundText.state == "queued").group_by("why")
    )
    return dict(rows.all())
