"""The texts of a survey beside their words in another language, while it is being translated.

A survey here is what a survey file holds, right or not. What is given is never altered.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from surveys import on_offer, piping
from surveys.loading import bank
from surveys.translation import CHECKED, WAS

Definition = Mapping[str, Any]
TEXTS = ("title", "purpose", "thanks")
FIELDS = ("wording", "hint", "body", "text", "easy", "easy_hint", "low_label", "high_label", "unit")
NEEDED = frozenset({*TEXTS, "wording", "hint", "body", "options", "labels"})
ENDS = frozenset({"low_label", "high_label"})
_LISTED = ("options", "labels")


@dataclass(frozen=True)
class Row:
    """One text and its words in the other language; `part` tells options and labels apart.

    Where a text that is `needed` has no words, all of its question is shown as it was written.
    `was` is the text that the words were written for, where that has changed since.
    """

    field: str
    part: str
    original: str
    words: str
    needed: bool
    was: str = ""

    @property
    def name(self) -> str:
        """Its name among those of its group."""
        return f"{self.field}.{self.part}" if self.part else self.field

    @property
    def loses_an_answer(self) -> bool:
        """Whether its words do not put in the same earlier answers: `${area|your area}`."""
        return bool(self.words.strip()) and _put_in(self.words) != _put_in(self.original)


@dataclass(frozen=True)
class Group:
    """The texts of one question, or with no key those of the survey itself."""

    key: str | None
    number: int | None
    name: str
    rows: tuple[Row, ...]

    @property
    def missing(self) -> tuple[Row, ...]:
        """The texts that still need words."""
        return tuple(row for row in self.rows if row.needed and not row.words.strip())

    @property
    def losing(self) -> tuple[Row, ...]:
        """The texts whose words do not put in the earlier answers that they should."""
        return tuple(row for row in self.rows if row.loses_an_answer)

    @property
    def behind(self) -> tuple[Row, ...]:
        """The texts that have changed since their words were written."""
        return tuple(row for row in self.rows if row.was)


def groups(survey: Definition, code: str) -> tuple[Group, ...]:
    """All the texts of a survey with their words in a language: its own, then each question's."""
    ours = _mapping(_mapping(survey.get("translations")).get(code))
    rows = (Row(one, "", on_offer.words(survey, one), _said(ours, one), True) for one in TEXTS)
    whole = Group(None, None, on_offer.words(survey, "title"), _that_are_there(rows, ours))
    theirs = _mapping(ours.get("questions"))
    return (whole, *_of_questions(survey, code, theirs))


def _of_questions(survey: Definition, code: str, theirs: Definition) -> Iterator[Group]:
    for number, (key, question) in enumerate(asked(survey), 1):
        usual = _mapping(_mapping(question.get("translations")).get(code))
        words = _mapping(theirs.get(key)) or usual
        rows = _that_are_there(_rows(question, words), words)
        yield Group(key, number, on_offer.name_of(question) or key, rows)


def asked(survey: Definition) -> Iterator[tuple[str, Definition]]:
    """Each question by its key; a usual question of the bank comes with the bank's own words."""
    for place in ("questions", "about_you"):
        listed = survey.get(place)
        for one in listed if isinstance(listed, list) else []:
            if isinstance(one, str) and one in bank():
                yield one, bank()[one]
            elif isinstance(one, Mapping) and isinstance(one.get("key"), str):
                yield one["key"], {k: v for k, v in one.items() if k != "translations"}


def _rows(question: Definition, words: Definition) -> Iterator[Row]:
    labels = on_offer.labels(question)
    for field in FIELDS:
        needed = field in NEEDED or (field in ENDS and not labels)
        yield Row(field, "", on_offer.words(question, field), _said(words, field), needed)
    said = on_offer.labels(words)
    for nth, label in enumerate(labels):
        yield Row("labels", str(nth), label, said[nth] if nth < len(said) else "", True)
    options = _mapping(words.get("options"))
    for option in on_offer.options(question):
        value = on_offer.words(option, "value")
        yield Row("options", value, on_offer.words(option, "label"), _said(options, value), True)


def _that_are_there(rows: Iterator[Row], words: Definition) -> tuple[Row, ...]:
    """The rows that have a text, each with what it was when its words were written."""
    was = _mapping(words.get(WAS))
    return tuple(
        replace(row, was=_said(was, row.name)) if _is_behind(row, was) else row
        for row in rows
        if row.original.strip()
    )


def _is_behind(row: Row, was: Definition) -> bool:
    return bool(row.words.strip()) and _said(was, row.name) not in ("", row.original)


def with_words(
    survey: Definition, code: str, key: str | None, typed: Mapping[str, str]
) -> dict[str, Any]:
    """The survey with the words of one group as they were typed, by the names of its rows.

    Nothing typed for a text takes its words away. What is not a row of the group is left alone.
    """
    found = next((one for one in groups(survey, code) if one.key == key), None)
    if found is None:
        return dict(survey)
    said = {row.name: typed.get(row.name, row.words).strip() for row in found.rows}
    if key in bank() and said == {row.name: row.words for row in found.rows}:
        return dict(survey)
    changed, ours = _with_language(survey, code)
    there = ours if key is None else ours.setdefault("questions", {}).setdefault(key, {})
    for row in found.rows:
        if row.field not in _LISTED:
            _put(there, row.field, said[row.name])
    _put(there, "labels", _labels(found.rows, said))
    was = _mapping(there.get(WAS))
    _put(there, WAS, {name: text for name, text in was.items() if said.get(name, text)})
    if key is not None:
        _put(there, "options", _options(found.rows, said))
        if not there:
            del ours["questions"][key]
    return changed


def _with_language(survey: Definition, code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A copy of the survey, and in it what it says in a language, made ready to be changed."""
    changed = deepcopy(dict(survey))
    translations = dict(_mapping(changed.get("translations")))
    ours = dict(_mapping(translations.get(code)))
    if "questions" in ours:
        ours["questions"] = {k: dict(_mapping(v)) for k, v in _mapping(ours["questions"]).items()}
    changed["translations"] = {**translations, code: ours}
    return changed, ours


def _labels(rows: Sequence[Row], said: Mapping[str, str]) -> list[str]:
    labels = {int(row.part): said[row.name] for row in rows if row.field == "labels"}
    listed = [labels.get(nth, "") for nth in range(max(labels, default=-1) + 1)]
    return listed if any(listed) else []


def _options(rows: Sequence[Row], said: Mapping[str, str]) -> dict[str, str]:
    return {row.part: said[row.name] for row in rows if row.field == "options" and said[row.name]}


def _put(there: dict[str, Any], field: str, value: object) -> None:
    if value:
        there[field] = value
    else:
        there.pop(field, None)


def is_checked(survey: Definition, code: str) -> bool:
    """Whether a native speaker has checked the words in a language."""
    return _mapping(_mapping(survey.get("translations")).get(code)).get(CHECKED) is True


def with_check(survey: Definition, code: str, *, checked: bool) -> dict[str, Any]:
    """The survey marked as checked by a native speaker of a language, or as not.

    Words that are behind nobody has checked yet.
    """
    changed, ours = _with_language(survey, code)
    is_behind = any(one.behind for one in groups(survey, code))
    _put(ours, CHECKED, checked and not is_behind)
    return changed


def languages_of(survey: Definition) -> tuple[str, ...]:
    """The languages a survey has words in beside its own, in the order they came."""
    return tuple(str(code) for code in _mapping(survey.get("translations")))


def with_language(survey: Definition, code: str) -> dict[str, Any]:
    """The survey with room for words in one more language."""
    return _with_language(survey, code)[0]


def without_language(survey: Definition, code: str) -> dict[str, Any]:
    """The survey with no words in a language."""
    changed = deepcopy(dict(survey))
    left = {k: v for k, v in _mapping(changed.get("translations")).items() if str(k) != code}
    _put(changed, "translations", left)
    return changed


def _put_in(words: str) -> set[str]:
    return {one.question for one in piping.pipes(words)}


def _said(there: Definition, field: str) -> str:
    return on_offer.words(there, field)


def _mapping(value: object) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}
