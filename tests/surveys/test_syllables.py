"""Counting syllables: words that surveys use, and words the rules were not made with."""

import pytest

from surveys.syllables import syllables

RIGHT_AT_LEAST = 0.97
"""Of each list below; when it was written, all of the first list and of the second were right."""

COMMON = {
    1: """
the you what where who how safe home house room place food help staff feel night street asked
helped moved stayed kept friends clothes rules change choice made time warm clean heard through
thought health young eight walked lived months don't you're they've it's week's
""",
    2: """
people living housing hostel support worker council question answer listen kitchen city money
doctor into about before wanted needed treated ended places houses changes closes settled little
table trouble simple reading being going quiet science moving alone outside someone somewhere
nowhere lonely safely homeless statement movement rather welcome neighbour bathroom create union
nation couldn't didn't isn't house's ready really every evening business Wednesday Mersey Halton
Knowsley Sefton Wirral
""",
    3: """
area idea animal family hospital together anyone everyone remember Liverpool decided privacy
important personal difficult happening probation religion decision medical period radio video
serious obvious employment government department apartment completely carefully different
interest several
""",
    4: """
support-worker usually experience information anybody temporary community ability society
variety situation communicate reality authority security anonymous confidential vulnerable
available comfortable reliable responsible
""",
    5: """
accommodation university individual organisation immediately opportunity
""",
    6: """
responsibility
""",
}
"""Counted by hand, and held against the CMU Pronouncing Dictionary."""

UNSEEN = {
    1: """
cleaned changed named
""",
    2: """
breakfast passport language wheelchair colleague complaint mended promised noticed
trusted listened sometimes themselves although because enough Tuesday August sixteen hundred
thousand quarter
""",
    3: """
paperwork kitchenette landlady neighbourhood furniture telephone appointment translated prescription
pharmacy counselling volunteer manager respectful privately noisiest homelessness helpfulness
everywhere anything nobody however tomorrow yesterday Saturday seventy
""",
    4: """
emergency interpreter medication recovery apologise February unusual
""",
    5: """
electricity discriminated
""",
}
"""Written down after the rules were done."""


def counted(table: dict[int, str]) -> list[tuple[str, int]]:
    return [(word, count) for count, words in table.items() for word in words.split()]


@pytest.mark.parametrize("table, size", [(COMMON, 176), (UNSEEN, 60)], ids=["common", "unseen"])
def test_syllables_of_common_words_are_counted_right(table, size):
    words = counted(table)
    wrong = [(word, count, syllables(word)) for word, count in words if syllables(word) != count]

    assert len(words) == size
    assert 1 - len(wrong) / len(words) >= RIGHT_AT_LEAST, wrong


@pytest.mark.parametrize("word", ["", "18", "…", "ł", "'", "hmm", "xyzzy", "a" * 500])
def test_whatever_is_written_has_at_least_one_syllable(word):
    assert syllables(word) >= 1


def test_capitals_and_curly_marks_make_no_difference():
    assert syllables("ACCOMMODATION") == 5
    assert syllables("couldn’t") == syllables("couldn't") == 2
