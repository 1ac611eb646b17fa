"""The words of one text as the name rules look at them: kinds, capitals and neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, compress
from operator import add

from nlp import wordlists
from nlp.recognisers import name_cues as cues
from nlp.tokens import Read
from nlp.wordlists import BOTH, NAME, RARE, SELDOM, UNKNOWN, WORD

_ENDS = frozenset(".!?,;:)-\n")
_STARTS = frozenset(".!?\n")
_SHORTEST = 3


@dataclass(slots=True)
class Sentence:
    """Words side by side with what is known of each; white space stands in `gaps`, before a word.

    `low` holds a possessive written without its apostrophe ("daves") as the name alone, and
    `tail` how many letters that leaves outside. `shares` holds how sure the trained network is
    that each word names a person, and `seconded` the words that another pipeline takes for one.
    `has_pet` is whether a dog or a cat is spoken of, whose name is nobody's.
    """

    words: list[str]
    low: list[str]
    kinds: list[str]
    offsets: list[int]
    gaps: list[str]
    tail: list[int]
    is_word: list[bool]
    capital: list[bool]
    shouting: bool
    shares: Sequence[float] = ()
    seconded: frozenset[int] = frozenset()
    has_pet: bool = False
    is_english: bool = True

    def __len__(self) -> int:
        return len(self.words)

    def before(self, at: int) -> str:
        """The word just before, if only a space parts them."""
        return self.low[at - 1] if at > 0 and self.gaps[at] in (" ", "") else ""

    def after(self, at: int) -> str:
        """The word just after, if only a space parts them."""
        if 0 <= at < len(self.low) - 1 and self.gaps[at + 1] in (" ", ""):
            return self.low[at + 1]
        return ""

    def has_capital_within(self, at: int) -> bool:
        """Whether it has a capital that no start of a sentence explains."""
        return self.capital[at] and at > 0 and self.low[at - 1] not in _STARTS

    def ends(self, at: int) -> bool:
        """Whether the word ends the message, a line or a clause."""
        if at + 1 >= len(self.low):
            return True
        return self.low[at + 1] in _ENDS or "\n" in self.gaps[at + 1]

    def closes(self, at: int) -> bool:
        """Whether only kisses, signs and numbers follow the word."""
        rest = range(at + 1, min(len(self.low), at + 8))
        if len(self.low) > at + 8:
            return False
        return all(not self.is_word[i] or self.low[i] in cues.EOF_X for i in rest)

    def sign_off_before(self, at: int) -> bool:
        """Whether a sign-off stands before the comma or line before the word."""
        return any(word in cues.SIGN_OFFS for word in self.low[max(0, at - 3) : at])

    def acts(self, at: int) -> bool:
        """Whether what follows is what people do: say, help, ring."""
        after = self.after(at)
        return after in cues.AGENTIVE or (after in cues.STATES and self.after(at + 1) in cues.HUMAN)

    def is_a_people(self, at: int) -> bool:
        """Whether it is what a people is called, which has no accent: "German", not "Germán"."""
        return self.words[at].isascii() and self.low[at] in wordlists.listed("peoples")

    def misspelt(self, at: int) -> bool:
        """Whether the word is more likely a slip of the keys than a name; none has an accent."""
        return self.words[at].isascii() and wordlists.looks_misspelt(self.low[at])


def read_words(read: Read) -> Sentence:
    """The words of a text that was read."""
    text, words, known, shares = read.text, read.words, read.kinds, read.people
    offsets = read.starts()
    gaps = ["", *read.spaces[:-1]]
    if any(map(str.isspace, words)):
        kept = [not word.isspace() for word in words]
        words, known = list(compress(words, kept)), list(compress(known, kept))
        shares, offsets = list(compress(shares, kept)), list(compress(offsets, kept))
        ends = map(add, offsets, map(len, words))
        gaps = [text[end:start] for end, start in zip(chain([0], ends), offsets, strict=False)]
    low, kinds, is_word = map(list, zip(*known, strict=True)) if known else ([], [], [])
    tail = _possessives(low, kinds, is_word)
    capital, is_plain = _capitals(text, words, is_word)
    return Sentence(
        words, low, kinds, offsets, gaps, tail, is_word, capital, is_plain, shares,
        _seconded(read.named, offsets), has_pet=not cues.PETS.isdisjoint(low),
        is_english=read.is_english,
    )  # fmt: skip


def _capitals(text: str, words: list[str], is_word: list[bool]) -> tuple[list[bool], bool]:
    """Which words have a capital that tells something, and whether all have one, so none does."""
    none = [False] * len(words)
    if text.islower():
        return none, False
    starts = [word[0].isupper() for word in words]
    shouting, titled = _styles(words, is_word, starts)
    return (none, True) if shouting or titled else (starts, False)


def _possessives(low: list[str], kinds: list[str], is_word: list[bool]) -> list[int]:
    """How many letters of each word are a possessive s; `low` and `kinds` go on without it."""
    tail = [0] * len(low)
    ending = [at for at, word in enumerate(low) if word[-1:] == "s" and len(word) > _SHORTEST]
    for at in ending:
        word = low[at]
        if not is_word[at]:
            continue
        if _is_somebodys(low, at):
            low[at], kinds[at], tail[at] = word[:-1], SELDOM, 1
        elif kinds[at] in (UNKNOWN, WORD, SELDOM):
            stem = wordlists.kind_of(word[:-1])
            named = stem == NAME or (stem == RARE and kinds[at] == UNKNOWN and len(word) > 5)
            if named and (not wordlists.is_surname(word) or _has_somebody_after(low, at)):
                low[at], kinds[at], tail[at] = word[:-1], stem, 1
            elif stem == BOTH and kinds[at] == UNKNOWN:
                kinds[at] = WORD
    return tail


def _is_somebodys(low: list[str], at: int) -> bool:
    """Whether a person of somebody's follows a word that some are named: "heros fella"."""
    borne = low[at][:-1] in wordlists.listed("names_seldom")
    return borne and _has_somebody_after(low, at)


def _has_somebody_after(low: list[str], at: int) -> bool:
    after = low[at + 1] if at + 1 < len(low) else ""
    return after in cues.RELATIONS or after in cues.ROLES or after == "social"


def _seconded(named: Sequence[tuple[int, int]], offsets: list[int]) -> frozenset[int]:
    if not named:
        return frozenset()
    return frozenset(
        at for at, idx in enumerate(offsets) if any(start <= idx < end for start, end in named)
    )


def _styles(words: list[str], is_word: list[bool], starts: list[bool]) -> tuple[bool, bool]:
    """Whether a text is all in capitals, and whether Every Word Has One: both tell us nothing."""
    longer = [at for at, word in enumerate(words) if is_word[at] and len(word) > 1]
    if len(longer) < 2:
        return False, False
    capitals = len([at for at in longer if starts[at]])
    shouting = len([at for at in longer if words[at].isupper()]) * 10 > len(longer) * 7
    titled = len(longer) > 4 and capitals * 10 > len(longer) * 8
    return shouting, titled
