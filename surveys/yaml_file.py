"""Writing a survey as a YAML file that a person can read and edit."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.loading import NAMES, SurveyProblems, bank, from_dict
from surveys.questionnaire import Questionnaire
from surveys.questions import Question

FIELDS = (
    *("key", "kind", "about", "wording", "hint", "text", "easy", "easy_hint", "picture", "body"),
    *("options", "low", "high", "low_label", "high_label", "labels", "faces", "unit"),
    *("when", "limit", "optional", "show_when"),
)
"""The fields of a question in the order that a person reads them."""
_TOGETHER = frozenset({"value", "question", "not"})
"""What a choice or a condition has, which is read in one go."""
_ON_LINES_OF_THEIR_OWN = frozenset({"kind"})
_UNSEEN = re.compile(r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_WIDTH = 98
_ON_ONE_LINE = 88


def dump(questionnaire: Questionnaire) -> str:
    """The survey as YAML text; `loading.loads` gives it back the same."""
    survey = questionnaire.original or questionnaire
    plain = survey.to_dict()
    short = _with_usual_names(survey, plain)
    try:
        written = short if from_dict(short) == survey else plain
    except SurveyProblems:
        written = plain
    return as_yaml(written)


def as_yaml(definition: Mapping[str, Any]) -> str:
    """The YAML text of a survey held as plain values, which may not be whole yet."""
    heads = {name: definition[name] for name in NAMES if name in definition}
    if heads.get("language") == DEFAULT_LANGUAGE:
        del heads["language"]
    return yaml.dump(
        _laid_out(heads), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH
    )


def _with_usual_names(survey: Questionnaire, plain: Mapping[str, Any]) -> dict[str, Any]:
    """The survey with each usual equality question by its name, without the words that brings."""
    usual = {one.key for one in survey.about_you if one == _usual(one.key)}
    if not usual:
        return dict(plain)
    about_you = [one["key"] if one["key"] in usual else one for one in plain["about_you"]]
    translations = {
        code: {**words, "questions": _without_usual(words["questions"], usual, code)}
        for code, words in plain.get("translations", {}).items()
    }
    more = {"translations": translations} if translations else {}
    return {**plain, "about_you": about_you, **more}


def _without_usual(words: Mapping[str, Any], usual: set[str], code: str) -> dict[str, Any]:
    ours = {key: bank()[key].get("translations", {}).get(code) for key in usual}
    return {key: said for key, said in words.items() if key not in usual or ours[key] != said}


@lru_cache(maxsize=64)
def _usual(key: str) -> Question | None:
    if key not in bank():
        return None
    only = {"key": "x", "kind": "free_text", "wording": "x"}
    heads = {"key": "x", "title": "x", "purpose": "x", "thanks": "x"}
    return from_dict({**heads, "questions": [only], "about_you": [key]}).about_you[0]


class _Dumper(yaml.SafeDumper):
    """Writes a value as often as it comes, and lists a step in from what they are a list of."""

    def ignore_aliases(self, data: Any) -> bool:
        """Nothing refers to another place in the file."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """A dash stands two spaces in from the name of its list."""
        super().increase_indent(flow, False)


class _OnOneLine(dict[str, Any]):
    """A mapping that is written on one line: {value: wirral, label: Wirral}."""


class _ListOnOneLine(list[Any]):
    """A list that is written on one line: [Not at all, In between, Very]."""


class _Words(str):
    """Words long enough to be written as a block of their own."""


class _Quoted(str):
    """Words with characters in them that nobody sees, which are spelled out."""


def _write_on_one_line(dumper: yaml.SafeDumper, data: Mapping[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)


def _write_list(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)


def _write_quoted(dumper: yaml.SafeDumper, data: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(data), style='"')


def _write_words(dumper: yaml.SafeDumper, data: str) -> yaml.Node:
    style = "|" if "\n" in data else ">"
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(data), style=style)


_Dumper.add_representer(_OnOneLine, _write_on_one_line)
_Dumper.add_representer(_ListOnOneLine, _write_list)
_Dumper.add_representer(_Words, _write_words)
_Dumper.add_representer(_Quoted, _write_quoted)


def _laid_out(value: Any) -> Any:
    """Plain values in order, each in the shape that is easy to read."""
    if isinstance(value, str):
        return _laid_out_words(value)
    if isinstance(value, list):
        listed = [_laid_out(one) for one in value]
        is_short = all(isinstance(one, str) for one in value) and len(str(value)) < _ON_ONE_LINE
        return _ListOnOneLine(listed) if is_short else listed
    if not isinstance(value, Mapping):
        return value
    laid_out = {_spelled_out(name): _laid_out(value[name]) for name in _in_order(value)}
    is_short = len(str(value)) < _ON_ONE_LINE and not _ON_LINES_OF_THEIR_OWN & set(value)
    return _OnOneLine(laid_out) if is_short and set(value) & _TOGETHER else laid_out


def _in_order(value: Mapping[str, Any]) -> list[str]:
    """The names of a mapping: those of a question as a person reads them, then all the rest."""
    if "kind" not in value:
        return list(value)
    known = [name for name in FIELDS if name in value]
    return [*known, *(name for name in value if name not in FIELDS)]


def _laid_out_words(words: str) -> str:
    is_block = len(words) > _ON_ONE_LINE or "\n" in words
    return _spelled_out(words) if _UNSEEN.search(words) or not is_block else _Words(words)


def _spelled_out(words: str) -> str:
    return _Quoted(words) if _UNSEEN.search(words) else words
