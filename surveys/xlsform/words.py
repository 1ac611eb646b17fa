"""The words of a form in each of its languages, without the styling that forms may have."""

import re
from collections.abc import Iterator, Mapping

from surveys.xlsform.languages import Languages

_TAG = re.compile(r"</?(?:span|b|i|u|em|strong|p|br|div|font|h[1-6]|small|center)\b[^<>]*/?>", re.I)
_BREAK = re.compile(r"<br\b[^<>]*/?>|</p>", re.I)
_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1", re.DOTALL)
_SLANTED = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?؟。])\s+")
_HEADING_LENGTH = 90


def said(given: object, languages: Languages) -> dict[str, str]:
    """Some words by the code of each language that has them; of two columns the first counts."""
    found: dict[str, str] = {}
    if isinstance(given, str):
        return {languages.main: given} if given.strip() else {}
    for name, text in given.items() if isinstance(given, Mapping) else ():
        code = languages.codes.get(name)
        if code and isinstance(text, str) and text.strip():
            found.setdefault(code, text)
    return found


def said_twice(given: object, languages: Languages) -> Iterator[str]:
    """The columns whose words do not count, since another one is in the same language."""
    taken: set[str] = set()
    for name, text in given.items() if isinstance(given, Mapping) else ():
        code = languages.codes.get(name)
        if code in taken and isinstance(text, str) and text.strip():
            yield name
        taken |= {code} if code else set()


def unstyled(text: str) -> str:
    """The words without Markdown or HTML, which forms use for bold, colour and headings."""
    plain = _TAG.sub("", _BREAK.sub("\n", text))
    plain = _SLANTED.sub(r"\1", _BOLD.sub(r"\2", _HEADING.sub("", plain)))
    return text if plain == text else plain.strip()


def heading_and_body(text: str) -> tuple[str, str]:
    """A note as a page: its first line heads it, or the first sentence of a long one."""
    head, found, rest = text.strip().partition("\n")
    if found:
        return head.strip(), _paragraphs(rest)
    if len(text) > _HEADING_LENGTH and len(parts := _SENTENCE_END.split(text, maxsplit=1)) == 2:
        return parts[0], parts[1]
    return text.strip(), ""


def _paragraphs(text: str) -> str:
    """The rest of a note, its paragraphs a blank line apart."""
    return re.sub(r"\n[ \t]*\n\s*", "\n\n", text.strip())
