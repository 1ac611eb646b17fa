"""Easy Read: a link on every page of a survey turns it on and off, and the cookie keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request, session

from engage.web.languages import opens_with_a_link
from surveys.questions import Consent, Picking, Question, YesNo
from surveys.reading import Value

CHOICE = "easy"
CHOICES = {"1": True, "0": False}
OFFERED = frozenset({"s", "w"})
"""The first part of the addresses whose pages can be in Easy Read."""
_DRAWN: Mapping[type[Question], Mapping[Value, str]] = {
    YesNo: {"yes": "tick", "no": "cross", "dont_know": "question"},
    Consent: {"agree": "tick", "disagree": "cross"},
}


def register(app: Flask) -> None:
    """Take note of a visitor's choice before each page, and tell templates what it is."""
    app.before_request(_begin)
    app.context_processor(_for_layouts)


def is_on() -> bool:
    """Whether this page is in Easy Read."""
    return _is_offered() and session.get(CHOICE) is True


def version(asked: Question) -> Question:
    """A question as this page has it: in its Easy Read words or as it is."""
    return worded(asked) if is_on() else asked


def worded(asked: Question) -> Question:
    """A question in its Easy Read words, where they have been written; it asks the same."""
    if not asked.easy:
        return asked
    return replace(asked, wording=asked.easy, hint=asked.easy_hint or asked.hint)


def pictures(asked: Question) -> Mapping[Value, str]:
    """The picture beside each answer on offer on this page; none when Easy Read is off."""
    return drawn(asked) if is_on() else {}


def drawn(asked: Question) -> Mapping[Value, str]:
    """The picture beside each answer on offer, by the answer's value."""
    if isinstance(asked, Picking):
        return {one.value: one.picture for one in asked.options if one.picture}
    return _DRAWN.get(type(asked), {})


def _is_offered() -> bool:
    return request.path.split("/")[1] in OFFERED


def _begin() -> None:
    """A choice we do not know is no choice at all."""
    choice = CHOICES.get(request.args.get(CHOICE, ""))
    if choice is not None and _is_offered() and session.get(CHOICE) != choice:
        session[CHOICE] = choice


def _for_layouts() -> dict[str, Any]:
    if not (_is_offered() and opens_with_a_link()):
        return {"easy": is_on()}
    rest = [pair for pair in request.args.items(multi=True) if pair[0] != CHOICE]
    turned = "0" if is_on() else "1"
    return {"easy": is_on(), "easy_url": "?" + urlencode([*rest, (CHOICE, turned)])}
