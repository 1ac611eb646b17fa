"""A summary goes out by two people: what one froze and asked for, the other saw and published."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engage import (
    blind_rounds,
    local_words,
    summaries,
    summary_checks,
    summary_drafts,
    summary_publishing,
)
from engage.extensions import db, settings
from engage.local_words import Entry
from engage.models import AuditEvent, DraftQuote, Response, Summary, SummaryDraft
from engage.summary_drafts import CannotFreeze, NotAsSeen, NotTheirs, Over, mark
from engage.summary_publishing import InTheWay, NoReason
from engage.summary_words import Written
from tests.factories import a_survey
from tests.replied import responses
from tests.rounds_made import somebody
from tests.summaries_made import NOW, WRITTEN, an_asked_one, frozen, published, quoted


def noted():
    return set(db.session.scalars(select(AuditEvent.what)))


def test_what_two_people_saw_is_what_goes_out(waiting, lou, told):
    as_seen = summary_drafts.shown(waiting)
    responses(told, 5, said="no lock", codes=["safety"])
    summary = published(waiting, lou)

    out = summaries.from_dict(summary.content)
    assert summaries.published(told) is summary
    assert (out.people, out.title, out.in_short) == (9, "What people told us", ("Locks matter.",))
    assert (out.checked, out.version) == ("Two people", 1)
    assert quoted(out) == quoted(as_seen) == ["I slept by the door"]
    assert "statement" not in summary.content["themes"][0]["quotes"][0]


def test_who_asked_and_who_published_is_kept_and_the_words_are_kept_once(waiting, jo, lou, told):
    published(waiting, lou)

    told = summary_publishing.history(told)[0]
    assert (told.frozen_by, told.ended_by, told.draft.ending) == ("Jo", "Lou", "published")
    assert (told.draft.version, told.draft.content) == (1, None)
    assert db.session.scalars(select(DraftQuote)).all() == []
    assert noted() >= {
        "froze a summary",
        "asked for a summary to be published",
        "published a summary",
    }


def test_nobody_publishes_what_they_froze(waiting, jo):
    with pytest.raises(NotTheirs):
        summary_publishing.publish(waiting, seen=mark(waiting), by=jo, now=NOW)
    with pytest.raises(NotTheirs):
        summary_publishing.send_back(waiting, "No", seen=mark(waiting), by=jo, now=NOW)


def test_the_database_refuses_one_person_for_two(waiting, jo):
    waiting.ending, waiting.version, waiting.ended_at, waiting.ended_by = "published", 1, NOW, jo.id
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_nobody_publishes_what_was_not_asked_for(told, jo, lou):
    draft = frozen(told, jo)
    with pytest.raises(NotAsSeen):
        summary_publishing.publish(draft, seen=mark(draft), by=lou, now=NOW)


def test_only_whoever_froze_it_asks_takes_it_back_or_leaves_a_quote_out(told, jo, lou, statement):
    draft = frozen(told, jo)
    with pytest.raises(NotTheirs):
        summary_publishing.ask(draft, seen=mark(draft), by=lou, now=NOW)
    with pytest.raises(NotTheirs):
        summary_publishing.take_back(draft, by=lou, now=NOW)
    with pytest.raises(NotTheirs):
        summary_drafts.leave_out(draft, statement.id, by=lou)


def test_it_is_sent_back_with_a_reason_and_its_words_are_there_to_begin_again(waiting, lou, told):
    for reason in ("  ", "x" * 1001, "ring 07700 900123"):
        with pytest.raises(NoReason):
            summary_publishing.send_back(waiting, reason, seen=mark(waiting), by=lou, now=NOW)
    summary_publishing.send_back(waiting, " Say it shorter ", seen=mark(waiting), by=lou, now=NOW)
    db.session.commit()

    assert (waiting.ending, waiting.reason, waiting.ended_by) == (
        "sent_back",
        "Say it shorter",
        lou.id,
    )
    assert summary_drafts.open_one(told) is None
    assert summary_drafts.to_begin_with(told) == WRITTEN
    assert summaries.published(told) is None


def test_once_a_later_draft_has_the_words_the_earlier_ones_let_them_go(waiting, jo, told):
    summary_publishing.take_back(waiting, by=jo, now=NOW)
    db.session.commit()
    again = summary_drafts.freeze(told, WRITTEN, by=jo, now=NOW + timedelta(hours=1))
    db.session.commit()

    db.session.refresh(waiting)
    assert waiting.content is None
    assert [one.id for one in summary_drafts.every(told)] == [again.id, waiting.id]


def test_a_new_draft_begins_with_the_words_that_are_published(waiting, lou, told):
    published(waiting, lou)

    assert summary_drafts.to_begin_with(told) == WRITTEN


@pytest.mark.parametrize("way", ["publish", "send_back", "take_back", "ask", "leave_out"])
def test_what_is_over_is_over(waiting, jo, lou, statement, way):
    seen = mark(waiting)
    summary_publishing.publish(waiting, seen=seen, by=lou, now=NOW)
    db.session.commit()
    do = {
        "publish": lambda: summary_publishing.publish(waiting, seen=seen, by=lou, now=NOW),
        "send_back": lambda: summary_publishing.send_back(
            waiting, "No", seen=seen, by=lou, now=NOW
        ),
        "take_back": lambda: summary_publishing.take_back(waiting, by=jo, now=NOW),
        "ask": lambda: summary_publishing.ask(waiting, seen=seen, by=jo, now=NOW),
        "leave_out": lambda: summary_drafts.leave_out(waiting, statement.id, by=jo),
    }
    with pytest.raises(Over):
        do[way]()
    db.session.rollback()
    assert len(db.session.scalars(select(Summary)).all()) == 1


def test_asking_twice_is_asking_once(waiting, jo):
    summary_publishing.ask(waiting, seen="anything", by=jo, now=NOW + timedelta(hours=1))

    assert waiting.asked_at == NOW


def test_a_survey_has_one_open_draft(told, jo, lou):
    draft = frozen(told, jo)
    for by, seen in ((jo, ""), (lou, mark(draft))):
        with pytest.raises(NotAsSeen):
            summary_drafts.freeze(told, WRITTEN, by=by, now=NOW, seen=seen)
        db.session.rollback()
    db.session.add(
        SummaryDraft(survey_id=told.id, frozen_by=lou.id, frozen_at=NOW, content={"a": 1})
    )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_figures_that_changed_are_told_and_can_be_frozen_again(waiting, jo, lou, told):
    seen = mark(waiting)
    assert summary_drafts.since(waiting, told, now=NOW) is None
    responses(told, 6, said="no lock", codes=["safety"])
    found = summary_drafts.since(waiting, told, now=NOW)
    assert found == summary_drafts.Since(then=9, now=15)

    later = NOW + timedelta(hours=1)
    summary_drafts.freeze(told, WRITTEN, by=jo, now=later, seen=seen)
    db.session.commit()
    assert (summary_drafts.shown(waiting).people, waiting.asked_at) == (15, None)
    with pytest.raises(NotAsSeen):
        summary_publishing.publish(waiting, seen=seen, by=lou, now=later)


def test_what_is_not_said_or_is_too_long_is_not_frozen(told, jo):
    much = Written("", "k" * 121, tuple(map(str, range(11))), ("c" * 501,), {"safety": "n" * 501})
    with pytest.raises(CannotFreeze) as refused:
        frozen(told, jo, much)
    assert sorted(refused.value.problems) == [
        "cautions",
        "in_short",
        "kicker",
        "note-safety",
        "title",
    ]


def test_of_a_survey_that_few_answered_nothing_is_frozen(jo):
    few = a_survey("few")
    responses(few, 4, said="no lock", codes=["safety"])
    with pytest.raises(CannotFreeze):
        frozen(few, jo)


def test_a_note_stands_only_beside_a_theme_that_is_shown(told, jo):
    responses(told, 2, said="my dog", codes=["family"])
    notes = {"safety": "Doors without locks", "family": "One person has a dog"}
    draft = frozen(told, jo, Written("Told", notes=notes))

    found = {theme.code: theme.note for theme in summary_drafts.shown(draft).themes}
    assert found == {"safety": "Doors without locks", "family": ""}


class TestWhatStandsInTheWay:
    def test_is_a_detail_in_what_was_written(self, told, jo):
        draft = frozen(told, jo, Written("Told", in_short=("Ring 07700 900123.",)))

        found = summary_checks.in_the_way(told, summary_drafts.shown(draft))
        assert [(one.what, one.where, one.words) for one in found] == [
            ("detail", "in_short", ("07700 900123",))
        ]
        with pytest.raises(InTheWay):
            summary_publishing.ask(draft, seen=mark(draft), by=jo, now=NOW)

    def test_is_a_detail_that_a_list_learned_of_since(self, waiting, lou, jo, told, statement):
        local_words.add(Entry("the door", "always", label="ORG"), by=jo, now=NOW)
        db.session.commit()

        found = summary_checks.in_the_way(told, summary_drafts.shown(waiting))
        assert [(one.what, one.statement) for one in found] == [("quote", statement.id)]
        with pytest.raises(InTheWay):
            published(waiting, lou)
        db.session.rollback()
        summary_drafts.leave_out(waiting, statement.id, by=jo)
        db.session.commit()
        assert (waiting.asked_at, summary_drafts.quotes_gone(waiting)) == (None, 0)
        assert summary_checks.in_the_way(told, summary_drafts.shown(waiting)) == []

    def test_is_a_number_that_is_hidden_by_now(self, waiting, told, monkeypatch):
        higher = settings().model_copy(update={"small_number": 7})
        monkeypatch.setattr(summary_checks, "settings", lambda: higher)

        found = summary_checks.in_the_way(told, summary_drafts.shown(waiting))
        assert [(one.what, one.number) for one in found] == [("limit", 7)]

    def test_is_that_somebody_has_still_to_read_it_blind(self, waiting, lou, jo, told):
        found = blind_rounds.make(
            told, size=40, coders=[lou, somebody("Mo", "peer")], by=jo, now=NOW
        )
        db.session.commit()

        assert summary_drafts.is_hidden_from(waiting, lou)
        with pytest.raises(InTheWay):
            published(waiting, lou)
        db.session.rollback()
        blind_rounds.close(found, by=jo, now=NOW)
        assert published(waiting, lou).version == 1


def test_what_is_only_good_to_know_stops_nothing(told, jo, lou):
    responses(told, 2, reading="waiting")
    responses(told, 3, reading="held")
    for one in responses(told, 2, said="hello"):
        one.answers[0].statements[0].outcome = "needs a person"
    responses(told, 1, said="hello there")
    draft = an_asked_one(told, jo, Written("Told", in_short=("Dave and 3 people were moved.",)))

    found = summary_checks.to_know(told, summary_drafts.shown(draft), now=NOW)
    assert {one.what: one.number for one in found if one.number} == {
        "open": 1,
        "unread": 11,
        "reading": 2,
        "held": 3,
        "unsorted": 1,
        "unsure": 2,
    }
    assert {one.what: one.words for one in found if one.words} == {
        "names": ("Dave",),
        "small": ("3 people",),
    }
    assert published(draft, lou).version == 1


def test_a_draft_goes_with_its_survey(waiting, told):
    for one in db.session.scalars(select(Response)):
        db.session.delete(one)
    db.session.flush()
    db.session.delete(told)
    db.session.commit()

    assert db.session.scalars(select(SummaryDraft.id)).all() == []


def test_what_somebody_who_left_froze_can_still_be_decided_on(waiting, jo, lou, told, statement):
    statement.released_by = lou.id
    db.session.delete(jo)
    db.session.commit()
    db.session.refresh(waiting)

    assert (waiting.frozen_by, published(waiting, lou).version) == (None, 1)
    assert summary_publishing.history(told)[0].frozen_by == ""


def test_a_statement_that_is_not_there_is_left_out_without_a_word(waiting, jo):
    summary_drafts.leave_out(waiting, uuid.uuid4(), by=jo)

    assert waiting.asked_at == NOW
