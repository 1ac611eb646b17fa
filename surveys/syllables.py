"""Counting the syllables of English words: rules for most of them, and a list of exceptions."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

_PART = re.compile(r"[a-z]+(?:'[a-z]+)?")
_VOWELS = re.compile(r"[aeiouy]+")
_HISSING = re.compile(r"[a-z](?:[sxzcg]|[cs]h)e$")
_SAID_ED = re.compile(r"[td]$|[^aeiouylr]l$")
# Ends and starts that are said by themselves, so that an e beside them is silent: home-less.
_OWN_END = re.compile(
    r"(?<=..)(?:ness|less|ment|ful|some|times?|things?|side|where|body|self|work|hood|ship|ly)$"
)
_OWN_START = re.compile(
    r"(?:some|home|house|safe|side|life|time|care|fire|wide|there|where|name|like|white|base)"
    r"(?=[bcdfghjklmnpqrstvwxz].*[aeiouy])"
)
# Vowels that are written together and said apart: soci-ety, flu-ent, cre-ate.
_APART = re.compile(
    r"(?<![cstgl])ia(?!ge)|(?<=l)ia(?=b)|(?<=c)ia(?=t|ry)|(?<=it)ia(?=te)"
    r"|(?<![cstglnx])io(?!u)|(?<=[^tsg]n)io(?=t)|(?<![cstgx])iou|iu"
    r"|(?<![cst])ien(?=[ct])|ie(?=t)|(?<!d)ie(?=r$|st$)"
    r"|(?<=cr)ea(?=t)|(?<=r)ea(?=ct|li|ss)|(?<=th)ea(?=t)"
    r"|eo(?=[gl]|n(?!$)|m)|(?<=rt)eou|eu(?=m)|(?<=[ao])y(?=[ae])|yi|ii"
    r"|(?<![gq])(?:ua(?=[lt])|ue(?=[nl])|ui(?=ty|c|n))|uar(?=y)|(?<![q])uou"
    r"|ya(?=n)|oe(?=[mt])|oa(?=[st]i)"
)
_SAID_WITH_ITS_NT = frozenset({"ca", "do", "wo", "sha", "are", "were"})
_SILENT_END = re.compile(r"(?:[^aeiouyl]|[aeiouyr]l)e$|(?<=[gq])ue$")


def syllables(word: str) -> int:
    """How many syllables an English word is said in, at least one."""
    parts = _PART.findall(word.lower().replace("’", "'"))
    return max(1, sum(map(_of_part, parts)))


@lru_cache(maxsize=1)
def _exceptions() -> Mapping[str, int]:
    listed = tomllib.loads((files("surveys") / "data" / "syllables.toml").read_text("utf-8"))
    return {
        word: int(count) for count, words in listed["said_in"].items() for word in words.split()
    }


@lru_cache(maxsize=8192)
def _of_part(part: str) -> int:
    """The syllables of letters with at most one apostrophe in them: "house's", "didn't"."""
    if part in _exceptions():
        return _exceptions()[part]
    base, _, tail = part.partition("'")
    if tail == "t" and base.endswith("n"):
        verb = base.removesuffix("n")
        return _of_letters(verb) + (verb not in _SAID_WITH_ITS_NT)
    return _of_letters(base) + (tail == "s" and bool(_HISSING.search(f"{base.rstrip('e')}e")))


@lru_cache(maxsize=8192)
def _of_letters(letters: str) -> int:
    known = _exceptions()
    if letters in known:
        return known[letters]
    if (own := _OWN_END.search(letters)) and _VOWELS.search(letters[: own.start()]):
        base = letters[: own.start()]
        return _of_letters(base) + _of_letters(own[0]) - letters.endswith("ically")
    for end, whole in (("s", _plural), ("ed", _past), ("ing", _going_on)):
        base = letters.removesuffix(end)
        if base != letters and _VOWELS.search(base) and (count := whole(base)):
            return count
    if start := _OWN_START.match(letters):
        return 1 + _of_letters(letters[start.end() :])
    return _by_rule(letters)


def _plural(base: str) -> int:
    if base[-1] in "su":
        return 0
    return _of_letters(base) + bool(_HISSING.search(base))


def _past(base: str) -> int:
    if base[-1] == "e":
        return 0
    return _with_its_e(base) + bool(_SAID_ED.search(base))


def _going_on(base: str) -> int:
    return _with_its_e(base) + 1


def _with_its_e(base: str) -> int:
    """The syllables of a verb whose ending has been cut off, perhaps with an e of its own."""
    return _exceptions().get(f"{base}e") or _of_letters(base)


def _by_rule(letters: str) -> int:
    groups = len(_VOWELS.findall(letters))
    if not groups:
        return len(letters)  # initials, said one by one
    count = groups + len(_APART.findall(letters)) + letters.endswith(("sm", "thm"))
    return max(1, count - bool(_SILENT_END.search(letters)))
