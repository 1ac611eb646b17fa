"""A codebook of somebody's own is learned from as many or as few examples as there are."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nlp import codebook
from nlp.codebook import Code, Codebook
from nlp.coding import Coder
from nlp.themes import examples, likeness, measuring, shipped, training
from nlp.themes.examples import Example
from nlp.themes.model import Array

BUSES = tuple(
    f"{who} bus {what}"
    for who in ("the", "my", "every", "that", "our", "one")
    for what in ("was late again", "never came", "costs too much")
)
DOGS = ("walk the dog by the canal", "my dog is all i have", "a dog needs a garden")
MORE_DOGS = ("the dog sleeps on my bed", "they let the dog in")
OTHER = tuple(
    f"{what} {how}"
    for what in ("the food", "our weather", "all that noise")
    for how in ("is fine", "got worse", "could be better", "was bad again")
)
SHIPPED = codebook.load()


def code(name: str, *, keywords: tuple[str, ...] = (), examples: tuple[str, ...] = ()) -> Code:
    return Code(name.lower(), name, "", "", "", "", keywords, examples)


def coder(*codes: Code, taught: dict[str, tuple[str, ...]]) -> Coder:
    book = Codebook(1, codes)
    told = [Example(text, "", {name: ""}) for name, texts in taught.items() for text in texts]
    none = [Example(text) for text in OTHER]
    return Coder(book, training.made(book, [*told, *none]))


def given(by: Coder, text: str) -> list[str]:
    return [one.code for one in by.code(text).codings]


def test_five_examples_are_learned_from_though_another_code_has_many():
    dogs = DOGS + MORE_DOGS
    ours = coder(code("Travel"), code("Company"), taught={"travel": BUSES, "company": dogs})

    assert given(ours, "i take my dog out by the canal") == ["company"]
    assert given(ours, "the bus never comes") == ["travel"]


def test_what_is_said_of_a_code_is_told_only_where_examples_tell_it():
    told = [Example(text, "", {"travel": "not_working"}) for text in BUSES]
    book = Codebook(1, (code("Travel"),))
    told += [Example(text) for text in OTHER]
    text = "the bus never comes"

    (untold,) = coder(*book.codes, taught={"travel": BUSES}).code(text).codings
    (known,) = Coder(book, training.made(book, told)).code(text).codings

    assert (untold.polarity, known.polarity) == ("", "not_working")


def test_a_codebook_without_replies_of_its_own_goes_by_what_ships():
    pets = Code("pets", "Pets", "", "Animals that people live with", "", "", (), ())
    own = training.coder(Codebook(1, (*SHIPPED.codes, pets)))
    said = "they let people keep pets and other animals"

    assert "pets" in given(own, said)
    for text in ("the rent is too high and i cant pay", "my worker never rings back"):
        (mine,), (shipped_,) = (by.code(text).codings for by in (own, shipped.coder()))
        assert mine == shipped_
        assert mine.polarity == "not_working"


def test_a_code_that_few_of_many_replies_carry_is_rare():
    """It is learned so; one that nobody had when they were coded goes by what it is about."""
    told = [Example(f"{text} {at}", "", {"travel": ""}) for text in BUSES for at in range(60)]
    told.append(Example(MORE_DOGS[0], "", {"pets": ""}))
    rare, new = code("Pets"), Code("food", "Food", "", "Meals and dinners", "", "", (), ())
    ours = Coder(book := Codebook(1, (code("Travel"), rare, new)), training.made(book, told))

    assert ours.model.bias[2] == pytest.approx(likeness.load().by_words[""].bias)
    assert ours.model.bias[1] != ours.model.bias[2]


def test_a_phrase_of_the_codebook_carries_a_code_that_has_few_examples():
    text = "guinea pigs"

    for phrases, is_given in (((), False), (("guinea pig",), True)):
        pets = code("Pets", keywords=phrases, examples=DOGS)
        ours = coder(code("Travel"), pets, taught={"travel": BUSES})

        assert ("pets" in given(ours, text)) == is_given


def test_a_phrase_of_the_codebook_counts_less_the_more_examples_there_are():
    def weight(many: int) -> float:
        travel = code("Travel", keywords=("ferry",))
        ours = coder(travel, code("Pets"), taught={"travel": BUSES[:many], "pets": DOGS})
        return float(ours.model.hits[0, 0])

    assert weight(2) > weight(8) > weight(16) > 0


def test_the_name_of_a_code_is_an_example_of_it():
    ours = coder(code("Parking"), code("Travel"), taught={"travel": BUSES})

    assert given(ours, "parking") == ["parking"]
    assert given(ours, "the bus never comes") == ["travel"]


def test_a_code_of_which_nothing_is_known_is_not_given():
    unknown = Code("x1", "", "", "", "", "", (), ())
    ours = coder(unknown, code("Travel"), taught={"travel": BUSES})

    assert given(ours, "the bus never comes") == ["travel"]
    assert "x1" not in given(ours, "my dog is all i have")


def few(each: int) -> list[Example]:
    """So many of the written replies for each code, and those that come with them."""
    taken: Counter[str] = Counter()
    found = []
    for one in examples.written()[::7]:
        if any(taken[code] < each for code in one.codes):
            taken.update(one.codes.keys())
            found.append(one)
    return found


@pytest.mark.parametrize("each, micro, macro", [(0, 0.44, 0.44), (5, 0.6, 0.5), (20, 0.64, 0.56)])
def test_the_shipped_codebook_is_learned_from_few_examples(each, micro, macro):
    """With none but those in the codebook, four each, its codes go by likeness, here by words."""
    lines = (Path(__file__).parent / "gold_themes.jsonl").read_text("utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    ours = Coder(SHIPPED, training.made(SHIPPED, few(each)))
    made = ours.many((row["text"], row["question"]) for row in gold)

    scored = measuring.agree(
        [frozenset(row["codes"]) for row in gold],
        [frozenset(one.code for one in coded.codings) for coded in made],
    )

    assert scored.micro >= micro
    assert scored.macro >= macro


def test_a_sentence_vector_is_learned_from_with_few_examples_and_with_many():
    """Vectors alone tell these apart: no words, letters or phrases are the same."""

    def embed(texts: Sequence[str]) -> Array:
        rows = [[1.0, 0.0] if "1" in text else [0.0, 1.0] for text in texts]
        return np.array(rows, np.float32)

    book = Codebook(1, (code("One"), code("Two")))
    told = [
        Example(f"{letter}{number}", "", {name: ""})
        for letter in "abcdefgh"
        for number, name in ((1, "one"), (2, "two"))
    ]
    for many in (1, training.MANY // len(told) + 1):
        ours = Coder(book, training.made(book, told * many, embed), embed)
        (read,) = ours.read([("was 1 ever", None)])
        assert read.said is not None
        one, two = ours.model.shares(ours.model.weigh(read.said.given))
        assert one > 0.8
        assert two < 0.2


def test_the_same_examples_make_the_same_model():
    book = Codebook(1, (code("Travel"), code("Pets")))
    told = [Example(text, "", {"travel": ""}) for text in BUSES]
    one, other = training.made(book, told), training.made(book, told)

    assert np.array_equal(one.words, other.words)
    assert np.array_equal(one.bias, other.bias)
