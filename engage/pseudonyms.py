"""The letters that stand for each name, the same throughout a consultation, and the key to them.

The key is the name itself, sealed, in a table of its own. It goes when the last words that the
name stands in go; the letters stay taken, since statements still have them.
"""

from __future__ import annotations

import uuid

from sqlalchemy import delete, exists, func, select, update

from engage.extensions import db, insert, keyring
from engage.models import Answer, Pseudonym, PseudonymUse, Response, Survey
from nlp.pseudonyms import Letters, letters_of


def letters_in(answer: Answer) -> Letters:
    """Gives the letters of the names in an answer's words, and notes that they stand in it.

    What was noted of it before is forgotten: it is being read again.
    """
    db.session.execute(delete(PseudonymUse).where(PseudonymUse.answer_id == answer.id))
    survey_id = db.session.scalars(
        select(Response.survey_id).where(Response.id == answer.response_id)
    ).one()

    def letters(name: str) -> str:
        found, spelled = _of(name, _within(survey_id))
        use = {"pseudonym_id": found, "answer_id": answer.id}
        db.session.execute(insert(PseudonymUse).values(use).on_conflict_do_nothing())
        return spelled

    return letters


def let_go() -> None:
    """Destroy each name that no kept words have any more, and letters that no survey has."""
    db.session.flush()
    kept = exists().where(Answer.id == PseudonymUse.answer_id, Answer.words.is_not(None))
    db.session.execute(delete(PseudonymUse).where(~kept))
    used = exists().where(PseudonymUse.pseudonym_id == Pseudonym.id)
    counted = exists().where(Survey.letters_within == Pseudonym.within)
    db.session.execute(delete(Pseudonym).where(~counted))
    db.session.execute(
        update(Pseudonym)
        .where(Pseudonym.name_key.is_not(None), ~used)
        .values(name=None, name_key=None)
        .execution_options(synchronize_session=False)
    )


def _within(survey_id: uuid.UUID) -> uuid.UUID:
    """Where a survey's letters count from; the first name in it settles that for good.

    So a survey that joins a consultation, or leaves it, later on keeps the letters it has.
    """
    settled = select(Survey.letters_within).where(Survey.id == survey_id)
    while (within := db.session.scalar(settled)) is None:
        db.session.execute(
            update(Survey)
            .where(Survey.id == survey_id, Survey.letters_within.is_(None))
            .values(letters_within=func.coalesce(Survey.consultation_id, Survey.id))
            .execution_options(synchronize_session=False)
        )
    return within


def _of(name: str, within: uuid.UUID) -> tuple[uuid.UUID, str]:
    """The row of a name and its letters, made if there is none: the first that are free.

    Two who read at once ask for the same row or the same letters; the database gives them to
    one, and the other looks again.
    """
    key = keyring().key_of(name, kind=f"name in {within}")
    mine = select(Pseudonym.id, Pseudonym.letters).where(
        Pseudonym.within == within, Pseudonym.name_key == key
    )
    taken = select(func.count()).select_from(Pseudonym).where(Pseudonym.within == within)
    while (found := db.session.execute(mine).one_or_none()) is None:
        letters = letters_of(db.session.scalars(taken).one())
        row = {"id": uuid.uuid4(), "within": within, "letters": letters}
        named = insert(Pseudonym).values(**row, name=name, name_key=key)
        db.session.execute(named.on_conflict_do_nothing())
    return found.id, found.letters
