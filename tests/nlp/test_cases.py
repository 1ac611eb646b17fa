"""Passages that were put right, tried again as templates; drills; and which version did it."""

from datetime import date

from nlp import cases, drill, figures, version
from nlp.cases import Case
from nlp.evaluation import Share
from nlp.rules import USUAL, Local, Rules

WORKER = Case("my worker {PERSON} helps", ["PERSON"])


def test_a_case_comes_right_when_whatever_stands_in_its_slots_is_taken_out():
    assert cases.come_right([WORKER, Case("call {PHONE}", ["PHONE"])], USUAL) == [True, True]


def test_a_case_in_which_something_is_left_does_not_come_right():
    assert cases.come_right(
        [Case("they call it {=zzyzx} and {ORG} too", [None, "PERSON"])], USUAL
    ) == [False]


def test_words_that_are_no_detail_come_right_when_they_stay():
    alarm = Case("my worker {=dave} shed", [None])
    allowed = Rules(local=Local(never=frozenset({"dave"})))
    assert cases.come_right([alarm], USUAL) == [False]
    assert cases.come_right([alarm], allowed) == [True]


def test_a_slot_that_expects_nothing_does_not_matter():
    assert cases.come_right([Case("the bus to {PLACE} is late", [None])], USUAL) == [True]


def test_a_name_stands_for_each_slot():
    text, slots = cases._filled(Case("{PERSON} and {PERSON}", ["PERSON", "PERSON"]), 0)
    first, second = (text[one.start : one.end] for one in slots)
    assert (first != second, text) == (True, f"{first} and {second}")


def test_a_drill_says_how_many_messages_leak_and_which():
    done = drill.run(USUAL)
    assert done.messages > done.scored.leaks.of > 0
    assert len(done.leaking) == done.scored.leaks.hits


def test_figures_are_kept_as_they_were_measured(tmp_path):
    done = drill.run(USUAL)
    kept = figures.of(done.scored, done.messages, {"Polish": Share(9, 8)}, on=date(2026, 1, 2))
    figures.write(kept, tmp_path / "figures.json")
    assert figures.read(tmp_path / "figures.json") == kept
    assert (kept.measured_on, kept.version) == (date(2026, 1, 2), version.in_use().short)


def test_the_service_ships_figures():
    assert figures.read() is not None


def test_the_version_changes_with_the_lists_and_the_rules():
    assert version.hash_of(["a", "b"]) != version.hash_of(["a", "c"])
    assert len(version.in_use().short) == version.SHORT


def test_only_what_decides_what_is_taken_out_counts_for_the_version():
    names = {path.stem for path in version._used_by(version.START)}
    assert {"anonymise", "finding", "wordlists", "phone", "rules"} <= names
    assert not {"cues", "coding", "figures", "evaluation"} & names
