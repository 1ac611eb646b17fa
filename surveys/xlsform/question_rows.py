"""The rows of the survey sheet while it is written: a row for each question, and what it needs."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from surveys.conditions import to_plain
from surveys.kinds.consent import AGREE
from surveys.questionnaire import Questionnaire
from surveys.questions import (
    FREE_TEXT_LIMIT,
    Consent,
    DateQuestion,
    FreeText,
    Information,
    Number,
    Picking,
    PickSeveral,
    Question,
    Scale,
    YesNo,
)
from surveys.translation import QuestionWords
from surveys.xlsform.cells import Row, calculation, write_words, written_words
from surveys.xlsform.context import NOT_PUT_IN
from surveys.xlsform.exact import plain
from surveys.xlsform.expressions import NotRead
from surveys.xlsform.lists import Lists
from surveys.xlsform.pipes import PutIn
from surveys.xlsform.relevance import Source, Sources, show_when
from surveys.xlsform.saying_conditions import choice_name, relevant

_PIPE = re.compile(r"\$\{([a-z][a-z0-9_-]{0,63})(?:\|([^{}]*))?\}")
_KEPT_BY_FORMS = frozenset({"meta", "data"})
_NONE = "none_of_these"
_DAY_AS_SAID = "'%e/%n/%Y'"


class QuestionRows:
    """Writes questions one after the other, and remembers them for what comes later."""

    def __init__(self, survey: Questionnaire, lists: Lists) -> None:
        self._survey = survey
        self._lists = lists
        self._keys = {one.key for one in (*survey.questions, *survey.about_you)}
        self._taken = self._keys | _KEPT_BY_FORMS
        self._earlier: dict[str, tuple[str, Source]] = {}
        self._put_in: dict[PutIn, str] = {}
        self._calculated: list[dict[str, str]] = []

    def name_for(self, wanted: str) -> str:
        """A name that nothing in the form has yet."""
        name = choice_name(wanted, sorted(self._taken))
        self._taken.add(name)
        return name

    def of(self, question: Question) -> list[dict[str, str]]:
        """The row of a question, after those that work out what its words put in."""
        name = question.key
        row = Row({"type": "", "name": name, "engage::kind": question.kind})
        if name in _KEPT_BY_FORMS:
            row.cells |= {"name": self.name_for(name), "engage::key": question.key}
            name = row.cells["name"]
        source = self._kind(question, row)
        self._words(question, row)
        self._condition(question, row)
        self._ours(question, row)
        calculated, self._calculated = self._calculated, []
        self._earlier[question.key] = (name, source)
        return [*calculated, row.finished("engage::exact")]

    def _kind(self, question: Question, row: Row) -> Source:
        """Fill in what the kind of question needs; gives how later expressions see it."""
        values: Mapping[str, Any] = {}
        none = None
        if isinstance(question, Picking):
            names = self._lists.options(question)
            values = {name: value for value, name in names.items()}
            is_several = isinstance(question, PickSeveral)
            row.write("type", f"select_{'multiple' if is_several else 'one'} {question.key}")
            if is_several:
                none = _NONE
                rule = f"not(selected(., '{_NONE}') and count-selected(.) > 1)"
                row.write("constraint", rule)
        elif isinstance(question, YesNo):
            row.write("type", f"select_one {self._lists.yes_no()}")
            values = {value: value for value in ("yes", "no", "dont_know")}
        elif isinstance(question, Consent):
            values = self._consent(question, row)
        elif isinstance(question, Scale):
            values = self._scale(question, row)
        else:
            _plain_kind(question, row)
        return Source(question.key, question.kind, values, none)

    def _consent(self, question: Consent, row: Row) -> Mapping[str, str]:
        if question.is_of_words:
            row.write("type", f"select_one {self._lists.uses_of_words()}")
            return {str(use): str(use) for use, _ in question.on_offer()}
        row.write("type", "acknowledge")
        row.write("required", "yes")
        return {"OK": AGREE}

    def _scale(self, question: Scale, row: Row) -> Mapping[str, int]:
        points = {f"{point}": point for point, _ in question.points}
        if question.labels:
            self._lists.points(question)
            row.write("type", f"select_one {question.key}")
            row.write("appearance", "likert")
            return points
        listed = self._lists.ends(question)
        row.write("type", "range")
        ends = f"start={question.low} end={question.high} step=1"
        row.write("parameters", f"{ends} tick_labelset={listed}" if listed else ends)
        return points

    def _words(self, question: Question, row: Row) -> None:
        is_page = isinstance(question, Information)
        for code, words in self._in_each_language(question):
            written = written_words(words)
            if isinstance(question, Scale) and not question.labels:
                for name in ("low_label", "high_label"):
                    label = written.pop(name, "")
                    row.exact |= {f"{name}::{code}": label} if plain(label) != label else {}
            put_in = self._piping(row.cells["name"])
            write_words(row, written, code, put_in, self._same, is_page=is_page)
            self._exact_labels(question, words, code, row)

    def _in_each_language(
        self, question: Question
    ) -> Iterator[tuple[str, Question | QuestionWords]]:
        yield self._survey.language, question
        for one in self._survey.translations:
            if words := one.of(question.key):
                yield one.language, words

    def _exact_labels(
        self, question: Question, words: Question | QuestionWords, code: str, row: Row
    ) -> None:
        """Labels that are no list of one word for each point, which only a translation may be."""
        labels = getattr(words, "labels", ())
        count = len(question.labels) if isinstance(question, Scale) else 0
        if labels and (len(labels) > count or not plain(labels[-1])):
            row.exact[f"labels::{code}"] = list(labels)

    def _piping(self, name: str) -> Any:
        """How an answer is put into the words of the row with this name, as XLSForm does it."""

        def put_in(pipe: str) -> str | None:
            found = _PIPE.fullmatch(pipe)
            if found is None or not self._may_be_put_in(found[1]):
                return None
            source_name, source = self._earlier[found[1]]
            piped = PutIn(source_name, plain(found[2] or ""))
            if piped not in self._put_in:
                self._put_in[piped] = self.name_for(f"{found[1]}_label")
                shown = _shown(source_name, source)
                worked_out = {"calculation": calculation(piped, shown)}
                named = {"type": "calculate", "name": self._put_in[piped]}
                self._calculated.append({**named, **worked_out})
            return f"${{{self._put_in[piped]}}}"

        return put_in

    def _same(self, pipe: str) -> str | None:
        found = _PIPE.fullmatch(pipe)
        if found is None or not self._may_be_put_in(found[1]):
            return None
        return f"${{{found[1]}|{plain(found[2] or '')}}}"

    def _may_be_put_in(self, key: str) -> bool:
        return key in self._earlier and self._earlier[key][1].kind not in NOT_PUT_IN

    def _condition(self, question: Question, row: Row) -> None:
        if question.show_when is None:
            return
        said = relevant(question.show_when, self._earlier)
        row.write("relevant", said)
        known = Sources(dict(self._earlier.values()))
        written = to_plain(question.show_when)
        try:
            is_same = show_when(said, known) == written
        except NotRead:
            is_same = False
        if not is_same:
            row.exact["show_when"] = [said, written]

    def _ours(self, question: Question, row: Row) -> None:
        for name in ("about", "picture"):
            text = getattr(question, name) or ""
            row.write(f"engage::{name}", plain(text))
            if plain(text) != text:
                row.exact[name] = text
        if not question.optional:
            row.write("engage::optional", "no")
        if isinstance(question, Scale) and question.faces:
            row.write("engage::faces", "yes")


def _shown(name: str, source: Source) -> str:
    """An answer as people see it: a choice by its label, and a day as we say days."""
    answer = f"${{{name}}}"
    if source.kind in {"pick_one", "yes_no", "consent"} and "OK" not in source.values:
        return f"jr:choice-name({answer}, '{answer}')"
    if source.kind == "date":
        return f"format-date({answer}, {_DAY_AS_SAID})"
    return answer


def _plain_kind(question: Question, row: Row) -> None:
    """The kinds with nothing to pick from."""
    if isinstance(question, FreeText):
        row.cells |= {"type": "text", "appearance": "multiline"}
        if question.limit != FREE_TEXT_LIMIT:
            row.write("constraint", f"string-length(.) <= {question.limit}")
    elif isinstance(question, Number):
        row.write("type", "integer")
        most = "" if question.high is None else f" and . <= {question.high}"
        row.write("constraint", f". >= {question.low}{most}")
    elif isinstance(question, DateQuestion):
        row.write("type", "date")
        rules = {"past": ". <= today()", "future": ". >= today()"}
        row.write("constraint", rules.get(question.when, ""))
    elif isinstance(question, Information):
        row.write("type", "note")
