"""Where words of a codebook stand in a statement: its phrases, other forms, slips, descriptions.

Phrases count as written, in another form ("evicting" for "evicted"), or with one slip of the keys
in a longer word. Words that only one code's own description uses count a little.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nlp import lemmas, misspelling, tokens, wordlists
from nlp.codebook import Code, Codebook

PHRASE, WORD, FORM, SLIP, DESCRIBED = 0.85, 0.7, 0.65, 0.55, 0.3
MOST = 2.0
"""However many words of a code stand in a statement, they count no more than this."""


@dataclass(frozen=True)
class Hit:
    """Words that a codebook gives for a code: characters start to end, how met, and how strong."""

    code: str
    start: int
    end: int
    rule: str
    weight: float


class Lemmas:
    """Writes the plain form of each word into its lemma."""

    def __call__(self, doc: Doc) -> Doc:
        """The same text with a lemma on each word."""
        for token in doc:
            token.lemma_ = lemmas.lemma(wordlists.fold(token.text))
        return doc


@Language.factory("engage_lemmas")
def _lemmas(nlp: Language, name: str) -> Lemmas:
    return Lemmas()


class Hits:
    """Finds the words of one codebook, in the same statement always the same."""

    def __init__(self, codebook: Codebook) -> None:
        self._codes = [code.id for code in codebook.codes]
        self._one_at_a_time = Lock()
        config: dict[str, Any] = {"nlp": {"tokenizer": {"@tokenizers": tokens.NAME}}}
        self._nlp = spacy.blank("en", config=config)
        self._nlp.add_pipe("engage_lemmas")
        self._written = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        self._forms = PhraseMatcher(self._nlp.vocab, attr="LEMMA")
        for code in codebook.codes:
            phrases = [self._nlp(word.lower()) for word in dict.fromkeys(code.keywords) if word]
            if phrases:
                self._written.add(code.id, phrases)
                self._forms.add(code.id, phrases)
        self._described = _described(codebook)
        self._slips = misspelling.Index(
            (word.lower(), code.id) for code in codebook.codes for word in code.keywords
        )

    def many(self, texts: Sequence[str]) -> list[list[Hit]]:
        """The hits in each text, without those that stand inside a longer one."""
        with self._one_at_a_time, self._nlp.memory_zone():
            return [_most_exact(self._all(doc)) for doc in self._nlp.pipe(texts)]

    def table(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """How strongly each text speaks for each code: a row for each text."""
        rows = [self.strengths(hits) for hits in self.many(texts)]
        return np.array(rows, dtype=np.float32).reshape(len(texts), len(self._codes))

    def strengths(self, hits: Iterable[Hit]) -> NDArray[np.float32]:
        """How strongly the hits speak for each code of the codebook, in its order."""
        total = dict.fromkeys(self._codes, 0.0)
        for hit in hits:
            total[hit.code] = min(MOST, total[hit.code] + hit.weight)
        return np.array(list(total.values()), dtype=np.float32)

    def _all(self, doc: Doc) -> Iterator[Hit]:
        for matcher, rule, single in (
            (self._written, "keyword", WORD),
            (self._forms, "form", FORM),
        ):
            for key, start, end in matcher(doc):
                weight = single if end - start == 1 else PHRASE
                yield _hit(doc, doc.vocab.strings[key], (start, end), rule, weight)
        for token in doc:
            at = (token.i, token.i + 1)
            code = self._described.get(token.lemma_, "")
            if code:
                yield _hit(doc, code, at, "description", DESCRIBED)
            elif len(token) > 5 and not wordlists.is_everyday(token.lower_):
                for code in self._slips.codes(token.lower_):
                    yield _hit(doc, code, at, "misspelt keyword", SLIP)


def _hit(doc: Doc, code: str, at: tuple[int, int], rule: str, weight: float) -> Hit:
    start, end = at
    before = {token.lower_ for token in doc[max(0, start - 3) : start]}
    told = f"{rule}, negated" if before & wordlists.listed("negations") else rule
    last = doc[end - 1]
    return Hit(code, doc[start].idx, last.idx + len(last), told, weight)


def _described(codebook: Codebook) -> dict[str, str]:
    """The words, as lemmas, that the description of one code alone uses."""
    used: dict[str, set[str]] = {}
    for code in codebook.codes:
        for word in re.findall(r"[^\W\d_]{4,}", _description(code).lower()):
            plain = lemmas.lemma(wordlists.fold(word))
            if wordlists.FUNCTION not in (wordlists.kind_of(plain), wordlists.kind_of(word)):
                used.setdefault(plain, set()).add(code.id)
    return {word: codes.pop() for word, codes in used.items() if len(codes) == 1}


def _description(code: Code) -> str:
    return " ".join((code.name, code.definition, code.include, *code.keywords, *code.examples))


def _most_exact(hits: Iterable[Hit]) -> list[Hit]:
    """Without hits that stand inside a longer one ("clean" in "clean needles") or repeat one."""
    ordered = sorted(hits, key=lambda hit: (hit.start - hit.end, -hit.weight, hit.start, hit.code))
    kept: list[Hit] = []
    over: dict[int, list[Hit]] = {}
    for hit in ordered:
        longer = (
            hit.end <= other.end
            and (other.code == hit.code or other.end - other.start > hit.end - hit.start)
            for other in over.get(hit.start, ())
        )
        if not any(longer):
            kept.append(hit)
            for at in range(hit.start, hit.end):
                over.setdefault(at, []).append(hit)
    return kept
