"""What reads a text for personal details; and the same as a spaCy pipeline, built once."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import spacy
from spacy.language import Language

from nlp import names, second_opinion, tokens
from nlp.tokens import Read


def read(texts: Iterable[str]) -> list[Read]:
    """Each text cut into words, with how likely each is to name a person.

    It is what the pipeline makes of them, without a spaCy text for each, which takes longer to make
    than to read. Raises `second_opinion.NotInstalled` where the operator asks for a pipeline that
    is not there.
    """
    cut = list(map(tokens.cut, texts))
    names.Names().weigh(cut)
    if second_opinion.asked_for():
        second_opinion.add(cut)
    return cut


def prepare() -> None:
    """Load what `read` needs now, rather than with the first text; raises what it raises."""
    for is_english in (True, False):
        names.asked(is_english=is_english)
    if name := second_opinion.asked_for():
        second_opinion.load(name)


@cache
def load() -> Language:
    """The same as a spaCy pipeline, to stand beside others. Engage itself goes by `read`.

    Its vocabulary keeps the words it meets, unless in a memory zone. What is read of a text stands
    in its `user_data`, which is left out when a text is saved.
    """
    config: dict[str, Any] = {"nlp": {"tokenizer": {"@tokenizers": tokens.NAME}}}
    nlp = spacy.blank("en", config=config)
    nlp.max_length = 10_000_000
    nlp.add_pipe(names.FACTORY)
    return nlp
