"""Pretend translations, whole and quick to tell from English, for tests of pages in languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from engage.web.catalogues import CHECKED, PUBLIC, ids
from tests.guards.catalogues import FOLDER, PLURALS, parsed, plain

FILLED = re.compile(r"(%\(\w+\)[sd]|%%|\$\{[^}]*\})")
FIRST_LETTERS = {"ar": 0x0627, "fa": 0x0627, "pl": 0x0100, "uk": 0x0430}
"""Where a language's pretend alphabet begins: each English letter has one in its place."""
SAID_ALOUD = ("aria-label", "alt", "title", "placeholder")
VOID = frozenset({"input", "meta", "link", "br", "img", "hr", "path"})


@cache
def public() -> Catalog:
    """Every sentence that anyone can see; `./run check` holds the file to the code."""
    with (FOLDER / f"{PUBLIC}.pot").open("rb") as file:
        return read_po(file)


def pretend(words: str, code: str) -> str:
    """A sentence in a pretend language: the same shape, no letter of it English."""
    first = FIRST_LETTERS[code]

    def letters(part: str) -> str:
        return re.sub("[A-Za-z]", lambda one: chr(first + ord(one.group().lower()) - 97), part)

    parts = FILLED.split(words)
    return "".join(part if FILLED.fullmatch(part) else letters(part) for part in parts)


def catalogue(code: str, *, checked: str = "no", leave_out: str = "", only: str = "") -> str:
    """The text of a catalogue that says everything there is to say, but for what is left out."""
    head = f'msgid ""\nmsgstr ""\n"Plural-Forms: {PLURALS[code]}\\n"\n"{CHECKED}: {checked}\\n"\n\n'
    fresh: Catalog = parsed(code, head)
    for one in public():
        if not one.id or leave_out in ids(one) or (only and only not in ids(one)):
            continue
        said = pretend(ids(one)[-1], code)
        fresh.add(one.id, (said,) * fresh.num_plurals if one.pluralizable else said)
    return head + plain(fresh)


def translations(folder: Path, **catalogues: str) -> str:
    """A folder of translators' files with these catalogues, as an app is told of it."""
    folder.mkdir(exist_ok=True)
    (folder / f"{PUBLIC}.pot").write_text(plain(public()), encoding="utf-8")
    for code, text in catalogues.items():
        place = folder / code / "LC_MESSAGES"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{PUBLIC}.po").write_text(text, encoding="utf-8")
    return str(folder)


def survey_words(definition: Mapping[str, Any], code: str) -> dict[str, Any]:
    """A whole pretend translation of a survey, as its file has it under `translations`."""
    asked = {one["key"]: _question_words(one, code) for one in definition["questions"]}
    texts = {name: pretend(definition[name], code) for name in ("title", "purpose", "thanks")}
    return {**texts, "questions": asked}


def _question_words(question: Mapping[str, Any], code: str) -> dict[str, Any]:
    names = ("wording", "hint", "body", "easy", "easy_hint", "low_label", "high_label", "unit")
    said: dict[str, Any] = {
        name: pretend(question[name], code) for name in names if name in question
    }
    if "labels" in question:
        said["labels"] = [pretend(one, code) for one in question["labels"]]
    if "options" in question:
        said["options"] = {one["value"]: pretend(one["label"], code) for one in question["options"]}
    return said


class Page(HTMLParser):
    """A page's language and direction, and all that it says in that language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lang = self.dir = ""
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang, self.dir = given.get("lang", ""), given.get("dir", "")
        own = given.get("lang", self.lang) == self.lang
        own = own and tag not in ("script", "style") and self._is_own
        if own:
            self.said += [given[name] for name in SAID_ALOUD if given.get(name)]
        if tag not in VOID:
            self._open.append((tag, own))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._is_own and data.strip():
            self.said.append(" ".join(data.split()))

    @property
    def _is_own(self) -> bool:
        return all(own for _, own in self._open)


def english_on(page: Page, *names: str) -> list[str]:
    """What a page says in English letters in spite of its language, but for names."""
    known = re.compile("|".join(map(re.escape, names)) or "$^")
    return [one for one in page.said if re.search("[A-Za-z]", known.sub("", one))]
