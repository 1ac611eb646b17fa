"""From words to statements with codes; only a worker does this, as only it reads language."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from engage import (
    leases,
    local_words,
    machine_coder,
    machine_codes,
    pseudonyms,
    same_passages,
    session_notes,
)
from engage.answering import questionnaire_of
from engage.config import SettingsProblem
from engage.extensions import db
from engage.log import log
from engage.models import (
    Answer,
    NotesInHand,
    Response,
    Session,
    Statement,
)
from nlp import anonymise, pipeline, second_opinion, statements
from nlp.anonymise import Anonymised
from nlp.coding import Coded
from nlp.placeholders import PLACEHOLDERS
from nlp.rules import Rules

LEASE = timedelta(minutes=2)
TRIES = 3


def check_settings() -> None:
    """Say before anything starts, and not at the first answer, that a pipeline is not there.

    Raises SettingsProblem where the operator asks for one that is not installed.
    """
    try:
        if name := second_opinion.asked_for():
            second_opinion.load(name)
    except second_opinion.NotInstalled as problem:
        raise SettingsProblem(str(problem)) from problem


def warm_up() -> None:
    """Load what finds names now rather than with the first answer."""
    pipeline.prepare()
    machine_coder.current()


def due(*, now: datetime, limit: int = 500) -> list[uuid.UUID]:
    """Answers that were sent, with words that nobody is reading."""
    return list(
        db.session.scalars(
            select(Answer.id)
            .join(Response, Response.id == Answer.response_id)
            .where(Response.sent_on.is_not(None))
            .where(Answer.reading.in_(("waiting", "reading")))
            .where(leases.is_free(Answer, now=now))
            .limit(limit)
        )
    )


def read_one(answer_id: uuid.UUID, *, now: datetime) -> str | None:
    """Anonymise, split and code one answer; the state it is left in, or None if not ours.

    Words that cannot be anonymised are held for a person and go no further.
    """
    if not _claim(answer_id, now=now):
        return None
    try:
        state = _settle(db.session.get_one(Answer, answer_id, populate_existing=True))
    except Exception:
        db.session.rollback()
        if db.session.get(Answer, answer_id) is not None:
            raise
        return None  # Whoever said it deleted it meanwhile.
    # Not which answer: a line away stands the text it came in, and so the phone.
    log.debug("answer.read", state=state)
    return state


def _settle(answer: Answer) -> str:
    too_often = answer.attempts > TRIES
    answer.reading = state = "held" if too_often else _read(answer)
    answer.lease_until = None
    db.session.commit()
    return state


def _claim(answer_id: uuid.UUID, *, now: datetime) -> bool:
    waits = (Answer.reading.in_(("waiting", "reading")), leases.is_free(Answer, now=now))
    claimed = leases.take(Answer, answer_id, *waits, until=now + LEASE, reading="reading")
    return claimed is not None


def _read(answer: Answer) -> str:
    """Make statements of an answer's words, if it has any; the state it is left in.

    The answers beside it are looked at with it, as a number may begin in one and end in the next.
    What was read before and turns out to be half of one is made anew.
    """
    response = answer.response
    for _ in range(TRIES):
        said = _said(response)
        if answer.id not in said:
            return "none"
        rules = local_words.rules_for(response.survey)
        looked = dict(zip(said, _together(list(said.values()), rules), strict=True))
        parts = {
            one: _parts(db.session.get_one(Answer, one), said[one], found.safe)
            for one, found in looked.items()
            if found is not None and (found.crosses or one == answer.id)
        }
        _take_turn(response)
        if _said(response) == said:
            return _keep(answer, parts)
        db.session.commit()  # More words came meanwhile: look at them too.
    return "waiting"


def _said(response: Response) -> dict[uuid.UUID, str]:
    """A response's words as they are now, by answer, in the order they were asked for."""
    order = {one.key: place for place, one in enumerate(questionnaire_of(response).steps)}
    rows = db.session.scalars(
        select(Answer)
        .where(Answer.response_id == response.id, Answer.words.is_not(None))
        .execution_options(populate_existing=True)
    )
    placed = sorted(rows, key=lambda one: (order.get(one.question, len(order)), one.question))
    return {one.id: one.words for one in placed if one.words}


@dataclass(frozen=True)
class _Looked:
    """A text without its personal details, and whether one of them goes on in a neighbour."""

    safe: Anonymised
    crosses: bool


def _together(texts: list[str], rules: Rules) -> list[_Looked | None]:
    """What is found in each text, by itself and with its neighbours; None for one held back.

    One that cannot be looked through does not hold back the others.
    """
    alone = [_alone(text, rules) for text in texts]
    fit = [place for place, one in enumerate(alone) if one is not None]
    both = [one for one in alone if one is not None]
    if len(fit) > 1:
        try:
            both = list(anonymise.across([texts[place] for place in fit], rules))
        except anonymise.HeldBack:
            return [None] * len(texts)
    found: list[_Looked | None] = [None] * len(texts)
    for place, safe in zip(fit, both, strict=True):
        found[place] = _Looked(safe, crosses=safe != alone[place])
    return found


def _alone(text: str, rules: Rules) -> Anonymised | None:
    try:
        return anonymise.anonymise(text, rules)
    except anonymise.HeldBack:
        return None


_Part = tuple[str, Coded]


def _parts(answer: Answer, words: str, safe: Anonymised) -> list[_Part]:
    """The passages of an answer with their codes, each name with its letters.

    The letters are kept at once, so that nobody waits for them while codes are looked for.
    """
    question = questionnaire_of(answer.response).find(answer.question)
    safe = anonymise.named(words, safe, pseudonyms.letters_in(answer))
    db.session.commit()
    passages = [safe.text[start:end] for start, end in statements.split(safe.text)]
    wording = question.wording if question else None
    coded = machine_coder.current().many((passage, wording) for passage in passages)
    return list(zip(passages, coded, strict=True))


def _take_turn(response: Response) -> None:
    """Let nobody else write what is made of this response until we commit."""
    db.session.execute(
        update(Response)
        .where(Response.id == response.id)
        .values(version=Response.version)
        .execution_options(synchronize_session=False)
    )


def _keep(answer: Answer, parts: dict[uuid.UUID, list[_Part]]) -> str:
    """Write what was made of an answer, and anew what was made of the other half of a detail.

    Whoever had the answer held, or took its words back, while it was read has the last word.
    """
    for one_id, made in parts.items():
        one = db.session.get_one(Answer, one_id)
        if one.reading == ("reading" if one is answer else "done"):
            _write(one, made)
    if answer.reading == "reading":
        return "done" if answer.id in parts else "held"
    return answer.reading


def _write(answer: Answer, made: list[_Part]) -> None:
    """A passage that is as it was stays the statement it was, with who released or coded it.

    What somebody put right by hand while this was read, or before its neighbour came, is never
    made anew from the words as they came. A person reads it once more.
    """
    there = db.session.scalars(
        select(Statement)
        .where(Statement.answer_id == answer.id)
        .order_by(Statement.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if any(one.put_right_on for one in there):
        for one in there:
            one.released_by = one.released_on = None
        return
    was = same_passages.matched(there, [passage for passage, _ in made])
    answer.statements = [
        _statement(was[position], position, passage, coded)
        for position, (passage, coded) in enumerate(made)
    ]


def _statement(was: Statement | None, position: int, passage: str, coded: Coded) -> Statement:
    """A statement as the machine sees it now; the codes that a person decided on stay."""
    statement = was or Statement(id=uuid.uuid4(), text=passage)
    statement.position = position
    same_passages.reword(statement, passage)
    machine_codes.put(statement, coded)
    return statement


def notes_due(*, now: datetime, limit: int = 100) -> list[uuid.UUID]:
    """Notes of sessions that wait to be looked through, and that nobody looks through."""
    return list(
        db.session.scalars(
            select(NotesInHand.id)
            .where(NotesInHand.state == "waiting")
            .where(leases.is_free(NotesInHand, now=now))
            .limit(limit)
        )
    )


def look_through(notes_id: uuid.UUID, *, now: datetime) -> str | None:
    """Say where personal details stand in notes, before they are saved; None if not ours.

    Notes that cannot be looked through are held: whoever wrote them is told so.
    """
    waits = (NotesInHand.state == "waiting", leases.is_free(NotesInHand, now=now))
    if leases.take(NotesInHand, notes_id, *waits, until=now + LEASE) is None:
        return None
    notes = db.session.get_one(NotesInHand, notes_id, populate_existing=True)
    typed, tries = notes.lines, notes.attempts
    rules = _rules_at(db.session.get_one(Session, notes.session_id))
    db.session.commit()  # so that what is read below is as it is by then
    found = _details(typed, rules) if tries <= TRIES else None
    # Whoever typed may have changed them meanwhile; then these lines are no longer there.
    now_there = db.session.get(NotesInHand, notes_id, populate_existing=True, with_for_update=True)
    if now_there is None:
        return None
    notes = now_there
    if notes.lines == typed:
        notes.state, notes.found = ("held", None) if found is None else ("looked", found)
        notes.lease_until = None
    db.session.commit()
    return notes.state


def _rules_at(session: Session) -> Rules:
    survey = session_notes.survey_of(session)
    if survey is None:
        return local_words.rules_in(session.consultation)
    return local_words.rules_for(survey)


def _details(lines: list[dict[str, Any]], rules: Rules) -> list[list[list[Any]]] | None:
    try:
        looked = list(anonymise.many((str(line["said"]) for line in lines), rules))
    except anonymise.HeldBack:
        return None
    return [
        [[span.start, span.end, span.instead or PLACEHOLDERS[span.label]] for span in one.spans]
        for one in looked
    ]
