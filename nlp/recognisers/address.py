"""Street addresses: a house or flat number with a street or a named building."""

import re
from collections.abc import Iterator

from nlp import wordlists
from nlp.recognisers import context
from nlp.spans import Span

_SURE = (
    r"street|str|road|rd|avenue|ave|av|lane|ln|crescent|cres|terrace|tce|gardens|gdns|grove|"
    r"boulevard|mews|parade|esplanade|promenade|embankment|wharf|quay|hey|croft|brow|vale"
)
_LIKELY = r"st|drive|dr|close|cl|court|ct|place|pl|square|sq|way|walk|row|hill|park|rise|green|view"
_BUILDING = r"house|lodge|court|tower|towers|heights|mansions|villas?|cottages?|buildings?|point"
_NUMBER = r"\d{1,4}[a-z]?(?:[ ]?[-/][ ]?\d{1,4}[a-z]?)?"
_NAME = r"[^\W\d_][^\W\d_]*(?:['-][^\W\d_]+)*\.?"
_FLAT = rf"(?:flat|apartment|apt|unit|studio|bedsit|room)\.?[ ]?(?:no\.?[ ])?(?:{_NUMBER}|[a-z])"
_STREET = re.compile(
    rf"(?<![\w£.:/])(?P<flat>{_FLAT}[ ,]{{1,3}})?(?P<number>{_NUMBER})[ ,]{{1,2}}"
    rf"(?P<name>(?:{_NAME}[ ]){{1,4}}?)(?P<type>{_SURE}|{_LIKELY}|{_BUILDING})(?![\w'])",
    re.IGNORECASE,
)
_IN_BUILDING = re.compile(
    rf"(?<!\w){_FLAT}[ ,]{{1,3}}(?P<name>(?:{_NAME}[ ]){{1,3}}?)"
    rf"(?P<type>{_BUILDING}|{_SURE}|{_LIKELY})(?![\w'])",
    re.IGNORECASE,
)
_BEFORE_POSTCODE = re.compile(
    rf"(?<![\w£.:/])(?P<number>{_NUMBER})[ ](?P<name>{_NAME}(?:[ ]{_NAME}){{0,2}})"
    rf"(?=,?[ ](?:{_NAME},?[ ]){{0,2}}[A-Z]{{1,2}}\d[A-Z\d]?[ ]?\d[A-Z]{{2}}(?!\w))",
    re.IGNORECASE,
)
_LIVING = re.compile(
    rf"(?<!\w)(?:live|lives|living|lived|stay|staying|address|adress|addy|home)[ ]"
    rf"(?:is[ ]|at[ ]|@[ ]|:[ ]){{1,2}}(?:number[ ]|no\.?[ ])?"
    rf"(?P<all>(?P<number>{_NUMBER})[ ](?P<name>{_NAME}))",
    re.IGNORECASE,
)
_TOWN = re.compile(rf"(?:,[ ]?|[ ])(?P<town>{_NAME})")
_COUNTED = context.words(
    r"weeks?|wks?|days?|nights?|months?|mths?|years?|yrs?|hours?|hrs?|min(?:ute)?s?|people|men|"
    r"women|lads?|kids?|children|beds?|bed(?:room)?s?|rooms?|of|times?|miles?|mins?|am|pm|o'?clock|"
    r"way|ways|families|others|adults|different|quid|pounds?|percent|stone|nd|rd|th|storey|floors?|hostels?"
)


def find(text: str) -> Iterator[Span]:
    """Each house number with its street and each flat in a named building.

    Words that count something ("3 weeks to find a place") make it no address; after the looser
    kinds of street ("close", "way", "park") the name has to look like one.
    """
    for found in _IN_BUILDING.finditer(text):
        if _is_named(found):
            yield Span(found.start(), found.end(), "ADDRESS", "address: flat in a building")
    for found in _STREET.finditer(text):
        if _is_named(found):
            end = _end_of_town(text, found.end())
            yield Span(found.start(), end, "ADDRESS", "address: number and street")
    for found in _BEFORE_POSTCODE.finditer(text):
        if not _has_plain_words(found["name"]):
            yield Span(found.start(), found.end("name"), "ADDRESS", "address: before a postcode")
    for found in _LIVING.finditer(text):
        if not _has_plain_words(found["name"]):
            yield Span(found.start("all"), found.end("all"), "ADDRESS", "address: cue")


def _end_of_town(text: str, end: int) -> int:
    """Where the address ends when the town follows the street: ", Litherland"."""
    for found in _TOWN.finditer(text, end):
        folded = wordlists.fold(found["town"])
        if found.start() != end or folded not in wordlists.listed("places"):
            break
        end = found.end()
    return end


def _is_named(found: re.Match[str]) -> bool:
    name, kind = found["name"].strip(), found["type"]
    if _has_plain_words(name):
        return False
    if re.fullmatch(_SURE, kind, re.IGNORECASE):
        return True
    if name[:1].isupper() and kind[:1].isupper() and not found.group().isupper():
        return True
    kinds = {wordlists.kind_of(wordlists.fold(word)) for word in name.split()}
    return not kinds <= {wordlists.WORD, wordlists.FUNCTION}


def _has_plain_words(name: str) -> bool:
    """Whether a word of the name counts things or only holds a sentence together."""
    if _COUNTED.search(name):
        return True
    kinds = [wordlists.kind_of(wordlists.fold(word.rstrip("."))) for word in name.split()]
    return wordlists.FUNCTION in kinds
