"""Words we do not say to people, and where the words people see are kept."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

# Each with what to say instead.
NOT_SAID = {
    "failed": "say what happened and what to do next",
    "failure": "say what happened and what to do next",
    "invalid": "say what is needed",
    "illegal": "say what is needed",
    "must": "say what is needed, or 'need to'",
    "user": "say person, or who it is",
    "users": "say people, or who they are",
    "submit": "say send",
    "homeless people": "say people experiencing homelessness",
    "the homeless": "say people experiencing homelessness",
}
NOT_SAID_PATTERN = re.compile(rf"\b({'|'.join(NOT_SAID)})\b", re.IGNORECASE)
TRANSLATED = re.compile(r"""_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
SPOKEN_ATTRIBUTES = re.compile(r"""\b(?:title|alt|aria-label|placeholder|value)="([^"{]*)\"""")
MARKERS = ("_", "_l", "_n", "gettext", "lazy_gettext", "ngettext", "pgettext")


def not_said(text: str) -> list[str]:
    """The words in a text that we do not say, each with what to say instead."""
    return [
        f"“{word}” in “{' '.join(text.split())[:80]}”: {NOT_SAID[word.lower()]}"
        for word in NOT_SAID_PATTERN.findall(text)
    ]


def in_template(source: str) -> Iterator[str]:
    """What a person can see or hear of a template: text, translated strings, spoken attributes."""
    source = re.sub(r"\{#.*?#\}|<!--.*?-->|<(script|style)\b.*?</\1>", " ", source, flags=re.S)
    for quoted in TRANSLATED.findall(source):
        yield str(ast.literal_eval(quoted))
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", source, flags=re.S)
    yield from SPOKEN_ATTRIBUTES.findall(source)
    yield re.sub(r"<[^>]*>", " ", source)


def in_python(module: ast.Module) -> Iterator[str]:
    """Strings that a module marks as shown to people."""
    calls = (node for node in ast.walk(module) if isinstance(node, ast.Call))
    for call in calls:
        if not (isinstance(call.func, ast.Name) and call.func.id in MARKERS):
            continue
        for argument in call.args:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def in_data(path: Path) -> Iterator[str]:
    """Every string of a wording file in TOML or a survey in YAML."""
    text = path.read_text(encoding="utf-8")
    yield from strings(tomllib.loads(text) if path.suffix == ".toml" else yaml.safe_load(text))


def strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for value in part.values() if isinstance(part, dict) else part:
            yield from strings(value)
