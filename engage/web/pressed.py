"""What a form had in it, so that a page between can offer the same press once more."""

from __future__ import annotations

from flask import request

OUR_OWN = "csrf_token"


def again() -> list[tuple[str, str]]:
    """Each field of the form that came, for hidden fields of the next; the token is that one's."""
    return [(name, what) for name, what in request.form.items(multi=True) if name != OUR_OWN]
