"""Nudges gathered from a burst: each written soon, the same one once, the rest at the end."""

from __future__ import annotations

import threading

import pytest

from engage import queueing
from engage.extensions import db, nudge, queue
from engage.nudging import Gathered, Nudge


class Written:
    """What was written, batch by batch."""

    def __init__(self) -> None:
        self.batches: list[list[Nudge]] = []
        self.came = threading.Semaphore(0)

    def write(self, nudges: list[Nudge]) -> None:
        self.batches.append(nudges)
        self.came.release()


def test_a_burst_is_written_in_few_batches_and_the_same_nudge_once():
    written = Written()
    gathered = Gathered(written.write)
    for number in range(100):
        gathered.add(Nudge("texts.handle", str(number % 10)))
    while sum(len(set(batch)) for batch in written.batches) < 10:
        assert written.came.acquire(timeout=5)
    assert len(written.batches) <= 3
    assert {one.row_id for batch in written.batches for one in batch} == set(map(str, range(10)))


def test_what_waits_is_written_when_the_process_ends():
    written = Written()
    gathered = Gathered(written.write)
    gathered.add(Nudge("outbox.send", "first"))
    assert written.came.acquire(timeout=5)
    gathered.add(Nudge("outbox.send", "second"))
    gathered.flush()
    gathered.flush()
    assert [one.row_id for batch in written.batches for one in batch] == ["first", "second"]


@pytest.mark.parametrize("after", [0, 3])
def test_a_gathered_nudge_comes_to_the_queue_like_any_other(app, after):
    queueing.gather_nudges(app)
    nudge("answers.read", "a row", after=after)
    db.session.commit()
    app.extensions["engage.gathered"].flush()
    for _ in range(100):
        if (task := queue().dequeue()) is not None:
            break
        threading.Event().wait(0.02)
    assert (task.name, task.args, task.eta is not None) == ("answers.read", ("a row",), after > 0)


@pytest.mark.parametrize("goes_back", [False, True])
def test_a_nudge_waits_for_the_commit_and_not_for_a_savepoint(app, goes_back):
    nudge("answers.read", "a row")
    savepoint = db.session.begin_nested()
    if goes_back:
        savepoint.rollback()
    else:
        savepoint.commit()
    assert queue().pending_count() == 0
    db.session.commit()
    assert queue().pending_count() == 1
