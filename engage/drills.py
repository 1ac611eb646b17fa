"""Measurings of the anonymiser: asked for here, run by a worker, and what they say.

Nothing here reads language, so that the pages can use it.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import func, or_, select, update

from engage import local_words
from engage.extensions import db, nudge
from engage.models import AuditEvent, Drill, LocalCase, LocalWord, Staff, Statement
from engage.times import today
from nlp import evaluation, figures, version
from nlp.figures import Figures
from nlp.version import Version

MONTH = timedelta(days=30)
LIVE = timedelta(days=90)
BY_CHANCE = 0.05
LOOK_BACK = 24
CHANGED = ("put words on a local list", "took words off a local list")
MISSED = "took out what was missed in a passage"
Lists = list[list[str]]
Share = evaluation.Share


@cache
def shipped() -> Figures | None:
    """The figures that come with the service."""
    return figures.read()


def of_the_service() -> Version:
    """The model, lists and rules that come with the service."""
    return version.in_use()


def local_version() -> str:
    """A hash of the local lists as they are; no word of them is opened for it."""
    rows = db.session.execute(
        select(LocalWord.words_key, LocalWord.kind, LocalWord.label, LocalWord.general)
    )
    return version.hash_of(sorted("|".join(map(str, row)) for row in rows))


def version_now() -> str:
    """Everything that decides what is taken out, in one short name."""
    return f"{of_the_service().short}-{local_version()}"


def lists_now() -> Lists:
    """The local lists as they are, to be kept while a change of them is checked."""
    return [[one.kind, one.words, one.label or one.general or ""] for one in local_words.listed()]


def ask(kind: str, *, by: Staff | None, now: datetime, before: Lists | None = None) -> Drill:
    """Have a drill run; one of a kind waits at a time, and that one is handed back.

    One of "cases" that a worker has begun may have read the lists before they changed: it does
    not count as waiting. Until we commit no worker begins the one that is handed back.
    """
    waits = [Drill.kind == kind, Drill.figures.is_(None)]
    if kind == "cases":
        waits.append(Drill.lease_until.is_(None))
    waiting = db.session.scalars(
        update(Drill).where(*waits).values(kind=Drill.kind).returning(Drill)
    ).first()
    if waiting is None:
        waiting = Drill(
            id=uuid.uuid4(), kind=kind, ran_at=now, by=by.id if by else None, before=before
        )
        db.session.add(waiting)
        db.session.flush()
    nudge("drills.run", str(waiting.id))
    return waiting


def lists_changed(before: Lists, *, now: datetime) -> None:
    """Have the local cases tried by the lists as they were and as they are now."""
    if db.session.scalar(select(func.count()).select_from(LocalCase)):
        ask("cases", by=None, now=now, before=before)


def ask_when_due(*, now: datetime) -> None:
    """Have a drill run every month, and when the service has another anonymiser than at the last.

    One that has never been run is due.
    """
    last = newest("gold")
    if last is None or last.ran_at <= now - MONTH or not _is_of_the_service(last):
        ask("gold", by=None, now=now)


def _is_of_the_service(drill: Drill) -> bool:
    return drill.figures is None or drill.version.startswith(of_the_service().short)


def newest(kind: str) -> Drill | None:
    """The newest drill of a kind, run or still waiting."""
    found = select(Drill).where(Drill.kind == kind)
    return db.session.scalars(found.order_by(Drill.ran_at.desc(), Drill.id).limit(1)).first()


def done(kind: str, *, most: int = 1) -> list[Drill]:
    """The newest drills of a kind that were run, newest first."""
    found = select(Drill).where(Drill.kind == kind, Drill.figures.is_not(None))
    return list(db.session.scalars(found.order_by(Drill.ran_at.desc(), Drill.id).limit(most)))


@dataclass(frozen=True)
class People:
    """A drill by people: somebody tries to find out who said things, from what is quoted."""

    on: date
    read: int
    pointed: int
    note: str = ""


def write_down(drill: People, *, by: Staff, now: datetime) -> Drill:
    """Keep what came of a drill by people."""
    kept = Drill(
        id=uuid.uuid4(),
        kind="people",
        ran_at=now,
        version=version_now(),
        figures={"on": drill.on.isoformat(), "read": drill.read, "pointed": drill.pointed},
        by=by.id,
        note=drill.note,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


@dataclass(frozen=True)
class Checked:
    """How many of the local cases came right before a change and come right now.

    `worse` are the cases that came right and do not any more, as their templates.
    """

    before: Share | None
    now: Share
    worse: tuple[str, ...]


def checked(drill: Drill) -> Checked | None:
    """What a drill says of the local cases; None if it tried none."""
    figures_now = drill.local_figures
    if not figures_now or not figures_now["now"]:
        return None
    now, before = figures_now["now"], figures_now["before"]
    ids = [uuid.UUID(one) for one in now if before and before.get(one) and not now[one]]
    worse = db.session.scalars(select(LocalCase).where(LocalCase.id.in_(ids)))
    return Checked(
        _share(before) if before else None, _share(now), tuple(one.template for one in worse)
    )


def last_try() -> Drill | None:
    """The newest drill in which the local cases were tried, whatever it was run for."""
    tried = [one for kind in ("gold", "cases") for one in done(kind)]
    return max(tried, key=lambda one: one.ran_at, default=None)


def cases() -> list[tuple[LocalCase, bool | None]]:
    """Every local case, newest first, with whether it came right when it was last tried."""
    last = last_try()
    right = ((last.local_figures if last else None) or {}).get("now") or {}
    found = select(LocalCase).order_by(LocalCase.made_on.desc(), LocalCase.id)
    return [(one, right.get(str(one.id))) for one in db.session.scalars(found)]


def _share(right: Mapping[str, bool]) -> Share:
    return Share(len(right), sum(right.values()))


def is_worse(drill: Drill, before: Drill) -> bool:
    """Whether more went wrong in one drill than in the one before, and not only by chance.

    Only what both tried counts: the same messages, and the same local cases.
    """
    one, other = drill.figures or {}, before.figures or {}
    went_wrong = mended = 0
    if one.get("of") and one.get("of") == other.get("of"):
        leaks, leaked = set(one["leaking"]), set(other["leaking"])
        went_wrong, mended = len(leaks - leaked), len(leaked - leaks)
    now = (drill.local_figures or {}).get("now") or {}
    was = (before.local_figures or {}).get("now") or {}
    both = now.keys() & was.keys()
    went_wrong += sum(was[case] and not now[case] for case in both)
    mended += sum(now[case] and not was[case] for case in both)
    return _chance(went_wrong, mended) < BY_CHANCE


def _chance(went_wrong: int, mended: int) -> float:
    """How likely so many or more of all that changed went wrong, if a coin had been tossed."""
    changed = went_wrong + mended
    ways = sum(math.comb(changed, more) for more in range(went_wrong, changed + 1))
    return ways / 2**changed


def warning() -> bool:
    """Whether the last drill was worse by more than chance than the last good one before it.

    To run it once more mends nothing, and does not end the warning.
    """
    good, worse = None, False
    could_run = [one for one in done("gold", most=LOOK_BACK) if "held" not in (one.figures or {})]
    for one in reversed(could_run):
        worse = good is not None and is_worse(one, good)
        good = good if worse else one
    return worse


@dataclass(frozen=True)
class Live:
    """What readers found in passages of late: how many details, and in how many of those read."""

    details: int
    passages: Share


def live(*, now: datetime) -> Live:
    """How many passages people read in the last 90 days, and what they found in them."""
    since = now - LIVE
    took_out = select(AuditEvent.subject).where(AuditEvent.what == MISSED, AuditEvent.at >= since)
    subjects = list(db.session.scalars(took_out))
    held = {uuid.UUID(one) for one in subjects}
    day = today(since)
    read = select(func.count()).where(
        or_(Statement.released_on >= day, Statement.put_right_on >= day)
    )
    there = select(func.count()).where(Statement.id.in_(held), Statement.put_right_on >= day)
    return Live(
        len(subjects),
        Share(db.session.scalar(read) or 0, db.session.scalar(there) or 0 if held else 0),
    )


def lists_changed_on() -> date | None:
    """The last day on which the local lists changed, as far as that is kept."""
    at = db.session.scalar(select(func.max(AuditEvent.at)).where(AuditEvent.what.in_(CHANGED)))
    return today(at) if at else None
