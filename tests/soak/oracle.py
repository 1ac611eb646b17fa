"""Which texts each person should get in a consultation, worked out with nothing of the service.

A small model of what was promised to people, on a London wall clock: who is told what, when, and
in what hours. It knows what each reply means because the story says so, not by reading it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time
from functools import partial

from tests.soak.tale import (
    HOUR,
    Asked,
    Does,
    Pending,
    Says,
    Story,
    Text,
    may_ask,
    may_text,
    opening,
    reminded,
    utc,
    wall,
)

STOPS = ("stop", "stop_words", "wrong")
HOLDING = ("accepted", "offered")


class Oracle:
    """Goes through a story tick by tick, and writes down every text there should be."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.meetings = {one.title: one for one in story.meetings}
        self.starts = {one.title: one.starts for one in story.meetings}
        self.ends = {one.title: one.ends for one in story.meetings}
        self.people = {one.number: one for one in story.people}
        self.asked: dict[str, dict[str, Asked]] = {one.title: {} for one in story.meetings}
        self.cancelled: set[str] = set()
        self.stopped: set[str] = set()
        self.dead: set[str] = set()
        self.gone: dict[str, set[datetime]] = {}
        self.walk_ins: Counter[str] = Counter()
        self.reminders = {
            one.title: [utc(at) for at in reminded(one.starts)] for one in story.meetings
        }
        self.pending: list[Pending] = []
        self.texts: list[Text] = []
        self.taken: Counter[str] = Counter()
        self.order = 0
        self.now = datetime.min.replace(tzinfo=UTC)

    # What people are told

    def tell(self, number: str, label: str, title: str = "", **more: object) -> None:
        """A text to somebody, now or as soon as its hours come."""
        given = {"is_wanted": lambda: True, **more}
        self.pending.append(Pending(number, label, title, **given))  # type: ignore[arg-type]

    def answer(self, number: str, label: str, title: str = "") -> None:
        """An answer to somebody who texted this minute, at any hour."""
        if label:
            self._goes(Pending(number, label, title, lambda: True))

    def reachable(self, number: str) -> bool:
        """Whether texts may go to somebody."""
        return number not in self.stopped | self.dead

    def _goes(self, one: Pending) -> None:
        self.texts.append(Text(self.now, one.number, one.label, one.title, loose=one.loose))
        codes = self.people[one.number].troubles if one.number in self.people else ()
        nth = self.taken[one.number]
        self.taken[one.number] += 1
        if nth < len(codes):
            self._did_not_arrive(one, codes[nth])
        elif one.sent is not None:
            one.sent()

    def _did_not_arrive(self, one: Pending, code: str) -> None:
        """A phone that was off gets it again; one who has not had it has not been asked."""
        if code == "30006":
            self.dead.add(one.number)
        elif code == "30005":
            days = self.gone.setdefault(one.number, set())
            days.add(datetime.combine(wall(self.now).date(), time()))
            if len(days) > 1:
                self.dead.add(one.number)
        elif code == "30003":
            one.not_before, one.loose = self.now + 4 * HOUR, True
            self.pending.append(one)

    # Going through the story

    def go_through(self, ticks: Sequence[datetime]) -> None:
        """Everything that happens, in order."""
        says = [(utc(one.at), who, one) for who in self.story.people for one in who.says]
        says.sort(key=lambda found: found[0])
        does = sorted(self.story.does, key=lambda one: utc(one.at))
        for tick in ticks:
            self.now = tick
            while says and says[0][0] <= tick:
                _, who, one = says.pop(0)
                self.hear(who.number, one)
            while does and utc(does[0].at) <= tick:
                self.staff(does.pop(0))
            self.sweep()
        assert not says
        assert not does

    def hear(self, number: str, said: Says) -> None:
        """What a reply does."""
        if said.means in STOPS:
            self.answer(
                number,
                {"stop_words": "stop_confirmation", "wrong": "wrong_number"}.get(said.means, ""),
            )
            self.stopped.add(number)
        elif said.means == "start":
            self.stopped.discard(number)
        elif number not in self.stopped:
            self.dead.discard(number)
            getattr(self, f"hear_{said.means}")(number, said)

    def hear_yes(self, number: str, said: Says) -> None:
        """A yes to one or several sessions, and a no to the others of the same text."""
        took = {title: self.accept(number, title, said.needs) for title in said.about}
        for title in said.of:
            if title not in said.about:
                self.decline(number, title)
        labels = set(took.values())
        if len(took) == 1:
            ((title, label),) = took.items()
            self.answer(number, label, title if label not in NO_TITLE else "")
        elif took:
            self.answer(number, "sessions_full" if labels <= {"session_full"} else "sessions_yes")

    def accept(self, number: str, title: str, needs: Iterable[str]) -> str:
        """Somebody says yes to a session; what they are told."""
        one = self.asked[title][number]
        self.offer(title)
        had = one.state
        if had not in HOLDING:
            one.state = "accepted" if self.free(title) else "waiting"
        else:
            one.state = "accepted"
        if had != "waiting" or one.state == "accepted":
            self.order += 1
            one.order = self.order
        one.until = None
        is_new = False
        for need in needs:
            is_new = is_new or one.needs.get(need, "not_needed") == "not_needed"
            one.needs[need] = "open"
        if one.state == "accepted":
            return "session_yes_needs" if is_new else "session_yes"
        return "session_waits_again" if had == "lapsed" else "session_full"

    def hear_no(self, number: str, said: Says) -> None:
        """A no."""
        for title in said.about:
            self.decline(number, title)
        self.answer(number, "session_no")

    def decline(self, number: str, title: str) -> None:
        """Somebody does not come, and their place goes to the next."""
        one = self.asked[title][number]
        one.state, one.until = "declined", None
        one.needs = dict.fromkeys(one.needs, "not_needed")
        self.offer(title)

    def hear_need(self, number: str, said: Says) -> None:
        """They need something, and have said yes before."""
        for title in said.about:
            self.asked[title][number].needs |= dict.fromkeys(said.needs, "open")
        self.answer(number, "session_needs")

    def hear_other(self, number: str, said: Says) -> None:
        """What changes nothing; the story says what comes back."""
        self.answer(number, said.back, said.about[0] if said.about else "")

    def hear_late(self, number: str, said: Says) -> None:
        """A reply when it has begun."""
        for title in said.about:
            one = self.asked[title][number]
            if one.state == "invited":
                one.state = "declined"
        self.answer(number, "session_over")

    def staff(self, does: Does) -> None:
        """What staff do."""
        getattr(self, f"staff_{does.what}")(does)

    def staff_invite(self, does: Does) -> None:
        """Ask people to one session, or in one text to several."""
        label = "session_invitation" if len(does.titles) == 1 else "sessions_invitation"
        for number in does.numbers:
            if not self.reachable(number):
                continue
            new = [Asked(since=self.now) for _ in does.titles]
            for title, one in zip(does.titles, new, strict=True):
                self.asked[title][number] = one

            def had(new: list[Asked] = new) -> None:
                for one in new:
                    one.had = True

            def is_wanted(titles: tuple[str, ...] = does.titles) -> bool:
                return not self.cancelled.issuperset(titles)

            self.tell(
                number,
                label,
                does.titles[0] if len(does.titles) == 1 else "",
                asks=True,
                sent=had,
                is_wanted=is_wanted,
                not_after=min(utc(self.starts[title]) for title in does.titles),
            )

    def staff_move(self, does: Does) -> None:
        """A session is at another time: whoever held a place is asked again."""
        (title,), starts, ends = does.titles, does.starts, does.ends
        assert starts is not None
        assert ends is not None
        self.starts[title], self.ends[title] = starts, ends
        self.reminders[title] = [utc(at) for at in reminded(starts) if utc(at) > self.now]
        for number, one in self.asked[title].items():
            if one.state in ("declined", "lapsed"):
                continue
            one.round += 1
            one.since = self.now
            if one.state in HOLDING:
                one.state, one.until = "offered", utc(starts)
            if not self.reachable(number):
                continue
            label = "session_moved_waiting" if one.state == "waiting" else "session_moved"
            self.tell(
                number, label, title, is_wanted=self._as_asked(title, number), not_after=utc(starts)
            )

    def _as_asked(self, title: str, number: str) -> Callable[[], bool]:
        one = self.asked[title][number]
        as_it_was = (one.round, one.state)
        return lambda: (one.round, one.state) == as_it_was and title not in self.cancelled

    def staff_cancel(self, does: Does) -> None:
        """A session is off: whoever heard of it and has not said no is told."""
        (title,) = does.titles
        self.cancelled.add(title)
        for number, one in self.asked[title].items():
            one.needs = dict.fromkeys(one.needs, "not_needed")
            if one.state != "declined" and one.had and self.reachable(number):
                self.tell(number, "session_cancelled", title, not_after=utc(self.starts[title]))

    def staff_walk_in(self, does: Does) -> None:
        """Somebody comes in who was not asked."""
        self.walk_ins[does.titles[0]] += 1

    def staff_survey(self, does: Does) -> None:
        """Somebody is asked to a survey by text."""
        for number in does.numbers:
            self.tell(number, "invitation", asks=True)

    # What comes by itself

    def free(self, title: str) -> bool:
        """Whether there is a place."""
        held = sum(one.state in HOLDING for one in self.asked[title].values())
        return held + self.walk_ins[title] < self.meetings[title].capacity

    def offer(self, title: str) -> None:
        """Each free place is offered to whoever has waited longest and can be told."""
        until = self.answer_by(title)
        if title in self.cancelled or until is None:
            return
        line = sorted(self.asked[title].items(), key=lambda found: found[1].order)
        for number, one in line:
            if one.state == "waiting" and self.reachable(number) and self.free(title):
                one.state, one.until, one.since = "offered", until, self.now
                one.round += 1
                one.had_offer = False
                self.tell(
                    number,
                    "session_offer",
                    title,
                    sent=partial(setattr, one, "had_offer", True),
                    not_after=until,
                    is_wanted=self._as_asked(title, number),
                )

    def answer_by(self, title: str) -> datetime | None:
        """Until when an offer made now may be answered; None when there is no time for one."""
        goes = opening(self.now)
        ends = goes + self.meetings[title].answer_hours * HOUR
        if goes == self.now or ends.minute:  # some seconds after a full hour is after it
            ends = ends.replace(minute=0) + HOUR
        if not may_text(ends):
            ends = opening(ends) + HOUR
        ends = min(ends, utc(self.starts[title]) - 2 * HOUR)
        return ends if ends - goes >= HOUR else None

    def sweep(self) -> None:
        """Offers end, places are offered, people are reminded, and what waited goes."""
        for title in self.meetings:
            if title not in self.cancelled and self.now < utc(self.starts[title]):
                self._end_offers(title)
                self.offer(title)
            self._remind(title)
        self._chase()
        waiting, self.pending = self.pending, []
        for one in waiting:
            if not self._is_over(one) and not self._go_now(one):
                self.pending.append(one)

    def _is_over(self, one: Pending) -> bool:
        is_late = one.not_after is not None and self.now >= one.not_after
        return is_late or not one.is_wanted() or not self.reachable(one.number)

    def _go_now(self, one: Pending) -> bool:
        if one.not_before is not None and self.now < one.not_before:
            return False
        allowed = may_ask(self.now) and may_text(self.now) if one.asks else may_text(self.now)
        if not allowed or (one.waits is not None and one.waits(self.now)):
            return False
        self._goes(one)
        return True

    def _end_offers(self, title: str) -> None:
        for one in self.asked[title].values():
            if one.state == "offered" and one.until is not None and one.until <= self.now:
                one.state, one.until = "lapsed" if one.had_offer else "waiting", None

    def _remind(self, title: str) -> None:
        due = [at for at in self.reminders[title] if at <= self.now]
        self.reminders[title] = [at for at in self.reminders[title] if at > self.now]
        if not due or title in self.cancelled:
            return
        for number, one in self.asked[title].items():
            if one.state == "accepted" and self.reachable(number):
                own = self.meetings[title].words and self.people[number].language == "en"
                self.tell(
                    number,
                    "own_words" if own else "session_reminder",
                    "" if own else title,
                    is_wanted=self._as_asked(title, number),
                    not_after=utc(self.starts[title]) - HOUR / 2,
                    waits=self._comes_before(title, number),
                )

    def _comes_before(self, title: str, number: str) -> Callable[[datetime], bool]:
        """Whether they still go to another session first."""

        def is_still_to_go(now: datetime) -> bool:
            return any(
                other != title
                and other not in self.cancelled
                and number in self.asked[other]
                and self.asked[other][number].state in HOLDING
                and self.ends[other] <= self.starts[title]
                and utc(self.ends[other]) > now
                for other in self.meetings
            )

        return is_still_to_go

    def _chase(self) -> None:
        """Half of a longer offer is over, and nothing was said."""
        for title, asked in self.asked.items():
            for number, one in asked.items():
                if one.state != "offered" or one.until is None or one.since is None:
                    continue
                since = opening(one.since)
                if title in self.cancelled or one.chased == one.round:
                    continue
                if one.until - since <= 25 * HOUR or self.now < since + (one.until - since) / 2:
                    continue
                if not one.until > self.now:
                    continue
                one.chased = one.round
                moved = one.until >= utc(self.starts[title])
                if self.reachable(number):
                    self.tell(
                        number,
                        "session_kept" if moved else "session_place_kept",
                        title,
                        is_wanted=self._as_asked(title, number),
                        not_after=one.until,
                        loose=True,
                    )


NO_TITLE = ("session_full", "session_waits_again")
