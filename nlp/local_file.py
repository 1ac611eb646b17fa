"""What a place teaches about its own words, as a file that its staff can write (YAML)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nlp import wordlists
from nlp.placeholders import PLACEHOLDERS
from nlp.problems import Problem, read_yaml
from nlp.rules import Local

PARTS = ("always", "never", "general")


class LocalProblem(Problem):
    """A file of local words cannot be used as it stands; `messages` tell what to change."""


def load(path: Path) -> Local:
    """The local words in a YAML file.

    Raises LocalProblem with every message at once when the author has something to change.
    """
    return parse(read_yaml(path, LocalProblem))


def parse(content: Any) -> Local:
    """The local words in what a YAML file held. Raises LocalProblem."""
    if not isinstance(content, Mapping) or not content:
        raise LocalProblem('Local words stand under "always:", "never:" or "general:".')
    problems = [
        f'"{part}:" is not known here. Local words stand under "always:", "never:" or "general:".'
        for part in content
        if part not in PARTS
    ]
    always, never, general = (content.get(part) or {} for part in PARTS)
    problems += _mapping_problems("always", always, 'its label, as in "big dave: PERSON"')
    problems += _mapping_problems("general", general, 'what to say, as in "oak lodge: hostel"')
    problems += _list_problems(never)
    if not problems:
        problems = _label_problems(always) + _bracket_problems(general) + _clashes(content)
    if problems:
        raise LocalProblem(*problems)
    return Local(
        {_folded(words): label.upper() for words, label in always.items()},
        frozenset(map(_folded, never)),
        {_folded(words): " ".join(said.split()) for words, said in general.items()},
    )


def _folded(words: str) -> str:
    return " ".join(wordlists.fold(words).split())


def _mapping_problems(part: str, entries: Any, what: str) -> list[str]:
    if not isinstance(entries, Mapping):
        return [f'Each line under "{part}:" has words, a colon, and {what}.']
    return [
        problem
        for words, said in entries.items()
        for problem in (
            *_words_problems(part, words),
            *([] if _are_words(said) else [f'"{part}:": after "{words}:" write {what}.']),
        )
    ]


def _list_problems(entries: Any) -> list[str]:
    if not entries:
        return []
    if not isinstance(entries, list):
        return ['"never:" needs a list: each line starts with "- ".']
    return [problem for words in entries for problem in _words_problems("never", words)]


def _words_problems(part: str, words: Any) -> list[str]:
    """YAML reads a bare `no` or `12` as something that is not words."""
    return [] if _are_words(words) else [f'"{part}:": put "{words}" in quotation marks.']


def _are_words(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _label_problems(always: Mapping[str, str]) -> list[str]:
    return [
        f'"always:": "{label}" after "{words}" is not a label. '
        f"The labels are {', '.join(PLACEHOLDERS)}."
        for words, label in always.items()
        if label.upper() not in PLACEHOLDERS
    ]


def _bracket_problems(general: Mapping[str, str]) -> list[str]:
    return [
        f'"general:": write what stands for "{words}" without brackets. They are put round it.'
        for words, said in general.items()
        if "[" in said or "]" in said
    ]


def _clashes(content: Mapping[str, Any]) -> list[str]:
    under: dict[str, list[str]] = {}
    for part in PARTS:
        for words in content.get(part) or ():
            under.setdefault(_folded(words), []).append(part)
    return [
        f'"{words}" stands twice, under "{parts[0]}:" and "{parts[1]}:". Take one out.'
        for words, parts in under.items()
        if len(parts) > 1
    ]
