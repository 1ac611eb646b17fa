"""Numbers left to hear what comes of a survey: apart from answers, and let go in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import hear_back, phones, retention, times
from engage.extensions import db
from engage.models import HearBack
from tests.factories import a_person, a_phone, a_survey, phone_of

NUMBER = "+447700900321"


def numbers() -> list[str]:
    db.session.commit()
    db.session.expire_all()
    return list(db.session.scalars(select(HearBack.number)))


@pytest.mark.parametrize(
    "typed",
    [
        "07700 900321",
        "+44 7700 900321",
        "0044 7700 900321",
        "(07700) 900-321",
        "07700900321 ",
        "\u202a07700 900321\u202c",
        "+44 (0)7700 900321",
        "٠٧٧٠٠٩٠٠٣٢١",
    ],
)
def test_a_uk_mobile_is_taken_however_it_is_typed(app, typed):
    hear_back.leave(a_survey(), typed, language="en")
    assert numbers() == [NUMBER]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "\x00",
        "hello",
        "0151 496 0123",
        "+33 6 12 34 56 78",
        "999",
        "07700",
        "07700 9003",
        "07700 900321 07700 900322",
        "7" * 500,
        "kev@example.org",
        "07700 900321; STOP",
    ],
)
def test_what_is_no_uk_mobile_is_not_kept(app, typed):
    with pytest.raises(hear_back.NotAUKMobile):
        hear_back.leave(a_survey(), typed, language="en")
    assert numbers() == []


def test_a_second_time_is_kept_once_and_in_the_language_of_the_last(app):
    survey = a_survey()
    hear_back.leave(survey, "07700 900321", language="en")
    hear_back.leave(survey, "+447700900321", language="pl")
    assert numbers() == [NUMBER]
    assert db.session.scalars(select(HearBack.language)).all() == ["pl"]
    assert hear_back.how_many(survey) == 1


def test_each_survey_has_numbers_of_its_own(app):
    one, other = a_survey(), a_survey("other")
    hear_back.leave(one, NUMBER, language="en")
    hear_back.leave(other, NUMBER, language="en")
    assert (hear_back.how_many(one), hear_back.how_many(other)) == (1, 1)


def test_nothing_in_a_row_tells_when_or_whose_or_which_phone_we_know_it_is(app):
    person = a_person(number=NUMBER)
    hear_back.leave(a_survey(), NUMBER, language="en")
    row = db.session.scalars(select(HearBack)).one()
    assert set(HearBack.__table__.columns.keys()) == {
        "id",
        "survey_id",
        "number",
        "number_key",
        "language",
    }
    assert row.number_key not in (phone_of(person).number_key, phones.key_of(NUMBER))


@pytest.mark.parametrize("said", ["STOP", "stop texting me", "wrong number"])
def test_whoever_texts_stop_is_let_go_of_in_every_survey(app, say, said):
    for key in ("one", "other"):
        survey = a_survey(key)
        hear_back.leave(survey, NUMBER, language="en")
        hear_back.leave(survey, "07700 900322", language="en")
    db.session.commit()
    say(a_phone(NUMBER), said)
    assert numbers() == ["+447700900322"] * 2


@pytest.mark.parametrize(
    "closed_days_ago, kept", [(None, True), (-7, True), (364, True), (366, False)]
)
def test_a_number_is_kept_until_a_year_after_its_survey_closed(app, closed_days_ago, kept):
    survey, now = a_survey(), times.now()
    hear_back.leave(survey, NUMBER, language="en")
    if closed_days_ago is None:
        survey.closes_at = None
    else:
        survey.closes_at = now - timedelta(days=closed_days_ago)
    db.session.commit()
    retention.sweep(now=now)
    assert numbers() == ([NUMBER] if kept else [])
