"""Words that are taken back, or taken out, are gone from a summary on its way out as well."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage import answering, corrections, releasing, summaries, summary_drafts, summary_publishing
from engage.corrections import Missed
from engage.extensions import db
from engage.models import Answer, DraftQuote
from engage.summary_drafts import NotAsSeen, mark
from tests.replied import responses
from tests.summaries_made import NOW, frozen, published, quoted


def gone(waiting, lou, seen):
    """How many quotes are out of it; and it is not as it was seen."""
    db.session.expire_all()
    assert quoted(summary_drafts.shown(waiting)) == []
    with pytest.raises(NotAsSeen):
        summary_publishing.publish(waiting, seen=seen, by=lou, now=NOW)
    db.session.rollback()
    return summary_drafts.quotes_gone(waiting)


def test_words_are_gone_when_answers_are_deleted(waiting, lou, statement):
    seen = mark(waiting)
    answering.forget(db.session.get_one(Answer, statement.answer_id).response)
    db.session.commit()

    assert gone(waiting, lou, seen) == 1
    assert db.session.scalars(select(DraftQuote)).all() == []


def test_words_are_gone_when_somebody_wants_to_be_quoted_no_more(waiting, lou, statement):
    seen = mark(waiting)
    db.session.get_one(Answer, statement.answer_id).response.use_of_words = "themes"
    db.session.commit()

    assert gone(waiting, lou, seen) == 1


def test_words_are_gone_when_a_reader_keeps_them_back(waiting, lou, statement):
    seen = mark(waiting)
    releasing.keep_back(statement, now=NOW)
    db.session.commit()

    assert gone(waiting, lou, seen) == 1


def test_words_are_gone_when_a_reader_takes_a_detail_out_until_they_are_read_again(
    waiting, lou, statement
):
    seen = mark(waiting)
    missed = Missed("the door", "ORG", "here")
    corrections.put_right(statement, missed, sure=True, by=lou, now=NOW)
    db.session.commit()
    assert gone(waiting, lou, seen) == 1

    releasing.release(statement, lou, now=NOW)
    db.session.commit()
    assert quoted(summaries.from_dict(published(waiting, lou).content)) == [
        "I slept by [organisation]"
    ]


def test_words_are_gone_when_a_detail_is_found_after_it_went_out(waiting, lou, statement, told):
    published(waiting, lou)
    missed = Missed("the door", "ORG", "here")
    corrections.put_right(statement, missed, sure=True, by=lou, now=NOW)
    db.session.commit()

    out = summaries.published(told)
    assert out is not None
    assert quoted(summaries.from_dict(out.content)) == ["I slept by [organisation]"]


def test_the_area_goes_alone_where_that_alone_is_taken_back(waiting, jo, statement, told):
    responses(told, 9, borough="wirral", codes=["safety"])
    draft = frozen(told, jo, seen=mark(waiting))
    before = summary_drafts.shown(draft).themes[0].quotes[0]
    db.session.get_one(Answer, statement.answer_id).response.use_of_words = "quote"
    after = summary_drafts.shown(draft).themes[0].quotes[0]

    assert (before.area, after.area) == ("wirral", "")
    assert after.text == before.text
