"""Coding statements: which codes, from which words, and the same every time."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import codebook, coding, evaluation, lemmas, misspelling

CODER = coding.Coder(codebook.load())
EXAMPLES = [(code.id, example) for code in CODER.codebook.codes for example in code.examples]


def codes(text):
    return [given.code for given in CODER.code(text)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("the damp in there", ["ta_quality"]),
        ("sanctioned again by the jobcentre", ["benefits"]),
        ("they keep evicting people", ["hf_home"]),
        ("i was too depresed to go", ["mental_health"]),
        ("clean needles for everyone", ["hf_harm"]),
        ("the weather was nice", []),
        ("[phone number] and [email]", []),
    ],
)
def test_words_of_the_codebook_give_its_codes(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text", ["dont know", "Don't know.", "n/a", "N/A!!", "", "   ", "🙂", "no", "not sure", "...."]
)
def test_a_reply_that_says_nothing_has_no_code(text):
    assert CODER.code(text) == ()


def test_evidence_names_the_words_the_place_and_the_rule():
    text = "Never had the Heating on"
    (given,) = CODER.code(text)
    (evidence,) = given.evidence

    assert (given.code, evidence.words) == ("rent", "Heating")
    assert text[evidence.start : evidence.end] == evidence.words
    assert evidence.rule == "keyword, negated"


def test_evidence_offsets_are_in_the_text_given_whatever_stands_before():
    text = "\u200b[name] says the \u200bmould is back"
    (given,) = CODER.code(text)

    assert text[given.evidence[0].start : given.evidence[0].end] == "mould"


@pytest.mark.parametrize("code, text", EXAMPLES)
def test_taking_the_evidence_away_takes_the_code_away(code, text):
    for given_ in CODER.code(text):
        left = text
        for evidence in reversed(given_.evidence):
            left = left[: evidence.start] + left[evidence.end :]

        assert given_.code not in [again.code for again in CODER.code(left)]


def test_most_examples_of_the_codebook_get_their_own_code():
    right = sum(code in codes(example) for code, example in EXAMPLES)

    assert right >= 0.8 * len(EXAMPLES)


def test_statements_unlike_the_codebook_are_coded_as_well_as_measured():
    lines = (Path(__file__).parent / "gold_statements.jsonl").read_text("utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    scored = evaluation.score_codes(
        [frozenset(row["codes"]) for row in gold],
        [frozenset(codes(row["text"])) for row in gold],
    )

    assert scored.micro >= 0.60
    assert scored.by_code["mental_health"] >= 0.80


@pytest.mark.parametrize(
    "text", ["two trains and a bus", "the car park", "my daughter learned to walk", "in two months"]
)
def test_a_word_that_only_resembles_a_keyword_gives_no_code_of_its_own(text):
    assert not {"hf_strengths", "staff", "waiting"} & set(codes(text))


def test_words_that_only_repeat_the_question_make_a_code_less_sure():
    (plain,) = CODER.code("the rent")
    (echo,) = CODER.code("the rent", question="What about the rent?")

    assert echo.confidence < plain.confidence


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([text for _, text in EXAMPLES]), max_size=8))
def test_many_are_coded_as_each_alone(texts):
    assert list(CODER.many((text, None) for text in texts)) == [CODER.code(t) for t in texts]


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=150))
def test_any_text_can_be_coded_and_its_evidence_is_where_it_says(text):
    for given_ in CODER.code(text):
        assert 0 < given_.confidence <= 1
        for evidence in given_.evidence:
            assert text[evidence.start : evidence.end] == evidence.words


def test_a_long_statement_full_of_keywords_is_coded_in_a_moment():
    before = time.process_time()
    CODER.code("the rent arrears are too high " * 5000)

    assert time.process_time() - before < 4


def test_a_codebook_of_ones_own_is_used(tmp_path):
    path = tmp_path / "mine.yaml"
    mine = {
        "version": 1,
        "codes": [
            {
                "id": "food",
                "name": "Food",
                "definition": "Meals",
                "examples": ["More soup"],
                "keywords": ["hot meal"],
            }
        ],
    }
    path.write_text(json.dumps(mine), encoding="utf-8")

    (given_,) = coding.Coder(codebook.load(path)).code("we want hot meals")

    assert given_.code == "food"


@pytest.mark.parametrize(
    "left, right",
    [("evicted", "evicting"), ("children", "child"), ("benefits", "benefit"), ("moved", "moving"),
     ("stopped", "stops"), ("families", "family"), ("stole", "stolen"), ("fights", "fighting")],
)  # fmt: skip
def test_forms_of_a_word_share_a_lemma(left, right):
    assert lemmas.lemma(left) == lemmas.lemma(right)


@pytest.mark.parametrize("word", ["housing", "status", "stress", "nothing", "bus", "need"])
def test_words_that_only_look_like_forms_stay_whole(word):
    assert lemmas.lemma(word) == word


@pytest.mark.parametrize(
    "word, other, expected",
    [
        ("arears", "arrears", True),
        ("anxeity", "anxiety", True),
        ("counseling", "counselling", True),
        ("training", "draining", False),
        ("anxiety", "anxiety", False),
        ("depesion", "depression", False),
    ],
)
def test_one_slip_of_the_keys_is_forgiven_after_the_first_letter(word, other, expected):
    assert misspelling.one_slip(word, other) is expected


def test_the_package_keeps_no_sample_reply():
    data = Path(coding.__file__).parent / "data"

    assert "Nothing has helped" not in (data / "codebook.yaml").read_text(encoding="utf-8")
