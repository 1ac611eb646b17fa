"""How hard English is to read: its sentences, how long they are, and a reading age."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from surveys.syllables import syllables

ENOUGH_WORDS = 30
"""Words from which a reading age is told.

The formula was made on passages of prose. Each syllable more adds 11.8 years divided by the number
of words, so one long word (three syllables more than the usual) moves the age of a question of ten
words by three and a half years: that judges the word, not the writing. At thirty it is about one.
"""
GOOD_AGE, HIGHEST_AGE = 9, 11
"""The age to aim for, after GOV.UK, and the oldest that is fair to people who are asked."""
MOST_WORDS = 20
"""Words in a sentence; more is a long one."""

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_END = re.compile(
    r"[.!?…]+[\"'”’)\]]*(?=\s|$)"
    r"|\n[ \t]*\n"
    r"|\n(?=[ \t]*(?:[-*•–]|\d+[.)])[ \t])"  # the items of a list
)
_SHORTENED = frozenset({"e.g", "i.e", "mr", "mrs", "ms", "dr", "st", "no", "vs", "approx"})
_LONGEST_SHORTENED = 12
"""Characters that hold any of these, with a bracket before it."""
_PIPED = re.compile(r"\$\{[^{}|]*\|?|(?<=[\w .,'’!?])\}")
_QUOTED = re.compile(
    r"“[^“”]*”|\"[^\"\n]*\"|‘(?:[^‘’]|’(?=\w))*’"
    r"|(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w))*'(?!\w)"
)
"""No quote has another one of its kind inside: looking for its end ends where one begins."""
_SAYING = re.compile(
    r"\b(?:said|says|say|(?:told|tells) (?:us|me|him|her|them)|wrote|writes|put it|called)\W*$",
    re.I,
)
_QUOTE_FROM = 5
"""Words from which what stands in quotation marks is taken for somebody's own."""


@dataclass(frozen=True)
class Sentence:
    """One sentence: where it stands in its text, and its words as written."""

    start: int
    end: int
    words: tuple[str, ...]


def judged(text: str) -> str:
    """The text with nothing but spaces for what is not the writer's own: quotes, and piping.

    Every character stays in its place. A label in quotation marks, “hard to reach”, is the
    writer's; what somebody said is theirs.
    """
    plain = _PIPED.sub(lambda match: " " * len(match[0]), text) if "${" in text else text
    return _QUOTED.sub(_hidden_if_said, plain)


def _hidden_if_said(quote: re.Match[str]) -> str:
    said = quote[0]
    told = _SAYING.search(quote.string, max(0, quote.start() - 40), quote.start())
    if not told and len(_WORD.findall(said)) < _QUOTE_FROM:
        return said
    inside = said[1:-1]
    stop = inside[-1:] if inside.endswith((".", "!", "?")) else " "
    return said[0] + " " * (len(inside) - 1) + stop[: len(inside)] + said[-1]


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; a line of a list is one, and so is a heading."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for match in _END.finditer(text):
        last = max(start, match.start() - _LONGEST_SHORTENED)
        before = text[last : match.start()].rsplit(maxsplit=1)
        if match[0] == "." and before and before[-1].lower().lstrip("(") in _SHORTENED:
            continue
        yield from _sentence(text, start, match.end())
        start = match.end()
    yield from _sentence(text, start, len(text))


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    if words := _WORD.findall(text, start, end):
        inside = text[start:end]
        first = start + len(inside) - len(inside.lstrip())
        yield Sentence(first, start + len(inside.rstrip()), tuple(words))


def reading_age(text: str) -> float | None:
    """The age at which most people read English as hard as this; None when it is too short to say.

    It is the Flesch-Kincaid grade and five years (a first grader in the United States is six):
    J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, Derivation of New Readability
    Formulas, Research Branch Report 8-75, Naval Technical Training Command, 1975.
    """
    found = sentences(judged(text))
    return age_of(found)


def age_of(found: tuple[Sentence, ...]) -> float | None:
    """The reading age of sentences; None when there are too few words."""
    words = [word for one in found for word in one.words]
    if len(words) < ENOUGH_WORDS:
        return None
    grade = 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return round(max(grade, 0.0) + 5, 1)


def reading_age_in_words(text: str) -> str:
    """The reading age as one or two short sentences, for somebody who is writing."""
    found = sentences(judged(text))
    age = age_of(found)
    if age is None:
        return "Too short to tell a reading age."
    told = f"Reading age {age_in_words(age)}."
    if round(age) <= GOOD_AGE:
        return f"{told} Good."
    if round(age) <= HIGHEST_AGE:
        return f"{told} Fine; {GOOD_AGE} is better."
    return f"{told} Try {what_helps(found)}."


def age_in_words(age: float) -> str:
    """An age as it is told; past school years the number means nothing."""
    return f"about {age:.0f}" if age <= _GROWN_UP else f"over {_GROWN_UP}"


def what_helps(found: tuple[Sentence, ...]) -> str:
    """What would bring the reading age down most: "shorter sentences" or "shorter words"."""
    long_ones = sum(len(one.words) for one in found) / len(found) > _USUAL_LENGTH
    return "shorter sentences" if long_ones else "shorter words"


_GROWN_UP = 18
_USUAL_LENGTH = 14
"""Words in a sentence of plain writing, on average."""
