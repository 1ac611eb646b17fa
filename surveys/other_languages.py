"""In which other languages a reply may be read, beside the conversation's own and English."""

from functools import lru_cache

from surveys.lexicon import (
    DEFAULT_LANGUAGE,
    fold,
    lexicon,
    own_spellings,
    read_data,
    written_languages,
)
from surveys.normalise import spoken_words
from surveys.tongue import english_words, folded, guess

_SHORT = 2
_FEW, _SHORT_OF_ANY = 4, 3


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


def yes_or_no_elsewhere(said: str, *, language: str) -> str | None:
    """ "yes" or "no" where a whole text is that in a language we have words for, but not this one.

    Words that are English as well, and single letters, say nothing.
    """
    words = folded(said.casefold())
    letters = "".join(words)
    short = letters.isascii() and len(letters) < _SHORT
    if not words or short or all(word in english_words() for word in words):
        return None
    found: set[str] = set()
    for code in written_languages():
        if code not in {language, DEFAULT_LANGUAGE}:
            found |= _plainly(said, code)
    return found.pop() if found in ({"yes"}, {"no"}) else None


def other_languages_of(said: str, *, language: str) -> tuple[str, ...]:
    """The languages in which a few words that are plainly not English may be read.

    "nie wiem" and "pięć" are answers in the middle of a survey in English. Words that English
    shares are left out, since "naw" is a no there and not the Welsh nine.
    """
    words, english = folded(said.casefold()), lexicon()
    shared = english.words["reading.filler"] | english_words()
    idle = {one for name in ("yes", "no") for (one, *_) in english.phrases[f"yes_no.{name}"]}
    if not 0 < len(words) <= _FEW or any(word in shared or word in idle for word in words):
        return ()
    if any(word.isdecimal() for word in words) or max(map(len, words)) < _SHORT_OF_ANY:
        return ()
    return tuple(code for code in written_languages() if code not in {language, DEFAULT_LANGUAGE})


def _plainly(said: str, code: str) -> set[str]:
    """What a whole text says in one language, with thanks and the like left off its end."""
    known, english = lexicon(code), lexicon()
    words = known.folded_words(said)
    names = {name: f"yes_no.{name}" for name in ("yes", "no", "unsure")}
    while words:
        here = {name for name, phrases in names.items() if words in known.phrases[phrases]}
        if here and not any(words in english.phrases[phrases] for phrases in names.values()):
            return here
        if words[-1] not in known.words["yes_no.closers"]:
            break
        words = words[:-1]
    return set()
