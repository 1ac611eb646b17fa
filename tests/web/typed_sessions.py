"""A session as a facilitator types it in the form."""

from __future__ import annotations

from datetime import timedelta

from engage import times

SOON = times.today(times.now()) + timedelta(days=20)
GOOD = {
    "title": "Tea and talk",
    "date-day": str(SOON.day),
    "date-month": str(SOON.month),
    "date-year": str(SOON.year),
    "starts": "2pm",
    "ends": "4.30pm",
    "where": "venue",
    "place": "The Lantern Rooms",
    "address": "4 Dock Road, Liverpool, L3 9ZZ",
    "getting_there": "A lift by the door.",
    "capacity": "12",
    "consultation": "",
}
