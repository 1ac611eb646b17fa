"""What a text costs while it is written: length, money, dear characters, words not to ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage import composing
from surveys.keywords import RESERVED
from surveys.wording import dear_characters, segments


@pytest.fixture(autouse=True)
def _app(app):
    """The price of a text is a setting."""


def dear(words, language="en"):
    return [(one.character, one.at, one.plain) for one in composing.cost(words, language).dear]


def test_a_plain_text_is_one_text_and_nothing_in_it_is_dear(app):
    found = composing.cost("Hello", people=60)

    assert (found.characters, found.units, found.segments, found.longest) == (5, 5, 1, 160)
    assert (found.dear, found.reserved) == ((), ())
    assert (found.pence, found.total_pence) == (4, 240)


def test_the_price_is_a_setting(app):
    app.extensions["engage.settings"] = app.extensions["engage.settings"].model_copy(
        update={"text_pence": 7.5}
    )

    assert composing.cost("x" * 161).pence == 15


@pytest.mark.parametrize(
    "words, longest",
    [
        ("x" * 160, 160),
        ("x" * 161, 306),
        ("x" * 307, 459),
        ("ł" * 70, 70),
        ("ł" * 71, 134),
    ],
)
def test_the_room_there_is_follows_the_number_of_texts(words, longest):
    assert composing.cost(words).longest == longest


def test_where_a_dear_character_stands_and_what_to_use_instead():
    assert dear("It’s Kev’s – ok") == [("’", (2, 8), "'"), ("–", (11,), "-")]


@pytest.mark.parametrize(
    "character, language, plain",
    [
        ("“", "en", '"'),
        ("…", "pl", "..."),
        ("\u00a0", "en", " "),
        ("ë", "en", "e"),
        ("ł", "pl", None),
        ("ë", "sq", None),
        ("😀", "en", None),
        ("你", "en", None),
    ],
)
def test_a_plain_character_is_offered_only_where_it_says_the_same(character, language, plain):
    assert composing.instead(character, language) == plain


@pytest.mark.parametrize("character", ["é", "£", "ñ", "€", "'", "@"])
def test_a_character_that_costs_no_more_is_left_alone(character):
    assert composing.plain(f"a{character}b") == f"a{character}b"
    assert dear(f"a{character}b") == []


def test_every_plain_character_in_the_table_is_itself_plain():
    wrong = [new for new in composing.plain_characters().values() if dear_characters(new)]

    assert wrong == []


@given(st.text())
def test_making_plain_leaves_nothing_dear_that_had_a_plain_one(words):
    again = composing.plain(words)

    assert all(composing.instead(c) is None for c in dear_characters(again))
    assert composing.plain(again) == again


@given(st.text(max_size=400))
def test_the_cost_counts_as_the_network_does(words):
    found, network = composing.cost(words), segments(words.replace("\r\n", "\n"))

    assert (found.segments, found.units) == (network.count, network.units)
    assert found.units <= found.longest or found.encoding == "UCS-2"


def test_a_line_end_of_a_web_form_counts_once():
    assert composing.cost("a\r\nb").units == 3


@pytest.mark.parametrize("word", sorted(RESERVED - composing.OURS_TO_SAY))
def test_a_text_that_asks_for_a_word_the_phone_company_acts_on_is_noticed(word):
    assert composing.cost(f"Reply YES or {word}.").reserved == (word,)
    assert composing.cost(f'Text "{word.lower()}" if you cannot come').reserved == (word,)


@pytest.mark.parametrize(
    "words",
    [
        "STOP ends all texts. START brings them back. HELP says more.",
        "We had to cancel the end of the session. For more info, ring us.",
        "THE END OF THE ROAD, IN CAPITALS",
        "",
    ],
)
def test_words_we_answer_ourselves_and_words_in_a_sentence_are_let_be(words):
    assert composing.cost(words).reserved == ()


@pytest.mark.parametrize("option", ["Cancel", "end", "QUIT", "stop.", "Start", "Help", "info"])
def test_an_answer_the_phone_company_acts_on_is_not_an_answer(option):
    assert composing.not_answers(["Yes", option]) == (option,)


def test_a_question_is_counted_as_it_is_asked_with_its_answers():
    asked = composing.question("How is it?", ["Good", "Bad"])

    assert asked.splitlines()[1:3] == ["1 Good", "2 Bad"]
    assert composing.question("Just so you know", []) == "Just so you know"


@pytest.mark.parametrize(
    "pence, said",
    [(4.0, "4p"), (7.5, "7.5p"), (99, "99p"), (480, "£4.80"), (125000, "£1,250.00"), (0, "0p")],
)
def test_money_is_written_as_people_write_it(pence, said):
    assert composing.money(pence) == said
