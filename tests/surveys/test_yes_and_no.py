"""How yes and no are read, for starting a survey and for coming to a session."""

import pytest

from surveys.reading import Outcome
from surveys.yesno import read_yes_no

YES = [
    "yes",
    "Yes pls",
    "y",
    "ok",
    "go on then",
    "👍",
    "👍🏽",
    "👌",
    "aye",
    "yeh",
    "I'll be there",
    "count me in",
    "see you then",
    "yep. nut allergy, proper bad one",
    "love to, just cant manage steps w me frame",
    "save me two, me and the missus",
    "yes but i lip read so everyone needs cameras on",
    "could do with a day saver to get there but yes",
    "lol no chance of me staying away",
    "no problem",
    "no worries mate",
    "ok see you tuesday",
    "yes what time is it",
    "sure",
    "yesss",
    "YES!!!",
    "yes I can't wait",
    "ok 👍",
    "why not",
    "yes but I can't do stairs",
    "sound la",
    "ok but is there parking",
    "go ahead",
    "Yeah go on",
    "yh",
    "ill come",
    "yea sounds good",
    "happy to help",
    "yes I'd like to",
    "Of course mate",
    "okay then",
    "why not!",
    "yep see you there",
    "i can make it",
    "cant wait",
    "course i will",
    "no bother",
    "def",
]
NO = [
    "no",
    "nope",
    "No thanks",
    "cant make it",
    "sorry cant",
    "👎",
    "nah",
    "cant now, job centre moved me appointment to same time",
    "cant do any, soz, got a tag and hours",
    "Not my thing but thank you for thinking of me.",
    "yes. no wait, no",
    "no i cant sorry",
    "id love to but i cant",
    "nah mate im busy",
    "not interested",
    "can't come then",
    "no ta, working",
    "wish i could",
    "not this time x",
    "no sorry got a hospital appointment",
    "im not coming",
    "no thank you",
    "nah ta",
    "im busy that day",
    "i cant come",
    "wont be able to make it sorry",
    "not for me thanks",
    "no mate",
    "count me out",
    "cant, got work",
    "no, not this time",
    "unable to attend",
    "No.",
]
UNCLEAR = [
    "not sure",
    "dunno ask me later",
    "maybe",
    "banana",
    "",
    "who are you?",
    "you have the wrong person",
    "if its heated",
    "would my support worker be allowed in?",
    "i'll see how me chest is on the day",
    "ok who is this",
    "no one told me about it",
    "no idea what this is",
    "sorry, new phone, was this meant for me? im in year 11",
    "this is her daughter, mum passed away in january",
    "please ring me",
    "in hospital",
    "yes and no",
    "yes or no?",
    "got nowhere to sleep sunday or monday so its the last thing on me mind",
    "can u bell me instead, after 3",
    "where even is quay street",
    "Is that Julie from the outreach?",
    "no phone credit",
    "👍👎",
    "?",
    "upstairs again? every time. you know i'm on crutches",
    "not now",
    "yes maybe",
    "im not sure i can come",
    "depends",
    "who is this",
    "can i bring my dog?",
    "what is it about",
    "hmm",
    "later",
    "ask me tomorrow",
    "i dont know if i can",
    "is there parking",
    "let me check",
    "stop moving us",
    "x",
    "might do",
    "tomorrow",
    "🤷",
    "how long is it",
]


@pytest.mark.parametrize("said", YES)
def test_a_yes_is_read(said):
    reading = read_yes_no(said)

    assert (reading.outcome, reading.value) == (Outcome.ANSWER, "yes")


@pytest.mark.parametrize("said", NO)
def test_a_no_is_read(said):
    reading = read_yes_no(said)

    assert (reading.outcome, reading.value) == (Outcome.ANSWER, "no")


@pytest.mark.parametrize("said", UNCLEAR)
def test_a_doubt_or_a_question_is_neither(said):
    reading = read_yes_no(said)

    assert (reading.outcome, reading.value) == (Outcome.CLARIFY, None)


@pytest.mark.parametrize(
    "said, words",
    [
        ("Yes please", ""),
        ("👍", ""),
        ("yes but I can't do stairs", "but I can't do stairs"),
        ("yep. nut allergy, proper bad one", "nut allergy, proper bad one"),
        ("could do with a day saver but yes", "could do with a day saver but yes"),
        ("cant now, job centre", "job centre"),
    ],
)
def test_what_follows_a_yes_or_no_is_kept(said, words):
    assert read_yes_no(said).words == words
