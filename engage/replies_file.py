"""Replies brought in from a table: a row a person, a column a question, each row kept once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engage import answering, csv_files, entering
from engage.csv_files import CannotRead
from engage.entering import Contents, Form
from engage.extensions import db, keyring
from engage.models import Response, Survey
from surveys.questionnaire import Questionnaire
from surveys.questions import PickSeveral, Question

MOST_ROWS = 2_000
MOST_BYTES = 2_000_000
MOST_TOLD = 20
"""Rows that cannot be read, as far as they are told one by one."""
BETWEEN = ";"
"""What stands between the choices of a question with several."""


@dataclass(frozen=True)
class Row:
    """One person's answers, and the id that the same row has whenever it is brought."""

    id: uuid.UUID
    contents: Contents


@dataclass(frozen=True)
class Brought:
    """What a file holds: rows that can be kept, how many are there already, and what cannot be.

    `unknown` are columns that are no question of the survey, `problems` what to put right by row,
    `refused` how many do not agree to take part.
    """

    rows: tuple[Row, ...]
    there: int
    refused: int
    unknown: tuple[str, ...]
    problems: tuple[str, ...]


def read(data: bytes, survey: Survey, *, today: date) -> Brought:
    """What a file brings to the newest version of a survey; raises CannotRead."""
    asked = survey.latest.questionnaire
    head, *rows = _table(data)
    columns = _columns(head, asked)
    if not columns:
        example = asked.questions[0].wording
        raise CannotRead(
            f"No column is a question of this survey. Head each with its question, as “{example}”."
        )
    found = _Found()
    for number, cells in rows:
        typed = {
            question.key: _written(question, cells[at])
            for at, question in columns.items()
            if at < len(cells)
        }
        found.add(number, _id(survey, number, cells), entering.read(asked, typed, today=today))
    unknown = tuple(name for at, name in enumerate(head[1]) if name and at not in columns)
    return found.brought(unknown, asked)


_Line = tuple[int, list[str]]


def _table(data: bytes) -> list[_Line]:
    """The rows that hold anything, each with the number a spreadsheet gives it; the head first."""
    rows = csv_files.read(data, most_bytes=MOST_BYTES)
    held = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if len(held) < 2:
        raise CannotRead("The file needs a row of questions, and a row for each person under it.")
    if len(held) > MOST_ROWS + 1:
        raise CannotRead(f"Bring {MOST_ROWS:,} rows or fewer at a time.")
    return held


def _columns(head: _Line, asked: Questionnaire) -> dict[int, Question]:
    """The question of each column, named by its wording or its key."""
    every = [*asked.questions, *asked.about_you]
    names = {name: one for one in every for name in (_plain(one.wording), _plain(one.key))}
    return {at: names[_plain(cell)] for at, cell in enumerate(head[1]) if _plain(cell) in names}


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _written(question: Question, cell: str) -> list[str]:
    if isinstance(question, PickSeveral):
        return [one for part in cell.split(BETWEEN) if (one := part.strip())]
    return [cell] if cell else []


def _id(survey: Survey, number: int, cells: Sequence[str]) -> uuid.UUID:
    """The same for the same row of the same file, and to be worked out by nobody else."""
    key = keyring().key_of(repr((str(survey.id), number, list(cells))), kind="row of replies")
    return uuid.UUID(hex=key[:32], version=4)


class _Found:
    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.there = self.refused = 0
        self.not_read: list[tuple[int, Mapping[str, object]]] = []

    def add(self, number: int, row_id: uuid.UUID, contents: Contents) -> None:
        if contents.not_read:
            self.not_read.append((number, contents.not_read))
        elif contents.refused:
            self.refused += 1
        elif db.session.get(Response, row_id) is not None:
            self.there += 1
        else:
            self.rows.append(Row(row_id, contents))

    def brought(self, unknown: tuple[str, ...], asked: Questionnaire) -> Brought:
        problems = [
            f"Row {number}: we could not read the answer to “{question.wording}”."
            for number, keys in self.not_read[:MOST_TOLD]
            for key in keys
            if (question := asked.find(key))
        ]
        if more := len(self.not_read) - MOST_TOLD:
            problems += [f"And {more} more rows."] if more > 0 else []
        return Brought(tuple(self.rows), self.there, self.refused, unknown, tuple(problems))


def keep(
    survey: Survey, brought: Brought, *, channel: str, helped: bool, now: datetime
) -> list[Response]:
    """Keep the rows of a file, each once; raises SurveyClosed.

    A row that somebody brought meanwhile stays as it is.
    """
    asked, version = survey.latest.questionnaire, survey.latest.number
    kept = []
    for row in brought.rows:
        form = Form(row.id, channel, helped, version)
        try:
            kept.append(entering.keep(survey, form, asked, row.contents, now=now))
        except answering.AlreadyAnswered:
            continue
    return kept
