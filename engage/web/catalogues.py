"""The wording of public pages in other languages, read from the files that translators write.

Nothing compiled is kept: each process reads the .po files themselves, so none can be stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import flask_babel
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import current_app

PUBLIC = "messages"
STAFF = "staff"
CHECKED = "X-Checked-By-Native-Speaker"
_CHECKED_BY = re.compile(rf'^"{CHECKED}: *(.*?) *\\n"$', re.MULTILINE)
_FILLED = re.compile(r"%\((\w+)\)[sd]")
_UNSAFE = re.compile(r'[<>"]')


@dataclass(frozen=True)
class Catalogue:
    """One language's wording; `is_whole` when nothing that a public page can show is missing."""

    words: Translations
    is_whole: bool
    is_checked: bool

    def says(self, sentence: str) -> str | None:
        """A sentence in this language; None when nobody has translated it."""
        said = str(self.words.gettext(sentence))
        return said if said != sentence else None


class _Wording(flask_babel.Domain):
    """The words of the language a page is in; English is what the code says itself."""

    def get_translations(self) -> NullTranslations:
        locale = flask_babel.get_locale()
        found = here().get(locale.language) if locale else None
        return found.words if found else NullTranslations()


class _Babel(flask_babel.Babel):
    domain_instance = _Wording()


babel = _Babel()


def N_(sentence: str) -> str:
    """Mark a sentence for translators that is said later."""
    return sentence


def here() -> Mapping[str, Catalogue]:
    """The catalogues of the running app, by the code of the language."""
    return read(current_app.config["BABEL_TRANSLATION_DIRECTORIES"])


@cache
def read(folder: str) -> Mapping[str, Catalogue]:
    """Every catalogue in a folder, held against what public pages say in English."""
    with (Path(folder) / f"{PUBLIC}.pot").open("rb") as file:
        template = read_po(file)
    paths = sorted(Path(folder).glob(f"*/LC_MESSAGES/{PUBLIC}.po"))
    return {path.parents[1].name: _read(path, template) for path in paths}


def _read(path: Path, template: Catalog) -> Catalogue:
    text = path.read_bytes()
    catalogue = read_po(BytesIO(text), locale=path.parents[1].name)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    words = Translations(compiled, PUBLIC)
    return Catalogue(words, not any(missing(catalogue, template)), is_checked(text.decode()))


def is_checked(text: str) -> bool:
    """Whether the head of a catalogue names a native speaker who has checked it."""
    found = _CHECKED_BY.search(text)
    return found is not None and found.group(1) not in ("", "no")


def missing(catalogue: Catalog, template: Catalog) -> Iterator[Message]:
    """What a catalogue does not say, or not in a way that can be shown."""
    for wanted in template:
        message = catalogue.get(wanted.id)
        if wanted.id and not (message and is_said(message, catalogue, wanted)):
            yield wanted


def is_said(message: Message, catalogue: Catalog, wanted: Message) -> bool:
    """Whether each form of a sentence is there, fit to be shown, and no mere guess."""
    same = ids(message) == ids(wanted)
    return same and all(forms(message)) and not message.fuzzy and not faults(message, catalogue)


def faults(message: Message, catalogue: Catalog) -> list[str]:
    """What is wrong with a translation: it is put into pages as it is, and filled as English is."""
    said = " ".join(forms(message))
    known = set(_FILLED.findall(" ".join(ids(message)))) | {"num"}
    found = [f"{name} is not in the English" for name in _FILLED.findall(said) if name not in known]
    if message.pluralizable and len(forms(message)) != catalogue.num_plurals:
        found.append(f"{catalogue.num_plurals} forms are needed")
    if "%" in _FILLED.sub("", said).replace("%%", "" if message.python_format else "%"):
        found.append("a % stands where nothing is filled in")
    if _UNSAFE.search(said):
        found.append('<, > and " may not stand in a page as they are')
    return found


def ids(message: Message) -> tuple[str, ...]:
    """What a message says in English, in one form or in two."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms(message: Message) -> tuple[str, ...]:
    """What a translation says, in as many forms as it has; one that is empty says nothing."""
    said = message.string
    return tuple(said) if isinstance(said, list | tuple) else (said or "",)
