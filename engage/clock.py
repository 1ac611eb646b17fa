"""The clock: a table of sweeps, each slot run once however many clocks there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask

from engage import times
from engage.extensions import db, insert, settings
from engage.models import Tick
from engage.sweeping import EVERY
from engage.work import (
    SWEEPS,
    run_sweep,
    sweep_arrived,
    sweep_beat,
    sweep_monthly_drill,
    sweep_retention,
)

DAY = 24 * 60 * 60
MINUTE = 60


@dataclass(frozen=True)
class Job:
    """One sweep, the seconds between its slots, and whether a new clock runs it at once."""

    name: str
    run: Callable[[], None]
    seconds: int
    at_once: bool = True


def jobs(sweep_seconds: int) -> list[Job]:
    """Every sweep of the service."""
    often = [Job(name, run, sweep_seconds) for name, run in SWEEPS.items()]
    return [
        *often,
        Job("arrived", sweep_arrived, int(EVERY.total_seconds()), at_once=False),
        Job("retention", sweep_retention, DAY),
        Job("drill", sweep_monthly_drill, DAY),
    ]


AT_START = Job("arrived.at_start", sweep_arrived, MINUTE)
"""However lately the list was read, a service that was down reads it as soon as it is back."""


def slot_of(moment: datetime, seconds: int) -> int:
    """The start of the stretch of time this moment falls in, in epoch seconds."""
    return int(moment.timestamp()) // seconds * seconds


def claim(job: Job, *, now: datetime) -> bool:
    """Take one slot of a job; the database lets only one clock have it."""
    taken = db.session.execute(
        insert(Tick)
        .values(job=job.name, slot=slot_of(now, job.seconds))
        .on_conflict_do_nothing()
        .returning(Tick.slot)
    ).first()
    db.session.commit()
    return taken is not None


def run_slot(app: Flask, job: Job) -> None:
    """Run a job if its present slot is still to be had."""
    with app.app_context():
        if claim(job, now=times.now()):
            run_sweep(job.name, job.run)


def remember(app: Flask) -> None:
    """Note how far the sender has got; every machine does, to know a copy put back."""
    with app.app_context():
        run_sweep("beat", sweep_beat)


def start(app: Flask) -> BackgroundScheduler:
    """Start this process's clock. Late runs are not dropped, and missed ones run once."""
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": 3600, "coalesce": True}
    )
    with app.app_context():
        seconds = settings().sweep_seconds
    for job in jobs(seconds):
        check = min(job.seconds, 3600)
        scheduler.add_job(
            run_slot,
            IntervalTrigger(seconds=check, timezone="UTC"),
            args=(app, job),
            id=job.name,
            next_run_time=times.now() + timedelta(seconds=0 if job.at_once else check),
        )
    # Not a job that is then over: taken off while the clock stops, it would end in an error.
    once = IntervalTrigger(weeks=1000, timezone="UTC")
    scheduler.add_job(
        run_slot, once, args=(app, AT_START), id=AT_START.name, next_run_time=times.now()
    )
    minutely = IntervalTrigger(seconds=MINUTE, timezone="UTC")
    scheduler.add_job(remember, minutely, args=(app,), id="beat")
    scheduler.start()
    return scheduler
