"""The example's consultation and sessions, with what people said when they were invited."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from engage import planning
from engage.example.texts import text_in, text_out
from engage.extensions import db
from engage.models import Consultation, Invitation, Person, Phone, Session
from engage.session_words import words
from engage.times import LONDON, today
from surveys.wording import Sentence

NAME_LIMIT = 200


def load_sessions(
    read: Callable[[str], dict[str, Any]], everyone: dict[str, Person], *, now: datetime
) -> None:
    """Load the consultation, its sessions, and the invitations to the coming one."""
    plan = read("consultation.yaml")
    consultation = Consultation(
        id=uuid.uuid4(),
        title=plan["title"],
        purpose=_line(plan["purpose"]),
        can_change=_line(plan["can_change"]),
        involvement=_line(plan["level_honestly"])[:300],
        decided_by=plan["decision_maker"],
        decided_on=today(now) + timedelta(days=plan["decision_in_days"]),
        example=True,
    )
    db.session.add(consultation)
    for row in read("sessions.yaml")["sessions"]:
        session = _session(row, consultation, now=now)
        db.session.add(session)
        db.session.flush()
        if row["state"] == "coming":
            for before in planning.REMIND_BEFORE:
                planning.add_reminder(session, session.starts_local - before, now=now)
            _invitations(row, session, everyone, now=now)


def _session(row: dict[str, Any], consultation: Consultation, *, now: datetime) -> Session:
    days = row["days_ahead"] if row["state"] == "coming" else -row["days_ago"]
    starts = datetime.combine(today(now) + timedelta(days=days), time.fromisoformat(row["start"]))
    place = row["place"]
    getting_there = _line(f"{place['step_free']} {place['bus']}")
    return Session(
        id=uuid.uuid4(),
        consultation=consultation if row["consultation"] else None,
        title=row["title"],
        starts_local=starts,
        ends_local=starts + timedelta(hours=row["hours"]),
        zone="Europe/London",
        place=f"{place['name']}, {place['address']}"[:NAME_LIMIT],
        getting_there=getting_there,
        capacity=row["capacity"],
        example=True,
    )


def _invitations(
    row: dict[str, Any], session: Session, everyone: dict[str, Person], *, now: datetime
) -> None:
    invited_at = _at(now, row["invited_days_ago"], 10)
    said = {reply["who"]: reply for reply in row["replies"]}
    place = 0
    for who in row["invited"]:
        reply = said.get(who)
        yes = reply is not None and reply["answer"] == "yes"
        place += yes
        state = "invited" if reply is None else ("accepted" if yes else "declined")
        _texts(everyone[who].phones[0], session, reply, invited_at, now=now)
        session.invitations.append(
            Invitation(
                id=uuid.uuid4(),
                person_id=everyone[who].id,
                state=state,
                place=place if yes else None,
                words=reply["words"] if reply else None,
                invited_at=invited_at,
                answered_at=_at(now, reply["days_ago"], reply["hour"]) if reply else None,
            )
        )
    db.session.flush()


def _texts(
    phone: Phone,
    session: Session,
    reply: dict[str, Any] | None,
    invited_at: datetime,
    *,
    now: datetime,
) -> None:
    """What went to and fro when this person was asked."""
    text_out(phone, words(Sentence.SESSION_INVITATION, session), "invitation", at=invited_at)
    if reply is None:
        return
    at = _at(now, reply["days_ago"], reply["hour"])
    text_in(phone, reply["words"], at=at)
    yes = reply["answer"] == "yes"
    body = words(Sentence.SESSION_YES if yes else Sentence.SESSION_NO, session)
    text_out(phone, body, "reply", at=at + timedelta(seconds=20))


def _at(now: datetime, days_ago: int, hour: int) -> datetime:
    day = today(now) - timedelta(days=days_ago)
    return datetime.combine(day, time(hour), LONDON)


def _line(text: str) -> str:
    return " ".join(text.split())
