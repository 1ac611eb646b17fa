"""Stories drawn by chance: who is asked when, what they say in which language, what goes wrong."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import date, datetime, time

from tests.soak.tale import DAY, HOUR, Does, Meeting, Says, Someone, Story

YES = {
    "en": ("yes", "count me in", "ok yes", "👍", "yes please"),
    "cy": ("ie", "byddaf yno"),
    "pl": ("tak", "tak, przyjdę"),
    "ro": ("da",),
    "uk": ("так",),
    "ar": ("نعم",),
    "fa": ("بله",),
}
NO = {
    "en": ("no", "no thanks", "nope", "sorry cant come", "cant make it sorry"),
    "cy": ("na",),
    "pl": ("nie", "nie dam rady"),
    "ro": ("nu", "nu mai pot"),
    "uk": ("ні",),
    "ar": ("لا",),
    "fa": ("نه",),
}
NEEDING = (
    ("yes but I can't do stairs", "step_free"),
    ("yeah I need a lift tho", "transport"),
    ("yes but can't afford the bus", "travel_cost"),
)
AROUND = (date(2026, 10, 25), date(2027, 3, 28))
"""The days on which the clocks change."""
FRIDAY = 4
TITLES = ("Tea and talk", "Night walk", "Next steps")


class Drawn:
    """Draws one story by a seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        change = self.dice.choice(AROUND)
        self.monday = change - (13 if self.dice.random() < 0.5 else 6) * DAY
        self.does: list[Does] = []
        self.people: list[Someone] = []
        self._numbers = itertools.count(100)

    def story(self) -> Story:
        """People, sessions, and what happens to them."""
        meetings = tuple(self._meeting(title) for title in TITLES)
        for meeting in meetings:
            self._around(meeting)
        last = max(one.ends or one.at for one in self.does) if self.does else meetings[0].ends
        last = max(last, *(one.ends for one in meetings)) + DAY
        busy = []
        day = self.monday
        while day <= last.date():
            busy.append((datetime.combine(day, time(6)), datetime.combine(day, time(21))))
            day += DAY
        return Story(tuple(self.people), meetings, tuple(self.does), tuple(busy))

    def _meeting(self, title: str) -> Meeting:
        day = self.monday + self.dice.randint(8, 20) * DAY
        at = time(self.dice.choice((9, 9, 10, 11, 14, 18)), self.dice.choice((0, 30)))
        starts = datetime.combine(day, at)
        words = self.dice.choice(("", "Bring a mug, and come by the red door."))
        hours, places = self.dice.choice((12, 24, 48, 72)), self.dice.randint(1, 6)
        return Meeting(title, starts, starts + 2 * HOUR, places, hours, words)

    def _around(self, meeting: Meeting) -> None:
        """Ask some people, have them reply, and perhaps move the session or call it off."""
        asked = datetime.combine(self.monday, time(10, 10)) + self.dice.randint(0, 4) * DAY
        hears = asked + HOUR / 2
        if asked.weekday() == FRIDAY:
            asked, hears = asked.replace(hour=18), hears + 3 * DAY
        off = moved = None
        starts, chance = meeting.starts, self.dice.random()
        if chance < 0.3:
            off = self._moment(hears, starts).replace(hour=11, minute=10)
            off = max(off, hears + HOUR)
        elif chance < 0.7:
            moved = hears.replace(hour=11, minute=10) + self.dice.randint(1, 3) * DAY
            starts += self.dice.randint(1, 5) * DAY
            starts = max(starts, moved.replace(hour=10, minute=0) + 5 * DAY)
        people = [self._someone(meeting.title, hears, starts, off) for _ in range(10)]
        self.people += people
        numbers = tuple(one.number for one in people)
        self.does.append(Does(asked, "invite", (meeting.title,), numbers))
        if off is not None and off < starts:
            self.does.append(Does(off, "cancel", (meeting.title,)))
        if moved is not None and moved < meeting.starts:
            ends = starts + 2 * HOUR
            self.does.append(Does(moved, "move", (meeting.title,), starts=starts, ends=ends))

    def _moment(self, first: datetime, last: datetime) -> datetime:
        """A time between two, at forty past, by day or in the evening."""
        hours = max(1, int((last - first) / HOUR) - 1)
        found = (first + self.dice.randint(1, hours) * HOUR).replace(minute=40)
        return found.replace(hour=self.dice.randint(7, 22))

    def _someone(
        self, title: str, hears: datetime, starts: datetime, off: datetime | None
    ) -> Someone:
        number = f"+447700900{next(self._numbers):03d}"
        language = self.dice.choice(("en", "en", "en", *YES))
        says = tuple(self._says(title, language, hears, starts, off))
        troubles = () if says else self.dice.choice(((), ("30003",), ("30006",) * 9))
        return Someone(number, f"P{number[-3:]}", language, says, troubles)

    def _says(
        self, title: str, language: str, hears: datetime, starts: datetime, off: datetime | None
    ) -> Iterator[Says]:
        """What one person says over time, up to the start."""
        moments = sorted({self._moment(hears, starts) for _ in range(self.dice.randint(0, 4))})
        is_stopped = False
        for at in moments:
            if not hears < at < starts - HOUR / 2 or (off is not None and abs(off - at) < HOUR):
                continue
            chance = self.dice.random()
            if is_stopped:
                is_stopped = chance > 0.5
                if not is_stopped:
                    yield Says(at, "START", "start")
            elif chance < 0.1:
                is_stopped = True
                yield Says(at, "STOP", "stop")
            else:
                yield self._answer(at, title, language, is_off=off is not None and at > off)

    def _answer(self, at: datetime, title: str, language: str, *, is_off: bool) -> Says:
        is_yes = self.dice.random() < 0.65
        words = self.dice.choice((YES if is_yes else NO)[language])
        if is_off:
            return Says(at, words, "other", (title,), back="session_is_off")
        if is_yes and language == "en" and self.dice.random() < 0.3:
            words, need = self.dice.choice(NEEDING)
            return Says(at, words, "yes", (title,), (need,))
        return Says(at, words, "yes" if is_yes else "no", (title,))


def a_story(seed: int) -> Story:
    """A story that this seed always draws."""
    return Drawn(seed).story()
