"""Words in a file that are made to keep us busy: the time they take grows no faster."""

from contextlib import suppress
from time import perf_counter

import pytest

from surveys.plain_english import advice
from surveys.xlsform import NotAForm, read
from surveys.xlsform.languages import code_of
from surveys.xlsform.pipes import Pipes
from surveys.xlsform.relevance import Sources
from surveys.xlsform.words import unstyled

LONGEST_CELL = 32_767
SOON = 1.0
"""Seconds: five times what a slow machine needs, and less than each of these took before."""


def filled(piece: str, size: int = LONGEST_CELL) -> str:
    return piece * (size // len(piece))


def a_form(label: str = "Which area?", choice: str = "Here") -> bytes:
    quoted = (one.replace('"', '""') for one in (label, choice))
    rows = 'survey,,,\n,type,name,label\n,select_one area,area,Where?\n,text,why,"{}"\n'
    choices = 'choices,,,\n,list_name,name,label\n,area,a,"{}"\n,area,b,There\n'
    return (rows + choices).format(*quoted).encode()


def seconds(do) -> float:
    began = perf_counter()
    do()
    return perf_counter() - began


@pytest.mark.parametrize("piece", ["**a ", "__a "])
def test_bold_that_never_ends_is_soon_read(piece):
    assert seconds(lambda: unstyled(filled(piece, 64_000))) < SOON


@pytest.mark.parametrize(
    "form",
    [
        {"label": filled("**a ")},
        {"choice": "x" + " \n" * 16_000 + "x"},
    ],
    ids=["bold", "a choice"],
)
def test_a_form_with_long_cells_is_soon_read(form):
    assert seconds(lambda: read_or_told(a_form(**form))) < SOON


def read_or_told(data: bytes) -> None:
    with suppress(NotAForm):
        read(data, "form.csv")


def test_a_name_with_many_empty_lines_is_soon_read():
    text = "Why ${" + "\n" * 4_000 + "x"

    assert seconds(lambda: Pipes({}).carried(text, "en", Sources(), lambda what, _: None)) < SOON


def test_a_language_with_many_spaces_in_its_name_is_soon_known():
    assert seconds(lambda: code_of("Polish (" + " " * 4_000)) < SOON
    assert code_of("Polish ( pl )") == "pl"


@pytest.mark.parametrize("piece", ["e.g. ", "‘a ", " 'a", "“a “", "service user "])
def test_advice_on_very_many_words_is_soon_given(piece):
    advice("Where?")

    assert seconds(lambda: advice(filled(piece, 100_000), field="hint")) < SOON


@pytest.mark.parametrize("form", ["label", "choice"])
def test_a_cell_longer_than_excel_has_is_refused(form):
    assert read(a_form(**{form: "x" * LONGEST_CELL}), "form.csv").definition["questions"]

    with pytest.raises(NotAForm, match=r"has a cell of more than 32,767 characters"):
        read(a_form(**{form: "x" * (LONGEST_CELL + 1)}), "form.csv")
