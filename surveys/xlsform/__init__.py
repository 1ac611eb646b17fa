"""XLSForm, the format of KoboToolbox and ODK: reading a form as a survey, and writing one."""

import surveys.xlsform.no_numpy  # noqa: F401  # isort: skip  (before what would load it)
from surveys.xlsform.notes import Note
from surveys.xlsform.reading import Imported, read
from surveys.xlsform.sheets import DoesNotFit
from surveys.xlsform.workbook import NotAForm
from surveys.xlsform.writing import write

__all__ = ["DoesNotFit", "Imported", "NotAForm", "Note", "read", "write"]
