"""Writing a survey as a form and reading it again gives the same survey."""

import pytest
from hypothesis import HealthCheck, given, settings

from surveys.loading import from_dict, unready
from surveys.questionnaire import Questionnaire
from surveys.xlsform import read, write
from tests.surveys.xlsform.surveys_made import surveys

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


@pytest.mark.long
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(surveys())
def test_a_survey_written_as_a_form_and_read_again_is_the_same(survey: Questionnaire):
    form = read(write(survey), "form.xlsx")

    assert list(form.problems) == list(unready(survey))
    assert from_dict(form.definition) == survey
    assert form.not_supported == ()
