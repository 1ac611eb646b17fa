"""The trained spaCy component that says of each word how likely it names a person.

A small network (see `network`) gives every word a share for each of `LABELS`. It decides nothing:
the rules weigh what it says against the lists and the words around.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from spacy.lang.lex_attrs import word_shape
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc
from spacy.vocab import Vocab

from nlp import name_shape, network, tokens, wordlists
from nlp.asked import Asked
from nlp.network import Network, Written

LABELS = ("", "PERSON", "PLACE", "ORG")
_PERSON = LABELS.index("PERSON")
FACTORY = "engage_names"
MOST_WORDS = 8_000
"""Words looked at in one go: among so many most stand more than once, and are mixed once."""
KINDS = "kinds"
"""Where a text keeps for each word: it folded, its kind, and whether it begins with a letter."""
PEOPLE = "people"
"""Where a text keeps, for each of its words, the share that it names a person: 0 to 1."""

FOLDER = wordlists.DATA / "names_model"


def build(
    width: int = network.WIDTH, depth: int = network.DEPTH, pieces: int = network.PIECES
) -> Network:
    """The network, not trained: texts in, for each the shares of its words out."""
    return network.build(len(LABELS), width, depth, pieces)


def spell(vocab: Vocab) -> None:
    """Have the vocabulary work out nothing of a word: what the network reads, `look` writes."""
    vocab.lex_attr_getters.clear()  # type: ignore[attr-defined]


def look(doc: Doc) -> None:
    """Write beside a text what kind each word is, and what the network reads of it."""
    words = doc.user_data[tokens.WORDS]
    style = "small" if doc.user_data[tokens.TEXT].islower() else _style(words)
    everyday = _EVERYDAY[style]
    known = [everyday.get(word) or _known(word, style) for word in words]
    doc.user_data[KINDS] = [kind for kind, _ in known]
    doc.user_data[network.WRITTEN] = [written for _, written in known]


def forget() -> None:
    """Forget the words that were met: what stands in a cache was somebody's."""
    for remembers in (_known, wordlists.kind_of, wordlists.looks_misspelt):
        remembers.cache_clear()


Kind = tuple[str, str, bool]
Known = tuple[Kind, Written]
"""What a text keeps of a word as one of `KINDS`, and what the network reads of it."""
_EVERYDAY: dict[str, dict[str, Known]] = {"small": {}, "some": {}, "each": {}, "capitals": {}}
"""For texts of each style what is known of single signs, and of words that our lists have as
everyday ones, as they are usually written: kept once met, since they are nobody's."""
_MOST_KEPT = 20_000


@lru_cache(maxsize=_MOST_KEPT)
def _known(word: str, style: str) -> Known:
    folded = wordlists.fold(word)
    kind = wordlists.kind_beside_names(folded)
    look = style
    if folded[:1].isalpha():
        surname = "s" if wordlists.is_surname(folded) else ""
        look = f"{name_shape.likeness(folded)}{surname}{style}"
    seen = wordlists.kind_of(folded) if kind == wordlists.SELDOM else kind
    read = (folded, folded[:3], folded[-3:], word_shape(word), seen, look)
    norm, prefix, suffix, shape, tag, lemma = map(get_string_id, read)
    known = (folded, kind, word[0].isalpha()), (norm, prefix, suffix, shape, tag, lemma)
    if _is_nobodys(word, folded) and len(_EVERYDAY[style]) < _MOST_KEPT:
        _EVERYDAY[style][word] = known
    return known


def _is_nobodys(word: str, folded: str) -> bool:
    if len(word) == 1 and word.isascii() and not word.isalnum():
        return True
    written = word in (folded, folded.capitalize(), folded.upper())
    return written and wordlists.is_written_often(folded)


def _style(words: Sequence[str]) -> str:
    """How a text uses capitals: in none of its words, in some, in each, or in nothing else."""
    longer = [word for word in words if len(word) > 1 and word[0].isalpha()]
    starts = sum(word[0].isupper() for word in longer)
    if not starts:
        return "small"
    if sum(word.isupper() for word in longer) * 10 > len(longer) * 7:
        return "capitals"
    return "each" if len(longer) > 4 and starts * 10 > len(longer) * 8 else "some"


class Names:
    """Writes beside a text how sure the trained networks, taken together, are of each word."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self._asked = [Asked(network) for network in networks]

    def __call__(self, doc: Doc) -> Doc:
        """The same text with its words looked at."""
        return self._write([doc])[0]

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """The same texts with their words looked at, so many texts or `MOST_WORDS` at a time."""
        batch: list[Doc] = []
        words = 0
        for doc in docs:
            batch.append(doc)
            words += len(doc)
            if len(batch) == batch_size or words >= MOST_WORDS:
                yield from self._write(batch)
                batch = []
                words = 0
        yield from self._write(batch)

    def _write(self, docs: list[Doc]) -> list[Doc]:
        for doc in docs:
            look(doc)
            doc.user_data[PEOPLE] = []
        filled = [doc for doc in docs if len(doc)]
        if filled:
            said = [asked(filled)[:, _PERSON] for asked in self._asked]
            shares: list[float] = (sum(said[1:], start=said[0]) / len(said)).tolist()
            at = 0
            for doc in filled:
                doc.user_data[PEOPLE] = shares[at : at + len(doc)]
                at += len(doc)
        return docs


@Language.factory(FACTORY)
def _create(nlp: Language, name: str) -> Names:
    """The component with the weights that come with Engage: numbers only, no words."""
    spell(nlp.vocab)
    return Names([build().from_bytes(path.read_bytes()) for path in weights()])


def weights() -> list[Path]:
    """The files of weights, one a network."""
    return sorted(FOLDER.glob("weights-*.bin"))
