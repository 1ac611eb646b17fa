"""See, change or delete what you said, with a receipt code and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage import answering, receipts, releasing, staff, times
from engage.extensions import db
from engage.models import Answer, Response, Statement, Survey, Throttle
from surveys.progress import Given
from surveys.reading import Outcome
from tests.factories import a_person, a_survey
from tests.pages import words
from tests.web.codes import NOBODYS, code_on, enter, sent
from tests.web.survey_pages import S, answered, give, gone_meanwhile, heading, page, responses

CHANGE = f"{S}/q/change?from=mine"
HOME = f"{S}/q/home?from=mine"


def close(survey: Survey) -> None:
    survey.closes_at = times.now() - timedelta(hours=1)
    db.session.commit()


def twin_of(client: FlaskClient) -> FlaskClient:
    """The same browser once more, as when a button is pressed twice."""
    twin = client.application.test_client()
    with client.session_transaction() as mine, twin.session_transaction() as same:
        same.update(mine)
    return twin


def kept(question: str) -> Answer:
    """The answer to one question of the only response."""
    answer = responses()[0].answer_to(question)
    assert answer is not None
    return answer


@pytest.fixture
def opened(client: FlaskClient, survey: Survey) -> FlaskClient:
    """A visitor who has sent their answers and opened them again with the code."""
    enter(client, sent(client))
    return client


@pytest.mark.parametrize("anonymous", [True, False])
def test_the_code_shows_each_question_and_what_was_said(client, app, anonymous):
    a_survey(anonymous=anonymous)
    db.session.commit()
    code = sent(client)
    came = enter(app.test_client(), f" {code.upper()}. ")
    said = words(came)
    assert came.request.path == "/mine"
    assert "What you said Temporary accommodation" in said
    assert "Which area are you in? Wirral" in said
    assert "What should change? the stairs are dark" in said


@pytest.mark.parametrize("channel", ["text", "paper", "phone"])
def test_what_was_said_by_other_ways_opens_too(client, survey, channel):
    response = answering.start(survey, channel, now=times.now(), person=a_person())
    given = Given("change", Outcome.ANSWER_TEXT, words="the stairs are dark")
    answering.record(response, given, now=times.now())
    answering.finish(response, now=times.now())
    code = receipts.give(response)
    db.session.commit()
    assert "the stairs are dark" in words(enter(client, code))


def test_the_field_takes_a_pasted_code_and_the_browser_keeps_none(client):
    html = page(client, "/mine")
    assert 'name="code" autocomplete="off" inputmode="text" spellcheck="false"' in html
    assert "onpaste" not in html


@pytest.mark.parametrize(
    "typed", [NOBODYS, "rxvxr lamp 4827", "hello", "😀", "\x00", "x" * 5000, "' OR 1=1 --", "<b>"]
)
def test_a_wrong_code_is_explained_alike_whatever_is_wrong_with_it(client, opened, typed):
    client.post("/mine/close")
    came = enter(client, typed)
    assert came.status_code == 400
    assert "We cannot find that code. Look at both words and all four numbers" in words(came)


def test_no_code_at_all_is_explained(client):
    came = enter(client, "  ")
    assert came.status_code == 400
    assert "Write your code: two words and four numbers" in words(came)


def test_a_code_in_an_address_opens_nothing(client, survey):
    code = sent(client)
    came = client.get(f"/mine?code={code.replace(' ', '+')}")
    assert "the stairs are dark" not in words(came)


def test_thirty_wrong_codes_get_a_wait_and_then_the_right_one_works(client, survey, later):
    code = sent(client)
    came = [enter(client, NOBODYS).status_code for _ in range(30)]
    assert came == [400] * receipts.WRONG_TRIES + [429] * (30 - receipts.WRONG_TRIES)
    waiting = enter(client, code)
    assert waiting.status_code == 429
    assert "Please wait 15 minutes" in words(waiting)
    later(minutes=16)
    assert "the stairs are dark" in words(enter(client, code))


def test_a_right_code_leaves_no_count_behind(client, survey):
    enter(client, sent(client))
    assert sum(db.session.scalars(select(Throttle.tries))) == 0


def test_it_shuts_twenty_minutes_after_the_last_thing_done(opened, later):
    later(minutes=15)
    assert "the stairs are dark" in page(opened, "/mine")
    later(minutes=15)
    assert "the stairs are dark" in page(opened, "/mine")
    later(minutes=21)
    html = page(opened, "/mine")
    assert "the stairs are dark" not in html
    assert "What was open here is shut again." in html


@pytest.mark.parametrize(
    "leave",
    [
        lambda client: client.post("/mine/close"),
        lambda client: client.get("/leave"),
        lambda client: client.post(S),
    ],
    ids=["Close this", "Leave this page", "Start for someone else"],
)
def test_it_is_shut_at_once_by_whoever_leaves(opened, leave):
    leave(opened)
    for address in ("/mine", "/mine/delete", CHANGE):
        assert "the stairs are dark" not in page(opened, address)


def test_nothing_is_open_on_another_device(opened, app):
    other = app.test_client()
    assert heading(page(other, "/mine")) == "See, change or delete what you said"
    assert other.get("/mine/delete").location == "/mine"
    assert other.get(CHANGE).location == "/mine"


@pytest.mark.parametrize(
    "forged", [None, "x", [], ["x", 1], [1, 2], {"a": 1}, ["0" * 32, 10**12], ["0" * 32, "soon"]]
)
@pytest.mark.parametrize("address", ["/mine", "/mine/delete", CHANGE])
def test_a_cookie_with_something_else_in_it_opens_nothing(client, survey, forged, address):
    sent(client)
    with client.session_transaction() as kept:
        kept["opened"] = forged
    came = client.get(address, follow_redirects=True)
    assert came.status_code == 200
    assert "the stairs are dark" not in words(came)


def test_a_cookie_that_we_did_not_sign_opens_nothing(opened):
    cookie = opened.get_cookie("engage")
    opened.set_cookie("engage", cookie.value[:-3] + "abc")
    assert "the stairs are dark" not in page(opened, "/mine")


def test_a_change_is_asked_on_the_same_page_and_leads_back(opened):
    assert f'href="{S}/q/area?from=mine"' in page(opened, "/mine")
    html = page(opened, f"{S}/q/area?from=mine")
    assert 'value="wirral" checked' in html
    assert 'href="/mine">Back' in html
    assert "Need to stop for now?" not in html
    came = opened.post(f"{S}/q/area?from=mine", data={"answer": "sefton"})
    assert came.location == "/mine"
    assert "Sefton" in page(opened, "/mine")
    assert responses()[0].borough == "sefton"


def test_changed_words_are_read_again_and_what_was_released_of_them_goes(opened, drain):
    drain()
    [statement] = db.session.scalars(select(Statement)).all()
    releasing.release(statement, staff.add("s@example.org", "Sam", ("admin",)), now=times.now())
    db.session.commit()
    opened.post(CHANGE, data={"answer": "the lift is broken"})
    db.session.expire_all()
    assert db.session.scalars(select(Statement)).all() == []
    assert kept("change").reading == "waiting"
    drain()
    [again] = db.session.scalars(select(Statement)).all()
    assert (again.text, again.released_by) == ("the lift is broken", None)


@pytest.mark.parametrize("question", ["area", "safe", "change"])
def test_an_answer_can_be_skipped_after_all(opened, question):
    opened.post(f"{S}/q/{question}?from=mine", data={"skip": "1"})
    assert page(opened, "/mine").count("You skipped this") == 1
    assert responses()[0].sent_on is not None


def test_a_change_we_cannot_read_is_explained_on_the_same_page(opened):
    came = opened.post(f"{S}/q/area?from=mine", data={"answer": "banana"}, follow_redirects=True)
    assert came.status_code == 400
    assert "Pick one answer" in words(came)
    assert f'action="{S}/q/area?from=mine"' in came.get_data(as_text=True)
    assert responses()[0].borough == "wirral"


def test_what_was_said_about_the_person_is_there_too(client):
    a_survey(about_you=["age"])
    db.session.commit()
    answered(client)
    client.get(f"{S}/check")
    client.post(f"{S}/check")
    client.post(f"{S}/about-you", data={"answer": "yes"})
    client.post(f"{S}/q/age", data={"skip": "1"})
    code = code_on(page(client, f"{S}/thanks"))
    assert f"{S}/q/age?from=mine" in enter(client, code or "").get_data(as_text=True)
    assert client.get(f"{S}/q/age?from=mine").status_code == 200


def test_when_the_survey_has_closed_it_can_be_seen_and_deleted_but_not_changed(opened, survey):
    close(survey)
    html = page(opened, "/mine")
    assert "the stairs are dark" in html
    assert "answers cannot be changed any more" in html
    assert "from=mine" not in html
    assert opened.get(CHANGE).location == "/mine"
    came = opened.post(CHANGE, data={"answer": "the lift is broken"})
    assert came.status_code == 409
    assert "the lift is broken" in words(came)
    assert kept("change").words == "the stairs are dark"
    opened.post("/mine/delete")
    assert responses() == []


def test_what_was_not_sent_before_the_survey_closed_can_be_seen_and_deleted(client, app, survey):
    client.post(S)
    give(client, "area", "wirral")
    code = code_on(client.post(f"{S}/stop", follow_redirects=True).get_data(as_text=True))
    close(survey)
    came = words(enter(app.test_client(), code or ""))
    assert "closed before your answers were sent" in came
    assert "Wirral" in came


def test_own_words_whose_time_was_up_are_said_to_be_gone(opened, survey):
    close(survey)
    for answer in db.session.scalars(select(Answer)):
        answer.words = None
    db.session.commit()
    assert "We no longer have your own words. Their time was up." in page(opened, "/mine")


def test_a_change_typed_for_longer_than_it_stays_open_is_not_lost(opened, later):
    later(minutes=30)
    came = opened.post(CHANGE, data={"answer": "the lift is broken"})
    assert came.status_code == 409
    assert "Your answer was not changed" in words(came)
    assert "the lift is broken" in words(came)
    assert opened.post(f"{S}/q/area?from=mine", data={"answer": "sefton"}).location == "/mine"
    assert responses()[0].values["area"] == "wirral"


def test_deleting_asks_once_and_says_what_is_kept(opened):
    came = opened.get("/mine/delete")
    assert "Delete everything you said?" in words(came)
    assert "A summary that we published before today stays as it is." in words(came)
    assert len(responses()) == 1


def test_deleting_takes_everything_and_the_code_with_it(client, app, survey, drain):
    code = sent(client)
    drain()
    enter(client, code)
    assert client.post("/mine/delete").location == "/mine/deleted"
    assert heading(page(client, "/mine/deleted")) == "What you said is deleted"
    assert [db.session.scalars(select(one)).all() for one in (Response, Answer, Statement)] == [
        [],
        [],
        [],
    ]
    assert enter(app.test_client(), code).status_code == 400
    assert heading(page(client, S)) == "Temporary accommodation"


def test_delete_pressed_twice_is_a_quiet_success(opened):
    twin = twin_of(opened)
    assert opened.post("/mine/delete").location == "/mine/deleted"
    assert twin.post("/mine/delete").location == "/mine/deleted"
    assert opened.post("/mine/delete").location == "/mine"


def test_deleting_what_a_code_opened_leaves_alone_what_was_just_sent_here(client, app):
    a_survey(about_you=["age"])
    db.session.commit()
    answered(client)
    client.post(f"{S}/check")
    theirs = answering.start(db.session.scalars(select(Survey)).one(), "web", now=times.now())
    answering.send(theirs, now=times.now())
    code = receipts.give(theirs)
    db.session.commit()
    enter(client, code)

    client.post("/mine/delete")

    assert client.get(f"{S}/q/age").location == f"{S}/about-you"
    assert len(responses()) == 1


def test_the_page_that_says_it_is_deleted_opens_for_nobody_else(client):
    assert client.get("/mine/deleted").location == "/mine"


def test_the_start_shuts_what_a_code_opened(opened):
    opened.get(S)
    assert heading(page(opened, "/mine")) == "See, change or delete what you said"


def test_nothing_is_said_to_be_deleted_that_is_not(opened, later):
    later(minutes=21)
    assert opened.post("/mine/delete").location == "/mine"
    assert len(responses()) == 1


def test_what_was_deleted_on_another_device_is_not_open_here_any_more(opened, app):
    other = twin_of(opened)
    opened.post("/mine/delete")
    assert heading(page(other, "/mine")) == "See, change or delete what you said"
    assert other.get(CHANGE).location == "/mine"
    came = other.post(CHANGE, data={"answer": "the lift is broken"})
    assert came.status_code == 409
    assert "the lift is broken" in words(came)


def test_of_two_devices_that_change_at_once_the_later_stays(opened):
    other = twin_of(opened)
    opened.post(CHANGE, data={"answer": "from the first"})
    other.post(CHANGE, data={"answer": "from the second"})
    assert kept("change").words == "from the second"


@pytest.mark.parametrize("question, answer", [("area", "sefton"), ("change", "the lift")])
def test_a_change_that_meets_a_deletion_half_way_is_no_trouble(
    opened, monkeypatch, question, answer
):
    gone_meanwhile(monkeypatch)
    came = opened.post(f"{S}/q/{question}?from=mine", data={"answer": answer})
    assert came.status_code == (409 if question == "change" else 303)
    assert responses() == []


@pytest.mark.parametrize("address", ["/mine", "/help", "/privacy", S])
def test_the_way_to_it_is_on_the_pages_where_it_is_looked_for(client, survey, address):
    assert 'href="/mine"' in page(client, address) or address == "/mine"


def test_the_way_to_it_is_where_someone_carries_on_or_has_sent(client, survey):
    client.post(S)
    give(client, "area", "wirral")
    assert 'href="/mine"' in page(client, S)
    sent(client)
    assert heading(page(client, S)) == "You have sent your answers"
    assert 'href="/mine"' in page(client, S)
