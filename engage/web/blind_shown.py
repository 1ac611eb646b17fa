"""What a coder is shown of the codes, and what staff are told of agreement, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from engage.agreement import FEWEST, Figure
from engage.blind_agreement import EVERYBODY, MACHINE, Agreement, Between
from engage.blind_splits import (
    LANGUAGE,
    LENGTH,
    LONG,
    MISSPELT,
    SHORT,
    SPELLING,
    SPELT,
    UNTOLD,
)
from engage.codes import CodeName
from engage.web.coding_shown import group_name
from engage.web.languages import name_of

KEYS = "123456789adefghijklmqrtvxyz"
"""The keys that tick codes, in order; the others on the page mean something else."""
GOOD, LEAST = 0.8, 0.667
"""What Krippendorff (2004) asks of alpha: to build on, and to take as a first sign."""


@dataclass(frozen=True)
class Row:
    """One code to tick, with the key that ticks it."""

    code: str
    name: str
    definition: str
    key: str
    is_ticked: bool
    said: str


def groups(names: Mapping[str, CodeName], given: Mapping[str, str | None]) -> dict[str, list[Row]]:
    """Every code in the codebook's order, by the name of its group, with what was given."""
    found: dict[str, list[Row]] = {}
    for at, (code, known) in enumerate(names.items()):
        key = KEYS[at] if at < len(KEYS) else ""
        said = given.get(code) or ""
        row = Row(code, known.name, known.definition, key, code in given, said)
        found.setdefault(group_name(known.group), []).append(row)
    return found


def told(figure: Figure | None) -> str:
    """A figure with its interval."""
    if figure is None:
        return "–"
    if figure.n < FEWEST:
        return gettext("too few")
    if figure.value is None:
        return gettext("cannot be told")
    if figure.low is None or figure.high is None:
        return f"{figure.value:.2f}"
    return gettext(
        "%(value)s (%(low)s to %(high)s)",
        value=f"{figure.value:.2f}",
        low=f"{figure.low:.2f}",
        high=f"{figure.high:.2f}",
    )


def who(between: Between, names: Mapping[str, str]) -> str:
    """Between whom a figure is, whoever looks first."""
    if between.one == EVERYBODY:
        return gettext("All people together")
    one, other = names[between.one], names[between.other]
    if between.other == MACHINE:
        return gettext("%(one)s and the machine", one=one)
    if other == gettext("You"):
        one, other = other, one
    return gettext("%(one)s and %(other)s", one=one, other=other)


def kind(split: str, which: str) -> str:
    """What one part of a split is called."""
    if split == LANGUAGE:
        return name_of(which)
    return {
        (LENGTH, SHORT): gettext("Short, under 8 words"),
        (LENGTH, LONG): gettext("8 words or more"),
        (SPELLING, SPELT): gettext("Spelt as in the word lists"),
        (SPELLING, MISSPELT): gettext("With a slip of spelling"),
        (SPELLING, UNTOLD): gettext("Not in English"),
    }[split, which]


def in_short(found: Agreement, names: Mapping[str, str]) -> Iterator[str]:
    """What the figures come to, in plain sentences."""
    if not found.people:
        yield gettext("Nobody has read anything yet that counts.")
        return
    if len(found.people) == 1:
        name = names[found.people[0]]
        yield gettext("Only %(name)s has read so far. There is nobody to compare with.", name=name)
    else:
        yield _wholly(found, names)
    yield from _good_enough(found)
    yield from _beside_the_machine(found)


def people_of(found: Agreement) -> Between | None:
    """The row of all people together, who may be two."""
    own = [one for one in found.every if MACHINE not in (one.one, one.other)]
    return next((one for one in own if one.one == EVERYBODY), own[0] if own else None)


def _wholly(found: Agreement, names: Mapping[str, str]) -> str:
    row = people_of(found)
    if row is None or not row.n:
        return gettext("No statement has been read by two people yet.")
    if row.one == EVERYBODY:
        return ngettext(
            "All who read it gave the very same themes to %(same)s of %(num)s statement.",
            "All who read them gave the very same themes to %(same)s of %(num)s statements.",
            row.n,
            same=row.same,
        )
    return ngettext(
        "%(who)s agreed wholly on %(same)s of %(num)s statement.",
        "%(who)s agreed wholly on %(same)s of %(num)s statements.",
        row.n,
        who=who(row, names),
        same=row.same,
    )


def _beside_the_machine(found: Agreement) -> Iterator[str]:
    more = found.above_machine
    if more.value is None or more.low is None or more.high is None:
        return
    if more.low > 0:
        yield gettext("People agree with each other more than they do with the machine.")
    elif more.high < 0:
        yield gettext("People agree with the machine more than they do with each other.")
    else:
        yield gettext(
            "People agree with the machine about as often as with each other. With so few "
            "statements we cannot tell them apart."
        )


def _good_enough(found: Agreement) -> Iterator[str]:
    row = people_of(found)
    alpha = row.alpha if row else None
    if alpha is None or alpha.value is None:
        return
    if alpha.value >= GOOD:
        yield gettext("That is a lot: people hear the same things in the same words.")
    elif alpha.value >= LEAST:
        yield gettext("That is fair. Talk about the ones where you differ before you count on it.")
    else:
        yield gettext(
            "That is not much. Talk about what the themes mean before you count on what they say."
        )


def split_table(
    rows: Sequence[tuple[str, int, Sequence[Between]]],
    split: str,
    names: Mapping[str, str],
    shown: Mapping[str, int | None],
) -> tuple[list[str], list[list[str]]]:
    """The headings and rows of one split: each two, and each figure on each part of it.

    Of a part whose number is not `shown`, nothing is told.
    """
    headings = [gettext("Who"), gettext("Figure")]
    for which, _n, _rows in rows:
        number = shown.get(which)
        told_as = gettext("number not shown") if number is None else f"{number:,}"
        headings.append(f"{kind(split, which)} ({told_as})")
    first = rows[0][2] if rows else ()
    body = [
        [who(between, names), name]
        + [
            told(_figures(some[at])[name]) if shown.get(which) is not None else gettext("too few")
            for which, _n, some in rows
        ]
        for at, between in enumerate(first)
        for name in _figures(between)
    ]
    return headings, body


def _figures(between: Between) -> dict[str, Figure]:
    """Each figure of two, or of everybody, of whom there is no kappa, by what it is called."""
    every = {
        gettext("F1"): between.f1,
        gettext("Kappa"): between.kappa,
        gettext("Alpha"): between.alpha,
    }
    return {name: figure for name, figure in every.items() if figure is not None}
