"""A file with names that we do not know: what is left out is listed, and the rest goes out."""

from __future__ import annotations

from surveys.loading import from_dict
from tests.pages import words
from tests.surveys.test_left_out import WHOLE, named_parts, sprinkled, with_
from tests.web.drafts_made import path
from tests.web.test_publishing_files import FORM, bring, drafts_there, made_of, yaml_of
from tests.web.test_publishing_out import PRIVATE, post, surveys


def test_what_is_left_out_is_listed_with_where_it_stands_before_there_is_a_draft(facilitator):
    survey = sprinkled(with_(version=2), ("questions", 0), ("questions", 1))

    said = words(bring(facilitator, yaml_of(survey), "week.yaml"))

    assert "2 things are not as they were" in said
    assert "The whole survey We do not know “version” here. We left it out." in said
    assert "Question 1 (area) Question 2 (safe) We do not know “required” here." in said
    assert "to put right before it can go out" not in said
    assert "We could take over all of it." not in said


def test_a_file_with_unknown_names_at_every_level_can_be_published(facilitator):
    survey = sprinkled(with_(version=2), *named_parts(WHOLE), value="words")

    made_of(facilitator, bring(facilitator, yaml_of(survey), "week.yaml"))

    (draft,) = drafts_there()
    assert draft.definition == WHOLE
    assert "Nothing stands in its way." in words(facilitator.get(path(draft, "check")))
    post(facilitator, draft, **PRIVATE, sure="1")
    assert [one.latest.questionnaire.questions for one in surveys()] == [from_dict(WHOLE).questions]


def test_a_name_that_is_no_words_for_a_page_is_shown_as_it_is(facilitator):
    html = bring(facilitator, yaml_of(with_(**{"<b>": 1})), "week.yaml").get_data(as_text=True)

    assert "We do not know “&lt;b&gt;” here." in html


def test_of_a_form_only_what_the_form_had_is_listed(facilitator):
    said = words(bring(facilitator, FORM, "week.xlsx"))

    assert "1 thing is not as it was" in said
    assert "We do not know" not in said
