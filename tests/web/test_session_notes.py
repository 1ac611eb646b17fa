"""The pages of notes: typed by theme, looked through, saved once, and never lost on the way."""

from __future__ import annotations

import re
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.extensions import db
from engage.models import Concern, NotesInHand, Response, Session, Survey
from engage.web import session_notes
from tests.factories import a_next_version, a_session, a_survey
from tests.pages import words

NAMED = {"said-hard[]": "Dave never rings back", "people-hard[]": "3"}
PLAIN = {"said-good[]": "the door has a lock", "people-good[]": "7"}
NO_NOTES = "4d1adf82-2227-4665-93d9-07825fe0a8e5"
"""Lines in hand that there are none of."""


@pytest.fixture
def session(app) -> Session:
    found = a_session(capacity=12)
    db.session.commit()
    return found


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    """Nobody looks lines through until a test says so, and no page waits for it."""
    monkeypatch.setattr(session_notes, "PATIENCE", 0)


@pytest.fixture
def at_once(monkeypatch, drain):
    """A worker looks them through while the page waits."""
    monkeypatch.setattr(session_notes, "_wait_for_a_look", lambda _id: drain())


def at(session: Session, part: str = "") -> str:
    return f"/staff/sessions/{session.id}/notes{part}"


def form_of(client: FlaskClient, address: str) -> str:
    page = client.get(address, follow_redirects=True).get_data(as_text=True)
    found = re.search(r'name="form" value="([^"]+)"', page)
    assert found
    return found[1]


def sent(client: FlaskClient, session: Session, *, form: str = "", **data: str):
    form = form or form_of(client, at(session))
    return client.post(at(session, "/hand-in"), data={"form": form, **data})


def test_lines_with_nothing_to_take_out_are_saved_at_once(facilitator, session, at_once):
    answer = sent(facilitator, session, **PLAIN)
    assert answer.status_code == 303
    assert "1 line is saved" in words(facilitator.get(answer.location, follow_redirects=True))
    assert db.session.scalars(select(Response)).one().people == 7


def test_what_would_be_taken_out_is_shown_in_words_first(facilitator, session, at_once):
    page = facilitator.get(sent(facilitator, session, **NAMED, **PLAIN).location)
    said = words(page)
    assert "One line has a personal detail in it" in said
    assert "“Dave” is taken out. [name] stands there instead." in said
    assert "Save without these details" in said
    assert "1 more line, with nothing to take out" in said
    assert db.session.scalars(select(Response)).all() == []
    assert page.headers["Cache-Control"] == "no-store"

    saving = page.request.path + "/save"
    for _ in range(2):
        facilitator.post(saving)
    assert len(db.session.scalars(select(Response)).all()) == 2


def test_change_it_has_what_was_typed_and_is_the_same_page(facilitator, session, at_once):
    looked = sent(facilitator, session, **NAMED).location
    page = facilitator.get(f"{looked}/change")
    assert "Dave never rings back" in page.get_data(as_text=True)
    assert page.headers["Cache-Control"] == "no-store"
    form = form_of(facilitator, f"{looked}/change")
    changed = sent(facilitator, session, form=form, **{"said-hard[]": "nobody rings back"})
    assert "saved" in words(facilitator.get(changed.location, follow_redirects=True))
    assert db.session.scalars(select(NotesInHand)).all() == []


def test_while_nobody_has_looked_the_page_says_the_lines_are_safe(facilitator, session):
    page = facilitator.get(sent(facilitator, session, **NAMED).location)
    assert "Your lines are safe" in words(page)
    saving = facilitator.post(page.request.path + "/save")
    assert saving.location == page.request.path
    assert db.session.scalars(select(Response)).all() == []


def test_lines_in_hand_are_on_the_session_page_until_they_are_saved(facilitator, session):
    sent(facilitator, session, **NAMED, **PLAIN)
    said = words(facilitator.get(f"/staff/sessions/{session.id}"))
    assert "2 lines of notes are not saved yet" in said


def test_lines_can_be_thrown_away(facilitator, session):
    looked = sent(facilitator, session, **NAMED).location
    facilitator.post(f"{looked}/throw-away")
    assert db.session.scalars(select(NotesInHand)).all() == []
    gone = facilitator.get(looked, follow_redirects=True)
    assert "saved already, or were thrown away" in words(gone)


def test_the_same_page_sent_twice_is_saved_once(facilitator, session, at_once):
    form = form_of(facilitator, at(session))
    for _ in range(2):
        answer = sent(facilitator, session, form=form, **PLAIN)
    assert "Nothing is saved twice" in words(
        facilitator.get(answer.location, follow_redirects=True)
    )
    assert len(db.session.scalars(select(Response)).all()) == 1


def test_the_page_of_one_time_has_the_same_id_when_it_is_opened_again(facilitator, session):
    address = facilitator.get(at(session)).location
    assert form_of(facilitator, address) == form_of(facilitator, address)
    assert facilitator.get(at(session)).location != address


@pytest.mark.parametrize("people,is_fine", [("", True), ("12", True), ("13", False), ("0", False)])
def test_how_many_people_is_a_number_that_can_be(facilitator, session, people, is_fine):
    answer = sent(facilitator, session, **{"said-good[]": "the tea", "people-good[]": people})
    assert (answer.status_code == 303) is is_fine
    if not is_fine:
        assert "Type a number from 1 to 12" in words(answer)
        assert "the tea" in answer.get_data(as_text=True)


@pytest.mark.parametrize("people", ["-1", "two", "1.5", "٣", "9" * 50])
def test_what_is_no_number_is_asked_for_again(facilitator, session, people):
    answer = sent(facilitator, session, **{"said-good[]": "the tea", "people-good[]": people})
    assert answer.status_code == 400
    assert "Type a number" in words(answer)


def test_a_page_with_no_words_asks_for_one_line(facilitator, session):
    assert "Write one line or more" in words(sent(facilitator, session))


def test_a_line_too_long_is_said_and_kept_on_the_page(facilitator, session):
    answer = sent(facilitator, session, **{"said-good[]": "a" * 1001})
    assert "Keep a line under 1000 letters" in words(answer)
    assert "a" * 1001 in answer.get_data(as_text=True)


def test_several_lines_in_one_box_are_several_statements(facilitator, session):
    sent(facilitator, session, **{"said-good[]": "tea\n\n  warm   rooms \n", "people-good[]": "4"})
    lines = db.session.scalars(select(NotesInHand)).one().lines
    assert [(line["said"], line["people"]) for line in lines] == [("tea", 4), ("warm rooms", 4)]


def test_more_lines_keeps_what_was_typed(facilitator, session):
    answer = sent(facilitator, session, more="good", **PLAIN)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "the door has a lock" in page
    assert 'id="said-good-4"' in page
    assert db.session.scalars(select(NotesInHand)).all() == []


def test_a_page_that_is_not_ours_is_asked_for_once_more_with_the_words_on_it(facilitator, session):
    answer = sent(facilitator, session, form="made up", **PLAIN)
    assert answer.status_code == 400
    assert "the door has a lock" in answer.get_data(as_text=True)
    form = re.search(r'name="form" value="([^"]+)"', answer.get_data(as_text=True))
    assert form
    assert sent(facilitator, session, form=form[1], **PLAIN).status_code == 303


def test_a_concern_passed_on_keeps_what_was_typed(facilitator, session):
    answer = sent(facilitator, session, concern="1", **PLAIN)
    assert "Passed on." in words(answer)
    assert "the door has a lock" in answer.get_data(as_text=True)
    assert len(db.session.scalars(select(Concern)).all()) == 1


def test_our_script_is_told_where_to_go(facilitator, session):
    form = form_of(facilitator, at(session))
    answer = facilitator.post(
        at(session, "/hand-in"), data={"form": form, **NAMED}, headers={"X-Keeps": "1"}
    )
    assert answer.json == {
        "to": f"{at(session)}/{db.session.scalars(select(NotesInHand.id)).one()}"
    }


def test_opening_the_page_makes_no_survey(facilitator, session):
    facilitator.get(at(session), follow_redirects=True)
    assert db.session.scalars(select(Survey)).all() == []


def test_notes_of_another_session_are_not_here(facilitator, session):
    looked = sent(facilitator, session, **NAMED).location
    notes_id = looked.rsplit("/", 1)[1]
    other = a_session()
    db.session.commit()
    for part in ("", "/change"):
        assert facilitator.get(at(other, f"/{notes_id}{part}")).status_code == 303
    for part in ("/save", "/throw-away"):
        facilitator.post(at(other, f"/{notes_id}{part}"))
    assert db.session.scalars(select(NotesInHand.id)).all() == [uuid.UUID(notes_id)]


@pytest.mark.parametrize("part", ["", f"/{NO_NOTES}", f"/{NO_NOTES}/change"])
def test_a_policy_reader_sees_no_notes(as_staff, session, part):
    assert as_staff("policy").get(at(session, part)).status_code == 403


def test_an_empty_page_may_be_gone_back_to_and_one_with_words_is_not_kept(facilitator, session):
    empty = facilitator.get(at(session), follow_redirects=True)
    assert empty.headers["Cache-Control"] == "private, no-cache"
    again = sent(facilitator, session, more="good", **PLAIN)
    assert again.headers["Cache-Control"] == "no-store"


def test_signing_out_leaves_no_page_to_go_back_to(facilitator):
    answer = facilitator.post("/staff/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def asks(*wordings: str) -> list[dict[str, str]]:
    return [
        {"key": one.split()[-1].strip("?").lower(), "kind": "free_text", "wording": one}
        for one in wordings
    ]


class TestQuestionsChanged:
    """The session's survey is changed in another window while notes are typed or in hand."""

    @pytest.fixture
    def survey(self, session) -> Survey:
        found = a_survey(questions=asks("What is good?", "What is hard?"))
        session.survey_id = found.id
        db.session.commit()
        return found

    @pytest.fixture
    def typed(self, facilitator, session, survey) -> dict[str, str]:
        """A form filled in, with what its page carries."""
        return {
            "form": form_of(facilitator, at(session)),
            "asked-hard": "What is hard?",
            "said-hard[]": "nobody rings back",
            "people-hard[]": "3",
        }

    @pytest.fixture
    def in_hand(self, facilitator, session, typed, drain) -> str:
        """Where the same lines wait to be saved."""
        looked: str = sent(facilitator, session, **typed).location
        drain()
        return looked

    def changes(self, survey: Survey, *wordings: str) -> None:
        a_next_version(survey, questions=asks(*wordings))
        db.session.commit()

    def test_words_under_a_question_asked_no_more_stay_on_the_page_with_a_choice(
        self, facilitator, session, survey, typed
    ):
        self.changes(survey, "What is good?", "What should change?")
        answer = sent(facilitator, session, **typed)
        assert answer.status_code == 400
        assert "You wrote this under: What is hard?" in words(answer)
        assert "Choose a question for these lines" in words(answer)
        assert "nobody rings back</textarea>" in answer.get_data(as_text=True)
        assert db.session.scalars(select(NotesInHand)).all() == []

    def test_they_go_under_the_question_that_is_chosen(
        self, facilitator, session, survey, typed, at_once
    ):
        self.changes(survey, "What is good?", "What should change?")
        chosen = {name.replace("hard", "was.hard"): one for name, one in typed.items()}
        sent(facilitator, session, **chosen, **PLAIN, **{"under-was.hard": "change"})
        kept = {one.people: one.answers[0].question for one in db.session.scalars(select(Response))}
        assert kept == {3: "change", 7: "good"}

    @pytest.mark.parametrize("under", ["", "hard", "gold"])
    def test_a_question_that_is_not_asked_is_no_choice(
        self, facilitator, session, survey, typed, under
    ):
        self.changes(survey, "What is good?", "What should change?")
        answer = sent(facilitator, session, **typed, **{"under-hard": under})
        assert answer.status_code == 400
        assert "nobody rings back</textarea>" in answer.get_data(as_text=True)

    def test_a_question_of_several_lines_is_the_same_as_a_browser_sends_it(
        self, facilitator, session, survey, typed, at_once
    ):
        self.changes(survey, "What is good?", "What is\nhard?")
        answer = sent(facilitator, session, **typed | {"asked-hard": "What is\r\nhard?"})
        assert answer.status_code == 303
        assert "saved" in words(facilitator.get(answer.location, follow_redirects=True))
        assert db.session.scalars(select(Response)).one().people == 3

    def test_the_same_question_in_other_words_is_another(self, facilitator, session, survey, typed):
        self.changes(survey, "What is good?", "Who makes it hard?")
        answer = sent(facilitator, session, **typed)
        assert "You wrote this under: What is hard?" in words(answer)

    @pytest.mark.parametrize("part", ["", "/save"])
    def test_lines_in_hand_are_not_saved_under_it_and_come_back_to_be_placed(
        self, facilitator, survey, in_hand, part
    ):
        self.changes(survey, "What is good?", "What should change?")
        go = facilitator.post if part else facilitator.get
        page = go(in_hand + part, follow_redirects=True)
        assert page.request.path.endswith("/change")
        assert "You wrote this under: What is hard?" in words(page)
        assert "nobody rings back</textarea>" in page.get_data(as_text=True)
        assert db.session.scalars(select(Response)).all() == []

    def test_a_change_that_leaves_the_question_alone_asks_nothing(
        self, facilitator, session, survey, typed, at_once
    ):
        self.changes(survey, "What should change?", "What is hard?")
        assert sent(facilitator, session, **typed).status_code == 303
        assert len(db.session.scalars(select(Response)).all()) == 1
