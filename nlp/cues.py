"""Danger in a text: which kinds of it the words may mean, and whether somebody else is at risk.

A cue asks a person to look, at once; it is never a judgement. The phrases are in data/cues,
where anyone may correct them. Only words are compared, so the same text gives the same cues
wherever it is read, and the language pipeline is never needed.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from nlp.phrases import Found, Phrasebook, Spelling

DATA = Path(__file__).parent / "data" / "cues"
TIERS = ("immediate", "self", "others", "child", "rough")
WHOSE = ("writer", "other", "either")
GUARDS = ("plain", "alone", "over", "settled", "general", "pretend", "denied", "still")
SPANS = frozenset({"plain", "denied"})
"""Guards that undo the cues they overlap; the rest undo those in the same part of a text.

One that is "alone" undoes them too, where nothing but talk of coming is said beside it.
"""

_I = frozenset({"i", "im", "ive", "id", "ill", "me", "my", "myself", "us"})
_NOT = frozenset({"not", "never", "noone"})
_SETTLED = frozenset({"other", "me"})
_ASIDE = re.compile(
    r" (?:i (?:know|met|saw|see|think|reckon|found|help)|(?:told|rang|texted) me)(?= )"
)
"""Words between a person and what is said of them: "a lad I know is sleeping out"."""

_TURNS = frozenset({"but", "however", "although", "except", "yet"})


class CueProblem(ValueError):
    """A file of cues cannot be read; the message says which and what to put right."""


@dataclass(frozen=True)
class Why:
    """What one cue rests on: the words, as they are compared, and the kind of danger."""

    tiers: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Cues:
    """The kinds of danger a text may tell of; none for most."""

    tiers: frozenset[str] = frozenset()
    other_person: bool = False
    why: tuple[Why, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tiers)


_Reason = tuple[frozenset[str], bool, str]


@dataclass(frozen=True)
class _Lists:
    """Who is who, which texts are written by a child, and words of coming that hide nothing."""

    writer: frozenset[str]
    others: frozenset[str]
    children: frozenset[str]
    of_coming: frozenset[str]


@dataclass(frozen=True)
class _Book:
    phrases: Phrasebook
    lists: _Lists


def scan(text: str) -> Cues:
    """The danger a text may tell of, by the rules for risk cues; the same for the same words.

    Case, accents, apostrophes and marks at the ends make no difference. Never raises.
    """
    book = _book()
    form = book.phrases.form(text)
    found = book.phrases.find(form)
    if not any(one.label[0] == "!" for one in found):
        return Cues()
    return _weighed(form, found, book.lists)


def _weighed(form: str, found: list[Found], lists: _Lists) -> Cues:
    guards = _standing([one for one in found if one.label[0] not in "!@"], form, lists)
    parts = _parts(form)
    calm = _calm_until(guards)
    kept = [
        one
        for one in found
        if one.label[0] == "!"
        and not _is_said_not_to_be(one, form)
        and not _is_undone(one, guards, parts, calm=calm)
    ]
    young = any(one.label == "@young" for one in found)
    with_children = any(one.label == "@with_children" for one in found)
    kept = [one for one in kept if not _is_only_a_childs(one, kept)]
    reasons = [_reason(one, form, lists) for one in kept]
    tiers = {tier for tiers, _, _ in reasons for tier in tiers}
    other = _is_about_another(reasons)
    if "rough" in tiers and with_children:
        tiers.add("child")
        other = True
    if young and tiers:
        tiers.add("child")
        tiers.discard("others")
    if "immediate" in tiers and "self" in tiers and "child" not in tiers:
        tiers.discard("self")
    why = tuple(Why(tuple(sorted(t)), words) for t, _, words in reasons)
    return Cues(frozenset(tiers), other, why)


def _standing(guards: list[Found], form: str, lists: _Lists) -> list[Found]:
    """The guards that hold in this text: one that is "alone" holds as a plain one, or not at all.

    It holds where every word beside such guards is of coming, so that no cry for help is hidden.
    """
    alone = [one for one in guards if one.label == "alone"]
    beside = list(form)
    for one in alone:
        beside[one.start : one.end] = " " * (one.end - one.start)
    if lists.of_coming.issuperset(word for word in "".join(beside).split() if word != "."):
        return [replace(one, label="plain") if one in alone else one for one in guards]
    return [one for one in guards if one not in alone]


def _is_only_a_childs(cue: Found, cues: list[Found]) -> bool:
    """Whether harm by others is harm to a child and to nobody else: then it is `child` alone."""
    return (
        cue.label.startswith("!others/")
        and not _says_i(cue.words)
        and any(
            other.label.startswith("!child") and other.start < cue.end and cue.start < other.end
            for other in cues
        )
    )


def _is_about_another(reasons: list[_Reason]) -> bool:
    """Whether a kind of danger is told of somebody else, and not in so many words of the writer."""
    own = {
        tier
        for tiers, is_other, words in reasons
        if not is_other and _says_i(words)
        for tier in tiers
    }
    return any(is_other and not tiers <= own for tiers, is_other, _ in reasons)


def _says_i(words: str) -> bool:
    return not _I.isdisjoint(words.split())


def _parts(form: str) -> list[int]:
    """Where each part of a text begins: a sentence, or what comes after a "but"."""
    places, at = [0], 0
    for word in form.split(" "):
        if word == "." or word in _TURNS:
            places.append(at)
        at += len(word) + 1
    return places


def _part_of(place: int, parts: list[int]) -> int:
    return sum(start <= place for start in parts)


def _calm_until(guards: list[Found]) -> int:
    """The place up to which all is said to be well; 0 when it goes on still."""
    if any(one.label == "still" for one in guards):
        return 0
    return max((one.end for one in guards if one.label == "settled"), default=0)


def _is_undone(cue: Found, guards: list[Found], parts: list[int], *, calm: int) -> bool:
    if cue.start < calm:
        return True
    goes_on = any(one.label == "still" for one in guards)
    for guard in guards:
        if guard.label in SPANS:
            if guard.start < cue.end and cue.start < guard.end:
                return True
        elif guard.label in ("over", "general", "pretend"):
            if guard.label == "over" and goes_on:
                continue
            if guard.label == "general" and _says_i(cue.words):
                continue
            if _part_of(guard.start, parts) == _part_of(cue.start, parts):
                return True
    return False


def _is_said_not_to_be(cue: Found, form: str) -> bool:
    """Whether "not" or "never" stands before harm by others, or in a gap of its phrase.

    Thoughts of suicide are left out: "why not end it" is no denial. Those are in the files.
    """
    if cue.label.startswith(("!self", "!immediate")):
        return False
    before = form[: cue.start].rpartition(" . ")[2].split()[-2:]
    inside = [word for word in cue.words.split() if word in _NOT and word not in cue.source]
    return bool(inside) or any(word in _NOT for word in before)


def _reason(cue: Found, form: str, lists: _Lists) -> _Reason:
    named, _, whose = cue.label[1:].partition("/")
    tiers = frozenset(named.split())
    if whose in _SETTLED or _says_i(cue.words) or (whose == "writer" and "others" in tiers):
        return tiers, whose == "other", cue.words
    last = _last_named(form[: cue.start], lists) or _last_named(cue.words, lists)
    if last in lists.children and "immediate" in tiers:
        tiers |= {"child"}
    return tiers, last in lists.others, cue.words


def _last_named(before: str, lists: _Lists) -> str:
    """The last word before a phrase that says who it is about; empty when none does."""
    said = _ASIDE.sub(" ", before.rpartition(" . ")[2])
    for word in reversed(said.split()):
        if word in lists.writer or word in lists.others:
            return word
    return ""


@cache
def _book() -> _Book:
    same_as: dict[str, list[str]] = {}
    lists: dict[str, list[str]] = {}
    phrases: list[tuple[str, str]] = []
    for path in sorted(DATA.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        same_as |= data.pop("same_as", {})
        lists |= data.pop("lists", {})
        phrases.extend(_phrases(data, path.name))
    spelling = Spelling(same_as)
    named = ("i", "someone_else", "child", "of_coming")
    book = Phrasebook(phrases, lists=lists, spelling=spelling)
    writer, others, children, coming = (
        frozenset(_last_words(name, lists, spelling)) for name in named
    )
    searched = frozenset(book.form(word).strip() for word in coming)
    return _Book(book, _Lists(writer, others, children, searched))


def _last_words(name: str, lists: Mapping[str, list[str]], spelling: Spelling) -> Iterator[str]:
    for entry in lists[name]:
        if entry.startswith("$"):
            yield from _last_words(entry[1:], lists, spelling)
        else:
            yield spelling.words(entry)[-1]


def _phrases(data: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    for section, listed in data.items():
        is_cue = set(section.split()) <= set(TIERS)
        if not is_cue and section not in GUARDS and section not in ("young", "with_children"):
            raise CueProblem(f'{name}: "{section}" is not a kind of danger we know.')
        for whose, written in listed.items():
            if is_cue and whose not in WHOSE:
                raise CueProblem(f'{name}: "{whose}" is not one of {", ".join(WHOSE)}.')
            own = whose if whose == "other" or name.startswith("en_") else "me"
            label = f"!{section}/{own}" if is_cue else section
            if section in ("young", "with_children"):
                label = f"@{section}"
            for phrase in written:
                yield label, phrase
