"""Where a thing to put right in a draft is mended: the page, and the very field on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from engage import drafts
from engage.models import SurveyDraft
from engage.web import writing_question
from engage.web.languages import name_of
from surveys import on_offer
from surveys.loading import bank
from surveys.problems import Problem

AROUND = ("title", "purpose", "thanks", "language")
LACKING = ("consent", "area")
"""Fields of advice on a survey that lacks a question of this kind."""


@dataclass(frozen=True)
class ToMend:
    """One thing to mend: what it is about, what to do, and the address of where to do it."""

    about: str
    message: str
    address: str


def to_mend(draft: SurveyDraft, problems: Sequence[Problem]) -> list[ToMend]:
    """Each problem with what its question is called, and where it is mended."""
    names = _names(draft)
    return [ToMend(_about(one, names), one.message, address(draft, one)) for one in problems]


def _names(draft: SurveyDraft) -> dict[str, str]:
    """What each question is called: its number and its words, as the pages of writing have it."""
    asked = drafts.questions(draft)
    names = {
        one["key"]: gettext(
            "Question %(number)s, “%(name)s”",
            number=number,
            name=on_offer.name_of(one) or gettext("no words yet"),
        )
        for number, one in enumerate(asked, 1)
    }
    usual = {
        key: gettext("About the person, “%(name)s”", name=key) for key in drafts.about_you(draft)
    }
    known = {
        key: gettext("About the person, “%(name)s”", name=on_offer.name_of(bank()[key]))
        for key in usual
        if key in bank()
    }
    return {**usual, **known, **names}


def _about(problem: Problem, names: dict[str, str]) -> str:
    about = names.get(problem.question or "", gettext("The survey"))
    if problem.language:
        return str(
            gettext("%(about)s, in %(language)s", about=about, language=name_of(problem.language))
        )
    return about


def address(draft: SurveyDraft, problem: Problem) -> str:
    """The page on which a problem is mended, and the place on it."""
    key, field = problem.question, problem.field
    if problem.language:
        return words_in(draft, problem.language, key)
    if key is None or drafts.question(draft, key) is None:
        return _around(draft, key, field)
    if field == "kind":
        return url_for("writing.overview", draft_id=draft.id, _anchor=f"q-{key}")
    if field == "show_when":
        return url_for("writing_when.when", draft_id=draft.id, question=key)
    at = writing_question.ANCHORS.get(field or "", field or "")
    return writing_question.address(draft, key, at=at)


def _around(draft: SurveyDraft, key: str | None, field: str | None) -> str:
    if field in AROUND:
        return url_for("writing_around.words", draft_id=draft.id, _anchor=field)
    if key is not None or field == "about_you":
        return url_for("writing_around.about_you", draft_id=draft.id)
    if field in LACKING:
        return url_for("writing.add", draft_id=draft.id)
    return url_for("writing.overview", draft_id=draft.id)


def words_in(draft: SurveyDraft, language: str, key: str | None) -> str:
    """Where a question, or the survey itself, is put into a language."""
    anchor = f"group-{key}" if key else "group"
    return url_for("publishing.words_in", draft_id=draft.id, language=language, _anchor=anchor)
