"""The words of one text as the name rules look at them: kinds, capitals and neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.attrs import SPACY
from spacy.tokens import Doc

from nlp import names, second_opinion, tokens, wordlists
from nlp.recognisers import name_cues as cues
from nlp.wordlists import BOTH, NAME, UNKNOWN, WORD

_ENDS = frozenset(".!?,;:)-\n")


@dataclass(frozen=True)
class Sentence:
    """Words side by side with what is known of each; white space stands in `gaps`, before a word.

    `low` holds a possessive written without its apostrophe ("daves") as the name alone, and
    `tail` how many letters that leaves outside. `shares` holds how sure the trained network is
    that each word names a person, and `seconded` the words that another pipeline takes for one.
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

    def misspelt(self, at: int) -> bool:
        """Whether the word is more likely a slip of the keys than a name."""
        return wordlists.looks_misspelt(self.low[at])


def read_words(doc: Doc) -> Sentence:
    """The words of a text that the pipeline has read."""
    words: list[str] = []
    offsets: list[int] = []
    gaps: list[str] = []
    shares: list[float] = []
    said: Sequence[float] = doc.user_data[names.PEOPLE]
    gap, start = "", 0
    spaces = doc.to_array(SPACY).tolist()
    for word, spaced, share in zip(doc.user_data[tokens.WORDS], spaces, said, strict=True):
        after = " " if spaced else ""
        if word.isspace():
            gap += word + after
        else:
            words.append(word)
            offsets.append(start)
            gaps.append(gap)
            shares.append(share)
            gap = after
        start += len(word) + len(after)
    sentence = _sentence(words, offsets, gaps)
    return replace(sentence, shares=shares, seconded=_seconded(doc, offsets))


def _seconded(doc: Doc, offsets: list[int]) -> frozenset[int]:
    named: Sequence[tuple[int, int]] = doc.user_data.get(second_opinion.NAMED, ())
    return frozenset(
        at for at, idx in enumerate(offsets) if any(start <= idx < end for start, end in named)
    )


def _sentence(words: list[str], offsets: list[int], gaps: list[str]) -> Sentence:
    low = [wordlists.fold(word) for word in words]
    kinds = [wordlists.kind_of(word) for word in low]
    is_word = [word[0].isalpha() for word in words]
    tail = [0] * len(words)
    for at, word in enumerate(low):
        if kinds[at] in (UNKNOWN, WORD) and word.endswith("s") and len(word) > 3 and is_word[at]:
            stem = wordlists.kind_of(word[:-1])
            if stem == NAME and not wordlists.is_surname(word):
                low[at], kinds[at], tail[at] = word[:-1], NAME, 1
            elif stem == BOTH and kinds[at] == UNKNOWN:
                kinds[at] = WORD
    starts = [bool(w[0].isupper()) for w in words]
    shouting, titled = _styles(words, is_word, starts)
    capital = [up and not shouting and not titled for up in starts]
    plain = shouting or titled
    return Sentence(words, low, kinds, offsets, gaps, tail, is_word, capital, plain)


def _styles(words: list[str], is_word: list[bool], starts: list[bool]) -> tuple[bool, bool]:
    """Whether a text is all in capitals, and whether Every Word Has One: both tell us nothing."""
    longer = [at for at, word in enumerate(words) if is_word[at] and len(word) > 1]
    if len(longer) < 2:
        return False, False
    shouting = sum(words[at].isupper() for at in longer) * 10 > len(longer) * 7
    titled = len(longer) > 4 and sum(starts[at] for at in longer) * 10 > len(longer) * 8
    return shouting, titled
