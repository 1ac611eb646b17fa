"""The local lists as a file: kind, words, and what they become; taken away and brought in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engage import csv_files, drills, listing, local_cases, local_words
from engage.csv_files import CannotRead, harmless
from engage.local_words import Entry, folded
from engage.models import LocalWord, Staff

HEADINGS = ("kind", "words", "becomes")
MOST_ROWS = 2000
MOST_BYTES = 60_000
BECOMES = {
    "PERSON": "name",
    "PLACE": "place",
    "ORG": "service",
    "TRAIT": "detail",
}
"""What always goes out, as people write it; any other kind goes by its label."""
_LABELS = {words: label for label, words in BECOMES.items()}


@dataclass(frozen=True)
class Brought:
    """What a file holds: what would be new, how much is there already, and what is wrong by row."""

    entries: tuple[Entry, ...]
    there: int
    problems: tuple[str, ...]


def written(words: list[LocalWord]) -> str:
    """The lists as a file for a spreadsheet."""
    return csv_files.written([HEADINGS, *map(_row, words)])


def _row(one: LocalWord) -> list[str]:
    becomes = one.general or BECOMES.get(one.label or "", one.label or "")
    return [one.kind, harmless(one.words), harmless(becomes)]


def read(data: bytes) -> Brought:
    """What a file brings; raises CannotRead."""
    rows = [row for row in csv_files.read(data, most_bytes=MOST_BYTES) if any(row)]
    if not rows or tuple(cell.lower() for cell in rows[0][:3]) != HEADINGS:
        raise CannotRead("The first row needs to be: kind, words, becomes.")
    if len(rows) > MOST_ROWS:
        raise CannotRead(f"Bring {MOST_ROWS} rows or fewer at a time.")
    return _sorted_out(rows[1:])


def _sorted_out(rows: list[list[str]]) -> Brought:
    entries: dict[str, Entry] = {}
    problems, there = [], 0
    for number, row in enumerate(rows, start=2):
        entry = _entry(row)
        found = listing.problems(entry, sure=False) if entry.kind in listing.IN_WORDS else {}
        words = folded(entry.words)
        if entry.kind not in listing.IN_WORDS:
            problems.append(f"Row {number}: the kind is always, never or general.")
        elif found:
            problems.append(f"Row {number}: {' '.join(found.values())}")
        elif words in entries and entries[words] != entry:
            problems.append(f"Row {number}: “{words}” stands in an earlier row too.")
        elif (known := local_words.find(entry.words)) and listing.same(entry, known):
            there += 1
        else:
            entries[words] = entry
    return Brought(tuple(entries.values()), there, tuple(problems))


def _entry(row: list[str]) -> Entry:
    kind, words, becomes = (*row, "", "", "")[:3]
    words, becomes = words.removeprefix("'"), becomes.removeprefix("'")
    label = _LABELS.get(becomes.lower(), becomes.upper())
    kind = kind.lower()
    return Entry(
        words,
        kind,  # type: ignore[arg-type]
        label=label if kind == "always" else None,
        general=becomes if kind == "general" else None,
    )


def keep(brought: Brought, *, by: Staff, now: datetime) -> list[LocalWord]:
    """Put what a file brings on the lists."""
    before = drills.lists_now()
    kept = [local_words.add(entry, by=by, now=now) for entry in brought.entries]
    for entry in brought.entries:
        local_cases.heed(entry)
    drills.lists_changed(before, now=now)
    return kept
