"""Catalogues: whole when each sentence can be shown as it is, and read as translators left them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engage.web.catalogues import Catalogue, faults, read
from engage.web.languages import ENGLISH, LANGUAGES, ready
from tests.guards.catalogues import FOLDER, PLURALS, parsed, place

ENGLISH_WORDS = """
msgid "Back"
msgstr ""

msgid "Ask %(name)s"
msgstr ""

msgid "%(num)s day"
msgid_plural "%(num)s days"
msgstr[0] ""
msgstr[1] ""
"""
BACK = 'msgid "Back"\nmsgstr "Wstecz"\n\n'
ASK = 'msgid "Ask %(name)s"\nmsgstr "Zapytaj: %(name)s"\n\n'
FORMS = ('msgstr[0] "jeden"\n', 'msgstr[1] "%(num)s dni"\n', 'msgstr[2] "%(num)s dni"\n')
DAYS = 'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\n'
WHOLE = BACK + ASK + DAYS + "".join(FORMS)


@pytest.fixture
def polish(tmp_path: Path):
    """Read a Polish catalogue with these sentences."""

    def read_it(sentences: str, *, head: str = "") -> Catalogue:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        place = folder / "pl" / "LC_MESSAGES"
        place.mkdir(parents=True)
        (folder / "messages.pot").write_text(ENGLISH_WORDS)
        top = f'msgid ""\nmsgstr ""\n"Plural-Forms: {PLURALS["pl"]}\\n"\n{head}\n'
        (place / "messages.po").write_text(top + sentences)
        return read(str(folder))["pl"]

    return read_it


def test_a_catalogue_that_says_everything_is_whole(polish):
    found = polish(WHOLE)

    assert found.is_whole
    assert found.says("Back") == "Wstecz"
    assert [found.words.ungettext("%(num)s day", "%(num)s days", n) for n in (1, 2, 5)] == [
        "jeden",
        "%(num)s dni",
        "%(num)s dni",
    ]


@pytest.mark.parametrize(
    "sentences",
    [
        "",
        WHOLE.replace(BACK, ""),
        WHOLE.replace("Wstecz", ""),
        WHOLE.replace(BACK, "#, fuzzy\n" + BACK),
        WHOLE.replace(FORMS[2], 'msgstr[2] ""\n'),
        WHOLE.replace(FORMS[2], ""),
        WHOLE.replace(DAYS + "".join(FORMS), 'msgid "%(num)s day"\nmsgstr "dzień"\n'),
        WHOLE.replace("Zapytaj: %(name)s", "Zapytaj: %(imie)s"),
        WHOLE.replace("Zapytaj: %(name)s", "Zapytaj: %(name)"),
        WHOLE.replace("Wstecz", "100% wstecz"),
        WHOLE.replace("Wstecz", "<b>Wstecz</b>"),
        WHOLE.replace("Wstecz", '\\"Wstecz\\"'),
    ],
    ids=[
        "nothing",
        "one sentence gone",
        "one empty",
        "one guessed",
        "one form empty",
        "one form gone",
        "one form where more are needed",
        "something else filled in",
        "something filled in by halves",
        "a per cent sign",
        "markup",
        "quotes that would end an attribute",
    ],
)
def test_a_catalogue_that_would_leave_a_page_half_said_or_broken_is_not_whole(polish, sentences):
    assert sentences != WHOLE
    assert not polish(sentences).is_whole


def test_a_sentence_that_leaves_out_what_english_fills_in_is_fine(polish):
    assert polish(WHOLE.replace("Zapytaj: %(name)s", "Zapytaj")).is_whole


@pytest.mark.parametrize(
    "head, checked",
    [
        ("", False),
        ('"X-Checked-By-Native-Speaker: no\\n"\n', False),
        ('"X-Checked-By-Native-Speaker: \\n"\n', False),
        ('"X-Checked-By-Native-Speaker: Ola, May 2027\\n"\n', True),
    ],
)
def test_the_head_says_whether_a_native_speaker_has_checked_it(polish, head, checked):
    assert polish(WHOLE, head=head).is_checked is checked


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH])
def test_every_language_has_a_catalogue_whose_sentences_can_be_shown(code):
    text = place(code).read_text("utf-8")
    catalogue = parsed(code, text)
    wrong = {
        str(one.id): found for one in catalogue if one.id and (found := faults(one, catalogue))
    }

    assert wrong == {}
    assert f"Plural-Forms: {PLURALS[code]}" in text.replace('"\n"', "")
    assert code in read(str(FOLDER))


def test_nothing_compiled_is_kept_that_could_be_stale():
    assert list(FOLDER.rglob("*.mo")) == []


@pytest.mark.parametrize("code", ["cy", "pl", "ar", "fa"])
def test_the_languages_we_say_we_have_are_whole(app, code):
    assert code in ready()
