"""The reading age of what staff write, and how it is told."""

import pytest

from surveys.plain_english import Kind, advice, reading_age, reading_age_in_words
from surveys.readability import ENOUGH_WORDS

HARD = (
    "The multi-agency partnership is undertaking a comprehensive evaluation of accommodation "
    "provision. Your participation will contribute substantially to strategic decisions about "
    "commissioning. Information is processed confidentially, anonymously and proportionately, "
    "in accordance with applicable legislation."
)
EASY = (
    "We plan homes for people in the city. We want to know what works and what does not. "
    "Tell us what you think. You can skip any of the questions. Nobody will know it was you."
)


def test_the_reading_age_of_a_plain_text_is_low_and_of_officialese_is_high():
    easy, hard = reading_age(EASY), reading_age(HARD)

    assert easy is not None
    assert hard is not None
    assert easy < 8
    assert hard > 18


def test_the_formula_is_that_of_flesch_and_kincaid():
    text = "The cat sat on the mat by the door. " * 4

    assert reading_age(text) == 5.0
    assert reading_age("The manager visited the hostel on Saturday. " * 5) == pytest.approx(
        5 + 0.39 * 7 + 11.8 * 14 / 7 - 15.59, abs=0.05
    )


def test_too_few_words_have_no_reading_age():
    assert reading_age("word " * (ENOUGH_WORDS - 1)) is None
    assert reading_age("word " * ENOUGH_WORDS) is not None
    assert reading_age("") is None


@pytest.mark.parametrize(
    "text, told",
    [
        ("How safe do you feel?", "Too short to tell a reading age."),
        (EASY, "Reading age about 6. Good."),
        (HARD, "Reading age over 18. Try shorter words."),
        (
            "We want to know what helps you stay and what helps you move on and who you turn to "
            "when you need a hand with the things that are hard to do on your own each day.",
            "Reading age about 16. Try shorter sentences.",
        ),
    ],
)
def test_a_writer_is_told_the_reading_age_and_what_helps(text, told):
    assert reading_age_in_words(text) == told


def test_a_reading_age_over_eleven_is_advised_against():
    assert Kind.READING_AGE in {one.kind for one in advice(HARD, field="purpose")}
    assert Kind.READING_AGE not in {one.kind for one in advice(EASY, field="purpose")}
