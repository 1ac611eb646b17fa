"""The tables of error codes: every code says what it means and what is done about it."""

from __future__ import annotations

import pytest

from engage.texting import codes, twilio
from engage.texting.protocol import Remedy
from surveys.wording import segments


@pytest.mark.parametrize(
    "remedy,listed",
    [
        (Remedy.STOPPED, "21610"),
        (Remedy.BAD_NUMBER, "21211 21614 21217 30006"),
        (Remedy.GONE, "30005"),
        (Remedy.LATER, "30003"),
        (Remedy.BLOCKED, "30004"),
        (Remedy.CONTENT, "30007 21617 21602"),
        (Remedy.RETRY, "30001 30008 30017 21611 20429"),
        (Remedy.ACCOUNT, "20003 30002 21603 21606 21408 21703 21704 21705"),
    ],
)
def test_every_code_of_the_specification_has_its_remedy(remedy, listed):
    assert {codes.look_up(code).remedy for code in listed.split()} == {remedy}


@pytest.mark.parametrize("code", codes.codes())
def test_every_code_has_words_that_staff_can_use_and_a_number_of_tries(code):
    found = codes.look_up(code)
    assert found.means.endswith(".")
    assert not {"failed", "invalid", "error"} & set(found.means.casefold().split())
    assert found.tries >= 2
    assert segments(found.means).count == 1


def test_a_code_that_no_table_has_is_tried_twice_and_is_told_to_staff_by_its_number():
    found = codes.look_up("99999")
    assert (found.remedy, found.tries, found.known) == (Remedy.RETRY, 2, False)
    assert "99999" in codes.meaning("99999")


def test_a_text_that_came_back_without_a_code_has_words_too():
    assert codes.meaning(None) == "The network did not deliver it, and did not say why."


@pytest.mark.parametrize(
    "code,status,remedy",
    [
        ("99999", 401, Remedy.ACCOUNT),
        ("99999", 403, Remedy.ACCOUNT),
        ("99999", 400, Remedy.RETRY),
        ("21610", 403, Remedy.STOPPED),
        ("30007", 429, Remedy.RETRY),
    ],
)
def test_who_is_not_let_in_stops_and_does_not_spend_the_tries_of_every_text(code, status, remedy):
    assert twilio.remedy_for(code, status=status) is remedy
