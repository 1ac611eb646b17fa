"""Drills as a worker runs them: made-up messages and local cases put through the anonymiser."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from engage import drills, leases, local_words
from engage.drills import Lists
from engage.extensions import db
from engage.models import Drill, LocalCase
from nlp import anonymise, cases, drill
from nlp.cases import Case
from nlp.evaluation import Share
from nlp.rules import Local, Rules

LEASE = timedelta(minutes=10)
TRIES = 3


def due(*, now: datetime, limit: int = 10) -> list[uuid.UUID]:
    """Drills that wait and that nobody runs."""
    return list(
        db.session.scalars(select(Drill.id).where(*_waits(now)).order_by(Drill.ran_at).limit(limit))
    )


def run_one(drill_id: uuid.UUID, *, now: datetime) -> bool:
    """Run one drill; False if it is not ours to run.

    One that cannot be run after a few tries has no figures but says so.
    """
    claimed = leases.take(Drill, drill_id, *_waits(now), until=now + LEASE)
    if claimed is None:
        return False
    found = db.session.get_one(Drill, drill_id, populate_existing=True)
    version, rules, before = drills.version_now(), Rules(local=local_words.local()), found.before
    figures: dict[str, Any] = {"held": True} if claimed > TRIES else _figures(found.kind, rules)
    local_figures = None if claimed > TRIES else _local_figures(rules, before)
    found.figures, found.local_figures = figures, local_figures
    found.version, found.ran_at = version, now
    found.before, found.lease_until = None, None
    db.session.commit()
    return True


def _waits(now: datetime) -> tuple[Any, ...]:
    return (
        Drill.kind != "people",
        Drill.figures.is_(None),
        leases.is_free(Drill, now=now),
    )


def _figures(kind: str, rules: Rules) -> dict[str, Any]:
    if kind == "cases":
        return {}
    try:
        done = drill.run(rules)
    except anonymise.HeldBack:
        return {"held": True}
    return {
        "messages": done.messages,
        "of": done.of,
        "leaking": list(done.leaking),
        "direct": _plain(done.scored.direct_recall),
        "leaks": _plain(done.scored.leaks),
        "over": _plain(done.scored.over_redaction),
        "recall": {label: _plain(share) for label, share in done.scored.recall.items()},
    }


def _plain(share: Share) -> list[int]:
    return [share.hits, share.of]


def _local_figures(rules: Rules, lists_before: Lists | None) -> dict[str, Any]:
    """Which local cases come right, before a change of the lists or at the last drill, and now."""
    tried = {str(one.id): Case(one.template, one.expected) for one in _cases()}
    now = _right(tried, rules)
    if lists_before is not None:
        before = _right(tried, Rules(rules.level, _local(lists_before)))
    else:
        last = drills.last_try()
        before = (last.local_figures or {}).get("now") or {} if last else {}
    return {"before": {one: before[one] for one in now if one in before}, "now": now}


def _cases() -> list[LocalCase]:
    return list(db.session.scalars(select(LocalCase).order_by(LocalCase.made_on, LocalCase.id)))


def _right(tried: dict[str, Case], rules: Rules) -> dict[str, bool]:
    return dict(zip(tried, cases.come_right(list(tried.values()), rules), strict=True))


def _local(lists: Lists) -> Local:
    return Local(
        always={words: told for kind, words, told in lists if kind == "always"},
        never=frozenset(words for kind, words, _ in lists if kind == "never"),
        general={words: told for kind, words, told in lists if kind == "general"},
    )
