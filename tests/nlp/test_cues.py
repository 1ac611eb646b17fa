"""Danger in a text: the plain cases, the near misses, and what must make no difference."""

import json
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import cues
from nlp.cues import TIERS, scan
from nlp.evaluation import Share, score_cues

HERE = Path(__file__).parent
GOLD = [
    json.loads(line)
    for name in (
        "gold_cues.jsonl",
        "gold_cues_fresh.jsonl",
        "gold_cues_third.jsonl",
        "gold_cues_fourth.jsonl",
        "gold_cues_invitations.jsonl",
    )
    for line in (HERE / name).read_text(encoding="utf-8").splitlines()
]
DANGER = [row for row in GOLD if row["tiers"]]
PLAINLY_IMMEDIATE = [
    row for row in DANGER if "immediate" in row["tiers"] and not row.get("borderline")
]
PLAIN = [row for row in GOLD if not row["tiers"]]


def _tiers(row):
    return scan(row["text"]).tiers


@pytest.mark.parametrize("row", PLAIN, ids=lambda row: row["id"])
def test_a_text_that_tells_of_no_danger_raises_no_alarm(row):
    assert scan(row["text"]) == cues.Cues()


@pytest.mark.parametrize("row", PLAINLY_IMMEDIATE, ids=lambda row: row["id"])
def test_a_life_in_danger_is_always_seen(row):
    assert "immediate" in scan(row["text"]).tiers


def test_danger_is_seen_in_nearly_every_text_that_tells_of_it():
    scored = score_cues(
        [frozenset(row["tiers"]) for row in GOLD], [scan(row["text"]).tiers for row in GOLD]
    )

    assert scored.any_cue.value >= 0.99, str(scored.any_cue)
    assert min(share.value for share in scored.recall.values()) >= 0.95, scored.recall
    assert scored.false_alarms.hits == 0


def test_whether_it_is_about_somebody_else_is_nearly_always_right():
    told = [scan(row["text"]).other_person == row["other_person"] for row in DANGER]

    assert Share(len(told), sum(told)).value >= 0.95


@pytest.mark.parametrize(
    "text, tiers",
    [
        ("im not suicidal just fed up of the lift", set()),
        ("im not suicidal but i took all my tablets", {"immediate"}),
        ("he used to hit me", set()),
        ("he used to hit me and he has started again", {"others"}),
        ("years ago i slept rough", set()),
        ("i want to die lol", {"self"}),
        ("STOP. i want to die", {"self"}),
        ("3 and he hits me every night", {"others"}),
    ],
)
def test_a_denial_and_the_past_hold_only_where_nothing_says_otherwise(text, tiers):
    assert scan(text).tiers == tiers


@pytest.mark.parametrize(
    "text, tiers",
    [
        ("dont wanna be here anymor", {"self"}),
        ("ive took an overdoze", {"immediate"}),
        ("i feel sucidal", {"self"}),
        ("he hits me evry nite", {"others"}),
        ("nowere to sleep 2nite", {"rough"}),
        ("i wanna dieeee", {"self"}),
    ],
)
def test_slips_of_the_keys_hide_nothing(text, tiers):
    assert scan(text).tiers == tiers


@pytest.mark.parametrize(
    "text, tiers",
    [
        ("he beats me", {"others"}),
        ("she beats me up every week", {"others"}),
        ("he beat me up", {"others"}),
        ("they beat us up last night", {"others"}),
        ("he hit me at tea time", {"others"}),
        ("he hit me with a bottle", {"others"}),
        ("my dad beats me in the kitchen", {"others"}),
        ("he hit me with a bottle over money", {"others"}),
        ("hit me with the next question", set()),
        ("they hit me with a massive bill", set()),
        ("no idea, beats me", set()),
        ("why they do it beats me", set()),
        ("my mate beats me at dominoes", set()),
        ("shell kill me if im late for tea", set()),
    ],
)
def test_a_turn_of_phrase_does_not_hide_a_beating(text, tiers):
    assert scan(text).tiers == tiers


@pytest.mark.parametrize(
    "harmless, danger",
    [
        ("absolutely, where do i go", "they kicked me out, where do i go"),
        ("dont start without me", "the world would go on without me"),
        ("cant wait", "cant wait to be dead"),
        ("dont know if ill be out of hospital by then", "dont know if i can carry on"),
        ("i cant go on saturdays", "i cant go on"),
        ("locked out of my email", "locked out of the hostel"),
        ("boss wont let me have time off", "boss wont let me leave, he has my passport"),
        ("mum would kill me if i missed it", "my ex would kill me if he saw me there"),
        ("wednesdays are a no go for me", "he goes for me when hes drunk"),
        ("cant see the point of these meetings", "cant see the point in being alive"),
        ("hit me up with the details", "he hit me up the face"),
        ("cant sorry got me methadone review", "im sorry i took all my tablets"),
        ("i know i said no but can i still come", "i said no and he carried on"),
        ("dont see the point in coming", "dont see the point in me going on"),
        ("put me out of my misery whos going", "put me out of my misery please tell me how"),
        ("start without me, running late", "start without me, i wont be around"),
        ("mum would kill me if i missed it", "he would kill me if i didnt come home"),
        ("boss wont let me have time off", "my boss wont let me take time off, he has my passport"),
        ("zoom kicked me out of the meeting", "kicked me out of the one place i had"),
        ("cant go on mondays", "cant go on mondays are the worst i want it over"),
        ("cant breathe in crowds", "cant breathe with a crowd kneeling on me"),
        ("no go for me", "a go for me with the knife"),
        ("sorry got me methadone appointment", "took tablets sorry"),
        ("im trapped at work till 5", "trapped in my work they have my passport"),
    ],
)
def test_what_people_say_of_coming_is_told_from_danger_in_the_same_words(harmless, danger):
    assert not scan(harmless)
    assert scan(danger)


@pytest.mark.parametrize(
    "beside", ["i wont be around", "he has a knife", "tonight", "anymore", "goodbye", "im done"]
)
@pytest.mark.parametrize(
    "saying",
    [
        "start without me",
        "cant go on mondays",
        "see you on the other side of the road",
        "locked out of my account",
        "cant breathe in crowds",
        "hospital wont let me out yet",
    ],
)
def test_a_saying_of_coming_is_plain_only_where_nothing_but_coming_is_told(saying, beside):
    assert not scan(f"sorry, {saying} thanks")
    assert scan(f"{saying} {beside}")


@pytest.mark.parametrize(
    "text",
    [
        "cant be bothered living in liverpool anymore",
        "no point, nothing changes",
        "they kicked me out of the last one",
        "kipping at me mates so can get there easy",
        "i slept rough for 2 years so got a lot to say",
    ],
)
def test_words_that_may_be_harmless_or_not_are_left_for_a_person_to_look_at(text):
    assert scan(text)


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda text: f"  {text} !!",
        lambda text: f'"{text}" \U0001f622',
        lambda text: text.replace("'", "\u2019"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: "\u200b".join(text.split("\u200b")) + "\u200f",
    ],
    ids=["capitals", "spaces and marks", "quotes and a face", "quotes", "accents apart", "unseen"],
)
def test_case_accents_and_marks_make_no_difference(change):
    changed = [row["id"] for row in GOLD if scan(change(row["text"])).tiers != _tiers(row)]

    assert changed == []


@given(st.text(max_size=400))
@settings(max_examples=100, deadline=None)
def test_nothing_a_person_can_type_stops_it(text):
    found = scan(text)

    assert found.tiers <= set(TIERS)
    assert bool(found.tiers) == bool(found.why)
    assert found == scan(text)


@given(st.sampled_from(DANGER), st.sampled_from(["ok. ", "2\n", "hiya. ", "thanks. "]))
@settings(max_examples=60, deadline=None)
def test_a_polite_beginning_hides_nothing(row, before):
    assert scan(before + row["text"]).tiers >= scan(row["text"]).tiers


def test_a_text_as_long_as_texts_can_be_takes_no_time():
    text = "he said i was ok and went to the park and " * 40
    scan(text)
    started = time.process_time()
    scan(text[:1600])

    assert time.process_time() - started < 0.5


def test_a_text_takes_well_under_a_millisecond():
    texts = [row["text"] for row in GOLD]
    for text in texts:
        scan(text)
    started = time.process_time()
    for text in texts:
        scan(text)

    assert (time.process_time() - started) / len(texts) < 0.001


def test_a_file_with_a_kind_we_do_not_know_is_told(tmp_path, monkeypatch):
    (tmp_path / "xx.toml").write_text('[sadness]\nphrases = ["blue"]\n', encoding="utf-8")
    monkeypatch.setattr(cues, "DATA", tmp_path)

    with pytest.raises(cues.CueProblem, match=r'xx\.toml: "sadness" is not a kind of danger'):
        cues._book.__wrapped__()


def test_the_figures_of_alarms_are_counted_by_hand():
    scored = score_cues(
        [frozenset({"self"}), frozenset({"rough"}), frozenset()],
        [frozenset({"self"}), frozenset(), frozenset({"others"})],
    )

    assert scored.recall == {"rough": Share(1, 0), "self": Share(1, 1)}
    assert (scored.any_cue, scored.false_alarms) == (Share(2, 1), Share(1, 1))
