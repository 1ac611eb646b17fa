"""What a benchmark run prints and keeps."""

import json
from datetime import UTC, datetime

import pytest

from benchmarks import __main__, report
from benchmarks.figures import Figure, Found, Limit, Peer, percentile, rounded

NOW = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
SLOW = Figure(what="page", value=45.0, unit="ms", samples=100, limit=Limit(at_most=30))
RATE = Figure(
    what="texts stored",
    value=600.0,
    unit="a second",
    samples=7000,
    peer=Peer(name="bare route", value=1000.0),
    limit=Limit(at_least=0.6, of="ratio"),
)
PLAIN = Figure(what="load", value=1.234, unit="s", samples=1)
PARTS = {"date", "run", "machine", "how", "figures"}
FOUND = {"webhook": Found(figures=(RATE,), how="In turn."), "page": Found(figures=(SLOW,), how="")}


@pytest.mark.parametrize(
    "figure, ratio, is_within",
    [(RATE, 0.6, True), (SLOW, 1.5, False), (PLAIN, None, None)],
    ids=["over its peer", "over its limit", "with neither"],
)
def test_a_figure_is_held_against_its_peer_or_its_limit(figure, ratio, is_within):
    assert (figure.ratio, figure.is_within) == (ratio, is_within)


def test_a_ratio_taken_round_by_round_counts_before_that_of_the_figures():
    paired = Figure(
        what="texts",
        value=600,
        unit="a second",
        samples=1,
        peer=Peer(name="bare", value=1000),
        paired_ratio=0.5,
        limit=Limit(at_least=0.6, of="ratio"),
    )

    assert (paired.ratio, paired.is_within) == (0.5, False)


@pytest.mark.parametrize("percent, wanted", [(50, 3), (95, 5), (99, 5), (1, 1)])
def test_a_percentile_is_one_of_the_numbers(percent, wanted):
    assert percentile([5, 1, 4, 2, 3], percent) == wanted


@pytest.mark.parametrize(
    "number, wanted", [(0, 0), (0.012345, 0.0123), (1.2345, 1.23), (98.76, 98.8), (1234.5, 1234)]
)
def test_figures_keep_three_digits_that_count(number, wanted):
    assert rounded(number) == wanted


def test_the_table_has_a_line_for_each_figure_with_its_peer_and_whether_its_limit_is_kept():
    lines = report.table(FOUND).splitlines()

    assert [line.split()[0] for line in lines[2:]] == ["webhook", "page"]
    assert "bare route: 1,000" in lines[2]
    assert [line.split()[-1] for line in lines[2:]] == ["yes", "NO"]


def test_the_results_hold_figures_sample_sizes_the_date_and_the_machine_without_its_name():
    machine = report.machine()
    kept = report.results(FOUND, on=machine, now=NOW, is_quick=False)["webhook"]

    assert kept["date"] == "2026-11-21"
    assert kept["run"] == "full"
    assert set(kept["machine"]) == {"cores", "python", "database", "system", "busy"}
    assert kept["figures"] == [
        {
            "what": "texts stored",
            "value": 600,
            "unit": "a second",
            "samples": 7000,
            "peer": {"name": "bare route", "value": 1000},
            "ratio": 0.6,
            "limit": {"of": "ratio", "at_least": 0.6},
            "within": True,
        }
    ]


def test_a_run_of_one_benchmark_leaves_the_results_of_the_others(tmp_path):
    path = tmp_path / "results.json"
    report.save({"webhook": {"run": "full"}, "page": {"run": "full"}}, path)
    report.save({"page": {"run": "quick"}}, path)

    assert json.loads(path.read_text()) == {"webhook": {"run": "full"}, "page": {"run": "quick"}}


def test_the_results_kept_with_the_code_are_of_every_benchmark():
    kept = json.loads(report.RESULTS.read_text("utf-8"))

    assert set(kept) == set(__main__.BENCHMARKS)
    assert all(set(one) == PARTS for one in kept.values())
    assert all(figure["samples"] > 0 for one in kept.values() for figure in one["figures"])


def test_a_name_that_is_not_a_benchmark_is_answered_with_those_there_are(capsys):
    assert __main__.main(["speed"]) == 2
    named = capsys.readouterr().err
    assert "webhook, turns, asking, question, journey, language, summary, calendar" in named
    assert "start, anonymise, public-names, vectors" in named
