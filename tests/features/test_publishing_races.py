"""Several who publish at the same moment, on both databases: a constraint decides."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from engage import drafts, publishing, times
from engage.drafts import ChangedSince
from engage.extensions import db
from engage.models import Survey, SurveyDraft, SurveyVersion
from engage.publishing import CannotPublish, Terms
from surveys.loading import from_dict
from tests.factories import DEFINITION, a_survey
from tests.features.databases import EITHER, an_app_on_either

AT_ONCE = 4
NOW = times.now()
PRIVATE = Terms(anonymous=False, text_word="HOME", closes_at=None)


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def at_once(app: Flask, do: Callable[[int], Callable[[], object]]) -> list[str]:
    """What came of doing something in several threads, each having read what there was before."""
    ready = threading.Barrier(AT_ONCE)
    found: list[str] = [""] * AT_ONCE

    def run(number: int) -> None:
        with app.app_context():
            try:
                act = do(number)
                ready.wait()
                act()
                db.session.commit()
                found[number] = "published"
            except (ChangedSince, CannotPublish, IntegrityError) as problem:
                db.session.rollback()
                found[number] = type(problem).__name__
            finally:
                db.session.remove()

    running = [threading.Thread(target=run, args=(n,)) for n in range(AT_ONCE)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    db.session.expire_all()
    return sorted(found)


def how_many(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_of_several_who_publish_one_new_draft_one_does(either):
    draft_id = drafts.of(DEFINITION, by=None, now=NOW).id
    db.session.commit()

    def read(number: int) -> Callable[[], object]:
        draft = db.session.get_one(SurveyDraft, draft_id)
        return lambda: publishing.publish_draft(draft, draft.revision, PRIVATE, key="week", now=NOW)

    assert at_once(either, read) == ["ChangedSince"] * (AT_ONCE - 1) + ["published"]
    assert (how_many(Survey), how_many(SurveyVersion), how_many(SurveyDraft)) == (1, 1, 0)


def test_of_several_who_publish_one_draft_of_a_next_version_one_does(either):
    draft = drafts.copy_of(a_survey(), by=None, now=NOW)
    drafts.write(draft, {**draft.definition, "title": "New"})
    draft_id = draft.id
    db.session.commit()

    def read(number: int) -> Callable[[], object]:
        draft = db.session.get_one(SurveyDraft, draft_id)
        return lambda: publishing.publish_next(draft, draft.revision, now=NOW)

    assert at_once(either, read).count("published") == 1
    assert (how_many(SurveyVersion), how_many(SurveyDraft)) == (2, 0)


@pytest.mark.parametrize("keys", [["same"] * AT_ONCE, [f"k{n}" for n in range(AT_ONCE)]])
def test_of_several_surveys_with_one_address_or_one_word_one_is_published(either, keys):
    def read(number: int) -> Callable[[], object]:
        survey = from_dict({**DEFINITION, "key": keys[number]})
        return lambda: publishing.publish(survey, PRIVATE, now=NOW)

    assert at_once(either, read) == ["CannotPublish"] * (AT_ONCE - 1) + ["published"]
    assert how_many(Survey) == 1
