"""Changing a survey while it is written: plain values in, plain values out, right or not.

A survey here is what a survey file holds. Nothing asks it to be whole: a question may lack its
words, and a condition may name a question that is gone. What is given is never altered.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from surveys import behind
from surveys.keys import is_key, key_from, value_from
from surveys.left_out import LeftOut, Sieve
from surveys.loading import bank
from surveys.questions import ABOUT_YOU, BOROUGHS
from surveys.renaming import key_renamed, values_renamed

Definition = dict[str, Any]
NEW = "new-"
"""How the key of a question starts until it has words to be named by."""
FIRST = ("consent", "information")
STARTS: Mapping[str, Mapping[str, Any]] = {
    "pick_one": {"options": []},
    "pick_several": {"options": []},
    "scale": {"low": 1, "high": 5},
}
"""What a new question of a kind has to begin with."""


def blank(key: str, title: str) -> Definition:
    """A survey with a title and nothing else yet."""
    texts = {"key": key, "title": title, "purpose": "", "thanks": "", "language": "en"}
    return {**texts, "questions": []}


def tidied(data: Mapping[str, Any]) -> Definition:
    """A survey from a file, fit to be changed: each question has a key of its own.

    What we do not know is not in it, since no page could mend that.
    """
    return sifted(data)[0]


def sifted(data: Mapping[str, Any]) -> tuple[Definition, Sequence[LeftOut]]:
    """A survey from a file as `tidied` makes it, and what of the file is not in it.

    Words in other languages are sifted last, when the questions have their keys.
    """
    sieve = Sieve()
    survey = sieve.words(_with_keys(sieve.questions(data)))
    return survey, sieve.left_out


def _with_keys(data: Mapping[str, Any]) -> Definition:
    """The survey with a key of its own for each question: what names it follows it there."""
    survey = deepcopy(dict(data))
    listed = survey.get("questions")
    survey["questions"] = []
    others = _taken(survey)
    for one in listed if isinstance(listed, list) else []:
        given = one.get("key") or ""
        key = one["key"] = str(given) if isinstance(given, str | int) else ""
        if not key or key in [each["key"] for each in survey["questions"]]:
            one["key"] = key_from(key or str(one.get("wording") or ""), taken=_taken(survey))
        if "options" in one:
            options = one["options"] if isinstance(one["options"], list) else []
            one["options"] = [_option(each) for each in options]
        survey["questions"].append(one)
    for key in [one["key"] for one in survey["questions"]]:
        if not is_key(key) or key in others:
            survey = key_renamed(survey, key, key_from(key, taken=_taken(survey)))
    return survey


def place_of(survey: Definition, key: str) -> int:
    """Where the question with this key stands, from 0; raises KeyError when it is gone."""
    for place, one in enumerate(survey["questions"]):
        if one["key"] == key:
            return place
    raise KeyError(key)


def added(
    survey: Definition, kind: str, *, after: str | None, fields: Mapping[str, Any] | None = None
) -> tuple[Definition, str]:
    """The survey with a new question after another, or last, and the key it has.

    Consent comes before what it governs, wherever it was asked for.
    """
    survey = deepcopy(survey)
    listed, taken = survey["questions"], _taken(survey)
    key = next(new for n in range(1, len(taken) + 2) if (new := f"{NEW}{n}") not in taken)
    place = len(listed) if after is None else place_of(survey, after) + 1
    if kind == "consent":
        opening = (n for n, one in enumerate(listed) if one.get("kind") not in FIRST)
        place = min(place, next(opening, len(listed)))
    start = {"key": key, "kind": kind, "wording": "", **deepcopy(dict(STARTS.get(kind, {})))}
    listed.insert(place, start)
    return changed(survey, key, fields) if fields else (survey, key)


def changed(
    survey: Definition, key: str, fields: Mapping[str, Any], *, is_asked: bool = False
) -> tuple[Definition, str]:
    """The survey with these fields of a question, and its key; nothing in a field takes it away.

    A question's key is made from its first wording and stays. So do the values of answers once a
    survey `is_asked`; before that, they follow their labels. Words in other languages that no
    longer fit what they were written for are told apart, and are not checked any more.
    """
    survey, key = _changed(behind.noted(survey, key), key, fields, is_asked=is_asked)
    return behind.compared(survey, key), key


def _changed(
    survey: Definition, key: str, fields: Mapping[str, Any], *, is_asked: bool
) -> tuple[Definition, str]:
    question = survey["questions"][place_of(survey, key)]
    fields = dict(deepcopy(dict(fields)))
    for name in ("key", "kind"):
        fields.pop(name, None)
    options = fields.pop("options", None)
    for name, value in fields.items():
        if (value is None or value is False or value in ("", [])) and name != "wording":
            question.pop(name, None)
        else:
            question[name] = value
    if options is not None:
        survey = _with_options(survey, key, options, is_asked=is_asked)
    wording = survey["questions"][place_of(survey, key)].get("wording", "")
    if key.startswith(NEW) and isinstance(wording, str) and wording.strip():
        new = key_from(wording, taken=_taken(survey) - {key})
        return key_renamed(survey, key, new), new
    return survey, key


def _with_options(
    survey: Definition, key: str, options: Sequence[Mapping[str, Any]], *, is_asked: bool
) -> Definition:
    """The survey with these answers to pick from, each with a value no other one has."""
    question = survey["questions"][place_of(survey, key)]
    before = {one.get("value"): one.get("label") for one in question.get("options") or []}
    listed = [_option(one) for one in options]
    new = [one for one in listed if not _keeps(one, before, is_asked=is_asked)]
    taken = [one["value"] for one in listed if one not in new]
    names: dict[str, str] = {}
    for one in new:
        old, one["value"] = one["value"], ""
        if one["label"]:
            one["value"] = _value(one["label"], taken, of_area=question.get("about") == "borough")
            names |= {old: one["value"]} if old else {}
        taken.append(one["value"])
    question["options"] = listed
    return _without_lost_words(values_renamed(survey, key, names), key)


def _option(given: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in given.items() if value not in (None, "")}
    return {"value": "", "label": "", **kept}


def _keeps(option: Mapping[str, Any], before: Mapping[Any, Any], *, is_asked: bool) -> bool:
    """Whether an answer has a value that stays as it is."""
    known = option["value"] in before
    return bool(option["value"]) and (
        (is_asked and known) or before.get(option["value"], option["label"]) == option["label"]
    )


def _value(label: str, taken: Sequence[str], *, of_area: bool) -> str:
    area = value_from(label, taken=())
    return area if of_area and area in BOROUGHS else value_from(label, taken=taken)


def _without_lost_words(survey: Definition, key: str) -> Definition:
    """No translation names an answer that is not there any more."""
    values = {one["value"] for one in survey["questions"][place_of(survey, key)]["options"]}
    for words in _translated(survey):
        options = words.get(key, {}).get("options")
        if isinstance(options, dict):
            words[key]["options"] = {v: label for v, label in options.items() if v in values}
    return survey


def moved(survey: Definition, key: str, *, by: int) -> Definition:
    """The survey with a question so many places further down, as far as there are places."""
    survey = deepcopy(survey)
    return {**survey, "questions": _moved(survey["questions"], place_of(survey, key), by)}


def option_moved(survey: Definition, key: str, place: int, *, by: int) -> Definition:
    """The survey with one answer to pick from so many places further down."""
    survey = deepcopy(survey)
    question = survey["questions"][place_of(survey, key)]
    question["options"] = _moved(question["options"], place, by)
    return survey


def _moved(listed: list[Any], place: int, by: int) -> list[Any]:
    one = listed[place]
    rest = [*listed[:place], *listed[place + 1 :]]
    there = min(max(place + by, 0), len(rest))
    return [*rest[:there], one, *rest[there:]]


def removed(survey: Definition, key: str) -> tuple[Definition, dict[str, Any]]:
    """The survey without a question, and what is needed to put it back."""
    survey = deepcopy(survey)
    place = place_of(survey, key)
    kept = {"place": place, "question": survey["questions"].pop(place), "words": {}}
    for code, words in (survey.get("translations") or {}).items():
        if isinstance(words, dict) and isinstance(words.get("questions"), dict):
            kept["words"][code] = words["questions"].pop(key, None)
    return survey, kept


def put_back(survey: Definition, kept: Mapping[str, Any]) -> tuple[Definition, str]:
    """The survey with a question that was removed where it was, and its key."""
    survey = deepcopy(survey)
    question = deepcopy(dict(kept["question"]))
    if question["key"] in _taken(survey):
        question["key"] = key_from(question["key"], taken=_taken(survey))
    survey["questions"].insert(kept["place"], question)
    for code, words in kept["words"].items():
        there = (survey.get("translations") or {}).get(code)
        if words and isinstance(there, dict):
            there.setdefault("questions", {})[question["key"]] = deepcopy(words)
    return survey, question["key"]


def about_you(survey: Definition) -> list[str]:
    """The keys of the equality questions a survey has, in order."""
    listed = survey.get("about_you")
    entries = listed if isinstance(listed, list) else []
    return [str(one.get("key")) if isinstance(one, dict) else str(one) for one in entries]


def with_about_you(survey: Definition, names: Sequence[str]) -> Definition:
    """The survey with these usual equality questions, and those of its own that it has."""
    survey = deepcopy(survey)
    listed = survey.get("about_you")
    entries = listed if isinstance(listed, list) else []
    own = dict(zip(about_you(survey), entries, strict=True))
    usual = [own.pop(name, name) for name in bank() if name in names]
    usual += [entry for name, entry in own.items() if name not in bank()]
    survey["about_you"] = usual
    return survey if usual else {n: v for n, v in survey.items() if n != "about_you"}


def _taken(survey: Definition) -> set[str]:
    ours = {one["key"] for one in survey["questions"]}
    return ours | set(bank()) | set(about_you(survey)) | {ABOUT_YOU}


def _translated(survey: Definition) -> list[dict[str, Any]]:
    """The words of questions, for each language the survey has some in."""
    languages = survey.get("translations")
    some = languages.values() if isinstance(languages, dict) else []
    asked = (one.get("questions") for one in some if isinstance(one, dict))
    return [one for one in asked if isinstance(one, dict)]
