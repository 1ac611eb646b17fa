"""Asking a very large group: how long it takes to queue an invitation to each, and the memory."""

from __future__ import annotations

import argparse
import json
import sys
import time
import uuid
from typing import Any

from sqlalchemy import func, insert, select

from app import create_app
from benchmarks.figures import Figure, Found, Limit
from benchmarks.service import Place, child, resident
from engage import asking, inviting, phones, times, work
from engage.extensions import db
from engage.models import Group, OutboundText, Person, Phone, Survey
from engage.models.people import membership
from tests.factories import a_survey

PEOPLE, QUICK = 50_000, 5_000
SECONDS, MEGABYTES = 30.0, 25.0
FIRST = 5_000


def measure(place: Place, *, is_quick: bool) -> Found:
    """A worker process asks everyone of a group in its batches."""
    people = QUICK if is_quick else PEOPLE
    instance = place.instance("asking")
    found = child("benchmarks.asking", f"--people={people}", instance=instance)
    return Found(
        figures=(
            Figure(
                what=f"queueing {people:,} invitations",
                value=found["seconds"],
                unit="s",
                samples=people,
                limit=Limit(at_most=SECONDS),
            ),
            Figure(
                what=f"memory from {FIRST:,} asked to {people:,}",
                value=max(0.0, found["memory"][-1] - found["memory"][0]),
                unit="MB more",
                samples=len(found["memory"]),
                limit=Limit(at_most=MEGABYTES),
            ),
            Figure(
                what="the page that says how many it would be",
                value=found["look"] * 1_000,
                unit="ms",
                samples=1,
            ),
        ),
        how=(
            f"One worker on SQLite asks a group in batches of {asking.BATCH}, each a transaction; "
            "every row was counted afterwards. Memory is what the process holds, looked at every "
            f"{FIRST:,} people."
        ),
    )


def main() -> int:
    """Ask everyone of a group made for it, and print how it went."""
    parser = argparse.ArgumentParser(description="Ask a large group.")
    parser.add_argument("--people", type=int, required=True)
    people = parser.parse_args().people
    app = create_app()
    work.install(app)
    with app.app_context():
        survey, group = a_survey(), _group(people)
        survey_id, group_id = survey.id, group.id
        db.session.commit()
        db.session.remove()
        print(json.dumps(_measured(survey_id, group_id, people)))
        db.session.remove()
        db.engine.dispose()
    return 0


def _measured(survey_id: uuid.UUID, group_id: uuid.UUID, people: int) -> dict[str, Any]:
    began = time.perf_counter()
    survey = db.session.get_one(Survey, survey_id)
    group = db.session.get_one(Group, group_id)
    asking_of = inviting.look(survey, group, now=times.now())
    looked = time.perf_counter() - began
    if asking_of.people != people:
        raise LookupError(f"{people} can be asked and {asking_of.people} were counted")
    began = time.perf_counter()
    asking.begin(survey, group, by=None, now=times.now())
    db.session.commit()
    (asking_id,) = asking.due(now=times.now())
    db.session.remove()
    memory, texts = [], 0
    while asking.go_on(asking_id, now=times.now()):
        db.session.remove()
        texts += asking.BATCH
        if texts % FIRST == 0:
            memory.append(resident("self"))
    seconds = time.perf_counter() - began
    queued = db.session.scalar(select(func.count()).select_from(OutboundText))
    if queued != people:
        raise LookupError(f"{people} were asked and {queued} texts are there")
    return {"seconds": seconds, "memory": memory, "look": looked}


def _group(people: int) -> Group:
    """A group of so many people with a phone each."""
    now, group = times.now(), Group(id=uuid.uuid4(), key="everybody", name="Everybody")
    db.session.add(group)
    db.session.flush()
    for start in range(0, people, 1_000):
        rows = [
            (uuid.uuid4(), f"+4477009{at:05d}") for at in range(start, min(people, start + 1_000))
        ]
        db.session.execute(insert(Person), [{"id": one, "created_at": now} for one, _ in rows])
        db.session.execute(
            insert(Phone),
            [
                {
                    "id": uuid.uuid4(),
                    "person_id": one,
                    "number": number,
                    "number_key": phones.key_of(number),
                    "created_at": now,
                }
                for one, number in rows
            ],
        )
        db.session.execute(
            insert(membership), [{"person_id": one, "group_id": group.id} for one, _ in rows]
        )
    return group


if __name__ == "__main__":
    sys.exit(main())
