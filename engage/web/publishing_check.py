"""Checking a draft before it goes out: what to mend, to look at again, and to translate."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage import drafts
from engage.models import SurveyDraft
from engage.web.access import only
from engage.web.languages import name_of
from engage.web.mending import ToMend, to_mend, words_in
from engage.web.second_look import worth_another_look
from engage.web.writing import draft_or_404
from engage.web.writing_words import text_names
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.side_by_side import Group, groups, languages_of


@dataclass(frozen=True)
class ToTranslate:
    """What has no words yet in one language; `texts` is how many texts that is.

    `behind` is where a text has changed since its words were written.
    """

    language: str
    code: str
    texts: int
    places: tuple[ToMend, ...]
    behind: tuple[ToMend, ...]


@only("facilitator")
def check(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Everything to put right, each with a link to where, then what is worth another look."""
    draft = draft_or_404(draft_id)
    playable = drafts.playable(draft)
    return render_template(
        "publishing/check.html",
        draft=draft,
        to_put_right=to_mend(draft, drafts.problems(draft)),
        looks=_by_question(to_mend(draft, worth_another_look(playable) if playable else [])),
        own_name=name_of(str(draft.definition.get("language") or DEFAULT_LANGUAGE)),
        to_translate=to_translate(draft),
    )


def _by_question(found: Sequence[ToMend]) -> dict[str, list[ToMend]]:
    together: dict[str, list[ToMend]] = {}
    for one in found:
        together.setdefault(one.about, []).append(one)
    return together


def _what_lacks(group: Group) -> str:
    lacks = [gettext("%(num)s to write", num=len(group.missing))] if group.missing else []
    lacks += [gettext("An answer in ${…} is lost")] if group.losing else []
    return ". ".join(lacks)


def to_translate(draft: SurveyDraft) -> list[ToTranslate]:
    """For each language of the draft, the questions not whole in it, and those that changed."""
    found = []
    for code in languages_of(draft.definition):
        parts = groups(draft.definition, code)
        lacking = [_place(draft, code, one, said) for one in parts if (said := _what_lacks(one))]
        behind = [_place(draft, code, one, _what_is_behind(one)) for one in parts if one.behind]
        texts = sum(len(one.missing) for one in parts)
        found.append(ToTranslate(name_of(code), code, texts, tuple(lacking), tuple(behind)))
    return found


def _place(draft: SurveyDraft, code: str, group: Group, message: str) -> ToMend:
    """One part of the survey in a language, with what is to do there."""
    about = gettext("The title, why we ask, and the thanks")
    if group.key:
        about = gettext("Question %(number)s, “%(name)s”", number=group.number, name=group.name)
    return ToMend(about=about, message=message, address=words_in(draft, code, group.key))


def _what_is_behind(group: Group) -> str:
    names = text_names()
    changed = dict.fromkeys(names[row.field] for row in group.behind)
    return str(gettext("Changed: %(texts)s", texts=", ".join(changed)))
