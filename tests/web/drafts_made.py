"""Drafts for tests of pages to start from."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from engage import drafts, times
from engage.extensions import db
from engage.models import Survey, SurveyDraft
from tests.factories import DEFINITION

WORDS = {"key": "words", "kind": "consent", "about": "words", "wording": "May we quote you?"}
POLISH = {
    "title": "Tymczasowe mieszkanie",
    "purpose": "Chcemy wiedzieć, co zmienić.",
    "thanks": "Dziękujemy.",
    "questions": {"safe": {"wording": "Jak bezpiecznie?", "low_label": "wcale"}},
}


def a_draft(**changed: Any) -> SurveyDraft:
    """A draft of a new survey of three questions; with None a part is left out."""
    whole = {**deepcopy(DEFINITION), **changed}
    kept = {name: part for name, part in whole.items() if part is not None}
    draft = drafts.of(kept, by=None, now=times.now())
    db.session.commit()
    return draft


def a_draft_of(survey: Survey, **changed: Any) -> SurveyDraft:
    """A draft of a survey's next version, with these parts of it changed."""
    draft = drafts.copy_of(survey, by=None, now=times.now())
    drafts.write(draft, {**draft.definition, **changed})
    db.session.commit()
    return draft


def path(draft: SurveyDraft, page: str) -> str:
    """The address of one of a draft's pages."""
    return f"/staff/write/{draft.id}/{page}"


def saved(draft: SurveyDraft) -> dict[str, Any]:
    """What is kept of the draft now."""
    db.session.expire_all()
    return draft.definition
