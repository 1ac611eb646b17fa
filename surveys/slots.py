"""Reading which of several times suit: "tues not thurs", "the 5pm one", "any but friday"."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from surveys import replies
from surveys.invitations import COMING_ALONG, likeliest, said_yes_or_no, without_verdict
from surveys.kinds.question import HEARD, Option, Question
from surveys.lexicon import DEFAULT_LANGUAGE, Lexicon
from surveys.needs_likely import with_likely
from surveys.normalise import Token, matching_form
from surveys.other_languages import languages_of
from surveys.reading import Outcome, Reading, Value
from surveys.replies import Reply
from surveys.times_chosen import Item, chosen_in, settled
from surveys.times_offered import (
    PARTS_OF_A_DAY,
    Offered,
    date_at,
    day_named,
    offered,
    time_at,
)
from surveys.wording import Sentence, say

_WEEKEND = frozenset({5, 6})
_FULL_STOPS = frozenset(".\u2026-?")
_WEEKDAYS = frozenset(range(5))

_TURNS = {
    "except": "except",
    "others": "others",
    "every": "every",
    "none": "none",
    "other": "other",
    "turned_back": "wait",
    "refused": "bad",
    "if_full": "and",
}
"""What each list of words says of the times around it; the longest found counts."""


@dataclass(frozen=True, kw_only=True)
class Slots(Question):
    """Which of a few times suit somebody; the value is the chosen ones, in the order offered."""

    kind: ClassVar[str] = "slots"
    hears: ClassVar[int | None] = HEARD
    options: tuple[Option, ...] = ()

    def value_from(self, plain: Any) -> Value:
        """The chosen times as a tuple again: JSON gives them back as a list."""
        return tuple(str(one) for one in plain) if isinstance(plain, list | tuple) else None

    def on_offer(self, language: str = DEFAULT_LANGUAGE) -> Sequence[tuple[Value, str]]:
        """Each time's value with its label."""
        return tuple((one.value, one.label) for one in self.options)

    def read(
        self, said: str, *, language: str = DEFAULT_LANGUAGE, today: date | None = None
    ) -> Reading:
        """The times chosen, () for none of them, or why a fair person would ask."""
        exact = next((one.value for one in self.options if one.value == said.strip()), None)
        if exact is not None:
            return Reading(Outcome.ANSWER, (exact,))
        if not matching_form(said):
            return Reading(Outcome.CLARIFY)
        languages = languages_of(said[:HEARD], language)
        read = likeliest([self._read_in(said, code) for code in languages])
        return with_likely(read, said[:HEARD], languages)

    def _read_in(self, said: str, language: str) -> Reading:
        reply = replies.hear(said[:HEARD], language=language)
        times = tuple(offered(one.label) for one in self.options)
        reading = _read(reply, times, language=language)
        if isinstance(reading.value, tuple):
            values = tuple(self.options[int(nth)].value for nth in reading.value)
            reading = replace(reading, value=values)
        plain = not reply.needs and len(reply.words) < 4
        return replace(reading, needs=reply.needs, words="" if plain else said.strip())

    def ask_again(self, reading: Reading, *, tries: int, language: str = DEFAULT_LANGUAGE) -> str:
        """Once, which suit; then the list of them again."""
        if tries == 1:
            return say(Sentence.SLOTS_UNCLEAR_1, language=language)
        options = "\n".join(self._listed(language))
        return say(Sentence.SLOTS_UNCLEAR_2, language=language, options=options)

    def _said(self, value: str | int | tuple[str, ...], language: str) -> str:
        if value == ():
            return say(Sentence.NONE_SAID, language=language)
        chosen = value if isinstance(value, tuple) else (str(value),)
        return ", ".join(one.label for one in self.options if one.value in chosen)

    def _under_the_question(self, language: str) -> list[str]:
        return [*self._listed(language), say(Sentence.SLOTS_TAIL, language=language)]

    def _listed(self, language: str) -> list[str]:
        return [
            say(Sentence.OPTION, language=language, number=nth, label=one.in_texts)
            for nth, one in enumerate(self.options, 1)
        ]


def _read(reply: Reply, times: tuple[Offered, ...], *, language: str) -> Reading:
    items = list(_items(reply, times))
    chosen = chosen_in(items, len(times))
    if reply.has("people") and not reply.needs & COMING_ALONG:
        return Reading(Outcome.STAFF_REVIEW)
    if not chosen.named and reply.has("other_times"):
        return Reading(Outcome.CLARIFY)
    doubtful = reply.mentions("wishes") or reply.mentions("doubts")
    if doubtful and reply.needs and not any(one.what in {"every", "none"} for one in items):
        return Reading(Outcome.CLARIFY)
    value = settled(chosen, items)
    if value is not None:
        return Reading(Outcome.ANSWER, tuple(str(nth) for nth in sorted(value)))
    if chosen.named:
        return Reading(Outcome.CLARIFY)
    if reply.mentions("doubts"):
        return Reading(Outcome.LATER if reply.has("later") else Outcome.CLARIFY)
    if said_yes_or_no(reply, language=language) == "no":
        return Reading(Outcome.ANSWER, ())
    reading = without_verdict(reply, conditional=False)
    return reading if said_yes_or_no(reply, language=language) is None else Reading(Outcome.CLARIFY)


def _items(reply: Reply, times: tuple[Offered, ...]) -> Iterator[Item]:
    """What a reply says, with names that stand together made into one: "monday afternoon"."""
    held: Item | None = None
    held_kind = ""
    for what, kind, found in _signs(reply, times):
        if what == "named" and held is not None and kind != held_kind:
            held = Item("named", _both(held.times, held_kind, found, kind))
            held_kind = "both"
            continue
        if held is not None:
            yield held
            held = None
        if what == "named":
            held, held_kind = Item("named", found), kind
        else:
            yield Item(what)
    if held is not None:
        yield held


def _both(
    one: frozenset[int], one_kind: str, other: frozenset[int], other_kind: str
) -> frozenset[int]:
    """The times that two names together mean: the early one "on thursday" is early among those."""
    for edge, within in ((one_kind, other), (other_kind, one)):
        if within and edge in {"first", "last"}:
            return frozenset({min(within) if edge == "first" else max(within)})
    return one & other


Sign = tuple[str, str, frozenset[int]]


def _between(start: int, stop: int) -> Callable[[Offered], bool]:
    return lambda one: one.minutes is not None and start <= one.minutes < stop


def _signs(reply: Reply, times: tuple[Offered, ...]) -> Iterator[Sign]:
    finder = _Finder(reply, times)
    place = 0
    while place < len(reply.tokens):
        if finder.is_reason(place):
            return
        sign, place = finder.at(place)
        if sign is not None:
            yield sign


@dataclass(frozen=True)
class _Finder:
    reply: Reply
    times: tuple[Offered, ...]

    @property
    def known(self) -> Lexicon:
        return self.reply.known

    def at(self, place: int) -> tuple[Sign | None, int]:
        """What stands at a place among the tokens, and where the next thing begins."""
        if size := self._leading("meals", place):
            return None, place + size
        turned = self._turn(place)
        if turned:
            return (turned[0], "", frozenset()), place + turned[1]
        token = self.reply.tokens[place]
        if not (token.is_word or token.is_number):
            ends = token.form not in {"'", ":"}
            return (("end", "", frozenset()) if ends else None), place + 1
        return self._named(place) or (None, place + 1)

    def is_reason(self, place: int) -> bool:
        """Whether a reason or a question begins here: what comes after "cos" chooses nothing."""
        if place == 0:
            return False
        before = self.reply.tokens[place - 1]
        asks = not (before.is_word or before.is_number) and self._asks_from(place)
        return asks or bool(self._leading("reasons", place))

    def _asks_from(self, place: int) -> bool:
        """Whether the rest of the reply is a question: "monday. is lunch included"."""
        rest = (token for token in self.reply.tokens[place:] if token.is_word or token.is_number)
        words = tuple(self.known.fold(token.form) for token in rest)
        return words in self.known.patterns["invitation.asks"]

    def _turn(self, place: int) -> tuple[str, int] | None:
        sizes = {name: self._leading(name, place) for name in _TURNS}
        longest = max(sizes, key=sizes.__getitem__)
        if sizes[longest]:
            return _TURNS[longest], sizes[longest]
        word = self._word(place)
        if word in self.known.words["yes_no.corrections"]:
            return "wait", 1
        if word in self.known.words["reading.negations"]:
            return ("wait" if self._takes_back(place) else "no"), 1
        if self._leading("maybe", place):
            return "maybe", 1
        if self._leading("on_condition", place):
            return "if", 1
        if word in {"and", "or", "&", "plus"}:
            return "and", 1
        if word in self.known.words["yes_no.joins"]:
            return "end", 1
        return ("yes", 1) if self._leading("suits", place) else None

    def _takes_back(self, place: int) -> bool:
        """Whether a "no" between a full stop and one last time puts right what came before it."""
        ends = place > 0 and self.reply.tokens[place - 1].form in _FULL_STOPS
        if self._word(place) != "no" or not ends:
            return False
        found = self._named(place + 1) if place + 1 < len(self.reply.tokens) else None
        return found is not None and found[1] == len(self.reply.tokens)

    def _named(self, place: int) -> tuple[Sign, int] | None:
        tokens = self.reply.tokens
        day = day_named(tokens[place].form, self.known)
        if day is not None:
            return self._where("day", place + 1, lambda one: one.day == day)
        if self._leading("weekend", place):
            return self._where("day", place + 1, lambda one: one.day in _WEEKEND)
        if self._leading("weekdays", place):
            return self._where("day", place + 1, lambda one: one.day in _WEEKDAYS)
        for name, (start, stop) in PARTS_OF_A_DAY.items():
            if size := self._leading(name, place):
                return self._where("time", place + size, _between(start, stop))
        if self._tells_of_a_need(place):
            return None
        return self._by_letter(place) or self._by_number(place) or self._by_order(place)

    def _by_letter(self, place: int) -> tuple[Sign, int] | None:
        """A letter that begins the reply and stands alone: "b please", "A but with no stairs"."""
        letter, after = self._word(place), self._word(place + 1)
        nth = ord(letter) - ord("a") if len(letter) == 1 else -1
        begins = place == 0 or self._word(place - 1) == "option"
        joins = self.known.words["yes_no.joins"] | self.known.words["yes_no.closers"]
        alone = not after or after in joins or not after.isalnum() or after in {"if", "or"}
        if not (begins and alone and 0 <= nth < len(self.times)):
            return None
        return ("named", "order", frozenset({nth})), place + 1

    def _by_number(self, place: int) -> tuple[Sign, int] | None:
        tokens: tuple[Token, ...] = self.reply.tokens
        if date := date_at(tokens, place):
            order = date[0] <= len(self.times) and not any(t.date == date[0] for t in self.times)
            if order:
                return ("named", "order", frozenset({date[0] - 1})), date[1]
            return self._where("date", date[1], lambda one: one.date == date[0])
        if told := time_at(tokens, place, self.known):
            time, end = told
            return self._where("time", end, lambda one: time.is_at(one.minutes))
        return self._bare_number(place)

    def _bare_number(self, place: int) -> tuple[Sign, int] | None:
        token = self.reply.tokens[place]
        word = self._word(place)
        number = int(token.form) if token.form.isdecimal() else self.known.numbers.get(word, -1)
        idle = self._is_part_of_a_word(place) if token.is_number else self._is_idle_number(place)
        if number < 1 or idle:
            return None
        if token.is_number and self._word(place + 1) in self.known.words["reading.units"]:
            return None
        hour = {
            nth
            for nth, one in enumerate(self.times)
            if one.minutes is not None and one.minutes % 720 == number * 60 % 720
        }
        found = {number - 1} if number <= len(self.times) else hour
        if not found and any(one.date == number for one in self.times):
            return self._where("date", place + 1, lambda one: one.date == number)
        named = self._beside_a_day(place) and bool(hour)
        kind = "time" if named or number > len(self.times) else "order"
        return ("named", kind, frozenset(hour if named else found)), place + 1

    def _is_part_of_a_word(self, place: int) -> bool:
        """Whether a number names no time: "x2", "whos 5", "2moro", "evening 1"."""
        if (self._word(place - 1),) in self.known.phrases["slots.before_no_time"]:
            return True
        if self._word(place) == "1" and any(self._leading(n, place - 1) for n in PARTS_OF_A_DAY):
            return True
        tokens = self.reply.tokens
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        runs_on = after is not None and after.is_word and after.start == tokens[place].end
        return runs_on and self._word(place + 1) not in self.known.words["reading.units"]

    def _beside_a_day(self, place: int) -> bool:
        """Whether a day is named just before, or with "at" between: "fri at 3"."""
        back = place - 2 if self._word(place - 1) in {"at", "o", "the", "about"} else place - 1
        return back >= 0 and day_named(self._word(back), self.known) is not None

    def _is_idle_number(self, place: int) -> bool:
        """Whether the word "one" stands for a time and not for the number: "the morning one"."""
        counted = self._word(place - 1) in {"option", "number", "slot", "choice"}
        is_one = self.known.numbers.get(self._word(place)) == 1
        return is_one and len(self.reply.words) > 1 and not counted

    def _by_order(self, place: int) -> tuple[Sign, int] | None:
        nth = self.known.ordinals.get(self._word(place))
        kind = "order"
        if self._leading("earliest", place):
            nth, kind = 1, "first"
        if self._leading("latest", place):
            nth, kind = -1, "last"
        if self._leading("middle", place) and len(self.times) % 2:
            nth = len(self.times) // 2 + 1
        if nth is None:
            return None
        at = len(self.times) - 1 if nth == -1 else nth - 1
        inside = frozenset({at} if at < len(self.times) else set())
        return ("named", kind, inside), place + 1

    def _where(self, kind: str, end: int, fits: Callable[[Offered], bool]) -> tuple[Sign, int]:
        found = {nth for nth, one in enumerate(self.times) if fits(one)}
        return ("named", kind, frozenset(found)), end

    def _tells_of_a_need(self, place: int) -> bool:
        spoken = sum(t.is_word or t.is_number for t in self.reply.tokens[:place])
        return spoken in self.reply.telling

    def _word(self, place: int) -> str:
        tokens = self.reply.tokens
        return self.known.fold(tokens[place].form) if 0 <= place < len(tokens) else ""

    def _leading(self, name: str, place: int) -> int:
        window = self.reply.tokens[place : place + 6]
        words = tuple(self.known.fold(token.form) for token in window)
        return self.known.phrases[f"slots.{name}"].leading(words)
