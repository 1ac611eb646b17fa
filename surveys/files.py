"""Survey files of either kind: YAML, and forms of KoboToolbox and ODK (XLSForm)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from surveys.loading import from_dict, load
from surveys.problems import Problem, SurveyProblems
from surveys.questionnaire import Questionnaire
from surveys.xlsform import NotAForm, Note, read, write
from surveys.yaml_file import as_yaml, dump

_FORMS = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".md"})
_YAML = frozenset({".yaml", ".yml"})
_WRITTEN_FORM = ".xlsx"


@dataclass(frozen=True)
class Opened:
    """What is in a survey file: `survey` is None while there are problems to put right.

    `notes` are on what of a form could not be taken over, and `definition` is what there is of it.
    """

    survey: Questionnaire | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    definition: Mapping[str, Any] | None = None


def opened(path: str | Path) -> Opened:
    """The survey in a file; raises OSError when it cannot be opened."""
    if Path(path).suffix.lower() not in _FORMS:
        try:
            return Opened(load(path))
        except SurveyProblems as problems:
            return Opened(None, problems.problems)
    try:
        form = read(Path(path).read_bytes(), Path(path).name)
    except NotAForm as problem:
        return Opened(None, (Problem(str(problem)),))
    survey = None if form.problems else from_dict(form.definition)
    return Opened(survey, form.problems, form.not_supported, form.definition)


def save(found: Opened, path: str | Path) -> None:
    """Write a survey into a new file, of the kind that its ending says.

    Raises SurveyProblems when there is nothing to write, DoesNotFit when a spreadsheet has no room
    for it, and OSError (FileExistsError for a file that is there already).
    """
    written = _written(found, Path(path).suffix.lower())
    with Path(path).open("xb") as file:
        file.write(written)


def _written(found: Opened, ending: str) -> bytes:
    if ending == _WRITTEN_FORM and found.survey is not None:
        return write(found.survey)
    if ending in _YAML and found.survey is not None:
        return dump(found.survey).encode()
    if ending in _YAML and found.definition is not None:
        return as_yaml(found.definition).encode()
    if ending not in {_WRITTEN_FORM, *_YAML}:
        raise SurveyProblems([Problem("Name the new file with .yaml or .xlsx at its end.")])
    raise SurveyProblems(found.problems)
