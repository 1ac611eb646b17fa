"""Our anonymiser and others measured side by side."""

import re
import time
from pathlib import Path

import pytest

from benchmarks import __main__, public_names, report
from benchmarks.figures import Figure, Found, NotMeasured
from benchmarks.peers import environment, labels
from benchmarks.peers.process import beside
from benchmarks.service import Place
from engage.config import ROOT
from nlp import pipeline, reading
from nlp.spans import Span

PINNED = re.compile(r"^(\S+)==(\S+)(?: ;.*)? \\$", re.M)


def test_what_others_call_a_detail_is_mapped_and_of_two_that_overlap_the_longer_stays():
    text = "mail dave@inbox.example"
    found = [(10, 23, "URL"), (5, 23, "EMAIL_ADDRESS"), (0, 4, "PERSON")]

    assert labels.ours(text, found) == [Span(0, 4, "PERSON", ""), Span(5, 23, "EMAIL", "")]


def test_a_label_that_nobody_mapped_stops_the_benchmark():
    with pytest.raises(KeyError):
        labels.ours("x", [(0, 1, "SHOE_SIZE")])


def test_the_others_are_pinned_with_hashes_at_the_versions_that_we_use_too():
    ours, theirs = (
        dict(PINNED.findall(path.read_text("utf-8")))
        for path in (ROOT / "requirements.txt", environment.LOCK)
    )
    text = environment.LOCK.read_text("utf-8")

    assert {"presidio-analyzer", "scrubadub"} <= theirs.keys()
    assert all("--hash=sha256:" in part for part in PINNED.split(text)[3::3])
    assert "://" not in text
    assert {name: ours[name] for name in ours.keys() & theirs.keys()} == {
        name: theirs[name] for name in ours.keys() & theirs.keys()
    }
    assert "spacy" in ours.keys() & theirs.keys()


def test_ours_says_what_it_found_how_fast_and_what_it_holds(tmp_path: Path):
    with beside("benchmarks.peers.with_engage", str(time.time()), place=Place(tmp_path)) as ours:
        said = ours.ask({"texts": ["my worker dave", "ok"]})

        assert said["found"] == [[[10, 14, "PERSON"]], []]
        assert 0 < said["ready"] < 60
        assert 0 < ours.ask("round")["seconds"] < 60
        assert ours.ask("memory")["memory"] > 10


def test_one_that_stops_is_told_of_with_its_last_words(tmp_path: Path):
    with (
        beside("benchmarks.peers.with_engage", "no moment", place=Place(tmp_path)) as ours,
        pytest.raises(NotMeasured, match="could not convert string to float: 'no moment'"),
    ):
        ours.ask({"texts": ["my worker dave"]})


def test_one_that_stops_between_two_rounds_is_told_of_too(tmp_path: Path):
    with beside("benchmarks.peers.no_such_module", place=Place(tmp_path)) as none:
        time.sleep(1)
        with pytest.raises(NotMeasured, match="no_such_module"):
            none.ask("round")


def test_public_names_that_are_not_here_are_asked_for(tmp_path: Path, monkeypatch):
    monkeypatch.setenv(public_names.SETTING, str(tmp_path))

    with pytest.raises(NotMeasured, match=r"btc_a\.jsonl\. The public sets of nlp/data/NOTICE\.md"):
        public_names.measure(Place(tmp_path), is_quick=True)


def test_a_name_is_sure_where_the_network_is_of_a_word_of_it():
    look = reading.read("the form was signed Dave Brown")
    (read,) = pipeline.read([look.text])

    assert public_names._is_sure(look, read, Span(20, 30, "PERSON", ""))
    assert not public_names._is_sure(look, read, Span(4, 8, "PERSON", ""))


@pytest.mark.long
def test_others_that_cannot_be_fetched_are_told_of_and_not_taken_for_there(tmp_path: Path):
    lock = tmp_path / "requirements.txt"
    lock.write_text("presidio-analyzer==2\n", "ascii")  # it has no hash, so pip turns it down

    for _ in range(2):
        with pytest.raises(NotMeasured, match="could not be fetched to measure against"):
            environment.python(tmp_path / "venv", lock)


def test_a_benchmark_that_cannot_measure_ends_in_an_error_and_leaves_the_others(
    monkeypatch, capsys
):
    def measured(_place, *, is_quick):
        figure = Figure(what="load", value=1.0, unit="s", samples=1)
        return Found(figures=(figure,), how="Once.")

    def not_measured(_place, *, is_quick):
        raise NotMeasured("Nothing could be fetched.\n")

    kept: dict[str, object] = {}
    monkeypatch.setattr(__main__, "BENCHMARKS", {"a": not_measured, "b": measured})
    monkeypatch.setattr(report, "save", kept.update)

    assert __main__.main([]) == 1
    assert set(kept) == {"b"}
    assert "a was not measured. Nothing could be fetched." in capsys.readouterr().err
