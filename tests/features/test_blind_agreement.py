"""What a round comes to: whose readings count, between whom figures are told, and what is kept."""

from __future__ import annotations

import csv
import io

import pytest

from engage import (
    agreement_file,
    blind_agreement,
    blind_rounds,
    blind_settling,
    blind_splits,
    code_history,
    coding_by_hand,
    times,
)
from engage.blind_agreement import EVERYBODY, MACHINE, Agreement, Between
from engage.extensions import db
from engage.models import BlindRound, Staff, Survey
from tests.factories import a_survey
from tests.rounds_made import a_round, a_statement, alike, part_of, reads, somebody

NOW = times.now()
TEXTS = [f"one {number}" for number in range(12)]


@pytest.fixture
def survey(app) -> Survey:
    found = a_survey()
    for at, text in enumerate(TEXTS):
        a_statement(found, text, "safety" if at % 2 else "rent")
    return found


@pytest.fixture
def kim(app) -> Staff:
    """A peer coder."""
    return somebody("Kim", "peer")


@pytest.fixture
def found(survey, sam, kim) -> BlindRound:
    return a_round(survey, sam, kim)


def row(figures: Agreement, one: str, other: str) -> Between:
    return next(each for each in figures.every if (each.one, each.other) == (one, other))


def key(found: BlindRound, person: Staff) -> str:
    return str(part_of(found, person).id)


def test_two_people_and_the_machine_are_held_against_each_other(found, sam, kim):
    reads(found, sam, alike(TEXTS, "safety"))
    reads(found, kim, alike(TEXTS[:9], "safety") | alike(TEXTS[9:], "rent"))
    figures = blind_agreement.of(found)
    people = row(figures, key(found, sam), key(found, kim))
    assert (people.n, people.same) == (12, 9)
    assert people.f1.value == pytest.approx(9 / 12)
    machine = row(figures, key(found, sam), MACHINE)
    assert (machine.n, machine.same) == (12, 6)
    assert machine.f1.value == pytest.approx(0.5)
    assert len(figures.every) == 3


def test_only_those_who_are_done_count_while_a_round_is_open(found, sam, kim):
    reads(found, sam, alike(TEXTS, "safety"))
    reads(found, kim, alike(TEXTS, "rent"), is_done=False)
    assert blind_agreement.of(found).people == (key(found, sam),)
    assert set(blind_agreement.columns(found)) == {key(found, sam), MACHINE}


def test_what_was_read_by_the_time_a_round_is_closed_counts(found, sam, kim):
    reads(found, sam, alike(TEXTS, "safety"))
    reads(found, kim, alike(TEXTS[:11], "safety"), is_done=False)
    blind_rounds.close(found, by=sam, now=times.now())
    assert row(blind_agreement.of(found), key(found, sam), key(found, kim)).n == 11


def test_who_read_nothing_is_nobody_to_compare_with(found, sam, kim):
    reads(found, sam, alike(TEXTS, "safety"))
    reads(found, kim, {})
    assert blind_agreement.of(found).people == (key(found, sam),)


def test_what_somebody_skipped_counts_as_not_read(found, sam, kim):
    reads(found, sam, alike(TEXTS, "safety"))
    reads(found, kim, alike(TEXTS, "safety") | {TEXTS[0]: None})
    assert row(blind_agreement.of(found), key(found, sam), key(found, kim)).n == 11


def test_no_figure_is_told_of_fewer_than_ten(found, sam, kim):
    reads(found, sam, alike(TEXTS, "safety"))
    reads(found, kim, alike(TEXTS[:9], "safety"))
    people = row(blind_agreement.of(found), key(found, sam), key(found, kim))
    assert (people.n, people.same, people.f1.value) == (9, 9, None)


def test_more_than_two_are_told_of_together_too(survey, sam, kim):
    lou = somebody("Lou")
    found = a_round(survey, sam, kim, lou)
    for one in (sam, kim):
        reads(found, one, alike(TEXTS, "safety"))
    reads(found, lou, alike(TEXTS[:6], "safety") | alike(TEXTS[6:], "rent"))
    everybody = row(blind_agreement.of(found), EVERYBODY, EVERYBODY)
    assert (everybody.n, everybody.same) == (12, 6)
    assert everybody.f1.value == pytest.approx((12 + 6 + 6) / 36)
    assert everybody.alpha is not None


def test_the_fair_half_is_told_of_by_itself_where_there_is_another(survey, sam, kim):
    for number in range(20):
        a_statement(survey, f"more {number}")
    texts = TEXTS + [f"more {number}" for number in range(20)]
    found = a_round(survey, sam, kim, size=24)
    for one in (sam, kim):
        reads(found, one, alike(texts, "safety"))
    figures = blind_agreement.of(found)
    assert [each.n for each in (*figures.every[:1], *figures.fair[:1])] == [24, 12]


def test_there_is_no_half_where_all_were_taken(found, sam, kim):
    reads(found, sam, alike(TEXTS, "safety"))
    assert blind_agreement.of(found).fair == ()


def test_a_theme_that_was_seldom_given_has_no_figure(found, sam, kim):
    reads(found, sam, alike(TEXTS[:4], "rent") | alike(TEXTS[4:], "safety"))
    reads(found, kim, alike(TEXTS, "safety"))
    by_code = {one.code: one for one in blind_agreement.of(found).codes}
    assert (by_code["rent"].given, by_code["rent"].alpha) == (4, None)
    assert by_code["safety"].alpha is not None


def test_people_who_agree_beside_a_machine_that_does_not_agree_more(found, sam, kim):
    for one in (sam, kim):
        reads(found, one, alike(TEXTS, "family"))
    more = blind_agreement.of(found).above_machine
    assert (more.value, more.low, more.high) == (1.0, 1.0, 1.0)


class TestSplits:
    """By length, spelling and language."""

    @pytest.mark.parametrize(
        "text,language,kinds",
        [
            ("no lock", "en", ("short", "spelt", "en")),
            ("the waitting is too long and nobody ever says", "en", ("long", "misspelt", "en")),
            ("Donna Faircloughe helped me", "en", ("short", "spelt", "en")),
            ("[name] was kind", "en", ("short", "spelt", "en")),
            ("لا يوجد قفل", "en", ("short", "untold", "ar")),
            ("Nikt nie mówi", "pl", ("short", "untold", "pl")),
        ],
    )
    def test_a_statement_is_told_apart_by_its_words(self, survey, text, language, kinds):
        statement = a_statement(survey, text)
        answer = coding_by_hand.answer_of(statement)
        answer.language = language
        found = blind_splits.kinds(statement, answer)
        assert tuple(found[split] for split in ("length", "spelling", "language")) == kinds

    def test_each_part_has_rows_of_its_own(self, survey, sam, kim):
        a_statement(survey, "he never once told me what the letter said")
        found = a_round(survey, sam, kim)
        for one in (sam, kim):
            reads(found, one, alike(TEXTS, "safety"))
        lengths = dict(blind_agreement.of(found).splits)["length"]
        assert [(kind, n) for kind, n, _rows in lengths] == [("short", 12), ("long", 1)]
        assert [rows[0].f1.value for _kind, _n, rows in lengths] == [1.0, None]
        assert [rows[0].alpha.n for _kind, _n, rows in lengths] == [12, 0]
        kappas = [rows[0].kappa for _kind, _n, rows in lengths]
        assert [kappa.n for kappa in kappas if kappa] == [12, 0]


class TestSettling:
    """What comes of it."""

    def codes(self, found: BlindRound, text: str) -> dict[str, str | None]:
        db.session.expire_all()
        [one] = [each for each in blind_settling.everything(found) if each.statement.text == text]
        return {code.code: code.polarity for code in one.statement.codes}

    def test_where_people_differ_is_told_with_what_each_and_the_machine_said(self, found, sam, kim):
        reads(found, sam, alike(TEXTS, "safety"))
        reads(found, kim, alike(TEXTS[1:], "safety") | {TEXTS[0]: {"family": "wanted"}})
        [one] = [each for each in blind_settling.everything(found) if not each.is_same]
        assert one.statement.text == TEXTS[0]
        assert [said.codes for said in one.said] == [
            {"safety": None},
            {"family": "wanted"},
            {"rent": None},
        ]

    def test_what_all_agree_on_is_kept_as_a_decision_each(self, found, sam, kim):
        reads(found, sam, alike(TEXTS[:2], "family") | {TEXTS[2]: {}})
        reads(found, kim, alike(TEXTS[1:2], "family") | {TEXTS[0]: {"staff": None}, TEXTS[2]: {}})
        assert blind_settling.keep_agreed(found, by=sam, now=NOW) == 2
        db.session.commit()
        assert self.codes(found, TEXTS[1]) == {"family": None}
        assert self.codes(found, TEXTS[2]) == {}
        assert self.codes(found, TEXTS[0]) == {"rent": None}
        kept = next(e for e in blind_settling.everything(found) if e.statement.text == TEXTS[1])
        said = code_history.of(kept.statement)[0]
        assert (said.by, said.note) == ("Sam", blind_settling.AGREED)
        assert blind_settling.keep_agreed(found, by=sam, now=NOW) == 0

    def test_what_is_said_of_a_code_is_kept_where_all_say_the_same(self, found, sam, kim):
        reads(found, sam, {TEXTS[0]: {"family": "wanted", "rent": "working"}})
        reads(found, kim, {TEXTS[0]: {"family": "wanted", "rent": "mixed"}})
        blind_settling.keep_agreed(found, by=sam, now=NOW)
        assert self.codes(found, TEXTS[0]) == {"family": "wanted", "rent": None}

    def test_what_a_person_has_decided_on_already_is_left_as_it_is(self, found, sam, kim):
        statement = blind_settling.everything(found)[0].statement
        for one in (sam, kim):
            reads(found, one, alike([statement.text], "family"))
        coding_by_hand.decide(statement, {"staff": None}, by=kim, now=NOW)
        assert blind_settling.keep_agreed(found, by=sam, now=NOW) == 0
        assert self.codes(found, statement.text) == {"staff": None}

    def test_what_one_person_alone_read_is_not_agreed_on(self, found, sam, kim):
        reads(found, sam, alike(TEXTS, "family"))
        reads(found, kim, alike(TEXTS[:1], "staff"))
        assert blind_settling.agreed(found) == {}

    def test_a_code_that_has_gone_from_the_codebook_cannot_be_kept(
        self, found, sam, kim, monkeypatch
    ):
        for one in (sam, kim):
            reads(found, one, alike(TEXTS, "family"))
        monkeypatch.setattr(blind_settling, "code_names", lambda: {"safety": None})
        assert blind_settling.agreed(found) == {}
        statement = blind_settling.everything(found)[0].statement
        assert blind_settling.settled_by(found, statement, key(found, sam)) is None


def test_the_file_has_figures_and_neither_names_nor_words(found, sam, kim):
    reads(found, sam, alike(TEXTS, "safety"))
    reads(found, kim, alike(TEXTS[:9], "safety") | alike(TEXTS[9:], "rent"))
    figures = blind_agreement.of(found)
    names = {key(found, sam): "Staff coder 1", key(found, kim): "Peer coder 2", MACHINE: "Machine"}
    counts: dict[str, dict[str, int | None]] = {
        split: dict.fromkeys((k for k, *_ in rows), 12) for split, rows in figures.splits
    }
    counts["language"] = {"en": None}
    given = {one.code: str(one.given) for one in figures.codes}
    written = agreement_file.written(figures, names, counts, given, blind_rounds.names(found))
    rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"))))
    assert rows[0] == list(agreement_file.HEADINGS)
    assert ["all", "Staff coder 1", "Peer coder 2", "", "F1 (micro)"] in [row[:5] for row in rows]
    assert not any(row[0].startswith("language") for row in rows)
    assert not any(word in written for word in ("Sam", "Kim", *TEXTS))
