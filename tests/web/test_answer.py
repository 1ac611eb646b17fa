"""Answering a survey on the web, from the link to the thanks."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest

from engage import analysis, times
from engage.extensions import db
from engage.models import Consultation
from surveys.loading import load
from surveys.readability import reading_age
from surveys.reading import WORDS as IN_WORDS
from surveys.reading import Outcome
from tests.factories import a_survey
from tests.guards.tree import ROOT
from tests.web.survey_pages import WORDS, S, answered, give, heading, page, responses

READY = sorted((ROOT / "surveys" / "library").glob("*.yaml"))


def test_the_whole_way_keeps_what_was_said(client, survey):
    assert client.post(S).location == f"{S}/q/area"
    assert give(client, "area", "wirral") == f"{S}/q/safe"
    assert give(client, "safe", "2") == f"{S}/q/change"
    assert give(client, "change", WORDS) == f"{S}/check"
    assert client.post(f"{S}/check").location == f"{S}/thanks"

    [kept] = responses()
    assert kept.values == {"area": "wirral", "safe": 2, "change": IN_WORDS}
    words = kept.answer_to("change")
    assert words is not None
    assert words.words == WORDS.strip()
    assert (kept.channel, kept.borough, kept.person_id) == ("web", "wirral", None)
    assert kept.sent_on == kept.finished_on == times.today(times.now())


def test_opening_the_link_changes_nothing(client, survey):
    client.get(S)

    assert responses() == []


def said_on_the_start_page(html: str) -> str:
    """All the words of the start page, but for the numbers to ring, which open on a press."""
    main = html.split("<main", 1)[1].split("</main>", maxsplit=1)[0].partition(">")[2]
    shown = re.sub(r"<details>.*?</details>", "", main, flags=re.DOTALL)
    ended = re.sub(r"(?<=[^.?!])</(h1|p|button)>", ". ", shown)
    return " ".join(re.sub(r"<[^>]*>", " ", ended).split())


def test_the_start_page_says_who_why_how_long_and_that_nothing_is_asked_of_anyone(client, survey):
    said = said_on_the_start_page(page(client, S))

    assert "We want to know what should change." in said
    assert "3 questions, about 2 minutes" in said
    assert "We do not ask your name." in said
    assert "You can stop at any time." in said
    assert "Only our team reads your words." in said
    assert "Start now" in said


@pytest.mark.parametrize("anonymous", [True, False])
def test_the_start_page_of_every_ready_survey_is_under_eighty_plain_words(client, app, anonymous):
    for path in READY:
        ready = load(path)
        survey = a_survey(ready.key, anonymous=anonymous)
        survey.versions[0].definition = ready.to_dict()
        db.session.commit()

        said = said_on_the_start_page(page(client, f"/s/{survey.key}"))

        assert len(said.split()) < 80, said
        assert (reading_age(said) or 0) <= 9, path.stem


@pytest.mark.parametrize(
    "anonymous, line",
    [
        (True, "We keep no link between you and your answers: not even we can look it up."),
        (False, "Only our contact worker and administrator can join them."),
    ],
)
def test_the_start_page_says_what_kind_of_private_it_is(client, anonymous, line):
    a_survey(anonymous=anonymous)
    db.session.commit()

    assert line in page(client, S)


def test_each_question_says_how_far_along_it_is(client, survey):
    client.post(S)
    give(client, "area", "wirral")

    html = page(client, f"{S}/q/safe")

    assert "Question 2 of 3" in html
    assert f'href="{S}/q/area">Back' in html
    assert "<title>How safe do you feel where you are staying? –" in html


def test_nothing_is_chosen_beforehand(client, survey):
    client.post(S)

    assert " checked" not in page(client, f"{S}/q/area")


@pytest.mark.parametrize("chosen", ["wirral", "rather_not_say"])
def test_going_back_shows_what_was_chosen(client, survey, chosen):
    client.post(S)
    give(client, "area", chosen)

    assert f'value="{chosen}" checked' in page(client, f"{S}/q/area")


def test_everything_can_be_skipped_and_sent(client, survey):
    client.post(S)
    for question in ("area", "safe", "change"):
        give(client, question, None, skip="1")

    assert page(client, f"{S}/check").count("You skipped this") == 3
    assert client.post(f"{S}/check").location == f"{S}/thanks"


def test_rather_not_say_is_kept_as_that(client, survey):
    client.post(S)
    give(client, "area", "rather_not_say")

    kept = responses()[0].answer_to("area")
    assert kept is not None
    assert (kept.outcome, kept.rather_not_say) == (Outcome.SKIP, True)


def test_a_change_leads_straight_back_to_the_check(client, survey):
    answered(client)
    assert f'href="{S}/q/area?from=check"' in page(client, f"{S}/check")

    came = client.post(f"{S}/q/area?from=check", data={"answer": "sefton"})

    assert came.location == f"{S}/check"
    assert "Sefton" in page(client, f"{S}/check")
    assert responses()[0].borough == "sefton"


def test_nothing_counts_and_nothing_is_read_until_it_is_sent(client, survey):
    answered(client)
    soon = times.now() + timedelta(hours=1)

    assert responses()[0].sent_on is None
    assert analysis.due(now=soon) == []

    client.post(f"{S}/check")
    assert len(analysis.due(now=soon)) == 1


def test_the_thanks_page_tells_nothing_of_what_was_said(client, survey):
    answered(client, "the stairs are dark")
    client.post(f"{S}/check")

    html = page(client, f"{S}/thanks")

    assert heading(html) == "Your answers are in"
    assert "stairs" not in html
    assert "Wirral" not in html


def thanks(client) -> str:
    answered(client)
    client.post(f"{S}/check")
    return page(client, f"{S}/thanks")


def written(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


@pytest.mark.parametrize(
    "decided, tell_by, told",
    [(None, None, 42), (20, None, 20), (-5, None, 42), (20, 30, 30), (None, 30, 30), (20, -5, 42)],
)
def test_the_thanks_page_says_what_happens_next_and_by_when(client, survey, decided, tell_by, told):
    """Days are counted from the day the survey closes."""
    last_day = survey.last_day
    serves = Consultation(
        id=uuid.uuid4(),
        title="Homes",
        purpose="To plan.",
        can_change="Much.",
        involvement="Asked first.",
        decided_by="The councils",
        decided_on=last_day + timedelta(days=decided) if decided else None,
        tell_by=last_day + timedelta(days=tell_by) if tell_by else None,
    )
    db.session.add(serves)
    survey.consultation_id = serves.id
    db.session.commit()

    html = thanks(client)

    assert f"The survey is open until {written(last_day)}." in html
    by = last_day + timedelta(days=told)
    assert f"goes on our page by {written(by)}." in html


def test_without_an_end_no_day_is_promised(client, survey):
    survey.closes_at = None
    db.session.commit()

    assert "What they will do about it goes on our page." in thanks(client)


def test_after_sending_the_cookie_no_longer_knows_the_response(client, survey):
    answered(client)
    response_id = str(responses()[0].id)
    with client.session_transaction() as before:
        assert response_id in str(dict(before))

    client.post(f"{S}/check")

    with client.session_transaction() as after:
        assert response_id not in str(dict(after))


def test_the_first_question_is_small_and_asks_for_little_more(client, survey):
    client.post(S)
    came = client.get(f"{S}/q/area")
    html = came.get_data(as_text=True)
    linked = re.findall(r'(?:src|rel="stylesheet" href)="(/[^"]+)"', html)
    sizes = []
    for address in linked:
        with client.get(address) as file:
            sizes.append(len(file.data))

    assert len(linked) + 1 <= 3
    assert len(came.data) + sum(sizes) < 20_000
