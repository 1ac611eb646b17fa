"""Scenes in which one text comes in, and the process that hears it dies at every step in turn."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql

from tests.peers.postgresql import PostgreSQLServer
from tests.soak.nursery import Nursery
from tests.soak.outbound import WEDNESDAY

NUMBER, STRANGER = "+447700900123", "+447700900124"
SID = "SMlast"


@dataclass(frozen=True)
class Scene:
    """What happened before, and the text that comes in now."""

    name: str
    says: str
    asked: str = "survey"
    earlier: tuple[str, ...] = ()
    number: str = NUMBER


SCENES = (
    Scene("yes to a survey", "yes"),
    Scene("no to a survey", "no"),
    Scene("a choice", "3", earlier=("yes",)),
    Scene("a choice and a reason", "liverpool cos my mum is there", earlier=("yes",)),
    Scene("what cannot be read", "bananas", earlier=("yes",)),
    Scene("skip", "skip", earlier=("yes", "3")),
    Scene("later", "later", earlier=("yes",)),
    Scene("own words, the last answer", "Quieter nights. A lock.", earlier=("yes", "3", "4")),
    Scene("words after the end", "and one more thing", earlier=("yes", "3", "4", "a lock")),
    Scene("stop", "STOP", earlier=("yes",)),
    Scene("stop in plain words", "please stop texting me", earlier=("yes", "3")),
    Scene("start again", "START", earlier=("yes", "STOP")),
    Scene("help", "HELP", earlier=("yes",)),
    Scene("danger", "i dont want to be alive anymore", earlier=("yes", "3", "4")),
    Scene("yes to a session", "yes", asked="session"),
    Scene("no to a session", "no", asked="session"),
    Scene("a word on a poster", "HOME", asked="nothing", number=STRANGER),
    Scene("yes to an anonymous survey", "yes", asked="nothing", earlier=("AWAY",)),
    Scene("hello from nobody we know", "hello", asked="nothing", number=STRANGER),
)


class Databases(Protocol):
    """Where databases are made from one another."""

    def fresh(self, like: Place | None = None) -> Place:
        """A new database: one with every table, or a copy."""
        ...

    def drop(self, place: Place) -> None:
        """It is of no more use."""
        ...


@dataclass(frozen=True)
class Place:
    """A folder, and the address of the database when it is not in there."""

    folder: Path
    url: str = ""


@dataclass
class OnSQLite:
    """Each is a file, copied."""

    migrated: Path
    under: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def fresh(self, like: Place | None = None) -> Place:
        """A copy of a file."""
        folder = self.under / f"place{next(self._numbers)}"
        folder.mkdir()
        source = like.folder / "engage.sqlite" if like else self.migrated
        shutil.copy(source, folder / "engage.sqlite")
        return Place(folder)

    def drop(self, place: Place) -> None:
        """Remove its folder."""
        shutil.rmtree(place.folder)


@dataclass
class OnPostgreSQL:
    """Each is a database of one server, made from another as its template."""

    server: PostgreSQLServer
    under: Path
    migrated: str = "template0"
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def fresh(self, like: Place | None = None) -> Place:
        """A copy of a database."""
        name = f"place{next(self._numbers)}"
        folder = self.under / name
        folder.mkdir()
        template = like.url.rpartition("/")[2] if like else self.migrated
        self._do("CREATE DATABASE {} TEMPLATE {}", name, template)
        return Place(folder, self.server.url(name))

    def drop(self, place: Place) -> None:
        """Remove it, whoever is still in it."""
        self._do("DROP DATABASE {} WITH (FORCE)", place.url.rpartition("/")[2])
        shutil.rmtree(place.folder)

    def _do(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def seconds_to_wednesday() -> float:
    """How far ahead the clock is set, so that every run is at the same hour of a working day."""
    return (WEDNESDAY - datetime.now(UTC)).total_seconds()


@dataclass(frozen=True)
class Theatre:
    """Plays scenes on one kind of database."""

    nursery: Nursery
    databases: Databases
    ahead: float = field(default_factory=seconds_to_wednesday)

    def play(self, part: str, place: Place, **given: Any) -> Any:
        """Play one part at a place."""
        given = {"ahead": self.ahead, "database_url": place.url} | given
        return self.nursery.play(part, place.folder, **given)

    def set(self, scene: Scene) -> Place:
        """A database in which everything before the text has happened."""
        place = self.databases.fresh()
        self.play("set_scene", place, number=NUMBER, asked=scene.asked, earlier=list(scene.earlier))
        return place

    def hear(self, scene: Scene, place: Place, **how: Any) -> Any:
        """The text comes in and is handled."""
        return self.play("hear", place, texts=[(SID, scene.number, scene.says)], **how)

    def snapshot(self, place: Place) -> Any:
        """What the database says after it all; the place goes."""
        found = self.play("snapshot", place)
        self.databases.drop(place)
        return found


@dataclass
class Heard:
    """What came of a scene: how many deaths it took, and after which the story was another."""

    scene: Scene
    deaths: int = 0
    copies: int = 0
    wrong: list[str] = field(default_factory=list)


def kill_at_every_step(theatre: Theatre, scene: Scene, *, every: int = 1) -> Heard:
    """Play a scene whole; then again and again with a death before each step, and once more.

    After a death the provider, which had no answer, delivers the text again. At the end six
    copies come at once. The story the database tells has to be the same every time.
    """
    heard = Heard(scene)
    base = theatre.set(scene)
    whole = theatre.databases.fresh(base)
    steps = theatre.hear(scene, whole)["steps"]
    theatre.hear(scene, whole)
    story = theatre.snapshot(whole)
    for step in range(1, steps + 1, every):
        place = theatre.databases.fresh(base)
        heard.deaths += theatre.hear(scene, place, die_before=step) is None
        theatre.hear(scene, place)
        _compare(theatre.snapshot(place), story, f"killed before step {step}", heard)
    place = theatre.databases.fresh(base)
    heard.copies = 6
    theatre.hear(scene, place, copies=heard.copies)
    _compare(theatre.snapshot(place), story, "six at once", heard)
    theatre.databases.drop(base)
    return heard


def _compare(found: Any, story: Any, when: str, heard: Heard) -> None:
    tables = [name for name in story if found[name] != story[name]]
    told = "".join(f"\n    {name}: {found[name]}\n    not {story[name]}" for name in tables)
    if tables:
        heard.wrong.append(f"{heard.scene.name}, {when}: {told}")
