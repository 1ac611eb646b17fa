"""Reading an XLSForm: the survey it makes, and what of it we could not take over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from surveys.loading import from_dict, unready
from surveys.problems import Problem, SurveyProblems
from surveys.xlsform.context import Context, ours, row_of
from surveys.xlsform.languages import NO_LANGUAGE, languages_of
from surveys.xlsform.notes import SAID_TWICE, Note
from surveys.xlsform.pipes import pipes_of
from surveys.xlsform.questions import Taken
from surveys.xlsform.settings import (
    checked_in,
    heads_of,
    note_languages,
    texts_of,
    translated_into,
)
from surveys.xlsform.walking import Walk, rows_of
from surveys.xlsform.words import said_twice
from surveys.xlsform.workbook import Workbook, opened

_IN_LANGUAGES = ("label", "hint", "guidance_hint")


@dataclass(frozen=True)
class Imported:
    """A form as a survey: `definition` is what a survey file holds.

    `not_supported` are the notes on what was left out or changed, and `problems` what is to be put
    right before the survey can be used.
    """

    definition: dict[str, Any]
    not_supported: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(data: bytes, name: str) -> Imported:
    """The survey in a form; `name` is that of the file. Raises NotAForm."""
    book = opened(data)
    context = _context(book)
    walk = Walk(context)
    walk.through(book.form["children"])
    walk.finish()
    definition = heads_of(book.form, name, context)
    definition["questions"] = [dict(one.entry) for one in walk.questions]
    if walk.about_you:
        definition["about_you"] = [dict(one.entry) for one in walk.about_you]
    taken = [*walk.questions, *walk.about_you]
    if translations := _translations(book.form, name, context, taken):
        definition["translations"] = translations
    _note_formulas(book, context)
    return Imported(definition, context.notes.all(), tuple(_problems(definition)))


def _context(book: Workbook) -> Context:
    form = book.form
    names = list(dict.fromkeys(_language_names(form)))
    languages = languages_of(names, str(form.get("default_language")))
    lists = form.get("choices", {})
    context = Context(languages, lists, pipes_of(rows_of(form["children"])))
    languages = note_languages(languages, _sample(form["children"]), context)
    context = replace(context, languages=languages)
    for row in (*rows_of(form["children"]), *_choices(form)):
        for column in _IN_LANGUAGES:
            for name in said_twice(row.get(column), languages):
                context.notes.gather(None, f"{column}::{name}", SAID_TWICE)
    return context


def _language_names(form: Mapping[str, Any]) -> Iterator[str]:
    """Each language in a column, in the order of the rows; those pyxform added tell nothing."""
    written = (*rows_of(form["children"]), *_choices(form))
    for row in (one for one in written if row_of(one) is not None):
        for column in _IN_LANGUAGES:
            given = row.get(column)
            if isinstance(given, Mapping):
                yield from given
            elif given:
                yield NO_LANGUAGE
    for row in (form, *written):
        for given in ours(row).values():
            yield from (
                name for name in given if name != NO_LANGUAGE and isinstance(given, Mapping)
            )


def _choices(form: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for listed in form.get("choices", {}).values():
        yield from listed


def _sample(children: Sequence[Mapping[str, Any]]) -> str:
    """Some of the form's words, to tell its language by."""
    labels = (row.get("label") for row in rows_of(children))
    return " ".join(one for one in labels if isinstance(one, str))[:2_000]


def _translations(
    form: Mapping[str, Any], file_name: str, context: Context, taken: Sequence[Taken]
) -> dict[str, Any]:
    texts = texts_of(form, file_name, context.languages)
    found: dict[str, Any] = {}
    checked = checked_in(form)
    for code in translated_into(form, context.languages):
        heads = {name: words[code] for name, words in texts.items() if words.get(code)}
        questions = {one.entry["key"]: one.words.of(code) for one in taken}
        kept = {key: words for key, words in questions.items() if words}
        read = {"checked": True} if code in checked else {}
        found[code] = {**read, **heads, **({"questions": kept} if kept else {})}
    return found


def _note_formulas(book: Workbook, context: Context) -> None:
    for sheet in dict.fromkeys(sheet for sheet, _ in book.formulas):
        cells = [cell for one, cell in book.formulas if one == sheet]
        context.notes.add(
            None,
            ", ".join(cells[:10]) + (" and more" if len(cells) > 10 else ""),
            "These cells are worked out by Excel.",
            "We took what they showed when the file was saved. Check that nothing is missing.",
            sheet=sheet,
        )


def _problems(definition: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        yield from unready(from_dict(definition))
    except SurveyProblems as problems:
        yield from problems.problems
