"""The rows of a form from the first to the last, in and out of its groups."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from surveys.xlsform import row_types
from surveys.xlsform.context import Context, ours, row_of
from surveys.xlsform.extras import note_look, note_media
from surveys.xlsform.notes import BACKGROUND
from surveys.xlsform.or_other import is_asked_of_other, other_question
from surveys.xlsform.questions import Taken, question_of, relevant_of
from surveys.xlsform.relevance import Condition
from surveys.xlsform.row_types import LEFT_OUT, type_of
from surveys.xlsform.words import said

GATE, ABOUT_YOU = "gate", "about_you"
_GROUPS = {"group", "repeat", "loop"}
_TABLE_HEAD = "label"
_TABLE = (
    "Its questions are the rows of a table.",
    "Here they are asked one by one. Check that each makes sense alone.",
)


def rows_of(children: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every row, in its place; a group comes before what is in it."""
    for row in children:
        yield row
        yield from rows_of(row.get("children", ()))


class Walk:
    """Takes each row over, or notes that it is left out."""

    def __init__(self, context: Context) -> None:
        self.questions: list[Taken] = []
        self.about_you: list[Taken] = []
        self._context = context
        self._into = self.questions
        self._calculations: dict[str, Mapping[str, Any]] = {}
        self._number: int | None = None

    def through(self, rows: Sequence[Mapping[str, Any]], above: Sequence[Condition] = ()) -> None:
        """Take over these rows; `above` are the conditions of the groups they are in."""
        for row in rows:
            if row.get("type") in _GROUPS:
                self._group(row, above)
            elif ours(row).get("part") != GATE:
                self._row(row, above)

    def finish(self) -> None:
        """Note the calculations that turned out to be of no use here."""
        for name, row in self._calculations.items():
            if name not in self._context.pipes.used:
                self._context.notes.add(
                    row_of(row),
                    name,
                    f"Something is worked out: {row.get('bind', {}).get('calculate', '')}.",
                    "We do no sums while people answer. Work it out from the answers afterwards.",
                )

    def _group(self, row: Mapping[str, Any], above: Sequence[Condition]) -> None:
        if row.get("name") == "meta" and row_of(row) is None:
            self._background(row.get("children", ()))
        elif ours(row).get("part") == ABOUT_YOU:
            self._into = self.about_you
            self.through(row["children"])
            self._into = self.questions
        else:
            condition = relevant_of(row, self._context)
            self._note_group(row)
            self._context.sources.others[str(row.get("name"))] = "is a group of questions"
            self.through(row["children"], [*above, *([condition] if condition else [])])

    def _note_group(self, row: Mapping[str, Any]) -> None:
        number, name = row_of(row), str(row.get("name"))
        if any(row_of(one) is None and _is_table_head(one) for one in row["children"]):
            self._context.notes.add(number, name, *_TABLE)
        for label in list(said(row.get("label"), self._context.languages).values())[:1]:
            what = f"The group has a heading, “{label}”."
            instead = "Headings of groups are not shown. Add a page to read if people need it."
            self._context.notes.add(number, name, what, instead)
        if row.get("type") != "group":
            count = row.get("control", {}).get("jr:count")
            often = f", {count} times" if count else " and again"
            what = f"The questions in it are asked again{often}."
            self._context.notes.add(number, name, what, "Here each of them is asked once.")
        note_look(row, self._context)
        note_media(row, name, self._context)

    def _row(self, row: Mapping[str, Any], above: Sequence[Condition]) -> None:
        asks = type_of(row)
        name, others = str(row.get("name")), self._context.sources.others
        if asks == row_types.BACKGROUND:
            others[name] = "is left out on purpose"
            self._background([row])
        elif asks == row_types.CALCULATION:
            others[name] = "is worked out, not asked"
            self._calculations[name] = row
        elif asks in LEFT_OUT:
            others[name] = "is left out"
            self._left_out(row, *LEFT_OUT[asks])
        elif _is_table_head(row):
            self._table_head(row, above)
        elif is_asked_of_other(row):
            self._take(other_question(row, self._context, self._number))
        else:
            self._number = row_of(row)
            others[name] = "is left out"
            taken = question_of(row, asks, self._context, above)
            self._take(taken)
            if taken is None:
                self._left_out(row, *LEFT_OUT["no choices"])

    def _take(self, taken: Taken | None) -> None:
        self._into += [taken] if taken else []

    def _background(self, rows: Sequence[Mapping[str, Any]]) -> None:
        for row in rows:
            if row_of(row) is not None:
                self._context.notes.gather(row_of(row), str(row.get("name")), BACKGROUND)

    def _left_out(self, row: Mapping[str, Any], what: str, instead: str) -> None:
        label = next(iter(said(row.get("label"), self._context.languages).values()), "")
        named = f"“{label}” is left out. " if label else "It is left out. "
        self._context.notes.add(row_of(row), str(row.get("name")), named + what, instead)

    def _table_head(self, row: Mapping[str, Any], above: Sequence[Condition]) -> None:
        """The words over a table, as a page before its rows, which are questions of their own."""
        self._context.sources.others[str(row.get("name"))] = "is the heading of a table"
        if row_of(row) is not None:
            self._context.notes.add(row_of(row), str(row.get("name")), *_TABLE)
        if row.get("label"):
            page = {key: row[key] for key in ("name", "label", "hint", "bind") if key in row}
            number = {one: row[one] for one in row if one == "engage_row"}
            asks = row_types.NOTE
            self._take(question_of({**page, **number, "type": "note"}, asks, self._context, above))


def _is_table_head(row: Mapping[str, Any]) -> bool:
    looks = str(row.get("control", {}).get("appearance", "")).split()
    return row.get("type") in {row_types.PICK_ONE, row_types.PICK_SEVERAL} and _TABLE_HEAD in looks
