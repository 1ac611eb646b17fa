"""Drafts of surveys: started, changed by one person at a time, and checked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from engage import drafts, times
from engage.extensions import db
from engage.models import Answer, Survey, SurveyDraft
from surveys.keys import is_key
from tests.factories import DEFINITION, a_survey

NOW = times.now()


def a_draft(title="How is it?"):
    draft = drafts.new(title, by=None, now=NOW)
    db.session.commit()
    return draft


def keys(draft):
    db.session.expire_all()
    return [one["key"] for one in drafts.questions(draft)]


def test_a_survey_written_question_by_question_is_kept(app):
    draft = a_draft()
    key = drafts.add(draft, "yes_no")
    drafts.change(draft, key, {"wording": "Is it warm?"})
    drafts.add(draft, "free_text", fields={"wording": "What would help?"})
    drafts.move(draft, "help", drafts.UP)
    db.session.commit()

    assert keys(draft) == ["help", "warm"]


def test_a_draft_that_is_whole_has_nothing_to_put_right(app):
    assert drafts.problems(drafts.of(DEFINITION, by=None, now=NOW)) == []


def test_what_is_to_put_right_says_which_question(app):
    draft = drafts.of(DEFINITION, by=None, now=NOW)
    drafts.change(draft, "safe", {"wording": ""})

    assert [one.question for one in drafts.problems(draft)] == ["safe"]


@pytest.mark.parametrize("name", drafts.library())
def test_a_ready_survey_is_ready_to_be_published(app, name):
    assert drafts.problems(drafts.from_library(name, by=None, now=NOW)) == []


def test_a_draft_has_a_key_that_no_survey_and_no_draft_has(app):
    a_survey("how")

    made = [a_draft("How?").definition["key"] for _ in range(2)]

    assert made == ["how-2", "how-3"]


def test_a_published_survey_has_one_draft_of_its_next_version(app):
    survey = a_survey()

    first, again = (drafts.copy_of(survey, by=None, now=NOW) for _ in range(2))

    assert first is again
    assert first.definition == survey.latest.definition


def test_of_two_who_change_the_same_draft_the_second_is_told(app):
    draft = a_draft()
    seen = draft.revision
    drafts.take(draft, seen, now=NOW + timedelta(minutes=1))
    drafts.reword(draft, {"purpose": "From Jo"})
    db.session.commit()

    with pytest.raises(drafts.ChangedSince):
        drafts.take(draft, seen, now=NOW + timedelta(minutes=2))

    assert draft.definition["purpose"] == "From Jo"
    assert draft.changed_at == NOW + timedelta(minutes=1)


def test_a_draft_that_goes_while_it_is_looked_at_is_not_changed(app):
    draft = drafts.new("How is it?", by=None, now=NOW)
    db.session.execute(delete(SurveyDraft), execution_options={"synchronize_session": False})

    with pytest.raises(drafts.ChangedSince):
        drafts.take(draft, None, now=NOW)


def test_a_question_taken_out_can_be_put_back_until_the_next_one_is(app):
    draft = drafts.of(DEFINITION, by=None, now=NOW)
    drafts.remove(draft, "area")
    drafts.remove(draft, "safe")
    db.session.commit()

    assert drafts.put_back(draft) == "safe"
    assert drafts.put_back(draft) is None
    assert keys(draft) == ["safe", "change"]


def test_the_draft_changed_last_comes_first(app):
    old, new = a_draft("Old"), a_draft("New")
    drafts.take(old, old.revision, now=NOW + timedelta(hours=1))

    assert drafts.all_of_them() == [old, new]


def test_a_key_is_no_longer_than_the_database_keeps():
    columns = (Answer.__table__.c.question, Survey.__table__.c.key)

    assert {str(one.type) for one in columns} == {"VARCHAR(60)"}
    assert is_key("k" * 60)
    assert not is_key("k" * 61)


def test_a_draft_goes_with_its_survey_and_not_the_other_way(app):
    survey = a_survey()
    drafts.remove_draft(drafts.copy_of(survey, by=None, now=NOW))
    drafts.copy_of(survey, by=None, now=NOW)
    db.session.delete(survey)
    db.session.commit()

    assert db.session.query(SurveyDraft).count() == 0
