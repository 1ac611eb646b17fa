"""A signed text in to a committed row, beside a bare Flask route that does one insert."""

from __future__ import annotations

import sqlite3
import uuid
from itertools import cycle
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from benchmarks.figures import Figure, Found, Limit, Peer, percentile
from benchmarks.load import Ask, NotAnswered, Round, as_fast_as_it_answers, at_a_rate
from benchmarks.service import TWILIO, Place, Running, running
from benchmarks.texts import free_words

THREADS = 4
RATIO = 0.6
BARE = "bare Flask insert"
A_SECOND = 100
PATH = "/texts/in"
PHONES = 200
ROUNDS, ROUND_OF, STEADY = 10, 600, 1_500
QUICK = (3, 200, 200)


def measure(place: Place, *, is_quick: bool) -> Found:
    """Rounds of ours and of the bare route in turn, then 100 texts a second to ours."""
    rounds, round_of, steady_of = QUICK if is_quick else (ROUNDS, ROUND_OF, STEADY)
    ours_in, bare_in = place.instance("webhook"), place.instance("bare")
    with (
        running("engage.serving.web", instance=ours_in, settings=TWILIO) as ours,
        running("benchmarks.bare", instance=bare_in, ready="/healthz") as bare,
    ):
        before = ours.worked(), bare.worked()
        pairs = _in_turn(ours, bare, rounds=rounds, round_of=round_of)
        worked = ours.worked() - before[0], bare.worked() - before[1]
        steady = at_a_rate(
            ours.port, signed_texts(ours.url, steady_of), a_second=A_SECOND, threads=THREADS * 2
        )
    sent = (rounds + 1) * round_of
    _check(ours_in / "engage.sqlite", "inbound_text", sent + steady_of)
    _check(bare_in / "bare.sqlite", "text", sent)
    return Found(
        figures=(
            *_figures(pairs, steady),
            Figure(
                what="work of the server for a text",
                value=worked[0] / sent * 1_000,
                unit="ms of a core",
                samples=sent,
                peer=Peer(name=BARE, value=worked[1] / sent * 1_000),
            ),
        ),
        how=(
            f"{rounds} rounds of {round_of} texts from {THREADS} clients on kept connections, ours "
            "and the bare route in turn after a round each to warm up; every row was counted "
            f"afterwards. At {A_SECOND} a second a wait counts from the moment it was due."
        ),
    )


def signed_texts(url: str, number: int) -> list[Ask]:
    """Texts as Twilio posts them, from many phones in turn, each with its signature."""
    validator = RequestValidator(TWILIO["ENGAGE_TWILIO_AUTH_TOKEN"])
    words = cycle(free_words())
    asks = []
    for at in range(number):
        sid = f"SM{uuid.uuid4().hex}"
        fields = {
            "MessageSid": sid,
            "SmsSid": sid,
            "AccountSid": TWILIO["ENGAGE_TWILIO_ACCOUNT_SID"],
            "From": f"+447700900{at % PHONES:03d}",
            "To": TWILIO["ENGAGE_TWILIO_FROM"],
            "Body": next(words),
            "NumMedia": "0",
            "NumSegments": "1",
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": validator.compute_signature(url + PATH, fields),
        }
        body = urlencode(fields).encode()
        asks.append(Ask(method="POST", path=PATH, body=body, headers=headers))
    return asks


def _in_turn(
    ours: Running, bare: Running, *, rounds: int, round_of: int
) -> list[tuple[Round, Round]]:
    """Pairs of rounds, so that a machine that slows down slows both; the first is dropped.

    Whichever went first goes second in the next pair.
    """
    pairs = []
    for number in range(rounds + 1):
        done = {}
        for server in (ours, bare) if number % 2 else (bare, ours):
            asks = signed_texts(server.url, round_of)
            done[server.port] = as_fast_as_it_answers(server.port, asks, threads=THREADS)
        pairs.append((done[ours.port], done[bare.port]))
    return pairs[1:]


def _check(database: Path, table: str, wanted: int) -> None:
    with sqlite3.connect(database) as connection:
        (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    if rows != wanted:
        raise NotAnswered(f"{wanted} texts were sent to {table} and {rows} rows are there")


def _figures(pairs: list[tuple[Round, Round]], steady: Round) -> tuple[Figure, ...]:
    ours, bare = ([pair[side] for pair in pairs] for side in (0, 1))
    waits = [wait * 1_000 for one in ours for wait in one.waits]
    bare_waits = [wait * 1_000 for one in bare for wait in one.waits]
    steadily = [wait * 1_000 for wait in steady.waits]
    rate = Figure(
        what="signed texts stored",
        value=median(one.rate for one in ours),
        unit="a second",
        samples=len(waits),
        peer=Peer(name=BARE, value=median(one.rate for one in bare)),
        paired_ratio=median(a.rate / b.rate for a, b in pairs),
        limit=Limit(at_least=RATIO, of="ratio"),
    )
    full = [
        Figure(
            what=f"p{percent} at full speed",
            value=percentile(waits, percent),
            unit="ms",
            samples=len(waits),
            peer=Peer(name=BARE, value=percentile(bare_waits, percent)),
        )
        for percent in (50, 95, 99)
    ]
    calm = [
        Figure(
            what=f"p{percent} at {A_SECOND} texts a second",
            value=percentile(steadily, percent),
            unit="ms",
            samples=len(steadily),
        )
        for percent in (50, 99)
    ]
    return (rate, *full, *calm)
