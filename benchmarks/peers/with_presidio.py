"""Presidio without a network, at its best for the UK: bare, or with our names as its model.

It does what ours does: finds details, and hands back the text without them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

import spacy
import tldextract
from presidio_analyzer import (
    AnalyzerEngine,
    BatchAnalyzerEngine,
    RecognizerRegistry,
    predefined_recognizers,
)
from presidio_analyzer.nlp_engine import NlpArtifacts, SpacyNlpEngine
from presidio_anonymizer import AnonymizerEngine
from spacy.language import Language
from spacy.tokens import Doc, Span

from benchmarks.peers import talk
from benchmarks.peers.talk import Finds, Spans
from nlp import pipeline, tokens
from nlp.recognisers import person

OUR_NAMES = "--our-names"
BATCH = 512
OF_OTHER_COUNTRIES = ("Us", "Medical", "Date")
"""Left out: they find nothing of the UK, or dates that are no date of birth."""
OF_THE_UK = (
    predefined_recognizers.UkNinoRecognizer,
    predefined_recognizers.UkPassportRecognizer,
    predefined_recognizers.UkPostcodeRecognizer,
    predefined_recognizers.UkVehicleRegistrationRecognizer,
)
POSSIBLE = 0
"""How strict it is with phone numbers: made-up ones, as ours are, are possible but not in use."""


class Bare(SpacyNlpEngine):
    """A blank English pipeline: words, and nobody's name."""

    def load(self) -> None:
        """Nothing is fetched."""
        self.nlp = {"en": self.language()}

    def language(self) -> Language:
        """The pipeline that reads each text."""
        return spacy.blank("en")

    def names(self, doc: Doc) -> list[Span]:
        """The names of people in a text."""
        return []

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """What Presidio asks for, for one text."""
        return self._artifacts(self.nlp["en"](text))

    def process_batch(
        self, texts: Iterable[str], language: str, **_: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """What Presidio asks for, for many texts."""
        for doc in self.nlp["en"].pipe(texts, batch_size=BATCH):
            yield doc.text, self._artifacts(doc)

    def _artifacts(self, doc: Doc) -> NlpArtifacts:
        names = self.names(doc)
        return NlpArtifacts(
            entities=names,
            tokens=doc,
            tokens_indices=[token.idx for token in doc],
            # Presidio looks for words such as "postcode" among these.
            lemmas=[token.lower_ for token in doc],
            nlp_engine=self,
            language="en",
            scores=[0.85] * len(names),
        )


class WithOurNames(Bare):
    """Our own pipeline, model and lists, which hand Presidio the names of people."""

    def language(self) -> Language:
        """The pipeline that our names are found with."""
        return pipeline.load()

    def names(self, doc: Doc) -> list[Span]:
        """The names that we would find."""
        spans = (
            doc.char_span(found.start, found.end, label=found.label, alignment_mode="expand")
            for found in person.find(doc.user_data[tokens.READ])
        )
        return [span for span in spans if span is not None]


def load(engine: Bare) -> Finds:
    """Presidio with its recognisers for everywhere and for the UK, in batches."""
    # Email addresses are known by a list of domains: the one that comes with the library, and
    # the one that is set apart for examples, as ours are.
    tldextract.extract = tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, extra_suffixes=("example",)
    )
    engine.load()
    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(["en"], engine)
    for recogniser in list(registry.recognizers):
        if recogniser.name.startswith((*OF_OTHER_COUNTRIES, "Phone")):
            registry.remove_recognizer(recogniser.name)
    for kind in OF_THE_UK:
        registry.add_recognizer(kind())
    registry.add_recognizer(
        predefined_recognizers.PhoneRecognizer(supported_regions=("GB",), leniency=POSSIBLE)
    )
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])
    batches = BatchAnalyzerEngine(analyzer)
    anonymizer = AnonymizerEngine()

    def find(texts: list[str]) -> list[Spans]:
        results = list(batches.analyze_iterator(texts, language="en", batch_size=BATCH))
        for text, found in zip(texts, results, strict=True):
            anonymizer.anonymize(text, found)
        return [[(one.start, one.end, one.entity_type) for one in found] for found in results]

    return find


def main(arguments: list[str]) -> int:
    """Measure it bare, or with our names."""
    engine = WithOurNames() if OUR_NAMES in arguments else Bare()
    return talk.answer(lambda: load(engine), [one for one in arguments if one != OUR_NAMES])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
