"""Surveys being written: starting one, changing its questions, and what is still to put right."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

import surveys
from engage.extensions import db
from engage.models import Survey, SurveyDraft
from surveys import behind, editing, plain_yaml
from surveys.editing import Definition
from surveys.keys import is_key, key_from
from surveys.playable import as_far_as_right
from surveys.problems import Problem
from surveys.questionnaire import Questionnaire
from surveys.to_put_right import to_put_right

LIBRARY = Path(surveys.__file__).with_name("library")
TEXTS = ("title", "purpose", "thanks", "language")
UP, DOWN = "up", "down"
_STEPS = {UP: -1, DOWN: 1}


class ChangedSince(Exception):
    """Somebody else changed the draft, published it or threw it away: a change is not made."""


def new(title: str, *, by: uuid.UUID | None, now: datetime) -> SurveyDraft:
    """A blank survey with a title."""
    return of(editing.blank("", title), by=by, now=now)


def from_library(name: str, *, by: uuid.UUID | None, now: datetime) -> SurveyDraft:
    """A ready survey to change; raises KeyError when there is none of that name."""
    return of(library()[name], by=by, now=now)


def of(definition: Mapping[str, Any], *, by: uuid.UUID | None, now: datetime) -> SurveyDraft:
    """A survey from a file to change; its key is its own, or is made from the title."""
    written = editing.tidied(definition)
    written["key"] = _key(str(written.get("key") or ""), str(written.get("title") or ""))
    draft = SurveyDraft(id=uuid.uuid4(), definition=written, made_by=by, changed_at=now)
    db.session.add(draft)
    db.session.flush()
    return draft


def copy_of(survey: Survey, *, by: uuid.UUID | None, now: datetime) -> SurveyDraft:
    """The draft of a published survey's next version, begun now if there is none."""
    draft = SurveyDraft(
        id=uuid.uuid4(),
        survey_id=survey.id,
        definition=editing.tidied(survey.latest.definition),
        made_by=by,
        changed_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        begun = select(SurveyDraft).where(SurveyDraft.survey_id == survey.id)
        return db.session.scalars(begun).one()
    return draft


@cache
def library() -> Mapping[str, Mapping[str, Any]]:
    """The ready surveys by name, each as its file has it."""
    return {path.stem: plain_yaml.read(path.read_text("utf-8")) for path in _files()}


def _files() -> Sequence[Path]:
    return sorted(LIBRARY.glob("*.yaml"))


def all_of_them() -> Sequence[SurveyDraft]:
    """Every draft, the one changed last first."""
    listed = select(SurveyDraft).order_by(SurveyDraft.changed_at.desc(), SurveyDraft.id)
    return db.session.scalars(listed).all()


def take(draft: SurveyDraft, revision: int | None, *, now: datetime) -> None:
    """Begin to change the draft as it was at this revision; raises ChangedSince.

    Until the commit nobody else can. Call it once, before the changes of one form. With no
    revision, begin to change it as it is now.
    """
    claim = (
        update(SurveyDraft)
        .where(SurveyDraft.id == draft.id)
        .where(SurveyDraft.revision == (SurveyDraft.revision if revision is None else revision))
        .values(revision=SurveyDraft.revision + 1, changed_at=now)
        .returning(SurveyDraft.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(claim) is None:
        raise ChangedSince
    db.session.refresh(draft)


def remove_draft(draft: SurveyDraft) -> None:
    """Take the whole draft away."""
    db.session.delete(draft)
    db.session.flush()


def questions(draft: SurveyDraft) -> list[dict[str, Any]]:
    """The questions in order, each as a survey file writes it."""
    return list(draft.definition["questions"])


def question(draft: SurveyDraft, key: str) -> dict[str, Any] | None:
    """The question with this key, if the draft has it."""
    return next((one for one in questions(draft) if one["key"] == key), None)


def about_you(draft: SurveyDraft) -> list[str]:
    """The keys of the equality questions, in order."""
    return editing.about_you(draft.definition)


def reword(draft: SurveyDraft, fields: Mapping[str, str]) -> None:
    """Change the title, purpose, thanks or language."""
    given = {name: fields[name] for name in TEXTS if name in fields}
    write(draft, behind.compared({**behind.noted(draft.definition, None), **given}, None))


def write(draft: SurveyDraft, definition: Mapping[str, Any]) -> None:
    """Put a whole definition in place of the draft's own, as translating does."""
    draft.definition = dict(definition)
    db.session.flush()


def add(
    draft: SurveyDraft,
    kind: str,
    *,
    after: str | None = None,
    fields: Mapping[str, Any] | None = None,
) -> str:
    """Add a question after another, or last, and give its key; raises KeyError.

    It has no words yet, so its key changes once: when it has.
    """
    definition, key = editing.added(draft.definition, kind, after=after, fields=fields)
    write(draft, definition)
    return key


def change(draft: SurveyDraft, key: str, fields: Mapping[str, Any]) -> str:
    """Change some fields of a question, and give its key; "" or None takes a field away.

    Its options are given whole, each with the `value` it had or none. Raises KeyError.
    """
    definition, key = would_be(draft, key, fields)
    write(draft, definition)
    return key


def move(draft: SurveyDraft, key: str, way: str) -> None:
    """Move a question one place "up" or "down"; raises KeyError."""
    write(draft, editing.moved(draft.definition, key, by=_STEPS[way]))


def remove(draft: SurveyDraft, key: str) -> None:
    """Take a question away, to be put back if need be; raises KeyError."""
    definition, draft.removed = editing.removed(draft.definition, key)
    write(draft, definition)


def put_back(draft: SurveyDraft) -> str | None:
    """Put back the question that was removed last, and give its key; None when there is none."""
    if draft.removed is None:
        return None
    definition, key = editing.put_back(draft.definition, draft.removed)
    draft.removed = None
    write(draft, definition)
    return key


def ask_about_you(draft: SurveyDraft, names: Sequence[str]) -> None:
    """Have just these of the usual equality questions, beside any of the survey's own."""
    write(draft, editing.with_about_you(draft.definition, names))


def problems(draft: SurveyDraft) -> Sequence[Problem]:
    """What is to put right before the survey can be published, in its order."""
    return to_put_right(draft.definition)


def playable(draft: SurveyDraft) -> Questionnaire | None:
    """As much of the survey as can be asked by now; None when that is nothing."""
    return as_far_as_right(draft.definition)


def would_be(draft: SurveyDraft, key: str, fields: Mapping[str, Any]) -> tuple[Definition, str]:
    """What the draft would be if a question had these fields, and its key; nothing is kept."""
    is_asked = draft.survey_id is not None
    return editing.changed(draft.definition, key, fields, is_asked=is_asked)


def _key(own: str, title: str) -> str:
    """A key that no survey has, and no other draft of a new one."""
    taken = set(db.session.scalars(select(Survey.key)))
    waiting = db.session.scalars(
        select(SurveyDraft.definition).where(SurveyDraft.survey_id.is_(None))
    )
    taken |= {str(one.get("key")) for one in waiting}
    if is_key(own) and own not in taken:
        return own
    return key_from(own or title, taken=taken, otherwise="survey")
