"""Several who press at the same moment on a summary's way out, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from engage import corrections, summaries, summary_drafts, summary_publishing
from engage.corrections import Missed
from engage.extensions import db
from engage.models import Staff, Statement, Summary, SummaryDraft, Survey
from engage.summary_drafts import NotAsSeen, Over, mark
from tests.features.databases import EITHER, an_app_on_either
from tests.rounds_made import somebody
from tests.summaries_made import NOW, QUOTE, WRITTEN, a_told_survey, an_asked_one, quoted

AT_ONCE = 4


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def at_once(app: Flask, *do: Callable[[], object]) -> list[str]:
    """What came of doing several things at the same moment, each in a thread of its own."""
    ready = threading.Barrier(len(do))
    found = [""] * len(do)

    def run(number: int) -> None:
        with app.app_context():
            ready.wait()
            try:
                do[number]()
                db.session.commit()
                found[number] = "done"
            except (NotAsSeen, Over) as refused:
                db.session.rollback()
                found[number] = type(refused).__name__
            finally:
                db.session.remove()

    running = [threading.Thread(target=run, args=(n,)) for n in range(len(do))]
    for one in running:
        one.start()
    for one in running:
        one.join()
    return found


def colleagues(how_many: int) -> list[Staff]:
    return [somebody(f"P{number}") for number in range(how_many)]


def test_of_several_who_publish_at_once_one_does(either):
    people = colleagues(AT_ONCE + 1)
    draft = an_asked_one(a_told_survey(people[0]), people[0])
    draft_id, seen, ids = draft.id, mark(draft), [one.id for one in people[1:]]

    def publish(staff_id: object) -> Callable[[], object]:
        return lambda: summary_publishing.publish(
            db.session.get_one(SummaryDraft, draft_id),
            seen=seen,
            by=db.session.get_one(Staff, staff_id),
            now=NOW,
        )

    ends = at_once(either, *map(publish, ids))

    assert sorted(ends) == ["Over"] * (AT_ONCE - 1) + ["done"]
    assert [one.version for one in db.session.scalars(select(Summary))] == [1]


def test_what_is_published_and_sent_back_at_once_is_one_of_them(either):
    jo, lou, ade = colleagues(3)
    draft = an_asked_one(a_told_survey(jo), jo)
    draft_id, seen, lou_id, ade_id = draft.id, mark(draft), lou.id, ade.id

    def mine() -> SummaryDraft:
        return db.session.get_one(SummaryDraft, draft_id)

    ends = at_once(
        either,
        lambda: summary_publishing.publish(
            mine(), seen=seen, by=db.session.get_one(Staff, lou_id), now=NOW
        ),
        lambda: summary_publishing.send_back(
            mine(), "Not yet", seen=seen, by=db.session.get_one(Staff, ade_id), now=NOW
        ),
    )

    assert sorted(ends) == ["Over", "done"]
    out = len(db.session.scalars(select(Summary)).all())
    db.session.refresh(draft)
    assert draft.ending == ("published" if out else "sent_back")


def test_of_several_who_freeze_at_once_one_does(either):
    people = colleagues(AT_ONCE)
    survey_id, ids = a_told_survey(people[0]).id, [one.id for one in people]

    def freeze(staff_id: object) -> Callable[[], object]:
        return lambda: summary_drafts.freeze(
            db.session.get_one(Survey, survey_id),
            WRITTEN,
            by=db.session.get_one(Staff, staff_id),
            now=NOW,
        )

    ends = at_once(either, *map(freeze, ids))

    assert sorted(ends) == ["NotAsSeen"] * (AT_ONCE - 1) + ["done"]


def test_a_detail_taken_out_while_it_goes_out_is_in_nothing_that_is_out(either):
    jo, lou = colleagues(2)
    survey = a_told_survey(jo)
    draft = an_asked_one(survey, jo)
    mine = select(Statement.id).where(Statement.released_by.is_not(None))
    statement_id, draft_id, lou_id = db.session.scalars(mine).one(), draft.id, lou.id
    seen = mark(draft)

    def put_right() -> None:
        statement = db.session.get_one(Statement, statement_id)
        by = db.session.get_one(Staff, lou_id)
        missed = Missed("the door", "ORG", "here")
        corrections.put_right(statement, missed, sure=True, by=by, now=NOW)

    ends = at_once(
        either,
        put_right,
        lambda: summary_publishing.publish(
            db.session.get_one(SummaryDraft, draft_id),
            seen=seen,
            by=db.session.get_one(Staff, lou_id),
            now=NOW,
        ),
    )

    db.session.expire_all()
    out = summaries.published(survey)
    assert ends in (["done", "done"], ["done", "NotAsSeen"])
    assert (out is None) == (ends[1] == "NotAsSeen")
    assert out is None or QUOTE not in quoted(summaries.from_dict(out.content))
