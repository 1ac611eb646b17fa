"""Words in other languages that are behind: what they were written for has changed since.

A survey here is what a survey file holds, right or not. Beside the words of a part, `was` has the
text that each was written for, where that text is another one now. What is given is never altered.
"""

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any

from surveys.side_by_side import FIELDS, Definition, Row, groups
from surveys.translation import CHECKED, WAS

Entry = dict[str, Any]


def noted(survey: Definition, key: str | None) -> dict[str, Any]:
    """The survey before a part is changed: its words tell what they were written for.

    The part is the question with this key, or with none the texts of the survey itself.
    """
    changed = deepcopy(dict(survey))
    for code, _, entry in _entries(changed, key):
        now = {row.name: row.original for row in _rows(changed, code, key).values() if row.words}
        _put(entry, {**now, **_was(entry)})
    return changed


def compared(survey: Definition, key: str | None) -> dict[str, Any]:
    """The survey after a part was changed: only words that are behind tell what they were for.

    A language in which some are is no longer checked. A text taken away may come back as another.
    """
    changed = deepcopy(dict(survey))
    for code, ours, entry in _entries(changed, key):
        rows = _rows(changed, code, key)
        gone = {name for name in _was(entry) if name not in rows and name in FIELDS}
        behind = {name for name, row in rows.items() if row.was}
        _put(entry, {n: text for n, text in _was(entry).items() if n in gone | behind})
        if behind:
            ours.pop(CHECKED, None)
    return changed


def looked_at(
    survey: Definition, code: str, key: str | None, names: Collection[str]
) -> dict[str, Any]:
    """The survey with these words of a part taken as right for what it says now."""
    changed = deepcopy(dict(survey))
    for one, _, entry in _entries(changed, key):
        if one == code:
            _put(entry, {name: text for name, text in _was(entry).items() if name not in names})
    return changed


def _entries(survey: Entry, key: str | None) -> Iterator[tuple[str, Entry, Entry]]:
    """For each language its code, all it says, and of that the words of one part."""
    languages = survey.get("translations")
    for code, ours in languages.items() if isinstance(languages, dict) else ():
        if not isinstance(ours, dict):
            continue
        asked = ours.get("questions")
        entry = ours if key is None else asked.get(key) if isinstance(asked, dict) else None
        if isinstance(entry, dict):
            yield code, ours, entry


def _rows(survey: Definition, code: str, key: str | None) -> Mapping[str, Row]:
    part = next((one for one in groups(survey, code) if one.key == key), None)
    return {row.name: row for row in part.rows} if part else {}


def _was(entry: Entry) -> Mapping[str, Any]:
    was = entry.get(WAS)
    return was if isinstance(was, dict) else {}


def _put(entry: Entry, was: Mapping[str, Any]) -> None:
    entry.pop(WAS, None)
    if was:
        entry[WAS] = dict(was)
