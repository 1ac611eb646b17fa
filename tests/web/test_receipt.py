"""The receipt code on the thanks page, and stopping for now with one."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from engage import receipts, retention, staff, times
from engage.extensions import db
from engage.receipt_codes import words
from tests.factories import a_survey
from tests.web.codes import code_on, enter, sent, stopped
from tests.web.survey_pages import S, answered, give, heading, page, responses


def test_the_thanks_page_shows_a_code_that_is_kept_only_as_a_hash(client, survey):
    code = sent(client)
    first, second, number = code.split()
    assert {first, second} <= set(words())
    assert number.isdecimal()
    assert [response.receipt_key for response in responses()] == [receipts.key_of(code)]


def test_the_thanks_page_says_what_the_code_is_for_and_spells_it(client, survey):
    code = sent(client)
    html = page(client, f"{S}/thanks")
    assert "Write it down or take a picture." in html
    assert "see, change or delete what you said" in html
    assert ">127.0.0.1:5000/mine<" in html
    assert " ".join(code.split()[0].upper()) + ", " in html


def test_the_code_is_shown_again_when_the_page_is_opened_again(client, survey):
    code = sent(client)
    assert code_on(page(client, f"{S}/thanks")) == code


def test_the_code_is_shown_for_half_an_hour(client, survey, later):
    code = sent(client)
    later(minutes=29)
    assert code_on(page(client, f"{S}/thanks")) == code
    later(minutes=2)
    assert code_on(page(client, f"{S}/thanks")) is None
    later(minutes=-10)
    assert code_on(page(client, f"{S}/thanks")) is None


@pytest.mark.parametrize(
    "leave",
    [
        lambda client: client.post(f"{S}/have-it"),
        lambda client: client.get("/leave"),
        lambda client: client.get(S),
        lambda client: client.post(S),
    ],
    ids=["I have it", "Leave this page", "Open the start", "Start for someone else"],
)
def test_the_code_is_never_shown_again_once_they_have_it_or_leave(client, survey, leave):
    code = sent(client)
    leave(client)
    assert code not in page(client, f"{S}/thanks")
    assert code not in page(client, S)


def test_the_thanks_page_says_that_answers_can_be_seen_until_they_have_the_code(client, survey):
    sent(client)
    html = page(client, f"{S}/thanks")
    assert "Your answers can be seen with the code on this page." in html
    assert "cannot be seen here any more" not in html
    client.post(f"{S}/have-it")
    html = page(client, f"{S}/thanks")
    assert "with the code on this page" not in html
    assert "Your answers cannot be seen here any more." in html


def test_at_the_start_of_another_survey_a_code_stays_at_hand(client, survey):
    other = a_survey("other-survey")
    db.session.commit()
    code = stopped_at_the_second(client)
    with client.session_transaction() as kept:
        kept["answers"] = {**kept["answers"], str(other.id): "sent"}
    client.get("/s/other-survey")
    assert code_on(page(client, f"{S}/stopped")) == code


def test_on_another_device_the_thanks_page_shows_no_code(client, app, survey):
    sent(client)
    other = app.test_client()
    assert heading(page(other, f"{S}/thanks")) == "Temporary accommodation"


def test_a_code_is_shown_with_its_own_survey_only(client, app, survey):
    code = sent(client)
    with client.session_transaction() as kept:
        kept["answers"] = {**kept["answers"], "another": "sent"}
    assert code not in page(client, "/")
    assert code not in page(client, "/help")


def test_the_cookie_does_not_tell_the_code_or_after_sending_whose_it_is(client, survey):
    code = sent(client)
    [response] = responses()
    with client.session_transaction() as kept:
        plain = json.dumps(dict(kept))
    assert not any(part in plain for part in code.split())
    assert str(response.id) not in plain


def test_of_two_presses_of_send_both_bring_the_same_code(client, app, survey):
    answered(client)
    client.get(f"{S}/check")
    twin = app.test_client()
    with client.session_transaction() as mine, twin.session_transaction() as same:
        same.update(mine)
    client.post(f"{S}/check")
    twin.post(f"{S}/check")
    codes = {code_on(page(one, f"{S}/thanks")) for one in (client, twin)}
    assert len(codes) == 1
    assert enter(app.test_client(), str(codes.pop())).status_code == 200


def test_two_people_on_one_phone_get_a_code_each(client, survey):
    first, second = sent(client, "the stairs"), sent(client, "the locks")
    assert first != second
    assert len({response.receipt_key for response in responses()}) == 2


@pytest.mark.parametrize("forged", ["", "x", "k1.", "bm90IHNlYWxlZA==", 7, None, ["a"], {"b": 1}])
def test_a_cookie_with_something_else_where_the_code_waits_shows_no_code(client, survey, forged):
    sent(client)
    with client.session_transaction() as kept:
        kept["code"] = forged
    html = page(client, f"{S}/thanks")
    assert heading(html) == "Your answers are in"
    assert code_on(html) is None


def test_signing_in_as_staff_ends_what_was_shown_and_opened(client, survey):
    enter(client, sent(client))
    with client.session_transaction() as kept:
        assert {"code", "opened"} <= set(kept)
    person = staff.add("sam@example.org", "Sam", ("facilitator",))
    key = staff.new_link(person, now=times.now())
    db.session.commit()
    client.post(f"/staff/link/{key}")
    with client.session_transaction() as kept:
        assert not {"code", "opened"} & set(kept)


def test_stopping_gives_a_code_and_says_by_when_to_come_back(client, survey):
    client.post(S)
    give(client, "area", "wirral")
    assert "Need to stop for now?" in page(client, f"{S}/q/safe")
    code = stopped(client)
    html = page(client, f"{S}/stopped")
    [response] = responses()
    last = retention.last_day_of(response)
    assert heading(html) == "Your place is kept"
    assert f"{last.day} {last:%B %Y}" in html
    assert response.sent_on is None
    assert response.receipt_key == receipts.key_of(code)


def test_the_code_brings_them_back_to_the_same_question_on_any_phone(client, app, survey):
    client.post(S)
    give(client, "area", "wirral")
    code, other = stopped(client), app.test_client()
    assert enter(other, code, follow=False).location == f"{S}/q/safe"
    assert give(other, "safe", "2") == f"{S}/q/change"
    assert give(other, "change", "the locks") == f"{S}/check"
    page(other, f"{S}/check")
    other.post(f"{S}/check")
    assert code_on(page(other, f"{S}/thanks")) == code
    [response] = responses()
    assert response.values["area"] == "wirral"


def test_going_on_here_after_stopping_keeps_the_code(client, survey):
    client.post(S)
    code = stopped(client)
    client.post(S)
    assert sent_from_here(client) == code


def sent_from_here(client) -> str | None:
    for question in ("area", "safe", "change"):
        give(client, question, None, skip="1")
    page(client, f"{S}/check")
    client.post(f"{S}/check")
    return code_on(page(client, f"{S}/thanks"))


def test_a_code_shown_no_more_is_replaced_when_all_is_sent_and_they_are_told(
    client, app, survey, later
):
    client.post(S)
    before = stopped(client)
    later(minutes=31)
    page(client, f"{S}/stopped")
    after = sent_from_here(client)
    assert after not in (None, before)
    assert "It takes the place of the code you had before." in page(client, f"{S}/thanks")
    assert enter(app.test_client(), before).status_code == 400
    assert enter(app.test_client(), str(after)).status_code == 200


def stopped_at_the_second(client) -> str:
    """One question answered, and then stopped for now; the code."""
    client.post(S)
    give(client, "area", "wirral")
    return stopped(client)


def test_once_they_have_it_only_the_code_leads_back_on_the_same_phone(client, survey):
    code = stopped_at_the_second(client)
    assert client.post(f"{S}/have-it").location == S
    assert heading(page(client, S)) == "Temporary accommodation"
    assert client.get(f"{S}/q/area").location == S
    assert client.get(f"{S}/stopped").location == S
    assert enter(client, code, follow=False).location == f"{S}/q/safe"


def test_whoever_answers_next_on_that_phone_leaves_the_code_its_answers(client, app, survey):
    code = stopped_at_the_second(client)
    client.post(f"{S}/have-it")
    client.post(S)
    give(client, "area", "sefton")
    assert enter(app.test_client(), code, follow=False).location == f"{S}/q/safe"
    assert sorted(response.borough or "" for response in responses()) == ["sefton", "wirral"]


def test_starting_again_takes_nothing_from_who_has_a_code(client, app, survey):
    code = stopped_at_the_second(client)
    assert "takes away" not in page(client, S)
    assert client.post(S, data={"again": "1"}).location == f"{S}/q/area"
    assert code_on(page(client, f"{S}/stopped")) is None
    assert enter(app.test_client(), code, follow=False).location == f"{S}/q/safe"


def test_the_page_with_the_code_says_which_press_lets_go_of_the_answers(client, survey):
    client.post(S)
    stopped(client)
    assert "Press “I have it” when you have the code. Then nobody" in page(client, f"{S}/stopped")


def test_answers_that_have_no_code_are_not_let_go_by_a_press_of_a_page_before(client, survey):
    client.post(S)
    give(client, "area", "wirral")
    client.post(f"{S}/have-it")
    assert heading(page(client, S)) == "Carry on or start again?"


@pytest.mark.parametrize("address", ["stop", "have-it"])
def test_with_nothing_begun_stopping_leads_to_the_start(client, survey, address):
    assert client.post(f"{S}/{address}").location == S
    assert client.get(f"{S}/stopped").location == S


def test_once_all_is_sent_there_is_nothing_to_stop(client, survey):
    code = sent(client)
    assert client.post(f"{S}/stop").location == S
    assert code_on(page(client, f"{S}/thanks")) == code


def test_a_closed_survey_gives_no_code_to_come_back_with(client, survey):
    client.post(S)
    survey.closes_at = times.now() - timedelta(hours=1)
    db.session.commit()
    assert client.post(f"{S}/stop").location == S
    assert responses()[0].receipt_key is None


def test_who_came_from_a_text_is_told_that_what_they_said_counts(client, survey):
    client.post(S)
    give(client, "area", "wirral")
    [response] = responses()
    response.channel = "text"
    db.session.commit()
    html = client.post(f"{S}/stop", follow_redirects=True).get_data(as_text=True)
    assert "What you said until now counts already." in html
    assert "Nothing has been sent yet" not in html
