"""Which of the languages we have words for a reply may be in, for reading it by its meaning."""

from functools import lru_cache

from surveys.lexicon import DEFAULT_LANGUAGE, fold, own_spellings, read_data, written_languages
from surveys.normalise import spoken_words
from surveys.tongue import guess


def languages_of(said: str, language: str) -> tuple[str, ...]:
    """The conversation's language and English, and another that a reply is plainly in.

    Plainly: by its letters and small words, or because most of it says yes, no or when.
    """
    first = tuple(dict.fromkeys((language, DEFAULT_LANGUAGE)))
    likely = guess(said)
    if likely in first:
        return first
    others = (code for code in written_languages() if code not in first)
    return (*first, *(code for code in others if code == likely or _is_mostly(said, code)))


def _is_mostly(said: str, language: str) -> bool:
    """Whether at least half of the words are in a language's lists, and not in the English ones."""
    words = spoken_words(said)
    english = _telling(DEFAULT_LANGUAGE)
    own = [fold(word, own_spellings(language)) for word in words if word not in english]
    return 2 * sum(word in _telling(language) for word in own) >= max(len(words), 1)


@lru_cache(maxsize=32)
def _telling(language: str) -> frozenset[str]:
    """The words that a language's own file has for yes and no, and for times that suit."""
    data = read_data("keywords", language)
    lists = [*data.get("yes_no", {}).values(), *data.get("slots", {}).values()]
    lists += data.get("invitation", {}).values()
    entries = [one for some in lists if isinstance(some, list) for one in some]
    words = (word for one in entries for word in spoken_words(one.replace("|", " ")))
    return frozenset(fold(word, own_spellings(language)) for word in words)
