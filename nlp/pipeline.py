"""The spaCy pipeline that reads a text for personal details, built once a process."""

from functools import cache
from typing import Any

import spacy
from spacy.language import Language

from nlp import names, second_opinion, tokens


@cache
def load() -> Language:
    """The pipeline, built on first use and the same one ever after.

    Raises `second_opinion.NotInstalled` where the operator asks for a pipeline that is not there.
    """
    config: dict[str, Any] = {"nlp": {"tokenizer": {"@tokenizers": tokens.NAME}}}
    nlp = spacy.blank("en", config=config)
    nlp.max_length = 10_000_000
    nlp.add_pipe(names.FACTORY)
    if second_opinion.asked_for():
        nlp.add_pipe(second_opinion.FACTORY)
    return nlp
