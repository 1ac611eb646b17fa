"""Themes found in texts: who is put with whom, and that nothing but the texts decides it."""

import json
import random
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from nlp.discovery import agreement, exact, neighbours
from nlp.discovery.themes import discover
from nlp.vectors.spelling import Spelling

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@cache
def statements():
    """200 statements of ten themes with the vectors that the sentence model gives them."""
    lines = (HERE / "gold_groups.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    vectors = np.load(HERE / "gold_groups_vectors.npy").astype(np.float32)
    return [row["text"] for row in rows], [row["label"] for row in rows], vectors


def themes_of(found):
    return [place.theme for place in found.places]


def test_themes_agree_with_those_of_people():
    texts, labels, vectors = statements()
    scored = agreement.measure(labels, themes_of(discover(texts, vectors)))

    assert scored.rand > 0.6
    assert scored.placed > 0.95
    assert 8 <= scored.themes <= 20


@pytest.mark.parametrize("count", [30, 100])
def test_few_texts_are_enough(count):
    texts, labels, vectors = statements()
    some = random.Random(1).sample(range(len(texts)), count)
    found = discover([texts[at] for at in some], vectors[some])

    assert agreement.measure([labels[at] for at in some], themes_of(found)).rand > 0.4


def test_the_order_of_texts_changes_only_the_order_of_answers():
    texts, _, vectors = statements()
    order = random.Random(2).sample(range(len(texts)), len(texts))
    shuffled = discover([texts[at] for at in order], vectors[order])
    straight = discover(texts, vectors)

    assert [straight.places[at] for at in order] == list(shuffled.places)
    assert [theme.name for theme in straight.themes] == [theme.name for theme in shuffled.themes]


def test_themes_hold_when_a_few_texts_are_left_out():
    texts, _, vectors = statements()
    whole = themes_of(discover(texts, vectors))
    agreed = []
    for seed in range(5):
        kept = sorted(random.Random(seed).sample(range(len(texts)), 190))
        part = themes_of(discover([texts[at] for at in kept], vectors[kept]))
        agreed.append(agreement.measure([whole[at] for at in kept], part).rand)

    assert np.mean(agreed) > 0.75


def test_equal_texts_are_placed_alike():
    texts, _, vectors = statements()
    again = [*texts, "  " + texts[3].upper()]
    found = discover(again, np.vstack([vectors, vectors[3]]))

    assert found.places[3] == found.places[-1]
    assert found.places[:-1] == discover(texts, vectors).places


def test_the_largest_theme_comes_first_and_sizes_are_of_all_texts():
    texts, _, vectors = statements()
    found = discover([*texts, *texts], np.vstack([vectors, vectors]))
    sizes = [theme.size for theme in found.themes]

    assert sizes == sorted(sizes, reverse=True)
    assert sizes == [themes_of(found).count(number) for number in range(len(sizes))]


def test_every_place_has_a_confidence_between_0_and_1():
    texts, _, vectors = statements()
    confidences = [place.confidence for place in discover(texts, vectors).places]

    assert min(confidences) >= 0
    assert max(confidences) <= 1
    assert len(set(confidences)) > 100


def test_the_surer_half_is_right_more_often():
    texts, labels, vectors = statements()
    found = discover(texts, vectors)
    themes = themes_of(found)
    right = {}
    for theme in set(themes) - {None}:
        inside = [labels[at] for at, one in enumerate(themes) if one == theme]
        right[theme] = max(sorted(set(inside)), key=inside.count)
    order = sorted(range(len(texts)), key=lambda at: found.places[at].confidence)
    hits = [right.get(themes[at]) == labels[at] for at in order]

    assert sum(hits[100:]) > sum(hits[:100])


@pytest.mark.parametrize("nothing", ["", "   ", "👍", "n/a", "dont know", "..."])
def test_a_text_that_says_nothing_is_unplaced(nothing):
    texts, _, vectors = statements()
    places = discover([*texts, nothing], np.vstack([vectors, vectors[:1]])).places

    assert (places[-1].theme, places[-1].confidence) == (None, 0)


@pytest.mark.parametrize("count", range(6))
def test_a_handful_of_texts_is_answered_too(count):
    texts, _, vectors = statements()
    found = discover(texts[:count], vectors[:count])

    assert len(found.places) == count


def test_vectors_with_nothing_in_them_do_no_harm():
    found = discover(["one thing", "other thing", "third thing"], np.zeros((3, 8), np.float32))

    assert len(found.places) == 3


def test_vectors_of_spelling_find_themes_too():
    texts, labels, _ = statements()
    found = discover(texts, Spelling()(texts), know_meaning=False)

    assert agreement.measure(labels, themes_of(found)).rand > 0.15


def test_the_same_texts_give_the_same_themes_again_and_in_another_process():
    texts, _, vectors = statements()
    asked = (
        "import hashlib; from tests.nlp.test_discovery import *; texts, _, vectors = statements();"
        "print(hashlib.sha256(repr(discover(texts, vectors)).encode()).hexdigest())"
    )
    command = [sys.executable, "-c", asked]
    first, second = (
        subprocess.run(command, env=threads, cwd=ROOT, capture_output=True, check=True).stdout
        for threads in (
            {"PYTHONHASHSEED": "1", "OPENBLAS_NUM_THREADS": "1"},
            {"PYTHONHASHSEED": "2", "OPENBLAS_NUM_THREADS": "2"},
        )
    )

    assert discover(texts, vectors) == discover(texts, vectors)
    assert first == second


def test_a_text_like_no_other_is_unplaced():
    near = np.zeros((13, 20), np.float32)
    near[:6, 0] = near[6:12, 1] = 1
    near[:12, 2:] = np.random.default_rng(1).normal(0, 0.05, (12, 18))
    near[12, 19] = 1
    texts = [f"{word} again" for word in "abcdefghijklm"]

    themes = themes_of(discover(texts, near))
    assert themes[12] is None
    assert len(set(themes[:6])) == len(set(themes[6:12])) == 1


def test_neighbours_by_cells_are_nearly_those_of_all_pairs(monkeypatch):
    draw = np.random.default_rng(5)
    middles = draw.normal(size=(40, 32))
    vectors = exact.whole(middles[draw.integers(0, 40, 4000)] + draw.normal(0, 0.5, (4000, 32)))
    true = neighbours.find(vectors, 10)
    monkeypatch.setattr(neighbours, "ALL_PAIRS", 100)
    close = neighbours.find(vectors, 10)

    shared = [len(set(a) & set(b)) for a, b in zip(true.near, close.near, strict=True)]
    assert np.mean(shared) > 9


def test_sums_of_whole_vectors_are_exact():
    vectors = exact.whole(np.random.default_rng(3).normal(size=(300, 384)))
    exactly = vectors.astype(np.int64) @ vectors.astype(np.int64).T

    assert (vectors @ vectors.T == exactly).all()
    assert (vectors[:7] @ vectors.T == exactly[:7]).all()


def test_agreement_counts_each_unplaced_text_alone():
    gold = ["a", "a", "b", "b"]

    assert agreement.measure(gold, [1, 1, 2, 2]).rand == pytest.approx(1)
    assert agreement.measure(gold, [1, 1, None, None]).rand == pytest.approx(0.571, abs=0.001)
    assert agreement.measure(gold, [1, 1, 1, 1]).rand == pytest.approx(0)
    assert agreement.measure(gold, [1, 1, None, None]).placed == 0.5
    assert agreement.measure(gold, [1, 1, 2, 2]).information == pytest.approx(1)
