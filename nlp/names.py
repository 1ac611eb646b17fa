"""The trained spaCy component that says of each word how likely it names a person.

A small network (see `network`) gives every word a share for each of `LABELS`. It decides nothing:
the rules weigh what it says against the lists and the words around.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import count

from spacy.lang.lex_attrs import word_shape
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc

from nlp import meanings, name_shape, network, tokens, wordlists
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
WEIGHTS = "weights-0.bin"


def build() -> Network:
    """The network, not trained: texts in, for each the shares of its words out."""
    return network.build(len(LABELS))


def look(read: Read) -> None:
    """Write beside a text what kind each word is, and what the network reads of it."""
    style = "small" if read.text.islower() else _style(read.words)
    everyday = _EVERYDAY[style]
    known = [everyday.get(word) or _known(word, style) for word in read.words]
    read.kinds, read.written, read.numbers = zip(*known, strict=True) if known else ((), (), ())


def forget() -> None:
    """Forget the words that were met: what stands in a cache was somebody's."""
    for remembers in _REMEMBERING:
        remembers.cache_clear()


Known = tuple[Kind, Written, int]
_EVERYDAY: dict[str, dict[str, Known]] = {"small": {}, "some": {}, "each": {}, "capitals": {}}
"""For texts of each style what is known of single signs, and of words that our lists have as
everyday ones and not as names, as they are usually written: kept once met, being nobody's."""
_NUMBERS = count()
"""Those of the words kept: each is given once, in however many threads texts are looked at."""
_MOST_MET = 20_000


@lru_cache(maxsize=_MOST_MET)
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
    written = norm, prefix, suffix, shape, tag, lemma, meanings.place_of(folded)
    about = folded, kind, word[0].isalpha()
    number = next(_NUMBERS) if _is_nobodys(word) else MOST_KEPT
    if number >= MOST_KEPT:
        return about, written, NO_NUMBER
    _EVERYDAY[style][word] = about, written, number
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

    def __init__(self, network: Network) -> None:
        self._asked = Asked(network)

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
        filled = [read for read in texts if len(read)]
        shares: list[float] = self._asked(filled)[:, _PERSON].tolist()
        at = 0
        for read in filled:
            read.people = shares[at : at + len(read)]
            at += len(read)


@cache
def trained() -> Names:
    """The component with the weights that come with Engage: numbers only, no words."""
    return Names(build().from_bytes((FOLDER / WEIGHTS).read_bytes()))


@Language.factory(FACTORY)
def _create(nlp: Language, name: str) -> Names:
    return trained()
