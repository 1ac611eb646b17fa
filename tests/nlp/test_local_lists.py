"""What the people of one place taught: words always taken out, never, or made general."""

import time

import pytest

from nlp import anonymise
from nlp.rules import LEVELS, Local, Rules

LOCAL = Local(
    always={"spanner": "PERSON", "kennel yard": "PLACE", "the yard": "ORG"},
    never=frozenset({"dave", "oak lodge", "st john's"}),
    general={"oak tree flats": "hostel", "oak tree": "pub", "scrubby lane": "liverpool"},
)


def said(text, level="usual", local=LOCAL):
    return anonymise.anonymise(text, Rules(level, local)).text


@pytest.mark.parametrize(
    "text, expected",
    [
        ("asked spanner about it", "asked [name] about it"),
        ("SPANNER's dog", "[name]'s dog"),
        ("spanners dog", "[name]s dog"),
        ("the  Kennel\nYard", "the  [place]"),
        ("by kennelyard or kennel-yard", "by [place] or [place]"),
        ("behind THE YARD", "behind [organisation]"),
        ("in oak tree flats", "in [hostel]"),
        ("in the oak tree", "in the [pub]"),
        ("down scrubby lane", "down [Liverpool]"),
        ("dave rang", "dave rang"),
        ("daves mate", "daves mate"),
        ("oak lodge is cold", "oak lodge is cold"),
        ("at St Johns", "at St Johns"),
        ("steve rang", "[name] rang"),
    ],
)
def test_local_words_are_found_however_they_are_written(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_always_taken_out_is_so_at_every_level(level):
    assert said("by kennel yard", level) == "by [place]"


def test_what_is_made_general_stays_at_the_light_level():
    assert said("in oak tree flats", "light") == "in oak tree flats"


def test_a_number_is_taken_out_though_somebody_said_never():
    local = Local(never=frozenset({"07700 900123"}))

    assert said("ring 07700 900123", local=local) == "ring [phone number]"


def test_nothing_of_a_number_stays_where_local_words_begin_within_it():
    local = Local(always={"fernhill road stores": "ORG"})

    assert said("at 12 Fernhill Road stores", local=local) == "at [address]"


def test_general_words_are_plain_in_their_brackets():
    local = Local(general={"oak tree": "a [big]\nplace", "elm": "]["})

    assert said("oak tree or elm", local=local) == "[a big place] or [detail]"
    assert said(said("oak tree or elm", local=local), local=local) == "[a big place] or [detail]"


def test_a_label_that_is_none_holds_the_text_back():
    with pytest.raises(anonymise.HeldBack):
        said("the oak", local=Local(always={"oak": "TREE"}))


def test_a_list_of_thousands_is_no_slower_than_a_short_one():
    many = {f"place {number} of wood{number % 97}": "hostel" for number in range(5_000)}
    long = Local(always=dict.fromkeys(many, "PLACE"), general=many)
    text = "they put me in place 4999 of wood52 and place 7 of something else " * 20

    def seconds(local: Local) -> float:
        started = time.process_time()
        for _ in range(5):
            anonymise.anonymise(text, Rules("usual", local))
        return time.process_time() - started

    said(text, local=long)
    short = min(seconds(LOCAL) for _ in range(3))
    assert min(seconds(long) for _ in range(3)) < 3 * short + 0.05
