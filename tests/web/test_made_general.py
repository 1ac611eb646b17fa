"""The page on which staff choose how much of what gives a person away is made general."""

from __future__ import annotations

import re
import uuid

import pytest
from sqlalchemy import select

from engage import answering, consulting, times
from engage.extensions import db
from engage.models import Answer, AuditEvent, Statement, Survey
from engage.models.surveys import MADE_GENERAL
from engage.web import consultation_form, made_general
from nlp.anonymise import anonymise
from nlp.rules import Rules
from surveys.progress import Given
from surveys.reading import Outcome
from tests.consultations_made import a_consultation
from tests.factories import a_survey
from tests.pages import words

AT = "/staff/surveys/test-survey/made-general"


def a_read_answer(survey: Survey) -> Answer:
    """Words that were read, and that nobody released."""
    response = answering.start(survey, "web", now=times.now())
    given = Given("change", Outcome.ANSWER_TEXT, words="Toxteth is far")
    answer = answering.record(response, given, now=times.now())
    answering.send(response, now=times.now())
    answer.reading = "done"
    answer.statements = [Statement(id=uuid.uuid4(), position=0, text="Toxteth is far")]
    db.session.commit()
    return answer


def waiting() -> int:
    db.session.expire_all()
    return len(db.session.scalars(select(Answer).filter_by(reading="waiting")).all())


def test_each_level_is_offered_with_words_about_it_and_usual_is_chosen(survey, facilitator):
    page = facilitator.get(AT)
    assert list(made_general.levels()) == list(MADE_GENERAL)
    assert "“Toxteth” becomes [Liverpool]" in words(page)
    html = page.get_data(as_text=True)
    assert html.count(" checked") == 1
    assert 'value="usual" checked' in html


@pytest.mark.parametrize("level", MADE_GENERAL)
def test_each_example_is_what_the_anonymiser_does(app, level):
    with app.test_request_context():
        note = made_general.levels()[level][1]
    examples = re.findall(r"“([^”]+)” (?:becomes|stays) “?([^.”]+)", note)
    assert examples
    done = [(said, anonymise(said, Rules(level)).text) for said, _ in examples]
    assert done == examples


def test_the_page_of_replies_leads_there(survey, facilitator):
    assert f'href="{AT}"' in facilitator.get("/staff/surveys/test-survey").get_data(as_text=True)


def test_what_is_chosen_is_kept_and_what_was_read_is_read_again(survey, facilitator):
    a_read_answer(survey)
    done = facilitator.post(AT, data={"made_general": "careful"}, follow_redirects=True)
    assert "It is saved. 1 answer is read again." in words(done)
    assert survey.made_general == "careful"
    assert waiting() == 1
    last = select(AuditEvent.what).order_by(AuditEvent.id.desc())
    assert db.session.scalars(last).first() == "changed how much is made general"


def test_nothing_is_read_again_where_it_stays_as_it_is(survey, facilitator):
    a_read_answer(survey)
    facilitator.post(AT, data={"made_general": "usual"})
    assert waiting() == 0


@pytest.mark.parametrize("chosen", ["", "none", "USUAL"])
def test_something_has_to_be_chosen(survey, facilitator, chosen):
    answer = facilitator.post(AT, data={"made_general": chosen})
    assert answer.status_code == 400
    assert "Choose one" in words(answer)
    assert survey.made_general == "usual"


def test_a_survey_of_a_consultation_has_the_level_of_it_and_none_of_its_own(survey, facilitator):
    consultation = a_consultation(made_general="careful")
    consulting.add(consultation, survey)
    db.session.commit()
    said = words(facilitator.get(AT))
    assert "which says it for all its surveys: With more care." in said
    facilitator.post(AT, data={"made_general": "light"})
    db.session.expire_all()
    assert survey.made_general == "usual"


def test_a_policy_reader_may_not_change_it(survey, as_staff):
    reader = as_staff("policy")
    assert reader.get(AT).status_code == 403
    assert reader.post(AT, data={"made_general": "light"}).status_code == 403


def test_a_consultation_is_given_another_level_and_all_its_surveys_are_read_again(
    survey, facilitator
):
    consultation = a_consultation()
    for one in (survey, a_survey("other")):
        consulting.add(consultation, one)
        a_read_answer(one)
    plan = consulting.plan_of(consultation)
    form = consultation_form.shown(plan) | {"seen": consultation_form.mark_of(plan)}
    at = f"/staff/consultations/{consultation.id}/edit"
    facilitator.post(at, data=form | {"made_general": "careful"})
    assert consultation.made_general == "careful"
    assert waiting() == 2


@pytest.mark.parametrize("level,again", [("usual", 0), ("careful", 1)])
def test_a_survey_that_joins_or_leaves_is_read_again_where_another_level_holds(
    survey, facilitator, level, again
):
    answer = a_read_answer(survey)
    consultation = a_consultation(made_general=level)
    consulting.add(consultation, survey)
    assert waiting() == again
    answer.reading = "done"
    consulting.take_out(consultation, survey)
    assert waiting() == again
