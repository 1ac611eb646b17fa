"""What a whole text asks of the service itself: to stop, to be rung, to know who we are, and more.

A keyword inside a longer sentence asks for nothing: "stop it happening again" is an answer. What
counts stands in the data files, in two tables: [requests] always, and [unless_open] only while
nobody has been asked for their own words.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.resources import files
from itertools import pairwise

from surveys.lexicon import (
    DEFAULT_LANGUAGE,
    Lexicon,
    fold,
    lexicon,
    own_spellings,
    read_data,
    written_languages,
)
from surveys.normalise import spoken_words
from surveys.phrasing import Patterns, Words
from surveys.reading import Request
from surveys.spelling import is_misspelt

_PARTS = re.compile(r"[.!?;:,\n()\u2026\u061f\u060c\u061b]+|\s[-\u2013\u2014]+\s")
_SENTENCES = re.compile(r"[.!?\n\u2026\u061f]+")
_LONGEST_CORRECTED = 10
_LONGEST_NAMING_A_LANGUAGE = 8
_LONGEST_HINTED = 30
_FIRM = 3
"""Words a sentence has at least when it asks to stop in the middle of a longer text."""

_ORDER = (
    Request.OPT_OUT,
    Request.STAFF_REVIEW,
    Request.WRONG_NUMBER,
    Request.IDENTIFY,
    Request.FACT,
    Request.CALLBACK,
    Request.DELETE,
    Request.WHAT_I_SAID,
    Request.PAUSE,
    Request.FEWER,
    Request.SESSIONS_ONLY,
    Request.WEB,
    Request.BACK,
    Request.LATER,
    Request.GO_ON,
    Request.OPT_IN,
)
_COUNTS_AS_PART = frozenset(
    {
        Request.OPT_OUT,
        Request.STAFF_REVIEW,
        Request.WRONG_NUMBER,
        Request.IDENTIFY,
        Request.FACT,
        Request.CALLBACK,
        Request.LATER,
        Request.BACK,
        Request.WEB,
    }
)

_ABOUT_THE_MEETING = frozenset({Request.LATER, Request.GO_ON, Request.WEB})
"""What may be said of a session itself: "send me the link" is no wish to answer on the web."""


_SHORT = 12
"""Characters of a text that is common enough to keep what it asks."""


@dataclass(frozen=True)
class Asked:
    """A request, and for a request to change the language the code of the one asked for."""

    request: Request
    language: str | None = None


def asked(
    said: str, *, language: str = DEFAULT_LANGUAGE, own_words: bool = False, meeting: bool = False
) -> Asked | None:
    """What the whole of a text asks of us; None when it is a reply, or words for a person.

    `own_words` while a question waits for those, `meeting` while an invitation to meet does.
    What most people text, "yes" or "2", is worked out once.
    """
    work_out = _asked_often if len(said) <= _SHORT else _asked
    return work_out(said, language, own_words=own_words, meeting=meeting)


def _asked(said: str, language: str, *, own_words: bool, meeting: bool) -> Asked | None:
    reader = _Reader(lexicon(language), own_words=own_words, meeting=meeting)
    if found := reader.whole(said):
        return Asked(found)
    if named := language_named(said, language=language, own_words=own_words):
        return Asked(Request.LANGUAGE, named)
    other = _in_another_language(said, language)
    return Asked(other) if other else None


_asked_often = lru_cache(maxsize=2048)(_asked)


def hinted(said: str, *, language: str = DEFAULT_LANGUAGE, meeting: bool = False) -> Request | None:
    """What a part of a text asks of us, for when the text could not be read as a reply."""
    return _Reader(lexicon(language), own_words=False, meeting=meeting).in_part(said)


@dataclass(frozen=True)
class _Reader:
    known: Lexicon
    own_words: bool
    meeting: bool

    def whole(self, said: str) -> Request | None:
        """The request that is the whole text, or that every part of it makes."""
        words = self.known.folded_words(said)
        found = self._alone(words) or self._request(words)
        if found is None and len(words) <= _LONGEST_CORRECTED:
            found = self._request(_corrected(words, self.known))
        return found or self._in_every_part(said) or self._firmly_stopping(said)

    def in_part(self, said: str) -> Request | None:
        """The first request, in order of precedence, that any part of the text makes."""
        parts = [self.known.folded_words(part) for part in _PARTS.split(said)]
        if sum(map(len, parts)) > _LONGEST_HINTED:
            return None
        made = {self._request(part) for part in (*parts, *self._clauses(parts))}
        return next((one for one in _ORDER if one in made and one in _COUNTS_AS_PART), None)

    def _alone(self, words: Words) -> Request | None:
        for name in ("opt_out", "opt_in", "help"):
            if words in self.known.phrases[f"alone.{name}"]:
                return Request(name)
        return None

    def _request(self, words: Words) -> Request | None:
        if not words:
            return None
        forms = [form for form in dict.fromkeys((words, *self._barer(words))) if form]
        if any(form in self.known.patterns["requests.hours"] for form in forms):
            return Request.STAFF_REVIEW
        return next((one for one in _ORDER if any(self._is(one, form) for form in forms)), None)

    def _is(self, request: Request, words: Words) -> bool:
        if request is Request.CALLBACK and words in self.known.patterns["unless_open.not_callback"]:
            return False
        if words in self.known.patterns[f"requests.{request}"]:
            return True
        if self.own_words or (self.meeting and request in _ABOUT_THE_MEETING):
            return False
        more = self.known.patterns.get(f"unless_open.{request}")
        return more is not None and words in more

    def _in_every_part(self, said: str) -> Request | None:
        parts = [self._bare(self.known.folded_words(part)) for part in _PARTS.split(said)]
        telling = [part for part in parts if part]
        if len(telling) < 2:
            return None
        made = [self._request(part) for part in telling]
        return None if None in made else min((one for one in made if one), key=_ORDER.index)

    def _firmly_stopping(self, said: str) -> Request | None:
        """A sentence that says to stop texting, beside others that say why."""
        cut = _SENTENCES if self.own_words else _PARTS
        parts = [self.known.folded_words(part) for part in cut.split(said)]
        parts = [part for part in parts if part]
        if not self.own_words:
            parts = [*parts, *self._clauses(parts)]
        outer = parts if not self.own_words else parts[:1] + parts[-1:]
        stopping = self.known.patterns["requests.opt_out"]
        firm = (part for part in outer if len(self._bare(part)) >= _FIRM)
        return Request.OPT_OUT if any(self._bare(part) in stopping for part in firm) else None

    def _clauses(self, parts: Iterable[Words]) -> Iterator[Words]:
        """The parts of parts that "and" or "but" holds together."""
        joins = self.known.words["yes_no.joins"]
        for part in parts:
            cuts = [-1, *(place for place, word in enumerate(part) if word in joins), len(part)]
            if len(cuts) > 2:
                yield from (part[a + 1 : b] for a, b in pairwise(cuts))

    def _bare(self, words: Words) -> Words:
        """Words without the swearing in them and the courtesy around them, each said once."""
        return self._barer(words)[-1]

    def _barer(self, words: Words) -> tuple[Words, ...]:
        """Words without swearing; then without the courtesy after them, before them, and both."""
        swearing = self.known.phrases["requests.swearing"].anywhere(words)
        hidden = {place for start, end in swearing for place in range(start, end)}
        clean = tuple(word for place, word in enumerate(words) if place not in hidden)
        clean = tuple(w for w, before in zip(clean, (None, *clean), strict=False) if w != before)
        courtesy = self.known.phrases["requests.courtesy"]
        ended = clean
        while size := courtesy.trailing(ended):
            ended = ended[:-size]
        begun, both = clean, ended
        while size := courtesy.leading(begun):
            begun = begun[size:]
        while size := courtesy.leading(both):
            both = both[size:]
        return clean, ended, begun, both


@lru_cache(maxsize=16)
def _vocabulary(language_words: Lexicon) -> dict[str, frozenset[str]]:
    """The words of requests by their first letter, for mending slips of the finger."""
    names = [name for name in language_words.patterns if name.startswith("requests.")]
    words = {word for name in names for word in language_words.patterns[name].vocabulary()}
    return {
        letter: frozenset(word for word in words if len(word) > 3 and word.startswith(letter))
        for letter in {word[0] for word in words}
    }


def _corrected(words: Words, known: Lexicon) -> Words:
    """Words with each slip of the finger mended, where only one word can have been meant."""
    return tuple(_mended(word, known) for word in words)


def _mended(word: str, known: Lexicon) -> str:
    real = known.phrases["requests.not_misspellings"]
    near = _vocabulary(known).get(word[0], frozenset())
    if len(word) < 4 or word in near or (word,) in real:
        return word
    meant = [one for one in near if is_misspelt(word, one)]
    return meant[0] if len(meant) == 1 else word


def language_named(said: str, *, language: str, own_words: bool = False) -> str | None:
    """The code of the language a text asks for: "polski", "can i have this in polish please"."""
    words = spoken_words(said)
    if not words or len(words) > _LONGEST_NAMING_A_LANGUAGE:
        return None
    written_in = (lexicon(language), lexicon(DEFAULT_LANGUAGE))
    around = {one for known in written_in for one in known.phrases["requests.around_a_language"]}
    names = _language_names()
    telling = [word for word in words if (word,) not in around or word in names]
    if len(telling) != 1 or telling[0] not in names:
        return None
    code, is_english_name = names[telling[0]]
    answers = own_words and len(words) == 1 and is_english_name
    return None if answers or (code == language and len(words) == 1) else code


@lru_cache(maxsize=1)
def _language_names() -> dict[str, tuple[str, bool]]:
    """Each name with the code of its language, and whether it is the English name."""
    file = files("surveys") / "data" / "language_names.toml"
    named = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        word: (code, place == 0)
        for code, names in named.items()
        for place, name in enumerate(names)
        for word in spoken_words(name)[-1:]
    }


@lru_cache(maxsize=1)
def _elsewhere() -> tuple[tuple[str, dict[Request, Patterns]], ...]:
    """The requests that the file of each language but English writes, words alone among them."""
    found = []
    for code in written_languages():
        data, spellings = read_data("keywords", code), own_spellings(code)
        written = {
            one: [*data.get("alone", {}).get(one, ()), *data.get("requests", {}).get(one, ())]
            for one in Request
        }
        own = {
            request: Patterns(lines, fold=partial(fold, same_as=spellings))
            for request, lines in written.items()
            if lines
        }
        if code != DEFAULT_LANGUAGE:
            found.append((code, own))
    return tuple(found)


def _in_another_language(said: str, language: str) -> Request | None:
    """A request in a language other than the conversation's, unless it answers in that one."""
    words = spoken_words(said)
    if not words or (len(words) == 1 and _is_ordinary(words[0], language)):
        return None
    for code, requests in _elsewhere():
        folded = tuple(fold(word, own_spellings(code)) for word in words)
        for request, patterns in requests.items():
            if code != language and folded in patterns:
                return request
    return None


def _is_ordinary(word: str, language: str) -> bool:
    """Whether a word answers something in this language or in English: "no" is a Polish yeah."""
    for code in {language, DEFAULT_LANGUAGE}:
        known = lexicon(code)
        lists = ("yes_no.yes", "yes_no.soft_yes", "yes_no.no", "yes_no.unsure", "skip.words")
        if any((word,) in known.phrases[name] for name in lists):
            return True
        if word in known.numbers or word in known.ordinals or word in known.words["reading.filler"]:
            return True
    return False
