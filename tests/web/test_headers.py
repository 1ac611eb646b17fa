"""How long a browser may keep a page or a file."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

KEPT = "public, max-age=31536000, immutable"


def test_a_file_asked_for_by_its_own_fingerprint_is_kept_for_a_year(client):
    address = re.search(r'href="(/static/[^"]+)"', client.get("/").get_data(as_text=True))
    assert address

    with client.get(address[1]) as answer:
        assert answer.headers["Cache-Control"] == KEPT


@pytest.mark.parametrize(
    "address", ["/static/public.css?v=0123456789ab", "/static/public.css", "/static/new.css?v=1"]
)
def test_a_file_that_may_not_be_the_one_asked_for_is_not_kept(client, address):
    with client.get(address) as answer:
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_picture_has_a_fingerprint_too(app, client):
    with app.test_request_context():
        address = app.jinja_env.globals["asset"]("pictures/house.svg")

    with client.get(address) as answer:
        assert answer.headers["Cache-Control"] == KEPT
        assert answer.mimetype == "image/svg+xml"


@pytest.mark.parametrize("address, status", [("/how", 200), ("/no-such-page", 404)])
def test_a_page_is_made_small_on_its_way_whatever_it_says(app, address, status):
    came = FlaskClient(app).get(address, headers={"Accept-Encoding": "gzip"})

    assert (came.status_code, came.headers["Content-Encoding"]) == (status, "gzip")
