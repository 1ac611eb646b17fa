"""The same stand-in for the same name throughout one consultation: "[person A]", "[worker B]"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from nlp import wordlists
from nlp.spans import Span

Letters = Callable[[str], str]
"""Gives the letters that stand for a name, spelled as `wordlists.fold` does; always the same."""

PERSON = "person"
_ROLES = {
    "worker": "worker workers keyworker caseworker warden manager officer nurse doctor volunteer "
    "mentor navigator advisor adviser staff teacher solicitor counsellor therapist probation",
    "child": "son sons daughter daughters kid kids child children baby babies grandson "
    "granddaughter twins eldest youngest",
    "relative": "mum mam ma mother dad da father nan nana gran grandma grandad brother bro sister "
    "sis cousin uncle aunt auntie niece nephew",
    "partner": "partner husband hubby wife missus boyfriend bf girlfriend gf ex fiance fiancee",
    "friend": "mate mates friend friends flatmate housemate roommate neighbour",
    "landlord": "landlord landlady",
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split()}
FOUND = rf"\[(?:{PERSON}|{'|'.join(_ROLES)}) [A-Z]{{1,3}}\]"
"""A pattern for any stand-in already standing in a text."""

_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ ]$")


def letters_of(number: int) -> str:
    """A, B ... Z, AA, AB ... for 0, 1 ...: how stand-ins are counted."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def is_one(words: str) -> bool:
    """Whether words are a stand-in for a name."""
    return re.fullmatch(FOUND, words, re.IGNORECASE) is not None


def given(text: str, spans: Sequence[Span], letters: Letters) -> tuple[Span, ...]:
    """The spans, each name with its stand-in.

    A first name alone is the same person as the full name in the same text. What a name is
    called by anywhere in the text ("my worker dave") it is called throughout it.
    """
    names = {span: _name(text, span) for span in spans if span.label == "PERSON"}
    whole = {name.split()[0]: name for name in names.values() if " " in name}
    whose = {span: whole.get(name, name) for span, name in names.items()}
    roles: dict[str, str] = {}
    for span, name in whose.items():
        role = _role(text, span)
        if role:
            roles.setdefault(name, role)
    return tuple(
        replace(span, instead=f"[{roles.get(whose[span], PERSON)} {letters(whose[span])}]")
        if span in whose
        else span
        for span in spans
    )


def _name(text: str, span: Span) -> str:
    return " ".join(wordlists.fold(text[span.start : span.end]).split()) or "?"


def _role(text: str, span: Span) -> str:
    found = _WORD_BEFORE.search(text[max(0, span.start - 20) : span.start])
    return _ROLE_OF.get(wordlists.fold(found[1]), "") if found else ""
