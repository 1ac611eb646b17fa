"""Phones by their numbers: the key a number is kept under, and the row of each."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select

from engage.extensions import db, insert, keyring
from engage.models import Phone


def key_of(number: str) -> str:
    """The keyed hash of an E.164 number: what its texts and its phone are found by."""
    return keyring().key_of(number, kind="number")


def phone_of(number: str) -> Phone | None:
    """The phone with this E.164 number, if we know it."""
    return db.session.scalar(select(Phone).where(Phone.number_key == key_of(number)))


def make(number: str, key: str, *, now: datetime) -> None:
    """The row of a phone that belongs to nobody yet; nothing changes where there is one."""
    db.session.execute(
        insert(Phone)
        .values(id=uuid.uuid4(), number=number, number_key=key, turn=0, created_at=now)
        .on_conflict_do_nothing(index_elements=["number_key"])
    )
