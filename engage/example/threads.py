"""The example's few threads in the shared inbox, and the ready replies."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from engage import phones, ready_replies, threads
from engage.example.texts import text_in, text_out
from engage.extensions import db
from engage.models import InboundText, Person, Phone, Staff
from engage.texting.numbers import to_e164
from surveys import plain_yaml

FILE = Path(__file__).with_name("threads.yaml")


def load_threads(everyone: dict[str, Person], jo: Staff, *, now: datetime) -> None:
    """Load the threads, with a colleague who has taken one of them over."""
    for row in _rows():
        phone = everyone[row["who"]].phones[0] if "who" in row else _nobodys(row["number"], now=now)
        for text in row.get("said", ()):
            text_in(phone, text["words"], at=_before(now, text), outcome=text["outcome"])
            if "why" in row:
                threads.need_a_person(phone, row["why"], now=_before(now, text))
        if "not_sent" in row:
            _not_sent(phone, row, now=now)
        if "wrote" in row:
            wrote = row["wrote"]
            at = _before(now, wrote)
            text_out(phone, wrote["words"], "staff", at=at, by_staff=jo.id)
            threads.note(phone, row["note"], by=jo.id, now=at)
            threads.hold(phone, jo.id, now=at)
    ready_replies.add_shipped()


def remove_threads() -> None:
    """Take away the phones that belong to nobody, and ready replies that nobody has changed."""
    keys = [_key(row["number"]) for row in _rows() if "number" in row]
    db.session.execute(delete(InboundText).where(InboundText.from_key.in_(keys)))
    nobodys = Phone.person_id.is_(None) & Phone.number_key.in_(keys)
    db.session.execute(delete(Phone).where(nobodys))
    ready_replies.remove_shipped()


def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = plain_yaml.read(FILE.read_text("utf-8"))["threads"]
    return rows


def _not_sent(phone: Phone, row: dict[str, Any], *, now: datetime) -> None:
    found = row["not_sent"]
    at = _before(now, found)
    text_out(
        phone,
        "Hello from us. Would you like to come to tea and talk?",
        found["kind"],
        at=at,
        state=found["state"],
        code=found.get("code"),
    )
    if "why" in row:
        threads.need_a_person(phone, row["why"], now=at)


def _nobodys(number: str, *, now: datetime) -> Phone:
    phone = Phone(id=uuid.uuid4(), number=to_e164(number), number_key=_key(number), created_at=now)
    db.session.add(phone)
    db.session.flush()
    return phone


def _key(number: str) -> str:
    return phones.key_of(to_e164(number))


def _before(now: datetime, text: dict[str, Any]) -> datetime:
    return now - timedelta(minutes=text["minutes_ago"])
