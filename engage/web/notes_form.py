"""The page on which notes of a session are typed: what stands in it, and what is to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engage.session_notes import LONGEST_LINE, MOST_LINES, Line
from surveys.questions import Question

EMPTY_ROWS = 2


@dataclass
class Typed:
    """One row: a line and how many people, as they were typed, with what is to be mended."""

    said: str = ""
    people: str = ""
    said_error: str = ""
    people_error: str = ""


@dataclass
class Page:
    """Every row by question, the lines they make, and what is to be mended."""

    rows: dict[str, list[Typed]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)


def read(form: MultiDict[str, str], asked: Sequence[Question], most: int) -> Page:
    """What was typed; a row with several lines in it is several, each said by as many people."""
    page = Page()
    for question in asked:
        said = form.getlist(f"said-{question.key}[]")
        people = form.getlist(f"people-{question.key}[]")
        for nth, words in enumerate(said):
            row = Typed(words, people[nth] if nth < len(people) else "")
            if row.said.strip():
                _read_row(page, question.key, row, most)
    _look(page, asked)
    return page


def _read_row(page: Page, key: str, row: Typed, most: int) -> None:
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
    page.lines += [Line(key, one, number or 1) for one in lines if one]


def _number(typed: str, most: int) -> int | None:
    plain = typed.strip() or "1"
    number = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else 0
    return number if 1 <= number <= most else None


def _look(page: Page, asked: Sequence[Question]) -> None:
    first = f"said-{asked[0].key}-1"
    if not page.lines:
        page.errors.append((first, gettext("Write one line or more")))
    elif len(page.lines) > MOST_LINES:
        many = gettext("Save %(most)s lines or fewer at a time", most=MOST_LINES)
        page.errors.append((first, many))


def of_lines(lines: Sequence[Line]) -> Page:
    """A page that stands as these lines were typed."""
    page = Page(lines=list(lines))
    for line in lines:
        page.rows.setdefault(line.question, []).append(Typed(line.said, str(line.people)))
    return page


def with_room(page: Page, asked: Sequence[Question], more: str = "") -> dict[str, list[Typed]]:
    """The rows of each question with some to fill in; for one question some `more`."""
    found = {}
    for question in asked:
        rows = page.rows.get(question.key, [])
        empty = max(1, EMPTY_ROWS - len(rows)) + (EMPTY_ROWS if more == question.key else 0)
        found[question.key] = [*rows, *(Typed() for _ in range(empty))]
    return found
