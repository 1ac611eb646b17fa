"""Somebody at a browser: signs in, begins a survey, and weighs what a page brings with it."""

from __future__ import annotations

import gzip
import re
import socket
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def token_in(page: str) -> str:
    """The token that a form of the page sends back."""
    found = TOKEN.search(page)
    if found is None:
        raise LookupError("The page has no form with a token.")
    return found.group(1)


def signed_in(url: str, key: str) -> requests.Session:
    """A member of staff who has used a one-time link."""
    session = requests.Session()
    link = f"{url}/staff/link/{key}"
    page = session.get(link, timeout=30)
    done = session.post(link, data={"csrf_token": token_in(page.text)}, timeout=30)
    done.raise_for_status()
    return session


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A visitor who has begun a survey: their cookie and the token of their forms."""

    cookie: str
    token: str
    first_question: str


def begin(url: str, survey: str) -> Begun:
    """A new visitor at the first question of a survey."""
    with requests.Session() as session:
        start = f"{url}/s/{survey}"
        token = token_in(session.get(start, timeout=30).text)
        page = session.post(start, data={"csrf_token": token}, timeout=30)
        page.raise_for_status()
        cookie = "; ".join(f"{name}={value}" for name, value in session.cookies.items())
        return Begun(
            cookie=cookie, token=token_in(page.text), first_question=urlsplit(page.url).path
        )


@dataclass(frozen=True)
class Weight:
    """What a first visit to a page costs: bytes with their headers, and requests."""

    size: int
    requests: int


def weigh(url: str, path: str, *, cookie: str = "") -> Weight:
    """Fetch a page as an old phone would, with gzip at most, and all that it asks for."""
    size, page = _fetch(url, path, cookie)
    parts = _Parts()
    parts.feed(page.decode("utf-8"))
    wanted = {urljoin(path, part) for part in parts.found if not part.startswith("data:")}
    return Weight(size + sum(_fetch(url, part, cookie)[0] for part in wanted), 1 + len(wanted))


def _fetch(url: str, path: str, cookie: str) -> tuple[int, bytes]:
    """The bytes that came over the wire, and the body they hold."""
    address = urlsplit(url)
    lines = [f"GET {path} HTTP/1.1", f"Host: {address.netloc}", "Accept-Encoding: gzip"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    with socket.create_connection((address.hostname or "", address.port or 80)) as wire:
        wire.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode())
        came = b"".join(iter(lambda: wire.recv(65_536), b""))
    head, _, body = came.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1]
    if status != b"200":
        raise LookupError(f"{path} answered {status.decode()}")
    if b"content-encoding: gzip" in head.lower():
        body = gzip.decompress(body)
    return len(came), body


@dataclass
class _Parts(HTMLParser):
    """Finds what a browser fetches with a page."""

    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a stylesheet, an icon, a script or a picture."""
        given = {name: value or "" for name, value in attrs}
        linked = tag == "link" and {"stylesheet", "icon", "preload"} & set(given["rel"].split())
        if linked:
            self.found.append(given["href"])
        elif tag in ("script", "img", "source", "iframe") and given.get("src"):
            self.found.append(given["src"])
