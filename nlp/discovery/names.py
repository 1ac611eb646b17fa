"""A name for each theme, made of words its texts share and others do not, and its best quote.

A word counts by the share of the theme's texts that have it, by how much rarer it is elsewhere,
and by how near the texts that have it lie to the middle of the theme. Words that often stand side
by side are kept together. A name has no small words, no two forms of one word, and nothing that
our anonymiser would take out of it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp import anonymise
from nlp.discovery import words
from nlp.discovery.exact import SCALE, Numbers, Whole, members, middles
from nlp.discovery.words import Word

LONGEST = 6
"""Words in a name, at most."""
_CANDIDATES = 25
_TOGETHER = 0.3
"""Two words are kept side by side when so many of the texts with the rarer one have them so."""

_Said = Sequence[tuple[Word | None, ...]]
_Counts = NDArray[np.float64]


@dataclass(frozen=True)
class _Use:
    """Which texts use which stems, each at most once."""

    stems: tuple[str, ...]
    used: sparse.csr_matrix
    by_stem: sparse.csc_matrix
    """The same, quick to look up by stem."""
    texts_with: _Counts
    is_plain: NDArray[np.bool_]
    """Whether a stem has a form that is listed as an ordinary word."""


@dataclass(frozen=True)
class _Subject:
    """What a theme can be called: its stems, the best first, how they are written, what is said."""

    ranked: tuple[str, ...]
    written: dict[str, str]
    said: _Said


def of(texts: Sequence[str], vectors: Whole, groups: Numbers) -> list[str]:
    """The name of each group, numbered from 0; empty where its texts share no word for one."""
    try:
        said = [words.of(text) for text in texts]
    finally:
        words.forget()
    use, centres = _use(said), middles(vectors, groups)
    subjects = [
        _subject(_ranked(use, own, vectors, centre), [said[at] for at in own])
        for own, centre in zip(members(groups), centres, strict=True)
    ]
    return _told_nobody(subjects)


def quotes(vectors: Whole, groups: Numbers) -> list[int]:
    """The place of the text that is nearest the middle of each group."""
    centres = middles(vectors, groups)
    return [
        int(own[(vectors[own] @ centre).argmax()])
        for own, centre in zip(members(groups), centres, strict=True)
    ]


def _use(said: _Said) -> _Use:
    numbers: dict[str, int] = {}
    rows, columns = [], []
    for row, tokens in enumerate(said):
        for stem in sorted({word.stem for word in tokens if word}):
            rows.append(row)
            columns.append(numbers.setdefault(stem, len(numbers)))
    shape = (len(said), len(numbers))
    used = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
    plain = {word.stem for tokens in said for word in tokens if word and word.is_plain}
    is_plain = np.array([stem in plain for stem in numbers], dtype=bool)
    return _Use(tuple(numbers), used, used.tocsc(), np.asarray(used.sum(axis=0)).ravel(), is_plain)


def _ranked(use: _Use, own: Numbers, vectors: Whole, centre: Whole) -> list[str]:
    """The stems that tell this theme from the others, the best first.

    Words of two texts or more count, and plain words of one where there are no such: what only
    one person says in a way of their own names nothing.
    """
    inside = np.asarray(use.used[own].sum(axis=0)).ravel()
    share = inside / len(own)
    outside = (use.texts_with - inside + 0.5) / (use.used.shape[0] - len(own) + 1)
    worth = share * np.sqrt(np.log1p(share / outside))
    counts = inside > 1 if (inside > 1).any() else use.is_plain
    worth = np.where(counts, worth, 0)
    best = np.argsort(-worth, kind="stable")[:_CANDIDATES]
    best = best[worth[best] > 0]
    middle_of_word = np.asarray((use.by_stem[:, best].T @ vectors) / use.texts_with[best, None])
    lengths = np.sqrt(np.square(middle_of_word).sum(axis=1))
    likeness = (middle_of_word @ centre) / np.where(lengths > 0, lengths * SCALE, 1)
    worth_here = worth[best] * np.sqrt(np.maximum(likeness, 0) + 0.2)
    order = np.argsort(-np.round(worth_here, 9), kind="stable")
    return [use.stems[at] for at in best[order]]


def _subject(ranked: Sequence[str], said: _Said) -> _Subject:
    return _Subject(tuple(ranked), _commonest(said), said)


def _told_nobody(subjects: Sequence[_Subject]) -> list[str]:
    """A name for each, once more without the words that our anonymiser would take out of it."""
    named = [""] * len(subjects)
    left_out: list[set[str]] = [set() for _ in subjects]
    asked = list(range(len(subjects)))
    while asked:
        chosen = {at: _unrelated(subjects[at].ranked, left_out[at]) for at in asked}
        for at in asked:
            named[at] = _said_together(chosen[at], subjects[at])
        found = anonymise.many(named[at] for at in asked)
        again = []
        for at, done in zip(asked, found, strict=True):
            if done.spans:
                taken = " ".join(named[at][span.start : span.end] for span in done.spans)
                written = subjects[at].written
                bad = {one for one in chosen[at] if written[one] in taken}
                left_out[at] |= bad or set(chosen[at])
                again.append(at)
        asked = again
    return named


def _unrelated(stems: Iterable[str], left_out: Set[str]) -> list[str]:
    """The first stems but those left out, no two of one word."""
    chosen: list[str] = []
    for stem in stems:
        if stem in left_out or any(words.are_related(stem, one) for one in chosen):
            continue
        chosen.append(stem)
        if len(chosen) == LONGEST:
            break
    return chosen


def _commonest(said: _Said) -> dict[str, str]:
    counts = Counter(word for tokens in said for word in tokens if word)
    written: dict[str, str] = {}
    for word in sorted(counts, key=lambda word: (-counts[word], word.written)):
        written.setdefault(word.stem, word.written)
    return written


def _said_together(chosen: Sequence[str], subject: _Subject) -> str:
    """The words in order of worth, with those that often follow one another as one phrase."""
    follows = _followers(chosen, subject.said)
    phrases = []
    for stem in chosen:
        if stem not in follows.values():
            phrase = [stem]
            while phrase[-1] in follows:
                phrase.append(follows[phrase[-1]])
            phrases.append(" ".join(subject.written[one] for one in phrase))
    return ", ".join(phrases)


def _followers(chosen: Sequence[str], said: _Said) -> dict[str, str]:
    """The stem that often follows each, the commonest pairs first; none leads back to itself."""
    wanted = set(chosen)
    having: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for tokens in said:
        having.update({word.stem for word in tokens if word} & wanted)
        pairs.update(_neighbours(tokens, wanted))
    follows: dict[str, str] = {}
    for (first, second), times in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        often = times > 1 and times >= _TOGETHER * min(having[first], having[second])
        is_free = first not in follows and second not in follows.values()
        if often and is_free and not _leads_back(follows, second, first):
            follows[first] = second
    return follows


def _neighbours(tokens: Sequence[Word | None], wanted: set[str]) -> set[tuple[str, str]]:
    return {
        (one.stem, other.stem)
        for one, other in pairwise(tokens)
        if one and other and one.stem in wanted and other.stem in wanted and one.stem != other.stem
    }


def _leads_back(follows: dict[str, str], start: str, end: str) -> bool:
    at: str | None = start
    while at is not None and at != end:
        at = follows.get(at)
    return at == end
