"""The languages of a form, which XLSForm writes into its columns: `label::Polish (pl)`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from surveys.lexicon import DEFAULT_LANGUAGE

NO_LANGUAGE = "default"
"""What pyxform calls the language of a column that names none."""
_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")


@dataclass(frozen=True)
class Languages:
    """The languages of one form: our code of each by the name its columns have for it.

    `main` is the code of the language it was written in, `own` what the form calls it, and
    `is_told` whether we know that name.
    `unknown` are the names that we cannot place.
    """

    main: str
    codes: Mapping[str, str]
    own: str = NO_LANGUAGE
    is_told: bool = True
    unknown: tuple[str, ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """The codes of the languages it is translated into."""
        return tuple(dict.fromkeys(code for code in self.codes.values() if code != self.main))


def languages_of(names: Sequence[str], default: str) -> Languages:
    """The languages of a form, given the names in its columns and its default language."""
    named = [one for one in names if one != NO_LANGUAGE]
    own = default
    if default == NO_LANGUAGE and named and NO_LANGUAGE not in names:
        own = named[0]
    told = code_of(own)
    main = told or DEFAULT_LANGUAGE
    placed = {name: code_of(name) for name in named}
    codes = {name: code for name, code in placed.items() if code}
    unknown = tuple(name for name, code in placed.items() if code is None and name != own)
    return Languages(main, {**codes, own: main, NO_LANGUAGE: main}, own, told is not None, unknown)


def code_of(name: str) -> str | None:
    """Our code for a language as a form names it, "Polish (pl)" or "polski"; None when unknown."""
    bracketed = _IN_BRACKETS.search(name)
    if bracketed and _CODE.fullmatch(bracketed[1].strip()):
        return _tidy(bracketed[1].strip())
    plain = _IN_BRACKETS.sub("", name).strip()
    if _CODE.fullmatch(plain) and plain.lower() in _names():
        return plain.lower()
    return next((code for code, known in _names().items() if plain.lower() in known), None)


def _tidy(code: str) -> str:
    first, *rest = code.split("-")
    return "-".join([first.lower(), *rest])


def column_name(code: str) -> str:
    """How a form's columns name a language: "Polish (pl)"."""
    known = _names().get(code, (code,))
    return f"{known[0].capitalize()} ({code})"


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Sequence[str]]:
    written = (files("surveys") / "data" / "language_names.toml").read_text(encoding="utf-8")
    return {code: tuple(names) for code, names in tomllib.loads(written).items()}
