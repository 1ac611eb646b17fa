"""The pages people answer on: their weight, and how long a page and an answer take."""

from __future__ import annotations

from urllib.parse import urlencode

from benchmarks.figures import Figure, Found, Limit, percentile
from benchmarks.load import Ask, as_fast_as_it_answers, at_a_rate
from benchmarks.service import Place, running
from benchmarks.visitor import Begun, Weight, begin, weigh

SURVEY = "having-a-say"
ANSWERS = {
    "words": "quote",
    "area": "liverpool",
    "listened": "4",
    "involve": "Ask us first, then do it. Ring back.",
}
A_SECOND = 20
THREADS = 4
VISITORS, QUICK = 50, 10
LARGEST, MOST_REQUESTS, SLOWEST = 20.0, 3, 30.0


def measure(place: Place, *, is_quick: bool) -> Found:
    """Weigh the pages on a first visit, then have visitors answer at 20 requests a second."""
    visitors = QUICK if is_quick else VISITORS
    instance = place.instance("question", example=True)
    with running("engage.serving.web", instance=instance) as web:
        begun = [begin(web.url, SURVEY) for _ in range(visitors)]
        start = weigh(web.url, f"/s/{SURVEY}")
        asked = weigh(web.url, begun[0].first_question, cookie=begun[0].cookie)
        as_fast_as_it_answers(web.port, journeys([begin(web.url, SURVEY)]), threads=1)
        asks = journeys(begun)
        done = at_a_rate(web.port, asks, a_second=A_SECOND, threads=THREADS)
    waits = [wait * 1_000 for wait in done.waits]
    pages = [wait for ask, wait in zip(asks, waits, strict=True) if ask.method == "GET"]
    answers = [wait for ask, wait in zip(asks, waits, strict=True) if ask.method == "POST"]
    return Found(
        figures=(
            *_weights("first page", start),
            *_weights("question page", asked),
            *_times("question page", pages),
            *_times("answer", answers),
        ),
        how=(
            f"A first visit with an empty cache and gzip, headers counted. Then {visitors} "
            f"visitors, after one to warm up, answer four questions each, {A_SECOND} requests a "
            "second in all, measured from outside the server on the same machine."
        ),
    )


def journeys(begun: list[Begun]) -> list[Ask]:
    """Every visitor opens and answers each question in order, side by side with the others."""
    asks = []
    for question, answer in ANSWERS.items():
        path = f"/s/{SURVEY}/q/{question}"
        for visitor in begun:
            asks.append(Ask(path=path, headers={"Cookie": visitor.cookie}))
        for visitor in begun:
            body = urlencode({"csrf_token": visitor.token, "answer": answer}).encode()
            headers = {
                "Cookie": visitor.cookie,
                "Content-Type": "application/x-www-form-urlencoded",
            }
            asks.append(Ask(method="POST", path=path, body=body, headers=headers, expect=303))
    return asks


def _weights(what: str, weight: Weight) -> tuple[Figure, Figure]:
    return (
        Figure(
            what=f"{what}, bytes on the wire",
            value=weight.size / 1_000,
            unit="KB",
            samples=1,
            limit=Limit(at_most=LARGEST),
        ),
        Figure(
            what=f"{what}, requests",
            value=weight.requests,
            unit="requests",
            samples=1,
            limit=Limit(at_most=MOST_REQUESTS),
        ),
    )


def _times(what: str, waits: list[float]) -> tuple[Figure, Figure]:
    return (
        Figure(what=f"{what}, p50", value=percentile(waits, 50), unit="ms", samples=len(waits)),
        Figure(
            what=f"{what}, p95",
            value=percentile(waits, 95),
            unit="ms",
            samples=len(waits),
            limit=Limit(at_most=SLOWEST),
        ),
    )
