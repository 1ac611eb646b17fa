"""What a text costs, in words: for the pages where staff write one, with script and without."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext

from engage import composing
from engage.composing import Cost, Dear
from surveys.keywords import RESERVED

MOST_LISTED = 6
INVISIBLE = "\u00ad\u200b\ufeff"


def register(app: Flask) -> None:
    """Give templates the cost of a text in words, and what compose.js needs to say the same."""
    app.jinja_env.filters.update(
        size_in_words=size_in_words,
        why_dear=why_dear,
        not_to_ask=not_to_ask,
        money=composing.money,
    )
    app.jinja_env.globals.update(
        cost_of=composing.cost,
        cost_words=sentences,
        plain_characters=composing.plain_characters(),
        text_pence=app.extensions["engage.settings"].text_pence,
    )


def sentences() -> dict[str, Any]:
    """Every sentence of the box, with places to fill in; the script is given these too."""
    return {
        "one": gettext("1 text"),
        "many": gettext("%(num)s texts"),
        "size": gettext("%(units)s of %(room)s characters: %(texts)s."),
        "twice": gettext("Some characters here count twice."),
        "alone": gettext("About %(each)s."),
        "each": gettext("About %(each)s each, %(total)s for %(people)s people."),
        "costs": gettext("This costs %(texts)s, not %(plain)s, because of: %(marks)s."),
        "room": gettext("Only 70 characters fit in a text, not 160, because of: %(marks)s."),
        "use": gettext("%(mark)s (use %(plain)s)"),
        "language": gettext(
            "These letters are dear to send: only 70 characters fit in a text, not 160."
        ),
        "unseen": gettext("an unseen mark"),
        "not": gettext(
            "The phone company acts on %(words)s: whoever texts it gets no more texts from us, "
            "or an answer that is not ours. Please ask for another word."
        ),
        "reserved": sorted(RESERVED - composing.OURS_TO_SAY),
    }


def in_texts(count: int) -> str:
    """How many texts, in words."""
    said = sentences()
    return str(said["one"] if count == 1 else said["many"] % {"num": count})


def size_in_words(cost: Cost) -> str:
    """How long it is, how many texts that is, and what it costs."""
    said = sentences()
    values = {
        "units": cost.units,
        "room": cost.longest,
        "texts": in_texts(cost.segments),
        "people": cost.people,
        "each": composing.money(cost.pence),
        "total": composing.money(cost.total_pence),
    }
    twice = [said["twice"]] if cost.encoding == "GSM-7" and cost.units > cost.characters else []
    price = said["each"] if cost.people > 1 else said["alone"]
    return " ".join([said["size"] % values, *twice, price % values])


def why_dear(cost: Cost) -> str:
    """Which characters make it dear, and what to use instead; empty when none does."""
    said = sentences()
    if not cost.dear:
        return ""
    if len(cost.dear) > MOST_LISTED:
        return str(said["language"])
    values = {
        "marks": ", ".join(_mark(one) for one in cost.dear),
        "texts": in_texts(cost.segments),
        "plain": cost.plain_segments,
    }
    because = said["costs"] if cost.plain_segments < cost.segments else said["room"]
    return str(because % values)


def _mark(one: Dear) -> str:
    said = sentences()
    mark = _seen(one.character)
    if not (one.plain and one.plain.strip()):
        return mark
    return str(said["use"] % {"mark": mark, "plain": one.plain})


def _seen(character: str) -> str:
    unseen = character.isspace() or character in INVISIBLE
    return str(sentences()["unseen"]) if unseen else character


def not_to_ask(cost: Cost) -> str:
    """What is wrong with asking for a word the phone company acts on; empty when none is."""
    if not cost.reserved:
        return ""
    return str(sentences()["not"] % {"words": ", ".join(cost.reserved)})
