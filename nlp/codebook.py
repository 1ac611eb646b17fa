"""The codebook: the themes a statement can carry and the words that signal each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp import wordlists
from nlp.problems import Problem, read_yaml

SHIPPED = wordlists.DATA / "codebook.yaml"
_WORDS = ("id", "name", "group", "definition", "include", "exclude")
_NEEDED = ("id", "name", "definition")
_LISTS = ("keywords", "examples", "formerly")


class CodebookProblem(Problem):
    """A codebook cannot be used as it stands; `messages` tell its author what to change."""


@dataclass(frozen=True)
class Code:
    """One theme: what it means, what belongs in it and what does not, and how people say it.

    `formerly` has the ids of codes that were put into this one.
    """

    id: str
    name: str
    group: str
    definition: str
    include: str
    exclude: str
    keywords: tuple[str, ...]
    examples: tuple[str, ...]
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """A version of the codes, in their author's order."""

    version: int
    codes: tuple[Code, ...]

    def find(self, code_id: str) -> Code | None:
        """The code with this id, or None."""
        return next((code for code in self.codes if code.id == code_id), None)


def load(path: Path | str | None = None) -> Codebook:
    """The codebook in a YAML file; without a path, the one that ships with the service.

    Raises CodebookProblem with every message at once when the author has something to change.
    """
    where = Path(path) if path is not None else SHIPPED
    return parse(read_yaml(where, CodebookProblem))


def parse(content: Any) -> Codebook:
    """The codebook in what a YAML file held. Raises CodebookProblem."""
    if not isinstance(content, Mapping) or not isinstance(content.get("codes"), list):
        raise CodebookProblem('A codebook starts with "version:" and then a list called "codes:".')
    version = content.get("version", 1)
    if not isinstance(version, int):
        raise CodebookProblem('"version:" needs a whole number, such as 1.')
    if not content["codes"]:
        raise CodebookProblem("This codebook has no codes yet. Add at least one.")
    problems: list[str] = []
    for place, entry in enumerate(content["codes"], start=1):
        problems += _problems(entry, place)
    problems += _clashes(content["codes"])
    if problems:
        raise CodebookProblem(*problems)
    return Codebook(version, tuple(_code(entry) for entry in content["codes"]))


def _problems(entry: Any, place: int) -> list[str]:
    if not isinstance(entry, Mapping):
        return [f'Code number {place} needs an "id:", a "name:" and a "definition:".']
    known = f'Code "{entry["id"]}"' if entry.get("id") else f"Code number {place}"
    found = [f'{known} has no "{key}:".' for key in _NEEDED if not entry.get(key)]
    for key in _WORDS:
        if entry.get(key) is not None and not isinstance(entry[key], str):
            found.append(f'{known}: put the words after "{key}:" in quotation marks.')
    for key in _LISTS:
        value = entry.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            found.append(f'{known}: "{key}:" needs a list of words or phrases.')
    return found


def advice(codebook: Codebook) -> list[str]:
    """What would make a codebook that can be used a better one, in sentences for its author."""
    return [
        f'Code "{code.id}" has no examples, so it goes by its name and definition. It will be'
        ' given more rightly with two or three under "examples:".'
        for code in codebook.codes
        if not code.examples
    ]


def _clashes(entries: list[Any]) -> list[str]:
    given = (entry.get("id") for entry in entries if isinstance(entry, Mapping))
    ids = Counter(code_id for code_id in given if isinstance(code_id, str))
    return [
        f'The id "{code_id}" is used {count} times. Give each code an id of its own.'
        for code_id, count in ids.items()
        if code_id and count > 1
    ]


def _code(entry: Mapping[str, Any]) -> Code:
    words = {key: str(entry.get(key) or "").strip() for key in _WORDS}
    lists = {key: tuple(item.strip() for item in entry.get(key) or ()) for key in _LISTS}
    return Code(
        **words,
        keywords=lists["keywords"],
        examples=lists["examples"],
        formerly=lists["formerly"],
    )
