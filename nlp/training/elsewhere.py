"""Words of other languages than English, as people write them in texts: a list for telling them."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from spacy import util

from nlp import wordlists
from nlp.training import messages
from nlp.wordlists import FUNCTION, PLACE, WORD

LANGUAGES = (
    "am", "ar", "bg", "cs", "de", "es", "fa", "fr", "hu", "it", "lt", "pl", "pt", "ro", "ru", "sk",
    "sq", "ti", "tr", "uk", "ur", "vi",
)  # fmt: skip
"""Languages whose small words spaCy lists."""
_OFTEN, _LOANED = 3, 3
"""An English word is listed too if it is written so often, and in fewer languages than this: in
more it is one that they all have from English."""
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")


def words() -> list[str]:
    """Words that no name is, from our messages in other languages and from spaCy's lists, sorted.

    Words that are listed as names are left out, and so are English ones, unless they are often
    written in few languages.
    """
    names = wordlists.listed("names_elsewhere")
    written: Counter[str] = Counter()
    languages: defaultdict[str, set[str]] = defaultdict(set)
    for language, word in _written():
        written[word] += 1
        languages[word].add(language)
    return sorted(
        word
        for word, count in written.items()
        if len(word) > 1
        and word not in names
        and (not _is_english(word) or (count >= _OFTEN and len(languages[word]) < _LOANED))
    )


def _is_english(word: str) -> bool:
    is_plain = wordlists.kind_beside_names(word) in (WORD, FUNCTION, PLACE)
    return is_plain or word in wordlists.listed("words_dictionary")


def _written() -> Iterator[tuple[str, str]]:
    for line in messages.ELSEWHERE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for word in _WORD.findall(messages.unmarked(row["text"], row["spans"])):
            yield row["language"], wordlists.fold(word)
    for language in LANGUAGES:
        small_words = util.get_lang_class(language).Defaults.stop_words
        for word in _WORD.findall(" ".join(small_words)):
            yield language, wordlists.fold(word)
