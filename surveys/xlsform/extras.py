"""A row's cells beside its words: what they say here, or a note where we cannot say it."""

from collections.abc import Iterator, Mapping
from typing import Any

from pyxform.aliases import BINDING_CONVERSIONS

from surveys.xlsform import notes, row_types
from surveys.xlsform.constraints import said_by
from surveys.xlsform.context import Context, row_of
from surveys.xlsform.expressions import NotRead, parse
from surveys.xlsform.kinds import Kind
from surveys.xlsform.none_alone import says_none_stands_alone

_OFF = "false()"
_LOOKS_WE_HAVE = {"multiline", "likert", "list-nolabel"}
_MEDIA = {
    "image": "a picture",
    "big-image": "a picture",
    "audio": "a recording",
    "video": "a video",
}
_HANDLED_BINDS = {"relevant", "required", "constraint", "readonly", "calculate", "type"}
_MESSAGES = {"jr:constraintMsg", "jr:requiredMsg", "jr:noAppErrorString"}
_WITH_OTHER_TYPES: Mapping[str, tuple[str, str]] = {
    row_types.DECIMAL: ("It takes parts of a number.", "Here numbers are whole."),
    row_types.MOMENT: ("It asks for a day and a time.", "Here it asks for the day."),
    row_types.TIME: ("It asks for a time.", "Here people write it in their own words."),
}


def fields_of(row: Mapping[str, Any], asks: str, kind: Kind, context: Context) -> dict[str, Any]:
    """What the cells beside the words say of a question; what we cannot say is noted."""
    bind = row.get("bind", {})
    number, name = row_of(row), str(row.get("name"))
    if is_on(bind.get("required")) and kind.name != "consent":
        context.notes.gather(number, name, notes.REQUIRED)
    if asks == row_types.CONSENT and not is_on(bind.get("required")):
        what = "It may be left without a tick."
        context.notes.add(number, name, what, "Here whoever does not agree is asked nothing more.")
    if _MESSAGES & set(bind):
        context.notes.gather(number, name, notes.MESSAGES)
    if row.get("guidance_hint"):
        context.notes.gather(number, name, notes.GUIDANCE)
    if asks in _WITH_OTHER_TYPES:
        context.notes.add(number, name, *_WITH_OTHER_TYPES[asks])
    for what, instead in _unusual(row, asks):
        context.notes.add(number, name, what, instead)
    note_look(row, context)
    return _constraint(row, kind, context)


def is_on(cell: object) -> bool:
    """Whether a cell such as `required` says yes, or says when it does."""
    said = BINDING_CONVERSIONS.get(str(cell or ""), str(cell or ""))
    return said not in {"", _OFF}


def note_look(row: Mapping[str, Any], context: Context) -> None:
    """Say that a look of its own is left out, one note for each look."""
    control = row.get("control", {})
    looks = [one for one in ("rows", "autoplay") if one in control]
    for look in (*str(control.get("appearance", "")).split(), *looks):
        if look not in _LOOKS_WE_HAVE:
            said = (f"The look “{look}” is asked for.", notes.TIDY)
            context.notes.gather(row_of(row), str(row.get("name")), said)


def note_media(
    row: Mapping[str, Any], name: str, context: Context, *, sheet: str = notes.SURVEY
) -> None:
    """Say that pictures, recordings and videos are left out, and which."""
    media = row.get("media")
    for kind, given in media.items() if isinstance(media, Mapping) else ():
        files = given.values() if isinstance(given, Mapping) else (given,)
        listed = ", ".join(dict.fromkeys(str(one) for one in files))
        what = f"It shows {_MEDIA.get(kind, kind)}: {listed}."
        instead = "Files are left out. A question may have one of our own pictures."
        context.notes.add(row_of(row), name, what, instead, sheet=sheet)


def _unusual(row: Mapping[str, Any], asks: str) -> Iterator[tuple[str, str]]:
    """What only some rows have, a sentence each with what there is instead."""
    bind = row.get("bind", {})
    if "calculate" in bind:
        yield f"Its answer is worked out: {bind['calculate']}.", "Here people are asked."
    if asks != row_types.NOTE and is_on(bind.get("readonly")):
        yield "It can be read and not answered.", "Here it can be answered. Make it a page to read."
    if row.get("default") is not None:
        yield (
            f"The answer “{row['default']}” is filled in beforehand.",
            "Here nothing is filled in.",
        )
    if row.get("choice_filter"):
        filtered = f"Its choices depend on an earlier answer: {row['choice_filter']}."
        yield filtered, "Every choice is offered. Make one question for each, with “show when”."
    if row.get("trigger"):
        yield "It changes when another answer does.", "Here an answer stays as it was given."
    parameters = row.get("parameters", {})
    if isinstance(parameters, Mapping) and parameters.get("randomize") == "true":
        yield "Its choices come in a random order.", "Here they keep their order."
    for name in sorted(set(bind) - _HANDLED_BINDS - _MESSAGES):
        yield f"The column {name} says “{bind[name]}”.", "We have nothing like it, and left it out."
    for name in ("intent", "instance"):
        if name in row:
            yield f"The column {name} works with another app.", "We left it out."


def _constraint(row: Mapping[str, Any], kind: Kind, context: Context) -> dict[str, Any]:
    written = row.get("bind", {}).get("constraint") or row_types.built_in_rule(row)
    if not written:
        return {}
    try:
        if kind.none is not None:
            others = [name for name in kind.values if name != kind.none]
            if says_none_stands_alone(parse(written), kind.none, others):
                return {}
        return said_by(written, kind.name)
    except NotRead as problem:
        what = f"There is a rule for the answer: {written}. {problem}"
        context.notes.add(row_of(row), str(row.get("name")), what, "Say what you need in the hint.")
        return {}
