"""XLSForm's `relevant` as our `show_when`: the same people are asked, or we say why not.

An answer that is missing is an empty string there, and a number or day that is missing compares
as false. Here a test of a missing answer is false and `not` turns it round. So `${area} != 'x'`,
true of a missing answer, is `{not: {question: area, is: x}}`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from math import ceil, floor
from typing import Any

from surveys.dates import from_iso
from surveys.xlsform.expressions import (
    Amount,
    Answer,
    Call,
    Compared,
    Expression,
    Joined,
    NotRead,
    Text,
    parse,
)

Condition = dict[str, Any]
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_COMPARES: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
}
_DECIMAL = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_LARGEST = 10**15
_TRUE, _FALSE = Call("true"), Call("false")
_SOME = {(">", "0"), (">=", "1"), ("!=", "0")}
_NONE = {("=", "0"), ("<", "1"), ("<=", "0")}
_PICKED = frozenset({"pick_one", "yes_no", "consent"})


@dataclass(frozen=True)
class Source:
    """An earlier question as expressions see it: each choice's name there, and its value here.

    `none` is the name of the choice that became our own "none of these".
    """

    key: str
    kind: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    none: str | None = None


@dataclass
class Sources:
    """The questions so far by their name in the form, and why the other names are not there."""

    known: dict[str, Source] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> Source:
        """The earlier question with this name; raises NotRead."""
        if name in self.known:
            return self.known[name]
        raise NotRead(f"It looks at {name}, which {self.others.get(name, 'is asked later')}.")


def show_when(written: str, sources: Sources) -> Condition | None:
    """The condition that `relevant` says, None when it is always so; raises NotRead."""
    tree = parse(written)
    if tree == _TRUE:
        return None
    if tree == _FALSE:
        raise NotRead("It is never true, so nobody is asked.")
    return _condition(tree, sources)


def all_of(parts: Iterable[Condition]) -> Condition | None:
    """One condition that holds when all of these do; None when there are none."""
    flat = _simpler([deepcopy(one) for part in parts for one in part.get("all", [part])])
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else {"all": flat}


def _condition(tree: Expression, sources: Sources) -> Condition:
    if isinstance(tree, Joined):
        parts = [_condition(part, sources) for part in tree.parts]
        if tree.word == "and":
            return all_of(parts) or {}
        together = _merged(parts)
        return together[0] if len(together) == 1 else {"any": together}
    if isinstance(tree, Compared):
        return _compared(tree, sources)
    if isinstance(tree, Call):
        return _called(tree, sources)
    if isinstance(tree, Answer):
        source = sources.find(tree.name)
        if source.kind not in {"number", "scale"}:
            return _is_answered(source)
    raise NotRead("It compares nothing. Write what the answer is, such as ${area} = 'wirral'.")


def _simpler(parts: Sequence[Condition]) -> list[Condition]:
    """Parts that all hold, each once and without those that another one implies.

    "There is an answer" and "it is not none of these" is how forms say that something is picked.
    """
    kept = [part for place, part in enumerate(parts) if part not in parts[:place]]
    for place, part in enumerate(kept):
        anything = _other_than_none(part)
        if anything and {"question": anything["question"], "answered": True} in kept:
            kept[place] = anything
    picked = [part["question"] for part in kept if "has" in part]
    return [part for part in kept if _says_less(part) not in picked]


def _other_than_none(part: Condition) -> Condition | None:
    """What is picked where "none of these" is not: the inside of `not(selected(.., 'none'))`."""
    inside = part.get("not", {}).get("all", [])
    if len(inside) == 2 and "answered" in inside[0] and "has" in inside[1].get("not", {}):
        return dict(inside[1]["not"])
    return None


def _says_less(part: Condition) -> str | None:
    """The question of a part that follows from anything at all being picked there."""
    return (
        part["question"] if "answered" in part else (_other_than_none(part) or {}).get("question")
    )


def _merged(parts: list[Condition]) -> list[Condition]:
    """Tests of one answer for one value or another, as one test for a list of values."""
    merged: list[Condition] = []
    for part in parts:
        last = merged[-1] if merged else {}
        test = next((name for name in ("is", "has") if name in part and name in last), None)
        if test and part["question"] == last["question"]:
            values = dict.fromkeys([*_listed(last[test]), *_listed(part[test])])
            merged[-1] = {"question": part["question"], test: list(values)}
        else:
            merged.append(part)
    return merged


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _not(condition: Condition) -> Condition:
    return condition["not"] if set(condition) == {"not"} else {"not": condition}


def _called(call: Call, sources: Sources) -> Condition:
    if call.function == "not" and len(call.given) == 1:
        return _not(_condition(call.given[0], sources))
    if call.function == "selected" and len(call.given) == 2:
        answer, picked = call.given
        if isinstance(answer, Answer) and isinstance(picked, Text | Amount):
            return _is_picked(sources.find(answer.name), picked)
    raise NotRead(f"It uses {call.function}(), which our conditions cannot say.")


def _compared(tree: Compared, sources: Sources) -> Condition:
    left, sign, right = tree.left, tree.sign, tree.right
    if isinstance(left, Text | Amount) or (isinstance(left, Call) and _is_fixed(left)):
        left, right = right, left
        sign = _TURNED.get(sign, sign)
    if right in (_TRUE, _FALSE) and sign in {"=", "!="}:
        said = _condition(left, sources)
        return said if (right == _TRUE) == (sign == "=") else _not(said)
    if isinstance(left, Call):
        return _counted(left, sign, right, sources)
    if not isinstance(left, Answer):
        raise NotRead("It does not look at an answer, so it is the same for everyone.")
    source = sources.find(left.name)
    if right == Text("") and sign in {"=", "!="}:
        return _is_answered(source) if sign == "!=" else _not(_is_answered(source))
    if sign == "!=":
        return _not(_compared_with(source, "=", right))
    return _compared_with(source, sign, right)


def _is_fixed(call: Call) -> bool:
    return call.function in {"date", "true", "false", "today", "now"}


def _counted(call: Call, sign: str, right: Expression, sources: Sources) -> Condition:
    """The tests that something was said at all: of how long it is, or how many were picked."""
    is_known = call.function in {"string-length", "count-selected"} and len(call.given) == 1
    if not is_known or not isinstance(call.given[0], Answer):
        raise NotRead(f"It uses {call.function}(), which our conditions cannot say.")
    source = sources.find(call.given[0].name)
    if call.function == "count-selected" and source.kind != "pick_several":
        raise NotRead(f"{call.given[0].name} is not a question where several may be picked.")
    if isinstance(right, Amount) and (sign, f"{right.value}") in _SOME:
        return _is_answered(source)
    if isinstance(right, Amount) and (sign, f"{right.value}") in _NONE:
        return _not(_is_answered(source))
    raise NotRead("It counts. Our conditions can say that there is an answer, not how long it is.")


def _is_answered(source: Source) -> Condition:
    """There, nothing is picked by somebody to whom no choice applies, unless "none" is a choice."""
    if source.kind == "pick_several" and source.none is None:
        return {"question": source.key, "has": list(source.values.values())}
    return {"question": source.key, "answered": True}


def _is_picked(source: Source, picked: Text | Amount) -> Condition:
    if source.kind == "pick_several":
        name = picked.words if isinstance(picked, Text) else f"{picked.value}"
        if name == source.none:
            return _none_of_these(source)
        return {"question": source.key, "has": _value(source, name)}
    if source.kind in _PICKED or (source.kind == "scale" and source.values):
        return _compared_with(source, "=", picked)
    raise NotRead(f"{source.key} has no choices to look for.")


def _none_of_these(source: Source) -> Condition:
    anything = {"question": source.key, "has": list(source.values.values())}
    return {"all": [{"question": source.key, "answered": True}, {"not": anything}]}


def _value(source: Source, name: str) -> str | int:
    if name not in source.values:
        raise NotRead(f"{source.key} has no choice named {name}.")
    return source.values[name]


def _compared_with(source: Source, sign: str, right: Expression) -> Condition:
    if source.kind == "date":
        return _day(source, sign, right)
    if source.kind == "number" or (source.kind == "scale" and _is_numbered(source)):
        return _number(source, sign, _amount(right))
    if source.kind == "pick_several":
        return _only(source, sign, right)
    if source.kind in _PICKED or source.kind == "scale":
        return _choice(source, sign, right)
    raise NotRead(
        f"{source.key} is answered in people's own words, and our conditions do not read those."
    )


def _is_numbered(source: Source) -> bool:
    """Whether the choices of a scale are named by their points."""
    return all(name == f"{point}" for name, point in source.values.items())


def _choice(source: Source, sign: str, right: Expression) -> Condition:
    if sign == "=" and isinstance(right, Text):
        return {"question": source.key, "is": _value(source, right.words)}
    amount = _amount(right)
    compares = _COMPARES[sign]
    numbered = ((_decimal(name), value) for name, value in source.values.items())
    values = [
        value for number, value in numbered if number is not None and compares(number, amount)
    ]
    if not values:
        raise NotRead(f"No choice of {source.key} is {sign} {amount}, so it is never true.")
    return {"question": source.key, "is": values[0] if len(values) == 1 else values}


def _only(source: Source, sign: str, right: Expression) -> Condition:
    """Where several may be picked, `=` there means this choice and no other."""
    if sign != "=" or not isinstance(right, Text) or " " in right.words:
        raise NotRead(f"{source.key} may have several answers. Use selected() to look for one.")
    if right.words == source.none:
        return _none_of_these(source)
    value = _value(source, right.words)
    others = [one for one in source.values.values() if one != value]
    picked = {"question": source.key, "has": value}
    if not others:
        return picked
    return {"all": [picked, {"not": {"question": source.key, "has": others}}]}


def _number(source: Source, sign: str, amount: Decimal) -> Condition:
    if sign == "=":
        if amount != int(amount):
            raise NotRead(f"{source.key} is a whole number, so it is never {amount}.")
        return {"question": source.key, "is": int(amount)}
    lowest = {">=": ceil(amount), ">": floor(amount) + 1}
    if sign in lowest:
        return {"question": source.key, "at_least": lowest[sign]}
    return {"question": source.key, "at_most": floor(amount) if sign == "<=" else ceil(amount) - 1}


def _day(source: Source, sign: str, right: Expression) -> Condition:
    day = _fixed_day(right)
    if sign == "=":
        return {"question": source.key, "is": day.isoformat()}
    try:
        moved = day + timedelta(days={">": 1, "<": -1}.get(sign, 0))
    except OverflowError as problem:
        raise NotRead(f"No day is {sign} {day}, so it is never true.") from problem
    name = "at_least" if sign.startswith(">") else "at_most"
    return {"question": source.key, name: moved.isoformat()}


def _fixed_day(written: Expression) -> date:
    if isinstance(written, Call) and written.function == "date" and len(written.given) == 1:
        written = written.given[0]
    if isinstance(written, Call) and written.function in {"today", "now"}:
        raise NotRead("It compares with today. Our conditions compare with a fixed day.")
    day = from_iso(written.words) if isinstance(written, Text) else None
    if day is not None:
        return day
    raise NotRead("It compares a day with something else. Write it like date('2027-01-31').")


def _amount(written: Expression) -> Decimal:
    """The number something is compared with; there, a number in quotes is one as well."""
    found = written.value if isinstance(written, Amount) else None
    if isinstance(written, Text):
        found = _decimal(written.words)
    if found is None or abs(found) > _LARGEST:
        raise NotRead("It compares with something that is not a number we can count to.")
    return found


def _decimal(written: str) -> Decimal | None:
    return Decimal(written) if _DECIMAL.fullmatch(written) else None
