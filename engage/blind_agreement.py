"""How far the people of a round agree with each other and with the machine, in figures.

Those who are not done, in a round that is still open, are not counted. What somebody skipped
counts as not read.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from sqlalchemy import select

from engage import agreement, blind_rounds, blind_splits
from engage.agreement import Codes, Figure
from engage.blind_splits import LANGUAGE, LENGTH, SPELLING
from engage.extensions import db
from engage.models import Answer, BlindCoder, BlindReading, BlindRound, Statement
from engage.models.blind_rounds import AT_RANDOM, SKIPPED

MACHINE = "machine"
EVERYBODY = "everybody"
"""Who stands for all people together, where there are more than two."""
ALL, FAIR = "all", "fair"
SPLITS = (LENGTH, SPELLING, LANGUAGE)
RARE = 5
"""Of a code that people gave to fewer statements than this, no figure is told."""
Column = tuple[Codes | None, ...]
"""What one reader gave to each statement; None where they did not read it."""


@dataclass(frozen=True)
class Between:
    """How far two agree, or everybody: on how many of `n` statements wholly, and the figures.

    `one` and `other` are ids of coders, or MACHINE; of everybody there is no kappa.
    """

    one: str
    other: str
    n: int
    same: int
    f1: Figure
    kappa: Figure | None
    alpha: Figure


@dataclass(frozen=True)
class OfCode:
    """How far people agree on one code, which so many statements were given by any of them."""

    code: str
    given: int
    kappa: Figure | None
    alpha: Figure | None


@dataclass(frozen=True)
class Agreement:
    """All figures of a round.

    `fair` is of the statements that were drawn by chance alone, and empty where all were. Each
    part of each split has its statements counted beside its rows. `above_machine` is by how much
    people agree more with one another than with the machine, by F1.
    """

    people: tuple[str, ...]
    every: tuple[Between, ...]
    fair: tuple[Between, ...]
    splits: tuple[tuple[str, tuple[tuple[str, int, tuple[Between, ...]], ...]], ...]
    codes: tuple[OfCode, ...]
    above_machine: Figure


def counted(found: BlindRound) -> list[BlindCoder]:
    """The coders whose readings count by now, those who read nothing left out."""
    done = [one for one in found.coders if one.done_at or found.closed_at]
    some = set(
        db.session.scalars(
            select(BlindReading.coder_id).where(BlindReading.coder_id.in_([one.id for one in done]))
        )
    )
    return [one for one in done if one.id in some]


def columns(found: BlindRound) -> dict[str, Column]:
    """What each counted coder, and last the machine, gave to each statement in its place."""
    ids = [one.statement_id for one in found.statements]
    table: dict[str, Column] = {}
    for coder in counted(found):
        read = blind_rounds.readings(coder)
        table[str(coder.id)] = tuple(_codes(read.get(one)) for one in ids)
    table[MACHINE] = tuple(
        None if one.machine is None else frozenset(one.machine) for one in found.statements
    )
    return table


def _codes(reading: BlindReading | None) -> Codes | None:
    if reading is None or reading.outcome == SKIPPED:
        return None
    return frozenset(reading.codes)


def of(found: BlindRound) -> Agreement:
    """The figures of a round as they stand; the same readings are reckoned once."""
    parts: dict[tuple[str, str], list[int]] = {}
    fair = [at for at, one in enumerate(found.statements) if one.chosen == AT_RANDOM]
    for at, kinds in enumerate(_kinds([one.statement_id for one in found.statements])):
        for split in SPLITS:
            parts.setdefault((split, kinds[split]), []).append(at)
    return _reckon(
        tuple(columns(found).items()),
        tuple(fair),
        tuple((split, kind, tuple(places)) for (split, kind), places in parts.items()),
        tuple(blind_rounds.names(found)),
        str(found.id),
    )


def _kinds(ids: Sequence[uuid.UUID]) -> list[Mapping[str, str]]:
    rows = db.session.execute(
        select(Statement, Answer)
        .join(Answer, Answer.id == Statement.answer_id)
        .where(Statement.id.in_(ids))
    )
    known = {statement.id: blind_splits.kinds(statement, answer) for statement, answer in rows}
    return [known[one] for one in ids]


@lru_cache(maxsize=64)
def _reckon(
    columns: tuple[tuple[str, Column], ...],
    fair: tuple[int, ...],
    parts: tuple[tuple[str, str, tuple[int, ...]], ...],
    codes: tuple[str, ...],
    seed: str,
) -> Agreement:
    table = dict(columns)
    people = tuple(name for name in table if name != MACHINE)
    every = range(len(table[MACHINE]))
    splits: dict[str, list[tuple[str, int, tuple[Between, ...]]]] = {name: [] for name in SPLITS}
    for split, kind, places in parts:
        rows = tuple(_rows(table, places, codes, seed))
        splits[split].append((kind, len(places), rows))
    return Agreement(
        people,
        tuple(_rows(table, every, codes, seed)),
        tuple(_rows(table, fair, codes, seed)) if len(fair) < len(every) else (),
        tuple(
            (split, tuple(sorted(rows, key=lambda row: -row[1]))) for split, rows in splits.items()
        ),
        tuple(_code_rows([table[name] for name in people], codes, seed)),
        _above_machine(table, people, seed),
    )


def _rows(
    table: Mapping[str, Column], places: Iterable[int], codes: Sequence[str], seed: str
) -> Iterable[Between]:
    """Every two people, everybody, and each with the machine."""
    places = list(places)
    people = [name for name in table if name != MACHINE]
    for one, other in combinations(people, 2):
        yield _two((one, other), table, places, codes, seed)
    if len(people) > 2:
        yield _everybody([table[name] for name in people], places, seed)
    for one in people:
        yield _two((one, MACHINE), table, places, codes, seed)


def _two(
    names: tuple[str, str],
    table: Mapping[str, Column],
    places: Sequence[int],
    codes: Sequence[str],
    seed: str,
) -> Between:
    pairs = [
        (first, second)
        for first, second in ((table[names[0]][at], table[names[1]][at]) for at in places)
        if first is not None and second is not None
    ]
    n = len(pairs)
    return Between(
        *names,
        n,
        agreement.same(pairs),
        agreement.figure(agreement.f1(pairs), n, seed=seed),
        agreement.figure(agreement.kappa(pairs, codes), n, seed=seed),
        _alpha(pairs, seed),
    )


def _everybody(given: Sequence[Column], places: Sequence[int], seed: str) -> Between:
    units = [unit for unit in _units(given, places) if len(unit) > 1]
    return Between(
        EVERYBODY,
        EVERYBODY,
        len(units),
        agreement.same(units),
        agreement.figure(agreement.f1(units), len(units), seed=seed),
        None,
        _alpha(units, seed),
    )


def _units(given: Sequence[Column], places: Iterable[int]) -> list[list[Codes]]:
    """What those who read each statement gave."""
    rows = [[column[at] for column in given] for at in places]
    return [[one for one in row if one is not None] for row in rows]


def _alpha(units: Sequence[Sequence[Codes]], seed: str) -> Figure:
    measure = agreement.alpha(units, agreement.masi)
    return agreement.figure(measure, len(units), seed=seed)


def _code_rows(given: Sequence[Column], codes: Sequence[str], seed: str) -> Iterable[OfCode]:
    """How far people agree on each code that any of them gave, the most given first."""
    if len(given) < 2:
        return
    units = [unit for unit in _units(given, range(len(given[0]))) if len(unit) > 1]
    often = agreement.how_often(units)
    for code in sorted((one for one in codes if often[one]), key=lambda one: -often[one]):
        if often[code] < RARE:
            yield OfCode(code, often[code], None, None)
            continue
        bits = [[code in one for one in unit] for unit in units]
        alpha = agreement.figure(agreement.alpha(bits, agreement.nominal), len(units), seed=seed)
        kappa = None
        if len(given) == 2:
            pairs = [(unit[0], unit[1]) for unit in units]
            kappa = agreement.figure(agreement.kappa(pairs, [code]), len(units), seed=seed)
        yield OfCode(code, often[code], kappa, alpha)


def _above_machine(table: Mapping[str, Column], people: Sequence[str], seed: str) -> Figure:
    """On statements that everybody read, and the machine."""
    rows = [row for row in zip(*table.values(), strict=True) if None not in row]
    if len(people) < 2:
        return Figure(None, None, None, 0)
    units = [[one for one in row if one is not None] for row in rows]
    together = agreement.f1([unit[:-1] for unit in units])
    alone = [agreement.f1([(unit[at], unit[-1]) for unit in units]) for at in range(len(people))]
    return agreement.figure(agreement.less(together, alone), len(units), seed=seed)
