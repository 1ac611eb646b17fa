"""Reading a survey from a YAML file or a frozen copy, with messages an author can act on."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_type_hints

import yaml

from surveys.lexicon import is_ready, languages
from surveys.questionnaire import Questionnaire
from surveys.questions import KINDS, Option, Question
from surveys.translation import read_translations

_KEY = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_TEXTS = ("key", "title", "purpose", "thanks", "language")
_NEEDED = ("key", "title", "purpose", "thanks")
_OPTION_KEYS = ("value", "label", "short")
_AS_WRITTEN = {"text_wording": "text"}


class SurveyProblems(ValueError):
    """What an author has to put right in a survey, one message each."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


def load(path: str | Path) -> Questionnaire:
    """The survey in a YAML file; raises SurveyProblems, or OSError when it cannot be opened."""
    raw = Path(path).read_bytes()
    try:
        return loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise SurveyProblems(
            ["This is not a plain text file. Save it as a text file in UTF-8."]
        ) from problem


def loads(text: str) -> Questionnaire:
    """The survey in YAML text; raises SurveyProblems."""
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        raise SurveyProblems([_where(problem)]) from problem
    survey = from_dict(data)
    if unready := list(_unready(survey)):
        raise SurveyProblems(unready)
    return survey


def _unready(survey: Questionnaire) -> Iterator[str]:
    """A survey is published only in languages whose stop words we know and can say."""
    for code in (survey.language, *(one.language for one in survey.translations)):
        if not is_ready(code):
            ready = ", ".join(f"`{one}`" for one in languages())
            yield (
                f'We cannot text people in "{code}" yet: it has no files of words and sentences. '
                f"The languages we have are {ready}."
            )


def from_dict(data: object) -> Questionnaire:
    """The survey held as plain values, as YAML or `to_dict` gives them; raises SurveyProblems."""
    if not isinstance(data, Mapping):
        raise SurveyProblems(["A survey starts with lines such as `key:`, `title:`, `questions:`."])
    problems = list(_survey_problems(data))
    questions: list[Question] = []
    listed = data.get("questions")
    for number, entry in enumerate(listed if isinstance(listed, list) else [], 1):
        question, faults = _question(entry)
        name = f"Question {number}{_named(entry)}: "
        problems += [name + fault for fault in faults]
        questions += [question] if question else []
    problems += _key_problems(questions)
    translations, faults = read_translations(data.get("translations"), tuple(questions))
    problems += [] if problems else faults
    if problems:
        raise SurveyProblems(problems)
    texts = {name: data[name] for name in _TEXTS if name in data}
    return Questionnaire(questions=tuple(questions), translations=translations, **texts)


def _where(problem: Exception) -> str:
    mark = getattr(problem, "problem_mark", None)
    place = f" near line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    return (
        f"We could not read this as YAML{place}. Look for a missing colon or quote, "
        "or lines that do not line up."
    )


def _survey_problems(data: Mapping[Any, Any]) -> Iterator[str]:
    for name in data:
        if name not in {*_TEXTS, "questions", "translations"}:
            yield (
                f"We do not know `{name}`. A survey has {_list(_TEXTS)}, `questions`, "
                "and `translations`."
            )
    for name in _TEXTS:
        value = data.get(name)
        if name not in data and name not in _NEEDED:
            continue
        if not isinstance(value, str) or not value.strip():
            yield f"The survey needs `{name}`, in words{_quotes(value)}."
    if isinstance(data.get("key"), str) and data["key"] and not _KEY.fullmatch(data["key"]):
        yield f'The survey key "{data["key"]}" may have small letters, digits, - and _ only.'
    if not isinstance(data.get("questions"), list) or not data["questions"]:
        yield "The survey has no questions. List them under `questions:`, each with a dash."


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _quotes(value: object) -> str:
    """A hint for YAML's best-known trap: an unquoted no, yes or number is not words."""
    return "; put quotes round it" if isinstance(value, bool | int | float) else ""


def _named(entry: object) -> str:
    key = entry.get("key") if isinstance(entry, Mapping) else None
    return f" ({key})" if isinstance(key, str) and key else ""


def _key_problems(questions: list[Question]) -> Iterator[str]:
    keys = [question.key for question in questions]
    for number, key in enumerate(keys, 1):
        if key in keys[: number - 1]:
            first = keys.index(key) + 1
            yield f"Question {number} ({key}): question {first} has the same key. Change one."


def _question(entry: object) -> tuple[Question | None, list[str]]:
    if not isinstance(entry, Mapping):
        return None, ["Write it as lines such as `key:`, `kind:` and `wording:`."]
    kind = entry.get("kind")
    chosen = KINDS.get(kind) if isinstance(kind, str) else None
    if chosen is None:
        return None, [f'The kind is "{kind}". Choose one of {_list(tuple(KINDS))}.']
    values, faults = _values(chosen, entry)
    if faults:
        return None, faults
    question = chosen(**values)
    return question, list(question.faults())


def _values(kind: type[Question], entry: Mapping[Any, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields of one question by name, with a message for each that is not as it should be."""
    hints = get_type_hints(kind)
    names = {_AS_WRITTEN.get(field.name, field.name): field.name for field in kind.written()}
    faults = [
        f"We do not know `{name}` here. A {kind.kind} question has {_list(tuple(names))}."
        for name in entry
        if name not in names and name != "kind"
    ]
    faults += [f"It has no `{name}`." for name in ("key", "wording") if not entry.get(name)]
    values: dict[str, Any] = {}
    for written, name in names.items():
        if written not in entry:
            continue
        values[name], fault = _READERS[hints[name]](entry[written])
        faults += [f"`{written}` {fault}"] if fault else []
    key = values.get("key")
    if key and not _KEY.fullmatch(key):
        faults.append(f'The key "{key}" may have small letters, digits, - and _ only.')
    return values, faults


def _words(value: object) -> tuple[str, str]:
    if isinstance(value, str):
        return value, ""
    return "", f"is not in words{_quotes(value)}."


def _words_or_nothing(value: object) -> tuple[str | None, str]:
    return (None, "") if value is None else _words(value)


def _number(value: object) -> tuple[int, str]:
    if isinstance(value, int) and not isinstance(value, bool):
        return value, ""
    return 0, "is a whole number. Write it in digits, without quotes."


def _number_or_nothing(value: object) -> tuple[int | None, str]:
    return (None, "") if value is None else _number(value)


def _yes_or_no(value: object) -> tuple[bool, str]:
    return (value, "") if isinstance(value, bool) else (False, "is `true` or `false`.")


def _labels(value: object) -> tuple[tuple[str, ...], str]:
    if not isinstance(value, list):
        return (), "is a list. Start each line with a dash."
    found = [_words(one) for one in value]
    fault = next((f"item {n} {why}" for n, (_, why) in enumerate(found, 1) if why), "")
    return tuple(words for words, _ in found), fault


def _options(value: object) -> tuple[tuple[Option, ...], str]:
    if not isinstance(value, list):
        return (), "is a list. Start each option with a dash."
    options: list[Option] = []
    for number, entry in enumerate(value, 1):
        option, fault = _option(entry)
        if option is None:
            return (), f"item {number} {fault}"
        options.append(option)
    return tuple(options), ""


def _option(entry: object) -> tuple[Option | None, str]:
    if not isinstance(entry, Mapping):
        return None, "needs a `value:` and a `label:`."
    if unknown := [name for name in entry if name not in _OPTION_KEYS]:
        return (
            None,
            f"has `{unknown[0]}`, which we do not know. An option has {_list(_OPTION_KEYS)}.",
        )
    parts = {name: entry.get(name) for name in _OPTION_KEYS}
    for name in _OPTION_KEYS:
        value = parts[name]
        if not isinstance(value, str) and (name != "short" or value is not None):
            return None, f"needs a `{name}` in words{_quotes(value)}."
    return Option(**parts), ""  # type: ignore[arg-type]


_READERS: dict[Any, Any] = {
    str: _words,
    str | None: _words_or_nothing,
    int: _number,
    int | None: _number_or_nothing,
    bool: _yes_or_no,
    tuple[str, ...]: _labels,
    tuple[Option, ...]: _options,
}
