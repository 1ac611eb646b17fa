"""What a code shows of a response that was begun by text."""

from __future__ import annotations

from engage import answering, receipts, times
from surveys.progress import Given
from surveys.reading import Outcome
from tests.factories import a_person
from tests.pages import words
from tests.web.codes import enter
from tests.web.test_mine import close


def test_what_was_texted_half_way_counts_and_is_not_said_to_be_lost(client, survey):
    response = answering.start(survey, "text", now=times.now(), person=a_person())
    answering.record(response, Given("area", Outcome.ANSWER, "wirral"), now=times.now())
    code = receipts.give(response)
    close(survey)
    came = words(enter(client, code))
    assert "closed before your answers were sent" not in came
    assert "Wirral" in came
