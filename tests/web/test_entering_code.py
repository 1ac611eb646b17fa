"""The code of a form that was typed in: given once, and the one on its slip stays good."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from engage import receipts
from tests.pages import words
from tests.web.survey_pages import responses
from tests.web.test_entering import ENTER, SAVED, form_in, made, send, typed


def code_in(page: str) -> str:
    """The receipt code on the page that says a form is saved."""
    [found] = re.findall(r'<p class="code"><bdi>([^<]+)</bdi>', page)
    return found


def test_save_pressed_twice_keeps_one_form_and_one_code(facilitator):
    made()
    form = form_in(facilitator.get(ENTER).get_data(as_text=True))
    boxes = {"form": form, **typed(place="hostel", needs="none_of_these", nights="3")}

    came = [facilitator.post(ENTER, data=boxes).location for _ in range(2)]
    first = facilitator.get(SAVED).get_data(as_text=True)
    facilitator.post(ENTER, data=boxes)

    assert came == [SAVED, SAVED]
    assert len(responses()) == 1
    assert "is not kept" not in first
    assert code_in(facilitator.get(SAVED).get_data(as_text=True)) == code_in(first)


def test_the_code_of_a_form_opens_what_was_said_in_it(facilitator, one_moment):
    made()
    send(facilitator, typed(place="own"))

    code = code_in(facilitator.get(SAVED).get_data(as_text=True))

    assert receipts.find(code, address="", now=one_moment) == responses()[0]


def test_a_form_saved_again_keeps_the_code_on_its_slip(facilitator, one_moment):
    slip = saved_twice_with_another_between(facilitator)

    html = facilitator.get(SAVED).get_data(as_text=True)

    assert "This form was saved before" in html
    assert slip not in html
    assert receipts.find(slip, address="", now=one_moment) is not None


def test_whoever_did_not_see_the_code_of_a_form_saved_before_can_have_a_new_one(
    facilitator, one_moment
):
    slip = saved_twice_with_another_between(facilitator)
    last = form_in(facilitator.get(SAVED).get_data(as_text=True))

    came = facilitator.post(f"{ENTER}/new-code", data={"form": last})

    assert came.location == SAVED
    code = code_in(facilitator.get(SAVED).get_data(as_text=True))
    found = receipts.find(code, address="", now=one_moment)
    assert found is not None
    assert found.values["place"] == "own"
    assert receipts.find(slip, address="", now=one_moment) is None


def test_a_form_that_is_not_the_last_gets_no_new_code(facilitator, one_moment):
    slip = saved_twice_with_another_between(facilitator)

    came = facilitator.post(f"{ENTER}/new-code", data={"form": "another"}, follow_redirects=True)

    assert "It is too late to give that form a code here." in words(came)
    assert receipts.find(slip, address="", now=one_moment) is not None


def saved_twice_with_another_between(facilitator: FlaskClient) -> str:
    """Save a form, then another, then the first again; the code that the first was given."""
    made()
    first, other = (form_in(facilitator.get(ENTER).get_data(as_text=True)) for _ in range(2))
    facilitator.post(ENTER, data={"form": first, **typed(place="own")})
    slip = code_in(facilitator.get(SAVED).get_data(as_text=True))
    facilitator.post(ENTER, data={"form": other, **typed(place="out")})
    facilitator.post(ENTER, data={"form": first, **typed(place="own")})
    return slip


def test_a_form_changed_after_it_was_saved_is_not_lost_without_a_word(facilitator):
    made()
    form = form_in(facilitator.get(ENTER).get_data(as_text=True))
    facilitator.post(ENTER, data={"form": form, **typed(place="own")})

    facilitator.post(ENTER, data={"form": form, **typed(place="out")})

    assert "What you changed since is not kept." in words(facilitator.get(SAVED))
    assert responses()[0].values["place"] == "own"
