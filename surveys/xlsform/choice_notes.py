"""What of a list of choices is not as it was in the form."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from surveys.normalise import matching_form
from surveys.xlsform.choices import Choice
from surveys.xlsform.context import Context
from surveys.xlsform.extras import note_media
from surveys.xlsform.kinds import Kind
from surveys.xlsform.notes import CHOICES, STYLED
from surveys.xlsform.words import said, unstyled

_REFUSALS = re.compile(
    r"^(i )?(would |'d )?(rather|prefer|want) not (to )?(say|answer|disclose)$"
    r"|^(i )?do(n't| not) want to (say|answer)$|^refus(ed|al|es)( to answer)?$|^no answer$"
)


def note_choices(row: Mapping[str, Any], kind: Kind, context: Context) -> None:
    """Note what changed in the choices of a question, once for each list."""
    if kind.choices is None:
        return
    listed = kind.choices.listed
    name = str(row.get("itemset") or row.get("name"))
    for choice, what, instead in _unlike(listed, kind, context):
        context.notes.add(choice.row, f"{name}: {choice.name}", what, instead, sheet=CHOICES)
    changed = [f"{one.name} → {kind.values[one.name]}" for one in listed if _is_changed(one, kind)]
    if changed:
        context.notes.add(
            listed[0].row,
            name,
            f"Some choices have another name here: {', '.join(changed)}.",
            "A name tells what it stands for. Conditions follow by themselves.",
            sheet=CHOICES,
        )
    if (none := kind.choices.none) is not None:
        context.notes.add(
            none.row,
            f"{name}: {none.name}",
            f"The choice “{none.label(context.languages.main)}” became our own “None of these”.",
            "It is offered under every question where several may be picked.",
            sheet=CHOICES,
        )


def _is_changed(choice: Choice, kind: Kind) -> bool:
    return f"{kind.values.get(choice.name)}" != choice.name


def _unlike(
    listed: tuple[Choice, ...], kind: Kind, context: Context
) -> Iterator[tuple[Choice, str, str]]:
    for choice in listed:
        label = choice.label(context.languages.main)
        if kind.name != "scale" and _REFUSALS.search(matching_form(label)):
            yield (
                choice,
                f"There is a choice “{label}”.",
                "Every question here offers “I would rather not say”. You can take this one out.",
            )
        written = said(choice.written.get("label"), context.languages)
        if any("${" in text for text in written.values()):
            yield (
                choice,
                "An answer is put into the words of a choice.",
                "Choices are the same for everyone here. Write the words in another way.",
            )
        if any(unstyled(text) != text for text in written.values()):
            context.notes.gather(choice.row, choice.name, STYLED, sheet=CHOICES)
        note_media(choice.written, choice.name, context, sheet=CHOICES)
