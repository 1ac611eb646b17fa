"""The page on which notes of a session are typed: what stands in it, and what is to be mended."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engage.session_notes import LONGEST_LINE, MOST_LINES, Line, is_asked
from surveys.questions import Question

EMPTY_ROWS = 2
WAS = "was."
"""Leads the name of a theme that is asked no more, so that it is no other that has its key."""
_SAID = re.compile(r"said-([A-Za-z0-9_.-]{1,80})\[\]")


@dataclass
class Typed:
    """One row: a line and how many people, as they were typed, with what is to be mended."""

    said: str = ""
    people: str = ""
    said_error: str = ""
    people_error: str = ""


@dataclass
class Stray:
    """Lines under a question that is asked no more, as it was worded, and what is to be mended."""

    wording: str
    rows: list[Typed] = field(default_factory=list)
    error: str = ""


@dataclass
class Page:
    """Every row by question, the lines they make, and what is to be mended.

    `strays` are what was typed under questions that are asked no more.
    """

    rows: dict[str, list[Typed]] = field(default_factory=dict)
    strays: dict[str, Stray] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)


def read(form: MultiDict[str, str], asked: Sequence[Question], most: int) -> Page:
    """What was typed; a row with several lines in it is several, each said by as many people.

    A form carries each question as it was worded. What stands under one that is asked no more,
    or otherwise, goes under the question chosen for it.
    """
    page, wording = Page(), {one.key: one.wording for one in asked}
    for name in (found[1] for one in form if (found := _SAID.fullmatch(one))):
        rows = _rows(form, name)
        was = form.get(f"asked-{name}", "")
        if is_asked(Line(name, "", 1, was), asked):
            _take(page, name, rows, wording, most)
        elif rows and (under := form.get(f"under-{name}", "")) in wording:
            _take(page, under, rows, wording, most)
        elif rows:
            _stray(page, name, was).rows = rows
    _look(page, asked)
    return page


def _rows(form: MultiDict[str, str], name: str) -> list[Typed]:
    people = form.getlist(f"people-{name}[]")
    rows = [
        Typed(words, people[nth] if nth < len(people) else "")
        for nth, words in enumerate(form.getlist(f"said-{name}[]"))
    ]
    return [row for row in rows if row.said.strip()]


def _stray(page: Page, name: str, wording: str) -> Stray:
    """A place of its own for lines that are under no question."""
    name = name if name.startswith(WAS) else WAS + name
    while name in page.strays and page.strays[name].wording != wording:
        name = WAS + name
    return page.strays.setdefault(name, Stray(wording))


def _take(
    page: Page, key: str, rows: Sequence[Typed], wording: Mapping[str, str], most: int
) -> None:
    for row in rows:
        _read_row(page, key, wording[key], row, most)


def _read_row(page: Page, key: str, wording: str, row: Typed, most: int) -> None:
    rows = page.rows.setdefault(key, [])
    rows.append(row)
    number = _number(row.people, most)
    if number is None:
        row.people_error = gettext("Type a number from 1 to %(most)s", most=most)
        page.errors.append((f"people-{key}-{len(rows)}", row.people_error))
    lines = [" ".join(one.split()) for one in row.said.splitlines()]
    if any(len(one) > LONGEST_LINE for one in lines):
        row.said_error = gettext("Keep a line under %(most)s letters", most=LONGEST_LINE)
        page.errors.append((f"said-{key}-{len(rows)}", row.said_error))
    page.lines += [Line(key, one, number or 1, wording) for one in lines if one]


def _number(typed: str, most: int) -> int | None:
    plain = typed.strip() or "1"
    number = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else 0
    return number if 1 <= number <= most else None


def _look(page: Page, asked: Sequence[Question]) -> None:
    for name, stray in page.strays.items():
        stray.error = gettext("Choose a question for these lines")
        page.errors.append((f"under-{name}", stray.error))
    first = f"said-{asked[0].key}-1"
    if not page.lines and not page.strays:
        page.errors.append((first, gettext("Write one line or more")))
    elif len(page.lines) > MOST_LINES:
        many = gettext("Save %(most)s lines or fewer at a time", most=MOST_LINES)
        page.errors.append((first, many))


def of_lines(lines: Sequence[Line], asked: Sequence[Question]) -> Page:
    """A page that stands as these lines were typed."""
    page = Page(lines=list(lines))
    for line in lines:
        row = Typed(line.said, str(line.people))
        if is_asked(line, asked):
            page.rows.setdefault(line.question, []).append(row)
        else:
            _stray(page, line.question, line.asked).rows.append(row)
    return page


def with_room(page: Page, asked: Sequence[Question], more: str = "") -> dict[str, list[Typed]]:
    """The rows of each question with some to fill in; for one question some `more`."""
    found = {}
    for question in asked:
        rows = page.rows.get(question.key, [])
        empty = max(1, EMPTY_ROWS - len(rows)) + (EMPTY_ROWS if more == question.key else 0)
        found[question.key] = [*rows, *(Typed() for _ in range(empty))]
    return found
