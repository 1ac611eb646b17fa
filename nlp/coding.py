"""Which codes a statement carries, and the words that say so.

A code is given only for words that stand in the statement, so that the reason can be shown and
checked: take those words away and the code goes too. Keywords of the codebook count as written,
in another form ("evicting" for "evicted"), or with one slip of the keys in a longer word. Words
that only one code's own description uses count where at least two of them stand together.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nlp import lemmas, misspelling, reading, tokens, wordlists
from nlp.codebook import Code, Codebook
from nlp.spans import Span

PHRASE, WORD, FORM, SLIP, DESCRIBED = 0.85, 0.7, 0.65, 0.55, 0.3
ENOUGH = 0.5
_ECHO = 0.8
_BATCH = 256


@dataclass(frozen=True)
class Evidence:
    """Words that speak for a code: where they stand in the text given, and the rule they met."""

    start: int
    end: int
    words: str
    rule: str


@dataclass(frozen=True)
class Coding:
    """A code given to a statement, how sure that is (0 to 1), and why."""

    code: str
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class _Hit:
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


class Coder:
    """Codes statements by one codebook, the same statement always alike."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
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

    def code(self, text: str, *, question: str | None = None) -> tuple[Coding, ...]:
        """The codes of one statement in order of id; () where it says nothing or fits none.

        Words that only repeat the question make a code less sure.
        """
        return next(self.many([(text, question)]))

    def many(self, pairs: Iterable[tuple[str, str | None]]) -> Iterator[tuple[Coding, ...]]:
        """The codes of each (text, question), in order and in batches."""
        remaining = iter(pairs)
        while batch := list(islice(remaining, _BATCH)):
            looks = [reading.read(text) for text, _ in batch]
            with self._one_at_a_time, self._nlp.memory_zone():
                docs = self._nlp.pipe(look.text for look in looks)
                found = [
                    [] if says_nothing(look.text) else _most_exact(self._hits(doc))
                    for look, doc in zip(looks, docs, strict=True)
                ]
            for (text, question), look, hits in zip(batch, looks, found, strict=True):
                yield _decide(text, look, hits, (question or "").lower())

    def _hits(self, doc: Doc) -> list[_Hit]:
        hits = []
        for matcher, rule, single in (
            (self._written, "keyword", WORD),
            (self._forms, "form", FORM),
        ):
            for key, start, end in matcher(doc):
                weight = single if end - start == 1 else PHRASE
                code = doc.vocab.strings[key]
                hits.append(self._hit(doc, code, (start, end), rule, weight))
        for token in doc:
            code = self._described.get(token.lemma_, "")
            if code:
                at = (token.i, token.i + 1)
                hits.append(self._hit(doc, code, at, "description", DESCRIBED))
            elif len(token) > 5 and not wordlists.is_everyday(token.lower_):
                for code in self._slips.codes(token.lower_):
                    at = (token.i, token.i + 1)
                    hits.append(self._hit(doc, code, at, "misspelt keyword", SLIP))
        return hits

    def _hit(self, doc: Doc, code: str, at: tuple[int, int], rule: str, weight: float) -> _Hit:
        start, end = at
        before = {token.lower_ for token in doc[max(0, start - 3) : start]}
        negated = f"{rule}, negated" if before & wordlists.listed("negations") else rule
        last = doc[end - 1]
        return _Hit(code, doc[start].idx, last.idx + len(last), negated, weight)


def says_nothing(text: str) -> bool:
    """Whether a reply is one of those that speak of no theme: "dont know", "n/a"."""
    words = re.sub(r"[\W_]+", " ", text.replace("'", "")).strip().lower()
    return not words or words in wordlists.listed("nothing")


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


def _most_exact(hits: Iterable[_Hit]) -> list[_Hit]:
    """Without hits that stand inside a longer one ("clean" in "clean needles") or repeat one."""
    ordered = sorted(hits, key=lambda hit: (hit.start - hit.end, -hit.weight, hit.start, hit.code))
    kept: list[_Hit] = []
    over: dict[int, list[_Hit]] = {}
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


def _decide(
    text: str, look: reading.Reading, hits: list[_Hit], question: str
) -> tuple[Coding, ...]:
    given = []
    for code in sorted({hit.code for hit in hits}):
        own = sorted((hit for hit in hits if hit.code == code), key=lambda hit: hit.start)
        if _sure(own, look.text, "") < ENOUGH:
            continue
        evidence = []
        for hit in own:
            at = look.original(Span(hit.start, hit.end, code, hit.rule))
            evidence.append(Evidence(at.start, at.end, text[at.start : at.end], hit.rule))
        given.append(Coding(code, round(_sure(own, look.text, question), 3), tuple(evidence)))
    return tuple(given)


def _sure(hits: list[_Hit], said: str, question: str) -> float:
    """How sure the hits make a code: each different word takes away some of the doubt left."""
    doubt = 1.0
    for words, weight in {said[hit.start : hit.end].lower(): hit.weight for hit in hits}.items():
        doubt *= 1 - weight * (_ECHO if question and words in question else 1)
    return 1 - doubt
