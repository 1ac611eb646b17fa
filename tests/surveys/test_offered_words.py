"""Nobody is told to text a word that is not understood: each sentence's words, by the readers."""

import re

import pytest

from surveys.keywords import command, skipped
from surveys.lexicon import languages, lexicon
from surveys.reading import Outcome, Request
from surveys.requests import Asked, asked
from surveys.wording import FIELDS, Sentence, say, segments, sentences
from surveys.yesno import read_yes_no

OTHERS = [code for code in languages() if code != "en"]
EXAMPLE = {
    "sender": "Your Say",
    "title": "Have your say",
    "when": "12/1 14:00",
    "place": "Quay Street",
    "thanks": "",
    "helplines": "Samaritans 116 123",
    "link": "https://example.org/a/abcdefgh",
}
_UPPER = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
_CAPITALS = re.compile(rf"\b[{_UPPER}]{{2,}}\b(?:[ -][{_UPPER}]{{2,}}\b)*")
_QUOTED = re.compile(r"«([^»]+)»")
_NO_OFFER = {"OK", "SMS", "СМС", "SMS-Y"}


def _a_request(name):
    return lambda word, language: asked(word, language=language) == Asked(Request(name))


MEANINGS = {
    "YES": lambda word, language: read_yes_no(word, language=language).value == "yes",
    "NO": lambda word, language: read_yes_no(word, language=language).value == "no",
    "STOP": lambda word, language: command(word, language=language) is Outcome.OPT_OUT,
    "START": lambda word, language: command(word, language=language) is Outcome.OPT_IN,
    "HELP": lambda word, language: command(word, language=language) is Outcome.HELP,
    "SKIP": lambda word, language: skipped(word, language=language) is not None,
    "NONE": lambda word, language: (
        lexicon(language).folded_words(word) in lexicon(language).phrases["slots.none"]
    ),
    "CALL ME": _a_request("callback"),
    "DELETE": _a_request("delete"),
    "GO ON": _a_request("go_on"),
}


def offered(text: str) -> list[str]:
    """The words a sentence asks to be texted back: in capitals, or between the marks « »."""
    without_fields = re.sub(r"\{[^}]*\}", " ", text)
    capitals = [word for word in _CAPITALS.findall(without_fields) if word not in _NO_OFFER]
    return [*_QUOTED.findall(text), *capitals]


def test_the_english_sentences_offer_words_whose_meaning_is_known():
    for sentence in Sentence:
        for word in offered(sentences()[sentence]):
            assert MEANINGS[word](word, "en"), sentence


@pytest.mark.parametrize("language", OTHERS)
def test_each_sentence_offers_what_the_english_one_does_in_words_that_are_understood(language):
    for sentence in Sentence:
        promised = set(offered(sentences()[sentence]))
        given = offered(sentences(language)[sentence])
        for word in given:
            assert any(MEANINGS[one](word, language) for one in promised), (sentence, word)
        for one in promised:
            assert any(MEANINGS[one](word, language) for word in given), (sentence, one)


@pytest.mark.parametrize("language", OTHERS)
def test_a_word_that_is_offered_means_one_thing(language):
    """START may begin a survey too, as it does in English; nothing else is read two ways."""
    every = {word for text in sentences(language).values() for word in offered(text)}
    for word in every - {"START"}:
        read = {name for name, means in MEANINGS.items() if means(word, language)}
        assert len(read - {"NONE"}) <= 1, word


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_has_the_fields_of_the_english_one(language):
    for sentence in Sentence:
        fields = set(re.findall(r"\{(\w+)\}", sentences(language)[sentence]))
        assert fields == set(re.findall(r"\{(\w+)\}", sentences()[sentence])), sentence


MOST_SEGMENTS = 3


def example_in(language: str) -> dict[str, str]:
    counted = {"questions": say(Sentence.QUESTIONS_MANY, language=language, count=3)}
    return {**EXAMPLE, **counted, "cost": say(Sentence.COST_FREE, language=language)}


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_costs_more_than_three_texts(language):
    example = example_in(language)
    for sentence in Sentence:
        named = FIELDS.get(sentence, frozenset())
        if named <= example.keys():
            text = say(sentence, language=language, **{name: example[name] for name in named})
            assert segments(text).count <= MOST_SEGMENTS, sentence
