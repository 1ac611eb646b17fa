"""Texts that may tell of danger: an alert for staff, and where to turn for who sent it."""

from __future__ import annotations

import uuid
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from engage.extensions import db, insert
from engage.models import Alert, InboundText, Phone
from surveys.wording import Sentence, say


@dataclass(frozen=True)
class Cues:
    """What a text tells of, by tier, and whether it is about somebody else."""

    tiers: frozenset[str] = frozenset()
    other_person: bool = False


def look(text: str) -> Cues:
    """The danger a text may tell of."""
    return Cues()


def raise_alert(phone: Phone, text: InboundText, cues: Cues, *, now: datetime) -> None:
    """Tell staff, once for each text."""
    db.session.execute(
        insert(Alert)
        .values(
            id=uuid.uuid4(),
            phone_id=phone.id,
            text_id=text.id,
            tiers=sorted(cues.tiers),
            other_person=cues.other_person,
            raised_at=now,
        )
        .on_conflict_do_nothing(index_elements=["text_id"])
    )


def signpost_words(tiers: Set[str], language: str) -> str:
    """The text that says where to turn."""
    return say(Sentence.SIGNPOST, language=language, helplines="Samaritans 116 123")
