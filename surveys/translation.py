"""A survey in other languages: the words of each question, and what is not translated yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from surveys.keywords import is_reserved
from surveys.problems import Problem
from surveys.questions import Question

_TEXTS = ("title", "purpose", "thanks")
CHECKED = "checked"
WAS = "was"
"""What words were written for, where that has changed since; it is for drafts, and read there."""
_PHRASES = (
    "wording",
    "hint",
    "text",
    "body",
    "easy",
    "easy_hint",
    "low_label",
    "high_label",
    "unit",
)
NAMES = (*_TEXTS, "questions", CHECKED, WAS)
"""What a translation has."""
QUESTION_NAMES = (*_PHRASES, "labels", "options", WAS)
"""What it has for a question."""
_NEEDED = ("wording", "hint", "body")


@dataclass(frozen=True, kw_only=True)
class QuestionWords:
    """One question's words in another language; `options` pairs each value with its label."""

    key: str
    wording: str = ""
    hint: str = ""
    text: str = ""
    body: str = ""
    easy: str = ""
    easy_hint: str = ""
    low_label: str = ""
    high_label: str = ""
    unit: str = ""
    labels: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Translation:
    """One survey's words in another language, as far as they have been written.

    `checked`: somebody whose own language it is has read them.
    """

    language: str
    title: str = ""
    purpose: str = ""
    thanks: str = ""
    questions: tuple[QuestionWords, ...] = ()
    checked: bool = False

    def of(self, key: str) -> QuestionWords | None:
        """The words of the question with this key, if any have been written."""
        return next((one for one in self.questions if one.key == key), None)

    def to_dict(self) -> dict[str, Any]:
        """The words as plain values, as a survey file writes them."""
        texts = {name: getattr(self, name) for name in _TEXTS if getattr(self, name)}
        checked = {CHECKED: True} if self.checked else {}
        return {**checked, **texts, "questions": {one.key: _plain(one) for one in self.questions}}


def _plain(words: QuestionWords) -> dict[str, Any]:
    plain = {one.name: getattr(words, one.name) for one in fields(words) if one.name != "key"}
    given = {name: value for name, value in plain.items() if value}
    for name, pack in (("labels", list), ("options", dict)):
        if name in given:
            given[name] = pack(given[name])
    return given


def translated(question: Question, words: QuestionWords | None) -> Question | None:
    """The question in the words of another language; None when they are not whole.

    A question is asked in one language from its first word to its last, so one label that is
    missing leaves all of it as it was written.
    """
    if words is None or any(missing(question, words)):
        return None
    changes: dict[str, Any] = {"wording": words.wording, "hint": words.hint, "original": question}
    changes["text_wording"] = words.text or None
    for name in ("body", "easy", "easy_hint", "low_label", "high_label", "labels"):
        if hasattr(question, name):
            changes[name] = getattr(words, name)
    if words.unit and hasattr(question, "unit"):
        changes["unit"] = words.unit
    if options := getattr(question, "options", ()):
        labels = dict(words.options)
        changes["options"] = tuple(
            replace(one, label=labels[one.value], short=None) for one in options
        )
    return replace(question, **changes)


def missing(question: Question, words: QuestionWords | None) -> Iterator[str]:
    """What a question lacks in another language, each by the name a survey file has for it."""
    if words is None:
        yield "any words"
        return
    ends = () if getattr(question, "labels", ()) else ("low_label", "high_label")
    for name in (*_NEEDED, *ends):
        if getattr(question, name, "") and not getattr(words, name):
            yield f"`{name}`"
    if len(getattr(question, "labels", ())) != len(words.labels) or not all(words.labels):
        yield "`labels`, one for each point"
    labels = dict(words.options)
    for option in getattr(question, "options", ()):
        if not labels.get(option.value):
            yield f'the option "{option.value}"'


def gaps(questions: tuple[Question, ...], translation: Translation) -> Iterator[str]:
    """What a translation still lacks, a phrase each."""
    for name in _TEXTS:
        if not getattr(translation, name):
            yield f"`{name}`"
    for question in questions:
        if lacks := list(missing(question, translation.of(question.key))):
            yield f"question {question.key} lacks {', '.join(lacks)}"


def read_translations(
    written: object, questions: tuple[Question, ...]
) -> tuple[tuple[Translation, ...], list[Problem]]:
    """The translations in a survey file, with a problem for each thing to put right."""
    if written is None:
        return (), []
    if not isinstance(written, Mapping):
        start = "Under `translations:` start each language with its code, such as `pl:`."
        return (), [Problem(start, field="translations")]
    found: list[Translation] = []
    problems: list[Problem] = []
    for code, words in written.items():
        translation, wrong = _translation(str(code), words, questions)
        found += [translation] if translation else []
        problems += wrong
    return tuple(found), problems


def _translation(
    code: str, written: object, questions: tuple[Question, ...]
) -> tuple[Translation | None, list[Problem]]:
    def fault(message: str, question: str | None = None) -> Problem:
        return Problem(message, question, language=code)

    if not isinstance(written, Mapping):
        return None, [fault("Write it as lines such as `title:`, `thanks:` and `questions:`.")]
    faults = [
        fault(
            f"We do not know `{name}`. It has `title`, `purpose`, `thanks`, `questions` and "
            "`checked`."
        )
        for name in written
        if name not in NAMES
    ]
    checked = written.get(CHECKED, False)
    if not isinstance(checked, bool):
        faults.append(fault("`checked` is `true` once a native speaker has read it, or `false`."))
    not_words = (name for name in _TEXTS if not _is_words(written, name))
    faults += [fault(f"`{name}` is not in words.") for name in not_words]
    asked = written.get("questions") or {}
    if not isinstance(asked, Mapping):
        return None, [*faults, fault("Under `questions:` start each question with its key.")]
    known = {one.key: one for one in questions}
    words: list[QuestionWords] = []
    for key, entry in asked.items():
        if key not in known:
            faults.append(fault(f'There is no question "{key}" in this survey.'))
            continue
        wrong = list(_faults(entry, known[key]))
        faults += [fault(one, key) for one in wrong]
        words += [] if wrong else [_question_words(known[key], entry)]
    if faults:
        return None, faults
    texts = {name: written[name] for name in _TEXTS if name in written}
    order = list(known)
    kept = [one for one in words if one != QuestionWords(key=one.key)]
    kept.sort(key=lambda one: order.index(one.key))
    return Translation(language=code, questions=tuple(kept), checked=checked, **texts), []


def _is_words(written: Mapping[Any, Any], name: str) -> bool:
    return isinstance(written.get(name, ""), str)


def _faults(written: object, question: Question) -> Iterator[str]:
    if not isinstance(written, Mapping):
        yield "Write it as lines such as `wording:` and `hint:`."
        return
    for name in written:
        if name not in QUESTION_NAMES:
            yield f"We do not know `{name}` in a translation."
    for name in _PHRASES:
        if not _is_words(written, name):
            yield f"`{name}` is not in words."
    yield from _label_faults(written, question)


def _label_faults(written: Mapping[Any, Any], question: Question) -> Iterator[str]:
    labels, options = written.get("labels", []), written.get("options", {})
    if not isinstance(labels, list) or not all(isinstance(one, str) for one in labels):
        yield "`labels` is a list of words. Start each line with a dash."
        return
    if not isinstance(options, Mapping) or not all(isinstance(o, str) for o in options.values()):
        yield "`options` has a line for each option: its value, a colon, and its label."
        return
    values = {one.value for one in getattr(question, "options", ())}
    for value in options:
        if value not in values:
            yield f'There is no option with the value "{value}".'
    for label in (*labels, *options.values()):
        if is_reserved(label):
            yield f'The label "{label}" is a word phone companies act on. Choose another.'


def _question_words(question: Question, written: Mapping[Any, Any]) -> QuestionWords:
    """The words of one question, its options in their own order, whatever order they came in."""
    phrases = {name: written[name] for name in _PHRASES if name in written}
    labels = tuple(written.get("labels", ()))
    given = written.get("options", {})
    values = [one.value for one in getattr(question, "options", ())]
    options = tuple((value, given[value]) for value in values if given.get(value))
    return QuestionWords(key=question.key, labels=labels, options=options, **phrases)
