"""Reading a survey from a YAML file or a frozen copy, with messages an author can act on."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_type_hints

import yaml

from surveys import conditions, plain_yaml, routing
from surveys.checking import survey_problems
from surveys.conditions import Condition
from surveys.keys import LONGEST_KEY, is_key
from surveys.lexicon import DEFAULT_LANGUAGE, is_ready, languages
from surveys.problems import Problem, SurveyProblems
from surveys.questionnaire import Questionnaire
from surveys.questions import KINDS, Consent, Option, Question
from surveys.translation import read_translations

__all__ = ["Problem", "SurveyProblems", "bank", "from_dict", "load", "loads"]

_TEXTS = ("key", "title", "purpose", "thanks", "language")
NAMES = (*_TEXTS, "questions", "about_you", "translations")
"""What a survey has."""
_NEEDED = ("key", "title", "purpose", "thanks")
OPTION_NAMES = ("value", "label", "short", "picture")
_OPTION_MAY_LACK = ("short", "picture")
_AS_WRITTEN = {"text_wording": "text"}
_MOST_DEEP = 60
_KEY_RULE = f"has small letters, digits, - and _ only, and {LONGEST_KEY} at most."
MOST_QUESTIONS = 300
"""More than anybody answers, and as many as we can tell all the ways through of."""
_NOT_READ = (
    *(yaml.YAMLError, ValueError, RecursionError),
    *(LookupError, AttributeError, ArithmeticError, TypeError),
)
"""What reading YAML raises; the second line is of values that are not of the kind they claim."""
_NEVER_ASKED = "No answers lead to this question, so nobody is ever asked it. Choose when again."


def load(path: str | Path) -> Questionnaire:
    """The survey in a YAML file; raises SurveyProblems, or OSError when it cannot be opened."""
    raw = Path(path).read_bytes()
    try:
        return loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise SurveyProblems(
            [Problem("This is not a plain text file. Save it as a text file in UTF-8.")]
        ) from problem


def loads(text: str) -> Questionnaire:
    """The survey in YAML text; raises SurveyProblems."""
    survey = from_dict(parsed(text))
    if left := list(unready(survey)):
        raise SurveyProblems(left)
    return survey


def parsed(text: str) -> object:
    """What YAML text holds; raises SurveyProblems.

    A part that stands for another is refused, since a few lines of them can stand for millions,
    and so are lists many deep, which take hours to read.
    """
    try:
        refused = next(_refused(text), None)
        data = None if refused else plain_yaml.read(text)
    except _NOT_READ as problem:
        raise SurveyProblems([Problem(_where(problem))]) from problem
    if refused:
        raise SurveyProblems([Problem(refused)])
    return data


def _refused(text: str) -> Iterator[str]:
    depth = 0
    for event in plain_yaml.events(text):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            yield "This file has parts that stand for others, with & and *. Write them out."
        if depth > _MOST_DEEP:
            yield "This file has lists inside lists, too many deep. Write it more simply."


def unready(survey: Questionnaire) -> Iterator[Problem]:
    """What of a survey that can be loaded is to be put right before people are asked it."""
    yield from _unready_languages(survey)
    yield from _never_asked(survey)


def _never_asked(survey: Questionnaire) -> Iterator[Problem]:
    """A question that no answers lead to; what hangs on one is not told of as well."""
    asked = (*survey.questions, *survey.about_you)
    never: set[str] = set()
    for place, question in enumerate(asked):
        if routing.is_ever_asked(question, asked[:place]):
            continue
        if not never & {leaf.question for leaf in routing.leaves_of([question])}:
            yield Problem(_NEVER_ASKED, question.key, place + 1, "show_when")
        never.add(question.key)


def _unready_languages(survey: Questionnaire) -> Iterator[Problem]:
    """A survey is published only in languages whose stop words we know and can say."""
    ready = ", ".join(f"`{one}`" for one in languages())
    message = (
        'We cannot text people in "{code}" yet: it has no files of words and sentences. '
        f"The languages we have are {ready}."
    )
    if not is_ready(survey.language):
        yield Problem(message.format(code=survey.language), field="language")
    for code in (one.language for one in survey.translations):
        if not is_ready(code):
            yield Problem(message.format(code=code), language=code)


def from_dict(data: object) -> Questionnaire:
    """The survey held as plain values, as YAML or `to_dict` gives them; raises SurveyProblems."""
    if not isinstance(data, Mapping):
        start = "A survey starts with lines such as `key:`, `title:`, `questions:`."
        raise SurveyProblems([Problem(start)])
    problems = [Problem(message, field=name) for name, message in _survey_problems(data)]
    questions, wrong = _questions(data.get("questions"), start=1)
    about_you, wrong_there = _questions(_from_bank(data.get("about_you")), len(questions) + 1)
    problems += [*wrong, *wrong_there]
    problems += survey_problems(questions, about_you)
    words = _with_bank_words(data.get("translations"), data.get("about_you"))
    translations, faults = read_translations(words, (*questions, *about_you))
    problems += [] if problems else faults
    problems += [
        Problem("The survey is written in this language. Take the translation out.", language=code)
        for code in (one.language for one in translations)
        if code == data.get("language", DEFAULT_LANGUAGE)
    ]
    if problems:
        raise SurveyProblems(problems)
    texts = {name: data[name] for name in _TEXTS if name in data}
    names_area = any(one.about == "borough" for one in questions)
    return Questionnaire(
        questions=tuple(
            replace(one, names_area=names_area) if isinstance(one, Consent) else one
            for one in questions
        ),
        about_you=tuple(about_you),
        translations=translations,
        **texts,
    )


def _questions(listed: object, start: int) -> tuple[list[Question], list[Problem]]:
    questions: list[Question] = []
    problems: list[Problem] = []
    for number, entry in enumerate(listed if isinstance(listed, list) else [], start):
        question, faults = _question(entry)
        key = _key_of(entry)
        problems += [Problem(message, key, number, field) for field, message in faults]
        questions += [question] if question else []
    return questions, problems


@lru_cache(maxsize=1)
def bank() -> Mapping[str, Mapping[str, Any]]:
    """The usual equality questions by name, each as a survey file writes it, with translations."""
    written = (files("surveys") / "data" / "about_you.yaml").read_text("utf-8")
    return dict(plain_yaml.read(written) or {})


def _from_bank(listed: object) -> object:
    """The equality questions written out, where a name alone stands for the usual one."""
    if not isinstance(listed, list):
        return listed
    return [
        {"key": one, **{k: v for k, v in bank()[one].items() if k != "translations"}}
        if isinstance(one, str)
        else one
        for one in listed
        if not isinstance(one, str) or one in bank()
    ]


def _with_bank_words(translations: object, about_you: object) -> object:
    """The translations of a survey, with those of the usual questions where it has none."""
    if not isinstance(translations, Mapping) or not isinstance(about_you, list):
        return translations
    named = [one for one in about_you if isinstance(one, str) and one in bank()]
    return {code: _with_words(str(code), words, named) for code, words in translations.items()}


def _with_words(code: str, words: object, named: list[str]) -> object:
    if not isinstance(words, Mapping) or not isinstance(words.get("questions") or {}, Mapping):
        return words
    ours = {one: bank()[one].get("translations", {}).get(code) for one in named}
    kept = {one: given for one, given in ours.items() if given}
    return {**words, "questions": {**kept, **(words.get("questions") or {})}}


def _where(problem: Exception) -> str:
    mark = getattr(problem, "problem_mark", None)
    place = f" near line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    return (
        f"We could not read this as YAML{place}. Look for a missing colon or quote, "
        "or lines that do not line up."
    )


def _survey_problems(data: Mapping[Any, Any]) -> Iterator[tuple[str | None, str]]:
    for name in data:
        if name not in NAMES:
            yield (
                None,
                f"We do not know `{name}`. A survey has {_list(_TEXTS)}, `questions`, "
                "`about_you` and `translations`.",
            )
    for name in _TEXTS:
        value = data.get(name)
        if name not in data and name not in _NEEDED:
            continue
        if not isinstance(value, str) or not value.strip():
            yield name, f"The survey needs `{name}`, in words{_quotes(value)}."
    if isinstance(data.get("key"), str) and data["key"] and not is_key(data["key"]):
        key = data["key"]
        yield "key", f'The survey key "{key}" {_KEY_RULE}'
    if not isinstance(data.get("questions"), list) or not data["questions"]:
        empty = "The survey has no questions. List them under `questions:`, each with a dash."
        yield "questions", empty
    if (count := how_many(data)) > MOST_QUESTIONS:
        yield "questions", f"The survey has {count} questions. {MOST_QUESTIONS} is the most."
    about_you = data.get("about_you") or []
    if not isinstance(about_you, list):
        yield "about_you", "`about_you` is a list. Start each question with a dash."
        return
    for one in about_you:
        if isinstance(one, str) and one not in bank():
            known = _list(tuple(bank()))
            yield "about_you", f'We have no usual question "{one}". We have {known}.'


def how_many(data: Mapping[Any, Any]) -> int:
    """How many questions a survey lists, those about the person among them."""
    listed = (data.get(name) for name in ("questions", "about_you"))
    return sum(len(one) for one in listed if isinstance(one, list))


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _quotes(value: object) -> str:
    """A hint for YAML's best-known trap: an unquoted no, yes or number is not words."""
    return "; put quotes round it" if isinstance(value, bool | int | float) else ""


def _key_of(entry: object) -> str | None:
    key = entry.get("key") if isinstance(entry, Mapping) else None
    return key if isinstance(key, str) and key else None


def _question(entry: object) -> tuple[Question | None, list[tuple[str | None, str]]]:
    if not isinstance(entry, Mapping):
        return None, [(None, "Write it as lines such as `key:`, `kind:` and `wording:`.")]
    chosen = kind_of(entry)
    if chosen is None:
        known = _list(tuple(KINDS))
        return None, [("kind", f'The kind is "{entry.get("kind")}". Choose one of {known}.')]
    values, faults = _values(chosen, entry)
    if faults:
        return None, faults
    question = chosen(**values)
    return question, [(None, fault) for fault in question.faults()]


def kind_of(entry: Mapping[Any, Any]) -> type[Question] | None:
    """The kind of a question as a survey file writes it, if we know it."""
    kind = entry.get("kind")
    return KINDS.get(kind) if isinstance(kind, str) else None


def fields_of(kind: type[Question]) -> Mapping[str, str]:
    """What a question has beside its `kind`: each field by the name a survey file has for it."""
    return {_AS_WRITTEN.get(field.name, field.name): field.name for field in kind.written()}


def _values(
    kind: type[Question], entry: Mapping[Any, Any]
) -> tuple[dict[str, Any], list[tuple[str | None, str]]]:
    """The fields of one question by name, with a message for each that is not as it should be."""
    hints = get_type_hints(kind)
    names = fields_of(kind)
    listed = _list(tuple(names))
    faults: list[tuple[str | None, str]] = [
        (None, f"We do not know `{name}` here. A {kind.kind} question has {listed}.")
        for name in entry
        if name not in names and name != "kind"
    ]
    lacking = (name for name in ("key", "wording") if not entry.get(name))
    faults += [(name, f"It has no `{name}`.") for name in lacking]
    values: dict[str, Any] = {}
    for written, name in names.items():
        if written not in entry:
            continue
        values[name], fault = _READERS[hints[name]](entry[written])
        faults += [(written, f"`{written}` {fault}")] if fault else []
    key = values.get("key")
    if key and not is_key(key):
        faults.append(("key", f'The key "{key}" {_KEY_RULE}'))
    return values, faults


def _words(value: object) -> tuple[str, str]:
    if isinstance(value, str):
        return value, ""
    return "", f"is not in words{_quotes(value)}."


def _words_or_nothing(value: object) -> tuple[str | None, str]:
    """An empty field says no more than one that is left out."""
    return (None, "") if value is None or value == "" else _words(value)


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
    if unknown := [name for name in entry if name not in OPTION_NAMES]:
        return (
            None,
            f"has `{unknown[0]}`, which we do not know. An option has {_list(OPTION_NAMES)}.",
        )
    parts = {name: entry.get(name) for name in OPTION_NAMES}
    for name in OPTION_NAMES:
        value = parts[name]
        if not isinstance(value, str) and (name not in _OPTION_MAY_LACK or value is not None):
            return None, f"needs a `{name}` in words{_quotes(value)}."
    left_out = {name: parts[name] or None for name in _OPTION_MAY_LACK}
    return Option(**{**parts, **left_out}), ""  # type: ignore[arg-type]


def _condition(value: object) -> tuple[Condition | None, str]:
    if value is None:
        return None, ""
    found = conditions.read(value)
    return (None, found) if isinstance(found, str) else (found, "")


_READERS: dict[Any, Any] = {
    Condition | None: _condition,
    str: _words,
    str | None: _words_or_nothing,
    int: _number,
    int | None: _number_or_nothing,
    bool: _yes_or_no,
    tuple[str, ...]: _labels,
    tuple[Option, ...]: _options,
}
