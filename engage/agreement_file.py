"""The agreement of a round as a file for a spreadsheet: figures, no names and no statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engage import csv_files
from engage.agreement import Figure
from engage.blind_agreement import EVERYBODY, Agreement, Between, OfCode
from engage.codes import CodeName

HEADINGS = (
    "Statements",
    "Who",
    "With",
    "Theme",
    "Measure",
    "Figure",
    "Low (95%)",
    "High (95%)",
    "Number of statements",
    "Wholly the same",
)
TOGETHER = "All people together"
Row = list[str]


def written(
    found: Agreement,
    names: Mapping[str, str],
    counts: Mapping[str, Mapping[str, int | None]],
    given: Mapping[str, str],
    codes: Mapping[str, CodeName],
) -> str:
    """Every figure in a row; of a part whose number is not in `counts` nothing is told."""
    rows: list[Sequence[str]] = [HEADINGS]
    for part, some in (("all", found.every), ("drawn by chance", found.fair)):
        for between in some:
            rows += _between(part, between, names)
    for split, parts in found.splits:
        for which, _n, some in parts:
            if counts[split].get(which) is not None:
                for between in some:
                    rows += _between(f"{split}: {which}", between, names)
    for one in found.codes:
        rows += _of_code(one, given[one.code], codes[one.code].name)
    return csv_files.written(rows)


def _between(part: str, one: Between, names: Mapping[str, str]) -> Iterator[Row]:
    who = [TOGETHER, ""] if one.one == EVERYBODY else [names[one.one], names[one.other]]
    for measure, figure in (
        ("F1 (micro)", one.f1),
        ("Cohen's kappa (pooled)", one.kappa),
        ("Krippendorff's alpha (MASI)", one.alpha),
    ):
        if figure is not None and figure.value is not None:
            yield [part, *who, "", measure, *_cells(figure), str(one.n), str(one.same)]


def _of_code(one: OfCode, given: str, name: str) -> Iterator[Row]:
    theme = csv_files.harmless(" ".join(name.split()))
    for measure, figure in (
        ("Cohen's kappa", one.kappa),
        ("Krippendorff's alpha (nominal)", one.alpha),
    ):
        if figure is not None and figure.value is not None:
            yield ["all", TOGETHER, "", theme, measure, *_cells(figure), given, ""]


def _cells(figure: Figure) -> list[str]:
    ends = (figure.value, figure.low, figure.high)
    return ["" if end is None else f"{end:.3f}" for end in ends]
