"""The words of a text as they were written, where a network wrapped them up on the way."""

from __future__ import annotations

import base64
import binascii
import re

SHORTEST = 60
"""Shorter words are never wrapped: only texts of several parts have been seen to be."""

WRAPPED = re.compile(r"[A-Za-z0-9+/]+={0,2}")
SPACES = "\n\r\t "


def unpacked(body: str, *, parts: str) -> str:
    """The words of a text; left exactly as they came wherever there is doubt.

    Twilio has been seen to hand over texts of several parts in base64. They are opened only
    when the provider says there were several parts and what comes out is plainly writing:
    whole UTF-8, with spaces between words and nothing unprintable. A person's own long string
    of letters stays as it is.
    """
    several = parts.isdecimal() and int(parts) > 1
    if not several or len(body) < SHORTEST or len(body) % 4 or not WRAPPED.fullmatch(body):
        return body
    try:
        words = base64.b64decode(body, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return body
    return words if _is_writing(words) else body


def _is_writing(words: str) -> bool:
    plain = all(c.isprintable() or c in SPACES or c in "\u200c\u200d\u200e\u200f" for c in words)
    return plain and any(c in SPACES for c in words.strip())
