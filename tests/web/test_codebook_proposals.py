"""Putting something forward for the codebook, and what comes of it, on their pages."""

from __future__ import annotations

import re
import uuid

import pytest

from engage import codebook_proposals, codebook_proposing, codebooks, staff, times
from engage.codebook_proposing import Typed
from engage.extensions import db
from engage.models import CodebookProposal
from tests.factories import a_person, a_session, a_theme, phone_of
from tests.pages import words

PROPOSALS = "/staff/codebook/proposals"
RENAME = {"words": "call it “being moved about”", "kind": "name", "code": "safety"}


@pytest.fixture
def kim(app):
    """A colleague."""
    found = staff.add("kim@example.org", "Kim", ("facilitator",))
    db.session.commit()
    return found


@pytest.fixture
def put(kim):
    """Something that Kim put forward: the address of its page."""

    def forward(**typed) -> str:
        given = Typed(**{**RENAME, **typed})
        made = codebook_proposing.put_forward(given, by=kim, now=times.now())
        db.session.commit()
        return f"{PROPOSALS}/{made.id}"

    return forward


def seen(client, address):
    found = re.search(r'name="seen" value="(\d+)"', client.get(address).text)
    assert found is not None
    return found[1]


def decide(client, address, what="taken", reason="we asked people"):
    data = {"what": what, "reason": reason, "seen": seen(client, address)}
    return client.post(f"{address}/decide", data=data)


@pytest.mark.parametrize("role,status", [("facilitator", 200), ("policy", 200), ("contact", 403)])
def test_who_may_read_and_put_forward(as_staff, put, role, status):
    client, address = as_staff(role), put()
    for path in (PROPOSALS, f"{PROPOSALS}/new", address):
        assert client.get(path).status_code == status


def test_policy_readers_put_forward_and_comment_and_do_not_decide(as_staff, put):
    policy, address = as_staff("policy"), put()
    there = policy.post(f"{PROPOSALS}/new", data=RENAME)
    assert there.location.startswith(f"{PROPOSALS}/")
    assert policy.post(f"{address}/comment", data={"comment": "I like it"}).status_code == 303
    page = policy.get(address)
    assert "I like it Sam," in words(page)
    assert "/decide" not in page.text
    assert policy.post(f"{address}/decide", data={}).status_code == 403
    assert policy.post(f"{PROPOSALS}/from-text", data={}).status_code == 403


def test_what_is_put_forward_waits_on_the_list_and_at_its_theme(facilitator):
    facilitator.post(f"{PROPOSALS}/new", data=RENAME)
    told = "call it “being moved about” Another name for “Safety”. Suggested by Sam on"
    assert told in words(facilitator.get(PROPOSALS))
    assert told in words(facilitator.get("/staff/codebook/safety"))
    assert "Suggestions (1 open)" in words(facilitator.get("/staff/codebook"))


def test_a_form_that_cannot_be_kept_comes_back_with_what_was_typed(facilitator):
    typed = {"words": "ring 07700 900123", "kind": "together", "code": "safety"}
    answer = facilitator.post(f"{PROPOSALS}/new", data=typed)
    page = words(answer)
    assert answer.status_code == 400
    assert "There is a long number in it" in page
    assert "Choose another theme to put it together with" in page
    assert "ring 07700 900123</textarea>" in answer.text
    assert '<option value="safety" selected>' in answer.text


@pytest.mark.parametrize(
    "kind,about",
    [
        ("name", "Another name for “Safety”"),
        ("words", "Other words that mean “Safety”"),
        ("new", "A new theme"),
        ("split", "Split “Safety” in two"),
        ("drop", "Drop “Safety”"),
    ],
)
def test_each_kind_says_what_it_is_about(facilitator, put, kind, about):
    assert about in words(facilitator.get(put(kind=kind)))


class TestFromAText:
    """Words of a text go on to be a name, and nothing else of it."""

    def test_a_button_at_each_of_their_texts_opens_the_form_with_its_words(self, facilitator, say):
        phone = phone_of(a_person())
        say(phone, "Tosh at the Oak keeps moving us about")
        page = facilitator.get(f"/staff/inbox/{phone.id}")
        assert page.text.count("Put forward as a theme name") == 1
        answer = facilitator.post(
            f"{PROPOSALS}/from-text", data={"words": "Tosh at the Oak keeps moving us about"}
        )
        assert "Tosh at the Oak keeps moving us about</textarea>" in answer.text
        assert "take out every name" in words(answer)
        assert 'value="name" checked' in answer.text
        assert str(phone.id) not in answer.text
        assert db.session.scalars(db.select(CodebookProposal)).all() == []

    def test_nothing_on_its_page_tells_whose_text_it_was(self, facilitator):
        data = {**RENAME, "came_from": "text", "phone": "x", "session": str(uuid.uuid4())}
        there = facilitator.post(f"{PROPOSALS}/new", data=data)
        page = words(facilitator.get(there.location))
        assert "It began with somebody’s text. We do not keep whose." in page


class TestFromASession:
    """A session backs it, and says with how many."""

    def test_the_notes_lead_to_a_form_for_that_session(self, facilitator):
        session = a_session()
        db.session.commit()
        notes = facilitator.get(f"/staff/sessions/{session.id}/notes", follow_redirects=True)
        where = f"{PROPOSALS}/new?session={session.id}"
        assert f'href="{where}"' in notes.text
        form = facilitator.get(where)
        assert "From a session: Tea and talk" in words(form)
        data = {**RENAME, "came_from": "session", "session": str(session.id)}
        answer = facilitator.post(f"{PROPOSALS}/new", data={**data, "people": "lots"})
        assert answer.status_code == 400
        assert 'value="lots"' in answer.text
        there = facilitator.post(f"{PROPOSALS}/new", data={**data, "people": "7"})
        assert "Backed by 7 people." in words(facilitator.get(there.location))

    def test_a_small_number_is_not_told_to_policy_readers(self, as_staff, put):
        address = put(came_from="session", session=a_session(), people=3)
        assert "Backed by 3 people." in words(as_staff("facilitator").get(address))
        assert "Backed by fewer than 5 people." in words(as_staff("policy").get(address))


class TestDecide:
    """A decision leads to where it is done, and stays."""

    @pytest.mark.parametrize(
        "typed,where",
        [
            ({}, "/staff/codebook/safety?"),
            ({"kind": "words"}, "/staff/codebook/safety?"),
            ({"kind": "new"}, "/staff/codebook/new?"),
            ({"kind": "together", "with_code": "staff"}, "/staff/codebook/safety/merge?"),
            ({"kind": "split"}, "/staff/codebook/safety/split?"),
            ({"kind": "drop"}, "/staff/codebook/safety/drop?"),
        ],
    )
    def test_what_is_taken_up_goes_on_to_its_page(self, facilitator, put, typed, where):
        there = decide(facilitator, put(**typed))
        assert there.location.startswith(where)
        page = facilitator.get(there.location)
        assert "You do this for a suggestion:" in words(page)

    def test_a_new_name_is_typed_in_and_the_version_names_the_proposal(self, facilitator, put):
        address = put()
        form = facilitator.get(decide(facilitator, address).location)
        assert 'name="name" value="Being moved about"' in form.text
        assert "Go on and change the codebook" in words(facilitator.get(address))
        fields = ("name", "definition", "group", "include", "exclude")
        code = a_theme("safety")
        data = {one: getattr(code, one) for one in fields}
        data |= {one: "\n".join(getattr(code, one)) for one in ("keywords", "examples")}
        data |= {"name": "Being moved about", "why": "they say so", "on": "0"}
        facilitator.post("/staff/codebook/safety", data={**data, "proposal": address[-36:]})
        page = words(facilitator.get(address))
        assert "Taken up." in page
        assert "In the codebook. they say so Version 1" in page
        assert "Go on and change the codebook" not in page
        versions = words(facilitator.get("/staff/codebook/versions"))
        assert "It began with a suggestion: call it “being moved about”" in versions
        assert "It began with a suggestion:" in words(facilitator.get("/staff/codebook/versions/1"))

    def test_other_words_are_typed_in_a_line_each(self, facilitator, put):
        address = put(kind="words", words="say “shoved about” and “sent away”")
        form = facilitator.get(decide(facilitator, address).location)
        assert "shoved about\nsent away</textarea>" in form.text

    def test_other_words_without_quotation_marks_are_taken_one_by_one(self, facilitator, put):
        address = put(kind="words", words="shoved about, sent away")
        form = facilitator.get(decide(facilitator, address).location)
        assert "shoved about\nsent away</textarea>" in form.text

    def test_the_other_theme_is_chosen_where_two_go_together(self, facilitator, put):
        address = put(kind="together", with_code="staff")
        page = facilitator.get(decide(facilitator, address).location)
        assert '<option value="staff" selected>' in page.text

    def test_what_is_dropped_for_a_proposal_names_it(self, facilitator, put):
        address = put(kind="drop")
        decide(facilitator, address)
        data = {"on": "0", "why": "no use", "proposal": address[-36:]}
        facilitator.post("/staff/codebook/safety/drop", data=data)
        assert "Version 1" in words(facilitator.get(address))

    def test_what_was_not_taken_up_is_not_said_to_be_in_a_version(self, facilitator, put):
        address = put(kind="drop")
        assert "You do this for a suggestion:" not in words(
            facilitator.get(f"/staff/codebook/safety/drop?proposal={address[-36:]}")
        )
        data = {"on": "0", "why": "no use", "proposal": address[-36:]}
        facilitator.post("/staff/codebook/safety/drop", data=data)
        assert "Version 1" not in words(facilitator.get(address))

    def test_taken_up_about_a_theme_that_has_gone_leads_back(self, facilitator, put, kim):
        address = put()
        left = [one for one in codebooks.current().codes if one.id != "safety"]
        codebooks.change(left, by=kim, now=times.now())
        db.session.commit()
        assert decide(facilitator, address).location == address

    def test_not_taken_up_stays_and_is_shown_with_its_reason(self, facilitator, put):
        address = put()
        assert decide(facilitator, address, "not", "nobody says that").location == address
        page = words(facilitator.get(address))
        assert "Not taken up. nobody says that Sam," in page
        assert "Open it again" in page
        assert "Not taken up" in words(facilitator.get(PROPOSALS))

    def test_a_reason_is_needed_and_what_was_chosen_stays(self, facilitator, put):
        answer = decide(facilitator, put(), "partly", " ")
        assert answer.status_code == 400
        assert "Say why. Colleagues will read it" in words(answer)
        assert 'value="partly" checked' in answer.text

    def test_of_two_who_decide_the_later_sees_the_first_and_keeps_their_words(
        self, facilitator, put, kim
    ):
        address = put()
        number = seen(facilitator, address)
        found = codebook_proposals.one(uuid.UUID(address[-36:]))
        assert found is not None
        codebook_proposals.say(found, "please wait", by=kim, now=times.now())
        db.session.commit()
        data = {"what": "not", "reason": "my reason", "seen": number}
        answer = facilitator.post(f"{address}/decide", data=data)
        page = words(answer)
        assert answer.status_code == 409
        assert "Somebody wrote here or decided just before you." in page
        assert "please wait Kim," in page
        assert "my reason</textarea>" in answer.text

    def test_it_is_opened_again_with_a_comment(self, facilitator, put):
        address = put()
        decide(facilitator, address, "not")
        assert facilitator.post(f"{address}/open-again", data={"again": ""}).status_code == 400
        facilitator.post(f"{address}/open-again", data={"again": "people ask"})
        page = words(facilitator.get(address))
        assert "Opened again. people ask Sam," in page
        assert "What becomes of it?" in page
        late = facilitator.post(f"{address}/open-again", data={"again": "me too"})
        assert late.status_code == 409
        assert "me too</textarea>" in late.text


@pytest.mark.parametrize("words_typed", ["", "a" * 1001])
def test_a_comment_that_cannot_be_kept_comes_back(facilitator, put, words_typed):
    address = put()
    answer = facilitator.post(f"{address}/comment", data={"comment": words_typed})
    assert answer.status_code == 400
    assert f"{words_typed}</textarea>" in answer.text


def test_a_proposal_that_is_not_there_is_not_found(facilitator):
    assert facilitator.get(f"{PROPOSALS}/{uuid.UUID(int=7)}").status_code == 404
    assert facilitator.get("/staff/codebook/safety?proposal=odd").status_code == 200
    assert facilitator.get(f"{PROPOSALS}/new?session=odd").status_code == 200
