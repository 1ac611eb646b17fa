"""Earlier answers put into later words: XLSForm names a question or a calculation, `${area}`."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.xlsform.expressions import Answer, Call, Compared, Expression, NotRead, Text, parse
from surveys.xlsform.relevance import Sources

_NAMED = re.compile(r"\$\{([^{}]+)\}")
_BRACES = str.maketrans({"{": "(", "}": ")"})
_NOT_PUT_IN = {"free_text", "information"}
WHAT_YOU_SAID = {
    "en": "what you said",
    "cy": "yr hyn a ddywedoch",
    "pl": "to, co zostało powiedziane",
    "ar": "ما قلته",
    "fa": "آنچه گفتید",
    "ro": "ce ați spus",
    "uk": "те, що ви сказали",
}
"""What stands for an answer that is not there, until the author writes better words."""


@dataclass(frozen=True)
class PutIn:
    """An answer that goes into words; `otherwise` is None where the form has no words for then."""

    name: str
    otherwise: str | None = None


@dataclass
class Pipes:
    """The calculations of a form that only put an answer into words, by their names."""

    calculated: Mapping[str, PutIn]
    used: set[str] = field(default_factory=set)

    def carried(
        self, text: str, language: str, sources: Sources, noted: Callable[[str, str], None]
    ) -> str:
        """Words of a form in which each answer is put in the way we write it.

        `noted` is told what there is to say about it, and what its author can do.
        """

        def put_in(found: re.Match[str]) -> str:
            name = found[1].strip()
            piped = self.calculated.get(name, PutIn(name))
            source = sources.known.get(piped.name)
            stands = WHAT_YOU_SAID.get(language, WHAT_YOU_SAID["en"])
            if source is None or source.kind in _NOT_PUT_IN:
                reason = "is people's own words" if source else sources.others.get(name, "")
                noted(*_left_out(name, reason))
                return stands
            self.used.add(name)
            if piped.otherwise is None:
                noted(*_without_words(name))
            otherwise = stands if piped.otherwise is None else piped.otherwise
            return f"${{{source.key}|{otherwise.translate(_BRACES)}}}"

        return _NAMED.sub(put_in, text)


def _left_out(name: str, reason: str) -> tuple[str, str]:
    because = f", which {reason}" if reason else ""
    return (
        f"Some words put in {name}{because}.",
        f"They say “{WHAT_YOU_SAID['en']}” in its place. Write them in another way.",
    )


def _without_words(name: str) -> tuple[str, str]:
    return (
        f"Some words put in the answer to {name}.",
        f"With no answer they say “{WHAT_YOU_SAID['en']}”. Change that to suit the sentence.",
    )


def pipes_of(rows: Iterator[Mapping[str, Any]]) -> Pipes:
    """The calculations among these rows that only put an answer into words."""
    found = {}
    for row in rows:
        written = row.get("bind", {}).get("calculate")
        if row.get("type") != "calculate" or not isinstance(written, str):
            continue
        try:
            piped = _put_in(parse(written))
        except NotRead:
            continue
        if piped is not None:
            found[str(row.get("name"))] = piped
    return Pipes(found)


def _put_in(tree: Expression) -> PutIn | None:
    """What an expression puts in, if it is an answer as people see it."""
    if isinstance(tree, Answer):
        return PutIn(tree.name)
    if not isinstance(tree, Call):
        return None
    given = tree.given
    if tree.function in {"jr:choice-name", "format-date"} and len(given) == 2:
        return PutIn(given[0].name) if isinstance(given[0], Answer) else None
    if tree.function == "coalesce" and len(given) == 2:
        return _or_else(_put_in(given[0]), given[1])
    if tree.function == "if" and len(given) == 3 and isinstance(given[0], Compared):
        test = given[0]
        if isinstance(test.left, Answer) and test.right == Text("") and test.sign in {"=", "!="}:
            shown, otherwise = (
                given[2 if test.sign == "=" else 1],
                given[1 if test.sign == "=" else 2],
            )
            piped = _put_in(shown)
            return _or_else(piped, otherwise) if piped and piped.name == test.left.name else None
    return None


def _or_else(piped: PutIn | None, otherwise: Expression) -> PutIn | None:
    words = _words(otherwise)
    return PutIn(piped.name, words) if piped and words is not None else None


def _words(tree: Expression) -> str | None:
    """Fixed words; XLSForm has to put them together where they hold both kinds of quotes."""
    if isinstance(tree, Text):
        return tree.words
    if isinstance(tree, Call) and tree.function == "concat":
        parts = [_words(one) for one in tree.given]
        return None if None in parts else "".join(one for one in parts if one is not None)
    return None
