"""Which whole texts ask to stop, to start again, for help or to skip, and which only sound so."""

import pytest

from surveys.keywords import RESERVED, command, skipped
from surveys.reading import Outcome

OPT_OUT = [
    "STOP",
    "Stop.",
    "stop!!!",
    "STOP STOP",
    "stopppp",
    "s\u200btop",
    "STOPALL",
    "unsubscribe",
    "cancel",
    "END",
    "Quit",
    "revoke",
    "opt out",
    "OPTOUT",
    "stop please",
    "please stop",
    "Please stop texting me",
    "can you stop texting me please mate",
    "stop txting me",
    "please stop these messages",
    "stop sending me these texts",
    "stop messaging me",
    "dont text me again",
    "Don’t contact me anymore",
    "do not text me",
    "no more texts",
    "no more texts please",
    "take me off your list",
    "take me off the list pls",
    "remove me from everything pls",
    "remove my number",
    "delete my number",
    "lose my number",
    "unsubscribe me",
    "leave me alone",
    "fuck off",
    "Piss off!",
    "i dont want these texts",
    "I no longer want to receive these messages",
    "opt me out",
]
NEITHER = [
    "stop it happening again",
    "I want them to stop moving us every month",
    "stop the noise",
    "stop smoking in the corridors",
    "they should stop",
    "nobody will stop texting me about rent",
    "I want to end my life",
    "I want to end it",
    "end of the month",
    "the weekend",
    "please cancel my place",
    "cancel the rent arrears",
    "I need help",
    "I need help with my rent",
    "help me",
    "help with forms",
    "more info on my rights",
    "start again from scratch with a new place",
    "no",
    "no thanks",
    "not interested",
    "yes",
    "skip",
    "take me off the waiting list and give me a home",
    "my mate told me to fuck off",
    "leave",
    "",
    "👍",
]


@pytest.mark.parametrize("said", OPT_OUT)
def test_a_text_that_asks_to_stop_is_an_opt_out(said):
    assert command(said) is Outcome.OPT_OUT


@pytest.mark.parametrize("said", NEITHER)
def test_a_keyword_inside_a_longer_text_is_not_a_command(said):
    assert command(said) is None


@pytest.mark.parametrize("said", ["START", "start", "unstop", "Start please", "text me again"])
def test_a_text_that_asks_to_start_again_is_an_opt_in(said):
    assert command(said) is Outcome.OPT_IN


@pytest.mark.parametrize("said", ["HELP", "help?", "Info", " help "])
def test_help_alone_asks_for_help(said):
    assert command(said) is Outcome.HELP


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_every_reserved_word_is_a_command(word):
    assert command(word) is not None


@pytest.mark.parametrize(
    "said", ["skip", "SKIP!", "pass", "next", "skip this one", "next question please", "no comment"]
)
def test_a_skip_is_read(said):
    assert skipped(said) is not None


@pytest.mark.parametrize("said", ["they skip my floor", "pass the parcel", "the next place", ""])
def test_a_skip_word_in_a_sentence_is_not_a_skip(said):
    assert skipped(said) is None


def test_a_language_without_its_own_words_uses_the_english_ones():
    assert command("STOP", language="xx") is Outcome.OPT_OUT
