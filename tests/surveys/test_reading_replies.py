"""How replies to each kind of question are read: one row a reply, as people really type."""

import pytest

from surveys.questions import FreeText, PickOne, Question, Scale
from surveys.reading import Flag, Outcome
from tests.surveys.examples import AREA, CHANGE, HEARD, PLACE, SAFE, TIME

ANSWERS: list[tuple[Question, str, str | int]] = [
    (SAFE, "4, used to be 2", 4),
    (SAFE, "3 because my neighbour is loud and 2 people got robbed", 3),
    (SAFE, "1. I got robbed 3 times", 1),
    (AREA, "elsewhere - chester", "elsewhere"),
    (HEARD, "yes they did", "yes"),
    (SAFE, "1", 1),
    (SAFE, " 4. ", 4),
    (SAFE, "2 cos of the noise", 2),
    (SAFE, "4/5", 4),
    (SAFE, "10/10", 5),
    (SAFE, "two", 2),
    (SAFE, "Four.", 4),
    (SAFE, "4 out of 5", 4),
    (SAFE, "not safe at all", 1),
    (SAFE, "very safe", 5),
    (SAFE, "Mostly safe thanks", 4),
    (SAFE, "mostly", 4),
    (SAFE, "in between", 3),
    (SAFE, "inbetween", 3),
    (SAFE, "not very safe", 2),
    (SAFE, "not at all", 1),
    (SAFE, "5!!!", 5),
    (SAFE, "3️⃣", 3),
    (SAFE, "４", 4),
    (SAFE, "I'd say 2", 2),
    (SAFE, "id give it a 4 mate", 4),
    (SAFE, "its noisy, 2", 2),
    (SAFE, "3, no wait, 4", 4),
    (SAFE, "3 sorry 4", 4),
    (SAFE, "3 no 4", 4),
    (SAFE, "5 stars", 5),
    (SAFE, "about 3", 3),
    (SAFE, "maybe a 3", 3),
    (SAFE, "4ish", 4),
    (SAFE, "5 love it here", 5),
    (SAFE, "100%", 5),
    (SAFE, "5/5", 5),
    (SAFE, "2 not 3", 2),
    (SAFE, "2, staff are nice but the door doesnt lock", 2),
    (SAFE, "four because of the staff", 4),
    (SAFE, "2\nthe lads upstairs kick off", 2),
    (SAFE, "5 5", 5),
    (SAFE, "1 being worst so 1", 1),
    (SAFE, "number 3", 3),
    (SAFE, "mosty safe", 4),
    (SAFE, "verry safe", 5),
    (SAFE, "٣", 3),
    (SAFE, "\u200f2\u200f", 2),
    (SAFE, "2 - my door has no lock", 2),
    (SAFE, "its a 4 today", 4),
    (SAFE, "2 to be honest", 2),
    (SAFE, "Very Safe :)", 5),
    (SAFE, "3 most days", 3),
    (SAFE, "4, staff are lovely", 4),
    (SAFE, "I feel 3", 3),
    (SAFE, "hi 3 please", 3),
    (SAFE, "(2)", 2),
    (SAFE, "#2", 2),
    (SAFE, "2)", 2),
    (SAFE, "three out of five", 3),
    (SAFE, "5 cos the staff look out for me", 5),
    (SAFE, "4. it's alright", 4),
    (SAFE, "3 cuz of drugs on landing", 3),
    (SAFE, "honestly 1", 1),
    (SAFE, "1 😡", 1),
    (SAFE, "definitely 5", 5),
    (SAFE, "2 pls", 2),
    (SAFE, "probs a 2 tbh", 2),
    (SAFE, "4 mate", 4),
    (SAFE, "5 out of 5", 5),
    (SAFE, "five out of five", 5),
    (SAFE, "very very safe", 5),
    (SAFE, "i feel mostly safe cos of the staff", 4),
    (SAFE, "3 actually 2", 2),
    (SAFE, "4/5 mostly fine", 4),
    (SAFE, "10 out of 10", 5),
    (PLACE, "A", "a"),
    (PLACE, "d.", "d"),
    (PLACE, "the last one", "d"),
    (PLACE, "hostel", "a"),
    (PLACE, "sofa", "b"),
    (PLACE, "sofa surfin", "b"),
    (PLACE, "option b", "b"),
    (PLACE, "B cos my sister lets me", "b"),
    (PLACE, "2", "b"),
    (PLACE, "second one", "b"),
    (PLACE, "2nd", "b"),
    (PLACE, "the third", "c"),
    (PLACE, "in a car", "c"),
    (PLACE, "my own place", "d"),
    (PLACE, "own place", "d"),
    (PLACE, "hostle", "a"),
    (PLACE, "ive been here 3 weeks in the hostel", "a"),
    (PLACE, "a hostel", "a"),
    (PLACE, "hostel but its grim", "a"),
    (PLACE, "1 hostel", "a"),
    (PLACE, "on the street mate", "c"),
    (PLACE, "friends", "b"),
    (PLACE, "a", "a"),
    (PLACE, "c) car", "c"),
    (PLACE, "bottom one", "d"),
    (PLACE, "street", "c"),
    (PLACE, "a friend", "b"),
    (PLACE, "hostel. no wait, car", "c"),
    (PLACE, "2 nights in a hostel", "a"),
    (PLACE, "streets", "c"),
    (PLACE, "my friends sofa", "b"),
    (PLACE, "the street", "c"),
    (PLACE, "shelter", "a"),
    (PLACE, "night shelter", "a"),
    (PLACE, "with family", "b"),
    (PLACE, "d - finally got my own place", "d"),
    (PLACE, "car", "c"),
    (PLACE, "sofaa surfing", "b"),
    (PLACE, "d please", "d"),
    (PLACE, "(c)", "c"),
    (PLACE, "option 3", "c"),
    (PLACE, "number 4 thanks", "d"),
    (PLACE, "4th", "d"),
    (PLACE, "fourth one please", "d"),
    (PLACE, "no. 2", "b"),
    (PLACE, "the second", "b"),
    (PLACE, "1st one", "a"),
    (PLACE, "second hand sofa", "b"),
    (PLACE, "I am in a hostel. It is loud", "a"),
    (PLACE, "friend", "b"),
    (PLACE, "a hostle", "a"),
    (PLACE, "D!", "d"),
    (AREA, "liverpool", "liverpool"),
    (AREA, "Liverpol", "liverpool"),
    (AREA, "livrepool", "liverpool"),
    (AREA, "st helens", "st-helens"),
    (AREA, "St. Helens", "st-helens"),
    (AREA, "sthelens", "st-helens"),
    (AREA, "saint helens", "st-helens"),
    (AREA, "knowlsey", "knowsley"),
    (AREA, "wiral", "wirral"),
    (AREA, "7", "elsewhere"),
    (AREA, "six", "wirral"),
    (AREA, "somewhere else", "elsewhere"),
    (AREA, "elsewhere", "elsewhere"),
    (AREA, "st-helens", "st-helens"),
    (AREA, "im in sefton near the station", "sefton"),
    (AREA, "liverpool city centre", "liverpool"),
    (AREA, "not in liverpool, sefton", "sefton"),
    (AREA, "in Halton now", "halton"),
    (AREA, "LIVERPOOL!!!", "liverpool"),
    (AREA, "3 - liverpool", "liverpool"),
    (AREA, "wirral. its freezing", "wirral"),
    (AREA, "the wirral", "wirral"),
    (AREA, "kirkby knowsley", "knowsley"),
    (AREA, "Sefton please", "sefton"),
    (AREA, "i'm in Wirral", "wirral"),
    (AREA, "number 5", "st-helens"),
    (AREA, "five", "st-helens"),
    (AREA, "last one", "elsewhere"),
    (AREA, "first", "halton"),
    (AREA, "halton.", "halton"),
    (AREA, "haltom", "halton"),
    (AREA, "sefon", "sefton"),
    (AREA, "hulton", "halton"),
    (AREA, "it's liverpool innit", "liverpool"),
    (AREA, "3 cos its home", "liverpool"),
    (AREA, "liverpool, lived here 40 years", "liverpool"),
    (AREA, "near st helens", "st-helens"),
    (TIME, "two", "2"),
    (TIME, "evenings best", "3"),
    (TIME, "afternoon", "2"),
    (TIME, "mornings", "1"),
    (TIME, "1", "1"),
    (TIME, "afternooon", "2"),
    (TIME, "evning", "3"),
    (TIME, "afternon pls", "2"),
    (HEARD, "yeh", "yes"),
    (HEARD, "nah", "no"),
    (HEARD, "not sure", "unsure"),
    (HEARD, "Yes", "yes"),
    (HEARD, "no", "no"),
    (HEARD, "yes because", "yes"),
    (HEARD, "y", "yes"),
    (HEARD, "1", "yes"),
]

COMMENTS: list[tuple[Question, str, str]] = [
    (SAFE, "1", ""),
    (SAFE, " 4. ", ""),
    (SAFE, "2 cos of the noise", "cos of the noise"),
    (SAFE, "4/5", ""),
    (SAFE, "10/10", ""),
    (SAFE, "two", ""),
    (SAFE, "Four.", ""),
    (SAFE, "4 out of 5", ""),
    (SAFE, "not safe at all", ""),
    (SAFE, "very safe", ""),
    (SAFE, "Mostly safe thanks", ""),
    (SAFE, "mostly", ""),
    (SAFE, "in between", ""),
    (SAFE, "inbetween", ""),
    (SAFE, "not very safe", ""),
    (SAFE, "not at all", ""),
    (SAFE, "5!!!", ""),
    (SAFE, "3️⃣", ""),
    (SAFE, "４", ""),
    (SAFE, "I'd say 2", ""),
    (SAFE, "id give it a 4 mate", ""),
    (SAFE, "5 stars", ""),
    (SAFE, "about 3", ""),
    (SAFE, "maybe a 3", ""),
    (SAFE, "4ish", ""),
    (SAFE, "5 love it here", "love it here"),
    (SAFE, "100%", ""),
    (SAFE, "5/5", ""),
    (SAFE, "2, staff are nice but the door doesnt lock", "staff are nice but the door doesnt lock"),
    (SAFE, "four because of the staff", "because of the staff"),
    (SAFE, "2\nthe lads upstairs kick off", "the lads upstairs kick off"),
    (SAFE, "5 5", ""),
    (SAFE, "number 3", ""),
    (SAFE, "mosty safe", ""),
    (SAFE, "verry safe", ""),
    (SAFE, "\u200f2\u200f", ""),
    (SAFE, "2 - my door has no lock", "my door has no lock"),
    (SAFE, "its a 4 today", ""),
    (SAFE, "Very Safe :)", ""),
    (SAFE, "4, staff are lovely", "staff are lovely"),
    (SAFE, "I feel 3", ""),
    (SAFE, "hi 3 please", ""),
    (SAFE, "(2)", ""),
    (SAFE, "#2", ""),
    (SAFE, "2)", ""),
    (SAFE, "three out of five", ""),
    (SAFE, "5 cos the staff look out for me", "cos the staff look out for me"),
    (SAFE, "4. it's alright", "it's alright"),
    (SAFE, "3 cuz of drugs on landing", "cuz of drugs on landing"),
    (SAFE, "honestly 1", ""),
    (SAFE, "definitely 5", ""),
    (SAFE, "2 pls", ""),
    (SAFE, "probs a 2 tbh", ""),
    (SAFE, "4 mate", ""),
    (SAFE, "5 out of 5", ""),
    (SAFE, "five out of five", ""),
    (SAFE, "10 out of 10", ""),
    (PLACE, "A", ""),
    (PLACE, "d.", ""),
    (PLACE, "the last one", ""),
    (PLACE, "hostel", ""),
    (PLACE, "sofa", ""),
    (PLACE, "option b", ""),
    (PLACE, "B cos my sister lets me", "cos my sister lets me"),
    (PLACE, "2", ""),
    (PLACE, "second one", ""),
    (PLACE, "2nd", ""),
    (PLACE, "the third", ""),
    (PLACE, "my own place", ""),
    (PLACE, "own place", ""),
    (PLACE, "hostel but its grim", "but its grim"),
    (PLACE, "1 hostel", ""),
    (PLACE, "on the street mate", ""),
    (PLACE, "friends", ""),
    (PLACE, "a", ""),
    (PLACE, "c) car", ""),
    (PLACE, "bottom one", ""),
    (PLACE, "street", ""),
    (PLACE, "streets", ""),
    (PLACE, "the street", ""),
    (PLACE, "shelter", ""),
    (PLACE, "night shelter", ""),
    (PLACE, "car", ""),
    (PLACE, "d please", ""),
    (PLACE, "(c)", ""),
    (PLACE, "option 3", ""),
    (PLACE, "number 4 thanks", ""),
    (PLACE, "4th", ""),
    (PLACE, "fourth one please", ""),
    (PLACE, "no. 2", ""),
    (PLACE, "the second", ""),
    (PLACE, "1st one", ""),
    (PLACE, "friend", ""),
    (PLACE, "D!", ""),
    (AREA, "liverpool", ""),
    (AREA, "Liverpol", ""),
    (AREA, "st helens", ""),
    (AREA, "St. Helens", ""),
    (AREA, "sthelens", ""),
    (AREA, "knowlsey", ""),
    (AREA, "wiral", ""),
    (AREA, "7", ""),
    (AREA, "six", ""),
    (AREA, "somewhere else", ""),
    (AREA, "elsewhere", ""),
    (AREA, "st-helens", ""),
    (AREA, "liverpool city centre", "city centre"),
    (AREA, "in Halton now", ""),
    (AREA, "LIVERPOOL!!!", ""),
    (AREA, "3 - liverpool", ""),
    (AREA, "wirral. its freezing", "its freezing"),
    (AREA, "the wirral", ""),
    (AREA, "Sefton please", ""),
    (AREA, "number 5", ""),
    (AREA, "five", ""),
    (AREA, "last one", ""),
    (AREA, "first", ""),
    (AREA, "halton.", ""),
    (AREA, "haltom", ""),
    (AREA, "sefon", ""),
    (AREA, "3 cos its home", "cos its home"),
    (AREA, "liverpool, lived here 40 years", "lived here 40 years"),
    (AREA, "near st helens", ""),
]

UNCLEAR: list[tuple[Question, str]] = [
    (SAFE, "somewhere between 2 and 3"),
    (SAFE, "5am is the worst"),
    (SAFE, "3 and a half"),
    (SAFE, "4 at day 2 at night"),
    (SAFE, "went from 2 to 3"),
    (SAFE, "5+"),
    (SAFE, "fairly safe"),
    (AREA, "moving from halton to wirral"),
    (AREA, "sefton/liverpool"),
    (AREA, "other"),
    (SAFE, "3 or 4"),
    (SAFE, "2 weeks"),
    (SAFE, "6"),
    (SAFE, "0"),
    (SAFE, "-1"),
    (SAFE, "3.5"),
    (SAFE, "3-4"),
    (SAFE, "4:30"),
    (SAFE, "4pm"),
    (SAFE, "not safe"),
    (SAFE, "safe"),
    (SAFE, "½"),
    (SAFE, "2½"),
    (SAFE, "4 maybe 5"),
    (SAFE, "between 3 and 4"),
    (SAFE, "more than 3"),
    (SAFE, "2 noisy neighbours keep me up"),
    (SAFE, "no one"),
    (SAFE, "no one feels safe here"),
    (SAFE, "one of the staff hit me"),
    (SAFE, "phone me on 07700 900123"),
    (SAFE, "8/10"),
    (SAFE, "3/4"),
    (SAFE, "not 3"),
    (SAFE, "I dont feel very safe"),
    (SAFE, "it would be very safe if they fixed the locks"),
    (SAFE, "44"),
    (SAFE, "24/7 noise"),
    (SAFE, "5/5/26"),
    (SAFE, "banana"),
    (SAFE, ""),
    (SAFE, "👍"),
    (SAFE, "very sad"),
    (SAFE, "2 kids with me so it feels rough"),
    (SAFE, "Room 4"),
    (SAFE, "out of 10 id say 5"),
    (SAFE, "zero"),
    (SAFE, "1st"),
    (SAFE, "4 staff are lovely"),
    (SAFE, "3 people here have knives"),
    (SAFE, "£2"),
    (SAFE, "5 out of ten"),
    (SAFE, "7 out of 5"),
    (SAFE, "never safe"),
    (SAFE, "could be better"),
    (SAFE, "what does that mean?"),
    (SAFE, "2, 3"),
    (SAFE, "2 and 3"),
    (SAFE, "either 2 or 3"),
    (SAFE, "at least 3"),
    (SAFE, "5000"),
    (SAFE, "tw0"),
    (SAFE, "1 to 5"),
    (SAFE, "3 nights ago i was attacked"),
    (SAFE, "two weeks"),
    (SAFE, "3 times this week"),
    (SAFE, "2 lads kicked my door in"),
    (SAFE, "not a 5"),
    (SAFE, "2 to 3"),
    (SAFE, "its gone from 2 to 4"),
    (SAFE, "I moved here on the 4th"),
    (PLACE, "b and d"),
    (PLACE, "first time ive been asked"),
    (PLACE, "hotel"),
    (PLACE, "not the hostel"),
    (PLACE, "5"),
    (PLACE, "e"),
    (PLACE, "2 hostel"),
    (PLACE, "hostel or sofa"),
    (PLACE, "i used to be in a hostel"),
    (PLACE, "a or b"),
    (PLACE, "all of them"),
    (PLACE, "none"),
    (PLACE, "a and c"),
    (PLACE, "1, 2"),
    (PLACE, "last night was bad"),
    (PLACE, "stop"),
    (PLACE, "neither"),
    (PLACE, "5th"),
    (PLACE, "i'm a bit lost what do you mean"),
    (PLACE, "b or maybe c"),
    (PLACE, "never been in a hostel"),
    (PLACE, "moved out of the hostel"),
    (AREA, "8"),
    (AREA, "Liverpool but want to move to Sefton"),
    (AREA, "Birkenhead"),
    (AREA, "4 liverpool"),
    (AREA, "i wish i was in liverpool"),
    (AREA, "liver"),
    (AREA, "somewhere"),
    (AREA, "pool"),
    (AREA, "outside liverpool"),
    (AREA, "liverpool or wirral"),
    (AREA, "manchester"),
    (AREA, "3 months"),
    (AREA, "between sefton and liverpool"),
    (AREA, "not sefton"),
    (AREA, "s"),
    (TIME, "any"),
    (TIME, "morning or evening"),
    (TIME, "not mornings"),
    (HEARD, "banana"),
]

SKIPPED: list[tuple[Question, str]] = [
    (SAFE, "dunno"),
    (SAFE, "skip"),
    (SAFE, "rather not say"),
    (SAFE, "i dunno"),
    (SAFE, "next"),
    (SAFE, "its none of your business"),
    (PLACE, "i dont know"),
    (AREA, "skip"),
    (AREA, "prefer not to say"),
    (AREA, "dont know"),
    (AREA, "skip this one"),
    (AREA, "none of your business"),
    (HEARD, "no idea"),
]


@pytest.mark.parametrize("question, said, value", ANSWERS)
def test_a_clear_choice_is_read(question, said, value):
    reading = question.read(said)

    assert (reading.outcome, reading.value) == (Outcome.ANSWER, value)


@pytest.mark.parametrize("question, said, words", COMMENTS)
def test_what_came_with_a_choice_is_kept_as_typed(question, said, words):
    assert question.read(said).words == words


@pytest.mark.parametrize("question, said", UNCLEAR)
def test_a_reply_that_could_mean_several_things_is_asked_about(question, said):
    reading = question.read(said)

    assert (reading.outcome, reading.value) == (Outcome.CLARIFY, None)


@pytest.mark.parametrize("question, said", SKIPPED)
def test_a_person_may_leave_a_question(question, said):
    reading = question.read(said)

    assert (reading.outcome, reading.value) == (Outcome.SKIP, None)


@pytest.mark.parametrize(
    "said",
    [
        "The staff were kind",
        "I want them to stop moving us every month",
        "Dziękuję za pomoc",
        "no",
        "👍",
        "I want to end my life",
        "dont know",
        "2",
        "help with my rent",
    ],
)
def test_free_text_is_kept_as_it_was_typed(said):
    reading = CHANGE.read(f"  {said}\n")

    assert (reading.outcome, reading.value, reading.words) == (Outcome.ANSWER_TEXT, None, said)


@pytest.mark.parametrize("said", ["pass", "SKIP", "skip please", "next", "can I skip this one"])
def test_free_text_may_be_skipped(said):
    assert CHANGE.read(said).outcome is Outcome.SKIP


@pytest.mark.parametrize("said", ["", "   ", "...", "?", "\u200b\u200f", "\ufe0f"])
@pytest.mark.parametrize("question", [SAFE, AREA, CHANGE])
def test_nothing_said_is_asked_about(question, said):
    assert question.read(said).outcome is Outcome.CLARIFY


@pytest.mark.parametrize("question", [SAFE, AREA, CHANGE])
@pytest.mark.parametrize("said", ["rather not say", "I'd prefer not to say", "thats private"])
def test_rather_not_say_is_a_skip_that_says_so(question, said):
    reading = question.read(said)

    assert reading.outcome is Outcome.SKIP
    assert Flag.RATHER_NOT_SAY in reading.flags


def test_not_knowing_is_a_skip_that_keeps_the_words():
    reading = SAFE.read("not sure mate")

    assert reading.flags == {Flag.DONT_KNOW}
    assert reading.words == "not sure mate"


@pytest.mark.parametrize(
    "said, flag",
    [("3 or 4", Flag.MORE_THAN_ONE), ("9", Flag.OUT_OF_RANGE), ("3.5", Flag.OUT_OF_RANGE)],
)
def test_an_unclear_number_says_why(said, flag):
    assert SAFE.read(said).flags == {flag}


def test_an_answer_over_the_limit_is_not_cut():
    long = "word " * 3 + "word"

    reading = FreeText(key="k", wording="?", limit=10).read(long)

    assert reading.outcome is Outcome.CLARIFY
    assert reading.words == long
    assert reading.flags == {Flag.TOO_LONG}


def test_a_web_form_may_post_the_value_itself():
    turned = PickOne(key="k", wording="?", options=AREA.options[::-1])

    assert AREA.read("st-helens").value == "st-helens"
    assert SAFE.read("5").value == 5
    assert turned.read("halton").value == "halton"


@pytest.mark.parametrize(
    "question, value, shown",
    [
        (AREA, "st-helens", "St Helens"),
        (SAFE, 4, "4: Mostly safe"),
        (Scale(key="s", wording="?"), 4, "4 out of 5"),
        (CHANGE, "More locks", "More locks"),
        (SAFE, None, "No answer"),
    ],
)
def test_an_answer_is_shown_back_in_words(question, value, shown):
    assert question.say(value) == shown


def test_a_scale_with_words_only_at_its_ends_reads_them():
    ends = Scale(key="s", wording="?", low_label="not safe at all", high_label="very safe")

    assert ends.read("Not safe at all").value == 1
    assert ends.read("very safe!").value == 5


@pytest.mark.parametrize(
    "said, value", [("0", 0), ("10", 10), ("8/10", 8), ("ten", 10), ("zero", 0)]
)
def test_a_scale_from_nought_to_ten_reads_its_own_range(said, value):
    assert Scale(key="s", wording="?", low=0, high=10).read(said).value == value
