"""Things, sayings and benefits that are called by what would else be people's names.

A name left standing is worse than a thing taken out, so they count as things only where nothing
beside them is said of a person.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from nlp import tokens, wordlists
from nlp.reading import MARK
from nlp.recognisers import dates
from nlp.recognisers import name_cues as cues
from nlp.recognisers.sentence import Sentence
from nlp.wordlists import FUNCTION

PIP = "pip"
_ALSO_NAMES = frozenset((PIP, "esa"))
_NEVER_NAMES = wordlists.set_of("dla jsa hb dhp lcwra")
"""Benefits, written by their first letters; some people are called Pip or Esa."""
_BENEFITS = _ALSO_NAMES | _NEVER_NAMES | wordlists.set_of("uc dwp benefit benefits")
_OF_A_BENEFIT = wordlists.set_of(
    "claim claims form forms assessor assessors assessment interview review appeal tribunal "
    "decision award payment payments number ref"
)
_MAKES = wordlists.set_of(
    "clio mercedes leon kia polo octavia vauxhall renault ford seat skoda citroen fabia megane "
    "corsa zafira astra fiesta picasso ibiza yaris micra audi"
)
_COLOURS = wordlists.set_of("black white grey gray red blue silver green gold yellow old")
_MONTHS = wordlists.set_of("april may june july august")
_AFTER_A_MONTH = dates.IN_WORDS - {"first", "second", "third"}
"""Days of a month in words, but for those that stand beside names too: "june first rang me"."""
_ANNOUNCING = frozenset(("reg", "tel"))
_BEFORE = (
    cues.TITLES | cues.ROLES | cues.RELATIONS | cues.CALLED | cues.NAME_IS | cues.GREETINGS
    | cues.SIGN_OFFS | cues.ASKED | wordlists.set_of("am im i'm its it's this sign signed me")
)  # fmt: skip
_PASSED_OVER = wordlists.set_of("is was are . : , - ' 's 'm the")
"""What may stand between a word that tells of a person and who it is."""
_FAR_BEFORE, _FAR_AFTER, _NEAR = 4, 3, 3
_AFTER = (
    cues.AGENTIVE | cues.HUMAN | cues.ROLES | wordlists.set_of("here dob born lives aged")
) - wordlists.set_of("a an the so very really always never dead off gone good ok lovely mint class")


def is_benefit(said: Sentence, at: int) -> bool:
    """Whether a word is a benefit and not somebody called so: "pip claim", "uc and esa"."""
    low = said.low[at]
    if low in _NEVER_NAMES:
        return not said.capital[at] or said.words[at].isupper()
    if low not in _ALSO_NAMES or (said.capital[at] and not said.words[at].isupper()):
        return False
    beside = said.low[max(0, at - _NEAR) : at] + said.low[at + 1 : at + 1 + _NEAR]
    return said.after(at) in _OF_A_BENEFIT or not _BENEFITS.isdisjoint(beside)


def announces_a_number(said: Sentence, at: int) -> bool:
    """Whether a short form that is a name too says what the number after it is: "tel 0151"."""
    return said.low[at] in _ANNOUNCING and _has_number(said, at + 1)


def stands_in(said: Sentence, at: int) -> bool:
    """Whether a word is part of a date, of what a thing is called, or of a saying: "jack daniels".

    Not where something beside it is said of a person: "my worker is jack daniels".
    """
    return (
        _is_car(said, at)
        or _is_month(said, at)
        or any(
            _is_there(said, phrase, at - place) and not _is_of_somebody(said, at - place, phrase)
            for phrase, place in _phrases().get(_plain(said, at), ())
        )
    )


def _is_car(said: Sentence, at: int) -> bool:
    """Whether a make that is a name too stands after a colour or another make: "black clio"."""
    return said.low[at] in _MAKES and said.before(at) in _MAKES | _COLOURS


def _is_month(said: Sentence, at: int) -> bool:
    """Whether a month that is a name too stands before a day in words: "june twenty seventh"."""
    after = said.after(at)
    is_day = after in _AFTER_A_MONTH or (
        after in ("twenty", "thirty") and said.after(at + 1) in dates.IN_WORDS
    )
    return is_day and said.low[at] in _MONTHS


@cache
def _phrases() -> Mapping[str, list[tuple[Sequence[str], int]]]:
    """For each word the phrases it stands in, each with its place there."""
    found: dict[str, list[tuple[Sequence[str], int]]] = {}
    for line in sorted(wordlists.listed("named_things")):
        phrase = [word for word in tokens.cut(line).words if not word.isspace()]
        for place, word in enumerate(phrase):
            found.setdefault(word, []).append((phrase, place))
    return found


def _plain(said: Sentence, at: int) -> str:
    return wordlists.fold(said.words[at])


def _is_there(said: Sentence, phrase: Sequence[str], first: int) -> bool:
    if first < 0 or first + len(phrase) > len(said):
        return False
    return all(
        word == _plain(said, at) and (at == first or said.gaps[at] in ("", " "))
        for at, word in enumerate(phrase, first)
    )


def _is_of_somebody(said: Sentence, first: int, phrase: Sequence[str]) -> bool:
    """Whether what stands before, or what follows, shows that a person is called so."""
    before = said.low[max(0, first - _FAR_BEFORE) : first]
    told = next((word for word in reversed(before) if word not in _PASSED_OVER), "")
    last = first + len(phrase)
    is_longer = last < len(said) and said.low[last] == "-" and not said.gaps[last]
    if told in _BEFORE or is_longer or (_can_be_a_name(phrase) and _has_number(said, last)):
        return True
    follows = next((at for at in range(last, min(last + 2, len(said))) if said.is_word[at]), -1)
    if follows < 0:
        return False
    is_surname = wordlists.is_surname(said.low[follows]) and follows == last
    return said.low[follows] in _AFTER or is_surname


def _can_be_a_name(phrase: Sequence[str]) -> bool:
    """Whether no small word stands in it, as in "bob's your uncle"."""
    return all(wordlists.kind_of(word) != FUNCTION for word in phrase)


def _has_number(said: Sentence, at: int) -> bool:
    """Whether a number stands here or soon after, or stood there: of a phone, a birth, a house."""
    return any(
        word == MARK or any(map(str.isdigit, word)) for word in said.low[at : at + _FAR_AFTER]
    )
