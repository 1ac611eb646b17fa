"""Somebody at a browser of their own, who answers a survey and types what they are asked for."""

from __future__ import annotations

import re

import requests

from tests.service.running import Running

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    """A browser without script: it keeps its cookie and sends back the token of each form."""

    def __init__(self, running: Running) -> None:
        self._at = f"http://127.0.0.1:{running.port}"
        self._browser = requests.Session()
        self.page = ""

    def open(self, path: str) -> str:
        """The page at an address."""
        return self._came(self._browser.get(f"{self._at}{path}", timeout=30))

    def send(self, path: str, **fields: str) -> str:
        """The page that comes of sending a form of the page that is open now."""
        token = TOKEN.search(self.page)
        assert token, self.page
        data = {"csrf_token": token.group(1), **fields}
        came = self._browser.post(f"{self._at}{path}", data=data, timeout=30, allow_redirects=False)
        self._keep_cookies()
        return self.open(came.headers["Location"]) if came.is_redirect else self._came(came)

    def _came(self, answer: requests.Response) -> str:
        self._keep_cookies()
        self.page = answer.text
        return self.page

    def _keep_cookies(self) -> None:
        """The service is told that it is at an https address, and here it is not."""
        for cookie in self._browser.cookies:
            cookie.secure = False
