"""The codebook in use: the shipped one, then each version that people make of it."""

from dataclasses import replace

import pytest

from engage import codebooks, codes, staff, times
from engage.codebooks import SHIPPED, ChangedMeanwhile
from nlp import codebook
from nlp.codebook import CodebookProblem
from tests.factories import a_theme


@pytest.fixture
def sam(app):
    return staff.add("sam@example.org", "Sam", ("facilitator",))


def renamed(code_id, name):
    return [
        replace(one, name=name) if one.id == code_id else one for one in codebooks.current().codes
    ]


def test_at_first_it_is_the_one_that_comes_with_engage(app):
    assert codebooks.current().codes == codebook.load().codes
    assert codebooks.number() == SHIPPED


def test_a_new_version_is_in_use_at_once_and_the_old_one_is_kept(sam):
    made = codebooks.change(renamed("safety", "Being safe"), by=sam, now=times.now(), why="asked")

    assert made.version == codebooks.number() == SHIPPED + 1
    assert codebooks.current() == made
    assert codes.code_names()["safety"].name == "Being safe"
    assert a_theme("safety", SHIPPED).name != "Being safe"


def test_codes_that_clash_are_not_kept(sam):
    twice = [*codebooks.current().codes, codebooks.current().codes[0]]

    with pytest.raises(CodebookProblem, match="used 2 times"):
        codebooks.change(twice, by=sam, now=times.now())

    assert codebooks.number() == SHIPPED


def test_of_two_who_change_the_same_version_the_later_is_told(sam):
    codebooks.change(renamed("safety", "Being safe"), by=sam, now=times.now(), on=SHIPPED)

    with pytest.raises(ChangedMeanwhile):
        codebooks.change(renamed("safety", "Safety"), by=sam, now=times.now(), on=SHIPPED)

    assert codes.code_names()["safety"].name == "Being safe"
