"""How a phrase in a data file is written, and what it finds."""

import pytest

from nlp.phrases import Phrasebook, PhraseProblem, Spelling


def finds(phrase, text, *, same_as=None, **lists):
    book = Phrasebook([("x", phrase)], lists=lists, spelling=Spelling(same_as or {}))
    return [found.words for found in book.find(book.form(text))]


@pytest.mark.parametrize(
    "phrase, text, found",
    [
        ("want to die", "I WANT to die!", ["want to die"]),
        ("want|need to die", "need to die", ["need to die"]),
        ("[end it|top myself]", "might top myself", ["top myself"]),
        ("(really) want to die", "want to die", ["want to die"]),
        ("took .. tablets", "took all my tablets", ["took all my tablets"]),
        ("took .. tablets", "took all of my old tablets", []),
        ("took ... tablets", "took all of my old tablets", ["took all of my old tablets"]),
        ("took _ tablets", "took tablets", []),
        ("stuck & tonight", "tonight im stuck", ["tonight im stuck"]),
        ("stuck & tonight", "stuck. ok tonight", []),
        ("punch+ me", "he punched me", ["punched me"]),
        ("grab++ me", "grabbing me", ["grabbing me"]),
        ("want to die", "i want to. die hard is on", []),
        ("cant go on", "I can\u2019t\u2026 go on", ["cant go on"]),
    ],
)
def test_a_phrase_finds_what_it_says(phrase, text, found):
    assert finds(phrase, text) == found


def test_a_list_stands_for_each_of_its_entries():
    assert finds("$he hit me", "my ex hit me", he=["he", "ex"]) == ["ex hit me"]


def test_one_spelling_stands_for_many():
    assert finds("going to die", "gonna die", same_as={"going to": ["gonna"]}) == ["going to die"]


@pytest.mark.parametrize("text", ["suicdal", "suiciddal", "sucidal", "suicidall"])
def test_one_slip_in_a_long_word_is_put_right(text):
    assert finds("suicidal", text) == ["suicidal"]


@pytest.mark.parametrize(
    "phrase, problem",
    [
        ("$nobody hit me", "names a list that is not there"),
        ("(maybe)", "has no word that it needs"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_told(phrase, problem):
    with pytest.raises(PhraseProblem, match=problem):
        finds(phrase, "x")
