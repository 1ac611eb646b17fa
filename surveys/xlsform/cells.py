"""The cells that say a question's words, with exact copies of those a cell cannot hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.checking import PIPED
from surveys.questions import Question
from surveys.translation import QuestionWords
from surveys.xlsform.exact import copy_of, plain
from surveys.xlsform.fields import PHRASES, as_heading
from surveys.xlsform.languages import column_name
from surveys.xlsform.pipes import PutIn
from surveys.xlsform.saying_conditions import quoted

Pipe = Callable[[str], str | None]


@dataclass
class Row:
    """One row of a sheet while it is written, and what it keeps exact copies of."""

    cells: dict[str, str] = field(default_factory=dict)
    exact: dict[str, Any] = field(default_factory=dict)

    def write(self, column: str, words: str) -> None:
        """Fill a cell; an empty one is left out."""
        if words:
            self.cells[column] = words

    def finished(self, column: str) -> dict[str, str]:
        """The cells of the row, with its exact copies in the column named."""
        copies = copy_of(self.exact)
        return {**self.cells, **({column: copies} if copies else {})}


def write_words(
    row: Row, words: Mapping[str, str], code: str, put_in: Pipe, same: Pipe, *, is_page: bool
) -> None:
    """The words of a question in one language, by the name of each field.

    `put_in` writes an answer that goes into the words as XLSForm does, and `same` as we do, to
    tell whether a cell says all there is to say. A page's heading and body share a cell.
    """
    language = column_name(code)
    label = f"label::{language}"
    for name, text in words.items():
        pipe, ours = (put_in, same) if name in PIPED else (_nothing, _nothing)
        shown, back = plain(text, pipe), plain(text, ours)
        if name == "wording":
            row.write(label, as_heading(shown) if is_page else shown)
            back = as_heading(back) if is_page else back
        elif name == "body" and is_page and label in row.cells:
            row.write(label, f"{row.cells[label]}\n\n{shown}".strip())
        else:
            row.write(f"{name if name == 'hint' else f'engage::{name}'}::{language}", shown)
        if back != text:
            row.exact[f"{name}::{code}"] = text


def _nothing(pipe: str) -> None:
    return None


def written_words(question: Question | QuestionWords) -> dict[str, str]:
    """The words of a question, or of its translation, that are not options or labels."""
    names = {"wording": "wording", "hint": "hint", "body": "body"}
    names |= {name: name for name in PHRASES}
    if isinstance(question, Question):
        names["text"] = "text_wording"
    found = {name: getattr(question, attribute, None) for name, attribute in names.items()}
    return {name: text for name, text in found.items() if text}


def calculation(put_in: PutIn, shown: str) -> str:
    """What XLSForm works out to put an answer, or other words without one, into words."""
    return f"if(${{{put_in.name}}} = '', {quoted(put_in.otherwise or '')}, {shown})"
