"""Pages of consultations: planning, opening, closing, what is in each, and telling people."""

from __future__ import annotations

import re
import uuid

import pytest
from sqlalchemy import select

from engage import consulting, times
from engage.extensions import db
from engage.models import AccessNeed, AuditEvent, Consultation, Invitation
from engage.web import consultation_form
from tests.consultations_made import LISTENING, a_consultation, an_open_one, formal, in_days
from tests.factories import a_group, a_person, a_session, a_survey
from tests.pages import words

AT = "/staff/consultations"
NOBODY = "00000000-0000-4000-8000-000000000000"


def typed(plan=LISTENING, **changed) -> dict[str, str]:
    """A plan as it is typed into the boxes."""
    return {**consultation_form.shown(plan), **changed}


def kept(made: Consultation) -> Consultation:
    db.session.commit()
    return made


def change(made: Consultation, **changed) -> dict[str, str]:
    """The form of one, opened and changed."""
    plan = consulting.plan_of(made)
    return typed(plan, seen=consultation_form.mark_of(plan), **changed)


def only_one() -> Consultation:
    db.session.expire_all()
    return db.session.scalars(select(Consultation)).one()


def html_of(answer) -> str:
    return answer.get_data(as_text=True)


PAGES = ["", "/new", "/{id}", "/{id}/edit", "/{id}/close", "/{id}/tell"]


@pytest.mark.parametrize("path", PAGES)
def test_a_facilitator_opens_each_page(facilitator, path):
    made = kept(an_open_one())

    assert facilitator.get(AT + path.format(id=made.id)).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_policy_reader_may_not(as_staff, path):
    made = kept(an_open_one())

    assert as_staff("policy").get(AT + path.format(id=made.id)).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_asked_to_sign_in(client, path):
    assert "/staff/sign-in" in client.get(AT + path.format(id=NOBODY)).location


@pytest.mark.parametrize("path", ["x", NOBODY, f"{NOBODY}/edit", f"{NOBODY}/close", "%00"])
def test_one_that_is_not_there_is_kindly_not_found(facilitator, path):
    assert facilitator.get(f"{AT}/{path}").status_code == 404


def test_the_menu_leads_to_them(facilitator):
    assert f'href="{AT}"' in html_of(facilitator.get("/staff/surveys"))


def test_one_is_planned_with_everything_that_was_typed(facilitator):
    plan = formal(budget_pence=12_550, opens_on=in_days(3), tell_by=in_days(90))
    plan = consulting.Plan(**{**vars(plan), "presence": "Two of us.", "level": "collaborate"})

    answer = facilitator.post(f"{AT}/new", data=typed(plan))

    made = only_one()
    assert answer.location == f"{AT}/{made.id}"
    assert consulting.plan_of(made) == plan
    assert db.session.scalars(select(AuditEvent.what)).all()[-1] == "planned a consultation"


def test_how_much_say_people_have_is_not_chosen_for_whoever_plans_it(facilitator):
    html = html_of(facilitator.get(f"{AT}/new"))

    checked = re.findall(r'name="(\w+)" id="[\w-]+" value="(\w+)" checked', html)
    assert checked == [("mode", "listening"), ("made_general", "usual")]


@pytest.mark.parametrize(
    "given, box, told",
    [
        ({"title": " "}, "title", "Write what it is called"),
        ({"title": "x" * 201}, "title", "200 letters or fewer"),
        ({"involvement": "x" * 301}, "involvement", "300 letters or fewer. It has 301 now"),
        ({"presence": "x" * 4001}, "presence", "4000 letters or fewer"),
        ({"level": ""}, "level-inform", "Choose one"),
        ({"mode": ""}, "mode-listening", "Choose one"),
        ({"closes_on-day": "31"}, "closes_on-day", "Write the day, the month and the year"),
        (
            {"tell_by-day": "soon", "tell_by-month": "5", "tell_by-year": "2027"},
            "tell_by-day",
            "Write the date in numbers",
        ),
        ({"budget": "lots"}, "budget", "Write it in pounds"),
        ({"budget": "-5"}, "budget", "Write it in pounds"),
    ],
)
def test_what_needs_mending_is_said_at_its_box_and_all_typed_is_kept(facilitator, given, box, told):
    answer = facilitator.post(f"{AT}/new", data=typed(**given))
    html = html_of(answer)

    assert answer.status_code == 400
    assert "<title>Error: " in html
    assert f'<a href="#{box}">' in html
    assert html.count(told) == 2
    assert "To write one page for the day people move in." in html
    assert all(value in html for value in given.values())
    assert db.session.scalars(select(Consultation)).all() == []


def test_days_in_the_wrong_order_are_said_at_their_boxes(facilitator):
    plan = consulting.Plan(**{**vars(LISTENING), "opens_on": in_days(9), "closes_on": in_days(8)})

    html = html_of(facilitator.post(f"{AT}/new", data=typed(plan)))

    assert '<a href="#closes_on-day">Choose a last day that is on or after the first' in html


def test_one_is_changed(facilitator):
    made = kept(a_consultation())

    facilitator.post(f"{AT}/{made.id}/edit", data=change(made, presence="Three people\nfrom it"))

    assert only_one().presence == "Three people\nfrom it"


def test_two_who_change_it_at_once_lose_nothing(facilitator):
    made = kept(a_consultation())
    mine = change(made, purpose="What I wrote.")
    facilitator.post(f"{AT}/{made.id}/edit", data=change(made, purpose="What they wrote."))

    answer = facilitator.post(f"{AT}/{made.id}/edit", data=mine)

    assert answer.status_code == 409
    assert "What is it for? What they wrote." in words(answer)
    assert "What I wrote." in words(answer)
    assert only_one().purpose == "What they wrote."

    seen = consultation_form.mark_of(consulting.plan_of(only_one()))
    assert f'name="seen" value="{seen}"' in html_of(answer)
    facilitator.post(f"{AT}/{made.id}/edit", data={**mine, "seen": seen})
    assert only_one().purpose == "What I wrote."


def test_what_a_formal_one_lacks_is_named_and_linked_before_it_opens(facilitator):
    made = kept(a_consultation(formal(reasons="", decided_on=None)))

    html = html_of(facilitator.get(f"{AT}/{made.id}"))

    assert f'<a href="{AT}/{made.id}/edit?lacking=1#reasons">Write the reasons' in html
    assert f'<a href="{AT}/{made.id}/edit?lacking=1#decided_on-day">Write the day of' in html
    assert "Open it today" not in html


def test_what_it_lacks_is_marked_in_its_form(facilitator):
    made = kept(a_consultation(formal(reasons="")))

    answer = facilitator.post(f"{AT}/{made.id}/open")

    assert only_one().opened_at is None
    html = html_of(facilitator.get(answer.location))
    assert '<a href="#reasons">Write the reasons for them' in html
    assert 'id="reasons-error"' in html


def test_one_that_lacks_nothing_opens(facilitator):
    made = kept(a_consultation(formal()))
    assert "Open it today" in html_of(facilitator.get(f"{AT}/{made.id}"))

    facilitator.post(f"{AT}/{made.id}/open")

    assert only_one().opened_at
    assert "Formal consultation · Open" in words(facilitator.get(f"{AT}/{made.id}"))


def test_an_open_one_says_why_it_keeps_what_it_has(facilitator):
    made = kept(an_open_one(formal()))

    answer = facilitator.post(f"{AT}/{made.id}/edit", data=change(made, options=""))

    assert answer.status_code == 400
    assert '<a href="#options">Write the options' in html_of(answer)
    assert only_one().options


def test_a_formal_one_is_closed_with_how_it_was_weighed(facilitator):
    made = kept(an_open_one(formal()))
    where = f"{AT}/{made.id}/close"

    html = html_of(facilitator.post(where, data={"weighed": " "}))
    assert '<a href="#weighed">Write how what people said was weighed' in html
    assert only_one().closed_at is None

    facilitator.post(where, data={"weighed": "All of it, twice."})
    assert only_one().closed_at
    assert "How it was weighed All of it, twice." in words(facilitator.get(f"{AT}/{made.id}"))


def test_what_is_still_open_stands_in_the_way_and_what_was_typed_is_kept(facilitator):
    made, survey = an_open_one(formal()), a_survey()
    consulting.add(made, survey)
    kept(made)

    html = html_of(facilitator.post(f"{AT}/{made.id}/close", data={"weighed": "With care."}))

    assert '<a href="#open">People can still answer.' in html
    assert f'href="/staff/surveys/{survey.key}/close"' in html
    assert "With care." in html
    assert only_one().closed_at is None


def test_what_is_closed_is_not_closed_again(facilitator):
    made = an_open_one()
    consulting.close_now(made, "", now=times.now())
    kept(made)

    answer = facilitator.post(f"{AT}/{made.id}/close", follow_redirects=True)

    assert "It is not open, so there is nothing to close." in words(answer)


FRONT_PAGES = ["/staff/surveys", "/staff/sessions", AT]


@pytest.mark.parametrize("path", FRONT_PAGES)
def test_overdue_telling_is_chased_until_it_is_done(facilitator, later, path):
    made = kept(an_open_one(tell_by=in_days(1)))
    later(minutes=60 * 24 * 3)
    told = "Overdue: tell people what came of it. “A move-in promise”"
    assert told in words(facilitator.get(path))

    facilitator.post(f"{AT}/{made.id}/tell", data={"impact": "Locks.", "told": "1"})

    assert "Overdue" not in words(facilitator.get(path))
    assert only_one().told_at


def test_a_policy_reader_is_not_chased(as_staff, later):
    kept(an_open_one(tell_by=in_days(1)))
    later(minutes=60 * 24 * 3)

    assert "Overdue" not in words(as_staff("policy").get("/staff/summaries"))


def test_people_are_not_told_of_nothing(facilitator):
    made = kept(an_open_one(tell_by=in_days(1)))

    answer = facilitator.post(f"{AT}/{made.id}/tell", data={"impact": "", "told": "1"})

    assert answer.status_code == 400
    assert '<a href="#impact">Write what came of it first.' in html_of(answer)
    assert only_one().told_at is None


def test_what_came_of_it_is_written_before_people_are_told(facilitator):
    made = kept(an_open_one())
    assert "Open until there is something to say." in words(facilitator.get(f"{AT}/{made.id}"))

    facilitator.post(f"{AT}/{made.id}/tell", data={"impact": "Locks are checked."})

    page = words(facilitator.get(f"{AT}/{made.id}"))
    assert "Locks are checked. People have not been told yet." in page


def part(made, kind, how, which, client):
    where = f"{AT}/{made.id}/{kind}/{how}"
    return words(client.post(where, data={"which": str(which)}, follow_redirects=True))


@pytest.mark.parametrize("kind, make", [("survey", a_survey), ("session", a_session)])
def test_a_part_is_added_and_taken_out(facilitator, kind, make):
    made, thing = a_consultation(), make()
    kept(made)

    assert "is part of it now" in part(made, kind, "add", thing.id, facilitator)
    assert thing.consultation_id == made.id
    assert "stands by itself again" in part(made, kind, "take_out", thing.id, facilitator)
    assert thing.consultation_id is None


@pytest.mark.parametrize("which", ["", "x", NOBODY])
def test_nothing_chosen_adds_nothing(facilitator, which):
    made = kept(a_consultation())

    assert "Choose one from the list first." in part(made, "survey", "add", which, facilitator)


def test_a_part_of_another_is_not_taken_from_it(facilitator):
    made, other, survey = a_consultation(), a_consultation(), a_survey()
    consulting.add(other, survey)
    kept(made)

    assert "Somebody has just moved it." in part(made, "survey", "add", survey.id, facilitator)
    assert survey.consultation_id == other.id


def test_one_page_shows_everything_as_one_thing(facilitator):
    made = an_open_one(budget_pence=50_000, principles="Kindness.", presence="Two of us.")
    survey, session = a_survey(), a_session()
    consulting.add(made, survey)
    consulting.add(made, session)
    asked = Invitation(
        id=uuid.uuid4(),
        session_id=session.id,
        person_id=a_person().id,
        state="accepted",
        place=1,
        invited_at=times.now(),
    )
    db.session.add(asked)
    db.session.flush()
    db.session.add(AccessNeed(invitation_id=asked.id, need="lift", told_at=times.now()))
    kept(made)

    page = words(facilitator.get(f"{AT}/{made.id}"))

    assert "1 need is still open." in page
    assert "Purpose To write one page for the day people move in." in page
    assert "Principles Kindness." in page
    assert "Process Not written yet" in page
    assert "How much say We work on it with people" in page
    assert "0 people replied" in page
    assert "Tea and talk" in page
    assert "Budget £500.00 Spent £0.00 Promised, not paid yet £0.00 Left £500.00" in page
    assert "1 need still open." in words(facilitator.get(AT))


def test_nobody_is_asked_about_a_formal_one_before_it_opens(facilitator):
    made, survey, group = a_consultation(formal()), a_survey(), a_group(a_person())
    consulting.add(made, survey)
    kept(made)
    asking = {"group": str(group.id), "sure": "1"}

    answer = facilitator.post(f"/staff/surveys/{survey.key}/invite", data=asking)
    page = words(facilitator.get(answer.location))
    assert "has not opened, so nobody was texted" in page
    assert "People can answer “Temporary accommodation” already" in page

    facilitator.post(f"{AT}/{made.id}/open")
    answer = facilitator.post(f"/staff/surveys/{survey.key}/invite", data=asking)
    assert answer.location == f"/staff/surveys/{survey.key}"
    assert "nobody was texted" not in words(facilitator.get(answer.location))


def test_nobody_is_asked_to_a_session_of_a_formal_one_before_it_opens(facilitator):
    made, session, person = a_consultation(formal()), a_session(), a_person()
    group = a_group(person)
    consulting.add(made, session)
    kept(made)
    asking = {"group": group.key, "sure": "1", "people": str(person.id)}

    answer = facilitator.post(f"/staff/sessions/{session.id}/invite", data=asking)

    assert answer.location == f"{AT}/{made.id}"
    assert "has not opened, so nobody was texted" in words(facilitator.get(answer.location))
    assert db.session.scalars(select(Invitation)).all() == []
