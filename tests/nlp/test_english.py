"""Texts in other languages are told from English ones, and read as what they are."""

import json
import random
from pathlib import Path

import pytest

from nlp import anonymise, english, names, tokens, wordlists
from nlp.training import elsewhere, name_pool

HERE = Path(__file__).parent


def is_english(text: str) -> bool:
    read = tokens.cut(text)
    names.look(read)
    return read.is_english


def texts_of(name: str) -> list[str]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "my worker dave never rings me back",
        "u said ud ring n u didnt, third time this wk",
        "Fatou, Idris and Ikechukwu run the kitchen on tuesdays",
        "merci",
        "ok",
        "",
        "07700 900123",
        "?!?! ...",
        "Lovely evening in Meath http://t.co/Jrpjmjvmua via @lydaly @DiscoverIreland",
        "follow me please @tbhcarterfans @wetspinosa @cloudshawnn",
        "room https://www.bbc.co.uk/xnajrt/kqzwv #hostelzzq #skintaf",
        "ref KXQ22ZVW44TRR is wrong",
    ],
)
def test_english_and_what_is_too_short_to_tell_is_taken_for_english(text):
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "nie mam gdzie spać i jest mi zimno",
        "nie mam gdzie spac i jest mi zimno",
        "no tengo dinero para el autobús",
        "je dors dehors depuis trois semaines",
        "من جایی برای خواب ندارم",
        "ليس عندي مكان للنوم",
        "мені нема де спати взимку",
        "uyuyacak yerim yok çok soğuk",
        "guri ma haysto wallaal",
        "tôi không có chỗ ngủ",
        "nie mam gdzie spać @wojtek_k #zimno https://www.bbc.co.uk/polska",
        "mieszkam w pokoju12 od 3 miesięcy i jest mi zimno",
    ],
)
def test_other_languages_are_told_from_it(text):
    assert not is_english(text)


def test_nearly_all_messages_are_told_rightly():
    others = list(map(is_english, texts_of("gold_languages")))
    ours = [is_english(text) for name in ("gold_replies", "gold_unseen") for text in texts_of(name)]

    assert sum(others) <= 0.03 * len(others)
    assert sum(ours) >= 0.99 * len(ours)


@pytest.mark.parametrize(
    "word, kind, told",
    [
        ("the", wordlists.FUNCTION, english.OTHER),  # Vietnamese has it too
        ("because", wordlists.FUNCTION, english.SMALL),
        ("kitchen", wordlists.WORD, english.OTHER),
        ("zqxv", wordlists.UNKNOWN, english.STRANGE),
        ("avril", wordlists.NAME, english.STRANGE),  # French has it too
        ("pracownik", wordlists.UNKNOWN, english.ELSEWHERE),
        ("7", wordlists.UNKNOWN, english.NOTHING),
    ],
)
def test_a_word_tells_by_the_languages_that_have_it(word, kind, told):
    assert english.told_by(word, kind) == told


def test_ordinary_words_of_other_languages_stay_and_names_go():
    said = "mój pracownik Marek nigdy nie odbiera telefonu"

    assert anonymise.anonymise(said).text == "mój pracownik [name] nigdy nie odbiera telefonu"
    assert anonymise.anonymise("mąż mnie bije").text == "mąż mnie bije"


def test_the_list_of_words_is_what_is_built_from_messages_and_small_words():
    assert set(elsewhere.words()) == wordlists.listed("words_elsewhere")


def test_no_word_is_listed_as_a_name_as_well():
    assert wordlists.listed("names_elsewhere").isdisjoint(wordlists.listed("words_elsewhere"))


def test_a_word_has_another_kind_there():
    assert wordlists.kind_elsewhere("spac") == wordlists.WORD
    assert wordlists.kind_elsewhere("زهرا") == wordlists.NAME
    assert wordlists.kind_elsewhere("zqxv") == wordlists.UNKNOWN


@pytest.mark.parametrize("name", ["Олена", "زهرا", "ሰላማዊት"])
def test_a_name_is_put_in_place_of_another_in_the_same_letters(name):
    pool = name_pool.NamePool(
        [], [], [], [], [], [], [], scripts={name_pool.script_of(name): [name]}
    )

    assert pool.another(name[:3], random.Random(1), is_first=True) == name
