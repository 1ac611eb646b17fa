"""Headers on every answer: what a page may load, and that nothing personal is kept or passed on."""

from __future__ import annotations

from flask import Response, request

from engage.web.assets import is_as_named

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
YEAR = 31_536_000
MAY_GO_BACK = "private, no-cache"
"""For an empty page to type on, with nobody's words in it: a browser that has no connection, or no
script, then still has what was typed when somebody goes back to it."""


def add_headers(response: Response) -> Response:
    """Set them; a fingerprinted file may be kept for a year, an empty page gone back to."""
    headers = response.headers
    headers["Content-Security-Policy"] = POLICY
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.endpoint == "security.logout":
        headers["Clear-Site-Data"] = '"cache"'  # nor is a page then left to go back to
    if request.is_secure:
        headers["Strict-Transport-Security"] = f"max-age={YEAR}"
    if request.endpoint == "static" and response.status_code in (200, 304) and is_as_named():
        headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    elif headers.get("Cache-Control") != MAY_GO_BACK or response.status_code != 200:
        headers["Cache-Control"] = "no-store"
    return response
