"""The figures themselves: shares, intervals and F1 worked out by hand."""

import pytest

from nlp.evaluation import Share, score_spans
from nlp.spans import Span
from nlp.themes.measuring import agree


def test_a_share_carries_its_wilson_interval():
    low, high = Share(10, 8).interval

    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)


def test_a_share_of_nothing_says_nothing():
    assert (Share(0, 0).value, Share(0, 0).interval) == (0.0, (0.0, 1.0))


def test_a_detail_is_caught_when_four_fifths_of_its_letters_are_taken_out():
    gold = [("ring 07700900123", [(5, 16, "PHONE")])]

    caught = score_spans(gold, [[Span(5, 14, "PHONE", "")]])
    missed = score_spans(gold, [[Span(5, 13, "PHONE", "")]])

    assert (caught.direct_recall.value, caught.leaks.value) == (1.0, 0.0)
    assert (missed.direct_recall.value, missed.leaks.value) == (0.0, 1.0)


def test_words_taken_out_for_no_reason_are_counted():
    scored = score_spans([("dave said no", [(0, 4, "PERSON")])], [[Span(5, 9, "PERSON", "")]])

    assert scored.over_redaction.hits == 4
    assert scored.over_redaction.of == 6
    assert scored.direct_precision.value == 0.0


def test_micro_and_macro_f1():
    gold = [frozenset({"a"}), frozenset({"a", "b"}), frozenset()]
    found = [frozenset({"a"}), frozenset({"b"}), frozenset({"b"})]

    scored = agree(gold, found)

    assert scored.by_code == {"a": pytest.approx(2 / 3), "b": pytest.approx(2 / 3)}
    assert scored.micro == pytest.approx(2 / 3)
    assert scored.macro == pytest.approx(2 / 3)
    assert scored == agree(gold, found)


def test_no_replies_give_no_f1():
    assert agree([], []).micro == 0.0


def test_names_and_details_with_a_pattern_are_counted_apart():
    gold = [("dave 07700900123", [(0, 4, "PERSON"), (5, 16, "PHONE")])]
    scored = score_spans(gold, [[Span(5, 16, "PHONE", "")]])

    assert (scored.structured_recall, scored.structured_precision) == (Share(1, 1), Share(1, 1))
    assert scored.direct_recall == Share(2, 1)


def test_a_place_found_rightly_is_right_and_no_name_and_never_a_leak():
    gold = [("in toxteth", [(3, 10, "PLACE")])]

    place = score_spans(gold, [[Span(3, 10, "PLACE", "")]])
    name = score_spans(gold, [[Span(3, 10, "PERSON", "")]])
    missed = score_spans(gold, [[]])

    assert (place.precision["PLACE"], place.direct_precision) == (Share(1, 1), Share(0, 0))
    assert name.precision["PERSON"] == Share(1, 0)
    assert (missed.recall["PLACE"], missed.leaks) == (Share(1, 0), Share(0, 0))
