"""Giving a question or an answer another name, wherever a survey that is written names it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from surveys.conditions import PARTS
from surveys.translation import WAS

Leaf = Callable[[dict[str, Any]], dict[str, Any]]


def key_renamed(survey: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    """The survey with another key for one question: conditions and words follow it."""

    def leaf(condition: dict[str, Any]) -> dict[str, Any]:
        named = condition.get("question") == old
        return {**condition, "question": new} if named else condition

    pipe = re.compile(r"\$\{" + re.escape(old) + r"(?=[|}])")
    renamed = _piped(dict(survey), lambda text: pipe.sub("${" + new, text))
    questions = [{**one, "key": new} if one["key"] == old else one for one in renamed["questions"]]
    return _words_renamed(_with_conditions({**renamed, "questions": questions}, leaf), old, new)


def values_renamed(survey: Mapping[str, Any], key: str, names: Mapping[str, str]) -> dict[str, Any]:
    """The survey with new values, by the old ones, wherever it names answers of a question.

    The question itself has them already.
    """

    def leaf(condition: dict[str, Any]) -> dict[str, Any]:
        if condition.get("question") != key:
            return condition
        tests = {"is", "has"} & condition.keys()
        return condition | {name: _swapped(condition[name], names) for name in tests}

    renamed = _with_conditions(survey, leaf)
    for words in (renamed.get("translations") or {}).values():
        asked = words.get("questions") if isinstance(words, dict) else None
        entry = asked.get(key) if isinstance(asked, dict) else None
        options = entry.get("options") if isinstance(entry, dict) else None
        if isinstance(entry, dict) and isinstance(options, dict):
            entry["options"] = {_swapped(v, names): label for v, label in options.items()}
        was = entry.get(WAS) if isinstance(entry, dict) else None
        if isinstance(entry, dict) and isinstance(was, dict):
            rows = {f"options.{old}": f"options.{new}" for old, new in names.items()}
            entry[WAS] = {_swapped(name, rows): text for name, text in was.items()}
    return renamed


def _swapped(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_swapped(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value


def _with_conditions(survey: Mapping[str, Any], leaf: Leaf) -> dict[str, Any]:
    lists = {n: survey[n] for n in ("questions", "about_you") if isinstance(survey.get(n), list)}
    changed = {n: [_with_condition(one, leaf) for one in listed] for n, listed in lists.items()}
    return {**survey, **changed}


def _with_condition(question: Any, leaf: Leaf) -> Any:
    if not isinstance(question, dict) or "show_when" not in question:
        return question
    return {**question, "show_when": _walked(question["show_when"], leaf)}


def _walked(condition: Any, leaf: Leaf) -> Any:
    if isinstance(condition, list):
        return [_walked(one, leaf) for one in condition]
    if not isinstance(condition, dict):
        return condition
    inner = {name: _walked(condition[name], leaf) for name in PARTS if name in condition}
    return leaf(condition | inner)


def _piped(part: Any, swap: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return swap(part)
    if isinstance(part, list):
        return [_piped(one, swap) for one in part]
    if isinstance(part, dict):
        return {name: _piped(one, swap) for name, one in part.items()}
    return part


def _words_renamed(survey: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    for words in (survey.get("translations") or {}).values():
        asked = words.get("questions") if isinstance(words, dict) else None
        if isinstance(words, dict) and isinstance(asked, dict):
            words["questions"] = {new if key == old else key: one for key, one in asked.items()}
    return survey
