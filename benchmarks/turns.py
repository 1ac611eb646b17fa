"""Whole turns by text: stored, understood, answered, and the next question queued."""

from __future__ import annotations

import argparse
import json
import sys
import time
import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from app import create_app
from benchmarks.figures import Figure, Found, Limit
from benchmarks.service import Place, child
from engage import conversations, inbound, queueing, times, work
from engage.extensions import db
from engage.models import Answer, Conversation, OutboundText
from engage.serving.loaded import stays_loaded
from engage.texting.protocol import Arrived
from tests.factories import AREAS, a_person, a_survey, phone_of

PHONES, QUICK = 200, 40
A_SECOND = 200.0
ASKED: list[dict[str, Any]] = [
    {"key": "area", "kind": "pick_one", "wording": "Which area are you in?", "options": AREAS},
    *(
        {
            "key": f"rate-{number}",
            "kind": "scale",
            "wording": wording,
            "low": 1,
            "high": 5,
            "low_label": "not at all",
            "high_label": "very",
        }
        for number, wording in enumerate(
            (
                "How safe do you feel where you are staying?",
                "How easy is it to get help when something breaks?",
                "How well do staff listen to you?",
                "How sure are you of having a home in a year?",
            )
        )
    ),
    {"key": "again", "kind": "yes_no", "wording": "Would you stay there again?"},
]
SAID = ("yes", "3", "4", "2", "5", "1 cos of the noise")


def measure(place: Place, *, is_quick: bool) -> Found:
    """A worker process hears many phones go through a survey of closed questions."""
    phones = QUICK if is_quick else PHONES
    found = child("benchmarks.turns", f"--phones={phones}", instance=place.instance("turns"))
    return Found(
        figures=(
            Figure(
                what="whole turns",
                value=found["turns"] / found["seconds"],
                unit="a second",
                samples=found["turns"],
                limit=Limit(at_least=A_SECOND),
            ),
            Figure(
                what="work for a turn",
                value=found["worked"] / found["turns"] * 1_000,
                unit="ms of a core",
                samples=found["turns"],
            ),
        ),
        how=(
            f"{phones} phones answer {len(SAID)} times each, from the yes to the last closed "
            "question but one, after one to warm up, in one thread of a worker on SQLite: a text "
            "in, stored; then understood, its answer kept and the next question queued. Rows were "
            "counted afterwards."
        ),
    )


def main() -> int:
    """Go through the survey, and print how it went."""
    parser = argparse.ArgumentParser(description="Hear many texts.")
    parser.add_argument("--phones", type=int, required=True)
    app = create_app()
    work.install(app)
    queueing.gather_nudges(app)
    with app.app_context():
        keys = _invited(parser.parse_args().phones + 1)
        print(json.dumps(_measured(keys)))
        db.session.remove()
        db.engine.dispose()
    return 0


def _invited(phones: int) -> list[tuple[str, str]]:
    """The number and its key of so many phones that have been asked to the survey."""
    survey, now = a_survey(questions=ASKED), times.now() - timedelta(minutes=5)
    keys = []
    for at in range(phones):
        phone = phone_of(a_person(number=f"+447700900{at:03d}"))
        conversations.invite(survey, phone, now=now)
        keys.append((str(phone.number), phone.number_key))
    db.session.commit()
    return keys


def _measured(keys: list[tuple[str, str]]) -> dict[str, Any]:
    seconds = worked = 0.0
    *keys, first = keys
    for said in SAID:
        _all_is_sent()
        _hear([first], said)
    stays_loaded()
    for said in SAID:
        _all_is_sent()
        began, work_began = time.perf_counter(), time.process_time()
        _hear(keys, said)
        seconds += time.perf_counter() - began
        worked += time.process_time() - work_began
    _check(len(keys) + 1)
    return {"seconds": seconds, "worked": worked, "turns": len(keys) * len(SAID)}


def _hear(keys: list[tuple[str, str]], said: str) -> None:
    for number, key in keys:
        inbound.keep(Arrived(f"SM{uuid.uuid4().hex}", number, said), now=times.now())
        inbound.handle_oldest(key, now=times.now())


def _all_is_sent() -> None:
    """What was queued has reached everybody a minute ago, as on a day with no hurry."""
    moment = times.now() - timedelta(minutes=1)
    db.session.execute(
        update(OutboundText).values(state="delivered", sent_at=moment, claimed_at=moment)
    )
    db.session.commit()


def _check(phones: int) -> None:
    answers = db.session.scalar(select(func.count()).select_from(Answer))
    wanted = phones * (len(SAID) - 1)
    queued = select(func.count()).select_from(OutboundText)
    asked = db.session.scalar(queued.where(OutboundText.state == "queued"))
    last = set(db.session.scalars(select(Conversation.question)))
    if answers != wanted or asked != phones - 1 or last != {ASKED[-1]["key"]}:
        raise LookupError(f"{answers} answers of {wanted}, {asked} of {phones} asked on, at {last}")


if __name__ == "__main__":
    sys.exit(main())
