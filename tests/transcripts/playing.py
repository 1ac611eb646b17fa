"""Playing a transcript through the live service: real handling, outbox and clock, on SQLite."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from engage import (
    alerts,
    conversations,
    replying,
    session_invites,
    silences,
    staff,
    threads,
    times,
    turns,
)
from engage.extensions import db
from engage.models import Alert, Answer, Conversation, OutboundText, Person, Phone, Survey, Thread
from engage.models.surveys import SurveyVersion
from surveys.loading import load
from surveys.trying import shown
from tests.factories import a_person, a_phone, a_session, a_text, phone_of

FOLDER = Path(__file__).parent
BEGAN = datetime.fromisoformat("2027-03-02T10:00:00+00:00")
INPUTS = re.compile(r"(given|them|at once|web|staff): ?(.*)|\((.+) pass(?:es)?\)", re.DOTALL)
PASSES = {
    "a minute": timedelta(minutes=1),
    "an hour": timedelta(hours=1),
    "a day": timedelta(hours=24),
    "two days": timedelta(hours=48),
    "a week": timedelta(days=7),
    "a fortnight": timedelta(days=14),
    "the night": timedelta(hours=12),
}
MINUTE, SECOND, GATHERED = timedelta(minutes=1), timedelta(seconds=1), timedelta(seconds=40)


class Play:
    """One conversation in the playing: lines go in, the whole transcript comes out."""

    def __init__(self, travel: Any, client: FlaskClient, drain: Callable[[], None]) -> None:
        self.lines: list[str] = []
        self._travel, self._client, self._drain = travel, client, drain
        self._shown: set[object] = set()
        self._kept: dict[str, str] = {}
        self._was: str | None = None
        self._number = 0
        self._given = {"phone": "known", "private": "yes", "language": "en"}
        self.survey: Survey | None = None
        self.phone: Phone | None = None

    def set_up(self) -> None:
        """The survey and the phone, once everything given is known."""
        self.survey = _published(anonymous=self._given["private"] == "anonymous")
        if self._given["phone"] == "unknown":
            self.phone = a_phone()
        else:
            self.phone = phone_of(a_person(language=self._given["language"]))
        if self._given.get("invited") == "survey":
            conversations.invite(self.survey, self.phone, now=times.now())
        if self._given.get("invited") == "session":
            a_session_invitation(self.phone.person)
        db.session.commit()
        self._work()

    def take(self, line: str, *, more: bool = False) -> None:
        """Do what one line of the script says; `more` when another text comes at once."""
        found = INPUTS.fullmatch(line)
        assert found, f"this line cannot be played: {line}"
        kind, what, passing = found.groups()
        if kind == "given":
            name, _, value = what.partition(" ")
            self._given[name] = value
            self.lines.append(line)
            return
        if self.phone is None:
            self.set_up()
        if passing:
            self.lines.append(line)
            self._pass(PASSES[passing])
        elif kind in ("them", "at once"):
            self._text(what, line, wait=kind == "them", more=more)
        elif kind == "web":
            self.lines.append(line)
            self._on_the_web(what)
        else:
            self.lines.append(line)
            self._staff(what)

    def settle(self) -> None:
        """Let what is still to come of the last line come."""
        self._pass(GATHERED)

    def _text(self, words: str, line: str, *, wait: bool, more: bool) -> None:
        """A text comes; texts that come at once are all there before the first is handled."""
        if wait:
            self.settle()
            self._pass(MINUTE)
        else:
            self._travel.shift(SECOND)
        self.lines.append(line.replace("\n", "\n    "))
        self._number += 1
        assert self.phone is not None
        a_text(self.phone, words, sid=f"SM{self._number:04d}")
        if not more:
            self._work()

    def _pass(self, time: timedelta) -> None:
        """Go forward; a long time in steps, so that what is due comes at its own hour."""
        while time > timedelta(0):
            step = min(time, timedelta(hours=1))
            self._travel.shift(step)
            time -= step
            self._work()

    def _work(self) -> None:
        self._drain()
        now = times.now()
        for one in turns.gathered(now=now):
            turns.go_on_after_gathering(one, now=now)
            db.session.commit()
        for one in silences.due(now=now):
            silences.look(one, now=now)
            db.session.commit()
        self._drain()
        db.session.expire_all()
        self._note()

    def _note(self) -> None:
        """Write down what has come about since the last look."""
        assert self.phone is not None
        self._note_answers()
        for text in _sent(self.phone):
            if text.id not in self._shown:
                self._shown.add(text.id)
                body = re.sub(r"/w/[\w-]+", "/w/...", text.body or "")
                self.lines.append("us: " + body.replace("\n", "\n    "))
        for alert in db.session.scalars(select(Alert).order_by(Alert.raised_at)):
            if alert.id not in self._shown:
                self._shown.add(alert.id)
                self.lines.append(f"staff see: alert ({', '.join(alert.tiers)})")
        thread = db.session.get(Thread, self.phone.id)
        why = thread.why if thread else None
        if why != self._was and why not in (None, "alert"):
            self.lines.append(f"staff see: {why.replace('_', ' ')}")
        self._was = why

    def _note_answers(self) -> None:
        kept = {one.question: _in_words(one) for one in db.session.scalars(select(Answer))}
        for key in sorted(self._kept.keys() - kept.keys()):
            self.lines.append(f"gone: {key}")
        order = [q.key for q in self.survey.latest.questionnaire.questions] if self.survey else []
        for key in sorted(kept, key=order.index):
            if self._kept.get(key) != kept[key]:
                self.lines.append(f"kept: {key}: {kept[key]}")
        self._kept = kept

    def _on_the_web(self, what: str) -> None:
        if what == "opens the link":
            assert self.phone is not None
            link = re.search(r"/w/[\w-]+", (_sent(self.phone)[-1].body or ""))
            assert link, "no link was sent"
            self._client.get(link[0])
            page = self._client.post(link[0], follow_redirects=True).text
        elif what == "sends":
            page = self._client.post("/s/home/check", follow_redirects=True).text
        else:
            key, _, value = what.partition(": ")
            data = {"skip": "1"} if value == "skip" else {"answer": value.split(" + ")}
            page = self._client.post(f"/s/home/q/{key}", data=data, follow_redirects=True).text
        title = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
        assert title
        heading = " ".join(re.sub(r"<[^>]+>", " ", title[1]).split())
        self.lines.append(f"the page says: {heading}")
        db.session.expire_all()
        self._work()

    def _staff(self, what: str) -> None:
        """A member of staff takes over, writes, hands back, or says an alert is seen."""
        assert self.phone is not None
        now = times.now()
        sam = staff.by_email("sam@example.org") or staff.add("sam@example.org", "Sam", ("admin",))
        if what == "hands back":
            replying.hand_back(self.phone, now=now)
        elif what == "takes over":
            threads.hold(self.phone, sam.id, now=now)
        else:
            for alert in alerts.unseen(now=now):
                alerts.mark_seen(alert, by=sam.id, now=now)
                alerts.mark_done(alert, "Rang, and stayed on the line.", now=now)
        db.session.commit()
        self._work()


def _published(*, anonymous: bool) -> Survey:
    questionnaire = load(FOLDER / "home.yaml")
    now = times.now()
    survey = Survey(
        key="home",
        title=questionnaire.title,
        anonymous=anonymous,
        text_word="HOME",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=30),
        versions=[SurveyVersion(number=1, definition=questionnaire.to_dict(), published_at=now)],
    )
    db.session.add(survey)
    db.session.flush()
    return survey


def a_session_invitation(person: Person | None) -> None:
    """Somebody is asked to a session by text."""
    assert person is not None
    session = a_session(starts_in=timedelta(days=9), now=times.now())
    session_invites.invite(session, [phone_of(person)], now=times.now())


def _sent(phone: Phone) -> list[OutboundText]:
    rows = select(OutboundText).where(
        OutboundText.phone_id == phone.id, OutboundText.sent_at.is_not(None)
    )
    return list(db.session.scalars(rows.order_by(OutboundText.sent_at, OutboundText.created_at)))


def _in_words(answer: Answer) -> str:
    value = tuple(answer.value) if isinstance(answer.value, list) else answer.value
    parts = [
        "skipped" if answer.outcome == "skip" else "",
        "" if value is None else shown(value),
        f"({answer.words})" if answer.words and value is not None else answer.words or "",
        "[kept from themes]" if answer.reading == "held" else "",
    ]
    return " ".join(filter(None, parts)).replace("\n", " / ")


def script_of(path: Path) -> Iterator[str]:
    """The lines of a transcript that go in; a line that is set in belongs to the one before."""
    held = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("    "):
            held += "\n" + line[4:]
            continue
        if held and INPUTS.fullmatch(held):
            yield held
        held = line
    if held and INPUTS.fullmatch(held):
        yield held


def heading_of(path: Path) -> list[str]:
    """The lines that say what the conversation is about."""
    return [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]


def last_state() -> str:
    """Where the conversation ended, in a word."""
    found = db.session.scalars(select(Conversation)).all()
    return ", ".join(one.state for one in found) or "none"
