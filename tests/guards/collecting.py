"""What tests are parametrized with, where it differs from process to process.

Tests that run in several processes are collected in each, and have to be the same tests there: a
value made at import by a clock or by chance gives each process another name for the same test.
"""

import ast
from collections.abc import Iterator

BY_CHANCE = frozenset({"uuid1", "uuid4", "now", "utcnow", "today", "monotonic", "perf_counter"})
"""What a call ends in that gives something else each time."""
CHANCY = frozenset({"random", "secrets"})
"""Modules of which anything does; `time.time` and `os.urandom` are named whole."""
WHOLE = frozenset({"time.time", "time.time_ns", "os.urandom"})
PARAMETRIZED = ("parametrize", "param")


def differing_values(module: ast.Module) -> Iterator[int]:
    """The line of each parametrize or param that has such a value, itself or by a name."""
    names = _names_by_chance(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _dotted(node.func).split(".")[-1] in PARAMETRIZED:
            given = [*node.args, *(one.value for one in node.keywords)]
            if any(_is_by_chance(one, names) for one in given):
                yield node.lineno


def _names_by_chance(module: ast.Module) -> frozenset[str]:
    """Names that the module gives to such values, and to what is made of those."""
    names: frozenset[str] = frozenset()
    while True:
        more = names | {
            target.id
            for node in module.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            and node.value is not None
            and _is_by_chance(node.value, names)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        if more == names:
            return names
        names = more


def _is_by_chance(node: ast.AST, names: frozenset[str]) -> bool:
    """Whether it is worked out, now and not in a function that is called later, by chance."""
    if isinstance(node, ast.Lambda):
        return False
    if isinstance(node, ast.Name) and node.id in names:
        return True
    if isinstance(node, ast.Call):
        called = _dotted(node.func)
        first, *_, last = called.split(".") if "." in called else (called, called)
        if last in BY_CHANCE or first in CHANCY or called in WHOLE:
            return True
    return any(_is_by_chance(one, names) for one in ast.iter_child_nodes(node))


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
