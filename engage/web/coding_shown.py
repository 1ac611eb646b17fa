"""A statement and its codes as the coding page shows them: marked words, and how sure, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from engage.code_history import Change
from engage.codes import CodeName, code_names
from engage.models import Statement, StatementCode
from engage.models.findings import MIXED, NOT_WORKING, WANTED, WORKING

ALIKE = "alike"
"""The rule of evidence where no words alone decided."""
SURE, FAIRLY = 0.85, 0.6
_BY_TONE = {1: WORKING, -1: NOT_WORKING}


@dataclass(frozen=True)
class Row:
    """One code to tick: whether it is ticked, what is said of it, and why it stands here."""

    code: str
    name: str
    why: str
    is_ticked: bool
    polarity: str


def rows(statement: Statement, given: Mapping[str, str | None] | None) -> list[Row]:
    """The codes there are, and then those that are suggested.

    What somebody has `given` so far, on a page that comes back to them, is ticked instead.
    """
    names = code_names()
    there = {one.code: one for one in statement.codes}
    ticked = {one.code: one.polarity for one in statement.codes} if given is None else given
    codes = sorted(there, key=lambda code: -there[code].confidence)
    codes += [code for code in statement.suggested if code in names and code not in there]
    found = []
    for code in codes:
        name = names.get(code, CodeName(code, ""))
        why = _why(statement.text, there[code]) if code in there else name.definition
        said = ticked[code] if code in ticked else said_by_tone(statement)
        found.append(Row(code, name.name, why, code in ticked, said or ""))
    return found


def others(shown: Collection[Row], given: Mapping[str, str | None]) -> dict[str, list[Row]]:
    """Every other code of the codebook with its definition, by the name of its group."""
    there = {row.code for row in shown}
    found: dict[str, list[Row]] = {}
    for code, known in code_names().items():
        if code not in there:
            row = Row(code, known.name, known.definition, code in given, "")
            found.setdefault(group_name(known.group), []).append(row)
    return found


def group_name(group: str) -> str:
    """What a group of codes is called on pages."""
    named = {
        "principle": gettext("The principles of Housing First"),
        "topic": gettext("Topics"),
    }
    return named.get(group, group) or gettext("Themes")


def said_by_tone(statement: Statement) -> str:
    """What is likely said of a code that nobody has given yet: what the whole statement does."""
    return _BY_TONE.get(statement.tone or 0, "")


def _why(text: str, code: StatementCode) -> str:
    """How sure it is that a statement carries a code, and by which words, as a sentence."""
    if code.given_on is not None and not code.evidence:
        return gettext("Given by a person.")
    sure = _how_sure(code.confidence)
    words = [f"“{text[start:end]}”" for start, end, rule in code.evidence if rule != ALIKE]
    if not words:
        alike = gettext("No words alone decided. As a whole it is like what was said of this.")
        return f"{sure} {alike}"
    return gettext("%(sure)s Because of %(words)s.", sure=sure, words=", ".join(words))


def _how_sure(confidence: float) -> str:
    if confidence >= SURE:
        return gettext("Almost sure.")
    return gettext("Fairly sure.") if confidence >= FAIRLY else gettext("Not sure.")


def parts(statement: Statement) -> list[tuple[str, bool]]:
    """The statement in parts, each with whether its words decided on a code."""
    text = statement.text
    decided = {
        at
        for code in statement.codes
        for start, end, rule in code.evidence
        if rule != ALIKE
        for at in range(start, min(end, len(text)))
    }
    return list(_runs(text, decided))


def _runs(text: str, decided: Collection[int]) -> Iterator[tuple[str, bool]]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (at in decided) != (start in decided):
            yield text[start:at], start in decided
            start = at


def polarities() -> list[tuple[str, str]]:
    """What can be said of a code, in words."""
    return [
        ("", gettext("Not told")),
        (WORKING, gettext("Praise")),
        (NOT_WORKING, gettext("A complaint")),
        (WANTED, gettext("A wish")),
        (MIXED, gettext("Both good and bad")),
    ]


def in_words(change: Change) -> str:
    """What somebody decided, as a sentence."""
    names = code_names()
    name = names[change.code].name if change.code in names else change.code or ""
    was = names[change.instead_of].name if change.instead_of in names else change.instead_of or ""
    said = dict(polarities())[change.polarity or ""]
    if change.what == "accept":
        return gettext("Kept as it was.")
    if change.what == "no_theme":
        return gettext("No theme.")
    if change.what == "undo":
        return gettext("Took a decision back.")
    if change.what == "remove":
        return gettext("Took away “%(name)s”.", name=name)
    if change.what == "add":
        return gettext("Added “%(name)s” (%(said)s).", name=name, said=said)
    if change.what == "move":
        return gettext(
            "Moved from “%(was)s” to “%(name)s” (%(said)s).", was=was, name=name, said=said
        )
    return gettext("What is said of “%(name)s”: %(said)s.", name=name, said=said)
