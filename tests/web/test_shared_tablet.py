"""A shared tablet: one survey and nothing else, cleared for whoever comes next."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from engage import staff, times
from engage.extensions import db, settings
from engage.models import AuditEvent
from engage.web import shared_tablet
from tests.factories import DEFINITION, a_survey
from tests.pages import words
from tests.web.survey_pages import WORDS, S, answered, give, heading, page, responses

HAND_OVER = "/staff/surveys/test-survey/tablet"
CLEAR = f"{S}/clear"
A_WHILE = timedelta(minutes=6)


@pytest.fixture
def tablet(facilitator, survey):
    """A tablet that a facilitator handed over."""
    facilitator.post(HAND_OVER)
    return facilitator


@pytest.fixture
def later(monkeypatch):
    """Let so much time go by."""

    def wait(passed: timedelta) -> None:
        moment = times.now() + passed
        monkeypatch.setattr(times, "now", lambda: moment)

    return wait


def session_of(client) -> dict[str, object]:
    with client.session_transaction() as session:
        return dict(session)


def test_the_page_of_a_survey_leads_to_handing_over_a_tablet(facilitator, survey):
    assert f'href="{HAND_OVER}"' in page(facilitator, "/staff/surveys/test-survey")

    said = words(facilitator.get(HAND_OVER))

    assert "You are signed out, on this device and everywhere else" in said
    assert "Hand over this tablet" in said


def test_handing_over_signs_staff_out_and_leads_to_the_start(facilitator, survey):
    came = facilitator.post(HAND_OVER)

    assert came.location == S
    assert session_of(facilitator).keys() <= {"tablet", "_remember"}
    assert facilitator.get("/staff/surveys").location.startswith("/staff/sign-in")
    [noted] = db.session.query(AuditEvent).filter_by(what="handed over a tablet")
    assert noted.subject == str(survey.id)


def test_a_copied_sign_in_is_no_use_after_handing_over(facilitator, client, survey):
    copied = facilitator.get_cookie("engage")
    facilitator.post(HAND_OVER)
    client.set_cookie("engage", copied.value)

    assert client.get("/staff/surveys").status_code == 302


def test_a_survey_that_is_not_open_is_not_handed_over(facilitator):
    a_survey(open_for=timedelta(hours=-1))
    db.session.commit()

    assert "not open" in words(facilitator.get(HAND_OVER))
    assert "Hand over a tablet" not in page(facilitator, "/staff/surveys/test-survey")
    facilitator.post(HAND_OVER)

    assert facilitator.get("/staff/surveys").status_code == 200


def test_only_facilitators_hand_over(as_staff, client, survey):
    assert as_staff("policy").post(HAND_OVER).status_code == 403
    assert client.post(HAND_OVER).status_code == 302
    assert "tablet" not in session_of(client)


def test_the_start_is_plain_and_ends_with_a_way_in_for_staff(tablet):
    html = page(tablet, S)

    assert heading(html) == "Have your say"
    assert '<button class="button">Start</button>' in html
    assert '<a href="/staff/sign-in">Staff</a>' in html
    assert f'class="name" href="{S}"' in html
    assert "tablet.js" not in html


@pytest.mark.parametrize("address", ["/", "/did", "/told-us", "/s/another", "/S/x", "/w/x", "/no"])
def test_everything_else_leads_back_to_the_start(tablet, address):
    a_survey("another")
    db.session.commit()

    came = tablet.get(address)

    assert (came.status_code, came.location) == (303, S)


@pytest.mark.parametrize("address", ["/privacy", "/help", "/how"])
def test_what_they_may_want_to_read_first_stays_open(tablet, address):
    html = page(tablet, address)

    assert f'action="{CLEAR}"' in html
    assert "weather" not in html


def test_every_page_has_finish_and_clear_in_the_same_place(tablet):
    pages = [page(tablet, S)]
    tablet.post(S)
    for question, answer in (("area", "wirral"), ("safe", "2"), ("change", WORDS)):
        pages.append(page(tablet, f"{S}/q/{question}"))
        give(tablet, question, answer)
    pages.append(page(tablet, f"{S}/check"))
    tablet.post(f"{S}/check")
    pages.append(page(tablet, f"{S}/thanks"))

    for html in pages:
        top = html.split('<header class="top">')[1].split("</header>")[0]
        assert "Finish and clear" in top.split("Leave this page")[1]
        assert html.count("Finish and clear</button>") == 1


def test_no_browser_keeps_what_is_typed(tablet):
    tablet.post(S)
    for question in ("area", "safe"):
        give(tablet, question, None, skip="1")

    html = page(tablet, f"{S}/q/change")

    forms = re.findall(r'<form method="post"[^>]*novalidate[^>]*>', html)
    assert len(forms) == 3
    assert all('autocomplete="off"' in form for form in forms)


def test_elsewhere_a_browser_may_keep_what_is_typed(client, survey):
    client.post(S)

    assert "autocomplete" not in page(client, f"{S}/q/area")


def test_finish_and_clear_asks_first_while_answers_are_not_sent(tablet):
    answered(tablet)
    came = tablet.post(CLEAR)
    assert came.location == CLEAR

    html = page(tablet, CLEAR)

    assert heading(html) == "Finish and clear?"
    assert "Wirral" not in html
    assert f'href="{S}/check">Carry on' in html


def test_clearing_leaves_nothing_of_the_person_but_their_answers_unsent(tablet):
    tablet.get(f"{S}?lang=pl&easy=1")
    answered(tablet)

    assert tablet.post(CLEAR, data={"sure": "1"}).location == S
    assert session_of(tablet).keys() == {"tablet"}
    assert [one.sent_on for one in responses()] == [None]
    assert tablet.get(f"{S}/check").location == S


def test_before_it_clears_they_may_have_a_code_to_come_back_with(tablet):
    answered(tablet)
    assert f'action="{S}/stop"' in page(tablet, CLEAR)

    came = tablet.post(f"{S}/stop")
    assert 'class="code"' in page(tablet, came.location)
    assert tablet.post(CLEAR).location == S

    assert session_of(tablet).keys() == {"tablet"}
    assert responses()[0].receipt_key


def test_having_the_code_clears_for_the_next_person(tablet):
    answered(tablet)
    tablet.post(f"{S}/stop")

    assert tablet.post(f"{S}/have-it").location == S
    assert session_of(tablet).keys() == {"tablet"}


def test_a_number_to_hear_back_on_is_not_kept_by_the_browser(tablet):
    answered(tablet)
    tablet.post(f"{S}/check")

    html = page(tablet, f"{S}/thanks")

    assert re.search(r'type="tel"[^>]* autocomplete="off"', html)


def test_leaving_clears_at_once_and_goes_to_the_start(tablet):
    answered(tablet)

    assert tablet.get("/leave").location == S
    assert session_of(tablet).keys() == {"tablet"}


def test_once_all_is_sent_one_press_clears_for_the_next_person(tablet):
    answered(tablet)
    tablet.post(f"{S}/check")
    thanks = page(tablet, f"{S}/thanks")
    assert "Done: clear for the next person" in thanks
    assert 'href="/did"' not in thanks
    assert tablet.get(S).location == f"{S}/thanks"

    assert tablet.post(CLEAR).location == S
    assert heading(page(tablet, S)) == "Have your say"
    assert tablet.get(f"{S}/thanks").location == S


def test_what_was_begun_shows_no_answers_at_the_start(tablet):
    answered(tablet)

    html = page(tablet, S)

    assert heading(html) == "Carry on or start again?"
    assert "Wirral" not in html
    assert "Staff</a>" not in html


def test_the_cookie_of_a_tablet_ends_with_the_browser(tablet):
    came = tablet.post(S)

    assert "Expires" not in came.headers["Set-Cookie"]


def test_after_a_while_the_next_page_asks_who_is_there(tablet, later):
    answered(tablet)
    page(tablet, f"{S}/check")
    later(A_WHILE)

    html = page(tablet, f"{S}/q/safe?from=check")
    assert heading(html) == "Carry on or start again?"
    assert "checked" not in html
    assert f'name="onward" value="{S}/q/safe?from=check"' in html

    came = tablet.post(f"{S}/still-here", data={"onward": f"{S}/q/safe?from=check"})
    assert came.location == f"{S}/q/safe?from=check"
    assert 'value="2" checked' in page(tablet, came.location)


@pytest.mark.parametrize("elsewhere", ["https://example.org/s/test-survey/", f"{S}/q/area\nx"])
def test_carrying_on_leads_nowhere_else(tablet, elsewhere):
    answered(tablet)

    came = tablet.post(f"{S}/still-here", data={"onward": elsewhere})

    assert came.location == f"{S}/check"


def test_an_answer_that_comes_late_is_kept_and_then_it_asks(tablet, later):
    tablet.post(S)
    give(tablet, "area", "wirral")
    page(tablet, f"{S}/q/safe")
    later(A_WHILE)

    onward = give(tablet, "safe", "2")

    assert responses()[0].values["safe"] == 2
    assert heading(page(tablet, onward)) == "Carry on or start again?"


def test_the_script_vouches_for_somebody_who_was_there_all_the_time(tablet, later):
    tablet.post(S)
    give(tablet, "area", "wirral")
    later(A_WHILE)

    onward = give(tablet, "safe", "2", here="here")

    assert heading(page(tablet, onward)) == "What should change?"


def test_nothing_is_sent_by_whoever_comes_a_while_later(tablet, later):
    answered(tablet)
    page(tablet, f"{S}/check")
    later(A_WHILE)

    came = tablet.post(f"{S}/check")

    assert heading(came.get_data(as_text=True)) == "Carry on or start again?"
    assert responses()[0].sent_on is None


def test_a_code_is_shown_to_nobody_who_comes_a_while_later(tablet, later):
    answered(tablet)
    tablet.post(f"{S}/check")
    code = re.search(r'class="code"><bdi[^>]*>([^<]+)<', page(tablet, f"{S}/thanks"))
    assert code
    later(A_WHILE)

    html = page(tablet, f"{S}/thanks")

    assert heading(html) == "Carry on or start again?"
    assert "Someone sent their answers on this tablet." in html
    assert code[1] not in html
    came = tablet.post(f"{S}/still-here", data={"onward": f"{S}/thanks"})
    assert code[1] in page(tablet, came.location)


def test_nobody_is_asked_while_nothing_is_begun(tablet, later):
    page(tablet, S)
    later(A_WHILE)

    assert heading(page(tablet, S)) == "Have your say"


def test_the_page_tells_its_script_how_long_to_wait(tablet, monkeypatch):
    monkeypatch.setattr(settings(), "tablet_seconds", 240)
    tablet.post(S)

    html = page(tablet, f"{S}/q/area")

    assert 'role="alertdialog"' in html
    assert 'data-after="240" data-for="60" hidden' in html
    assert "tablet.js" in html


def test_signing_in_ends_it(tablet):
    tablet.post(S)
    somebody = staff.add("ali@example.org", "Ali", ("facilitator",))
    key = staff.new_link(somebody, now=times.now())
    db.session.commit()

    tablet.post(f"/staff/link/{key}")

    assert tablet.get("/staff/surveys").status_code == 200
    assert heading(page(tablet, S)) == "Temporary accommodation"


def test_a_closed_survey_says_so_and_leads_nowhere_else(tablet, survey):
    survey.closes_at = times.now()
    db.session.commit()

    html = page(tablet, S)

    assert heading(html) == "This survey has closed"
    assert 'class="button two" href="/"' not in html
    assert "Staff</a>" in html


def test_a_form_of_the_person_before_shows_nobody_what_they_typed(app, tablet):
    app.config["WTF_CSRF_ENABLED"] = True
    token = re.search(r'name="csrf_token" value="([^"]+)"', page(tablet, S))
    assert token
    tablet.post(S, data={"csrf_token": token[1]})
    tablet.get("/leave")

    came = tablet.post(f"{S}/q/area", data={"answer": "a secret", "csrf_token": token[1]})
    cleared = tablet.post(CLEAR, data={"csrf_token": token[1]})

    assert (came.status_code, came.location) == (303, S)
    assert (cleared.status_code, cleared.location) == (303, S)


def test_a_device_that_is_no_tablet_has_nothing_to_clear(client, survey):
    answered(client)

    for came in (client.get(CLEAR), client.post(CLEAR, data={"sure": "1"})):
        assert came.location == S
    assert client.get(f"{S}/check").status_code == 200
    assert not any(name == shared_tablet.TABLET for name in session_of(client))


def test_the_title_of_a_page_holds_no_earlier_answer(facilitator):
    wording = "What should change in ${area|your area}?"
    area, _, change = DEFINITION["questions"]
    a_survey(questions=[area, {**change, "wording": wording}])
    db.session.commit()
    facilitator.post(HAND_OVER)
    facilitator.post(S)
    give(facilitator, "area", "wirral")

    html = page(facilitator, f"{S}/q/change")

    assert heading(html) == "What should change in Wirral?"
    assert "<title>What should change in your area? –" in html
