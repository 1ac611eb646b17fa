"""Every version of the codebook, and what each changed against the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import select

from engage import codebooks
from engage.codebooks import SHIPPED
from engage.extensions import db
from engage.models import CodebookVersion, Staff
from engage.times import today
from nlp.codebook import Code, Codebook

WORDED = ("name", "group", "definition", "include", "exclude")
LISTED = ("keywords", "examples")


@dataclass(frozen=True)
class Difference:
    """One thing that differs between two versions.

    `what` is "added", "dropped", "order", or the part of a theme that changed. `name` is the
    theme's now, or its last. `was` and `now` are words; `gone` and `new` lines of a list.
    """

    what: str
    code: str
    name: str
    was: str = ""
    now: str = ""
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True)
class Version:
    """One version: who made it by name ("" for somebody who has left), on which day, and why.

    The one that comes with Engage has no day and nobody who made it.
    """

    number: int
    by: str
    on: date | None
    why: str
    differences: tuple[Difference, ...]


def differences(was: Codebook, now: Codebook) -> tuple[Difference, ...]:
    """What is to be said of how one version became the other, theme by theme."""
    before = {code.id: code for code in was.codes}
    after = {code.id: code for code in now.codes}
    found = [Difference("added", code.id, code.name) for code in now.codes if code.id not in before]
    found += [
        Difference("dropped", code.id, code.name) for code in was.codes if code.id not in after
    ]
    for code in now.codes:
        if code.id in before:
            found += in_one(before[code.id], code)
    if not found and list(before) != list(after):
        found.append(Difference("order", "", ""))
    return tuple(found)


def in_one(was: Code, now: Code) -> list[Difference]:
    """How one theme differs from what it was."""
    found = []
    for part in WORDED:
        before, after = getattr(was, part), getattr(now, part)
        if before != after:
            found.append(Difference(part, now.id, now.name, was=before, now=after))
    for part in LISTED:
        before, after = getattr(was, part), getattr(now, part)
        if set(before) != set(after):
            gone, new = _without(before, after), _without(after, before)
            found.append(Difference(part, now.id, now.name, gone=gone, new=new))
    return found


def _without(lines: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    there = set(others)
    return tuple(line for line in lines if line not in there)


def listed() -> list[Version]:
    """Every version, the newest first."""
    rows = db.session.execute(
        select(CodebookVersion, Staff.name)
        .outerjoin(Staff, Staff.id == CodebookVersion.made_by)
        .order_by(CodebookVersion.number)
    ).all()
    books = [codebooks.numbered(number) for number in (SHIPPED, *(row.number for row, _ in rows))]
    found = [Version(SHIPPED, "", None, "", ())]
    for (was, now), (row, name) in zip(pairwise(books), rows, strict=True):
        made_on = today(row.made_at)
        told = differences(was, now)
        found.append(Version(row.number, name or "", made_on, row.why or "", told))
    return found[::-1]


def one(number: int) -> Version | None:
    """One version, or None where there is none of that number."""
    if number == SHIPPED:
        return Version(SHIPPED, "", None, "", ())
    row = db.session.get(CodebookVersion, number) if number in _numbers() else None
    if row is None:
        return None
    maker = db.session.get(Staff, row.made_by) if row.made_by else None
    was, now = codebooks.numbered(number - 1), codebooks.numbered(number)
    who = maker.name if maker else ""
    return Version(number, who, today(row.made_at), row.why or "", differences(was, now))


def _numbers() -> range:
    return range(SHIPPED, codebooks.number() + 1)


def since(number: int) -> list[Version]:
    """The versions that came after this one, the newest first."""
    later = [one(each) for each in range(codebooks.number(), number, -1)]
    return [version for version in later if version is not None]
