"""Street addresses: a house, flat, room or bed number with a street or a named building."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from nlp import wordlists
from nlp.recognisers import address_words as parts
from nlp.recognisers import context
from nlp.spans import Span
from nlp.wordlists import PLACE, UNKNOWN

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_MOST_PARTS = 3
_NAMED = frozenset({wordlists.WORD, wordlists.FUNCTION})


def may_be_in(lowered: str, words: AbstractSet[str]) -> bool:
    """Whether `find` may find any in a text, given in small letters, with its runs of them."""
    if not words.isdisjoint(parts.BESIDE):
        return True
    if "box" in lowered or ("the" in words and parts.THE_NUMBERED.search(lowered)):
        return True
    return bool(parts.ONE_WORD_NUMBERED.search(lowered) or parts.POSTCODE.search(lowered))


def find(text: str) -> Iterator[Span]:
    """Each address, with the floor, room or house beside it and the street and town after it."""
    for one in _found(text):
        yield replace(one, start=_start_of_parts(text, one.start), end=_end_of_parts(text, one.end))


def _start_of_parts(text: str, start: int) -> int:
    for _ in range(_MOST_PARTS):
        found = parts.PART_BEFORE.search(text, max(0, start - 60), start)
        if not found:
            break
        start = found.start()
    return start


def _end_of_parts(text: str, end: int) -> int:
    if flat := parts.FLAT_AFTER.match(text, end):
        end = flat.end()
    for _ in range(_MOST_PARTS):
        found = parts.PART_AFTER.match(text, end)
        if not found or not _is_part(found):
            break
        end = found.end()
    return _end_of_town(text, end)


def _is_part(found: re.Match[str]) -> bool:
    """Whether the words after an address are a street's: in capitals, or after a comma."""
    name = found["name"].strip(" ,")
    if name.istitle() and found["type"].istitle():
        return True
    return "," in found["joint"] and _is_named_so(name)


def _is_named_so(name: str) -> bool:
    words = {wordlists.fold(word.strip(".,")) for word in name.split()}
    return not _has_plain_words(name) and not words & parts.GENERIC


def _found(text: str) -> Iterator[Span]:
    """Each house number with its street and each flat, room or bed in a named building.

    Words that count something ("3 weeks to find a place") make it no address; after the looser
    kinds of street ("close", "way", "park") the name has to look like one.
    """
    lowered = context.lowered(text)
    words = set(_WORD.findall(lowered))
    has_digit = _DIGIT.search(text) is not None
    if not has_digit and words.isdisjoint(parts.NUMBER_WORDS):
        return
    if not words.isdisjoint(parts.UNIT_WORDS) and parts.ROOM_IN_SMALL_LETTERS.search(lowered):
        yield from _in_buildings(text)
    if not words.isdisjoint(parts.TYPE_WORDS) and parts.NUMBER_AND_STREET.search(lowered):
        yield from _on_streets(text)
    if has_digit:
        yield from _other(text, words, lowered)


def _other(text: str, words: set[str], lowered: str) -> Iterator[Span]:
    has_postcode = parts.POSTCODE.search(lowered) is not None
    if not words.isdisjoint(parts.TYPE_WORDS):
        yield from _whole(text, parts.AFTER, "address: number after the street")
        if ", " in text and has_postcode:
            yield from _whole(text, parts.HOUSE_AND_LANE, "address: house by its name")
    if "box" in lowered:
        yield from _whole(text, parts.BOX, "address: post box")
    if "the" in words and parts.THE_NUMBERED.search(lowered):
        for one in _whole(text, parts.THE_STREET, "address: number and the street"):
            yield replace(one, end=_end_of_town(text, one.end))
    if parts.ONE_WORD_NUMBERED.search(lowered):
        yield from _of_one_word(text)
    lived_in = not words.isdisjoint(parts.LIVING_WORDS)
    if lived_in:
        yield from _at_a_name(text)
    if has_postcode:
        yield from _before_postcode(text)
    if lived_in:
        yield from _lived_in(text)


def _whole(text: str, pattern: re.Pattern[str], rule: str) -> Iterator[Span]:
    for found in pattern.finditer(text):
        yield Span(found.start(), found.end(), "ADDRESS", rule)


def _of_one_word(text: str) -> Iterator[Span]:
    for found in parts.ONE_WORD.finditer(text):
        folded = wordlists.fold(found["name"])
        if folded not in parts.NO_STREETS and wordlists.kind_of(folded) not in _NAMED:
            yield Span(found.start(), found.end(), "ADDRESS", "address: number and one word")


def _at_a_name(text: str) -> Iterator[Span]:
    for found in parts.AT_A_NAME.finditer(text):
        if wordlists.kind_of(wordlists.fold(found["name"])) in (UNKNOWN, PLACE):
            yield Span(found.start("all"), found.end("all"), "ADDRESS", "address: at a name")


def _before_postcode(text: str) -> Iterator[Span]:
    for found in parts.BEFORE_POSTCODE.finditer(text):
        if not _has_plain_words(found["name"]):
            yield Span(found.start(), found.end("name"), "ADDRESS", "address: before a postcode")


def _lived_in(text: str) -> Iterator[Span]:
    for found in parts.LIVING.finditer(text):
        if not _has_plain_words(found["name"]) and not _stands_for_a_word(found):
            yield Span(found.start("all"), found.end("all"), "ADDRESS", "address: cue")


def _stands_for_a_word(found: re.Match[str]) -> bool:
    """Whether a number is a small word of texts: "use her address 4 post"."""
    word = wordlists.fold(found["name"])
    return found["number"] in ("2", "4") and wordlists.kind_of(word) == wordlists.WORD


def _in_buildings(text: str) -> Iterator[Span]:
    rooms = list(parts.ROOM.finditer(text))
    if not rooms:
        return
    for found in parts.IN_BUILDING.finditer(text):
        if _is_building(found):
            more = parts.AND_BUILDING.match(text, found.end())
            end = _end_of_town(text, more.end() if more else found.end())
            yield Span(found.start(), end, "ADDRESS", "address: flat in a building")
    for found in rooms:
        start = _start_of_building(text, found.start())
        if start < found.start():
            yield Span(start, found.end(), "ADDRESS", "address: building and its room")
    for found in parts.AT_NAMED.finditer(text):
        title = (
            re.search(r"The[ ]$", text[max(0, found.start("name") - 4) : found.start("name")])
            and found["name"].istitle()
        )
        if title or _is_place_name(found["name"]):
            yield Span(found.start(), found.end(), "ADDRESS", "address: flat at a name")


def _on_streets(text: str) -> Iterator[Span]:
    street = parts.STREET_AFTER_COMMA if ", " in text else parts.STREET
    for found in street.finditer(text):
        if _is_named(found):
            more = parts.THEN_STREET.match(text, found.end())
            end = _end_of_town(text, more.end() if more else found.end())
            yield Span(_start_of_name(found), end, "ADDRESS", "address: number and street")


def _start_of_name(found: re.Match[str]) -> int:
    """Where an address starts, without small words: "at Bramble Cottage, 2 Mill Lane"."""
    for word in _WORD.finditer(found["flat"] or ""):
        if wordlists.kind_of(wordlists.fold(word.group())) != wordlists.FUNCTION:
            return found.start("flat") + word.start()
    return found.start("prefix") if found["prefix"] else found.start("number")


def _start_of_building(text: str, start: int) -> int:
    """Where the named building starts that stands before a room number: "Bellview Hotel room 9"."""
    found = parts.BUILDING_FIRST.search(text, max(0, start - 60), start)
    if not found:
        return start
    first = start
    for word in reversed(list(re.finditer(r"[^\W\d_]+(?:['-][^\W\d_]+)*", found["name"]))):
        folded = wordlists.fold(word.group())
        if folded in parts.GENERIC or wordlists.kind_of(folded) == wordlists.FUNCTION:
            break
        first = found.start() + word.start()
    if first == start and wordlists.fold(found["type"]) in parts.BRANDS:
        return found.start("type")
    return first


def _end_of_town(text: str, end: int) -> int:
    """Where the address ends when the town follows the street: ", Litherland"."""
    for found in parts.TOWN.finditer(text, end):
        folded = re.sub(r"[-.]", " ", wordlists.fold(found["town"])).strip()
        if found.start() != end or not (" " in folded or folded in wordlists.listed("places")):
            break
        end = found.start("town") + len(found["town"].rstrip("."))
    return end


def _is_named(found: re.Match[str]) -> bool:
    name, kind = found["name"].strip(" ,"), found["type"]
    if _has_plain_words(name):
        return False
    words = [wordlists.fold(word.strip(".,")) for word in name.split()]
    kinds = {wordlists.kind_of(word) for word in words}
    in_words = not any(map(str.isdigit, found["number"]))
    if parts.SURE.fullmatch(kind) and not in_words:
        return not set(words) <= parts.GENERIC
    if name[:1].isupper() and kind[:1].isupper() and not found.group().isupper():
        return True
    before = found.string[max(0, found.start() - 16) : found.start()]
    if (found["prefix"] or parts.ADDRESSED.search(before)) and not in_words:
        return not set(words) & parts.GENERIC
    return not kinds <= _NAMED or (not in_words and _is_homely(found, words))


def _is_homely(found: re.Match[str], words: list[str]) -> bool:
    """Whether everyday words are a street's: "7 park drive", but not "3 shops close at 5"."""
    if found["type"].lower() not in parts.HOMELY or set(words) & parts.GENERIC:
        return False
    return not words[-1].endswith("s") and not parts.GOES_ON.match(found.string, found.end())


def _is_building(found: re.Match[str]) -> bool:
    """Whether the words between number and "house" are a name, not "night" or "shared"."""
    name = found["name"].strip(" ,")
    words = [wordlists.fold(word.strip(".,'")) for word in name.split()]
    if words[0] in parts.SAINTS and len(words) > 1:
        return True
    if _has_plain_words(name):
        return False
    if found.group("name").istitle() and found["type"].istitle():
        return True
    return not set(words) & parts.GENERIC


def _is_place_name(name: str) -> bool:
    """Whether one word after a room number is a name of its own: "room 12 Fernbank"."""
    if " " in name:  # St Josephs
        return True
    folded = wordlists.fold(name)
    if folded in parts.GENERIC or wordlists.kind_of(folded) in _NAMED:
        return False
    if folded.endswith(parts.PLACE_ENDINGS) and len(folded) > 6:
        return True
    return (
        name[:1].isupper()
        and not name.isupper()
        and wordlists.kind_of(folded)
        in (
            wordlists.UNKNOWN,
            wordlists.PLACE,
        )
    )


def _has_plain_words(name: str) -> bool:
    """Whether a word of the name counts things or only holds a sentence together."""
    if parts.COUNTED.search(name) or parts.SENTENCE_ENDS.search(name):
        return True
    words = [wordlists.fold(word.strip(".,")).removesuffix("'s") for word in name.split()]
    return any(
        wordlists.kind_of(word) == wordlists.FUNCTION and word not in parts.ALSO_IN_NAMES
        for word in words
    )
