"""Plays a story on the service, with deaths in between, and compares what everybody got."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from surveys.wording import Sentence, sentences
from tests.peers.twilio_stand_in import Message, TwilioStandIn
from tests.soak.living import CLOCK, LANGUAGES, PROGRESS
from tests.soak.nursery import Nursery
from tests.soak.oracle import Oracle
from tests.soak.tale import Does, Story, Text, utc, wall

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
EVERY = 60 * MINUTE
QUIET, QUIET_DAYS = time(12, 30), 4
"""When the clock ticks on days on which nothing is to happen, and on which of those."""
AFTER_A_DEATH = (1 * MINUTE, 4 * MINUTE, 7 * MINUTE, 10 * MINUTE)
IN_TIME, LOOSELY = 15 * MINUTE, 130 * MINUTE
BESIDE = (
    Sentence.STOP_CONFIRMATION,
    Sentence.WRONG_NUMBER,
    Sentence.FACT_ASKED,
    Sentence.PERSON_WILL_READ,
)
LOOKS = {"title": r"[^,\u060c\n]*"}
"""No title of a session has a comma in it."""
HOURS = {
    "text_from": "09:00",
    "text_until": "20:00",
    "ask_from": "10:00",
    "ask_until": "18:00",
    "ask_at_weekends": False,
    "texts_a_week": 3,
    "twilio_seconds": 5,
    "sweep_seconds": 60,
}


class Network(TwilioStandIn):
    """A stand-in whose clock is the service's own, and that keeps our name of each text."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path()
        self.log: list[tuple[str, str, datetime, str]] = []

    def begin(self, folder: Path) -> None:
        """Forget everything; the clock is in this folder."""
        self.clear()
        self.log.clear()
        self.folder = folder

    def now(self) -> datetime:
        """The moment on the service's clock."""
        ahead = json.loads((self.folder / CLOCK).read_text("utf-8"))
        return datetime.now(UTC) + timedelta(seconds=ahead)

    def take(self, account: str, fields: dict[str, str]) -> Message:
        """Take one text, and note which, when, to whom and its words."""
        message = super().take(account, fields)
        reference = fields["StatusCallback"].partition("?m=")[2]
        with self._lock:
            self.log.append((reference, message["to"], self.now(), message["body"]))
        return message


def ticks_of(story: Story, *, every: timedelta = EVERY) -> list[datetime]:
    """When the clock sweeps: often on busy days, a few times on others, and when things happen."""
    happens = {utc(one.at) for who in story.people for one in who.says}
    happens |= {utc(one.at) for one in story.does}
    for first, last in story.busy:
        moment, end = utc(first), utc(last)
        while moment <= end:
            happens.add(moment)
            moment += every
    busy = {wall(moment).date() for moment in happens}
    day, last_day = min(busy), max(busy)
    while day <= last_day:
        if day not in busy and day.toordinal() % QUIET_DAYS == 0:
            happens.add(utc(datetime.combine(day, QUIET)))
        day += DAY
    return sorted(happens)


@dataclass
class Told:
    """What came of it: what is wrong, and what was counted."""

    wrong: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


@dataclass
class Playing:
    """One story on one database."""

    story: Story
    nursery: Nursery
    network: Network
    folder: Path
    dice: random.Random
    deaths: int

    def play(self) -> Told:
        """Live through it all, and compare it with what was promised."""
        self.network.begin(self.folder)
        ticks = ticks_of(self.story)
        oracle = Oracle(self.story)
        oracle.go_through(ticks)
        died = self._live(ticks, {one.at for one in oracle.texts})
        found = self.nursery.play("reckon", self.folder, settings=self._settings())
        told = Told(counted=Counter(stories=1, deaths=died, ticks=len(ticks)))
        self._compare_texts(oracle, found, told)
        _compare_counts(oracle, found, told)
        return told

    def _settings(self) -> dict[str, Any]:
        return HOURS | {"twilio_api_base": self.network.address}

    def _live(self, ticks: list[datetime], eventful: set[datetime]) -> int:
        """Child after child, until one comes to the end."""
        acts = [self._acts(at) for at in ticks]
        acts[0]["does"].insert(0, self._beginning())
        plan = [[nth, at.isoformat(), acts[nth]] for nth, at in enumerate(ticks)]
        spoken = [nth for nth, at in enumerate(ticks) if at in eventful or _any(acts[nth])]
        fatal = sorted(self.dice.sample(spoken, min(self.deaths, len(spoken))))
        died, at = 0, 0
        todo = plan
        while True:
            dies = (fatal[0], self.dice.choice((5, 20, 60, 150, 400))) if fatal else None
            given = {"ticks": todo, "dies": dies, "home": str(self.folder)}
            troubles = {one.number: one.troubles for one in self.story.people if one.troubles}
            more = {"settings": self._settings(), "troubles": troubles}
            if self.nursery.play("live", self.folder, **given, **more) is not None:
                return died
            died += 1
            at = int((self.folder / PROGRESS).read_text("utf-8"))
            fatal = [one for one in fatal if one > at]
            again = [[at, (ticks[at] + late).isoformat(), acts[at]] for late in AFTER_A_DEATH]
            todo = again + plan[at + 1 :]

    def _acts(self, at: datetime) -> dict[str, Any]:
        says = [
            (f"SM{who.number[-3:]}{utc(one.at):%y%m%d%H%M}", who.number, one.words)
            for who in self.story.people
            for one in who.says
            if utc(one.at) == at
        ]
        return {
            "says": says,
            "does": [
                _done(nth, one) for nth, one in enumerate(self.story.does) if utc(one.at) == at
            ],
        }

    def _beginning(self) -> tuple[str, dict[str, Any]]:
        people = [
            {"name": one.name, "number": one.number, "language": one.language}
            for one in self.story.people
        ]
        sessions = [
            asdict(one) | {"starts": one.starts.isoformat(), "ends": one.ends.isoformat()}
            for one in self.story.meetings
        ]
        return "begin", {"people": people, "sessions": sessions}

    def _compare_texts(self, oracle: Oracle, found: dict[str, Any], told: Told) -> None:
        """Everybody got each text they should, when they should, once, and no other."""
        names = {one.number: one.name for one in self.story.people}
        got: dict[str, list[tuple[datetime, str, str]]] = defaultdict(list)
        for reference, number, at, body in sorted(self.network.log, key=lambda one: one[2]):
            label, title = _label(body, found["rows"][reference]["kind"])
            got[number].append((at, label, title))
        due: dict[str, list[Text]] = defaultdict(list)
        for text in sorted(oracle.texts, key=lambda one: one.at):
            due[text.number].append(text)
        for number in sorted(got.keys() | due.keys()):
            told.wrong += _differences(names[number], got[number], due[number])
        references = Counter(one[0] for one in self.network.log)
        told.wrong += [f"sent twice: {one}" for one, times in references.items() if times > 1]
        told.wrong += _at_night(self.network.log, oracle)
        told.counted["texts"] = len(self.network.log)
        told.counted.update(f"{row['state']}" for row in found["rows"].values())


def _any(acts: dict[str, Any]) -> bool:
    return bool(acts["says"] or acts["does"])


def _done(nth: int, does: Does) -> tuple[str, dict[str, Any]]:
    title = does.titles[0] if does.titles else ""
    given: dict[str, Any] = {"title": title}
    if does.what == "invite":
        given = {"titles": does.titles, "numbers": does.numbers}
    elif does.what == "move":
        assert does.starts is not None
        assert does.ends is not None
        given |= {"starts": does.starts.isoformat(), "ends": does.ends.isoformat()}
    elif does.what == "walk_in":
        given |= {"form_id": f"{nth:032x}", "name": "Zed"}
    elif does.what == "survey":
        given = {"number": does.numbers[0]}
    return does.what, given


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """How each sentence of each language looks, the longest first."""
    found = []
    for language in LANGUAGES:
        for sentence, text in sentences(language).items():
            if sentence.value.startswith("session") or sentence in BESIDE:
                parts = re.split(r"\{(\w+)\}", text)
                looks = "".join(
                    f"(?P<{part}>{LOOKS.get(part, '.*')})" if nth % 2 else re.escape(part)
                    for nth, part in enumerate(parts)
                )
                found.append((sentence.value, re.compile(looks, re.DOTALL), len(text)))
    found.sort(key=lambda one: -one[2])
    return [(name, pattern) for name, pattern, _ in found]


PATTERNS = _patterns()


def _label(body: str, kind: str) -> tuple[str, str]:
    """What a text says, by its wording in any language, and about which session."""
    for name, pattern in PATTERNS:
        match = pattern.fullmatch(body)
        if match is None and name in ("sessions_yes", "sessions_full"):
            match = pattern.match(body)
        if match is not None:
            return name, match.groupdict().get("title") or ""
    return ("own_words", "") if kind == "reminder" else (kind, "")


def _differences(name: str, got: list[tuple[datetime, str, str]], due: list[Text]) -> list[str]:
    """What somebody got and should not have, and the other way round."""
    wrong, left = [], list(got)
    for text in due:
        late = LOOSELY if text.loose else IN_TIME
        match = next(
            (
                one
                for one in left
                if one[1:] == (text.label, text.title) and timedelta(0) <= one[0] - text.at <= late
            ),
            None,
        )
        if match is None:
            wrong.append(f"{name} did not get {text.label} {text.title} at {wall(text.at)}")
        else:
            left.remove(match)
    return wrong + [f"{name} got {label} {title} at {wall(at)}" for at, label, title in left]


def _at_night(log: list[tuple[str, str, datetime, str]], oracle: Oracle) -> list[str]:
    """Texts in the night, but for answers to somebody who texted in that minute."""
    answered = {(who.number, utc(one.at)) for who in oracle.story.people for one in who.says}
    return [
        f"{number} was texted at {wall(at)}: {body}"
        for _, number, at, body in log
        if not time(9) <= wall(at).time() < time(20)
        and not any(n == number and timedelta(0) <= at - a <= IN_TIME for n, a in answered)
    ]


def _compare_counts(oracle: Oracle, found: dict[str, Any], told: Told) -> None:
    """Who holds a place, who waits, what people need, and where each text has got to."""
    wrong_numbers = {
        who.number: who.name
        for who in oracle.story.people
        if any(one.means == "wrong" for one in who.says)
    }
    for title, asked in oracle.asked.items():
        states = {wrong_numbers.get(number, number): one.state for number, one in asked.items()}
        states |= {"Zed": "accepted"} if oracle.walk_ins[title] else {}
        is_so = found["states"].get(title, {})
        told.wrong += [
            f"{title}: {who} is {is_so.get(who)} and should be {states.get(who)}"
            for who in sorted(states.keys() | is_so.keys())
            if is_so.get(who) != states.get(who)
        ]
        held = found["places"][title]
        if len(set(held)) != len(held):
            told.wrong.append(f"{title}: a place is held twice, {held}")
        told.counted.update(Counter(states.values()))
    needs = sorted(
        [title, need, state]
        for title, asked in oracle.asked.items()
        for one in asked.values()
        for need, state in one.needs.items()
    )
    if needs != found["needs"]:
        told.wrong.append(f"needs are {found['needs']} and should be {needs}")
    told.counted["needs"] = len(needs)
    states_of_texts = Counter(row["state"] for row in found["rows"].values())
    taken = states_of_texts["delivered"] + states_of_texts["undelivered"]
    never = states_of_texts["suppressed"] + states_of_texts["expired"]
    if taken != len(oracle.texts) or taken + never != len(found["rows"]):
        told.wrong.append(f"texts do not add up: {dict(states_of_texts)}, {len(oracle.texts)} due")
    if any(name.endswith("waiting") for name in found["reminders"]):
        told.wrong.append(f"reminders are left: {found['reminders']}")


@dataclass(frozen=True)
class Theatre:
    """What every story needs: where children are born, the network, and an empty database."""

    nursery: Nursery
    network: Network
    migrated: Path
    under: Path

    def play(self, story: Story, *, seed: int, deaths: int) -> Told:
        """One story in a folder of its own, which goes when all is well."""
        folder = self.under / f"story{seed}"
        folder.mkdir()
        shutil.copy(self.migrated, folder / "engage.sqlite")
        dice = random.Random(seed)
        told = Playing(story, self.nursery, self.network, folder, dice, deaths).play()
        shutil.rmtree(folder)
        return told
