"""The example's consultation and sessions, with what people said when they were invited."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from engage import planning, rsvp_links
from engage.example.attended import load_who_came
from engage.example.consultations import load_consultations
from engage.example.texts import one_line, text_in, text_out
from engage.extensions import db
from engage.models import (
    AccessNeed,
    Consultation,
    Invitation,
    Person,
    Phone,
    Session,
    Staff,
    Survey,
)
from engage.session_words import words
from engage.times import LONDON, today
from surveys.wording import Sentence


def load_sessions(
    read: Callable[[str], dict[str, Any]], everyone: dict[str, Person], *, now: datetime
) -> None:
    """Load the consultations, their sessions, who came, and the invitations to the coming one."""
    consultations = load_consultations(read("consultation.yaml")["consultations"], now=now)
    for row in read("sessions.yaml")["sessions"]:
        session = _session(row, consultations.get(row["consultation"]), now=now)
        db.session.add(session)
        db.session.flush()
        if row["state"] == "coming":
            for before in planning.REMIND_BEFORE:
                planning.add_reminder(session, session.starts_local - before, now=now)
            _invitations(row, session, everyone, now=now)
        elif row["state"] == "past":
            load_who_came(row, session, everyone)


def _session(row: dict[str, Any], consultation: Consultation | None, *, now: datetime) -> Session:
    days = row["days_ahead"] if row["state"] == "coming" else -row["days_ago"]
    starts = datetime.combine(today(now) + timedelta(days=days), time.fromisoformat(row["start"]))
    place = row["place"]
    is_over = row["state"] == "past"
    return Session(
        id=uuid.uuid4(),
        consultation=consultation,
        title=row["title"],
        starts_local=starts,
        ends_local=starts + timedelta(hours=row["hours"]),
        zone="Europe/London",
        place=place["name"],
        address=place["address"],
        step_free="yes",
        quiet_room=row["quiet_room"],
        getting_there=one_line(place["step_free"]),
        nearest_bus=one_line(place["bus"]),
        capacity=row["capacity"],
        facilitators=_staff(row["led_by"]),
        peer_lead=row["peer_lead"],
        run_sheet=row.get("run_sheet", ""),
        consent_script=row.get("consent_script", ""),
        pay_pence=row.get("pay_pence"),
        pay_note=one_line(row.get("pay")),
        survey_id=db.session.scalar(select(Survey.id).where(Survey.key == row["survey"])),
        thanked_at=_at(now, row["days_ago"], 18) if is_over else None,
        debriefed_at=_at(now, row["days_ago"], 17) if is_over else None,
        example=True,
    )


def _staff(names: list[str]) -> list[Staff]:
    return list(db.session.scalars(select(Staff).where(Staff.example, Staff.name.in_(names))))


def _invitations(
    row: dict[str, Any], session: Session, everyone: dict[str, Person], *, now: datetime
) -> None:
    invited_at = _at(now, row["invited_days_ago"], 10)
    said = {reply["who"]: reply for reply in row["replies"]}
    needs = row["needs"]
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
                access_needs=[_need(one, now=now) for one in needs if one["who"] == who],
                needs=[one["need"] for one in needs if one["who"] == who] or None,
            )
        )
    db.session.flush()
    for one in session.invitations:
        rsvp_links.make(one)


def _need(row: dict[str, Any], *, now: datetime) -> AccessNeed:
    told_at = _at(now, 3, 12)
    return AccessNeed(
        id=uuid.uuid4(),
        need=row["need"],
        state=row["state"],
        note=row.get("note"),
        told_at=told_at,
        closed_at=None if row["state"] == "open" else told_at + timedelta(hours=4),
    )


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
