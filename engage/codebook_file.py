"""The codebook as a file: written as YAML, and one that somebody brings, read with care."""

from __future__ import annotations

from dataclasses import replace

import yaml

from engage import codebook_changes, codebooks
from nlp import codebook
from nlp.codebook import Code, Codebook, CodebookProblem
from surveys.loading import SurveyProblems, parsed

MOST_BYTES = 200 * 1024
MOST_THEMES = 200
_WIDTH = 98


class CannotRead(Exception):
    """The file is not a codebook that can be kept; `messages` say all there is to put right."""

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


def written(book: Codebook) -> bytes:
    """A codebook as a file that a person can read and change, and `read` gives back the same."""
    codes = [codebooks.written(code) for code in book.codes]
    plain = {"version": book.version, "codes": codes}
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text.encode()


def text_of(data: bytes) -> str:
    """A file as text; raises CannotRead."""
    if not data.strip():
        raise CannotRead("There is nothing in this file.")
    if len(data) > MOST_BYTES:
        raise CannotRead(f"This file is too big. It can be {MOST_BYTES // 1024} KB at most.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotRead("We cannot read this file. Bring a text file in UTF-8 (.yaml).") from None


def read(text: str) -> Codebook:
    """The codebook that a file holds; raises CannotRead with everything at once."""
    try:
        book = codebook.parse(parsed(text))
    except SurveyProblems as problem:
        raise CannotRead(*problem.messages) from None
    except CodebookProblem as problem:
        raise CannotRead(*problem.messages) from None
    if len(book.codes) > MOST_THEMES:
        raise CannotRead(f"This file has {len(book.codes)} themes. {MOST_THEMES} is the most.")
    book = replace(book, codes=tuple(_tidy(code) for code in book.codes))
    if found := [line for code in book.codes for line in _problems(code, book)]:
        raise CannotRead(*found)
    return book


def _tidy(code: Code) -> Code:
    """A theme without empty lines in its lists, or the same line twice."""
    return replace(
        code,
        keywords=tuple(dict.fromkeys(filter(None, code.keywords))),
        examples=tuple(dict.fromkeys(filter(None, code.examples))),
    )


def _problems(code: Code, book: Codebook) -> list[str]:
    found = []
    if not codebook_changes.is_id(code.id):
        found.append(f"The id “{code.id}” cannot be used. Use small letters, numbers and _ alone.")
    problems = codebook_changes.problems(code, book.codes)
    return found + [f"“{code.name or code.id}”: {words}." for words in problems.values()]


def taken_in(now: Codebook, file: Codebook, *, drop_others: bool) -> Codebook:
    """The codebook with what a file says; themes it does not have stay unless they are dropped."""
    ids = {code.id for code in file.codes}
    others = [] if drop_others else [code for code in now.codes if code.id not in ids]
    return replace(file, codes=(*file.codes, *others))
