"""`python -m nlp` as another program runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]


def run(*arguments, given=b""):
    return subprocess.run(
        [sys.executable, "-m", "nlp", *map(str, arguments)],
        input=given,
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )


def as_lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def rows_of(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_anonymise_writes_each_message_in_order_with_its_spans():
    done = run(
        "anonymise",
        given=as_lines({"id": "b", "text": "my worker dave"}, {"id": "a", "text": "ok"}),
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert rows_of(done) == [
        {"id": "b", "text": "my worker [name]", "spans": [[10, 14, "PERSON"]]},
        {"id": "a", "text": "ok", "spans": []},
    ]


def test_lines_that_cannot_be_read_are_told_and_the_others_handled():
    given = b'{"id": 1, "text": "x"}\nnot json\n\xff\n[]\n{"id": 5}\n{"id": 6, "text": 6}\n\n'
    done = run("anonymise", given=given + as_lines({"id": 8, "text": "kev rang"}))

    assert done.returncode == 2
    assert [row["id"] for row in rows_of(done)] == [1, 8]
    assert [line.split(".")[0] for line in done.stderr.decode().splitlines()] == [
        "Line 2 is not JSON",
        "Line 3 is not written in UTF-8",
        'Line 4 needs to look like {"id": ',
        'Line 5 has no "text"',
        'Line 6: "text" needs to be words in quotation marks',
    ]


def test_a_text_too_long_is_held_and_takes_no_other_with_it():
    long = {"id": 2, "text": "a" * 1_000_001}
    done = run("anonymise", given=as_lines({"id": 1, "text": "kev"}, long, {"id": 3, "text": "x"}))

    assert rows_of(done) == [
        {"id": 1, "text": "[name]", "spans": [[0, 3, "PERSON"]]},
        {"id": 2, "text": None, "held": True, "spans": []},
        {"id": 3, "text": "x", "spans": []},
    ]


def test_half_a_surrogate_goes_through():
    done = run("anonymise", given=b'{"id": 1, "text": "kev \\ud83d"}\n')

    assert rows_of(done) == [{"id": 1, "text": "[name] \ud83d", "spans": [[0, 3, "PERSON"]]}]


def test_code_writes_codes_what_is_said_of_each_and_the_words_that_gave_them():
    text = "Damp everywhere and the rent is too high"
    done = run("code", given=as_lines({"id": 1, "question": "Why?", "text": text}))
    (row,) = rows_of(done)

    assert done.returncode == 0
    assert (row["id"], row["codes"]) == (1, ["rent", "ta_quality"])
    assert row["polarity"] == {"rent": "not_working", "ta_quality": "not_working"}
    assert (row["sentiment"], row["outcome"]) == (-1, "coded")
    assert {"rent", "Damp"} <= {one["words"] for one in row["evidence"]}
    for one in row["evidence"]:
        assert text[one["start"] : one["end"]] == one["words"]


def test_code_reads_a_table_and_adds_what_it_makes_of_a_column():
    given = b"who,said\r\nann,Damp everywhere\r\nbob,dont know\r\n"
    done = run("code", "--column", "said", given=given)

    assert done.returncode == 0
    assert done.stdout.decode().splitlines() == [
        "who,said,codes,polarity,sentiment,outcome",
        "ann,Damp everywhere,ta_quality,not_working,-1,coded",
        "bob,dont know,,,0,nothing said",
    ]


def test_a_codebook_with_clashing_ids_is_told_to_its_author(tmp_path):
    path = tmp_path / "mine.yaml"
    code = {"id": "a", "name": "A", "definition": "A", "examples": ["a"]}
    path.write_text(json.dumps({"version": 1, "codes": [code, code]}), encoding="utf-8")

    done = run("code", "--codebook", path)

    assert done.returncode == 2
    assert 'The id "a" is used 2 times' in done.stderr.decode()


PETS = {"id": "pets", "name": "Pets", "definition": "Animals that people live with"}
BUSES = {"id": "buses", "name": "Buses", "definition": "How people get about"}


def book_and_examples(folder, *rows):
    """What to ask for: a codebook of two codes, and a file of coded replies."""
    book, coded = folder / "mine.yaml", folder / "coded.jsonl"
    book.write_text(json.dumps({"version": 1, "codes": [PETS, BUSES]}), encoding="utf-8")
    coded.write_bytes(as_lines(*rows))
    return ["--codebook", book, "--examples", coded]


def test_code_learns_from_replies_that_people_coded(tmp_path):
    pets = [
        f"my {pet} {did}" for pet in ("whippet", "lurcher") for did in ("stays", "is ill", "bit me")
    ]
    rides = [f"the {way} is {how}" for way in ("82", "train") for how in ("late", "dear", "far")]
    rows = [{"text": text, "codes": {"pets": ""}} for text in pets]
    rows += [{"text": text, "codes": {"buses": "not_working"}} for text in rides]
    asked = as_lines({"id": 1, "text": "my lurcher"})

    (with_them,) = rows_of(run("code", *book_and_examples(tmp_path, *rows), given=asked))
    (without,) = rows_of(run("code", *book_and_examples(tmp_path)[:2], given=asked))

    assert (without["codes"], with_them["codes"]) == ([], ["pets"])


def test_coded_replies_that_cannot_be_learned_from_are_told_and_left_out(tmp_path):
    done = run(
        "code",
        *book_and_examples(
            tmp_path,
            {"text": "no", "codes": ["pets", "zoo"]},
            {"text": "one code by itself", "codes": "pets"},
            {"text": "odd", "codes": {"pets": ["x"]}, "sentiment": [1], "question": 4},
            {"text": "odder", "codes": [["pets"]]},
            {"codes": ["pets"]},
            [],
        ),
        given=as_lines({"id": 1, "text": "x"}),
    )

    assert len(rows_of(done)) == 1
    told = done.stderr.decode()
    assert 'coded.jsonl: the codebook has no "zoo". Replies left out: 1.' in told
    assert "no \"['pets']\". Replies left out: 1." in told
    assert 'Line 5 has no "text". It was left out.' in told
    assert "Traceback" not in told


def test_coded_replies_without_their_codebook_are_asked_for_it(tmp_path):
    done = run("code", *book_and_examples(tmp_path)[2:])

    assert done.returncode == 2
    assert "with --codebook" in done.stderr.decode()


@pytest.mark.parametrize(
    "what, row, words",
    [
        ("anonymise", {"id": 1, "text": "kev", "spans": [[0, 3, "PERSON"]]}, "leak rate"),
        ("code", {"id": 1, "text": "the rent", "codes": ["rent"]}, "micro"),
    ],
)
def test_evaluate_prints_figures_with_intervals(tmp_path, what, row, words):
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes(as_lines(row))

    done = run("evaluate", what, gold)

    assert done.returncode == 0
    assert words in done.stdout.decode()
    assert "n=1)" in done.stdout.decode()


def test_a_gold_file_that_is_not_there_is_named(tmp_path):
    done = run("evaluate", "code", tmp_path / "gone.jsonl")

    assert done.returncode == 2
    assert b"gone.jsonl cannot be opened" in done.stderr


def test_the_same_input_gives_the_same_bytes_in_another_process():
    given = (Path(__file__).parent / "gold_messages.jsonl").read_bytes()

    assert run("anonymise", given=given).stdout == run("anonymise", given=given).stdout


def test_cues_writes_the_kinds_of_danger_of_each_text():
    done = run(
        "cues",
        given=as_lines({"id": 1, "text": "my brother wants to die"}, {"id": 2, "text": "2"}),
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert rows_of(done) == [
        {"id": 1, "tiers": ["self"], "other_person": True},
        {"id": 2, "tiers": [], "other_person": False},
    ]


def test_evaluate_cues_says_what_was_caught_and_what_was_not_danger(tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes(
        as_lines(
            {"id": 1, "text": "he hits me", "tiers": ["others"], "other_person": False},
            {"id": 2, "text": "3", "tiers": [], "other_person": False},
        )
    )

    done = run("evaluate", "cues", gold)

    assert done.returncode == 0
    assert b"recall     others       1.000" in done.stdout
    assert b"false alarms            0.000" in done.stdout


def test_a_column_of_a_table_is_anonymised_and_the_rest_stays():
    given = '\ufeffid;said;by\r\n1;"my worker dave\non 07700 900123";x\r\n2;ok;y\r\n'.encode()
    done = run("anonymise", "--column", "said", given=given)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == (
        "\ufeffid;said;by;details;held\r\n"
        '1;"my worker [name]\non [phone number]";x;PERSON PHONE;\r\n'
        "2;ok;y;;\r\n"
    )


def test_a_cell_too_long_is_held_and_counted_at_the_end():
    given = b"said\nkev\n" + b"a" * 1_000_001 + b"\n"
    done = run("anonymise", "--column", "said", given=given)

    assert done.stdout == b"said,details,held\n[name],PERSON,\n,,yes\n"
    assert done.stderr == b"1 text was held back, for a person to read.\n"


def test_a_column_that_is_not_there_is_told_with_those_there_are_and_nothing_is_written():
    done = run("anonymise", "--column", "text", given=b"id,said\n1,kev\n")

    assert (done.returncode, done.stdout) == (2, b"")
    assert b'There is no column called "text". The columns are: id, said.' in done.stderr


def test_local_words_that_cannot_be_used_are_told_to_their_author(tmp_path):
    path = tmp_path / "local.yaml"
    path.write_text("always: {dave: NAME}", encoding="utf-8")

    done = run("anonymise", "--level", "careful", "--local", path, given=b"")

    assert done.returncode == 2
    assert b'"NAME" after "dave" is not a label' in done.stderr


def test_evaluate_measures_names_of_each_origin_and_keeps_the_figures(tmp_path):
    gold, names, kept = (tmp_path / name for name in ("gold.jsonl", "names.csv", "kept.json"))
    gold.write_bytes(as_lines({"id": 1, "text": "kev rang", "spans": [[0, 3, "PERSON"]]}))
    names.write_text("origin,part,name\nirish,first,Sean\nirish,last,Doyle\n", encoding="utf-8")

    done = run("evaluate", "anonymise", gold, "--origins", names, "--write", kept)

    assert done.returncode == 0
    assert b"recall of names  irish  1.000" in done.stdout
    assert b"best less worst         0.000" in done.stdout
    figures = json.loads(kept.read_text("utf-8"))
    assert figures["recall"]["PERSON"] == {
        "of": 1,
        "hits": 1,
        "value": 1.0,
        "low": 0.2065,
        "high": 1.0,
    }
    assert figures["by_origin"]["irish"]["of"] == 3
