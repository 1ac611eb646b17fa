"""The lists of names and words are built from public sources, the same way each time."""

import json
from pathlib import Path

import pytest

from nlp import building


def a_folder(at: Path) -> Path:
    folder = at / "names"
    (folder / "templates").mkdir(parents=True)
    themes = at / "themes"
    themes.mkdir()
    (folder / "first_names_uk_1974_2020.csv").write_text(
        "name,n\nZorah,5000\nQuillow,40\nWobble,60\nTinyname,3\n", "utf-8"
    )
    (folder / "top100_1904_1994.csv").write_text("name,rank\nBrindleford,1\n", "utf-8")
    (folder / "nicknames.csv").write_text("name1,kind,name2\nZorah,has_nickname,zozo\n", "utf-8")
    said = {"text": "a wobble and a wobble and a wobble with quix", "spans": [[40, 44, "PERSON"]]}
    (folder / "messages.jsonl").write_text(json.dumps(said) + "\n", "utf-8")
    for name in ("templates_neg.txt", "templates_pos.txt", "sms_words.txt"):
        (folder / "templates" / name).write_text("gr8\n", "utf-8")
    for name in building.REPLIES:
        (themes / name).write_text(json.dumps({"text": "a wobble"}) + "\n", "utf-8")
    return folder


@pytest.fixture
def built(tmp_path):
    folder = a_folder(tmp_path)
    assert building.main([str(folder), "--into", str(tmp_path)]) == 0
    return {
        name: (tmp_path / f"{name}.txt").read_text("utf-8").splitlines() for name in building.HEADS
    }


@pytest.mark.parametrize(
    "word, kind",
    [
        ("zorah", "names_common"),
        ("brindleford", "names_common"),
        ("quillow", "names_rare"),
        ("zozo", "names_rare"),
        ("april", "names_also_words"),
        ("wobble", "words_ordinary"),
        ("tinyname", None),
        ("quix", None),
    ],
)
def test_a_word_stands_in_the_list_of_its_kind_alone(built, word, kind):
    for of_others in ("names_seldom", "words_elsewhere"):
        built.pop(of_others)

    assert [name for name, entries in built.items() if word in entries] == [kind] * bool(kind)


def test_words_that_some_people_are_named_are_listed_once_more(built):
    seldom = built["names_seldom"]

    assert "wobble" in seldom  # given 60 times, written 4 times
    assert {"zorah", "quillow", "april", "the"}.isdisjoint(seldom)
    assert {"can", "said"} <= set(seldom)  # first names of our own table


def test_every_list_says_what_it_is_and_stands_in_order(built):
    for name, (head, *entries) in built.items():
        assert head == f"# {building.HEADS[name]}"
        assert entries == sorted(set(entries))


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path, capsys):
    assert building.main([str(tmp_path / "gone")]) == 2
    assert "cannot be opened" in capsys.readouterr().err
