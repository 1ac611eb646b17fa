"""Which codes a statement carries, how sure that is, what it says of each, and by which words.

A model learned from examples (`themes.model`) weighs the statement's words, the phrases of the
codebook and, where there is one, a sentence vector. Each code is given for words that can be shown
and checked: take them away and the code goes too. What the model is not sure of waits for a person.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from math import log

import numpy as np

from nlp import reading, wordlists
from nlp.batches import batches
from nlp.codebook import Codebook
from nlp.spans import Span
from nlp.themes import evidence as evidences
from nlp.themes.evidence import Statement
from nlp.themes.examples import POLARITIES, SENTIMENTS
from nlp.themes.hits import Hit, Hits
from nlp.themes.model import Array, Given, Model

ENOUGH = 0.32
"""How likely a code is at least when it is given: chosen on half of our gold."""
UNSURE = 0.65
"""A statement that may have more codes wrong than this, by the model's own shares, waits."""
_KNOWN = 1 / 3
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BATCH = 256

CODED, NO_THEME, NOTHING, ASK = "coded", "no theme", "nothing said", "needs a person"
OUTCOMES = (CODED, NO_THEME, NOTHING, ASK)
Embed = Callable[[Sequence[str]], Array]
"""Texts to sentence vectors, a row of length one for each."""
ALIKE = "alike"
"""The rule of evidence where no words alone decided: the whole is like what carries the code."""


@dataclass(frozen=True)
class Evidence:
    """Words that speak for a code: where they stand in the text given, and the rule they met."""

    start: int
    end: int
    words: str
    rule: str


@dataclass(frozen=True)
class Coding:
    """A code given to a statement, how sure that is (0 to 1), what it says of it, and why.

    `polarity` is "" where nothing that was learned from tells what people say of any code.
    """

    code: str
    confidence: float
    evidence: tuple[Evidence, ...]
    polarity: str


@dataclass(frozen=True)
class Coded:
    """What is made of a statement: its codes, its tone, and whether a person needs to look.

    `doubt` is how many codes may be wrong, by the model's own shares; `ranked` the codes from the
    likeliest on, as suggestions.
    """

    codings: tuple[Coding, ...]
    sentiment: int
    outcome: str
    doubt: float
    ranked: tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """A statement as a coder has read it, to be coded as often as what is learned changes.

    Where it says nothing, or not in English, nothing is `said` to weigh, and the outcome is known.
    """

    text: str
    look: reading.Reading
    said: Statement | None
    outcome: str = ""


class Coder:
    """Codes statements by one codebook and its model, the same statement always alike."""

    def __init__(self, codebook: Codebook, model: Model, embed: Embed | None = None) -> None:
        self.codebook = codebook
        self.model = model
        self.embed = embed
        self.hits = Hits(codebook)

    def with_model(self, model: Model) -> "Coder":
        """The same coder with other weights: what one has read the other can code."""
        other = copy(self)
        other.model = model
        return other

    def code(self, text: str, *, question: str | None = None) -> Coded:
        """What is made of one statement, read with the question it answers."""
        return next(self.many([(text, question)]))

    def many(self, pairs: Iterable[tuple[str, str | None]]) -> Iterator[Coded]:
        """What is made of each (text, question), in order and in batches."""
        return map(self.made_of, self.read(pairs))

    def read(self, pairs: Iterable[tuple[str, str | None]]) -> Iterator[Read]:
        """Each (text, question) read, in order and in batches."""
        for batch in batches(pairs, _BATCH):
            looks = [reading.read(text) for text, _ in batch]
            read = [look.text for look in looks]
            vectors = self.embed(read) if self.embed else [None] * len(read)
            every = zip(batch, looks, self.hits.many(read), vectors, strict=True)
            try:
                for (text, question), look, hits, vector in every:
                    yield self._read(text, question or "", look, hits, vector)
            finally:
                self.model.features.forget()

    def reads(self, text: str) -> bool:
        """Whether enough words of a statement are known for it to be read: English, mostly."""
        words = [wordlists.fold(found.group()) for found in _LETTERS.finditer(text)]
        known = sum(
            wordlists.is_everyday(word) or self.model.features.knows(word) for word in words
        )
        return known >= len(words) * _KNOWN

    def given(self, text: str, question: str, hits: Sequence[Hit], vector: Array | None) -> Given:
        """All that the model looks at in a statement."""
        seen = self.model.features.see(text, question)
        return Given(seen, self.hits.strengths(hits), vector)

    def _read(
        self,
        text: str,
        question: str,
        look: reading.Reading,
        hits: Sequence[Hit],
        vector: Array | None,
    ) -> Read:
        if says_nothing(look.text):
            return Read(text, look, None, NOTHING)
        if not hits and not self.reads(look.text):
            return Read(text, look, None, ASK)
        given = self.given(look.text, question, hits, vector)
        return Read(text, look, Statement(look.text, question, given, hits))

    def made_of(self, read: Read) -> Coded:
        """What is made of a statement that was read."""
        return self._made(read, {})

    def again(self, read: Read, was: Coded, others: Collection[int]) -> Coded:
        """What is made of a statement that was coded by a model with `others` of its codes apart.

        The same as `made_of`, but reasons are looked for again for those codes alone.
        """
        apart = {self.model.codes[place] for place in others}
        return self._made(read, {one.code: one for one in was.codings if one.code not in apart})

    def _made(self, read: Read, known: Mapping[str, Coding]) -> Coded:
        said = read.said
        if said is None:
            return Coded((), 0, read.outcome, UNSURE if read.outcome == ASK else 0.0, ())
        total = self.model.weigh(said.given)
        shares = self.model.shares(total)
        given = (
            known.get(self.model.codes[place]) or self._coding(read, said, total, place)
            for place in np.flatnonzero(shares >= ENOUGH).tolist()
        )
        codings = tuple(_surest(given))
        doubt = float(np.minimum(shares, 1 - shares).sum())
        likeliest = (self.model.codes[place] for place in np.argsort(-shares, kind="stable"))
        tone = SENTIMENTS[int(self.model.sentiment(total).argmax())]
        outcome = ASK if doubt > UNSURE else CODED if codings else NO_THEME
        return Coded(codings, tone, outcome, round(doubt, 3), tuple(dict.fromkeys(likeliest)))

    def _coding(self, read: Read, said: Statement, total: Array, place: int) -> Coding:
        least = log(ENOUGH / (1 - ENOUGH))
        decided = evidences.words_for(self.model, self.hits, said, place, least)
        share = float(self.model.shares(total)[place])
        likely = self.model.polarity(total, place)
        is_known = likely.max() > likely.min()
        polarity = POLARITIES[int(likely.argmax())] if is_known else ""
        shown = tuple(_shown(read, said, decided))
        return Coding(self.model.codes[place], round(share, 3), shown, polarity)


def _surest(codings: Iterable[Coding]) -> Iterable[Coding]:
    """Each code once, as it is surest; one that others were put into may have been given twice."""
    found: dict[str, Coding] = {}
    for one in codings:
        if one.code not in found or one.confidence > found[one.code].confidence:
            found[one.code] = one
    return found.values()


def _shown(read: Read, said: Statement, decided: evidences.Decided) -> Iterator[Evidence]:
    """The words that decided, side by side as one, in offsets of the text given.

    Where no word by itself speaks for the code, it is the statement as a whole.
    """
    runs: list[list[int]] = []
    for word in sorted(decided.words) or range(len(said.given.seen.words)):
        if runs and runs[-1][-1] == word - 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    for run in runs:
        start, end = said.given.seen.words[run[0]][0], said.given.seen.words[run[-1]][1]
        at = read.look.original(Span(start, end, "", ""))
        rule = _rule(said, run) if decided.is_enough else ALIKE
        yield Evidence(at.start, at.end, read.text[at.start : at.end], rule)


def _rule(said: Statement, run: Sequence[int]) -> str:
    """By what the codebook knows the words, or that they were learned from examples."""
    met = {said.strongest[word] for word in run if word in said.strongest}
    if not met:
        return "learned"
    return said.hits[min(met, key=lambda place: (-said.hits[place].weight, place))].rule


def says_nothing(text: str) -> bool:
    """Whether a reply is one of those that speak of no theme: "dont know", "n/a"."""
    words = re.sub(r"[\W_]+", " ", text.replace("'", "")).strip().lower()
    return not words or words in wordlists.listed("nothing")
