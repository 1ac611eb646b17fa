"""A row's words as the fields of a question, in each language that it is written in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.checking import PIPED
from surveys.xlsform.choices import Choice, Choices
from surveys.xlsform.context import Context, ours
from surveys.xlsform.exact import plain, read_copy
from surveys.xlsform.kinds import Kind
from surveys.xlsform.row_types import built_in_hint
from surveys.xlsform.words import heading_and_body

PHRASES = ("text", "easy", "easy_hint", "low_label", "high_label", "unit")
"""The words that XLSForm has no column for."""
PICKED = frozenset({"pick_one", "pick_several"})
"""The kinds whose options have words of their own."""
_ORDER = ("wording", "hint", "text", "easy", "easy_hint", "body", "low_label", "high_label", "unit")


@dataclass
class Words:
    """The words of one question: each field's by language, and its options' or points'."""

    phrases: dict[str, dict[str, str]] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)

    def of(self, language: str) -> dict[str, Any]:
        """All of the words in one language, as a survey file writes them."""
        found: dict[str, Any] = {
            name: self.phrases[name][language]
            for name in _ORDER
            if self.phrases.get(name, {}).get(language)
        }
        for name, kept in (("options", self.options), ("labels", self.labels)):
            if kept.get(language):
                found[name] = kept[language]
        return found


def words_of(row: Mapping[str, Any], kind: Kind, context: Context, *, is_own: bool) -> Words:
    """The words of a row that is a question of this kind."""
    words = Words()
    label = context.written(row.get("label"), row, is_own=is_own)
    page = _page(label, is_own=is_own) if kind.name == "information" else {"wording": label}
    words.phrases |= {name: context.carried(found, row) for name, found in page.items()}
    words.phrases["hint"] = context.words(row.get("hint") or built_in_hint(row), row, is_own=is_own)
    for name in (*PHRASES, "body"):
        if written := context.words(ours(row).get(name), row, is_own=True):
            words.phrases[name] = words.phrases.get(name, {}) | written
    for name, given in kind.phrases.items():
        words.phrases[name] = dict(given) | words.phrases.get(name, {})
    codes = (context.languages.main, *context.languages.others)
    if kind.name == "scale":
        words.labels = {code: _points(kind, code) for code in codes}
    elif kind.choices and kind.name in PICKED:
        words.options = {code: _labels(kind.choices, code) for code in codes}
    _take_exact(words, row, context, is_page=kind.name == "information")
    return words


def _page(label: Mapping[str, str], *, is_own: bool) -> dict[str, dict[str, str]]:
    """A note's words as a heading and a body; a page of ours has a blank line between them."""
    parts = {
        code: tuple(text.split("\n\n", 1)) if is_own else heading_and_body(text)
        for code, text in label.items()
    }
    return {
        "wording": {code: one[0].strip() for code, one in parts.items()},
        "body": {code: one[1].strip() for code, one in parts.items() if one[1:] and one[1].strip()},
    }


def as_heading(text: str) -> str:
    """Words with no blank line between them, which would end a heading."""
    return re.sub(r"\n\s*\n", "\n", text)


def _labels(choices: Choices, code: str) -> dict[str, str]:
    found = {one.value: exact_label(one, code) for one in choices.listed}
    return {value: label for value, label in found.items() if label}


def _points(kind: Kind, code: str) -> list[str]:
    """The words of a scale's points, without those missing at the end: there may be too few."""
    listed = kind.choices.listed if kind.choices else ()
    kept = [exact_label(one, code) for one in listed] or list(kind.labels.get(code, ()))
    while kept and not kept[-1]:
        kept.pop()
    return kept


def exact_label(choice: Choice, code: str) -> str:
    """A choice's label exactly as it was written."""
    return exactly(choice, f"label::{code}", choice.label(code))


def exactly(choice: Choice, name: str, cell: str) -> str:
    """What a choice has in a cell, exactly as it was written."""
    exact = read_copy(choice.written.get("engage_exact")).get(name)
    return exact if isinstance(exact, str) and plain(exact) == cell else cell


def _take_exact(words: Words, row: Mapping[str, Any], context: Context, *, is_page: bool) -> None:
    """Put exact copies in the place of words that a cell could not hold just as they are."""
    for name, exact in read_copy(ours(row).get("exact")).items():
        phrase, _, code = name.partition("::")
        if phrase == "labels" and isinstance(exact, list):
            _take_labels(words, code, [str(one) for one in exact])
        elif phrase in _ORDER and isinstance(exact, str):
            kept = words.phrases.setdefault(phrase, {})
            shown = context.comparable(exact) if phrase in PIPED else plain(exact)
            tidy = as_heading if is_page and phrase == "wording" else str
            if tidy(shown) == tidy(kept.get(code, "")):
                kept[code] = exact


def _take_labels(words: Words, code: str, exact: list[str]) -> None:
    """A list of labels is not as long as there are points, or says nothing at its end."""
    shown = words.labels.get(code, [])
    if [plain(one) for one in exact][: len(shown)] == [plain(one) for one in shown]:
        words.labels[code] = exact
