"""Surveys as files: reading one that somebody brings, and writing one to take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from surveys import editing, xlsform, yaml_file
from surveys.left_out import LeftOut
from surveys.loading import MOST_QUESTIONS, from_dict, how_many, parsed, unready
from surveys.problems import Problem, SurveyProblems
from surveys.questionnaire import Questionnaire
from surveys.to_put_right import to_put_right
from surveys.xlsform import NotAForm, Note

MOST_BYTES = 2 * 1024 * 1024
MOST_YAML_BYTES = 256 * 1024
"""A survey of fifty questions in nine languages is under half of that; YAML is slow to read."""
MOST_DEEP = 30
_BIGGEST = 10**15
"""Numbers of more digits cannot be kept as they are everywhere, and mean nothing here."""
_NO_SURVEY = "This file holds no survey. It starts with lines such as key:, title:, questions:."
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins, whatever its name."""
_NAMED_WORKBOOKS = (".xlsx", ".xlsm", ".xls")
_FORMS_IN_TEXT = (".csv", ".md")


class CannotRead(Exception):
    """The file is not one that we can make a survey of; the message says what to do."""


@dataclass(frozen=True)
class Brought:
    """A survey somebody brought: what it says, and what of its file we could not take over."""

    definition: dict[str, Any]
    notes: tuple[Note, ...] = ()

    def whole(self) -> Questionnaire:
        """The survey, if nothing is to be put right; raises SurveyProblems."""
        survey = from_dict(self.definition)
        if left := list(unready(survey)):
            raise SurveyProblems(left)
        return survey

    @property
    def draft(self) -> editing.Definition:
        """The survey as a draft of it would be."""
        return self._sifted[0]

    @property
    def problems(self) -> Sequence[Problem]:
        """What is to be put right before it can be published."""
        return to_put_right(self.draft)

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """What of it we do not know, and no draft of it has."""
        return self._sifted[1]

    @cached_property
    def _sifted(self) -> tuple[editing.Definition, Sequence[LeftOut]]:
        return editing.sifted(self.definition)


def read(data: bytes, name: str) -> Brought:
    """The survey in a YAML file or an XLSForm, whole or not; raises CannotRead.

    `name` is that of the file, which tells what it is where its first bytes do not.
    """
    if not data.strip():
        raise CannotRead("There is nothing in this file.")
    name = name.casefold()
    if data.startswith(_WORKBOOKS) or name.endswith(_FORMS_IN_TEXT):
        return _form(data, name)
    if name.endswith(_NAMED_WORKBOOKS):
        raise CannotRead("This file is no Excel workbook, whatever its name. Save it anew.")
    if len(data) > MOST_YAML_BYTES:
        raise CannotRead(f"This file is too big for a survey. {_at_most(MOST_YAML_BYTES)}")
    return Brought(_plain_survey(_text(data)))


def _at_most(size: int) -> str:
    return f"It can be {size // 1024} KB at most."


def _form(data: bytes, name: str) -> Brought:
    if len(data) > MOST_BYTES:
        raise CannotRead(f"This file is too big. {_at_most(MOST_BYTES)} Take the pictures out.")
    try:
        form = xlsform.read(data, name)
    except NotAForm as problem:
        raise CannotRead(str(problem)) from problem
    return Brought(plain_survey(form.definition), form.not_supported)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = "We cannot read this file. Bring a plain text file in UTF-8 (.yaml), or an .xlsx."
        raise CannotRead(said) from None


def _plain_survey(text: str) -> dict[str, Any]:
    try:
        found = plain_survey(parsed(text))
    except SurveyProblems as problem:
        raise CannotRead(str(problem)) from None
    if not isinstance(found.get("questions"), list):
        raise CannotRead(_NO_SURVEY)
    return found


def plain_survey(found: object) -> dict[str, Any]:
    """What was read as a survey that can be kept, right or not; raises CannotRead."""
    survey = plain(found)
    if not isinstance(survey, dict):
        raise CannotRead(_NO_SURVEY)
    if (count := how_many(survey)) > MOST_QUESTIONS:
        raise CannotRead(f"This survey has {count} questions. {MOST_QUESTIONS} is the most.")
    return survey


def plain(value: object, depth: int = 0) -> Any:
    """A value as JSON can hold it: days as "2027-01-31", names as words; raises CannotRead."""
    if depth > MOST_DEEP:
        raise CannotRead("This file has lists inside lists, too many deep. Write it more simply.")
    if isinstance(value, Mapping):
        return {str(plain(name, depth + 1)): plain(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(one, depth + 1) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and abs(value) >= _BIGGEST:
        raise CannotRead("This file has a number of more than 15 digits. Make it shorter.")
    if value is None or isinstance(value, int):
        return value
    return str(value).replace("\0", "").encode("utf-8", "replace").decode()


def as_yaml(definition: Mapping[str, Any]) -> bytes:
    """A survey as a YAML file, right or not."""
    return yaml_file.as_yaml(definition).encode()


def as_form(questionnaire: Questionnaire) -> bytes:
    """A survey as an XLSForm, for KoboToolbox and the like; raises DoesNotFit."""
    return xlsform.write(questionnaire)
