"""The shared inbox: who waits, who has each, and what one thread tells of a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engage import threads, times
from engage.extensions import db
from engage.models import AuditEvent, InboundText, Phone, Sending, Thread
from tests.factories import a_phone, a_survey, a_text
from tests.pages import words
from tests.web.threads_made import a_colleague, a_waiting_phone, came, in_a_survey, went

NUMBER = "+447700900777"


def page_of(client, phone):
    return client.get(f"/staff/inbox/{phone.id}")


def test_a_text_nobody_asked_for_waits_for_a_person(app, facilitator, drain):
    phone = a_phone(NUMBER)
    db.session.commit()
    a_text(phone, "can you ring me about <my> flat")
    drain()

    said = facilitator.get("/staff/inbox").get_data(as_text=True)

    assert "can you ring me about &lt;my&gt; flat" in said
    assert "Unknown phone" in said


def test_the_longest_wait_is_at_the_top(app, facilitator):
    new = a_waiting_phone("the newest", first_name="Tunde")
    old = a_waiting_phone("the oldest", first_name="Maureen")
    db.session.execute(
        update(Thread)
        .where(Thread.phone_id == old.id)
        .values(waiting_since=times.now() - timedelta(hours=5))
    )
    db.session.commit()

    said = words(facilitator.get("/staff/inbox"))

    assert said.index("Maureen") < said.index("Tunde")
    assert "Waiting 5 hours." in said
    assert new.id != old.id


def test_somebody_who_may_be_in_danger_comes_before_everybody(app, facilitator):
    a_waiting_phone("the oldest", first_name="Maureen")
    tunde = a_waiting_phone("help", first_name="Tunde", why="alert")

    said = words(facilitator.get("/staff/inbox"))

    assert said.index("Tunde") < said.index("Maureen")
    assert "May be in danger." in said
    assert "Look at the alert first" in words(page_of(facilitator, tunde))


@pytest.mark.parametrize(
    "show, there",
    [
        ("waiting", {"Nobodys", "Mine", "Ring me"}),
        ("mine", {"Mine"}),
        ("nobody", {"Nobodys", "Ring me"}),
        ("callbacks", {"Ring me"}),
        ("held", {"Held"}),
        ("all", {"Nobodys", "Mine", "Ring me", "Held", "Done"}),
        ("anything else", {"Nobodys", "Mine", "Ring me"}),
    ],
)
def test_a_filter_shows_what_it_says(app, facilitator, show, there):
    a_waiting_phone(first_name="Nobodys")
    mine = a_waiting_phone(first_name="Mine")
    a_waiting_phone(first_name="Ring me", why="callback")
    held, done = a_waiting_phone(first_name="Held"), a_waiting_phone(first_name="Done")
    for phone in (held, done):
        threads.nobody_is_needed(phone)
    threads.hold(held, None, now=times.now())
    db.session.commit()
    facilitator.post(f"/staff/inbox/{mine.id}/take")

    said = words(facilitator.get(f"/staff/inbox?show={show}")).split("Everyone", 1)[1]

    everyone = {"Nobodys", "Mine", "Ring me", "Held", "Done"}
    assert {name for name in everyone if f" {name} " in said} == there


def test_unknown_numbers_are_those_that_belong_to_nobody(app, facilitator):
    a_waiting_phone("hello", first_name="Kev")
    a_waiting_phone("who is this", phone=a_phone())

    said = words(facilitator.get("/staff/inbox?show=unknown"))

    assert "who is this" in said
    assert "Kev" not in said


def test_a_long_inbox_comes_in_pages(app, facilitator):
    for n in range(27):
        a_waiting_phone(f"text {n}", phone=a_phone())

    assert "Page 1 of 2" in words(facilitator.get("/staff/inbox"))
    assert "Page 2 of 2" in words(facilitator.get("/staff/inbox?page=999"))


def test_the_code_of_an_unknown_phone_stays_the_same_and_is_not_its_number(app, facilitator):
    phone = a_waiting_phone(phone=a_phone(NUMBER))

    codes = {
        words(page).split("Unknown phone ")[1].split(" ")[0]
        for page in (facilitator.get("/staff/inbox"), page_of(facilitator, phone))
    }

    assert len(codes) == 1
    assert codes.pop() not in NUMBER


def test_somebody_without_a_name_is_known_by_their_area(app, facilitator):
    phone = a_waiting_phone(first_name=None, borough="sefton")

    assert "Someone in Sefton" in words(page_of(facilitator, phone))


def test_an_answer_is_named_and_never_shown(app, facilitator):
    phone = a_waiting_phone("can you ring me")
    conversation = in_a_survey(a_survey(), phone)
    came(phone, "not safe at all", "answer", conversation_id=conversation.id, question="safe")
    came(phone, "the lock is broken", "answer_text", conversation_id=conversation.id)
    went(phone, "Q3 of 3. What should change?", conversation_id=conversation.id, question="change")
    db.session.commit()

    page = page_of(facilitator, phone)

    assert "Answered question 2 of 3, “Temporary accommodation”" in words(page)
    assert "We asked question 3 of 3" in words(page)
    for hidden in ("not safe at all", "the lock is broken", "What should change"):
        assert hidden not in page.get_data(as_text=True)
    assert "can you ring me" in words(page)


def test_the_same_answer_sent_twice_is_hidden_twice(app, facilitator, drain):
    survey, phone = a_survey(), a_waiting_phone()
    in_a_survey(survey, phone, asked_at=times.now() - timedelta(hours=1))
    db.session.commit()
    for _ in range(2):
        a_text(phone, "4")
    drain()

    again = db.session.scalars(select(InboundText).where(InboundText.outcome == "ignore")).one()
    assert again.conversation_id is not None
    assert "The same words once more, in “Temporary accommodation”" in words(
        page_of(facilitator, phone)
    )


def test_a_late_answer_put_where_it_belongs_needs_nobody(app, facilitator, drain):
    phone = a_waiting_phone()
    conversation = in_a_survey(a_survey(), phone)
    came(phone, "5", "late", conversation_id=conversation.id, question="area")
    db.session.commit()

    assert "Came back to question 1 of 3" in words(page_of(facilitator, phone))


def test_a_text_still_being_read_may_be_an_answer_and_is_not_shown(app, facilitator):
    phone = a_waiting_phone()
    came(phone, "very unsafe", None, state="stored")
    db.session.commit()

    page = page_of(facilitator, phone)

    assert "A text has just come" in words(page)
    assert "very unsafe" not in page.get_data(as_text=True)


def test_of_an_anonymous_survey_nothing_shows_but_that_they_were_asked(app, facilitator):
    phone = a_waiting_phone()
    conversation = in_a_survey(a_survey(anonymous=True), phone)
    came(phone, "answer one", "answer", conversation_id=conversation.id, question="safe")
    went(phone, "Q3 of 3", conversation_id=conversation.id, question="change")
    db.session.commit()

    page = page_of(facilitator, phone)

    assert "They were asked to take part in “Temporary accommodation”" in words(page)
    for hidden in ("answer one", "question 2", "question 3", "Q3 of 3", "Answered"):
        assert hidden not in page.get_data(as_text=True)


@pytest.mark.parametrize("outcome", ["staff_review", "callback", "safeguard", "other"])
def test_a_text_for_a_person_in_a_survey_is_shown_as_it_came(app, facilitator, outcome):
    phone = a_waiting_phone()
    conversation = in_a_survey(a_survey(), phone)
    came(phone, "my <words>", outcome, conversation_id=conversation.id, question="safe")
    db.session.commit()

    assert "my &lt;words&gt;" in page_of(facilitator, phone).get_data(as_text=True)


@pytest.mark.parametrize(
    "given", [{"kind": "what_you_said"}, {"kind": "web_link"}, {"body": "see https://x.example/k"}]
)
def test_what_they_told_us_and_their_own_link_are_not_shown(app, facilitator, given):
    phone = a_waiting_phone()
    went(phone, given.pop("body", "You told us: not safe"), **given)
    db.session.commit()

    said = page_of(facilitator, phone).get_data(as_text=True)

    assert "not safe" not in said
    assert "x.example" not in said


def test_a_text_that_does_not_open_takes_no_page_down(app, facilitator):
    phone = a_waiting_phone()
    text = came(phone, "hm", state="set_aside")
    db.session.flush()
    db.session.connection().exec_driver_sql(
        "UPDATE inbound_text SET body = x'00ff' WHERE id = ?", (text.id,)
    )
    db.session.commit()

    assert page_of(facilitator, phone).status_code == 200
    assert facilitator.get("/staff/inbox").status_code == 200


def test_words_no_longer_kept_leave_a_line_that_says_what_the_text_was(app, facilitator):
    phone = a_waiting_phone()
    came(phone, None, "callback")
    db.session.commit()

    assert "Asked us to ring them" in words(page_of(facilitator, phone))


def test_only_the_first_of_two_colleagues_takes_a_thread(app, facilitator):
    phone, jo = a_waiting_phone(), a_colleague("Jo")
    threads.take(phone, jo.id)
    db.session.commit()

    answer = facilitator.post(f"/staff/inbox/{phone.id}/take", follow_redirects=True)

    assert "Jo took this one just before you." in words(answer)
    assert "Jo has this one." in words(answer)


def test_a_thread_can_be_given_and_left(app, facilitator):
    phone, jo = a_waiting_phone(), a_colleague("Jo")
    facilitator.post(f"/staff/inbox/{phone.id}/take")
    assert "You have this one." in words(page_of(facilitator, phone))

    facilitator.post(f"/staff/inbox/{phone.id}/leave")
    assert "Nobody has this one yet." in words(page_of(facilitator, phone))

    facilitator.post(f"/staff/inbox/{phone.id}/give", data={"colleague": str(jo.id)})
    assert "Jo has it" in words(facilitator.get("/staff/inbox"))


@pytest.mark.parametrize("chosen", ["", "nobody", "00000000-0000-0000-0000-000000000000"])
def test_a_thread_is_not_given_to_somebody_who_is_not_there(app, facilitator, chosen):
    a_colleague()
    phone = a_waiting_phone()

    answer = facilitator.post(f"/staff/inbox/{phone.id}/give", data={"colleague": chosen})

    assert answer.status_code == 400
    assert "Choose who to give it to" in words(answer)


def test_done_takes_a_thread_off_the_list(app, facilitator):
    phone = a_waiting_phone()

    answer = facilitator.post(f"/staff/inbox/{phone.id}/done", follow_redirects=True)

    assert "Kev is off the list." in words(answer)
    assert "Nothing here just now." in words(answer)
    assert "dealt with a thread" in db.session.scalars(select(AuditEvent.what)).all()


def test_a_note_is_there_for_colleagues_with_who_wrote_it(app, facilitator):
    phone = a_waiting_phone()

    facilitator.post(f"/staff/inbox/{phone.id}/note", data={"note": "Likes to be <rung>"})

    said = words(page_of(facilitator, phone))
    assert "Likes to be &lt;rung&gt;" in said
    assert "Sam ·" in said


@pytest.mark.parametrize("note", ["", "  ", "x" * 1001])
def test_a_note_that_cannot_be_kept_is_explained_and_stays_in_the_box(app, facilitator, note):
    phone = a_waiting_phone()

    answer = facilitator.post(f"/staff/inbox/{phone.id}/note", data={"note": note})

    assert answer.status_code == 400
    assert "<title>Error:" in answer.get_data(as_text=True)
    assert note.strip() in answer.get_data(as_text=True)


def test_a_thread_that_is_not_there_is_not_found(app, facilitator):
    missing = "00000000-0000-0000-0000-000000000000"

    assert facilitator.get(f"/staff/inbox/{missing}").status_code == 404


def test_the_old_address_of_texts_to_read_leads_to_the_inbox(app, facilitator):
    answer = facilitator.get("/staff/texts")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/staff/inbox")


@pytest.mark.parametrize("path", ["/staff/inbox", "/staff/undelivered", "/staff/texts/write"])
def test_policy_staff_see_nothing_of_the_inbox(app, as_staff, path):
    assert as_staff("policy").get(path).status_code == 403


def test_the_age_of_the_oldest_unsent_text_is_always_there(app, facilitator):
    assert "No text is waiting to go." in words(facilitator.get("/staff/inbox"))
    phone = a_waiting_phone()
    went(phone, "x", state="queued", not_before=times.now() - timedelta(hours=2))
    db.session.commit()

    for path in ("inbox", f"inbox/{phone.id}", "undelivered"):
        assert "A text has waited 2 hours to go." in words(facilitator.get(f"/staff/{path}"))


def test_an_admin_can_let_texts_go_again_and_a_facilitator_cannot(app, as_staff):
    db.session.merge(Sending(id=1, paused_at=times.now(), paused_because="restored"))
    db.session.commit()
    facilitator, admin = as_staff("facilitator"), as_staff("admin")

    assert "No texts are going out." in words(facilitator.get("/staff/inbox"))
    assert "let texts go again" not in words(facilitator.get("/staff/inbox"))
    assert facilitator.post("/staff/sending/resume").status_code == 403

    assert "It is checked, let texts go again" in words(admin.get("/staff/inbox"))
    admin.post("/staff/sending/resume")
    assert "No texts are going out." not in words(admin.get("/staff/inbox"))
    assert "let texts leave again" in db.session.scalars(select(AuditEvent.what)).all()


def test_a_wrong_number_is_shown_as_linked_to_nobody(app, facilitator):
    phone = a_waiting_phone("wrong number mate", why="wrong_number", phone=a_phone())

    said = words(page_of(facilitator, phone))

    assert "Says we have the wrong number" in said
    assert "not linked to anybody" in said
    assert db.session.get_one(Phone, phone.id).person_id is None
