"""Saying that one does not know: no answer, and nothing to ask about again."""

from surveys import keywords
from surveys.lexicon import DEFAULT_LANGUAGE, lexicon


def does_not_know(said: str, *, language: str = DEFAULT_LANGUAGE) -> bool:
    """Whether the whole text says the person does not know, whatever friendly words are round it.

    A person who does not know and says so has answered: to ask again would be to badger them.
    """
    if keywords.does_not_know(said, language=language):
        return True
    known = lexicon(language)
    words, shrugs = known.folded_words(said), known.words["reading.shrugs"]
    idle = known.words["yes_no.openers"] | known.words["yes_no.closers"] | shrugs
    idle |= known.words["reading.filler"]
    if words and shrugs.issuperset(words):
        return True
    first = next((n for n, word in enumerate(words) if word not in idle), len(words))
    last = next((n for n, word in enumerate(reversed(words)) if word not in idle), len(words))
    ends = range(len(words) - last, len(words) + 1)
    runs = {words[start:end] for start in range(first + 1) for end in ends}
    return any(run in known.phrases["skip.dont_know"] for run in runs)
