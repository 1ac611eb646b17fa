"""A copy of the database put back: known at once, nothing sent until a person has looked.

Texts that went out after the copy was made are still to go as far as the copy knows, and people
who stopped since are not known to have. So every worker remembers, in a small file, how far the
sender's beat had got; a database that is behind that is a copy.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from engage import delivery, outbox, phones, sender
from engage.extensions import db, settings
from engage.log import log
from engage.models import OutboundText, Phone
from engage.texting.protocol import Accepted, Provider, SentText
from surveys.wording import segments

FILE = "sending.beat"
BEFORE = timedelta(hours=1)
FURTHEST = timedelta(days=14)
MAY_HAVE_GONE = ("queued", "claimed", "unknown", "parked")


@dataclass(frozen=True)
class Reconciled:
    """Texts of the provider's list: ours already, found now, and gone since the copy was made."""

    known: int = 0
    found: int = 0
    forgotten: int = 0
    strangers: int = 0


def _file() -> Path:
    return settings().instance / FILE


def highest() -> int:
    """The furthest beat that this process or one before it on this machine has seen."""
    in_memory: int = current_app.extensions.get("engage.beat", 0)
    try:
        return max(in_memory, int(_file().read_text("ascii")))
    except (OSError, ValueError):
        return in_memory


def remember(beat: int) -> None:
    """Keep a beat that was committed, if it is further than any before."""
    if beat <= current_app.extensions.get("engage.beat", 0):
        return
    current_app.extensions["engage.beat"] = beat
    part = _file().with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        part.write_text(str(beat), "ascii")
        part.replace(_file())


def has_gone_back(beat: int) -> bool:
    """Whether a beat that was just taken, and is not committed, is one that was taken before."""
    return beat <= current_app.extensions.get("engage.beat", 0)


def stop(*, now: datetime) -> None:
    """Send nothing: this database is a copy put back. Commits."""
    sender.pause("restored", now=now)
    sender.set_beat(highest())
    db.session.commit()
    log.error("database.is_a_copy_put_back", do="./run flask sending reconcile")


def check(*, now: datetime) -> bool:
    """Compare the database with what this machine remembers; False, and stop, if it is behind.

    A database without a beat and without a text is a new one, and what was remembered is of
    another.
    """
    remembered = highest()
    beat = sender.state().beat
    is_new = beat == 0 and not _has_texts()
    db.session.rollback()
    if is_new and remembered:
        _file().unlink(missing_ok=True)
        return True
    if beat < remembered:
        stop(now=now)
        return False
    remember(beat)
    return True


def _has_texts() -> bool:
    """Whether texts were ever queued here: so they were in a copy from before there was a beat."""
    made_up = OutboundText.dedupe_key.startswith("example:")
    return db.session.scalar(select(OutboundText.id).where(~made_up).limit(1)) is not None


def beat(*, now: datetime) -> None:
    """Let the beat grow, and look once more that it is the same database. Commits."""
    standing = sender.take_turn()
    if standing.beat <= highest():
        db.session.rollback()
        stop(now=now)
        return
    db.session.commit()
    remember(standing.beat)


def reconcile(provider: Provider, *, now: datetime) -> Reconciled:
    """Mark every text that went out after the copy was made. Commits one by one.

    By the provider's id, else our own id, else number and exact words. One that the copy knows
    nothing of is kept as it went, so that its like is not sent again. Raises NoAnswer when the
    provider cannot be asked.
    """
    since = _since(now=now)
    db.session.rollback()
    return _settle_all(list(provider.sent_since(since)), now=now)


def _since(*, now: datetime) -> datetime:
    """The last moment at which the copy sent anything, and some time before it.

    Not by what came in: people go on texting us after the copy was put back.
    """
    last_out = db.session.scalar(select(func.max(OutboundText.claimed_at)))
    return max(last_out - BEFORE, now - FURTHEST) if last_out else now - FURTHEST


def _settle_all(listed: Iterable[SentText], *, now: datetime) -> Reconciled:
    counts = {"known": 0, "found": 0, "forgotten": 0, "strangers": 0}
    for sent in sorted(listed, key=lambda one: one.made_at):
        counts[_settle(sent, now=now)] += 1
        db.session.commit()
    found = Reconciled(**counts)
    log.warning("sending.reconciled", **counts)
    return found


def _settle(sent: SentText, *, now: datetime) -> str:
    if db.session.scalar(select(OutboundText.id).where(OutboundText.sid == sent.sid)):
        return "known"
    phone = phones.phone_of(sent.number)
    if phone is None:
        return "strangers"
    row_id = _the_row(phone, sent)
    if row_id is None:
        _keep_as_it_went(phone, sent)
        return "forgotten"
    row = outbox.hold(row_id)
    if row is not None:
        delivery.accept(row, Accepted(sent.sid, sent.state), now=now)
        row.sent_at, row.claimed_at = sent.made_at, row.claimed_at or sent.made_at
    return "found"


def _the_row(phone: Phone, sent: SentText) -> uuid.UUID | None:
    """The row this is the sending of: by our own id, else the oldest with the same words."""
    rows = db.session.scalars(
        select(OutboundText)
        .where(OutboundText.phone_id == phone.id, OutboundText.sid.is_(None))
        .where(OutboundText.state.in_(delivery.NOT_YET))
        .order_by(OutboundText.created_at)
    ).all()
    by_id = [row for row in rows if sent.reference and str(row.id) == sent.reference]
    by_words = [row for row in rows if row.state in MAY_HAVE_GONE and row.body == sent.body]
    return next((row.id for row in (*by_id, *by_words)), None)


def _keep_as_it_went(phone: Phone, sent: SentText) -> None:
    row = OutboundText(
        id=uuid.uuid4(),
        dedupe_key=f"restored:{sent.sid}",
        phone_id=phone.id,
        number=phone.number,
        body=sent.body,
        kind="restored",
        state="accepted",
        segments=segments(sent.body).count,
        created_at=sent.made_at,
        not_before=sent.made_at,
        claimed_at=sent.made_at,
        sent_at=sent.made_at,
        sid=sent.sid,
    )
    delivery.move_on(row, sent.state)
    db.session.add(row)
