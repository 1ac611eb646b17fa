"""The spaCy pipeline that reads a text for personal details, built once a process."""

from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp import tokens, wordlists


class WordKinds:
    """Writes the kind of each word (name, both, place, word ...) into its tag."""

    def __call__(self, doc: Doc) -> Doc:
        """The same text with a tag on each word."""
        for token in doc:
            token.tag_ = wordlists.kind_of(wordlists.fold(token.text))
        return doc


@Language.factory("engage_word_kinds")
def _word_kinds(nlp: Language, name: str) -> WordKinds:
    return WordKinds()


@cache
def load() -> Language:
    """The pipeline, built on first use and the same one ever after."""
    config: dict[str, Any] = {"nlp": {"tokenizer": {"@tokenizers": tokens.NAME}}}
    nlp = spacy.blank("en", config=config)
    nlp.max_length = 10_000_000
    nlp.add_pipe("engage_word_kinds")
    return nlp
