"""Any spaCy pipeline the operator has installed joins the vote on names: ENGAGE_SPACY_MODEL."""

import os
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.problems import Problem

SETTING = "ENGAGE_SPACY_MODEL"
FACTORY = "engage_second_opinion"
NAMED = "named by the second opinion"
"""Where a text keeps the characters that the other pipeline takes for people: (start, end)."""

_PEOPLE = frozenset({"PERSON", "PER"})


class NotInstalled(Problem):
    """The pipeline that the setting names is not there; `messages` say what to do."""


class SecondOpinion:
    """Writes beside a text where another pipeline sees people's names."""

    def __init__(self, other: Language) -> None:
        self._other = other

    def __call__(self, doc: Doc) -> Doc:
        """The same text with the other pipeline's opinion."""
        return next(self.pipe([doc], batch_size=1))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """The same texts with the other pipeline's opinion, a batch at a time."""
        remaining = iter(docs)
        while batch := list(islice(remaining, batch_size)):
            with self._other.memory_zone():
                for doc, seen in zip(batch, self._other.pipe([d.text for d in batch]), strict=True):
                    doc.user_data[NAMED] = [
                        (entity.start_char, entity.end_char)
                        for entity in seen.ents
                        if entity.label_ in _PEOPLE
                    ]
            yield from batch


@Language.factory(FACTORY)
def _create(nlp: Language, name: str) -> SecondOpinion:
    return SecondOpinion(load(asked_for()))


def asked_for() -> str:
    """The name of the pipeline that the operator set, or "" for none."""
    return os.environ.get(SETTING, "").strip()


@cache
def load(name: str) -> Language:
    """The installed pipeline of that name, loaded once.

    Raises NotInstalled where there is none or it finds no names: what an operator relies on
    must not be left out in silence.
    """
    try:
        other = spacy.load(name)
    except OSError as problem:
        raise NotInstalled(
            f"{SETTING} is {name}, and no spaCy pipeline of that name is installed here. "
            f"Install it, or leave {SETTING} out."
        ) from problem
    labels = {label for pipe in other.pipe_names for label in other.pipe_labels.get(pipe, ())}
    if not labels & _PEOPLE:
        raise NotInstalled(f"{SETTING} is {name}, and that pipeline does not look for people.")
    other.max_length = 10_000_000
    return other
