"""The names of found themes: the words their texts share, and nothing that gives anyone away."""

import numpy as np
import pytest
from spacy.lang.en.stop_words import STOP_WORDS

from nlp import anonymise, lemmas
from nlp.discovery import names, words
from nlp.discovery.exact import whole
from nlp.discovery.themes import discover
from tests.nlp.test_discovery import statements


def named(*groups):
    """The names of groups of texts, whose vectors lie where their groups are."""
    texts = [text for group in groups for text in group]
    numbers = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return names.of(texts, whole(np.eye(len(groups))[numbers]), numbers)


def words_in(name):
    return name.replace(",", "").split()


OTHERS = ["the bus is late", "no bus on sunday", "bus fares are dear"]


def test_names_are_short_and_hold_no_small_words_and_no_stem_twice():
    texts, _, vectors = statements()
    found = discover(texts, vectors)

    for theme in found.themes:
        said = words_in(theme.name)
        assert 1 <= len(said) <= names.LONGEST
        assert not STOP_WORDS & set(said)
        stems = [lemmas.lemma(word) for word in said]
        assert len(set(stems)) == len(stems)


def test_names_tell_what_the_themes_are_about():
    texts, labels, vectors = statements()
    found = discover(texts, vectors)
    of_damp = [
        place.theme for label, place in zip(labels, found.places, strict=True) if label == "damp"
    ]
    name = found.themes[max(of_damp, key=of_damp.count) or 0].name

    assert {"damp", "mould"} & set(words_in(name))


def test_the_quote_is_a_text_of_the_theme():
    texts, _, vectors = statements()
    found = discover(texts, vectors)

    for number, theme in enumerate(found.themes):
        assert found.places[theme.quote].theme == number


def test_words_that_follow_one_another_stay_together():
    name, _ = named(["the waiting list is long", "on the waiting list", "my waiting list"], OTHERS)

    assert "waiting list" in name


def test_one_stem_is_said_once_in_its_commonest_form():
    name, _ = named(["evicted again", "they evicted me", "evicting people", "eviction"], OTHERS)

    assert words_in(name) == ["evicted"]


@pytest.mark.parametrize(
    "one, other, related",
    [
        ("pay", "payment", True),
        ("withdraw", "withdrawal", True),
        ("verify", "verification", True),
        ("card", "care", False),
        ("transfer", "transaction", False),
        ("pay", "payphone", False),
    ],
)
def test_stems_of_one_word_are_known(one, other, related):
    assert words.are_related(lemmas.lemma(one), lemmas.lemma(other)) is related


def test_what_was_taken_out_of_a_text_is_in_no_name():
    name, _ = named(["[name] shouts at me", "[name] shouts a lot", "[street name] shouts"], OTHERS)

    assert words_in(name) == ["shouts"]


def test_names_of_people_are_in_no_name():
    group = ["my worker victoria is kind", "victoria is a kind worker", "worker victoria helped"]
    name, _ = named(group, OTHERS)

    assert "victoria" not in name
    assert "worker" in name
    assert not anonymise.find(name)


def test_what_one_person_alone_says_names_nothing_unless_it_is_a_plain_word():
    alone, _ = named(["zqxvort lives there", "rotten brickwork"], OTHERS)

    assert "zqxvort" not in alone


def test_a_group_without_words_has_no_name():
    assert named(["it is", "was it"], OTHERS)[0] == ""


def test_no_word_that_was_met_stays_in_memory():
    named(["the boiler of grumbold is cold", "a cold boiler", "no heat, boiler gone"], OTHERS)

    assert not words._word.cache_info().currsize
