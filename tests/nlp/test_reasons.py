"""Why a code is given: what the words of a statement add, and what is left without some."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import lemmas, wordlists
from nlp.themes import evidence, examples, shipped

CODER = shipped.coder()
FEATURES = CODER.model.features
SAID = [one.text for one in examples.written()[::37]][:60]
NOWHERE = "ж"
"""A word of no feature that we know."""


def covered(text, seen, gone):
    for number in sorted(gone, reverse=True):
        start, end = seen.words[number]
        text = text[:start] + NOWHERE + text[end:]
    return text


@given(st.sampled_from(SAID), st.sets(st.integers(0, 40)), st.sampled_from(["", "What was good?"]))
def test_what_is_left_without_words_is_what_is_seen_where_they_are_covered(text, gone, question):
    seen = FEATURES.see(text, question)
    gone = {number for number in gone if number < len(seen.words)}

    left = FEATURES.left(seen, gone)

    there = FEATURES.see(covered(text, seen, gone), question)
    assert seen.at[left > 0].tolist() == there.at.tolist()
    assert left[left > 0] == pytest.approx(there.weights, rel=1e-5)


def test_without_any_word_gone_nothing_changes_and_without_all_the_question_is_left():
    seen = FEATURES.see("my support worker never rings me", "What is it like?")

    assert FEATURES.left(seen, ()).tolist() == seen.weights.tolist()
    left = FEATURES.left(seen, range(len(seen.words)))
    assert seen.at[left > 0].tolist() == FEATURES.see("", "What is it like?").at.tolist()


@pytest.mark.parametrize("coder", [CODER, shipped.coder(shipped.sentence_model())])
def test_what_the_words_are_said_to_leave_is_what_the_model_makes_of_the_rest(coder):
    model, many = coder.model, 0
    reads = coder.read((text, "How are things?") for text in SAID)
    for read in (one for one in reads if one.said):
        total = model.weigh(read.said.given)
        for code in np.flatnonzero(model.shares(total) >= 0.5).tolist():
            reason = evidence.Reason(model, coder.hits, read.said, code)
            assert reason.without(frozenset()) == pytest.approx(float(total[code]), abs=1e-4)
            many += 1

    assert many > 20


def test_only_everyday_words_are_remembered_from_one_batch_to_the_next():
    said = [
        "my worker Barack Grumbold Can was late",
        "frumiousley Said THE flat with trump is damp",
    ]

    list(CODER.many((text, None) for text in said))

    kept = FEATURES._everyday
    assert {"my", "late", "THE"} <= set(kept)
    assert all(wordlists.is_written_often(word.lower()) for word in kept)
    assert not {"Can", "Said", "trump"} & {*kept, *lemmas._EVERYDAY}
    assert not FEATURES._of_word.cache_info().currsize
