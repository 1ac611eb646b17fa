"""One seeded run of texts going out while processes die and the network misbehaves."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.peers.twilio_stand_in import Message, TwilioStandIn, twilio_stand_in
from tests.soak.nursery import Child, Nursery

NEVER_TWICE = ("question", "nudge", "invitation", "reply", "session_reply", "reminder", "voucher")
MAY_REPEAT = ("help", "start_confirmation", "signpost")
WELL, TAKEN_OR_NOT = "", ("delivered", "undelivered", "refused", "suppressed", "expired", "parked")
MOODS = {
    WELL: 50,
    "drop_before": 9,
    "drop_after": 9,
    "silence": 5,
    "hang": 3,
    "429": 8,
    "503": 6,
    "503_taken": 5,
    "21610": 5,
}
WEDNESDAY = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
BLOCKED = "21610"
JUMPS = (0, 3, 61, 125)
ROUND, ROUNDS = 131, 40
UNDER_WAY = timedelta(seconds=2)
TEXTS = (6, 9)


@dataclass(frozen=True)
class Taken:
    """A text that the network took: our own id for it, and when."""

    reference: str
    sid: str
    number: str
    at: datetime


class Network(TwilioStandIn):
    """A stand-in in moods drawn by chance."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[Taken] = []
        self.dice = random.Random()
        self.is_calm = False

    def begin(self, seed: int) -> None:
        """Forget everything, and draw moods by this seed."""
        self.clear()
        self.log.clear()
        self.dice.seed(seed)
        self.is_calm = False

    def next_order(self) -> str:
        """How it takes the text that has just come."""
        if self.is_calm:
            return WELL
        with self._lock:
            return self.dice.choices(list(MOODS), weights=list(MOODS.values()))[0]

    def take(self, account: str, fields: dict[str, str]) -> Message:
        """Take one text, and note which and when."""
        at, reference = self.now(), fields["StatusCallback"].partition("?m=")[2]
        message = super().take(account, fields)
        with self._lock:
            self.log.append(Taken(reference, message["sid"], message["to"], at))
        return message


@dataclass
class Stopped:
    """A number whose holder said stop, and the moment by which that was committed."""

    number: str
    by: datetime


@dataclass
class Run:
    """One run: what it starts from, and what it finds."""

    seed: int
    nursery: Nursery
    network: Network
    folder: Path
    dice: random.Random = field(init=False)
    ahead: float = 0.0
    deaths: int = 0
    stops: list[Stopped] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.network.begin(self.seed)
        self._move_to((WEDNESDAY - datetime.now(UTC)).total_seconds())

    def _move_to(self, ahead: float) -> None:
        self.ahead, self.network.ahead = ahead, timedelta(seconds=ahead)

    def _start(self, part: str, **given: Any) -> Child:
        settings = {"twilio_api_base": self.network.address}
        more = {"ahead": self.ahead, "settings": settings, "seed": self.dice.random()}
        return self.nursery.start(part, self.folder, **more, **given)

    def play(self) -> Counter[str]:
        """Send, die, send again, and in the end let everything settle; what came of each text."""
        numbers = [f"+4477009001{at:02d}" for at in range(self.dice.randint(2, 4))]
        kinds = self.dice.choices(NEVER_TWICE + MAY_REPEAT, k=self.dice.randint(*TEXTS))
        texts = [(kind, self.dice.choice(numbers)) for kind in kinds]
        self._start("prepare", numbers=numbers, texts=texts).end()
        lives = self.dice.randint(1, 3)
        while lives > 0 or self.deaths == 0:
            self._live_and_die(numbers)
            self._move_to(self.ahead + self.dice.choice(JUMPS))
            lives -= 1
        self._settle()
        return self._judge(self._start("look").end())

    def _live_and_die(self, numbers: list[str]) -> None:
        """One or two processes send, somebody may say stop, reports come; then the power goes."""
        by_step = self.dice.random() < 0.5
        count = 1 if self.dice.random() < 0.7 else 2
        doomed = [self.dice.randint(1, 90) if by_step else None for _ in range(count)]
        senders = [self._start("send", die_before=step, ends=by_step) for step in doomed]
        until = time.monotonic() + self.dice.uniform(0.02, 0.5)
        if self.dice.random() < 0.4:
            self._say_stop(self.dice.choice(numbers))
        if self.dice.random() < 0.5:
            self._report()
        threading.Event().wait(max(0.0, until - time.monotonic()))
        if not by_step:
            for one in senders:
                one.kill()
        self.deaths += sum(one.end() is None for one in senders)

    def _say_stop(self, number: str) -> None:
        sid = f"SM{self.seed:08x}{len(self.stops):04x}"
        self._start("hear", texts=[(sid, number, "STOP")]).end()
        self.stops.append(Stopped(number, self.network.now()))

    def _report(self) -> None:
        """Reports on some of the texts taken, in any order and some of them twice."""
        told = [(t.reference, t.sid, s) for t in self.network.log for s in ("sent", "delivered")]
        chosen = self.dice.choices(told, k=min(len(told), 4)) if told else []
        self._start("report", reports=chosen).end()

    def _settle(self) -> None:
        """Everything is well again; sweeps go on until nothing is on its way or in doubt."""
        self.network.is_calm = True
        for _ in range(ROUNDS):
            self._move_to(self.ahead + ROUND)
            states = set(self._start("once").end())
            if not states & {"queued", "claimed", "unknown"}:
                return

    def _judge(self, found: Mapping[str, Any]) -> Counter[str]:
        times = Counter(one.reference for one in self.network.log)
        counted = Counter(runs=1, deaths=self.deaths, stops=len(self.stops))
        counted["texts"] = len(found["rows"])
        for row in found["rows"]:
            taken = times[row["id"]]
            counted["twice"] += taken > 1 and row["kind"] in NEVER_TWICE
            counted["repeated as they may be"] += taken > 1 and row["kind"] in MAY_REPEAT
            counted["lost"] += not _is_accounted_for(row, taken, found["stopped"])
            counted["block forgotten"] += row["code"] == BLOCKED and _may_go_on(row, found)
            counted[row["state"]] += 1
        late = [one for one in self.network.log if self._is_after_a_stop(one)]
        claimed = {row["id"]: row["claimed_at"] for row in found["rows"]}
        for one in late:
            under_way = not self._was_claimed_after(one, claimed[one.reference])
            counted["under way at a stop" if under_way else "after a stop"] += 1
        return counted

    def _stopped_by(self, number: str) -> datetime | None:
        return next((stop.by for stop in self.stops if stop.number == number), None)

    def _is_after_a_stop(self, one: Taken) -> bool:
        by = self._stopped_by(one.number)
        return by is not None and one.at > by

    def _was_claimed_after(self, one: Taken, claimed_at: str | None) -> bool:
        by = self._stopped_by(one.number)
        assert by is not None
        claimed = datetime.fromisoformat(claimed_at) if claimed_at else one.at
        return claimed > by or one.at > by + UNDER_WAY


def _may_go_on(row: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether its phone may still be texted."""
    return row["number"] not in found["stopped"]


def _is_accounted_for(row: Mapping[str, Any], taken: int, stopped: Mapping[str, str]) -> bool:
    """Sent, or not to be sent and why, or for a person to see; and what is said of it is true."""
    if row["state"] in ("accepted", "sending", "sent", "delivered"):
        return taken > 0
    if row["state"] == "suppressed":
        return row["number"] in stopped
    return row["state"] in TAKEN_OR_NOT


@contextmanager
def a_network() -> Iterator[Network]:
    """The network, for as long as the block lasts."""
    with twilio_stand_in(network := Network()):
        yield network


@dataclass(frozen=True)
class Theatre:
    """What every run needs: where children are born, the network, and an empty database."""

    nursery: Nursery
    network: Network
    migrated: Path
    under: Path

    def play(self, seed: int) -> Counter[str]:
        """One run in a folder of its own, which goes when all is well."""
        folder = self.under / str(seed)
        folder.mkdir()
        shutil.copy(self.migrated, folder / "engage.sqlite")
        counted = Run(seed, self.nursery, self.network, folder).play()
        shutil.rmtree(folder)
        return counted
