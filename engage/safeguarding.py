"""Texts that may tell of danger: an alert for staff, and where to turn for who sent it."""

from __future__ import annotations

import uuid
from collections.abc import Set
from datetime import datetime

from engage import helplines, on_call
from engage.extensions import db, insert, settings
from engage.log import log
from engage.models import Alert, InboundText, Phone
from nlp import cues
from nlp.cues import Cues
from surveys.reading import Flag
from surveys.wording import Sentence, say, segments

MOST_SEGMENTS = 2

__all__ = ["Cues", "flags", "look", "raise_alert", "signpost_words"]


def look(text: str) -> Cues:
    """The danger a text may tell of; quick, and never raises."""
    return cues.scan(text)


def flags(found: Cues) -> frozenset[Flag]:
    """What staff should be able to see of it beside the text."""
    tiers = found.tiers
    shown = {
        Flag.IN_DANGER: "immediate" in tiers,
        Flag.SUICIDE_OR_SELF_HARM: "self" in tiers
        or ("immediate" in tiers and not tiers & {"others", "child"}),
        Flag.HARM_FROM_OTHERS: "others" in tiers,
        Flag.CHILD_AT_RISK: "child" in tiers,
        Flag.NEEDS_HELP_NOW: bool({"rough", "immediate"} & tiers),
        Flag.OTHER_PERSON: found.other_person,
    }
    return frozenset(flag for flag, is_shown in shown.items() if is_shown)


def raise_alert(phone: Phone, text: InboundText, found: Cues, *, now: datetime) -> uuid.UUID | None:
    """Tell staff, once for each text: the new alert, or None when this text has raised one."""
    alert = db.session.scalar(
        insert(Alert)
        .values(
            id=uuid.uuid4(),
            phone_id=phone.id,
            text_id=text.id,
            tiers=sorted(found.tiers),
            other_person=found.other_person,
            raised_at=now,
        )
        .on_conflict_do_nothing(index_elements=["text_id"])
        .returning(Alert.id)
    )
    if alert is not None:
        log.warning("alert.raised", alert=str(alert))
        on_call.tell(alert, "raised", now=now)
    return alert


def signpost_words(tiers: Set[str], language: str) -> str:
    """The text that says where to turn: those that matter most first, two segments if it can be.

    It always names one. In an alphabet that costs more, it is no longer than one needs.
    """
    lines = helplines.in_use(settings().instance).for_tiers(tiers, language)
    room = max(MOST_SEGMENTS, segments(_signpost(lines[:1], language)).count)
    while len(lines) > 1 and segments(_signpost(lines, language)).count > room:
        lines = lines[:-1]
    return _signpost(lines, language)


def _signpost(lines: tuple[helplines.Helpline, ...], language: str) -> str:
    listed = ", ".join(map(str, lines))
    return say(Sentence.SIGNPOST, language=language, helplines=listed)
