"""Coding statements: which codes, from which words, and the same every time."""

import json
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import codebook, coding
from nlp.themes import measuring, shipped, training
from nlp.themes.measuring import Gold

CODER = shipped.coder()
EXAMPLES = [(code.id, example) for code in CODER.codebook.codes for example in code.examples]
HELPED = "What has helped you most in keeping your home?"


def rows(name):
    lines = (Path(__file__).parent / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def codes(text, question=None):
    return [given.code for given in CODER.code(text, question=question).codings]


def without(text, evidence):
    for one in reversed(evidence):
        text = text[: one.start] + " " + text[one.end :]
    return text


@pytest.mark.parametrize(
    "text, expected",
    [
        ("the damp in there", ["ta_quality"]),
        ("sanctioned again by the jobcentre", ["benefits"]),
        ("i was too depresed to go", ["mental_health"]),
        ("she kept knocking when i wouldnt answer", ["hf_engagement"]),
        ("the weather was nice", []),
        ("[phone number] and [email]", []),
    ],
)
def test_a_statement_gets_the_codes_a_person_would_give(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text", ["dont know", "Don't know.", "n/a", "N/A!!", "", "   ", "🙂", "no", "not sure", "...."]
)
def test_a_reply_that_says_nothing_has_no_code(text):
    coded = CODER.code(text)

    assert (coded.codings, coded.outcome) == ((), coding.NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        "Chcę własne mieszkanie, hostel jest brudny i głośny",
        "أريد بيتا لي ولأطفالي",
        "Vreau o casa a mea, aici este foarte frig",
        "من خانه می‌خواهم",
    ],
)
def test_what_is_not_english_waits_for_a_person_and_gets_no_code(text):
    coded = CODER.code(text)

    assert (coded.codings, coded.outcome) == ((), coding.ASK)


def test_english_as_a_second_language_and_slips_of_the_keys_are_read():
    assert "staff" in codes("my worker she very good lady, help me wiv papers")
    assert CODER.reads("wot tha fuk tho, no leccy n nowt to eat 4 days lol")


def test_evidence_names_the_words_the_place_and_the_rule():
    text = "no heating and no Hot water for weeks"
    given_ = next(one for one in CODER.code(text).codings if one.code == "ta_quality")
    words = {evidence.words: evidence.rule for evidence in given_.evidence}

    assert words["Hot"] == "keyword, negated"
    assert all(text[e.start : e.end] == e.words for e in given_.evidence)


def test_evidence_offsets_are_in_the_text_given_whatever_stands_before():
    text = "\u200b[name] says the \u200bmould is back"
    given_ = next(one for one in CODER.code(text).codings if one.code == "ta_quality")

    assert "mould" in [text[e.start : e.end] for e in given_.evidence]


@pytest.mark.parametrize(
    "text, code, polarity",
    [
        ("the staff are kind, cant fault them", "staff", "working"),
        ("staff dont care, rude and ignorant", "staff", "not_working"),
        ("give us more staff at night", "staff", "wanted"),
    ],
)
def test_a_code_says_whether_people_praise_complain_or_ask(text, code, polarity):
    said = {given.code: given.polarity for given in CODER.code(text).codings}

    assert said[code] == polarity


def test_taking_the_evidence_away_takes_the_code_away():
    decided = gone = 0
    for row in rows("gold_themes"):
        for given_ in CODER.code(row["text"], question=row["question"]).codings:
            if any(e.rule == coding.ALIKE for e in given_.evidence) or not given_.evidence:
                continue
            decided += 1
            left = without(row["text"], given_.evidence)
            gone += given_.code not in codes(left, row["question"])

    assert decided > 300
    assert gone >= 0.9 * decided


def test_every_statement_is_accounted_for_and_doubt_waits_for_a_person():
    made = [CODER.code(row["text"], question=row["question"]) for row in rows("gold_themes")]

    assert {one.outcome for one in made} == set(coding.OUTCOMES)
    assert all(one.doubt >= coding.UNSURE for one in made if one.outcome == coding.ASK)


def test_most_examples_of_the_codebook_get_their_own_code():
    right = sum(code in codes(example) for code, example in EXAMPLES)

    assert right >= 0.95 * len(EXAMPLES)


@cache
def scored(name):
    gold = rows(name)
    made = list(CODER.many((row["text"], row["question"]) for row in gold))
    told = [Gold(row["question"], row["codes"], row["sentiment"]) for row in gold]
    return measuring.measure(told, made)


@pytest.mark.parametrize(
    "name", ["gold_themes", "gold_themes_unseen", "gold_themes_fresh", "gold_themes_later"]
)
def test_replies_written_apart_are_coded_as_well_as_asked(name):
    """The fresh ones were scored whole before anything was changed with them in sight: the tone.

    So were the later ones, by a model that had learned from 7,859 replies: micro F1 0.748, macro
    0.713, and 0.866 with 30% put right. That more replies were written to learn from was decided
    by how much had been gained from 4,000 to 7,859.
    """
    told = scored(name)

    assert told.codes.micro >= 0.74
    assert told.codes.macro >= 0.70
    assert told.checked.micro >= 0.82
    assert told.suggested.value >= 0.92


@pytest.mark.parametrize("name", ["gold_themes", "gold_themes_unseen"])
def test_what_people_say_of_a_theme_is_told_as_they_told_it(name):
    assert scored(name).polarity.value >= 0.85


@pytest.mark.parametrize("name", ["gold_themes_unseen", "gold_themes_fresh", "gold_themes_later"])
def test_the_tone_of_a_reply_is_told_better_than_its_question_alone_does(name):
    pairs = scored(name).tone_by_question.values()

    more = sum(right.hits - commonest.hits for right, commonest in pairs)
    assert more >= 0.03 * sum(right.of for right, _ in pairs)
    assert all(right.value >= commonest.value - 0.03 for right, commonest in pairs)


def test_older_statements_written_for_another_coder_are_coded_well():
    gold = rows("gold_statements")
    scored = measuring.agree(
        [frozenset(row["codes"]) for row in gold], [frozenset(codes(row["text"])) for row in gold]
    )

    assert scored.micro >= 0.60


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([text for _, text in EXAMPLES]), max_size=8))
def test_many_are_coded_as_each_alone(texts):
    assert list(CODER.many((text, None) for text in texts)) == [CODER.code(t) for t in texts]


def test_another_process_gives_the_same_bytes():
    given_ = "".join(
        json.dumps({"id": row["id"], "text": row["text"], "question": row["question"]}) + "\n"
        for row in rows("gold_themes")[:60]
    )
    said = {
        subprocess.run(
            [sys.executable, "-m", "nlp", "code"],
            input=given_.encode(),
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(coding.__file__).parents[1])},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(said) == 1


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=150))
def test_any_text_can_be_coded_and_its_evidence_is_where_it_says(text):
    for given_ in CODER.code(text).codings:
        assert 0 < given_.confidence <= 1
        for evidence in given_.evidence:
            assert text[evidence.start : evidence.end] == evidence.words


def test_a_long_statement_full_of_keywords_is_coded_in_a_moment():
    before = time.process_time()
    CODER.code("the rent arrears are too high " * 1000)

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

    (given_,) = training.coder(codebook.load(path)).code("we want hot meals").codings

    assert given_.code == "food"
