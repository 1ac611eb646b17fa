"""The shipped model made to fit another codebook."""

from dataclasses import replace

import pytest

from nlp import codebook
from nlp.codebook import Code, Codebook
from nlp.coding import Coder
from nlp.themes import adapting

SHIPPED = codebook.load()
PETS = Code("pets", "Pets", "found", "Animals people live with.", "", "", ("my dog",), ("my dog",))
SAID = (
    "the rent is too high and i cant pay",
    "I feel safe now",
    "my worker never rings back",
    "there is mould on the walls",
)


def coder(*codes: Code) -> Coder:
    return adapting.coder(Codebook(1, codes))


def given(by: Coder, text: str) -> dict[str, float]:
    return {one.code: one.confidence for one in by.code(text).codings}


@pytest.mark.parametrize("text", SAID)
def test_the_order_of_the_codes_changes_nothing(text):
    assert given(coder(*reversed(SHIPPED.codes)), text) == given(coder(*SHIPPED.codes), text)


@pytest.mark.parametrize("text", SAID)
def test_another_name_changes_nothing(text):
    named = [replace(one, name=f"Other {one.name}") for one in SHIPPED.codes]

    assert given(coder(*named), text) == given(coder(*SHIPPED.codes), text)


def test_a_code_that_is_dropped_is_not_given_and_the_others_stay():
    less = [one for one in SHIPPED.codes if one.id != "rent"]

    assert "rent" in given(coder(*SHIPPED.codes), SAID[0])
    assert "rent" not in given(coder(*less), SAID[0])
    assert given(coder(*less), SAID[1]) == given(coder(*SHIPPED.codes), SAID[1])


def test_a_code_that_another_was_put_into_is_given_for_both():
    rent = next(one for one in SHIPPED.codes if one.id == "rent")
    both = [
        replace(one, formerly=("rent",), keywords=one.keywords + rent.keywords)
        if one.id == "safety"
        else one
        for one in SHIPPED.codes
        if one.id != "rent"
    ]

    assert "safety" in given(coder(*both), SAID[0])
    assert "safety" in given(coder(*both), SAID[1])
    ranked = coder(*both).code(SAID[0]).ranked
    assert sorted(ranked) == sorted(one.id for one in both)


def test_a_new_code_goes_by_its_phrases():
    more = coder(*SHIPPED.codes, PETS)

    assert "pets" in given(more, "they would not let me bring my dog")
    assert "pets" not in given(more, "they would not let me bring my mum")
