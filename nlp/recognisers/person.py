"""People's names: from lists, and from the words that stand around a name.

A name that is seldom anything else counts wherever it stands. One that is also a word, a month
or a place counts only where its neighbours say so ("June is retiring" but not "in june"), and a
word in no list only where they leave little doubt ("officer Brannigan"). Capitals help where the
writer uses them; most do not. Titles and a possessive 's stay outside the span.
"""

from collections.abc import Iterable, Iterator

from nlp import wordlists
from nlp.recognisers import bynames, initials, small_words, surnames, two_part, vote
from nlp.recognisers import name_cues as cues
from nlp.recognisers.sentence import Sentence, read_words
from nlp.spans import Span
from nlp.tokens import Read
from nlp.wordlists import BOTH, FUNCTION, NAME, PLACE, RARE, SELDOM, UNKNOWN, WORD

_ALSO_WORDS = (BOTH, SELDOM)
_SOMEBODY = cues.RELATIONS | cues.ROLES
_ARTICLES = ("a", "the", "an", "any", "no")
_PLAIN = (WORD, PLACE)
"""Kinds of which only a capital or a title before it can make a name."""


def find(read: Read) -> Iterator[Span]:
    """Each name of a person in a text whose words carry their kinds."""
    yield from find_in([read])[0]


def find_in(reads: Iterable[Read]) -> list[list[Span]]:
    """The same for several texts, step by step: what a processor has at hand serves them all."""
    texts = list(map(read_words, reads))
    ruled = list(map(_ruled, texts))
    decided = list(map(vote.decided, texts, ruled))
    return list(map(_whole, texts, decided))


def _ruled(said: Sentence) -> dict[int, str]:
    """The words that are names by some rule, each with it."""
    titled = not cues.SURE_TITLES.isdisjoint(said.low)
    ruled = {
        at: rule
        for at, (kind, capital) in enumerate(zip(said.kinds, said.capital, strict=True))
        if kind != FUNCTION
        and (titled or capital or kind not in _PLAIN)
        and (rule := _rule(said, at))
    }
    return initials.find(said) | small_words.find(said) | two_part.find(said) | ruled


def _whole(said: Sentence, found: dict[int, str]) -> list[Span]:
    """Each name in a text, with the words that belong to those found."""
    if not found:
        return []
    _join(said, found)
    _again(said, found)
    found = {at: rule for at, rule in found.items() if not initials.stands_by_and(said, at)}
    return list(_spans(said, found))


def _rule(said: Sentence, at: int) -> str:
    """The rule by which a word is a name, or "" where it is none."""
    kind = said.kinds[at]
    if kind == FUNCTION or not said.is_word[at]:
        return ""
    if kind in (WORD, PLACE, UNKNOWN) and not _worth_a_look(said, at):
        return ""
    if _names_something_else(said, at):
        return ""
    if said.tail[at] and (kind != SELDOM or said.after(at) in _SOMEBODY):
        return "person: somebody's"
    if kind in (NAME, RARE, *_ALSO_WORDS) and _has_surname(said, at):
        return "person: full name"
    if kind == NAME:
        return "person: list"
    if kind == RARE and len(said.low[at]) > 3 and not said.misspelt(at):
        return "person: rare name"
    return _cue_before(said, at) or _cue_after(said, at) or _sign_off(said, at)


def _has_surname(said: Sentence, at: int) -> bool:
    """Whether a surname that is not an everyday word follows: "hazel okafor"."""
    after = said.after(at)
    if not wordlists.is_surname(after) or said.low[at] in cues.MODALS:
        return False
    return said.kinds[at + 1] in (UNKNOWN, RARE, NAME) or said.capital[at + 1]


def _worth_a_look(said: Sentence, at: int) -> bool:
    """Words in no name list are looked at only with a capital or beside a cue that is strong."""
    if said.kinds[at] == UNKNOWN and said.words[at].isupper() and len(said.words[at]) < 6:
        return said.before(at) in cues.SURE_TITLES or said.shouting
    if len(said.low[at]) < 2 or (said.kinds[at] != UNKNOWN and not said.capital[at]):
        return said.before(at) in cues.SURE_TITLES and len(said.low[at]) > 2
    return True


def _names_something_else(said: Sentence, at: int) -> bool:
    after, before = said.after(at), said.before(at)
    if (said.low[at], after) in cues.IDIOMS or (before, said.low[at]) in cues.IDIOMS:
        return True
    if after in cues.STREETS and not (said.kinds[at] == NAME and after in ("st", "line", "close")):
        return before not in cues.SURE_TITLES
    if before in ("st", "saint", "port", "mount"):
        return True
    if before == "the" and said.kinds[at] in _ALSO_WORDS:
        return True
    if said.kinds[at] in _ALSO_WORDS and said.low[at] in wordlists.listed("places"):
        return before in ("in", "to", "from", "near", "at", "around", "of", "outside", "through")
    return False


def _cue_before(said: Sentence, at: int) -> str:
    before = said.before(at)
    if before == ".":
        return "person: initial" if initials.stand_before(said, at) else ""
    if before == ":" and said.before(at - 1) in cues.NAME_IS and _fits_strong(said, at):
        return "person: introduced"
    if not before:
        return ""
    if before in cues.TITLES and _fits_title(said, at, before):
        return "person: title"
    if _is_introduced(said, at, before):
        return "person: introduced"
    if before in cues.ROLES or before in cues.RELATIONS:
        return "person: role" if _fits_role(said, at) else ""
    if before == "my" and said.kinds[at] in _ALSO_WORDS and said.capital[at]:
        return "person: mine"
    if before in cues.GREETINGS and at == 1 and _fits_greeting(said, at):
        return "person: greeting"
    if before in cues.CONNECTS and said.before(at - 1) in ("me", "i") and _fits_beside_me(said, at):
        return "person: me and"
    if before in cues.ASKED and _fits_weak(said, at):
        return "person: asked or told"
    return ""


def _fits_title(said: Sentence, at: int, title: str) -> bool:
    kind = said.kinds[at]
    if title in cues.ADDRESSING and said.low[at] in cues.ADDRESSING:
        return False
    if title in cues.SURE_TITLES:
        is_shortened = said.words[at - 1].isupper() and kind == WORD and said.words[at].islower()
        return kind != FUNCTION and not is_shortened
    if kind == UNKNOWN and not said.capital[at] and said.low[at].endswith(("ed", "ing")):
        return False
    if kind in (NAME, RARE) or (kind == UNKNOWN and not said.misspelt(at)):
        return True
    return said.capital[at] and said.words[at - 1][:1].isupper()


def _is_introduced(said: Sentence, at: int, before: str) -> bool:
    """ "called X", "name is X", "this is X", "its X here"."""
    kind = said.kinds[at]
    two = said.before(at - 1) if at else ""
    by_name = before in cues.CALLED or before in cues.NAME_IS
    if by_name and (two in cues.THINGS or (before == "called" and two in cues.PRONOUNS)):
        return kind == RARE and two in cues.PRONOUNS
    by_name = by_name or (before in ("is", "s", "'s") and two in cues.NAME_IS)
    if by_name:
        return _fits_strong(said, at)
    itself = before in ("its", "im", "i'm") or (
        before in ("is", "'s", "'m", "am") and two in ("this", "it", "here", "i")
    )
    if not itself:
        return False
    closes = said.after(at) in ("here", "from", "again", "and", "") or said.ends(at)
    if kind == RARE or (kind == UNKNOWN and said.capital[at] and not said.shouting):
        return True
    if kind in _ALSO_WORDS:
        month = said.low[at] in cues.SEASONS
        return said.after(at) in ("here", "from") or (
            closes and (said.capital[at] or before != "im") and not month
        )
    return kind == UNKNOWN and said.after(at) in ("here", "from") and not said.misspelt(at)


def _fits_strong(said: Sentence, at: int) -> bool:
    kind = said.kinds[at]
    if kind in (RARE, *_ALSO_WORDS):
        return said.low[at] not in cues.ADDRESSING
    if kind == UNKNOWN:
        return said.capital[at] or not said.misspelt(at)
    return kind in (WORD, PLACE) and said.capital[at] and not said.shouting


def _fits_role(said: Sentence, at: int) -> bool:
    kind, after = said.kinds[at], said.after(at)
    if said.low[at] in cues.ROLES or said.low[at] in cues.RELATIONS:
        return False
    if said.capital[at] and kind != PLACE:
        return kind != WORD or after in cues.AGENTIVE
    if said.low[at] in cues.MODALS or said.low[at] in cues.SEASONS:
        return after in cues.AGENTIVE
    if kind in _ALSO_WORDS and _is_owned_or_done(said, at):
        return False
    if kind in (RARE, *_ALSO_WORDS):
        return said.low[at] not in cues.ABSTRACT or said.before(at) not in cues.LOOSE_ROLES
    bound = said.ends(at) or after in cues.AGENTIVE or after in cues.STATES
    bound = bound or after in cues.CONNECTS or after in ("from", "at", "in", "on")
    bound = bound and said.before(at) not in cues.LOOSE_ROLES
    return kind == UNKNOWN and bound and len(said.low[at]) > 2 and not said.misspelt(at)


def _is_owned_or_done(said: Sentence, at: int) -> bool:
    """ "his mates page", "my son drew the man", "a little ivy": a thing or a deed, not a name."""
    if said.after(at) in ("the", "a", "an", "him", "her", "them", "us", "it"):
        return not _has_role(said, at + 2)
    if said.before(at) in ("little", "old", "big", "poor") and said.before(at - 1) in _ARTICLES:
        return True
    owned = said.before(at).endswith("s") and said.before(at).removesuffix("s") in cues.RELATIONS
    return owned and said.low[at] in cues.ABSTRACT and said.after(at) not in cues.AGENTIVE


def _fits_weak(said: Sentence, at: int) -> bool:
    kind = said.kinds[at]
    if said.low[at] in cues.ADDRESSING:
        return False
    if kind == RARE:
        bare = said.before(at) not in cues.LOOSE_ASKED and not said.misspelt(at)
        return said.capital[at] or bare
    if kind in _ALSO_WORDS:
        return said.capital[at] and said.low[at] not in cues.SEASONS
    person_first = said.before(at) in ("asked", "told", "tell", "ask", "met", "dear", "hi", "hiya")
    return kind == UNKNOWN and said.capital[at] and (person_first or said.acts(at))


def _fits_greeting(said: Sentence, at: int) -> bool:
    if said.kinds[at] in _ALSO_WORDS and said.low[at] not in cues.ADDRESSING:
        return said.low[at] not in cues.MODALS and said.low[at] not in cues.SEASONS
    return _fits_weak(said, at)


def _fits_beside_me(said: Sentence, at: int) -> bool:
    """ "me and jade": one who is named beside the writer is a person."""
    if said.low[at] in cues.MODALS or said.low[at] in cues.SEASONS:
        return said.capital[at]
    kind = said.kinds[at]
    return kind in (RARE, *_ALSO_WORDS) or (kind == UNKNOWN and said.capital[at])


def _cue_after(said: Sentence, at: int) -> str:
    kind, after, next_one = said.kinds[at], said.after(at), said.after(at + 1)
    if kind in _ALSO_WORDS and not said.capital[at] and _acts_in_small_letters(said, at):
        return "person: acts"
    if kind not in (*_ALSO_WORDS, RARE, UNKNOWN) or not (said.capital[at] or kind == RARE):
        return ""
    if kind == RARE and said.capital[at] and (at or said.acts(at)) and not said.shouting:
        return "person: rare name"
    if kind == RARE and not said.capital[at]:
        return "person: acts" if after in cues.AGENTIVE and not said.misspelt(at) else ""
    if kind == UNKNOWN and (said.shouting or after not in cues.SPEAKING):
        return ""
    if after in cues.AGENTIVE and not (kind == UNKNOWN and said.misspelt(at)):
        return "person: acts"
    if after in ("the", "my", "our") and kind in _ALSO_WORDS and _has_role(said, at + 2):
        return "person: with a role"
    if next_one in ("so", "very", "really", "always"):
        next_one = said.after(at + 2)
    if after in ("is", "was") and kind in _ALSO_WORDS and next_one in cues.HUMAN_FOR_BOTH:
        return "" if said.low[at] in cues.SEASONS and next_one == "lovely" else "person: described"
    if after in ("from", "at", "on", "in") and kind in _ALSO_WORDS:
        reached = {said.after(at + 2), said.after(at + 3), next_one}
        return "person: from a place" if reached & cues.AFTER_FROM else ""
    if after in ("'s", "here") and kind in _ALSO_WORDS and said.low[at] not in cues.SEASONS:
        return "person: possessive"
    return ""


def _acts_in_small_letters(said: Sentence, at: int) -> bool:
    """ "violet was horrible to me", but not "hope helped me"."""
    low, after, next_one = said.low[at], said.after(at), said.after(at + 1)
    if low in cues.MODALS or low in cues.SEASONS or low in cues.ABSTRACT:
        return False
    if after in cues.SPEAKING:
        return at == 0 or not said.is_word[at - 1] or said.before(at) in cues.JOINS
    if after in ("from", "at", "on", "in") and at == 0 and said.kinds[at] == BOTH:
        reached = {next_one, said.after(at + 2)}
        return bool(reached & cues.AFTER_FROM)
    if after in ("the", "my", "our") and _has_role(said, at + 2):
        return at == 0 or not said.is_word[at - 1]
    return at == 0 and after in ("is", "was") and next_one in cues.HUMAN_FOR_BOTH


def _has_role(said: Sentence, at: int) -> bool:
    """Whether what a person does at work stands here: "manager", "social worker"."""
    if at >= len(said):
        return False
    return said.low[at] in cues.ROLES or said.after(at) in cues.ROLES


def _sign_off(said: Sentence, at: int) -> str:
    """The last word of a message after "cheers" or a full stop, or the only one with a kiss."""
    if not said.closes(at) or said.low[at] in cues.ADDRESSING:
        return ""
    kind, before = said.kinds[at], said.before(at)
    kissed = said.low[-1] in cues.EOF_X
    if at == 0:
        return "person: signature" if kind in (RARE, *_ALSO_WORDS) and kissed else ""
    if before == "from" and at > 1 and said.is_word[at - 2] and "\n" not in said.gaps[at - 1]:
        return ""
    signed = before in cues.SIGN_OFFS or (said.low[at - 1] in ",-" and said.sign_off_before(at))
    if signed and (kind in (RARE, *_ALSO_WORDS) or (kind == UNKNOWN and not said.misspelt(at))):
        return "" if said.low[at] in cues.SEASONS and before == "from" else "person: sign-off"
    alone = said.low[at - 1] in (".", "!", "?", "-", ",") or "\n" in said.gaps[at]
    month = said.low[at] in cues.SEASONS
    if alone and kind in (RARE, *_ALSO_WORDS) and (kissed or (said.capital[at] and not month)):
        return "person: signature"
    return ""


def _join(said: Sentence, found: dict[int, str]) -> None:
    """Take in surnames, the parts of double names, and names listed side by side."""
    for _ in range(3):
        before = len(found)
        for at in sorted(found):
            bynames.take(said, found, at)
            initials.take(said, found, at)
            two_part.take(said, found, at)
            _take_first_name(said, found, at)
            surnames.take(said, found, at)
            _take_listed(said, found, at)
        if len(found) == before:
            return


def _take_first_name(said: Sentence, found: dict[int, str], at: int) -> None:
    """ "Ermintrude Hale": a strange word with a capital before one that is a name."""
    before = at - 1
    if before < 0 or before in found or said.gaps[at] != " " or not said.is_word[before]:
        return
    if said.capital[at] and said.capital[before] and said.kinds[before] in (UNKNOWN, RARE):
        found[before] = "person: first name"


def _take_listed(said: Sentence, found: dict[int, str], at: int) -> None:
    """ "shaun n Robbo", "Fatou, Idris and Helen": a neighbour in a list of names is a name."""
    for step in (1, -1):
        link, other = at + step, at + 2 * step
        if not (0 <= other < len(said)) or other in found:
            continue
        joined = said.low[link] in cues.CONNECTS or said.low[link] in (",", "/", "+")
        kind = said.kinds[other]
        if not joined or not said.is_word[other] or said.low[other] in cues.ADDRESSING:
            continue
        plain = kind in _ALSO_WORDS and not said.capital[other]
        if plain and (said.low[link] == "," or said.low[other] in cues.MODALS or step < 0):
            continue
        if plain and said.after(other) in ("to", "for", "that", "you", "u", "i", "of", "the"):
            continue
        fits = kind in (RARE, BOTH) or (kind == UNKNOWN and said.capital[other] and step > 0)
        fits = fits or (kind == SELDOM and said.shares[other] >= vote.SELDOM_CUED)
        fits = fits or (kind == FUNCTION and small_words.stands_in_a_list(said, other))
        if fits and not _names_something_else(said, other):
            found[other] = "person: listed with a name"


def _again(said: Sentence, found: dict[int, str]) -> None:
    """Find the same names wherever else they stand, also with an s for a missing 's."""
    names = {said.low[at]: said.capital[at] for at in found}
    for at, low in enumerate(said.low):
        if at in found or not said.is_word[at] or said.kinds[at] == FUNCTION:
            continue
        if len(low) == 1 and not said.capital[at]:
            continue
        alike = said.capital[at] == names.get(low) and low not in cues.MODALS
        sure = said.kinds[at] not in _ALSO_WORDS or said.shares[at] >= vote.LISTED
        same = low in names and sure and (alike or said.kinds[at] in (NAME, RARE, UNKNOWN))
        if same and (said.kinds[at] == NAME or not _names_something_else(said, at)):
            found[at] = "person: same name again"


def _spans(said: Sentence, found: dict[int, str]) -> Iterator[Span]:
    """One span for each run of name words, whole."""
    start = -1
    for at in sorted(found):
        if start < 0:
            start = first = at
        joined = at + 1 in found and said.gaps[at + 1] in ("", " ")
        bridge = at + 2 in found and said.low[at + 1] in ("-", ".") and said.gaps[at + 1] == ""
        bridge = (
            bridge
            and said.gaps[at + 2] in ("", " ")
            and (said.low[at + 1] == "-" or len(said.low[at]) == 1)
        )
        if joined or bridge:
            continue
        begin = said.offsets[start]
        if found[first] == "person: initial" and said.low[start - 1] == ".":
            begin = said.offsets[start - 2]
        yield Span(
            begin, said.offsets[at] + len(said.words[at]) - said.tail[at], "PERSON", found[first]
        )
        start = -1
