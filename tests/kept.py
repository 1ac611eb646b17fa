"""What a thousand apps of the tests share, made once: what each address is compiled to."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any, NamedTuple

from werkzeug.routing import Rule


class Compiled(NamedTuple):
    """What werkzeug works out of an address alone, whichever app it is an address of."""

    parts: list[Any]
    trace: list[tuple[bool, str]]
    converters: dict[str, Any]
    arguments: frozenset[str]
    builders: tuple[Callable[..., Any], Callable[..., Any]]


_compile = Rule.compile
_made: dict[object, Compiled] = {}


def _keep(rule: Rule) -> None:
    key = (rule.rule, rule.subdomain, rule.merge_slashes, repr(rule.defaults))
    made = _made.get(key)
    if made is None:
        _compile(rule)
        builders = (rule._build.__func__, rule._build_unknown.__func__)  # type: ignore[attr-defined]
        arguments = frozenset(rule.arguments)
        _made[key] = Compiled(rule._parts, rule._trace, rule._converters, arguments, builders)
        return
    rule._parts, rule._trace, rule._converters = made.parts, made.trace, made.converters
    rule.arguments = set(made.arguments)
    rule._build, rule._build_unknown = (one.__get__(rule, None) for one in made.builders)


def keep_addresses() -> None:
    """Compile each address once in this process, not once an app."""
    Rule.compile = _keep  # type: ignore[assignment, method-assign]


def keep_modules() -> None:
    """Look for rubbish seldom, and never among the modules and the tests, which stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
