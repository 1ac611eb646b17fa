"""The machine's coder as it is now: by the codebook in use, with what people have put right.

What people put right is learned in memory alone, from statements without personal details, and
anew in each process: nothing of it is written to disk, and what is deleted is not learned from
any more.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from engage import codebooks
from engage.answering import questionnaire_of
from engage.codebooks import Stamp
from engage.extensions import db
from engage.models import Answer, Recoding, Response, Statement
from nlp.coding import ENOUGH, Coded, Coder, Read
from nlp.themes import adapting, examples, shipped, teaching
from nlp.themes.model import Given, Model, differing
from nlp.themes.teaching import Lesson

KEPT_FOR = 20 * 60
"""Seconds for which statements stay read after they were last wanted: while people are coding."""
MOST_KEPT = 20_000


@dataclass(frozen=True)
class InUse:
    """A coder, the one it was before it learned, and from how many statements it has learned."""

    coder: Coder
    plain: Coder
    lessons: int


class _Desk:
    """What a process remembers: the coder in use, and statements as it has read them."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.at: tuple[Stamp, uuid.UUID | None] | None = None
        self.in_use: InUse | None = None
        self.stamp: Stamp | None = None
        self.plain: Coder | None = None
        self.held: list[Given] = []
        self.read: dict[uuid.UUID, Read] = {}
        self.made: dict[uuid.UUID, tuple[Read, Model, Coded]] = {}
        self.wanted = 0.0

    def clear(self) -> None:
        """Forget all of it."""
        self.at = self.in_use = self.stamp = self.plain = None
        self.held = []
        self.read.clear()
        self.made.clear()


_desk = _Desk()


def current() -> Coder:
    """The coder by which answers are coded: that of the last re-run that came to its end."""
    with _desk.lock:
        in_use = _desk.in_use
        if in_use is None or _desk.at != _now_at():
            in_use = learned()
            use(in_use)
        return in_use.coder


def learned() -> InUse:
    """A coder that has learned from what people have decided up to now."""
    with _desk.lock:
        plain = _plain()
        decided = _decided()
        read = read_all(decided, plain)
        lessons = [
            Lesson(one.said.given, {code.code for code in statement.codes})
            for statement, one in zip(decided, read, strict=True)
            if one.said is not None
        ]
        held = _held(plain) if lessons else []
        model = teaching.taught(plain.model, lessons, held, least=ENOUGH)
        return InUse(plain.with_model(model), plain, len(lessons))


def use(in_use: InUse) -> None:
    """Code answers by this from now on: what was learned for a re-run is not learned once more."""
    with _desk.lock:
        _desk.in_use, _desk.at = in_use, _now_at()


def _now_at() -> tuple[Stamp, uuid.UUID | None]:
    """What tells whether the coder in use is still that of the codebook and the last re-run."""
    return codebooks.stamp(), _last_done()


def _held(plain: Coder) -> list[Given]:
    """Examples of every code, as the coder reads them: what is learned leaves them about alone."""
    if not _desk.held:
        typical = examples.typical()
        read = plain.read((one.text, one.question) for one in typical)
        _desk.held = [one.said.given for one in read if one.said is not None]
    return _desk.held


def _plain() -> Coder:
    """The coder of the codebook in use before anybody has put anything right."""
    stamp = codebooks.stamp()
    if _desk.plain is None or _desk.stamp != stamp:
        _desk.clear()
        book = codebooks.stamped(stamp)
        _desk.plain, _desk.stamp = adapting.coder(book, shipped.sentence_model()), stamp
    return _desk.plain


def read_all(statements: Sequence[Statement], plain: Coder) -> list[Read]:
    """Statements as a coder reads them; those it has read before are not read again.

    Where the codebook has changed since, nothing is remembered of how the older one reads.
    """
    with _desk.lock:
        known = _desk.read if plain is _desk.plain else {}
        new = [one for one in statements if not _is_read(one, known)]
        asked = _questions(new)
        read = plain.read((one.in_english, asked[one.answer_id]) for one in new)
        made = dict(zip((one.id for one in new), read, strict=True))
        if len(known) + len(made) <= MOST_KEPT:
            known.update(made)
        _desk.wanted = time.monotonic()
        return [made.get(one.id) or known[one.id] for one in statements]


def _is_read(statement: Statement, known: Mapping[uuid.UUID, Read]) -> bool:
    read = known.get(statement.id)
    return read is not None and read.text == statement.in_english


def code_all(statements: Sequence[Statement], in_use: InUse) -> list[Coded]:
    """What a coder makes of statements; what it made of them before is used as far as it goes."""
    with _desk.lock:
        model, known = in_use.coder.model, _desk.made if in_use.plain is _desk.plain else {}
        found = []
        for statement, read in zip(statements, read_all(statements, in_use.plain), strict=True):
            before = known.get(statement.id)
            if before is None or before[0] is not read:
                coded = in_use.coder.made_of(read)
            else:
                coded = in_use.coder.again(read, before[2], _differing(before[1], model))
            if statement.id in _desk.read:
                known[statement.id] = (read, model, coded)
            found.append(coded)
        return found


@lru_cache(maxsize=4)
def _differing(one: Model, other: Model) -> frozenset[int]:
    return differing(one, other)


def _questions(statements: Sequence[Statement]) -> dict[uuid.UUID, str | None]:
    """The wording of the question that each answer was given to."""
    ids = {one.answer_id for one in statements}
    answers = db.session.scalars(
        select(Answer).where(Answer.id.in_(ids)).options(selectinload(Answer.response))
    )
    found: dict[uuid.UUID, str | None] = {}
    for answer in answers:
        question = questionnaire_of(answer.response).find(answer.question)
        found[answer.id] = question.wording if question else None
    return found


def _decided() -> list[Statement]:
    """The statements that people decided on latest, the latest last."""
    latest = (
        select(Statement)
        .join(Answer, Answer.id == Statement.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(Statement.coded_on.is_not(None), Response.sent_on.is_not(None))
        .order_by(Statement.coded_on.desc(), Statement.id)
        .limit(teaching.MOST)
        .options(selectinload(Statement.codes))
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(latest))[::-1]


def _last_done() -> uuid.UUID | None:
    done = select(Recoding.id).where(Recoding.state == "done")
    return db.session.scalar(done.order_by(Recoding.done_at.desc(), Recoding.id).limit(1))


def forget_what_is_gone() -> None:
    """Forget how statements were read that are there no longer."""
    with _desk.lock:
        there = set(db.session.scalars(select(Statement.id)))
        for remembers in (_desk.read, _desk.made):
            for gone in remembers.keys() - there:
                del remembers[gone]


def forget_what_is_old() -> None:
    """Forget how statements were read once nobody has been coding for a while."""
    with _desk.lock:
        if _desk.read and time.monotonic() - _desk.wanted > KEPT_FOR:
            _desk.read.clear()
            _desk.made.clear()
