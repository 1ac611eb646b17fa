"""Whatever a form says, it is read or told about; nothing breaks."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.loading import from_dict
from surveys.xlsform import Imported, NotAForm, read, write
from tests.surveys.xlsform.forms_made import CHOICES, SETTINGS, WHOLE, csv_of, rows

pytestmark = pytest.mark.long
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
HEADS = {"title": "Why", "purpose": "To learn.", "thanks": "Thank you.", "key": "form"}


def read_if_it_works(data: bytes) -> Imported | None:
    try:
        return read(data, "form.csv")
    except NotAForm as problem:
        assert str(problem)  # noqa: PT017 - either a survey or a sentence
        return None


@settings(max_examples=250, deadline=None, suppress_health_check=SLOW)
@given(rows(), st.lists(CHOICES, max_size=4), SETTINGS)
def test_whatever_a_form_says_it_is_read_or_told_about(survey, choices, heads):
    form = read_if_it_works(csv_of(survey, [*WHOLE, *choices], heads))

    if form is not None:
        assert form.definition["key"]
        assert all(one.what and one.instead for one in form.not_supported)


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(rows(), st.lists(CHOICES, max_size=3))
def test_what_was_taken_over_is_the_same_when_written_and_read_again(survey, choices):
    form = read_if_it_works(csv_of(survey, [*WHOLE, *choices], {}))
    if form is None or {one.field for one in form.problems} - {"purpose", "thanks"}:
        return
    whole = from_dict({**form.definition, **HEADS})

    again = read(write(whole), "again.xlsx")

    assert from_dict(again.definition) == whole
    assert again.not_supported == ()
