"""What a story is made of, and the hours in which people may be texted, on a clock in London."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FROM, UNTIL = time(9), time(20)
ASK_FROM, ASK_UNTIL = time(10), time(18)
SATURDAY = 5


@dataclass(frozen=True)
class Says:
    """Somebody texts this, on a wall clock, and what it means about which sessions.

    `means` is yes, no, need, unclear, fact, late, off, again (what was said of a session that
    has moved and they have not heard), stop, stop_words, start, wrong, survey.
    """

    at: datetime
    words: str
    means: str
    about: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    back: str = ""


@dataclass(frozen=True)
class Someone:
    """A person of the story: their number, the language they read, and what they do."""

    number: str
    name: str
    language: str = "en"
    says: tuple[Says, ...] = ()
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meeting:
    """A session of the story, on a wall clock."""

    title: str
    starts: datetime
    ends: datetime
    capacity: int
    answer_hours: int = 48
    words: str = ""


@dataclass(frozen=True)
class Does:
    """What staff do: invite, move, cancel, walk_in or survey."""

    at: datetime
    what: str
    titles: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True)
class Story:
    """People, sessions, and what staff do."""

    people: tuple[Someone, ...]
    meetings: tuple[Meeting, ...]
    does: tuple[Does, ...]
    busy: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True)
class Text:
    """A text somebody should get: when it leaves, what it says, and about which session.

    `loose` ones may leave up to the next tick but one: their time hangs on seconds.
    """

    at: datetime
    number: str
    label: str
    title: str = ""
    loose: bool = False


def utc(wall: datetime) -> datetime:
    """The moment of a wall clock time."""
    return wall.replace(tzinfo=LONDON).astimezone(UTC)


def wall(moment: datetime) -> datetime:
    """A moment on a wall clock in London."""
    return moment.astimezone(LONDON).replace(tzinfo=None)


def may_text(moment: datetime) -> bool:
    """Whether texts go at all."""
    return FROM <= wall(moment).time() < UNTIL


def may_ask(moment: datetime) -> bool:
    """Whether texts go that nobody waits for."""
    here = wall(moment)
    return here.weekday() < SATURDAY and ASK_FROM <= here.time() < ASK_UNTIL


def opening(moment: datetime) -> datetime:
    """From when texts go."""
    here = wall(moment)
    if may_text(moment):
        return moment
    day = here.date() if here.time() < FROM else here.date() + DAY
    return utc(datetime.combine(day, FROM))


def reminded(starts: datetime) -> list[datetime]:
    """When people are reminded of a session, on a wall clock: two days and two hours before."""
    first, last = starts - 2 * DAY, starts - 2 * HOUR
    if first.time() < FROM:
        first = datetime.combine(first.date(), FROM)
    elif first.time() >= UNTIL:
        first = datetime.combine(first.date() + DAY, FROM)
    if last.time() < FROM:
        morning = datetime.combine(last.date(), FROM)
        evening = datetime.combine(last.date() - DAY, time(19))
        last = morning if morning + HOUR <= starts else evening
    elif last.time() >= UNTIL:
        last = datetime.combine(last.date(), time(19))
    return [first, last]


@dataclass
class Asked:
    """One person and one session."""

    state: str = "invited"
    round: int = 1
    since: datetime | None = None
    until: datetime | None = None
    order: int = 0
    had: bool = False
    had_offer: bool = False
    needs: dict[str, str] = field(default_factory=dict)
    chased: int = 0


@dataclass
class Pending:
    """A text that waits for its hours, while it is wanted."""

    number: str
    label: str
    title: str
    is_wanted: Callable[[], bool]
    asks: bool = False
    not_after: datetime | None = None
    not_before: datetime | None = None
    waits: Callable[[datetime], bool] | None = None
    loose: bool = False
    sent: Callable[[], None] | None = None
