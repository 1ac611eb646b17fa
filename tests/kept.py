"""What a thousand apps of the tests share, made once: builders of addresses, and templates."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_make = Rule._compile_builder  # it takes its rule as an argument, so that one will do for all
_made: dict[object, Callable[..., Any]] = {}


def _keep(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
    if key not in _made:
        _made[key] = _make(rule, append_unknown)
    return _made[key]


def keep_builders() -> None:
    """Compile the builder of each address once in this process, not once an app."""
    Rule._compile_builder = _keep  # type: ignore[assignment, method-assign]


def keep_modules() -> None:
    """Look for rubbish seldom, and never among the modules and the tests, which stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
