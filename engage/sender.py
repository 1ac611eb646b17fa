"""The sender of every text: whether texts leave at all, and how many segments a second.

One row says so for every worker. Whoever is about to send writes it first, and so they come
one after the other on either database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, or_, select, update

from engage.extensions import db, settings
from engage.log import log
from engage.models import Sending

ROW = 1
AHEAD = timedelta(seconds=60)
PROBE = timedelta(minutes=15)
WEIGHT = {"account": 1, "person": 2, "restored": 3}
"""Why nothing is sent; a heavier reason takes the place of a lighter one, never the reverse."""

_this = Sending.id == ROW


@dataclass(frozen=True)
class State:
    """How the sender stands: since when it sends nothing and why, and when it next has room."""

    paused_at: datetime | None = None
    because: str | None = None
    code: str | None = None
    probe_at: datetime | None = None
    beat: int = 0
    next_slot_at: datetime | None = None

    def may_probe(self, now: datetime) -> bool:
        """Whether one text may be tried, to learn if the account is well again."""
        due = self.probe_at is not None and self.probe_at <= now
        return self.because == "account" and due

    def has_room(self, now: datetime) -> bool:
        """Whether a text that can wait may still keep a place in the time just ahead."""
        return self.next_slot_at is None or self.next_slot_at <= now + AHEAD


_STANDING = (
    Sending.paused_at,
    Sending.paused_because,
    Sending.code,
    Sending.probe_at,
    Sending.beat,
    Sending.next_slot_at,
)
"""The columns of `State`, in its order."""


def state() -> State:
    """How the sender stands now, as it was last committed."""
    row = db.session.execute(select(*_STANDING).where(_this)).first()
    return State(*row) if row else State()


def take_turn() -> State:
    """Write the sender's row, so that whoever comes next waits until this transaction ends.

    Its beat grows by one each time, which is how a copy put back is known from the original.
    """
    row = db.session.execute(
        update(Sending)
        .where(_this)
        .values(beat=Sending.beat + 1)
        .returning(*_STANDING)
        .execution_options(synchronize_session=False)
    ).one()
    return State(*row)


def take_slot(sender: State, segments: int, *, waits: bool, now: datetime) -> datetime | None:
    """Use up the sender's rate for one text; the moment from which it may go.

    None when it `waits` for room and the time just ahead is full: it asks again later, and
    whoever cannot wait, or is wanted sooner, does not stand behind it. One that does not wait
    goes now and takes its room from those to come. The caller has the sender's turn.
    """
    rate = settings().rate
    if rate is None:
        return now
    free = max(now, sender.next_slot_at or now)
    if waits and free > now + AHEAD:
        return None
    db.session.execute(
        update(Sending)
        .where(_this)
        .values(next_slot_at=free + timedelta(seconds=segments / rate))
        .execution_options(synchronize_session=False)
    )
    return free if waits else now


def start_probe(*, now: datetime) -> None:
    """Keep others from trying the account for a while. The caller has the sender's turn."""
    db.session.execute(update(Sending).where(_this).values(probe_at=now + PROBE))


def pause(because: str, *, now: datetime, code: str | None = None) -> bool:
    """Send nothing until a person says so, or the account is well; False if it was so already.

    `because` is account, person or restored. Texts wait as they are and no tries are spent.
    """
    weight = case(WEIGHT, value=Sending.paused_because, else_=0)
    paused = db.session.execute(
        update(Sending)
        .where(_this, or_(Sending.paused_because.is_(None), weight < WEIGHT[because]))
        .values(
            paused_at=now,
            paused_because=because,
            code=code,
            probe_at=now + PROBE if because == "account" else None,
        )
        .returning(Sending.id)
        .execution_options(synchronize_session=False)
    ).first()
    if paused is not None:
        log.error("sending.paused", because=because, code=code)
    return paused is not None


def resume(*, only: str | None = None) -> bool:
    """Send again; False when nothing was paused, or not for the `only` reason given."""
    reasons = (only,) if only else tuple(WEIGHT)
    resumed = db.session.execute(
        update(Sending)
        .where(_this, Sending.paused_because.in_(reasons))
        .values(paused_at=None, paused_because=None, code=None, probe_at=None)
        .returning(Sending.id)
        .execution_options(synchronize_session=False)
    ).first()
    if resumed is not None:
        log.warning("sending.resumed")
    return resumed is not None


def set_beat(beat: int) -> None:
    """Let the beat grow to this at least."""
    db.session.execute(
        update(Sending)
        .where(_this, Sending.beat < beat)
        .values(beat=beat)
        .execution_options(synchronize_session=False)
    )
