"""The shared inbox: whose texts wait for a person, danger and the longest wait first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import contains_eager, joinedload

from engage.extensions import db, keyring
from engage.keeping import CannotRead
from engage.models import InboundText, Phone, Staff, Thread
from engage.models.staff import Role

PAGE = 25
FILTERS = ("waiting", "mine", "nobody", "callbacks", "unknown", "held", "all")
COUNTED = ("waiting", "mine", "nobody", "callbacks", "held")
CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
CODE_DIGITS = "23456789"
SEALED_BODY = type_coerce(InboundText.body, LargeBinary).label("body")
READ_AS_IT_CAME = (
    "other",
    "staff_review",
    "late",
    "identify",
    "wrong_number",
    "callback",
    "safeguard",
    "stopped",
)
"""Outcomes of texts that a person reads in the words they came in; any other may be an answer."""


@dataclass(frozen=True)
class Caller:
    """Whoever holds a phone, as staff see them: never the number.

    `code` tells two people of one name apart and stays the same, such as KR4.
    """

    phone_id: uuid.UUID
    first_name: str | None
    borough: str | None
    code: str
    is_known: bool


@dataclass(frozen=True)
class Row:
    """One thread of the list; `words` are the newest that a person needs to read, if any."""

    caller: Caller
    waiting_since: datetime | None
    why: str | None
    has: str | None
    is_mine: bool
    held: bool
    stopped: bool
    words: str | None


@dataclass(frozen=True)
class Page:
    """One page of threads. `number` counts from 1 and is always one of `pages`."""

    rows: tuple[Row, ...]
    number: int
    pages: int
    total: int


def caller(phone: Phone) -> Caller:
    """Who holds this phone, as staff see them."""
    person = phone.person
    left, digit = divmod(phone.id.int, len(CODE_DIGITS))
    left, second = divmod(left, len(CODE_LETTERS))
    first = left % len(CODE_LETTERS)
    return Caller(
        phone_id=phone.id,
        first_name=person.first_name if person else None,
        borough=person.borough if person else None,
        code=CODE_LETTERS[first] + CODE_LETTERS[second] + CODE_DIGITS[digit],
        is_known=person is not None,
    )


def page(show: str, number: int, *, me: uuid.UUID) -> Page:
    """One page of one filter; one that is not there gives the nearest."""
    chosen = _chosen(show, me)
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    found = db.session.scalars(
        chosen.order_by(
            case(
                (Thread.why == "alert", 0),
                (Thread.why == "ring", 1),
                (Thread.waiting_since.is_not(None), 2),
                else_=3,
            ),
            Thread.waiting_since,
            func.coalesce(_newest_text(), 0).desc(),
            Phone.id,
        )
        .offset((number - 1) * PAGE)
        .limit(PAGE)
        .options(joinedload(Phone.person))
    ).all()
    threads = _threads(found)
    words = _words_to_read([phone.number_key for phone in found])
    rows = tuple(_row(phone, threads.get(phone.id), words, me) for phone in found)
    return Page(rows, number, pages, total)


def how_many(*, me: uuid.UUID) -> dict[str, int]:
    """How many threads the filters that are about work to do have."""
    return {
        show: db.session.scalar(select(func.count()).select_from(_chosen(show, me).subquery())) or 0
        for show in COUNTED
    }


def colleagues() -> list[tuple[uuid.UUID, str]]:
    """The id and first name of everyone a thread can be given to, by name."""
    able = Staff.roles.any(Role.name.in_(("facilitator", "admin")))
    found = db.session.scalars(select(Staff).where(Staff.active, able))
    return sorted(((one.id, one.name) for one in found), key=lambda pair: pair[1].casefold())


def thread_of(phone: Phone) -> Thread | None:
    """What staff have done about this phone, if anything, as the database has it now."""
    return db.session.get(Thread, phone.id, populate_existing=True)


def for_a_person() -> ColumnElement[bool]:
    """Texts that are shown to staff in the words they came in."""
    put_elsewhere = and_(InboundText.outcome == "late", InboundText.question.is_not(None))
    return or_(
        InboundText.state == "set_aside",
        and_(
            InboundText.state == "handled",
            or_(
                and_(InboundText.outcome.in_(READ_AS_IT_CAME), ~put_elsewhere),
                and_(
                    InboundText.conversation_id.is_(None),
                    InboundText.question.is_(None),
                    InboundText.outcome != "ignore",
                ),
            ),
        ),
    )


def _chosen(show: str, me: uuid.UUID) -> Select[Phone]:
    waiting = Thread.waiting_since.is_not(None)
    threads = select(Phone).outerjoin(Thread, Thread.phone_id == Phone.id)
    wanted: dict[str, tuple[ColumnElement[bool], ...]] = {
        "waiting": (waiting,),
        "mine": (Thread.assigned_to == me,),
        "nobody": (waiting, Thread.assigned_to.is_(None)),
        "callbacks": (waiting, Thread.why == "callback"),
        "unknown": (Thread.phone_id.is_not(None), Phone.person_id.is_(None)),
        "held": (Thread.held_since.is_not(None),),
        "all": (or_(Thread.phone_id.is_not(None), _newest_text().is_not(None)),),
    }
    return threads.where(*wanted.get(show, wanted["waiting"]))


def _newest_text() -> Any:
    return (
        select(func.max(InboundText.id))
        .where(InboundText.from_key == Phone.number_key)
        .correlate(Phone)
        .scalar_subquery()
    )


def _threads(phones: Any) -> dict[uuid.UUID, Thread]:
    found = db.session.scalars(
        select(Thread)
        .outerjoin(Staff, Staff.id == Thread.assigned_to)
        .where(Thread.phone_id.in_([phone.id for phone in phones]))
        .options(contains_eager(Thread.assignee))
    )
    return {thread.phone_id: thread for thread in found}


def _words_to_read(keys: list[str]) -> dict[str, str]:
    """The newest text of each phone that a person needs to read, by the phone's key."""
    newest = (
        select(func.max(InboundText.id))
        .where(InboundText.from_key.in_(keys), for_a_person())
        .where(InboundText.outcome.in_(READ_AS_IT_CAME) | (InboundText.state == "set_aside"))
        .group_by(InboundText.from_key)
    )
    found = db.session.execute(
        select(InboundText.from_key, SEALED_BODY).where(InboundText.id.in_(newest))
    )
    return {key: words for key, sealed in found if (words := opened(sealed))}


def opened(sealed: bytes | None) -> str | None:
    """The words of a text; None when they are not kept, or do not open.

    One text that does not open is set aside for a person, and takes no page down with it.
    """
    try:
        return keyring().open(bytes(sealed), column="inbound_text.body") if sealed else None
    except CannotRead:
        return None


def _row(phone: Phone, thread: Thread | None, words: dict[str, str], me: uuid.UUID) -> Row:
    assignee = thread.assignee if thread else None
    waits = thread is not None and thread.waiting_since is not None
    return Row(
        caller=caller(phone),
        waiting_since=thread.waiting_since if thread else None,
        why=thread.why if thread else None,
        has=assignee.name if assignee else None,
        is_mine=assignee is not None and assignee.id == me,
        held=thread is not None and thread.held_since is not None,
        stopped=phone.stopped_at is not None,
        words=words.get(phone.number_key) if waits else None,
    )
