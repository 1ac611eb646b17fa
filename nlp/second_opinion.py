"""Any spaCy pipeline the operator has installed joins the vote on names: ENGAGE_SPACY_MODEL."""

import os
from collections.abc import Sequence
from functools import cache
from threading import Lock

import spacy
from spacy.language import Language

from nlp.problems import Problem
from nlp.tokens import Read

SETTING = "ENGAGE_SPACY_MODEL"
# A memory zone belongs to the whole pipeline: two threads may not share one.
_ONE_AT_A_TIME = Lock()
_PEOPLE = frozenset({"PERSON", "PER"})


class NotInstalled(Problem):
    """The pipeline that the setting names is not there; `messages` say what to do."""


def add(texts: Sequence[Read]) -> None:
    """Write beside each text where the operator's own pipeline sees people's names."""
    other = load(asked_for())
    with _ONE_AT_A_TIME, other.memory_zone():
        for read, seen in zip(texts, other.pipe([one.text for one in texts]), strict=True):
            read.named = [
                (entity.start_char, entity.end_char)
                for entity in seen.ents
                if entity.label_ in _PEOPLE
            ]


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
