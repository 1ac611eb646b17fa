"""One row of a form as a question of ours, with its words in every language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys import conditions
from surveys.xlsform.choice_notes import note_choices
from surveys.xlsform.choices import Choice
from surveys.xlsform.context import Context, ours, row_of
from surveys.xlsform.exact import plain, read_copy
from surveys.xlsform.expressions import NotRead
from surveys.xlsform.extras import fields_of, note_media
from surveys.xlsform.fields import PICKED, Words, exactly, words_of
from surveys.xlsform.kinds import kind_of, own_kind
from surveys.xlsform.relevance import Condition, Source, all_of, show_when
from surveys.yaml_file import FIELDS

_YES = {"yes", "true", "1"}


@dataclass(frozen=True)
class Taken:
    """A question as a survey file writes it, and its words in the other languages."""

    entry: Mapping[str, Any]
    words: Words


def question_of(
    row: Mapping[str, Any], asks: str, context: Context, above: Sequence[Condition]
) -> Taken | None:
    """The question that a row asks; None when its choices are nowhere in the form.

    `above` are the conditions of the groups it is in.
    """
    kind = kind_of(row, asks, context)
    if kind is None:
        return None
    is_own = own_kind(row, asks) is not None
    words = words_of(row, kind, context, is_own=is_own)
    entry: dict[str, Any] = {"key": context.key_for(row), "kind": kind.name}
    main = words.of(context.languages.main)
    labels, main_options = main.pop("labels", []), main.pop("options", {})
    entry |= main
    if kind.choices and kind.name in PICKED:
        entry["options"] = [_option(one, main_options) for one in kind.choices.listed]
    entry |= {**kind.fields, **fields_of(row, asks, kind, context), **_own_fields(row)}
    entry |= {"labels": labels} if labels else {}
    condition = _condition(row, context, above, is_own=is_own)
    entry |= {"show_when": condition} if condition else {}
    note_media(row, str(row.get("name")), context)
    if kind.choices and not is_own:
        note_choices(row, kind, context)
    source = Source(entry["key"], kind.name, kind.values, kind.none)
    context.sources.known[str(row.get("name"))] = source
    return Taken(_in_order(entry), words)


def _in_order(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in FIELDS if name in entry}


def _option(choice: Choice, labels: Mapping[str, str]) -> dict[str, str]:
    option = {"value": choice.value, "label": labels.get(choice.value, "")}
    for name in ("short", "picture"):
        column = f"engage_{name}"
        cell = str(choice.written.get(column, ""))
        if exact := exactly(choice, name, cell):
            option[name] = exact
    return option


def _own_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of ours that are no words: they are the same in every language."""
    written, exact = ours(row), read_copy(ours(row).get("exact"))
    found: dict[str, Any] = {}
    for name in ("about", "picture"):
        if isinstance(written.get(name), str):
            copied = exact.get(name)
            is_same = isinstance(copied, str) and plain(copied) == written[name]
            found[name] = copied if is_same else written[name]
    if str(written.get("faces", "")).lower() in _YES:
        found["faces"] = True
    if str(written.get("optional", "")).lower() == "no":
        found["optional"] = False
    return found


def _condition(
    row: Mapping[str, Any], context: Context, above: Sequence[Condition], *, is_own: bool
) -> Condition | None:
    own = (_exact_condition(row) if is_own else None) or relevant_of(row, context)
    if not above:
        return own
    return all_of([*above, *([own] if own else [])])


def _exact_condition(row: Mapping[str, Any]) -> Condition | None:
    """A condition of ours that XLSForm says in another shape, while the row still says it."""
    copied = read_copy(ours(row).get("exact")).get("show_when")
    if not isinstance(copied, list) or len(copied) != 2:
        return None
    relevant, condition = copied
    is_fit = isinstance(condition, dict) and not isinstance(conditions.read(condition), str)
    return condition if is_fit and relevant == row.get("bind", {}).get("relevant") else None


def relevant_of(row: Mapping[str, Any], context: Context) -> Condition | None:
    """When a row is asked, by itself; None where it always is, or where that is noted."""
    written = row.get("bind", {}).get("relevant")
    if not written:
        return None
    try:
        return show_when(str(written), context.sources)
    except NotRead as problem:
        what = f"It is asked only when {written}. {problem}"
        instead = "Here it is always asked until you set “show when”."
        context.notes.add(row_of(row), str(row.get("name")), what, instead)
        return None
