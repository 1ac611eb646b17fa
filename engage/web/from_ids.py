"""Ids as they come in an address or a form: one that is no id is nobody's."""

from __future__ import annotations

import uuid


def by_id(written: str) -> uuid.UUID | None:
    """The id that is written, or None where it is none."""
    try:
        return uuid.UUID(written)
    except ValueError:
        return None
