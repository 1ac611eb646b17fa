"""What is known of a form while its rows are read, from the first to the last."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.keys import LONGEST_KEY, is_key
from surveys.kinds.about_you import ABOUT_YOU
from surveys.xlsform.exact import plain
from surveys.xlsform.languages import Languages
from surveys.xlsform.notes import RENAMED, STYLED, Notes
from surveys.xlsform.pipes import Pipes
from surveys.xlsform.relevance import Sources
from surveys.xlsform.words import said, unstyled
from surveys.xlsform.workbook import ROW

OURS = "engage"
"""The first word of the columns that hold what XLSForm has no column for."""
_PIPE = re.compile(r"\$\{([a-z][a-z0-9_-]*)(?:\|([^{}]*))?\}")
_GENERATED = re.compile(r"generated_(?:note_name|table_list_label)_(\d+)")
NOT_PUT_IN = frozenset({"free_text", "information"})
"""The kinds whose answers do not go into other words."""


@dataclass
class Context:
    """The form so far: its languages, its lists, the questions taken over and the notes on it."""

    languages: Languages
    lists: Mapping[str, Sequence[Mapping[str, Any]]]
    pipes: Pipes
    notes: Notes = field(default_factory=Notes)
    sources: Sources = field(default_factory=Sources)
    keys: set[str] = field(default_factory=lambda: {ABOUT_YOU})

    def key_for(self, row: Mapping[str, Any]) -> str:
        """A key of our own for a row, as near to its name as may be."""
        name = str(row.get("name"))
        generated = _GENERATED.fullmatch(name)
        first = f"note_{generated[1]}" if generated else _as_key(str(ours(row).get("key") or name))
        tried, number = first, 1
        while tried in self.keys:
            number += 1
            tried = f"{first}_{number}"
        self.keys.add(tried)
        if tried != name and not generated and "key" not in ours(row):
            self.notes.gather(row_of(row), f"{name} → {tried}", RENAMED)
        return tried

    def words(self, given: object, row: Mapping[str, Any], *, is_own: bool) -> dict[str, str]:
        """Some words of a question by language, with answers put in as we write it."""
        return self.carried(self.written(given, row, is_own=is_own), row)

    def written(self, given: object, row: Mapping[str, Any], *, is_own: bool) -> dict[str, str]:
        """Some words of a question by language, without styling where we did not write them."""
        found = said(given, self.languages)
        if is_own:
            return found
        plain_words = {code: unstyled(text) for code, text in found.items()}
        if plain_words != found:
            self.notes.gather(row_of(row), str(row.get("name")), STYLED)
        return plain_words

    def carried(self, found: Mapping[str, str], row: Mapping[str, Any]) -> dict[str, str]:
        """Words by language with answers put in as we write it."""

        def noted(what: str, instead: str) -> None:
            self.notes.add(row_of(row), str(row.get("name")), what, instead)

        return {
            code: self.pipes.carried(text, code, self.sources, noted)
            for code, text in found.items()
        }

    def comparable(self, exact: str) -> str:
        """Exact words as they come out of a cell, to tell whether the cell still says them."""

        def put_in(pipe: str) -> str | None:
            found = _PIPE.fullmatch(pipe)
            if found is None or not self._may_be_put_in(found[1]):
                return None
            return f"${{{found[1]}|{plain(found[2] or '')}}}"

        return plain(exact, put_in)

    def _may_be_put_in(self, key: str) -> bool:
        sources = self.sources.known.values()
        return any(one.key == key and one.kind not in NOT_PUT_IN for one in sources)


def row_of(row: Mapping[str, Any]) -> int | None:
    """The number of a row in its sheet; None for one that pyxform added."""
    number = str(row.get(ROW, ""))
    return int(number) if number.isdecimal() else None


def ours(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a row has in our own columns."""
    found = row.get(OURS)
    return found if isinstance(found, Mapping) else {}


def _as_key(name: str) -> str:
    if is_key(name):
        return name
    plain_letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    tidy = re.sub(r"[^a-z0-9_-]+", "_", plain_letters)
    return (tidy if tidy[:1].isalpha() else f"q_{tidy.strip('_')}")[:LONGEST_KEY]
