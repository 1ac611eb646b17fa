"""A survey changed while people answer it: who stays on which version, and how all is counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engage import counting, summaries, times
from engage import replies as reply_pages
from engage.extensions import db
from engage.models import Response
from engage.next_version import SoFar, effect, so_far
from engage.publishing import end_of
from engage.web.summaries import cautions
from surveys.loading import from_dict
from tests.factories import DEFINITION, a_next_version, a_survey, texts_to
from tests.replied import a_response, responses
from tests.texted import conversation

AREA, SAFE, CHANGE = DEFINITION["questions"]
WARM = {"key": "warm", "kind": "yes_no", "wording": "Is it warm?"}
TEN = {**SAFE, "high": 10}


def answered(survey, **values):
    response = a_response(survey, values=values)
    response.version = survey.latest.number
    response.finished_on = response.sent_on
    db.session.flush()
    return response


def counted(survey):
    db.session.expire_all()
    return {
        (one.question, one.asked_until is None): one for one in counting.answers_counted(survey)
    }


def people(one, *, of="answers"):
    return {words: many for words, many in getattr(one, of) if many}


def test_someone_half_way_by_text_stays_on_the_version_they_began(asked, say):
    phone = asked(said=("yes", "wirral"))
    survey = conversation().survey
    a_next_version(survey, questions=[WARM, AREA])
    db.session.commit()

    assert "Q3 of 3. What should change?" in say(phone, "3")[0]
    say(phone, "Locks")

    response = db.session.scalars(select(Response)).one()
    assert (response.version, response.finished_on is not None) == (1, True)


def test_someone_half_way_on_the_web_stays_on_the_version_they_began(app, client):
    survey = a_survey()
    db.session.commit()
    client.post("/s/test-survey")
    client.post("/s/test-survey/q/area", data={"answer": "wirral"})
    a_next_version(survey, questions=[WARM])
    db.session.commit()

    assert "How safe do you feel" in client.get("/s/test-survey/q/safe").text
    assert client.get("/s/test-survey/q/warm").status_code == 404


def test_someone_invited_who_has_not_begun_is_asked_the_newest_version(invited, say):
    phone = invited()
    a_next_version(conversation().survey, questions=[WARM, AREA])
    db.session.commit()

    assert "Q1 of 2. Is it warm?" in say(phone, "yes")[0]
    say(phone, "no")

    response = db.session.scalars(select(Response)).one()
    assert (response.version, conversation().version) == (2, 2)
    assert response.values == {"warm": "no"}
    assert "Q2 of 2" in (texts_to(phone)[-1].body or "")


def test_answers_to_a_question_in_other_words_are_counted_together(app):
    survey = a_survey()
    answered(survey, safe=2)
    a_next_version(survey, questions=[AREA, {**SAFE, "wording": "Do you feel safe?"}])
    answered(survey, safe=2)

    found = counted(survey)

    assert people(found["Do you feel safe?", True]) == {"2 out of 5": 2}
    assert (SAFE["wording"], False) not in found


def test_answers_on_another_scale_are_counted_apart_and_say_until_when(app):
    survey = a_survey()
    answered(survey, safe=5)
    a_next_version(survey, questions=[AREA, TEN])
    answered(survey, safe=5)

    found = counted(survey)

    assert people(found[SAFE["wording"], True]) == {"5 out of 10": 1}
    assert people(found[SAFE["wording"], False]) == {"5: very safe": 1}
    assert found[SAFE["wording"], False].asked_until == times.today(times.now())


def test_an_answer_no_longer_on_offer_has_a_line_of_its_own(app):
    survey = a_survey()
    answered(survey, area="halton")
    answered(survey, area="wirral")
    relabelled = [{**one, "label": f"{one['label']} area"} for one in AREA["options"][1:]]
    a_next_version(survey, questions=[{**AREA, "options": relabelled}])
    answered(survey, area="wirral")

    (area, *_) = counting.answers_counted(survey)

    assert people(area) == {"Wirral area": 2}
    assert people(area, of="no_longer") == {"Halton": 1}


def test_a_question_no_longer_asked_is_counted_only_where_it_was_answered(app):
    survey = a_survey(questions=[AREA, SAFE, WARM])
    answered(survey, area="wirral", warm="yes")
    a_next_version(survey, questions=[AREA])

    assert list(counted(survey)) == [(AREA["wording"], True), ("Is it warm?", False)]


def test_each_reply_is_shown_in_the_words_it_answered(app):
    survey = a_survey()
    answered(survey, safe=2)
    a_next_version(survey, questions=[{**SAFE, "wording": "Do you feel safe?"}])
    answered(survey, safe=3)

    shown = reply_pages.page(survey, 1).replies

    assert {one.said[0].question for one in shown} == {SAFE["wording"], "Do you feel safe?"}


def test_what_a_change_means_names_how_many_it_touches(app, invited):
    invited()
    survey = conversation().survey
    for area in ("halton", "halton", "wirral"):
        answered(survey, area=area)
    answered(survey, area=None)
    a_response(survey, values={"area": "halton"}, day=None)
    options = AREA["options"][1:]

    found = effect(survey, from_dict({**DEFINITION, "questions": [{**AREA, "options": options}]}))

    means = dict(found.changes)
    assert found.number == 2
    assert so_far(survey) == SoFar(answered=4, half_way=1, invited=1)
    assert means["“Which area are you in?” no longer has the answer “Halton”."].startswith(
        "2 people have picked it."
    )
    assert means[f"Taken out: “{SAFE['wording']}”."] == "Nobody has answered it yet."


@pytest.mark.parametrize("value, said", [(["lock", "hob"], "1 person has"), ([], "Nobody")])
def test_one_of_several_picked_is_counted_among_them(app, value, said):
    options = [{"value": one, "label": one.title()} for one in ("lock", "hob", "light")]
    needs = {"key": "needs", "kind": "pick_several", "wording": "Needs?", "options": options}
    survey = a_survey(questions=[needs])
    answered(survey, needs=value)
    fewer = {**DEFINITION, "questions": [{**needs, "options": options[1:]}]}

    ((_, means),) = effect(survey, from_dict(fewer)).changes

    assert means.startswith(said)


def test_a_survey_changed_twice_in_a_day_keeps_every_version(app):
    survey = a_survey()
    for high in (6, 7):
        a_next_version(survey, questions=[{**SAFE, "high": high}])
    survey.closes_at = times.now() + timedelta(days=1)
    db.session.commit()

    assert [one.number for one in survey.versions] == [1, 2, 3]


def test_what_people_said_to_any_version_is_in_one_summary_which_says_there_were_more(app):
    survey = a_survey()
    responses(survey, 5, said="No lock", codes=["safety"])
    a_next_version(survey, questions=[{**CHANGE, "wording": "What is to change?"}])
    for one in responses(survey, 5, said="No key", codes=["safety"]):
        one.version = 2
    db.session.flush()

    themed = summaries.build(survey, now=times.now())

    assert (themed.people, themed.themes[0].people, themed.versions) == (10, 10, 2)
    assert "The questions changed while people were answering." in dict(cautions(themed))
    assert "The questions changed while people were answering." not in dict(
        cautions(summaries.build(a_survey("other"), now=times.now()))
    )


def test_the_last_day_of_a_survey_that_closes_as_a_day_begins_is_the_day_before(app):
    survey = a_survey()
    survey.closes_at = end_of(date(2027, 1, 31))

    assert survey.last_day == date(2027, 1, 31)
    assert summaries.build(survey, now=times.now()).asked_to == date(2027, 1, 31)
