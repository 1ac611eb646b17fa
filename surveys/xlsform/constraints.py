"""XLSForm's `constraint` as what our kinds can say: how far a number goes, past or future days."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, floor
from typing import Any

from surveys.xlsform.expressions import (
    SELF,
    Amount,
    Answer,
    Call,
    Compared,
    Expression,
    Joined,
    NotRead,
    parse,
)

_ITSELF = Answer(SELF)
_LENGTH = Call("string-length", (_ITSELF,))
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_WHEN = {"<=": "past", ">=": "future"}
_LARGEST = 10**15


def said_by(constraint: str, kind: str) -> dict[str, Any]:
    """The fields of a question of this kind that say what its constraint says; raises NotRead."""
    tree = parse(constraint)
    if tree == Call("true"):
        return {}
    if kind == "number":
        return _range(_parts(tree))
    if kind == "date":
        return _when(tree)
    if kind == "free_text":
        return _limit(tree)
    raise NotRead("Our choices have no rules of this kind.")


def _parts(tree: Expression) -> Sequence[Expression]:
    return tree.parts if isinstance(tree, Joined) and tree.word == "and" else (tree,)


def _range(parts: Sequence[Expression]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in parts:
        sign, amount = _bound(part, _ITSELF)
        if sign.startswith(">"):
            low = ceil(amount) if sign == ">=" else floor(amount) + 1
            found["low"] = max(low, found.get("low", low))
        else:
            high = floor(amount) if sign == "<=" else ceil(amount) - 1
            found["high"] = min(high, found.get("high", high))
    if found.get("low", 0) < 0:
        raise NotRead("It goes below 0, and our numbers start at 0 or more.")
    return found


def _bound(tree: Expression, left: Expression) -> tuple[str, Decimal]:
    """The sign and number of a comparison with something, which is put first."""
    if isinstance(tree, Compared):
        sign, one, other = tree.sign, tree.left, tree.right
        if other == left:
            one, other, sign = other, one, _TURNED.get(sign, sign)
        known = isinstance(other, Amount) and abs(other.value) < _LARGEST
        if one == left and sign in _TURNED and known and isinstance(other, Amount):
            return sign, other.value
    raise NotRead("We can say the lowest and the highest number, such as . >= 0 and . <= 30.")


def _when(tree: Expression) -> dict[str, Any]:
    if isinstance(tree, Compared):
        sign, one, other = tree.sign, tree.left, tree.right
        if other == _ITSELF:
            one, other, sign = other, one, _TURNED.get(sign, sign)
        if one == _ITSELF and other == Call("today") and sign in _WHEN:
            return {"when": _WHEN[sign]}
    raise NotRead("We can say that a day has been, . <= today(), or is to come, . >= today().")


def _limit(tree: Expression) -> dict[str, Any]:
    try:
        sign, amount = _bound(tree, _LENGTH)
    except NotRead:
        sign, amount = "", Decimal(0)
    limit = floor(amount) if sign == "<=" else ceil(amount) - 1
    if sign not in {"<", "<="} or limit < 1:
        raise NotRead("For words we can say only how long they may be: string-length(.) <= 500.")
    return {"limit": limit}
