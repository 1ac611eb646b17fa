"""A session that moves twice, or is called off after it moved: what each of its people heard of."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from engage import session_changes
from engage.extensions import db
from engage.session_changes import Move
from tests.factories import phone_of, texts_to
from tests.features.test_moving import NEXT, asked, go, last_to, move, says, settings

__all__ = ["asked", "settings"]
AGAIN = Move(datetime(2026, 6, 24, 10, 0), datetime(2026, 6, 24, 12, 0), "Quay Street")


class TestTheDayTheyLastHeardOf:
    """Moved, and then moved again or called off: a text names no day they never heard of."""

    def test_called_off_before_the_news_of_a_move_had_gone(self, asked):
        one = asked["accepted"]
        move(one.session)
        session_changes.cancel(one.session, now=NEXT)
        assert [text.kind for text in texts_to(phone_of(one.person))][1:] == ["moved", "notice"]
        assert (last_to(one).body or "").startswith("Tea and talk, Wednesday 10 June at 2pm, is")

    def test_called_off_once_the_news_of_a_move_had_gone(self, asked):
        one = asked["accepted"]
        move(one.session)
        go(NEXT)
        session_changes.cancel(one.session, now=NEXT)
        assert (last_to(one).body or "").startswith("Tea and talk, Wednesday 17 June at 10am, is")

    @pytest.mark.parametrize(
        "news,day", [("delivered", "17"), ("undelivered", "10"), ("expired", "10")]
    )
    def test_moved_again(self, asked, news, day):
        one = asked["accepted"]
        move(one.session)
        last_to(one).state = news
        move(one.session, AGAIN, now=NEXT + timedelta(minutes=1))
        assert (last_to(one).body or "").startswith(
            f"Tea and talk on Wednesday {day} June has moved. It is now Wednesday 24 June at 10am"
        )

    def test_who_was_told_of_the_move_in_reply_to_their_yes_has_heard_of_it(self, asked):
        one = asked["invited"]
        move(one.session)
        says(one, "yes", now=NEXT)
        session_changes.cancel(one.session, now=NEXT)
        assert (last_to(one).body or "").startswith("Tea and talk, Wednesday 17 June at 10am, is")

    def test_each_may_have_heard_of_another_day(self, asked):
        accepted, invited = asked["accepted"], asked["invited"]
        move(accepted.session)
        last_to(accepted).state = "delivered"
        session_changes.cancel(accepted.session, now=NEXT)
        assert "Wednesday 17 June at 10am" in (last_to(accepted).body or "")
        assert "Wednesday 10 June at 2pm" in (last_to(invited).body or "")

    def test_a_reply_to_a_session_that_is_off_is_told_of_that_day(self, asked):
        one = asked["accepted"]
        move(one.session)
        session_changes.cancel(one.session, now=NEXT)
        assert "Tea and talk, Wednesday 10 June at 2pm, is off" in says(one, "yes", now=NEXT)

    def test_who_said_no_to_the_new_day_heard_of_that_one_last(self, asked):
        one = asked["invited"]
        move(one.session)
        go(NEXT)
        says(one, "no", now=NEXT)
        session_changes.cancel(one.session, now=NEXT)
        assert "Wednesday 17 June at 10am, is off" in says(one, "yes", now=NEXT)

    def test_who_said_no_before_it_moved_was_told_of_no_move(self, asked):
        one = asked["declined"]
        move(one.session)
        move(one.session, AGAIN, now=NEXT + timedelta(minutes=1))
        session_changes.cancel(one.session, now=NEXT)
        assert "Wednesday 10 June at 2pm, is off" in says(one, "yes", now=NEXT)

    def test_it_is_looked_up_for_all_of_them_at_once(self, asked):
        """A search through every text, for each of many people, would hold up the service."""
        session = asked["accepted"].session
        move(session)
        go(NEXT)
        statements: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            move(session, AGAIN, now=NEXT + timedelta(minutes=1))
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        assert statements
        assert not [one for one in statements if " LIKE " in one]
