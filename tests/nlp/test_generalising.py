"""What gives a person away only together with other things, and the words put in its place."""

import pytest

from nlp import anonymise, gazetteer, generalising, matching, placeholders
from nlp.rules import Rules


def said(text, level="usual"):
    return anonymise.anonymise(text, Rules(level)).text


@pytest.mark.parametrize(
    "text, usual, careful",
    [
        ("i stay in toxteth", "i stay in [Liverpool]", "i stay in [Liverpool City Region]"),
        ("moved to st helens", "moved to st helens", "moved to [Liverpool City Region]"),
        ("from Rhyl", "from [somewhere in Wales]", "from [somewhere in Wales]"),
        (
            "sent to wigan",
            "sent to [somewhere in Greater Manchester]",
            "sent to [somewhere in England]",
        ),
        ("i left leeds", "i left leeds", "i left [somewhere in England]"),
        ("came from Eritrea", "came from Eritrea", "came from [another country]"),
        ("Oak Lodge was cold", "[hostel] was cold", "[hostel] was cold"),
        ("walk to whiston hospital", "walk to [hospital]", "walk to [hospital]"),
        ("i was 23", "i was [age 20 to 29]", "i was [age 20 to 29]"),
        ("me 9 year old", "me [under 18] year old", "me [under 18] year old"),
        ("my nan is 84", "my nan is [80 or over]", "my nan is [80 or over]"),
        ("moved in on 12/03/2024", "moved in on 12/03/2024", "moved in on [2024]"),
        ("closed on 3rd May", "closed on 3rd May", "closed on [spring]"),
        (
            "the only midwife in rainhill",
            "the only midwife in [St Helens]",
            "the only [job] in [Liverpool City Region]",
        ),
        ("a polish barber", "a polish barber", "a polish [job]"),
        (
            "trans woman of 61",
            "trans woman of [age 60 to 69]",
            "[detail] of [age 60 to 69]",
        ),
        ("veterans need help", "veterans need help", "veterans need help"),
        ("the midwife was kind", "the midwife was kind", "the midwife was kind"),
    ],
)
def test_how_general_a_detail_becomes_depends_on_the_level(text, usual, careful):
    assert said(text, "light") == text
    assert said(text, "usual") == usual
    assert said(text, "careful") == careful


def test_a_name_stays_a_name_beside_a_place_at_every_level():
    assert said("Miss Okafor from Bootle", "light") == "Miss [name] from Bootle"
    assert said("Miss Okafor from Bootle") == "Miss [name] from [Sefton]"


def test_a_word_of_a_place_is_no_person():
    assert said("norris green and lark lane", "light") == "norris green and lark lane"


def test_why_a_detail_was_made_general_can_be_read():
    (found,) = anonymise.find("i stay in toxteth")

    assert found.rule == "place: in Liverpool"


@pytest.mark.parametrize(
    "age, band",
    [
        (0, "under 18"),
        (17, "under 18"),
        (18, "age 18 to 19"),
        (20, "age 20 to 29"),
        (79, "age 70 to 79"),
        (80, "80 or over"),
    ],
)
def test_an_age_becomes_a_band(age, band):
    assert generalising.band(age) == band


@pytest.mark.parametrize(
    "month, season", [(1, "winter"), (3, "spring"), (8, "summer"), (11, "autumn"), (12, "winter")]
)
def test_a_month_lies_in_a_season(month, season):
    assert generalising.season(month) == season


def test_whatever_the_lists_put_in_place_is_known_again():
    put = {
        words
        for name in ("services", "places_boroughs", "places_uk")
        for listed, _, _ in gazetteer.entries(name)
        if (match := gazetteer.known().longest(matching.read(listed), 0))
        for words in (match.value.usual, match.value.careful)
        if words
    }

    assert len(put) > 30
    assert [words for words in put if not placeholders.FOUND.fullmatch(f"[{words}]")] == []


def test_the_places_of_each_borough_are_many():
    places = [words for words, _, _ in gazetteer.entries("places_boroughs")]

    assert len(places) >= 500
