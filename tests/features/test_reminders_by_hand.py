"""A reminder that somebody asks for at the press of a button, beside those that are planned."""

from __future__ import annotations

from datetime import datetime

import pytest

from engage import reminders, session_changes
from engage.extensions import db
from tests.features.test_reminders import (
    DAY,
    HOUR,
    MINUTE,
    a_session_at,
    london,
    run,
    settings,
    sweep,
)

__all__ = ["settings"]


class TestByHand:
    """One that somebody asks for at the press of a button."""

    STARTS = datetime(2026, 12, 10, 14, 0)

    @pytest.mark.parametrize("minutes,added", [(-61, True), (-60, False), (-2, False), (5, False)])
    def test_none_is_added_beside_a_planned_one_that_is_about_to_go_or_went(
        self, app, minutes, added
    ):
        session = a_session_at(self.STARTS)
        pressed = london(2026, 12, 8, 14, 0) + minutes * MINUTE
        sweep(pressed)
        assert reminders.remind_now(session, now=pressed) == added

    @pytest.mark.parametrize("second", [0, 20])
    @pytest.mark.parametrize("hour", [13, 22])
    def test_it_is_for_the_moment_and_is_not_made_again_when_the_session_moves(
        self, app, second, hour
    ):
        session = a_session_at(self.STARTS)
        pressed = london(2026, 12, 5, hour, 0, second)
        assert reminders.remind_now(session, now=pressed)
        db.session.commit()
        run(pressed, pressed + DAY)
        starts = self.STARTS + 7 * DAY
        to = session_changes.Move(starts, starts + 2 * HOUR, session.place)
        session_changes.move(session, to, now=pressed + DAY)
        db.session.commit()
        db.session.refresh(session)
        assert [one.due_local for one in session.reminders if one.state == "waiting"] == [
            starts - 2 * DAY,
            starts - 2 * HOUR,
        ]
