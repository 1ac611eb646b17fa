"""Two people who change one survey at the same time: whose turn it is, and showing both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engage import drafts, times
from engage.models import SurveyDraft

Row = tuple[str, str, str]
LONGEST_REVISION = 9
_OURS = frozenset({"csrf_token", "revision", "as_it_was"})


def mark(part: Any) -> str:
    """A short mark of a part of a draft, which a form carries to tell if that part has changed."""
    written = json.dumps(part, sort_keys=True, default=str)
    return sha256(written.encode()).hexdigest()[:16]


def is_mine(draft: SurveyDraft, key: str | None = None) -> bool:
    """Whether the change a form asks for may be made: nobody changed that part in between.

    The part is the question with this key, or all but the questions. A change elsewhere in the
    survey is in nobody's way. Where it may not be made, the caller rolls back.
    """
    drafts.take(draft, None, now=times.now())
    is_same = request.form.get("as_it_was") == mark(part_of(draft, key))
    return is_same or draft.revision - 1 == _revision()


def is_as_shown(draft: SurveyDraft) -> bool:
    """Whether nobody changed anything at all in the survey since the form was opened.

    Nobody else can until the commit. Where somebody did, the caller rolls back.
    """
    drafts.take(draft, None, now=times.now())
    return draft.revision - 1 == _revision()


def part_of(draft: SurveyDraft, key: str | None) -> Any:
    """One question of the draft, or all but the questions."""
    if key is not None:
        return drafts.question(draft, key)
    return {name: value for name, value in draft.definition.items() if name != "questions"}


def _revision() -> int:
    typed = request.form.get("revision", "")
    whole = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_REVISION
    return int(typed) if whole else -1


def both(
    draft: SurveyDraft, rows: Sequence[Row], *, key: str | None, title: str, back: str
) -> ResponseReturnValue:
    """The page that shows what is saved now beside what was typed, and lets either be kept."""
    typed = [(name, one) for name, one in request.form.items(multi=True) if name not in _OURS]
    page = render_template(
        "writing/both.html",
        draft=draft,
        rows=[(label, theirs, mine) for label, theirs, mine in rows if theirs != mine],
        typed=typed,
        as_it_was=mark(part_of(draft, key)),
        heading=title,
        action=request.full_path.rstrip("?"),
        back_url=back,
    )
    return page, 409
