"""Links, web addresses and names used on social media."""

import re
from collections.abc import Iterator

from nlp.spans import Span

_HANDLE = re.compile(r"(?<![\w@.])@(?=[\w.]{0,29}[A-Za-z])\w[\w.]{1,29}(?<!\.)")
_LINK = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"\uFFFC]+(?<![.,;:!?)'\]])", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9-]+\.){1,4}(?:co\.uk|org\.uk|com|org|net|uk|info|example|ly|gg)"
    r"(?:/[^\s<>\"\uFFFC]*)?(?![\w@])",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<!\w)(?:insta|instagram|ig|snap|snapchat|twitter|tiktok|tik tok|facebook|fb|messenger|"
    r"telegram|discord|youtube|yt|handle|username)(?:[ ](?:name|account|handle))?"
    r"(?:[ ](?:is|as|at|called)|[ ]?[:=-])?[ ]"
    r"(?P<name>(?=[\w.]*(?:[\d_]|\.\w))(?=[\w.]*[A-Za-z])\w[\w.]{2,29}(?<!\.))",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Span]:
    """Each link, bare domain, @name, and account name after the name of a network."""
    for found in _LINK.finditer(text):
        yield Span(found.start(), found.end(), "HANDLE_URL", "web: link")
    if "." in text:
        for found in _DOMAIN.finditer(text):
            yield Span(found.start(), found.end(), "HANDLE_URL", "web: domain")
    if "@" in text:
        for found in _HANDLE.finditer(text):
            yield Span(found.start(), found.end(), "HANDLE_URL", "web: handle")
    for found in _ACCOUNT.finditer(text):
        yield Span(found.start("name"), found.end("name"), "HANDLE_URL", "web: account name")
