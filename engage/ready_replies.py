"""Ready replies: words that staff can put in a text with one press."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engage.extensions import db
from engage.models import ReadyReply
from surveys import plain_yaml

SHIPPED = Path(__file__).with_name("ready_replies.yaml")
LONGEST_TITLE = 60
LONGEST = 640


@dataclass(frozen=True)
class Written:
    """A ready reply as it is typed: what it is called, its words, and their language."""

    title: str
    wording: str
    language: str = "en"


def all_of_them(language: str = "") -> list[ReadyReply]:
    """Every ready reply, those in this language first, then by what they are called."""
    found = db.session.scalars(select(ReadyReply))
    return sorted(found, key=lambda one: (one.language != language, one.title.casefold(), one.id))


def add(written: Written) -> ReadyReply:
    """Keep a new one."""
    one = ReadyReply(title=written.title, wording=written.wording, language=written.language)
    db.session.add(one)
    db.session.flush()
    return one


def change(one: ReadyReply, written: Written) -> None:
    """Keep new words for one."""
    one.title, one.wording, one.language = written.title, written.wording, written.language


def remove(one: ReadyReply) -> None:
    """Take one away."""
    db.session.delete(one)


def add_shipped() -> int:
    """Add those that come with the service and are not here by that name; how many were added."""
    here = set(db.session.scalars(select(ReadyReply.title)))
    new = [one for one in shipped() if one.title not in here]
    for one in new:
        add(one)
    return len(new)


def remove_shipped() -> None:
    """Take away those that come with the service and nobody has changed."""
    as_shipped = set(shipped())
    for one in all_of_them():
        if Written(one.title, one.wording, one.language) in as_shipped:
            remove(one)


def shipped() -> list[Written]:
    """The ones that come with the service."""
    data: dict[str, Any] = plain_yaml.read(SHIPPED.read_text("utf-8"))
    return [
        Written(row["title"], row["wording"], row.get("language", "en")) for row in data["replies"]
    ]
