"""Coding again: by another codebook, by what people put right, and by words put into English."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from engage import (
    analysis,
    answering,
    codebooks,
    coding_by_hand,
    machine_coder,
    recoding,
    reruns,
    staff,
    times,
    translating,
)
from engage.extensions import db
from engage.models import Recoding, Statement
from nlp.codebook import Code
from nlp.coding import ASK
from surveys.progress import Given
from surveys.reading import Outcome
from tests.factories import a_survey

NOW = times.now()
DOG = "they would not let me bring my dog"
DAMP = "there is mould on the walls and no hot water"
POLISH = "Pracownik nigdy nie oddzwania"
PETS = Code("pets", "Pets", "found", "Animals people live with.", "", "", ("my dog",), ("my dog",))


@pytest.fixture
def sam(app):
    return staff.add("sam@example.org", "Sam", ("facilitator",))


@pytest.fixture
def said(app):
    """A statement made of what somebody answered, once a worker has read it."""
    survey = a_survey()

    def say(words: str) -> Statement:
        response = answering.start(survey, "web", now=NOW)
        given = Given("change", Outcome.ANSWER_TEXT, words=words)
        answer = answering.record(response, given, now=NOW)
        answering.send(response, now=NOW)
        db.session.commit()
        analysis.read_one(answer.id, now=NOW)
        db.session.expire_all()
        return answer.statements[0]

    return say


def with_pets(sam) -> None:
    codebooks.change([*codebooks.current().codes, PETS], by=sam, now=NOW, why="many said so")
    db.session.commit()


def sweep(*, after: timedelta = timedelta(minutes=1)) -> Recoding:
    """What the clock does where something is due."""
    later = NOW + after
    run = reruns.ask_when_due(now=later)
    assert run is not None
    db.session.commit()
    for one in recoding.due(now=later):
        recoding.run_one(one, now=later)
    db.session.expire_all()
    return run


def is_due(*, after: timedelta) -> bool:
    return reruns.ask_when_due(now=NOW + after) is not None


def codes(statement: Statement) -> set[str]:
    return {one.code for one in statement.codes}


def test_nothing_is_coded_again_where_nothing_has_changed(said):
    said(DOG)

    assert not is_due(after=timedelta(days=1))


def test_a_new_theme_is_given_to_what_was_said_before(said, sam):
    dog, damp = said(DOG), said(DAMP)
    had = codes(damp)
    with_pets(sam)

    run = sweep()

    assert (run.reason, run.state, run.codebook) == ("codebook", "done", codebooks.number())
    assert "pets" in codes(dog)
    assert codes(damp) == had
    assert run.statements == 2
    assert run.changed == 1
    assert run.moved["pets"] == [0, 1, 0]
    assert not is_due(after=timedelta(minutes=2))


def test_what_is_said_after_a_change_is_coded_by_the_new_codebook(said, sam):
    with_pets(sam)

    assert "pets" in codes(said(DOG))


def test_a_theme_that_is_dropped_goes_from_what_the_machine_coded_alone(said, sam):
    damp, kept = said(DAMP), said(f"{DAMP} in every room")
    assert "ta_quality" in codes(damp)
    coding_by_hand.decide(kept, {"ta_quality": None}, by=sam, now=NOW)
    less = [one for one in codebooks.current().codes if one.id != "ta_quality"]
    codebooks.change(less, by=sam, now=NOW)
    db.session.commit()

    run = sweep()

    assert "ta_quality" not in codes(damp)
    assert codes(kept) == {"ta_quality"}
    assert run.moved["ta_quality"] == [1, 0, 1]


def test_what_a_person_decided_is_never_touched(said, sam):
    dog = said(DOG)
    coding_by_hand.decide(dog, {}, by=sam, now=NOW)
    with_pets(sam)

    sweep()

    assert codes(dog) == set()
    assert dog.coded_by == sam.id


def test_what_people_decide_is_learned_from_once_it_is_quiet(said, sam):
    coding_by_hand.decide(said(DAMP), {"family": None}, by=sam, now=NOW)
    db.session.commit()

    assert not is_due(after=timedelta(seconds=5))
    run = sweep()

    assert (run.reason, run.lessons) == ("taught", 1)
    assert not is_due(after=timedelta(minutes=2))


def test_many_decisions_are_learned_from_at_once(said, sam):
    for number in range(reruns.LEAST):
        coding_by_hand.decide(said(f"{DAMP} {number}"), {"family": None}, by=sam, now=NOW)
    db.session.commit()

    assert sweep(after=timedelta(seconds=1)).lessons == reruns.LEAST


def test_what_is_learned_reaches_statements_that_are_alike_and_those_to_come(said, sam):
    waits = said("the walls are black with mould and it stinks")
    assert "family" not in codes(waits)
    for number in range(40):
        one = said(f"{('mould', 'damp', 'black walls', 'wet walls')[number % 4]} in room {number}")
        coding_by_hand.decide(one, {"family": None}, by=sam, now=NOW)
        other = said(f"my key worker {('is kind', 'listens')[number % 2]} on day {number}")
        coding_by_hand.decide(other, {"staff": None}, by=sam, now=NOW)
    db.session.commit()

    run = sweep()

    assert "family" in codes(waits)
    assert run.moved["family"][1] == 1
    assert "family" in codes(said("mould on the walls"))


def test_what_is_taken_back_is_not_learned_from(said, sam):
    one = said(DAMP)
    coding_by_hand.decide(one, {"family": None}, by=sam, now=NOW)
    coding_by_hand.undo(coding_by_hand.answer_of(one).response.survey, by=sam, now=NOW)
    db.session.commit()

    assert machine_coder.learned().lessons == 0


def test_words_put_into_english_are_coded_by_their_english(said, sam):
    polish = said(POLISH)
    assert (polish.outcome, codes(polish)) == (ASK, set())
    english = "My worker never rings back"
    translating.translate(polish, english, by_what="human", staff=sam, now=NOW)
    db.session.commit()

    run = sweep()

    assert run.reason == "new words"
    assert codes(polish) & {"staff", "communication"}
    words = [english[start:end] for one in polish.codes for start, end, _ in one.evidence]
    assert any(word in "My worker never rings back" and len(word) > 3 for word in words)


def test_a_run_that_was_cut_short_goes_on_where_it_was(said, sam, monkeypatch):
    monkeypatch.setattr(recoding, "BATCH", 1)
    dogs = [said(f"{DOG} {number}") for number in range(3)]
    with_pets(sam)
    run = reruns.ask_when_due(now=NOW)
    assert run is not None
    db.session.commit()
    real = recoding._code
    done: list[None] = []

    def dies(*given, **more):
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(real(*given, **more))

    monkeypatch.setattr(recoding, "_code", dies)
    with pytest.raises(KeyboardInterrupt):
        recoding.run_one(run.id, now=NOW)
    db.session.rollback()
    monkeypatch.setattr(recoding, "_code", real)

    assert recoding.due(now=NOW) == []
    later = NOW + 2 * recoding.LEASE
    assert recoding.run_one(run.id, now=later)
    db.session.expire_all()

    assert all("pets" in codes(dog) for dog in dogs)
    assert (run.statements, run.changed, run.moved["pets"]) == (3, 3, [0, 3, 0])


def test_one_that_cannot_be_done_is_held_and_not_asked_for_again_for_a_while(said, sam):
    said(DOG)
    with_pets(sam)
    run = reruns.ask_when_due(now=NOW)
    assert run is not None
    run.attempts = recoding.TRIES
    db.session.commit()

    recoding.run_one(run.id, now=NOW)

    assert run.state == "held"
    assert reruns.ask_when_due(now=NOW + timedelta(minutes=5)) is None
    assert reruns.ask_when_due(now=NOW + timedelta(minutes=61)) is not None


def test_only_one_waits_at_a_time(app):
    assert reruns.ask("taught", now=NOW) is not None
    assert reruns.ask("taught", now=NOW) is None
    assert recoding.run_one(uuid.uuid4(), now=NOW) is False


def test_nothing_is_read_twice_while_people_are_coding(said, sam, monkeypatch):
    one = said(DAMP)
    coder = machine_coder._plain()
    machine_coder.read_all([one], coder)
    monkeypatch.setattr(coder, "read", lambda pairs: iter([1 / 0 for _ in pairs]))

    assert machine_coder.read_all([one], coder)[0].text == DAMP


def test_what_is_deleted_is_forgotten(said, sam):
    one, other = said(DAMP), said(DOG)
    machine_coder.read_all([one, other], machine_coder._plain())
    db.session.delete(coding_by_hand.answer_of(other))
    with_pets(sam)

    sweep()

    assert set(machine_coder._desk.read) == {one.id}


def test_another_name_alone_moves_nothing(said, sam):
    damp = said(DAMP)
    had = codes(damp)
    named = [replace(one, name=f"{one.name} here") for one in codebooks.current().codes]
    codebooks.change(named, by=sam, now=NOW)
    db.session.commit()

    run = sweep()

    assert (codes(damp), run.changed) == (had, 0)


def test_what_nobody_has_needed_for_a_while_is_forgotten(said, monkeypatch):
    machine_coder.read_all([said(DAMP)], machine_coder._plain())
    monkeypatch.setattr(machine_coder, "KEPT_FOR", -1)

    recoding.due(now=NOW)

    assert machine_coder._desk.read == {}


def test_a_codebook_changed_in_the_middle_of_a_run_leaves_that_run_whole(said, sam, monkeypatch):
    monkeypatch.setattr(recoding, "BATCH", 1)
    for number in range(3):
        said(f"{DOG} {number}")
    run = reruns.ask("taught", now=NOW)
    assert run is not None
    db.session.commit()
    real = recoding._code
    changed: list[bool] = []

    def changes(*given, **more):
        if not changed:
            with_pets(sam)
            machine_coder.current()
            changed.append(True)
        return real(*given, **more)

    monkeypatch.setattr(recoding, "_code", changes)

    assert recoding.run_one(run.id, now=NOW)
    assert (run.state, run.statements, run.codebook) == ("done", 3, codebooks.SHIPPED)
    assert reruns.ask_when_due(now=NOW) is not None


def test_a_run_stays_ours_however_long_it_takes(said, sam, monkeypatch):
    monkeypatch.setattr(recoding, "BATCH", 1)
    for number in range(2):
        said(f"{DOG} {number}")
    with_pets(sam)
    run = reruns.ask_when_due(now=NOW)
    assert run is not None
    db.session.commit()
    real = recoding._code
    leases: list[datetime | None] = []

    def takes_long(*given, now):
        real(*given, now=now + timedelta(minutes=9 * (len(leases) + 1)))
        leases.append(run.lease_until)

    monkeypatch.setattr(recoding, "_code", takes_long)

    recoding.run_one(run.id, now=NOW)

    waited = [NOW + timedelta(minutes=9), NOW + timedelta(minutes=18)]
    assert all(
        lease and lease - moment >= recoding.LEASE
        for lease, moment in zip(leases, waited, strict=True)
    )


def test_what_a_run_learned_is_not_learned_once_more(said, sam, monkeypatch):
    coding_by_hand.decide(said(DAMP), {"family": None}, by=sam, now=NOW)
    db.session.commit()
    sweep()
    monkeypatch.setattr(machine_coder, "learned", lambda: 1 / 0)

    assert machine_coder.current() is not None


def test_what_was_learned_from_is_not_read_again_for_the_next_run(said, sam, monkeypatch):
    one = said(DAMP)
    coding_by_hand.decide(one, {"family": None}, by=sam, now=NOW)
    db.session.commit()
    sweep()

    assert one.id in machine_coder._desk.read
