"""Finding the choices a reply mentions: digits, number words, ordinals, letters and labels.

A digit is a choice only where a person would put one: alone between two marks or joining
words, or first in the text and not counting anything. "2 cos of the noise" is; "2 weeks" is not.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from surveys.lexicon import Lexicon
from surveys.normalise import ORDINAL_ENDS, Token, tokens

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\w+\.\S+", re.IGNORECASE)
_WITHIN_A_PART = frozenset("/%+£'")
_NEGATION_REACH = 4
_FULL_MARKS = (10, 100)


@dataclass(frozen=True)
class Mention:
    """One choice mentioned: `choice` is None for a number that is not on offer ("3.5")."""

    choice: int | None
    start: int
    end: int


@dataclass(frozen=True)
class Said:
    """One reply cut into tokens, with each word in the spelling it is compared by."""

    typed: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    known: Lexicon

    def word(self, place: int) -> str:
        """The word at a place; empty before the first and after the last."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def is_in(self, place: int, name: str) -> bool:
        """Whether the word at a place is in one of the reading lists of the data file."""
        return self.word(place) in self.known.words[f"reading.{name}"]

    def tells(self, name: str) -> bool:
        """Whether any word at all is in one of the reading lists."""
        return any(self.is_in(place, name) for place in range(len(self.words)))

    def breaks(self, place: int) -> bool:
        """Whether the token at a place ends one part of the text."""
        if not 0 <= place < len(self.tokens):
            return True
        token = self.tokens[place]
        if token.is_word or token.is_number:
            return self.is_in(place, "joins") or self.is_in(place, "corrections")
        return self.words[place] not in _WITHIN_A_PART

    def part_around(self, start: int, end: int) -> tuple[int, int]:
        """Where the part of the text around a span of tokens starts and ends."""
        while not self.breaks(start - 1):
            start -= 1
        while not self.breaks(end):
            end += 1
        return start, end

    def is_brief(self, most: int) -> bool:
        """Whether the whole reply has few enough words to be one plain answer."""
        return sum(token.is_word for token in self.tokens) <= most

    def is_outermost(self, start: int, end: int) -> bool:
        """Whether nothing but breaks and filler stands on one side of a span of tokens."""
        sides = (range(start), range(end, len(self.words)))
        return any(all(self.breaks(p) or self.is_in(p, "filler") for p in side) for side in sides)

    def touches(self, place: int) -> bool:
        """Whether no space stands between the token at a place and the one before it."""
        return 0 < place < len(self.tokens) and (
            self.tokens[place].start == self.tokens[place - 1].end
        )


def covered(found: Iterable[Mention]) -> frozenset[int]:
    """The places of every token that these mentions take up."""
    return frozenset(place for one in found for place in range(one.start, one.end))


def without_addresses(typed: str) -> str:
    """A reply with web and email addresses blanked out, each character still in its place."""
    return _ADDRESS.sub(lambda found: " " * len(found[0]), typed)


def hear(typed: str, known: Lexicon) -> Said:
    """A reply ready for finding what it mentions."""
    found = tokens(without_addresses(typed))
    return Said(typed, found, tuple(known.fold(token.form) for token in found), known)


def numbers(said: Said, *, taken: frozenset[int], top: int) -> list[Mention]:
    """The numbers a reply gives as its answer; "4/5" is 4 and "10/10" is 5 where `top` is 5."""
    spans = [
        span for span in _number_spans(said, top) if not taken & set(range(span.start, span.end))
    ]
    places = {place for span in spans for place in range(span.start, span.end)}
    ruled_out = {one for one in spans if denied(said, one.start)}
    idle = places | taken | {one.start - 1 for one in ruled_out}
    found = [one for one in spans if one not in ruled_out and _stands_alone(said, one, idle)]
    loose = [span for span in spans if span not in found]
    found += [span for span in loose if _leads(said, span, loose, places | taken)]
    unheard = {span.end for span in loose if span not in found}
    starts = {span.start for span in loose if span not in found}
    kept = [one for one in spans if one in found and not _joined(said, one, unheard, starts)]
    lasting = [one for one in kept if not _is_past(said, one.start)]
    return lasting or kept


def _is_past(said: Said, place: int) -> bool:
    """Whether a number is said to have been so: "3, was a 1 before"."""
    before = place - 1
    while said.is_in(before, "filler") and not said.is_in(before, "past"):
        before -= 1
    return said.is_in(before, "past")


def _joined(said: Said, span: Mention, ends: set[int], starts: set[int]) -> bool:
    """Whether a number is tied to one that was not given as an answer: "2 or 3 hours"."""
    tied = span.end + 1 in starts and said.is_in(span.end, "either_or")
    return tied or (span.start - 1 in ends and said.breaks(span.start - 1))


def _number_spans(said: Said, top: int) -> list[Mention]:
    spans: list[Mention] = []
    place = 0
    while place < len(said.tokens):
        span = _number_at(said, place, top)
        if span:
            spans.append(span)
        place = span.end if span else place + 1
    return spans


def _number_at(said: Said, place: int, top: int) -> Mention | None:
    value = _value(said, place)
    if value is None or is_inside_a_word(said, place):
        return None
    end = place + 1
    below = _denominator(said, end)
    if below:
        return _fraction(said, place, value, below, top)
    if said.touches(end) and said.words[end] in {"%", "+", ":", "/"}:
        whole = said.words[end] == "%" and value == 100
        return Mention(top if whole else None, place, end + 1)
    if any(said.is_in(near, "halves") for near in range(end, end + 3)):
        return Mention(None, place, end)
    negative = place and said.words[place - 1] == "-" and said.touches(place)
    if negative and (place == 1 or not said.touches(place - 1)):
        return Mention(None, place, end)
    return Mention(int(value) if value == int(value) else None, place, end)


def _value(said: Said, place: int) -> float | None:
    token, word = said.tokens[place], said.words[place]
    if token.is_number and _numbers_the_question(said, place):
        return None
    if token.is_number:
        following = said.words[place + 1] if said.touches(place + 1) else ""
        return None if following in ORDINAL_ENDS else float(token.form[:12])
    known = said.known.numbers.get(word)
    if known is None or known < 0 or (known == 1 and said.is_in(place - 1, "not_one")):
        return None
    return float(known)


def _numbers_the_question(said: Said, place: int) -> bool:
    """ "Q3: 4": the number of the question is no answer to it."""
    return said.is_in(place - 1, "question_names") and place + 1 < len(said.tokens)


def is_inside_a_word(said: Said, place: int) -> bool:
    """Whether digits are part of a word: "b4", "gr8", "0ne"; "2cos" and "opt2" are not."""
    if not said.tokens[place].is_number:
        return False
    sides = ((place - 1, place), (place + 1, place + 1))
    return any(
        said.touches(join) and 0 <= near < len(said.tokens) and _is_odd_word(said, near)
        for near, join in sides
    )


def _is_odd_word(said: Said, place: int) -> bool:
    lists = ("filler", "joins", "units", "question_names", "halves", "negations", "not_plural")
    return said.tokens[place].is_word and not any(said.is_in(place, name) for name in lists)


def _denominator(said: Said, place: int) -> tuple[float, int] | None:
    """What a number is out of, and where that ends: "/5", "out of 5", "z 5"."""
    words = said.words[place : place + 2]
    size = 1 if words[:1] == ("/",) else said.known.phrases["scale.out_of"].leading(words)
    after = place + size
    if not size or after >= len(said.tokens):
        return None
    value = _value(said, after)
    return None if value is None else (value, after + 1)


def _fraction(said: Said, place: int, value: float, below: tuple[float, int], top: int) -> Mention:
    bottom, end = below
    more = said.word(end) == "/"
    if more or value != int(value):
        return Mention(None, place, end)
    if bottom == top:
        return Mention(int(value), place, end)
    full = value == bottom > top and bottom in _FULL_MARKS
    return Mention(top if full else None, place, end)


def _stands_alone(said: Said, span: Mention, places: Iterable[int]) -> bool:
    start, end = said.part_around(span.start, span.end)
    beside = [*range(start, span.start), *range(span.end, end)]
    if not said.tokens[span.start].is_number and not said.is_outermost(start, end):
        return False
    if said.touches(span.start) and said.words[span.start - 1] in {":", "£", "/"}:
        return False
    if said.is_in(span.end, "units"):
        return False
    return all(place in places or said.is_in(place, "filler") for place in beside)


def _leads(
    said: Said, span: Mention, loose: Sequence[Mention], places: frozenset[int] | set[int]
) -> bool:
    """Whether a number in digits comes first in the text and does not count something."""
    in_words = not said.tokens[span.start].is_number
    if in_words and not said.is_in(span.end, "begins_a_reason"):
        return False
    before = range(span.start)
    if not all(said.breaks(p) or said.is_in(p, "filler") or p in places for p in before):
        return False
    after = span.end
    _, end = said.part_around(span.start, after)
    others = [one for one in loose if after <= one.start < end and not negated(said, one.start)]
    if others or said.is_in(after, "units"):
        return False
    if said.breaks(after) or said.is_in(after, "filler"):
        return True
    if not said.tokens[after].is_word:
        return False
    if said.is_in(after, "not_plural"):
        return True
    return not any(_looks_counted(said, place) for place in (after, after + 1))


def _looks_counted(said: Said, place: int) -> bool:
    if place >= len(said.words) or said.breaks(place):
        return False
    word = said.words[place]
    plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return said.is_in(place, "units") or (plural and not said.is_in(place, "not_plural"))


def ordinals(said: Said, count: int) -> list[Mention]:
    """ "The second one", "2nd", "last": places in a list of `count`."""
    found: list[Mention] = []
    for place, word in enumerate(said.words):
        size, nth = 1, said.known.ordinals.get(word)
        if said.touches(place + 1) and said.words[place + 1] in ORDINAL_ENDS:
            size, nth = 2, _small_number(said.tokens[place])
        if nth is None:
            continue
        end = place + size
        noun = said.is_in(end, "ordinal_nouns")
        start, stop = said.part_around(place, end)
        beside = [*range(start, place), *range(end, stop)]
        if noun or all(said.is_in(one, "filler") for one in beside):
            choice = count if nth == -1 else nth
            if not negated(said, place):
                on_offer = choice if 1 <= choice <= count else None
                found.append(Mention(on_offer, place, end + int(noun)))
    return found


def _small_number(token: Token) -> int | None:
    return int(token.form) if token.form.isdecimal() and len(token.form) < 4 else None


def letters(said: Said, count: int) -> list[Mention]:
    """Single letters given as the answer: "b", "option b", "b) cos of the noise"."""
    given = {
        place: ord(token.form) - ord("a") + 1
        for place, token in enumerate(said.tokens)
        if len(token.form) == 1 and "a" <= token.form < chr(ord("a") + count)
    }
    given = {place: nth for place, nth in given.items() if not _is_half_a_name(said, place, given)}
    found: list[Mention] = []
    for place, choice in given.items():
        start, end = said.part_around(place, place + 1)
        beside = [*range(start, place), *range(place + 1, end)]
        idle = all(one in given or said.is_in(one, "filler") for one in beside)
        idle = idle and not denied(said, place)
        if idle and (choice > 1 or not _is_an_article(said, place, end, given)):
            found.append(Mention(choice, place, place + 1))
    return found


def _is_half_a_name(said: Said, place: int, given: Mapping[int, int]) -> bool:
    """Whether a letter belongs to a name such as A&E or B&B."""
    others = [
        p for p in (place - 2, place + 2) if "&" in said.words[min(p, place) + 1 : max(p, place)]
    ]
    return any(
        p not in given or given[p] == given[place]
        for p in others
        if 0 <= p < len(said.tokens) and len(said.tokens[p].form) == 1
    )


def _is_an_article(said: Said, place: int, end: int, given: Mapping[int, int]) -> bool:
    """Whether the "a" at a place belongs to a word after it: "a hostel", not "option a ta"."""
    after = range(place + 1, end)
    return not all(one in given or said.is_in(one, "never_nouns") for one in after)


def labelled(said: Said, labels: Mapping[tuple[str, ...], int]) -> list[Mention]:
    """Whole labels found in the text, the longest first, leaving out those denied or wished for."""
    spoken = [p for p, token in enumerate(said.tokens) if token.is_word or token.is_number]
    found: list[Mention] = []
    used: set[int] = set()
    for run in sorted(labels, key=len, reverse=True):
        for at in range(len(spoken) - len(run) + 1):
            span = spoken[at : at + len(run)]
            if used & set(span) or tuple(said.words[p] for p in span) != run:
                continue
            used |= set(span)
            found.append(Mention(labels[run], span[0], span[-1] + 1))
    return [
        one for one in found if _counts(said, one, len("".join(said.words[one.start : one.end])))
    ]


def _counts(said: Said, mention: Mention, letters_long: int) -> bool:
    start, end = said.part_around(mention.start, mention.end)
    if letters_long < 4:
        beside = [*range(start, mention.start), *range(mention.end, end)]
        return all(said.is_in(p, "filler") or said.is_in(p, "how_often") for p in beside)
    return not negated(said, mention.start) and not hedged(said, mention)


def negated(said: Said, place: int) -> bool:
    """Whether a "not" stands just before: "not friends", and "not friends or family" of both."""
    start, _ = said.part_around(place, place + 1)
    reach = {place - 1, *range(max(start, place - _NEGATION_REACH), place)}
    if any(said.is_in(one, "negations") for one in reach):
        return True
    return start > 1 and said.words[start - 1] in {"or", "nor"} and negated(said, start - 2)


def denied(said: Said, place: int) -> bool:
    """As `negated`, where "no" only puts right what was said before: "10 no 12" is 12."""
    start, _ = said.part_around(place, place + 1)
    reach = range(max(start, place - _NEGATION_REACH), place)
    if any(said.is_in(p, "negations") and not said.is_in(p, "corrections") for p in reach):
        return True
    return start > 1 and said.words[start - 1] in {"or", "nor"} and denied(said, start - 2)


def hedged(said: Said, mention: Mention) -> bool:
    """Whether the part of the text around a mention wishes, asks or looks back."""
    start, end = said.part_around(mention.start, mention.end)
    beside = [*range(start, mention.start), *range(mention.end, end)]
    return any(said.is_in(place, "hedges") for place in (start - 1, *beside))


def corrected(said: Said, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that stand once the person has put themselves right: "3, no wait, 4" is 4."""
    standing = list(mentions)
    for earlier, later in pairwise(mentions):
        if any(said.is_in(place, "corrections") for place in range(earlier.end, later.start)):
            standing = [one for one in standing if one.start >= later.start]
    return standing


def whole_number(said: Said, place: int) -> int | None:
    """The whole number at a place, in digits or a word; None when there is none."""
    value = _value(said, place) if place < len(said.tokens) else None
    return int(value) if value is not None and value == int(value) else None
