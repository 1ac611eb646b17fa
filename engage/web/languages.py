"""The languages of the pages: which there are, which one a visitor reads, which one a page is in.

A page is in one language from its first word to its last. Where its wording is not whole in the
language a visitor chose, it is in another and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import flask_babel
from babel import Locale
from babel.core import UnknownLocaleError
from flask import Flask, g, has_request_context, request, session
from flask.globals import request_ctx
from markupsafe import Markup

from engage.web import catalogues
from engage.web.catalogues import N_
from surveys.lexicon import languages
from surveys.questionnaire import Questionnaire
from surveys.questions import Question
from surveys.translation import gaps

ENGLISH = "en"
CHOICE = "lang"
STAYS_ENGLISH = frozenset({"staff", "phones"})
"""The first part of the addresses whose pages are in English whoever opens them."""
NOT_YET = N_("This page is not in %(language)s yet.")


@dataclass(frozen=True)
class Language:
    """A language that pages can be in: by its own name, and by what it is called in English."""

    code: str
    name: str
    in_english: str

    @property
    def locale(self) -> str:
        """The locale of its dates: English is the English of Britain."""
        return "en_GB" if self.code == ENGLISH else self.code

    @property
    def tag(self) -> str:
        """What a page says its language is."""
        return self.locale.replace("_", "-")

    @property
    def direction(self) -> str:
        """Which way it is written: ltr or rtl."""
        return direction(self.code)


LANGUAGES = {
    code: Language(code, name, in_english)
    for code, name, in_english in (
        (ENGLISH, "English", "English"),
        ("cy", "Cymraeg", "Welsh"),
        ("pl", "Polski", "Polish"),
        ("ar", "العربية", "Arabic"),
        ("fa", "فارسی", "Farsi"),
        ("ro", "Română", "Romanian"),
        ("uk", "Українська", "Ukrainian"),
        ("ckb", "کوردیی سۆرانی", "Kurdish Sorani"),
        ("ti", "ትግርኛ", "Tigrinya"),
    )
}


def language_names() -> dict[str, str]:
    """The name in English of each language a text can be in, English first."""
    return {code: name_of(code) for code in languages()}


def name_of(code: str) -> str:
    """The name in English of one language; its code when it has none."""
    if code in LANGUAGES:
        return LANGUAGES[code].in_english
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def own_name(code: str) -> str:
    """What those who speak a language call it, in its own script; its code when we do not know."""
    if code in LANGUAGES:
        return LANGUAGES[code].name
    try:
        return Locale.parse(code, sep="-").get_display_name(code.replace("-", "_")) or code
    except (UnknownLocaleError, ValueError):
        return code


def direction(code: str) -> str:
    """Which way a language is written, as a page says it; for the browser to tell if unknown."""
    try:
        return str(Locale.parse(code, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "auto"


def register(app: Flask) -> None:
    """Take note of a visitor's choice before each page, and tell templates what they are in."""
    app.before_request(_begin)
    app.context_processor(_for_layouts)
    app.jinja_env.globals.update(written_in=written_in)
    app.jinja_env.filters.update(language_name=name_of)


def ready() -> list[str]:
    """The languages whose wording is whole, English first."""
    whole = {code for code, one in catalogues.here().items() if one.is_whole}
    return [code for code in LANGUAGES if code == ENGLISH or code in whole]


def chosen() -> str:
    """The language this visitor would read: their choice, else what their browser asks for."""
    if not may_choose(request.path):
        return ENGLISH
    choice = session.get(CHOICE)
    if choice in LANGUAGES:
        return str(choice)
    return request.accept_languages.best_match(ready(), ENGLISH)


def prefer(code: str) -> None:
    """Take up the language somebody already uses with us, unless they have chosen one here.

    English is where everyone begins, so it says nothing of what they would rather read.
    """
    if code in LANGUAGES and code != ENGLISH and session.get(CHOICE) not in LANGUAGES:
        session[CHOICE] = code
        flask_babel.refresh()


def page_in(code: str) -> None:
    """Let the rest of this page be in a language, or in English where its wording is not whole."""
    g.page_language = code
    flask_babel.refresh()


def page_language() -> str:
    """The language that this page's own wording is in."""
    wanted = g.get("page_language") or chosen()
    return wanted if wanted in ready() else ENGLISH


def pick_locale() -> str:
    """The locale of the page, for Flask-Babel."""
    return LANGUAGES[page_language() if has_request_context() else ENGLISH].locale


def language_for(questionnaire: Questionnaire, question: Question | None = None) -> str:
    """The language for a page about a survey, or about one question of it.

    That is the one the visitor reads where both the survey and our own wording are whole in it,
    and the one the survey was written in where they are not.
    """
    wanted, written = chosen(), questionnaire.original or questionnaire
    if wanted == written.language or wanted not in ready():
        return written.language
    if question is not None:
        return written.in_language(wanted).language_of(question)
    words = written.translation(wanted)
    is_whole = words is not None and not any(gaps(written.questions, words))
    return wanted if is_whole else written.language


def speak(questionnaire: Questionnaire, question: Question | None = None) -> Questionnaire:
    """Let this page be in the language for a survey or a question, and give the survey in it."""
    code = language_for(questionnaire, question)
    page_in(code)
    words = (questionnaire.original or questionnaire).translation(code)
    g.words_unchecked = words is not None and not words.checked
    return questionnaire.in_language(code)


def written_in(code: str) -> Markup:
    """The attributes of a part of a page that is not in the page's language; else nothing."""
    if code == page_language():
        return Markup("")
    tag = LANGUAGES[code].tag if code in LANGUAGES else code
    return Markup(' lang="{}" dir="{}"').format(tag, direction(code))


def may_choose(path: str) -> bool:
    """Whether the page at an address can be in other languages than English."""
    return path.split("/")[1] not in STAYS_ENGLISH


def opens_with_a_link() -> bool:
    """Whether a link could open this very page: it is asked for by GET, or could be."""
    adapter = request_ctx.url_adapter
    is_get = request.method in ("GET", "HEAD")
    return is_get or (adapter is not None and "GET" in adapter.allowed_methods())


def _begin() -> None:
    """Nothing of the page before is left; a language we do not know is no choice at all."""
    g.page_language = None
    g.words_unchecked = False
    flask_babel.refresh()
    choice = request.args.get(CHOICE)
    if choice in LANGUAGES and may_choose(request.path) and session.get(CHOICE) != choice:
        session[CHOICE] = choice


def _for_layouts() -> dict[str, Any]:
    page = LANGUAGES[page_language()]
    ours_checked = page.code == ENGLISH or catalogues.here()[page.code].is_checked
    return {
        "page_lang": page.tag,
        "page_dir": page.direction,
        "languages": list(_links()) if may_choose(request.path) else [],
        "not_in": _note(page),
        "is_checked": ours_checked and not g.get("words_unchecked", False),
    }


def _links() -> Iterator[dict[str, Any]]:
    """This very page in each language; none where there is but one or a link could not open it."""
    codes = ready()
    if len(codes) < 2 or not opens_with_a_link():
        return
    current = chosen() if chosen() in codes else page_language()
    rest = [pair for pair in request.args.items(multi=True) if pair[0] != CHOICE]
    for code in codes:
        yield {
            "code": LANGUAGES[code].tag,
            "name": LANGUAGES[code].name,
            "url": "?" + urlencode([*rest, (CHOICE, code)]),
            "current": code == current,
            "dir": LANGUAGES[code].direction,
        }


def _note(page: Language) -> dict[str, str] | None:
    """That the page is not in the language a visitor chose, in that language if we can say it."""
    wanted = LANGUAGES[chosen()]
    if wanted == page:
        return None
    found = catalogues.here().get(wanted.code)
    said = found.says(NOT_YET) if found else None
    if said is None:
        return _marked(NOT_YET % {"language": wanted.in_english}, LANGUAGES[ENGLISH])
    return _marked(said % {"language": wanted.name}, wanted)


def _marked(words: str, language: Language) -> dict[str, str]:
    return {"words": words, "lang": language.tag, "dir": language.direction}
