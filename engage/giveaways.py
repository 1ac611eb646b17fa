"""What in a text could point at somebody, as far as that is seen without a worker.

Numbers, addresses and links are found, and the words of local lists; of names only those that
are nothing else are noticed. So a person has the last word. No part of `nlp` that it takes needs
spaCy.
"""

from __future__ import annotations

from nlp import local, matching, reading, structured, wordlists
from nlp.rules import Rules


def details(text: str, rules: Rules) -> tuple[str, ...]:
    """Words in a text that point at somebody, as they stand there; what was taken out is none."""
    read = reading.read(text, local=rules.local)
    words = matching.read(read.text)
    found = local.joined(structured.find(read.text), local.find(words, rules))
    spans = [read.original(one) for one in local.without_never(words, found, rules)]
    return tuple(dict.fromkeys(text[one.start : one.end] for one in spans))


def names(text: str) -> tuple[str, ...]:
    """Words with a capital letter that are first names and hardly anything else."""
    words = matching.read(reading.read(text).text)
    found = (
        words.text[words.starts[at] : words.ends[at]]
        for at in range(len(words))
        if words.capital(at) and wordlists.kind_of(words.low[at]) == wordlists.NAME
    )
    return tuple(dict.fromkeys(found))
