"""What is put forward for the codebook: said, talked over, decided on, and never traced back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from engage import codebook_proposals, codebook_proposing, codebooks, local_words, staff, times
from engage.codebook_proposals import OPEN, SaidMeanwhile
from engage.codebook_proposing import CannotPropose, Typed
from engage.extensions import Base, db
from engage.local_words import Entry
from engage.models import AuditEvent, CodebookProposal, ProposalEntry
from tests.factories import a_session
from tests.features.databases import EITHER, an_app_on_either

NOW = times.now()
RENAME = Typed("call it “being moved about”", "name", code="safety")


def put(by, typed=RENAME):
    made = codebook_proposing.put_forward(typed, by=by, now=NOW)
    db.session.commit()
    return again(made)


def again(row):
    """The proposal as it stands now."""
    found = codebook_proposals.one(row.id)
    assert found is not None
    return found


def decide(proposal, what, by, reason="we asked people", seen=None):
    seen = proposal.seen if seen is None else seen
    codebook_proposals.decide(proposal, what, reason, seen=seen, by=by, now=NOW)
    db.session.commit()
    return again(proposal.row)


def say(proposal, words, by):
    codebook_proposals.say(proposal, words, by=by, now=NOW)
    db.session.commit()
    return again(proposal.row)


@pytest.fixture
def priya(app):
    """A policy reader."""
    return staff.add("priya@example.org", "Priya", ("policy",))


class TestPuttingForward:
    """Anybody among staff puts something forward."""

    def test_it_is_kept_with_who_and_the_day_and_waits(self, priya):
        proposal = put(priya)
        assert (proposal.by, proposal.state, proposal.seen) == ("Priya", OPEN, 0)
        assert proposal.row.words == "call it “being moved about”"
        assert proposal.row.put_forward_on == times.today(NOW)
        assert codebook_proposals.how_many_open() == 1

    @pytest.mark.parametrize(
        "changed,field",
        [
            ({"words": " "}, "words"),
            ({"words": "a" * 201}, "words"),
            ({"words": "ring 07700 900123"}, "words"),
            ({"words": "kev@example.org said it"}, "words"),
            ({"words": "see https://example.org"}, "words"),
            ({"kind": ""}, "kind"),
            ({"kind": "odd"}, "kind"),
            ({"code": ""}, "code"),
            ({"code": "gone"}, "code"),
            ({"kind": "together"}, "with_code"),
            ({"kind": "together", "with_code": "safety"}, "with_code"),
            ({"came_from": "session"}, "people"),
            ({"came_from": "session", "people": 0}, "people"),
            ({"came_from": "session", "people": 1000}, "people"),
        ],
    )
    def test_what_cannot_be_kept_is_told_at_its_field(self, sam, changed, field):
        with pytest.raises(CannotPropose) as refused:
            put(sam, replace(RENAME, **changed))
        assert list(refused.value.problems) == [field]

    def test_words_on_the_local_lists_are_taken_out_first(self, sam):
        entry = Entry("Oak Lodge", "always", label="PLACE")
        local_words.add(entry, by=sam, now=NOW)
        with pytest.raises(CannotPropose, match="Take “oak lodge” out"):
            put(sam, replace(RENAME, words="Like at OAK lodge"))

    def test_a_new_theme_is_about_none_that_is_there(self, sam):
        assert put(sam, Typed("Being moved", "new", code="safety")).row.code is None

    def test_pressed_twice_it_is_there_once_and_a_colleague_may_say_the_same(self, sam, priya):
        assert put(sam).row.id == put(sam).row.id
        assert len(codebook_proposals.listed()) == 1
        put(sam, replace(RENAME, kind="words"))
        put(priya)
        assert len(codebook_proposals.listed()) == 3

    def test_from_a_session_it_says_how_many_backed_it(self, sam):
        session = a_session()
        row = put(sam, replace(RENAME, came_from="session", session=session, people=6)).row
        assert (row.session_id, row.people) == (session.id, 6)

    def test_it_outlives_its_session(self, sam):
        session = a_session()
        made = put(sam, replace(RENAME, came_from="session", session=session, people=6)).row
        db.session.delete(session)
        db.session.commit()
        db.session.expire_all()
        assert (made.session_id, made.people) == (None, 6)


class TestNobodyIsFound:
    """Nothing leads from a proposal to whoever's text it began with."""

    def test_what_began_with_a_text_keeps_the_day_and_nothing_of_the_text(self, sam):
        session = a_session()
        typed = replace(RENAME, came_from="text", session=session, people=6)
        row = put(sam, typed).row
        assert (row.came_from, row.session_id, row.people) == ("text", None, None)

    def test_no_key_leads_from_a_proposal_to_a_person(self):
        of_people = {"person", "phone", "inbound_text", "conversation", "thread", "response"}
        leads = {
            key.column.table.name
            for name in ("codebook_proposal", "proposal_entry")
            for key in Base.metadata.tables[name].foreign_keys
        }
        assert leads == {"staff", "session", "codebook_proposal", "codebook_version"}
        assert not leads & of_people

    def test_no_column_keeps_the_moment(self):
        for name in ("codebook_proposal", "proposal_entry"):
            kinds = {str(column.type) for column in Base.metadata.tables[name].columns}
            assert not any("TIME" in kind for kind in kinds)

    def test_the_audit_trail_does_not_name_the_proposal_beside_its_moment(self, sam):
        proposal = decide(say(put(sam), "yes", sam), "not", sam)
        events = db.session.scalars(select(AuditEvent)).all()
        assert {event.subject for event in events} == {"codebook"}
        assert str(proposal.row.id) not in {event.subject for event in events}

    def test_words_lie_sealed(self, sam):
        say(put(sam), "quite so", sam)
        for query, word in (
            ("SELECT words FROM codebook_proposal", b"moved"),
            ("SELECT words FROM proposal_entry", b"quite"),
        ):
            raw = db.session.connection().exec_driver_sql(query).scalar_one()
            assert word not in raw


class TestTalk:
    """It is talked over and decided on, in order, and nothing is rewritten."""

    def test_comments_stand_in_the_order_they_came(self, sam, priya):
        proposal = say(say(put(priya), "I like it", sam), "So do I", priya)
        assert [(one.words, one.by) for one in proposal.happened] == [
            ("I like it", "Sam"),
            ("So do I", "Priya"),
        ]

    def test_a_comment_sent_twice_is_there_once(self, sam, priya):
        proposal = say(say(put(sam), "yes", sam), " yes ", sam)
        assert [one.words for one in proposal.happened] == ["yes"]
        assert say(proposal, "yes", priya).seen == 2

    @pytest.mark.parametrize("words", ["", " ", "a" * 1001, "ring 07700 900123"])
    def test_a_comment_that_cannot_be_kept_is_refused(self, sam, words):
        with pytest.raises(CannotPropose):
            say(put(sam), words, sam)

    def test_somebody_who_writes_at_once_comes_first(self, sam, priya):
        proposal = put(sam)
        say(proposal, "first", priya)
        assert [one.words for one in say(proposal, "second", sam).happened] == ["first", "second"]

    @pytest.mark.parametrize("what", ["taken", "partly", "not"])
    def test_a_decision_is_kept_with_who_when_and_why(self, sam, what):
        proposal = decide(put(sam), what, sam)
        [kept] = proposal.happened
        assert (kept.what, kept.words, kept.by, kept.on) == (
            what,
            "we asked people",
            "Sam",
            times.today(NOW),
        )
        assert (proposal.state, codebook_proposals.how_many_open()) == (what, 0)

    def test_a_decision_needs_a_reason_and_to_be_one(self, sam):
        with pytest.raises(CannotPropose) as refused:
            decide(put(sam), "perhaps", sam, reason="")
        assert set(refused.value.problems) == {"what", "reason"}

    def test_of_two_who_decide_the_later_is_told(self, sam, priya):
        proposal = put(sam)
        decide(proposal, "taken", priya)
        with pytest.raises(SaidMeanwhile):
            decide(proposal, "not", sam)
        with pytest.raises(SaidMeanwhile):
            decide(again(proposal.row), "not", sam)
        assert again(proposal.row).state == "taken"

    def test_who_decides_has_read_what_was_said(self, sam, priya):
        proposal = put(sam)
        say(proposal, "wait", priya)
        with pytest.raises(SaidMeanwhile):
            decide(again(proposal.row), "not", sam, seen=0)

    def test_it_is_opened_again_with_a_comment_and_the_decision_stays(self, sam, priya):
        proposal = decide(put(sam), "not", sam)
        codebook_proposals.open_again(proposal, "people ask for it", by=priya, now=NOW)
        proposal = again(proposal.row)
        assert [one.what for one in proposal.happened] == ["not", "again"]
        assert proposal.state == OPEN
        assert decide(proposal, "taken", sam).state == "taken"

    def test_what_is_open_is_not_opened_and_a_reason_is_needed(self, sam):
        proposal = put(sam)
        with pytest.raises(SaidMeanwhile):
            codebook_proposals.open_again(proposal, "please", by=sam, now=NOW)
        with pytest.raises(CannotPropose):
            codebook_proposals.open_again(decide(proposal, "not", sam), "", by=sam, now=NOW)

    def test_the_version_that_was_made_of_it_is_named(self, sam):
        proposal = decide(put(sam), "taken", sam)
        assert proposal.is_to_do
        book = codebooks.change(codebooks.current().codes[::-1], by=sam, now=times.now())
        codebook_proposals.made(proposal, book.version, "done", by=sam, now=NOW)
        proposal = again(proposal.row)
        assert (proposal.version, proposal.is_to_do, proposal.state) == (1, False, "taken")
        assert [one.row.id for one in codebook_proposals.by_version()[1]] == [proposal.row.id]

    def test_somebody_who_has_left_has_no_name_and_their_words_stay(self, sam, priya):
        proposal = say(put(priya), "mine", priya)
        db.session.delete(priya)
        db.session.commit()
        db.session.expire_all()
        found = again(proposal.row)
        assert (found.by, found.happened[0].by, found.happened[0].words) == ("", "", "mine")


@pytest.mark.parametrize(
    "model,wrong",
    [
        (CodebookProposal, {"kind": "odd"}),
        (CodebookProposal, {"kind": "new"}),
        (CodebookProposal, {"code": None}),
        (CodebookProposal, {"kind": "together"}),
        (CodebookProposal, {"with_code": "staff"}),
        (CodebookProposal, {"came_from": "phone"}),
        (CodebookProposal, {"came_from": "session"}),
        (CodebookProposal, {"people": 3}),
        (CodebookProposal, {"came_from": "session", "people": 0}),
        (ProposalEntry, {"what": "odd"}),
        (ProposalEntry, {"what": "made"}),
        (ProposalEntry, {"place": 0}),
        (ProposalEntry, {"words": None}),
    ],
)
def test_the_database_refuses_what_no_proposal_can_be(sam, model, wrong):
    say(put(sam), "yes", sam)
    with pytest.raises(IntegrityError):
        db.session.execute(update(model).values(wrong))


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[None]:
    """An app on a database of each kind."""
    with an_app_on_either(request, tmp_path, migrated):
        yield


def test_both_databases_let_one_of_two_decide(either):
    sam = staff.add("sam@example.org", "Sam", ("facilitator",))
    proposal = put(sam)
    decide(proposal, "taken", sam)
    with pytest.raises(SaidMeanwhile):
        codebook_proposals.decide(proposal, "not", "no", seen=0, by=sam, now=NOW)
    db.session.rollback()
    db.session.execute(update(CodebookProposal).values(example=True))
    assert db.session.scalars(select(ProposalEntry.what)).all() == ["taken"]
