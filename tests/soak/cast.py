"""The story that is always told: forty people, three sessions, and what each of them does.

Sunday 25 October 2026 is the day the clocks go back, and Sunday 28 March 2027 the day they go
forward. Every time is on a wall clock, and every reply has its meaning beside it.
"""

from __future__ import annotations

from datetime import datetime

from tests.soak.tale import Does, Meeting, Says, Someone, Story

TEA, WALK, NEXT = "Tea and talk", "Night walk", "Next steps"
OWN_WORDS = "Bring a mug, and come by the red door."


def on(day: str, at: str) -> datetime:
    """A day of the story, as in "12 Oct", and a time."""
    number, month = day.split()
    year = 2027 if month == "Mar" else 2026
    return datetime.strptime(f"{number} {month} {year} {at}", "%d %b %Y %H:%M")


def said(
    day: str, at: str, words: str, means: str, *about: str, needs: str = "", back: str = ""
) -> Says:
    """A text that somebody sends."""
    return Says(on(day, at), words, means, about, tuple(needs.split()), back=back)


def picks(day: str, at: str, words: str, *about: str) -> Says:
    """A reply to a text that asked about tea and the walk."""
    means = "yes" if about else "no"
    return Says(on(day, at), words, means, about or (TEA, WALK), of=(TEA, WALK))


MEETINGS = (
    # At nine in the morning, on the day on which the clocks go back.
    Meeting(TEA, on("25 Oct", "09:00"), on("25 Oct", "11:00"), capacity=10),
    # Its first reminder is due in the middle of the tea.
    Meeting(WALK, on("27 Oct", "09:30"), on("27 Oct", "11:30"), capacity=30),
    Meeting(NEXT, on("23 Mar", "14:00"), on("23 Mar", "16:00"), capacity=30, words=OWN_WORDS),
)

# Who was asked to the tea alone on the first day: ten places, and those who wait.
TO_TEA = (
    ("Kev", "en", said("12 Oct", "10:40", "yes", "yes", TEA),
     said("13 Oct", "10:40", "yes", "yes", WALK),
     said("22 Oct", "16:40", "yes", "other", back="question"),
     # A reminder comes in the middle of a survey, and the next text answers the survey.
     said("23 Oct", "09:40", "3", "other", back="question"),
     said("23 Oct", "11:40", "4", "other", back="question"),
     said("23 Oct", "12:40", "a lock on the door", "other", back="reply"),
     said("1 Mar", "10:40", "ok yes", "yes", NEXT), said("9 Mar", "11:40", "yes", "yes", NEXT)),
    ("Ana", "pl", said("12 Oct", "10:40", "tak", "yes", TEA),
     said("13 Oct", "10:40", "nie", "no", WALK),
     said("14 Oct", "11:10", "nie dam rady", "no", TEA),
     said("1 Mar", "11:10", "tak", "yes", NEXT), said("9 Mar", "12:10", "nie", "no", NEXT)),
    ("Ioan", "ro", said("12 Oct", "11:10", "da", "yes", TEA),
     said("1 Mar", "11:40", "da", "yes", NEXT)),
    ("Olena", "uk", said("12 Oct", "11:10", "так", "yes", TEA),
     said("15 Oct", "12:10", "ні", "no", TEA),
     said("1 Mar", "12:10", "так", "yes", NEXT), said("10 Mar", "12:10", "так", "yes", NEXT)),
    ("Amir", "ar", said("12 Oct", "11:40", "نعم", "yes", TEA),
     said("1 Mar", "12:40", "نعم", "yes", NEXT), said("9 Mar", "19:10", "نعم", "yes", NEXT)),
    ("Farah", "fa", said("12 Oct", "11:40", "بله", "yes", TEA),
     said("22 Oct", "12:10", "STOP", "stop")),
    ("Gwen", "cy", said("12 Oct", "12:10", "ie", "yes", TEA),
     said("1 Mar", "13:10", "na", "no", NEXT)),
    ("Shaz", "en",
     said("12 Oct", "12:10", "yes but I can't do stairs", "yes", TEA, needs="step_free")),
    ("Bill", "en",
     said("12 Oct", "12:40", "count me in, can my mum come", "yes", TEA, needs="companion"),
     said("20 Oct", "10:10", "I need a lift tho", "need", TEA, needs="transport")),
    ("Joan", "en",
     said("12 Oct", "12:40", "yeah I need a lift tho", "yes", TEA, needs="transport"),
     said("23 Oct", "09:40", "no", "no", TEA)),
    ("Mo", "en", said("12 Oct", "13:10", "yes please", "yes", TEA),
     said("17 Oct", "12:10", "yes", "yes", TEA)),
    ("Dee", "en", said("12 Oct", "13:10", "👍", "yes", TEA),
     said("17 Oct", "10:10", "yes", "yes", TEA),
     said("1 Mar", "14:10", "yes", "yes", NEXT), said("15 Mar", "12:10", "STOP", "stop")),
    ("Len", "en",
     said("12 Oct", "13:40", "yes but can't afford the bus", "yes", TEA, needs="travel_cost"),
     said("15 Oct", "13:10", "no", "no", TEA)),
    ("Pat", "pl", said("12 Oct", "13:40", "nie", "no", TEA),
     said("1 Mar", "10:40", "tak", "yes", NEXT), said("11 Mar", "09:10", "tak", "yes", NEXT)),
    ("Ria", "en", said("12 Oct", "14:10", "no thanks", "no", TEA),
     said("13 Oct", "11:10", "actually yes", "yes", TEA),
     said("14 Oct", "10:10", "nope", "no", TEA)),
    ("Sid", "ro", said("12 Oct", "14:10", "nu", "no", TEA)),
    ("Tess", "en",
     said("12 Oct", "14:40", "what time is the bus", "other", back="fact_asked"),
     said("13 Oct", "10:10", "ok yes", "yes", TEA)),
    ("Una", "en", said("12 Oct", "14:40", "er", "other", back="session_unclear"),
     said("12 Oct", "15:10", "eh", "other", back="session_unclear"),
     said("12 Oct", "15:40", "hmm", "other", back="person_will_read"),
     said("13 Oct", "12:10", "no", "no", TEA)),
    ("Vic", "en", said("12 Oct", "15:10", "wrong number", "wrong")),
    ("Wyn", "en", said("12 Oct", "15:40", "STOP", "stop"),
     said("13 Oct", "15:40", "hello", "other")),
    ("Xan", "en", said("12 Oct", "15:40", "stop texting me", "stop_words"),
     said("2 Nov", "12:10", "START", "start"),
     said("1 Mar", "15:10", "yes", "yes", NEXT), said("9 Mar", "12:40", "yes", "yes", NEXT)),
    ("Yaz", "en", said("25 Oct", "12:10", "yes", "late", TEA)),
)  # fmt: skip
# Who was asked in one text to the tea and the walk.
TO_BOTH = (
    ("Zoe", "en", picks("12 Oct", "16:10", "1", TEA),
     said("16 Oct", "14:10", "yes", "yes", TEA)),
    ("Abe", "en", picks("12 Oct", "16:10", "2", WALK),
     said("26 Oct", "12:10", "ok yes", "other", WALK, back="session_is_off")),
    ("Bea", "en", picks("12 Oct", "16:40", "both", TEA, WALK)),
    ("Cal", "en", picks("12 Oct", "16:40", "2 not 1", WALK),
     said("1 Mar", "16:10", "yes", "yes", NEXT)),
    ("Dot", "en", picks("12 Oct", "17:10", "neither")),
    ("Eli", "en", picks("12 Oct", "17:10", "Tuesday yes, Sunday no", WALK)),
    ("Fay", "en"),
    ("Gus", "en", picks("12 Oct", "17:40", "no"),
     said("1 Mar", "17:40", "no", "no", NEXT)),
)  # fmt: skip
# Who was asked to the tea after hours on a Friday, and so on the Monday.
LATE = (
    ("Hal", "en", said("19 Oct", "10:40", "yes", "yes", TEA)),
    ("Ivy", "en", said("19 Oct", "11:10", "no sorry", "no", TEA)),
    ("Jo", "en"),
    ("Kit", "en"),
    ("Lou", "en"),
)
# Who was asked to the walk alone.
TO_WALK = (
    ("Max", "en", said("12 Oct", "18:10", "yes", "yes", WALK)),
    ("Nan", "en", said("12 Oct", "21:10", "yes", "yes", WALK)),
    ("Oz", "en", said("12 Oct", "18:40", "no", "no", WALK)),
    ("Peg", "en"),
    ("Quin", "en", said("12 Oct", "18:40", "yes", "yes", WALK),
     said("20 Oct", "12:10", "STOP", "stop")),
)  # fmt: skip
TROUBLES = {
    "Jo": ("30003",),
    "Kit": ("30006",) * 9,
    "Lou": ("30005",) * 9,
}
"""A phone that was off for a while, one that is no phone, and one that is gone."""
CAST = (*TO_TEA, *TO_BOTH, *LATE, *TO_WALK)
NUMBERS = {one[0]: f"+4477009001{nth:02d}" for nth, one in enumerate(CAST)}


def _people() -> tuple[Someone, ...]:
    return tuple(
        Someone(NUMBERS[name], name, language, tuple(says), TROUBLES.get(name, ()))
        for name, language, *says in CAST
    )


def _asks(day: str, at: str, titles: tuple[str, ...], names: tuple[str, ...]) -> Does:
    return Does(on(day, at), "invite", titles, tuple(NUMBERS[name] for name in names))


def _names(some: tuple[tuple[object, ...], ...]) -> tuple[str, ...]:
    return tuple(str(one[0]) for one in some)


STORY = Story(
    people=_people(),
    meetings=MEETINGS,
    does=(
        _asks("12 Oct", "10:10", (TEA,), _names(TO_TEA)),
        _asks("12 Oct", "10:10", (TEA, WALK), _names(TO_BOTH)),
        _asks("12 Oct", "10:10", (WALK,), _names(TO_WALK)),
        _asks("13 Oct", "10:10", (WALK,), ("Kev", "Ana", "Ioan")),
        _asks("16 Oct", "18:10", (TEA,), _names(LATE)),
        Does(on("22 Oct", "16:10"), "survey", numbers=(NUMBERS["Kev"],)),
        Does(on("25 Oct", "09:10"), "walk_in", (TEA,)),
        Does(on("26 Oct", "11:10"), "cancel", (WALK,)),
        _asks("1 Mar", "10:10", (NEXT,), _names(CAST)),
        Does(
            on("9 Mar", "11:10"),
            "move",
            (NEXT,),
            starts=on("30 Mar", "10:00"),
            ends=on("30 Mar", "12:00"),
        ),
    ),
    busy=(
        (on("12 Oct", "08:00"), on("12 Oct", "22:00")),
        (on("14 Oct", "08:00"), on("18 Oct", "21:00")),
        (on("19 Oct", "08:00"), on("19 Oct", "15:00")),
        (on("23 Oct", "06:00"), on("23 Oct", "21:00")),
        (on("24 Oct", "06:00"), on("26 Oct", "21:00")),
        (on("27 Oct", "06:00"), on("27 Oct", "10:00")),
        (on("9 Mar", "08:00"), on("9 Mar", "21:00")),
        (on("20 Mar", "06:00"), on("20 Mar", "12:00")),
        (on("27 Mar", "18:00"), on("28 Mar", "21:00")),
        (on("30 Mar", "06:00"), on("30 Mar", "13:00")),
    ),
)
