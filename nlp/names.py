"""The trained spaCy component that says of each word how likely it names a person.

A small network (see `network`) gives every word a share for each of `LABELS`, one for texts in
English and one for those in other languages. It decides nothing: the rules weigh what it says
against the lists and the words around.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import count

from spacy.lang.lex_attrs import word_shape
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc

from nlp import english, meanings, name_shape, network, tokens, wordlists
from nlp.asked import Asked
from nlp.batches import batches
from nlp.network import Network
from nlp.tokens import MOST_KEPT, NO_NUMBER, Kind, Read, Written

LABELS = ("", "PERSON", "PLACE", "ORG")
_PERSON = LABELS.index("PERSON")
FACTORY = "engage_names"
MOST_WORDS = 24_000
"""Words looked at in one go: among so many most stand more than once, and are mixed once."""
FOLDER = meanings.FOLDER
WEIGHTS, WEIGHTS_ELSEWHERE = "weights-0.bin", "weights-1.bin"
"""The networks for English and for other languages: numbers only, no words."""


def build() -> Network:
    """The network, not trained: texts in, for each the shares of its words out."""
    return network.build(len(LABELS))


def look(read: Read) -> None:
    """Write beside a text what kind each word is, and what the network reads of it."""
    style = "small" if read.text.islower() else _style(read.words)
    known = _each_known(read.words, style)
    read.is_english = english.is_english(read, [told for *_, told in known])
    if not read.is_english:
        known = _each_known(read.words, style + _NOT_ENGLISH)
    read.kinds, read.written, read.numbers, _ = zip(*known, strict=True) if known else ((),) * 4


def forget() -> None:
    """Forget the words that were met: what stands in a cache was somebody's."""
    for remembers in _REMEMBERING:
        remembers.cache_clear()


def _each_known(words: Sequence[str], style: str) -> "list[Known]":
    everyday = _EVERYDAY[style]
    return [everyday.get(word) or _known(word, style) for word in words]


_NOT_ENGLISH = ", not English"
_STYLES = ("small", "some", "each", "capitals")
Known = tuple[Kind, Written, int, int]
"""What is read of a word: its number among everyday words, and last what it tells of a language."""
_EVERYDAY: dict[str, dict[str, Known]] = {
    f"{style}{more}": {} for style in _STYLES for more in ("", _NOT_ENGLISH)
}
"""For texts of each style what is known of single signs, and of words that our lists have as
everyday ones and not as names, as they are usually written: kept once met, being nobody's."""
_NUMBERS = count()
"""Those of the words kept: each is given once, in however many threads texts are looked at."""
_MOST_MET = 20_000


@lru_cache(maxsize=_MOST_MET)
def _known(word: str, style: str) -> Known:
    folded = wordlists.fold(word)
    is_english = not style.endswith(_NOT_ENGLISH)
    kind = (wordlists.kind_beside_names if is_english else wordlists.kind_elsewhere)(folded)
    if kind == wordlists.PLACE and not word.isascii() and folded in wordlists.listed("peoples"):
        kind = wordlists.UNKNOWN  # "Germán" is no people (Sentence.is_a_people)
    look = style
    if folded[:1].isalpha():
        surname = "s" if wordlists.is_surname(folded) else ""
        look = f"{name_shape.likeness(folded)}{surname}{style}"
    seen = wordlists.kind_of(folded) if kind == wordlists.SELDOM else kind
    read = (folded, folded[:3], folded[-3:], word_shape(word), seen, look)
    norm, prefix, suffix, shape, tag, lemma = map(get_string_id, read)
    written = norm, prefix, suffix, shape, tag, lemma, meanings.place_of(folded)
    about = folded, kind, word[0].isalpha()
    told = english.told_by(folded, kind)
    number = next(_NUMBERS) if _is_nobodys(word) else MOST_KEPT
    if number >= MOST_KEPT:
        return about, written, NO_NUMBER, told
    _EVERYDAY[style][word] = about, written, number, told
    return _EVERYDAY[style][word]


_REMEMBERING = (_known, name_shape.likeness, wordlists.kind_of, wordlists.looks_misspelt)


def _is_nobodys(word: str) -> bool:
    is_sign = len(word) == 1 and word.isascii() and not word.isalnum()
    return is_sign or wordlists.is_nobodys(word)


def _style(words: Sequence[str]) -> str:
    """How a text uses capitals: in none of its words, in some, in each, or in nothing else."""
    longer = [word for word in words if len(word) > 1 and word[0].isalpha()]
    starts = len([word for word in longer if word[0].isupper()])
    if not starts:
        return "small"
    if len([word for word in longer if word.isupper()]) * 10 > len(longer) * 7:
        return "capitals"
    return "each" if len(longer) > 4 and starts * 10 > len(longer) * 8 else "some"


class Names:
    """A spaCy component: writes beside a text how sure the trained network is of each word.

    `weigh` does the same for texts that are only cut.
    """

    def __call__(self, doc: Doc) -> Doc:
        """The same text with its words looked at."""
        self.weigh([doc.user_data[tokens.READ]])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """The same texts with their words looked at, so many at a time."""
        for batch in batches(docs, batch_size):
            self.weigh([doc.user_data[tokens.READ] for doc in batch])
            yield from batch

    def weigh(self, texts: Sequence[Read]) -> None:
        """Look at the words of texts, `MOST_WORDS` or so at a time."""
        batch: list[Read] = []
        words = 0
        for read in texts:
            look(read)
            batch.append(read)
            words += len(read)
            if words >= MOST_WORDS:
                self._weigh(batch)
                batch = []
                words = 0
        if words:
            self._weigh(batch)

    def _weigh(self, texts: Sequence[Read]) -> None:
        for is_english in (True, False):
            alike = [read for read in texts if len(read) and read.is_english is is_english]
            if alike:
                _weigh_by(asked(is_english=is_english), alike)


def _weigh_by(network: Asked, texts: Sequence[Read]) -> None:
    shares: list[float] = network(texts)[:, _PERSON].tolist()
    at = 0
    for read in texts:
        read.people = shares[at : at + len(read)]
        at += len(read)


@cache
def asked(*, is_english: bool) -> Asked:
    """The network that comes with Engage for texts in English, or for those that are not."""
    weights = FOLDER / (WEIGHTS if is_english else WEIGHTS_ELSEWHERE)
    return Asked(build().from_bytes(weights.read_bytes()))


@Language.factory(FACTORY)
def _create(nlp: Language, name: str) -> Names:
    return Names()
