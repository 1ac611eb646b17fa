"""Codes that nobody gave examples enough of: they go by what the codebook says of them."""

import json
from dataclasses import replace

import numpy as np
import pytest

from nlp import codebook
from nlp.codebook import Code, Codebook
from nlp.coding import ALIKE, Coder, Embed
from nlp.themes import adapting, examples, likeness, likeness_fit, measuring, shipped, training
from nlp.themes.measuring import Gold
from nlp.vectors import adapter
from tests.nlp.test_gold import HERE
from tests.peers.needed import need

SHIPPED = codebook.load()
PETS = Code("pets", "Pets", "found", "Animals that people live with", "", "", (), ())
FOOD = Code("food", "Food", "found", "Meals and what there is to eat", "", "", (), ())
BUSES = Code("buses", "Buses", "found", "Getting about by bus", "", "", (), ())


@pytest.fixture(scope="module")
def model():
    need("vectors")
    adapter.forget()
    return shipped.sentence_model()


def coder(*codes: Code, embed: Embed | None = None) -> Coder:
    return adapting.coder(Codebook(1, codes), embed)


def given(by: Coder, text: str) -> list[str]:
    return [one.code for one in by.code(text).codings]


def test_a_code_with_a_name_and_a_definition_alone_is_given_for_its_words():
    by = coder(*SHIPPED.codes, PETS)

    assert "pets" in given(by, "they let people keep pets and other animals")
    assert "pets" not in given(by, "the rent is too high and i cant pay")


@pytest.mark.parametrize(
    "text, code",
    [
        ("they would not let me bring my dog", "pets"),
        ("i had nothing for dinner again, just crisps", "food"),
        ("the 86 never turns up so i walk to town", "buses"),
    ],
)
def test_with_vectors_words_that_mean_the_same_are_enough(model, text, code):
    assert coder(PETS, FOOD, BUSES, embed=model).code(text).ranked[0] == code


def test_what_people_said_of_a_found_theme_brings_in_others_who_say_it_otherwise(model):
    said = ("they took my dog away", "no hostel takes dogs", "i sleep out so i can keep my dog")
    found = replace(PETS, name="Keeping my dog", examples=said)
    by = coder(*SHIPPED.codes, found, embed=model)

    assert "pets" in given(by, "nowhere would have us because of the cat")
    assert "pets" not in given(by, "my worker never rings back")


def test_where_no_word_decided_the_whole_statement_is_shown_as_alike(model):
    text = "nowhere would have us because of the cat"
    by = coder(*SHIPPED.codes, replace(PETS, examples=("no hostel takes dogs",)), embed=model)
    pets = next(one for one in by.code(text).codings if one.code == "pets")

    assert [one.rule for one in pets.evidence] == [ALIKE]
    assert pets.evidence[0].words == text


def test_codes_that_were_learned_stay_as_they_are_beside_new_ones():
    text = "the rent is too high and i cant pay"
    (alone,) = coder(*SHIPPED.codes).code(text).codings

    assert alone in coder(*SHIPPED.codes, PETS, FOOD).code(text).codings


def test_the_right_code_is_often_among_the_first_five_by_words_and_examples_alone():
    assert first_five(*(replace(code, keywords=()) for code in SHIPPED.codes)) >= 0.45


def test_the_right_code_is_mostly_among_the_first_five_though_none_was_learned(model):
    assert first_five(*SHIPPED.codes, embed=model) >= 0.75


def first_five(*codes: Code, embed: Embed | None = None) -> float:
    """The share of codes among the first five, each with another id, so that none is known."""
    lines = (HERE / "gold_themes.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    by = coder(*(replace(code, id=f"new_{code.id}") for code in codes), embed=embed)
    made = list(by.many((row["text"], row["question"]) for row in rows))
    gold = [Gold(row["question"], {f"new_{code}": "" for code in row["codes"]}) for row in rows]
    return measuring.measure(gold, made).suggested.value


def test_a_codebook_of_one_code_alone_can_be_used():
    by = training.coder(Codebook(1, (PETS,)))

    assert given(by, "they let people keep pets and other animals") == ["pets"]


def test_weights_are_fitted_alike_each_time_and_no_part_speaks_against_a_code(tmp_path):
    told = examples.typical()
    one, other = (
        likeness_fit.fit(_letters, tmp_path / name, told=told) for name in ("one", "other")
    )
    fitted = likeness.load(one)

    assert one.read_bytes() == other.read_bytes()
    assert set(fitted.by_words) == {"", "examples", "keywords", "examples keywords"}
    for has, weights in {**fitted.by_vectors, **fitted.by_words}.items():
        assert min(weights.parts) >= 0
        assert weights.hit > 0 > weights.bias
        parts = {part for part, count in zip(likeness.PARTS, weights.parts, strict=True) if count}
        assert parts <= {likeness.DESCRIBED, *has.split()}


def _letters(texts):
    """Rows that tell texts apart by their letters: enough to fit on, and quick."""
    rows = np.array([[text.lower().count(letter) for letter in "aehimnorst"] for text in texts])
    return (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)).astype(np.float32)
