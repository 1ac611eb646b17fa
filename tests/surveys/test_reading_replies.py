"""How replies to each kind of question are read: one row a reply, as people really type."""

import pytest

from surveys.questions import FreeText, PickOne, Question, Scale
from surveys.reading import Flag, Outcome
from tests.surveys.examples import AREA, CHANGE, HEARD, PLACE, SAFE, TIME
from tests.surveys.replies import ANSWERS, COMMENTS

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
