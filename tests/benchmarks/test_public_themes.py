"""The benchmark of public sets counts rightly, on a set of our own that stands in for them."""

import json
from dataclasses import replace

import numpy as np
import pytest

from benchmarks import described, draws, public_sets, public_themes
from benchmarks.figures import Figure, Found, NotMeasured
from benchmarks.peers import like_pxtextmining
from benchmarks.public_sets import Part
from benchmarks.report import table
from benchmarks.service import Place
from nlp.codebook import Code, Codebook
from nlp.coding import Coded
from nlp.themes import shipped
from nlp.themes.examples import Example

TRAVEL, PETS = ("travel",), ("pets",)
SAID = [
    *((f"the bus number {at} was late", TRAVEL) for at in range(30)),
    *((f"my dog ate dinner {at} again", PETS) for at in range(30)),
]

THEMES = [
    {"topic_id": code, "topic_label": name, "topic_description": told}
    for code, name, told in (
        ("pets", "Pets", "Dogs and cats, and their dinner"),
        ("travel", "Travel", "Getting about by bus"),
        ("X", "None of the Above", "No other theme applies"),
        ("Y", "No Reason Given", "There is no answer"),
    )
]


def codes(*names: str) -> frozenset[str]:
    return frozenset(names)


def toy() -> Part:
    book = Codebook(1, tuple(Code(x, x, "", "", "", "", (), ()) for x in ("pets", "travel")))
    rows = [Example(text, "", dict.fromkeys(own, "")) for text, own in SAID]
    return Part(book, tuple(rows[::2]), tuple(rows[1::2]))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    rows = [
        {"text": text, "codes": list(own), "split": "test" if at % 3 == 0 else "train"}
        for at, (text, own) in enumerate(SAID)
    ]
    for name in ("nhs_feedback", "anes_q1", public_sets.GAMBLING):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    path = tmp_path / f"{public_sets.GAMBLING}_themes.json"
    path.write_text(json.dumps(THEMES), "utf-8")
    monkeypatch.setenv(draws.SETTING, str(tmp_path))
    return tmp_path


def test_f1_of_a_reply_is_the_mean_over_replies():
    pairs = [
        (codes("a", "b"), codes("a", "b")),
        (codes("a", "b"), codes("a")),
        (codes("a"), codes("b")),
        (codes(), codes()),
        (codes("a"), codes()),
    ]

    assert public_themes.of_a_reply(pairs) == pytest.approx((1 + 2 / 3 + 0 + 1 + 0) / 5)


def test_an_interval_holds_the_value_and_is_the_same_every_time():
    pairs = [(codes("a"), codes("a"))] * 30 + [(codes("a"), codes("b"))] * 10
    low, high = public_themes.interval_of_a_reply(pairs)

    assert low < 0.75 < high
    assert (low, high) == public_themes.interval_of_a_reply(pairs)


def test_tone_is_counted_where_it_is_known():
    asked = (Example("a", sentiment=1), Example("b", sentiment=-1), Example("c"))
    told = public_themes.tone_of(asked, [Coded((), 1, "", 0.0, ()) for _ in asked])

    assert (told.of, told.hits) == (2, 1)


def test_parts_never_share_a_reply_and_are_the_same_every_time(folder):
    one, other = public_sets.nhs(), public_sets.nhs()

    assert one == other
    assert {row.text for row in one.taught}.isdisjoint(row.text for row in one.asked)
    assert len(one.taught) + len(one.asked) == len(SAID)
    assert len(public_sets.anes(1).asked) == 20


def test_every_reply_is_asked_once_when_each_part_takes_its_turn(folder):
    parts = list(map(public_sets.nhs, range(public_sets.PARTS)))

    assert sorted(row.text for part in parts for row in part.asked) == sorted(
        text for text, _ in SAID
    )
    assert all(len(part.taught) + len(part.asked) == len(SAID) for part in parts)


def test_so_many_are_drawn_for_each_code_and_other_draws_are_others():
    drawn = public_sets.drawn(toy(), 5, 0)

    assert sum("pets" in row.codes for row in drawn.taught) == 5
    assert sum("travel" in row.codes for row in drawn.taught) == 5
    assert drawn.asked == toy().asked
    assert public_sets.drawn(toy(), 5, 1) != drawn


def test_a_set_that_is_only_described_has_nothing_taught_and_no_outcomes_for_codes(folder):
    part = public_sets.described()

    assert [code.id for code in part.codebook.codes] == ["pets", "travel"]
    assert part.codebook.codes[1].definition == "Getting about by bus"
    assert (len(part.taught), len(part.asked)) == (0, len(SAID))


def test_codes_that_are_only_described_are_scored_beside_a_language_model(folder):
    micro, suggested, ranked, *apart = described.figures("words", None)

    assert micro.peer == described.MODEL
    assert micro.limit is None
    assert (suggested.value, suggested.samples) == (1, len(SAID))
    assert ranked.value > 0.9
    assert [one.what.startswith(described.APART) for one in apart] == [True] * 3


def test_our_own_replies_are_asked_by_their_own_themes_alone():
    parts = described.set_apart()
    codes = [code.id for part in parts for code in part.codebook.codes]

    assert len(set(codes)) == len(codes)
    for part in parts:
        own = {code.id for code in part.codebook.codes}
        assert all(own.issuperset(one.codes) for one in part.asked)


def test_only_the_best_that_we_have_is_held_to_what_was_asked_for(folder):
    def a_stand_in(texts):
        return np.ones((len(texts), 384), np.float32) / np.sqrt(384)

    found = list(described.figures("vectors", a_stand_in))

    assert [one.limit and one.limit.at_least for one in found] == [
        0.85,
        None,
        0.85,
        None,
        None,
        0.85,
    ]


@pytest.mark.parametrize(
    "scores, right, chance",
    [
        ([[0.9, 0.1], [0.8, 0.2]], [[1, 0], [1, 0]], 1),
        ([[0.1, 0.9], [0.2, 0.8]], [[1, 0], [1, 0]], 0),
        ([[0.5, 0.5], [0.5, 0.5]], [[1, 0], [0, 1]], 0.5),
        ([[0.9, 0.4], [0.4, 0.1]], [[0, 1], [0, 0]], 0.5),
    ],
)
def test_the_chance_that_right_is_over_wrong_counts_equals_half(scores, right, chance):
    found = described.over(np.array(scores, np.float32), np.array(right, bool))

    assert found == pytest.approx(chance)


def test_the_chance_from_ranks_is_that_of_all_pairs():
    draw = np.random.default_rng(1)
    scores = draw.integers(0, 20, (40, 5)).astype(np.float32)
    right = draw.random((40, 5)) < 0.2
    pairs = [(a > b) + (a == b) / 2 for a in scores[right] for b in scores[~right]]

    assert described.over(scores, right) == pytest.approx(np.mean(pairs))


def test_a_set_that_is_not_there_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setenv(draws.SETTING, str(tmp_path))

    with pytest.raises(NotMeasured, match=draws.SETTING):
        public_sets.nhs()


def test_the_recipe_learns_the_toy_and_can_give_every_reply_a_code():
    gold = [frozenset(one.codes) for one in toy().asked]
    unlike = replace(toy(), taught=toy().taught[:18], asked=(Example("zebra"), Example("bus")))

    assert like_pxtextmining.given(toy()) == (gold, gold)
    assert all(like_pxtextmining.given(unlike)[1])


def test_a_quick_run_measures_us_alone(folder, monkeypatch):
    monkeypatch.setattr(shipped, "sentence_model", lambda: None)

    found = public_themes.measure(Place(folder), is_quick=True)

    whats = [figure.what for figure in found.figures]
    assert whats[0].startswith("NHS, words: micro F1, 5 examples a code (10 replies)")
    untaught = (described.GAMBLING, described.APART)
    taught = [figure for figure in found.figures if not figure.what.startswith(untaught)]
    assert all(figure.value == 1 for figure in taught if figure.samples)
    assert len(found.figures) - len(taught) == 6


def test_an_interval_is_shown_and_kept():
    figure = Figure(what="F1", value=0.7, unit="", samples=9, interval=(0.65, 0.7512))

    assert figure.to_dict()["interval"] == [0.65, 0.751]
    assert "0.7 (0.65 to 0.751)" in table({"x": Found(figures=(figure,), how="")})
