"""The settings sheet: what a survey is called, and what of the rest we have nothing like."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from surveys.keys import LONGEST_KEY, is_key
from surveys.lexicon import languages as ready_languages
from surveys.tongue import guess
from surveys.xlsform.context import Context, ours
from surveys.xlsform.exact import plain, read_copy
from surveys.xlsform.languages import NO_LANGUAGE, Languages
from surveys.xlsform.notes import SETTINGS, TIDY
from surveys.xlsform.words import said

UNNAMED = "data"
"""What pyxform calls a form that has no name."""
_TEXTS = ("title", "purpose", "thanks")
_OF_THE_FORM = {
    *("type", "name", "title", "id_string", "sms_keyword", "default_language", "children"),
    *("choices", "engage", "clean_text_values", "allow_choice_duplicates"),
}
_OURS_INSTEAD: Mapping[str, tuple[str, str]] = {
    "version": ("The form has a version of its own.", "Versions are counted here by themselves."),
    "style": ("The form has a style of its own.", TIDY),
    "theme": ("The form has a style of its own.", TIDY),
    "instance_name": (
        "Each set of answers gets a name made from the answers.",
        "Answers have no names here, so that nobody is known by them.",
    ),
    "public_key": ("Answers are encrypted with a key.", "Answers are sealed here in our own way."),
    "submission_url": ("Answers go to an address.", "Answers stay here."),
    "auto_send": ("Answers are sent by themselves.", "Each answer is kept here as it is given."),
    "auto_delete": (
        "Answers are deleted once they are sent.",
        "How long answers are kept is set for the whole service.",
    ),
    "entity_version": (
        "The form makes or changes records of its own (entities).",
        "Answers are kept as answers here, and make no other records.",
    ),
    "omit_instanceID": ("Answers are kept without a number.", "Each response has one here."),
}


def heads_of(form: Mapping[str, Any], file_name: str, context: Context) -> dict[str, Any]:
    """What stands above the questions of a survey; what is not there is left out."""
    main = context.languages.main
    words = texts_of(form, file_name, context.languages)
    heads = {"key": _key(form, words["title"].get(main, ""))}
    heads |= {name: words[name][main] for name in _TEXTS if words[name].get(main)}
    _note_others(form, context)
    return {**heads, "language": main}


def texts_of(
    form: Mapping[str, Any], file_name: str, languages: Languages
) -> Mapping[str, dict[str, str]]:
    """The title, the purpose and the thanks, each by language."""
    written = ours(form)
    found = {name: said(written.get(name), languages) for name in _TEXTS}
    title = str(form.get("title") or "")
    if title == UNNAMED == form.get("id_string"):
        title = re.sub(r"[\s_-]+", " ", PurePath(file_name).stem).strip().capitalize() or title
    found["title"][languages.main] = title
    for name, exact in read_copy(written.get("exact")).items():
        text, _, code = name.partition("::")
        if text in found and isinstance(exact, str) and plain(exact) == found[text].get(code, ""):
            found[text][code] = exact
    return found


def translated_into(form: Mapping[str, Any], languages: Languages) -> tuple[str, ...]:
    """The languages a form is translated into, in the order that we wrote into it ourselves."""
    listed = str(ours(form).get("languages") or "").split()
    found = dict.fromkeys([*listed, *languages.others])
    return tuple(one for one in found if one != languages.main)


def checked_in(form: Mapping[str, Any]) -> frozenset[str]:
    """The languages whose translation a native speaker has read, as we wrote into the form."""
    return frozenset(str(ours(form).get("checked") or "").split())


def _key(form: Mapping[str, Any], title: str) -> str:
    written = str(ours(form).get("key") or form.get("id_string") or "")
    if written == UNNAMED and "key" not in ours(form):
        written = title
    if is_key(written):
        return written
    tidy = re.sub(r"[^a-z0-9_-]+", "-", written.lower()).strip("-_")
    return (tidy if tidy[:1].isalpha() else f"survey-{tidy}".strip("-"))[:LONGEST_KEY]


def _note_others(form: Mapping[str, Any], context: Context) -> None:
    for name, written in form.items():
        if name in _OF_THE_FORM:
            continue
        what, instead = _OURS_INSTEAD.get(
            name, (f"It says “{written}”.", "We have nothing like it, and left it out.")
        )
        context.notes.add(None, name, what, instead, sheet=SETTINGS)
    if form.get("sms_keyword") != form.get("id_string"):
        what = f"The word for taking part by text is “{form['sms_keyword']}”."
        instead = "That word is set where a survey is sent out."
        context.notes.add(None, "sms_keyword", what, instead, sheet=SETTINGS)


def note_languages(languages: Languages, sample: str, context: Context) -> Languages:
    """The languages of a form, with a guess where it does not say which one it is in."""
    for name in languages.unknown:
        context.notes.add(
            None,
            name,
            f"We do not know the language “{name}”.",
            "Its words are left out. Name a column like label::Polish (pl).",
        )
    if languages.is_told:
        return languages
    guessed = guess(sample) if languages.own == NO_LANGUAGE else None
    if guessed in ready_languages() and guessed not in languages.codes.values():
        codes = {**languages.codes, NO_LANGUAGE: guessed}
        context.notes.add(
            None,
            "default_language",
            "The form does not say which language it is in.",
            f"It looks like “{guessed}”. Change that if it is not.",
            sheet=SETTINGS,
        )
        return replace(languages, main=guessed, codes=codes)
    if languages.own != NO_LANGUAGE:
        what = f"We do not know the language “{languages.own}”."
        context.notes.add(None, "default_language", what, "We took it for English.", sheet=SETTINGS)
    return languages
