"""The page that says what the machine learned."""

import pytest

from engage import reruns, times
from engage.extensions import db
from engage.models import Recoding

ADDRESS = "/staff/themes-again"


@pytest.fixture
def facilitator(as_staff):
    return as_staff("facilitator")


def done(**given):
    run = reruns.ask("taught", now=times.now())
    assert run is not None
    run.state, run.done_at = "done", times.now()
    for name, value in given.items():
        setattr(run, name, value)
    db.session.commit()
    return run


@pytest.mark.parametrize("role, status", [("facilitator", 200), ("policy", 403)])
def test_only_those_who_code_open_it(as_staff, role, status):
    assert as_staff(role).get(ADDRESS).status_code == status


def test_before_the_first_time_it_says_so(facilitator):
    assert "has not had to look again yet" in facilitator.get(ADDRESS).text


def test_it_says_what_moved(facilitator):
    done(lessons=12, statements=40, changed=3, moved={"safety": [5, 3, 1], "gone": [1, 0, 1]})
    page = facilitator.get(ADDRESS).text

    assert "It learned from 12 statements that people decided on." in page
    assert "It looked at 40 statements, and gave 3 of them other themes." in page
    assert '<th scope="row">Safety' in page
    assert '<th scope="row">gone' in page


def test_one_that_could_not_be_done_is_told(facilitator):
    done(state="held")

    assert "The themes stay as they were." in facilitator.get(ADDRESS).text


def test_a_button_has_the_machine_learn_now(facilitator):
    facilitator.post(ADDRESS)

    assert [run.reason for run in db.session.query(Recoding)] == ["taught"]
    assert "The machine is at work now" in facilitator.get(ADDRESS).text
