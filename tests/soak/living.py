"""A child that lives through a stretch of time: texts come, staff act, sweeps run, and it dies."""

from __future__ import annotations

import json
import os
import signal
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from engage import (
    checking_in,
    conversations,
    delivery,
    inbound,
    phones,
    planning,
    session_changes,
    session_invites,
    times,
    undelivered,
    work,
)
from engage.extensions import db
from engage.models import (
    AccessNeed,
    Consultation,
    Invitation,
    OutboundText,
    Person,
    Phone,
    Session,
    Survey,
)
from engage.planning import Plan
from engage.session_changes import Move
from engage.texting.protocol import Arrived
from surveys.lexicon import lexicon
from tests.factories import a_person, a_survey
from tests.soak.parts import Stage

CLOCK, PROGRESS = "clock.json", "progress"
INTO = timedelta(seconds=20)
"""How far into each tick the clock stands when it begins, so that no two moments are a tie."""
LANGUAGES = ("en", "cy", "pl", "ro", "uk", "ar", "fa")
LEFT_OUT = ("answers", "phones")
ON_ITS_WAY = ("accepted", "sending", "sent")
ROUNDS = 30


def warm_up() -> None:
    """Read what is known of each language once, so that no child has to."""
    for language in LANGUAGES:
        lexicon(language)


@dataclass
class Clock:
    """A clock set to one tick after another, and the network's with it."""

    folder: Path
    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        """The moment."""
        return datetime.now(UTC) + self.ahead

    def set(self, moment: datetime) -> None:
        """Let it be this moment now."""
        self.ahead = moment + INTO - datetime.now(UTC)
        told = self.folder / f"{CLOCK}.{os.getpid()}"
        told.write_text(json.dumps(self.ahead.total_seconds()), "utf-8")
        told.replace(self.folder / CLOCK)


def live(stage: Stage) -> dict[str, Any]:
    """Live through every tick given, each an index and a moment, and what happens in it.

    `dies` is the tick in which it ends and before which step of it; when there are fewer steps,
    it ends when all of that tick is done, between two sweeps.
    """
    folder, dies = Path(stage.given["home"]), stage.given.get("dies")
    clock = Clock(folder)
    times.now = clock.now
    work.log = Loud()  # type: ignore[attr-defined]
    for nth, moment, acts in stage.given["ticks"]:
        (folder / PROGRESS).write_text(str(nth), "utf-8")
        clock.set(datetime.fromisoformat(moment))
        steps = dies[1] if dies is not None and dies[0] == nth else None
        if steps is not None:
            stage.steps.die_in(steps)
        _live_through(stage, acts)
        if steps is not None:
            os.kill(os.getpid(), signal.SIGKILL)
    return {"steps": stage.steps.count}


class Loud:
    """Instead of the log of the sweeps: trouble in one ends the child, and fails the test."""

    def error(self, event: str, **about: Any) -> None:
        """Nothing may go wrong here."""
        raise AssertionError(event, about) from about.get("error")

    def info(self, *_about: Any, **_more: Any) -> None:
        """Whatever else it says is of no concern."""


def _live_through(stage: Stage, acts: dict[str, Any]) -> None:
    for sid, number, words in acts["says"]:
        inbound.keep(Arrived(sid, number, words), now=times.now())
        work.handle_texts(phones.key_of(number))
    for name, given in acts["does"]:
        DOES[name](**given)
        db.session.commit()
    for _ in range(ROUNDS):
        for name, sweep in work.SWEEPS.items():
            if name not in LEFT_OUT:
                sweep()
        work.sweep_outbox()
        _send_again_what_was_lost()
        if not _hear_reports(stage.given["troubles"]):
            return
    raise AssertionError("it never came to rest")


def _hear_reports(troubles: dict[str, list[str]]) -> bool:
    """The network says what became of each text it took; whether there was any."""
    rows = select(OutboundText).where(OutboundText.state.in_(ON_ITS_WAY))
    found = [(row.id, row.sid, row.number or "") for row in db.session.scalars(rows)]
    for row_id, sid, number in found:
        code = _trouble(row_id, troubles.get(number, []))
        status = "undelivered" if code else "delivered"
        delivery.report(str(row_id), sid or "", status, code, now=times.now())
        db.session.commit()
    return bool(found)


def _trouble(row_id: uuid.UUID, codes: list[str]) -> str | None:
    """What is wrong with the first, the second, and so on of the texts to one phone."""
    this = db.session.get_one(OutboundText, row_id)
    before = select(func.count()).where(
        OutboundText.phone_id == this.phone_id,
        OutboundText.sid.is_not(None),
        OutboundText.sent_at < this.sent_at,
    )
    nth = db.session.scalar(before) or 0
    return codes[nth] if nth < len(codes) else None


def _send_again_what_was_lost() -> None:
    """A person looks at what nobody knows the fate of, and sends it once more."""
    parked = select(OutboundText.id).where(OutboundText.state == "parked")
    for row_id in db.session.scalars(parked).all():
        undelivered.send_again(row_id, now=times.now())
    db.session.commit()


def _session(title: str) -> Session:
    return db.session.scalars(select(Session).where(Session.title == title)).one()


def _phone(number: str) -> Phone:
    found = phones.phone_of(number)
    assert found is not None
    return found


def begin(people: list[dict[str, Any]], sessions: list[dict[str, Any]]) -> None:
    """Everybody is known, and the sessions are planned."""
    if db.session.scalar(select(func.count()).select_from(Session)):
        return
    for one in people:
        a_person(one["name"], number=one["number"], language=one["language"])
    consultation_id = _consultation()
    for one in sessions:
        plan = Plan(
            title=one["title"],
            starts_local=datetime.fromisoformat(one["starts"]),
            ends_local=datetime.fromisoformat(one["ends"]),
            place="The Lantern Rooms",
            capacity=one["capacity"],
            answer_hours=one["answer_hours"],
            reminder_words=one["words"],
            consultation_id=consultation_id,
        )
        planning.plan(plan, now=times.now())
    a_survey()


def _consultation() -> uuid.UUID:
    consultation = Consultation(
        title="Nights", purpose="-", can_change="-", involvement="-", decided_by="-"
    )
    db.session.add(consultation)
    db.session.flush()
    return consultation.id


def invite(titles: list[str], numbers: list[str]) -> None:
    """Ask these people to one session, or in one text to several."""
    found = [_phone(number) for number in numbers]
    may_be_asked = [one for one in found if not (one.stopped_at or one.unusable_since)]
    sessions = [_session(title) for title in titles]
    session_invites.invite_to(sessions, may_be_asked, now=times.now())


def move(title: str, starts: str, ends: str) -> None:
    """A session is at another time."""
    to = Move(datetime.fromisoformat(starts), datetime.fromisoformat(ends), "The Lantern Rooms")
    session_changes.move(_session(title), to, now=times.now())


def cancel(title: str) -> None:
    """A session is off."""
    session_changes.cancel(_session(title), now=times.now())


def walk_in(title: str, form_id: str, name: str) -> None:
    """Somebody comes in who was not asked."""
    checking_in.walk_in(_session(title), uuid.UUID(form_id), name, anyway=True, now=times.now())


def survey(number: str) -> None:
    """Somebody is asked to a survey."""
    found = db.session.scalars(select(Survey)).one()
    found.closes_at = times.now() + timedelta(days=60)
    conversations.invite(found, _phone(number), now=times.now())


DOES: dict[str, Callable[..., None]] = {
    "begin": begin,
    "invite": invite,
    "move": move,
    "cancel": cancel,
    "walk_in": walk_in,
    "survey": survey,
}


def reckon(_stage: Stage) -> dict[str, Any]:
    """What the database says when it is all over."""
    states: dict[str, dict[str, str]] = {}
    for one in db.session.scalars(select(Invitation)):
        who = one.person.phones[0].number if one.person.phones else one.person.first_name
        states.setdefault(one.session.title, {})[str(who)] = one.state
    needs = db.session.execute(
        select(Session.title, AccessNeed.need, AccessNeed.state)
        .join(Invitation, Invitation.id == AccessNeed.invitation_id)
        .join(Session, Session.id == Invitation.session_id)
    )
    rows = db.session.scalars(select(OutboundText)).all()
    return {
        "states": states,
        "needs": sorted(list(row) for row in needs),
        "rows": {
            str(row.id): {"kind": row.kind, "number": row.number, "state": row.state}
            for row in rows
        },
        "people": db.session.scalar(select(func.count()).select_from(Person)),
        "reminders": dict(
            Counter(f"{one.title} {r.state}" for one in _sessions() for r in one.reminders)
        ),
        "places": {
            one.title: sorted(i.place for i in one.invitations if i.place) for one in _sessions()
        },
    }


def _sessions() -> list[Session]:
    return list(db.session.scalars(select(Session)))


PARTS: dict[str, Callable[[Stage], Any]] = {"live": live, "reckon": reckon}
