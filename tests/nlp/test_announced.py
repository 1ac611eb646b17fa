"""Numbers that the words around them name, and the everyday numbers that no word makes one."""

import pytest

from nlp import structured


def labels(text):
    return {span.label for span in structured.find(text)}


@pytest.mark.parametrize(
    "text, label",
    [
        ("my account number is 12345678", "BANK"),
        ("12345678 is my account number", "BANK"),
        ("the sort code they have is 112233", "BANK"),
        ("my nhs no is 9990000", "NHS_NUMBER"),
        ("property pool number 2209913", "OTHER_ID"),
        ("passport 533401226", "OTHER_ID"),
        ("crime number 0650112233", "OTHER_ID"),
        ("ref is on the letter, 88213", "OTHER_ID"),
        ("dob 19 08 75", "DOB"),
        ("born twenty third of june nineteen eighty two", "DOB"),
        ("05/23/1981 is my birthday", "DOB"),
        ("reg K9 DOG", "VEHICLE_REG"),
        ("postcode l 4 9 z q", "POSTCODE"),
        ("account one two three four five six seven eight", "BANK"),
    ],
)
def test_the_words_around_say_what_a_number_is(text, label):
    assert label in labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "claim took 5 weeks",
        "case closed after 12 weeks",
        "universal credit 393.45 less 150",
        "my booking for 12 people",
        "booking on 08/08/2018",
        "council tax 1100 a year",
        "ref said foul",
        "my birthday is in may",
        "card ends soon",
        "they took 60 quid out of my account 8 times",
        "in 2019-20 and 2020/21",
        "take 2x500mg every 4-6 hours",
        "room 4 has no lock",
        "bed 12 is by the door",
        "flat 3 were banging all night",
        "the 3 shops close at 5",
        "19 minefield days",
        "us divide///increase the police",
        "SF 11Feb",
        "long in 2018",
        "nothing on facebook marketplace",
        "table.and chairs",
        "call 999 or 101",
    ],
)
def test_everyday_numbers_and_words_stay(text):
    assert labels(text) == set()
