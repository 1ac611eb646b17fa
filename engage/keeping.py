"""Keeping personal details unreadable at rest: encryption of columns and keyed look-up."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class CannotRead(Exception):
    """Stored bytes do not open with any key we hold."""


class Keyring:
    """Encrypts with the first key and opens with any; the key's name leads each value.

    AES-256-GCM with the column's name as associated data, so that a value cannot be moved
    to another column. Not Fernet: its tokens carry the second they were made, which would
    tie an anonymous answer to the moment of a text.
    """

    def __init__(self, keys: Sequence[tuple[str, bytes]], *, lookup: bytes) -> None:
        self._ciphers = {name.encode(): AESGCM(key) for name, key in keys}
        self._newest = keys[0][0].encode()
        self._lookup = lookup

    def seal(self, text: str, *, column: str) -> bytes:
        """The text as bytes that only this keyring opens, and only for that column."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        raw = text.encode("utf-8", "surrogatepass")
        sealed = self._ciphers[self._newest].encrypt(nonce, raw, column.encode())
        return self._newest + b"." + nonce + sealed

    def open(self, stored: bytes, *, column: str) -> str:
        """The text that was sealed for that column; raises CannotRead."""
        name, _, rest = stored.partition(b".")
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise CannotRead(f"{column}: the key that sealed it is not among ours")
        try:
            raw = cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], column.encode())
        except (InvalidTag, ValueError):
            raise CannotRead(f"{column}: it does not open with the key named in it") from None
        return raw.decode("utf-8", "surrogatepass")

    def key_of(self, text: str, *, kind: str) -> str:
        """A keyed hash to find an equal value by, 64 hex characters; kinds never collide."""
        message = f"{kind}\0{text}".encode("utf-8", "surrogatepass")
        return hmac.new(self._lookup, message, hashlib.sha256).hexdigest()
