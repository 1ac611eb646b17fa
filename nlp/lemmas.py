"""The plain form of a word, by a small table and the endings of English, for matching."""

from functools import cache

from nlp.wordlists import DATA, is_nobodys

_VOWELS = frozenset("aeiouy")


@cache
def _table() -> dict[str, str]:
    lines = (DATA / "lemmas.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return {form: plain for plain, *forms in pairs for form in (forms or [plain])}


@cache
def _kept() -> frozenset[str]:
    return frozenset(form for form, plain in _table().items() if form == plain)


def lemma(word: str) -> str:
    """The plain form of a word in small letters: "evicted", "evicting" and "evicts" are one.

    The form need not be a word ("moving" and "moved" give "mov"); it need only be the same.
    """
    known = _EVERYDAY.get(word)
    if known is None:
        known = _lemma(word)
        if is_nobodys(word):
            _EVERYDAY[word] = known
    return known


_EVERYDAY: dict[str, str] = {}
"""The plain forms of everyday words that are nobody's, once met."""


def _lemma(word: str) -> str:
    word = _table().get(word, word)
    if len(word) < 4 or word in _kept():
        return word
    return _stem(word.removesuffix("'s"))


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]
    if word in _kept():
        return word
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) > 2 and _VOWELS & set(root):
            if root[-1] == root[-2] and root[-1] not in "lsz":
                return root[:-1]
            return root[:-1] + "y" if root.endswith("i") else root.removesuffix("e")
    return word[:-1] if word.endswith("e") and len(word) > 3 else word
