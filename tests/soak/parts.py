"""What a child does between its birth and its death: sends, hears texts, looks, reports."""

from __future__ import annotations

import json
import os
import random
import signal
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import event, func, select

from app import create_app
from engage import (
    asking,
    conversations,
    delivery,
    inbound,
    outbox,
    phones,
    sending,
    session_invites,
    times,
    work,
)
from engage.config import ROOT
from engage.extensions import Base, db
from engage.extensions import settings as app_settings
from engage.models import Asking, Conversation, OutboundText, Phone
from engage.models.types import UTCDateTime
from engage.outbox import Draft
from engage.texting.choosing import make_provider
from engage.texting.protocol import Arrived, Provider
from tests.conftest import settings_for
from tests.factories import a_group, a_person, a_session, a_survey, phone_of
from tests.peers.twilio_stand_in import WITH_TWILIO

NOT_OF_THE_STORY = ("tick", "turn", "attempts", "beat")
IDLE = 3
THREADS = 3
PROVIDER = {
    **WITH_TWILIO,
    "twilio_seconds": 0.3,
    "text_from": "00:00",
    "text_until": "00:00",
    "texts_a_second": 1000,
    "texts_a_week": 21,
    "log_level": "ERROR",
}


class Steps:
    """Counts what this process does one by one, and ends it before one of them if told to.

    A step is a statement, a commit, or a call to the provider; no warning and no way back.
    """

    def __init__(self, die_before: int | None) -> None:
        self.count = 0
        self._die_before = die_before
        self._lock = threading.Lock()

    def die_in(self, steps: int) -> None:
        """End this process before the last of so many more steps."""
        with self._lock:
            self._die_before = self.count + steps

    def take(self, *_about: object) -> None:
        """One more."""
        with self._lock:
            self.count += 1
            if self.count == self._die_before:
                os.kill(os.getpid(), signal.SIGKILL)


class Watched:
    """A provider whose every call is a step, before it and after it."""

    def __init__(self, provider: Provider, steps: Steps) -> None:
        self.name = provider.name
        self._provider, self._steps = provider, steps

    def __getattr__(self, name: str) -> Any:
        return getattr(self._provider, name)

    def send(self, text: Any) -> Any:
        """Send."""
        return self._between_steps(self._provider.send, text)

    def find(self, text: Any) -> Any:
        """Find."""
        return self._between_steps(self._provider.find, text)

    def _between_steps(self, call: Callable[[Any], Any], text: Any) -> Any:
        self._steps.take()
        try:
            return call(text)
        finally:
            self._steps.take()


@dataclass(frozen=True)
class Stage:
    """Where a part is played: an app on the folder's database, with a clock of its own."""

    app: Flask
    steps: Steps
    given: dict[str, Any]
    dice: random.Random


def play(part: str, folder: Path, given: dict[str, Any]) -> Any:
    """Play one part; what it has to say, as plain data."""
    ahead = timedelta(seconds=given.get("ahead", 0))
    times.now = lambda: datetime.now(UTC) + ahead
    database = {"DATABASE_URL": given["database_url"]} if given.get("database_url") else {}
    app = create_app(settings_for(folder, **(PROVIDER | database | given.get("settings", {}))))
    work.install(app)
    stage = Stage(app, Steps(given.get("die_before")), given, random.Random(given.get("seed", 0)))
    with app.app_context():
        for name in ("before_cursor_execute", "commit"):
            event.listen(db.engine, name, stage.steps.take)
        app.extensions["engage.provider"] = Watched(make_provider(app_settings()), stage.steps)
        said = PARTS[part](stage)
        db.session.remove()
        db.engine.dispose()
    return said


def prepare(stage: Stage) -> None:
    """Phones, and texts to them in the outbox: lists of kind and number."""
    now = times.now()
    for number in stage.given["numbers"]:
        a_person(number=number)
    for place, (kind, number) in enumerate(stage.given["texts"]):
        phone = phones.phone_of(number)
        assert phone is not None
        body = f"{kind} {place}"
        outbox.queue(Draft(phone=phone, body=body, kind=kind, dedupe_key=f"soak:{place}"), now=now)
    db.session.commit()


def send(stage: Stage) -> int:
    """Send as a worker does: threads that take what is due, and a sweep that looks for lost ones.

    Goes on until it is killed; with `ends`, until there has been nothing to do for a while.
    """
    seeds = [stage.dice.random() for _ in range(THREADS)]

    def work_on(seed: float) -> None:
        with stage.app.app_context():
            _go_on_sending(random.Random(seed), is_to_end=stage.given["ends"])
            db.session.remove()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work_on, seeds))
    return stage.steps.count


def _go_on_sending(dice: random.Random, *, is_to_end: bool) -> None:
    idle = 0
    while idle < IDLE or not is_to_end:
        due = outbox.due(now=times.now())
        doubtful = outbox.in_doubt(now=times.now())
        db.session.rollback()
        idle = 0 if due or doubtful else idle + 1
        dice.shuffle(due)
        for row_id in due:
            sending.send_one(row_id, work.provider(), now=times.now())
        for row_id in doubtful:
            sending.settle(row_id, work.provider(), now=times.now())
        threading.Event().wait(0.01)


def once(stage: Stage) -> list[str]:
    """One sweep of the outbox; the states in which texts are now."""
    for row_id in outbox.due(now=times.now()):
        sending.send_one(row_id, work.provider(), now=times.now())
    for row_id in outbox.in_doubt(now=times.now()):
        sending.settle(row_id, work.provider(), now=times.now())
    return list(db.session.scalars(select(OutboundText.state)))


def report(stage: Stage) -> None:
    """The provider reports on texts: lists of our id, its sid and a status."""
    for reference, sid, status in stage.given["reports"]:
        delivery.report(reference, sid, status, None, now=times.now())
        db.session.commit()


def hear(stage: Stage) -> dict[str, Any]:
    """Texts arrive, lists of sid, number and words, and are handled.

    With `copies`, each arrives so often at once and as many workers handle it side by side.
    """
    texts = [Arrived(*one) for one in stage.given["texts"]]
    copies = stage.given.get("copies", 1)
    for one in texts:
        _together(copies, stage, partial(_keep, one))
    keys = {one.number: phones.key_of(one.number) for one in texts}
    for key in keys.values():
        _together(copies, stage, partial(work.handle_texts, key))
    return {"steps": stage.steps.count, "done": times.now().isoformat()}


def _keep(text: Arrived) -> None:
    inbound.keep(text, now=times.now())


def _together(copies: int, stage: Stage, do: Callable[[], object]) -> None:
    def one_of_them(_number: int) -> None:
        with stage.app.app_context():
            do()
            db.session.remove()

    if copies == 1:
        do()
        return
    with ThreadPoolExecutor(copies) as pool:
        list(pool.map(one_of_them, range(copies)))


def look(_stage: Stage) -> dict[str, Any]:
    """Every row of the outbox, and every phone that stopped."""
    rows = db.session.scalars(select(OutboundText))
    stopped = db.session.scalars(select(Phone).where(Phone.stopped_at.is_not(None)))
    return {
        "rows": [
            {
                "id": str(row.id),
                "kind": row.kind,
                "number": row.number,
                "state": row.state,
                "claimed_at": row.claimed_at.isoformat() if row.claimed_at else None,
                "code": row.error_code,
            }
            for row in rows
        ],
        "stopped": {phone.number: phone.stopped_by for phone in stopped},
    }


def warm_up() -> None:
    """Go through it all once, so that no child has to load or work out what every child needs."""
    with tempfile.TemporaryDirectory() as name:
        given = {"number": "+447700900123", "asked": "survey", "earlier": ["yes", "3"]}
        for part in ("create", "set_scene", "snapshot"):
            play(part, Path(name), given)


def create(_stage: Stage) -> None:
    """Every table, without the migrations."""
    db.create_all()


def migrate(_stage: Stage) -> None:
    """Every table."""
    flask_migrate.upgrade(directory=str(ROOT / "migrations"))


def set_scene(stage: Stage) -> None:
    """Somebody who was asked a survey and is asked to a session, and the texts they sent since."""
    now, number = times.now(), stage.given["number"]
    survey, kev = a_survey(text_word="HOME"), a_person(number=number)
    a_survey("another", text_word="AWAY", anonymous=True)
    if stage.given["asked"] == "survey":
        conversations.invite(survey, phone_of(kev), now=now)
    if stage.given["asked"] == "session":
        session_invites.invite(a_session(now=now), [phone_of(kev)], now=now)
    db.session.commit()
    for place, body in enumerate(stage.given["earlier"]):
        _keep(Arrived(f"SM00{place}", number, body))
        work.handle_texts(phones.key_of(number))


def ask(stage: Stage) -> dict[str, int]:
    """Ask everyone of a group, in small batches."""
    asking.BATCH = stage.given["batch"]
    for asking_id in asking.due(now=times.now()):
        while asking.go_on(asking_id, now=times.now()) is not None:
            pass
    return {"steps": stage.steps.count}


def begin_asking(stage: Stage) -> None:
    """Have so many people of a group asked, by nobody yet."""
    people = [a_person() for _ in range(stage.given["people"])]
    asking.begin(a_survey(), a_group(*people), by=None, now=times.now())
    db.session.commit()


def count_asked(_stage: Stage) -> dict[str, int]:
    """How many phones were not asked once, in one survey by one text, and what is still to do."""
    texts = select(func.count()).where(OutboundText.phone_id == Phone.id).scalar_subquery()
    surveys = select(func.count()).where(Conversation.phone_id == Phone.id).scalar_subquery()
    rows = db.session.execute(select(texts, surveys).select_from(Phone))
    to_do = db.session.scalars(select(Asking.id).where(Asking.done_at.is_(None))).all()
    return {"wrong": sum(tuple(row) != (1, 1) for row in rows), "to do": len(to_do)}


def snapshot(_stage: Stage) -> dict[str, list[str]]:
    """Everything the database says, but for random ids and the moments at which things were."""
    found = {}
    for mapper in Base.registry.mappers:
        table = str(mapper.local_table)
        if table not in NOT_OF_THE_STORY:
            rows = db.session.scalars(select(mapper.class_))
            found[table] = sorted(json.dumps(_story_of(mapper, row), default=str) for row in rows)
    return found


def _story_of(mapper: Any, row: object) -> dict[str, Any]:
    told = {}
    for name, column in mapper.columns.items():
        value = getattr(row, name)
        if isinstance(column.type, UTCDateTime):
            told[name] = value is not None
        elif not (column.primary_key or column.foreign_keys or name in NOT_OF_THE_STORY):
            told[name] = value
    return told


PARTS: dict[str, Callable[[Stage], Any]] = {
    "create": create,
    "migrate": migrate,
    "set_scene": set_scene,
    "begin_asking": begin_asking,
    "ask": ask,
    "count_asked": count_asked,
    "snapshot": snapshot,
    "prepare": prepare,
    "send": send,
    "once": once,
    "report": report,
    "hear": hear,
    "look": look,
}
