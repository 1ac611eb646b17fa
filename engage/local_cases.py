"""Local cases without what turns out to give somebody away, and gone with what they came from."""

from __future__ import annotations

import re

from sqlalchemy import select

from engage import passages
from engage.extensions import db
from engage.local_words import Entry, folded
from engage.models import LocalCase, Response

SLOT = re.compile(r"\{(=?)([^{}]*)\}")
_FEWEST_LETTERS = 3
Slots = dict[passages.Place, tuple[str, str | None]]


def written(text: str, slots: Slots) -> tuple[str, list[str | None]]:
    """A text with slots at these places, and what each of them is to be taken out as."""
    template, expected, at = "", [], 0
    for (start, end), (slot, label) in sorted(slots.items()):
        template += plain(text[at:start]) + slot
        expected.append(label)
        at = end
    return template + plain(text[at:]), expected


def plain(text: str) -> str:
    """A text in which nothing looks like a slot."""
    return text.replace("{", "(").replace("}", ")")


def take_out(words: str, label: str, *, everywhere: bool) -> None:
    """Put a slot wherever words that gave somebody away still stand in a case.

    The first correction of a passage had no way to know what the next would find in it. Where
    they are now a detail `everywhere`, no case says any more that they are none.
    """
    for case in db.session.scalars(select(LocalCase)):
        slots: Slots = {}
        for one, expected in zip(SLOT.finditer(case.template), case.expected, strict=False):
            is_wrong = everywhere and one[1] and folded(one[2]) == folded(words)
            slots[one.span()] = (f"{{{label}}}", None) if is_wrong else (one[0], expected)
        apart = [
            (start, end)
            for start, end in passages.places(case.template, words)
            if not any(first < end and start < last for first, last in slots)
        ]
        slots |= dict.fromkeys(apart, (f"{{{label}}}", None))
        case.template, case.expected = written(case.template, slots)


def heed(entry: Entry) -> None:
    """Take words out of the cases that a list takes out of passages from now on."""
    if entry.kind != "never":
        take_out(entry.words, entry.label or "ORG", everywhere=True)


def forget(response: Response) -> None:
    """Delete each case that was made of what somebody said here."""
    cases = db.session.scalars(select(LocalCase)).all()
    if not cases:
        return
    said = [plain(one.text) for answer in response.answers for one in answer.statements]
    for case in cases:
        if any(_is_of(case.template, text) for text in said):
            db.session.delete(case)


def _is_of(template: str, text: str) -> bool:
    """Whether a text reads as a template does, whatever stands in its slots."""
    first, *rest = SLOT.sub("{}", template).split("{}")
    if sum(map(str.isalpha, "".join([first, *rest]))) < _FEWEST_LETTERS:
        return False
    if not rest:
        return text == first
    if not text.startswith(first):
        return False
    at = len(first)
    for piece in rest[:-1]:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return text.endswith(rest[-1]) and len(text) - len(rest[-1]) >= at
