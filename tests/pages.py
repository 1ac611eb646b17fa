"""The checks that every page any test opens goes through."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = frozenset({"input", "meta", "link", "br", "img", "hr"})


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self.twice: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        given = Counter(name for name, _ in attrs)
        self.twice += [f"{tag} says its {name} twice" for name in given if given[name] > 1]
        self._in_title = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def problems(html: str, headers: Any) -> list[str]:
    """What is wrong with a page, in words; nothing when it is as every page should be."""
    page = _Page()
    page.feed(html)
    named = Counter(attrs["id"] for _, attrs in page.tags if attrs.get("id"))
    found = [f"id {name} stands {count} times" for name, count in named.items() if count > 1]
    found += page.twice
    if sum(tag == "h1" for tag, _ in page.tags) != 1:
        found.append("a page has one h1")
    if len(page.title.strip()) < 5:
        found.append("a page has a title")
    html_tag = next((attrs for tag, attrs in page.tags if tag == "html"), {})
    if not (html_tag.get("lang") and html_tag.get("dir")):
        found.append("a page says its language and direction")
    labelled = {attrs.get("for") for tag, attrs in page.tags if tag == "label"}
    for tag, attrs in page.tags:
        hidden = attrs.get("type") in ("hidden", "submit")
        if (
            tag in ("input", "select", "textarea")
            and not hidden
            and attrs.get("id") not in labelled
        ):
            found.append(f"{tag} {attrs.get('name')} has no label")
        if "style" in attrs or tag == "style" or any(name.startswith("on") for name in attrs):
            found.append(f"{tag} has a style or script of its own, which the policy forbids")
        if tag == "script" and not attrs.get("src"):
            found.append("a script stands in the page")
        if tag == "form" and (attrs.get("method") or "get").lower() == "get":
            found.append("a form sends what people type in the address")
        found += [
            f"{attrs['href']} leads nowhere"
            for _ in [0]
            if tag == "a"
            and (attrs.get("href") or "").startswith("#")
            and len(attrs["href"] or "") > 1
            and (attrs["href"] or "")[1:] not in named
        ]
    if "default-src 'none'" not in headers.get("Content-Security-Policy", ""):
        found.append("a page comes with a policy")
    if headers.get("Referrer-Policy") != "no-referrer":
        found.append("a page passes no address on")
    return found


class CheckedClient(FlaskClient):
    """A test client that refuses a page with something wrong in it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Open an address, and check the page that comes.

        The test's own app context outlives a request, so who was signed in is dropped first.
        """
        g.pop("_login_user", None)
        answer = super().open(*args, **kwargs)
        whole = answer.mimetype == "text/html" and "X-Fragment" not in kwargs.get("headers", {})
        if whole and answer.data and answer.status_code not in (301, 302, 303):
            wrong = problems(answer.get_data(as_text=True), answer.headers)
            assert not wrong, f"{answer.request.path}: {wrong}"
        return answer


def words(answer: TestResponse) -> str:
    """What the main part of a page says, on one line; angle brackets stay escaped."""
    html = re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True).split("<main", 1)[1])
    return " ".join(html.replace("&#39;", "'").split())
