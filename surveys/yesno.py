"""Reading yes and no: "go on then", "cant make it", a thumb up, and doubt when it is neither."""

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from surveys.lexicon import DEFAULT_LANGUAGE, Lexicon, Phrases, lexicon
from surveys.normalise import Token, as_typed, tokens
from surveys.reading import Flag, Outcome, Reading, unclear

_QUESTION_MARKS = frozenset("?\u061f")
_LEADING_MARKS = re.compile(r"^[\W_]+")


class _Verdict(Enum):
    YES = "yes"
    NO = "no"
    POLITE_YES = "polite"
    DOUBT = "doubt"


@dataclass(frozen=True)
class _Part:
    """One part of a text between two marks or joining words; `corrects` what came before it.

    `starts_anew` when the word that puts it right is no mere courtesy, as "sorry" may be.
    """

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    corrects: bool
    starts_anew: bool = False
    asks: bool = False


@dataclass(frozen=True)
class _Found:
    verdict: _Verdict
    end: int
    corrects: bool
    asks: bool = False


def read_yes_no(said: str, *, language: str = DEFAULT_LANGUAGE) -> Reading:
    """A reply as "yes" or "no" with whatever else was said; CLARIFY when a fair person would ask.

    "Not sure" is not a no, and a yes inside a question is not a yes.
    """
    return _read(as_typed(said), lexicon(language))


def _read(typed: str, known: Lexicon, later: Lexicon | None = None) -> Reading:
    spoken = tokens(typed)
    words = tuple(known.fold(token.form) for token in spoken if _is_spoken(token))
    if words in known.phrases["yes_no.unsure"]:
        return unclear()
    for value in ("yes", "no"):
        if words in known.phrases[f"yes_no.{value}"]:
            return Reading(Outcome.ANSWER, value)
    parts = _parts(spoken, known)
    asks = "?" in typed or "؟" in typed
    found = _verdicts(parts, known, is_question=asks, later=later)
    verdict = _settled(found)
    if verdict is None:
        return _from_pictures(spoken, known)
    return Reading(Outcome.ANSWER, verdict, _words_beside(typed, parts, found, known))


def read_fact(said: str, *, language: str = DEFAULT_LANGUAGE) -> Reading:
    """A reply to a question of fact, which has more ways of saying yes and no than an invitation.

    "Not yet" is a no here. Not knowing is CLARIFY with the flag that says so, for the caller.
    """
    known, later = _of_facts(language)
    typed = as_typed(said)
    reading = _read(typed, known, later)
    if reading.value == "yes" and _is_mocking(typed, known):
        return unclear()
    if reading.outcome is Outcome.CLARIFY and _begins_unknown(typed, known):
        return unclear(Flag.DONT_KNOW)
    return reading


def _is_mocking(typed: str, known: Lexicon) -> bool:
    """Whether a yes is meant the other way: "oh sure, cos that worked so well"."""
    return bool(known.phrases["yes_no.fact_mocking"].anywhere(known.folded_words(typed)))


@lru_cache(maxsize=32)
def _of_facts(language: str) -> tuple[Lexicon, Lexicon]:
    """The words for the first part of a reply, and those for parts after it.

    "It was" is a yes by itself, but "upstairs again? every time" is none.
    """
    known = lexicon(language)
    phrases = dict(known.phrases)
    doubt = {*phrases["yes_no.fact_doubt"], *phrases["yes_no.fact_unknown"]}
    other = {*doubt, *phrases["yes_no.not_facts"]}
    for name, more in (("yes", "yes"), ("no", "no"), ("yes_leads", "yes"), ("no_leads", "no")):
        added = set(phrases[f"yes_no.fact_{more}"])
        if name.endswith("leads"):
            added &= set(phrases["yes_no.fact_leads"])
        runs = {*phrases[f"yes_no.{name}"], *added} - other
        if name.endswith("leads"):
            runs -= set(phrases["yes_no.not_fact_leads"])
        phrases[f"yes_no.{name}"] = Phrases(runs)
    for name in ("soft_yes", "polite_yes"):
        phrases[f"yes_no.{name}"] = phrases["yes_no.fact_soft_yes"]
    phrases["yes_no.unsure"] = Phrases(doubt)
    later = dict(phrases)
    for name in ("yes", "no"):
        later[f"yes_no.{name}"] = Phrases(set(known.phrases[f"yes_no.{name}"]) - other)
    return replace(known, phrases=phrases), replace(known, phrases=later)


def _begins_unknown(typed: str, known: Lexicon) -> bool:
    """Whether a reply opens by saying that the person does not know, and never says yes or no."""
    parts = _parts(tokens(typed), known)
    found = _verdicts(parts, known, is_question="?" in typed)
    if not parts or any(one.verdict is not _Verdict.DOUBT for one in found):
        return False
    words = parts[0].words[_opening_words(parts[0].words, known) :]
    return bool(known.phrases["yes_no.fact_unknown"].leading(words))


def _is_spoken(token: Token) -> bool:
    return token.is_word or token.is_number


def _parts(spoken: tuple[Token, ...], known: Lexicon) -> list[_Part]:
    joins, corrections = known.words["yes_no.joins"], known.words["yes_no.corrections"]
    parts: list[_Part] = []
    held: list[Token] = []
    corrects = starts_anew = False
    for token in (*spoken, None):
        word = known.fold(token.form) if token else ""
        folded = tuple(known.fold(one.form) for one in held)
        in_phrase = known.phrases["yes_no.yes"].trailing((*folded, word)) > 1
        if token and _is_spoken(token) and (in_phrase or word not in joins | corrections):
            held.append(token)
            continue
        if held:
            asks = token is not None and token.form in _QUESTION_MARKS
            parts.append(_Part(tuple(held), folded, corrects, starts_anew, asks))
            held, corrects, starts_anew = [], False, False
        corrects = corrects or word in corrections
        starts_anew = starts_anew or word in corrections - known.words["yes_no.openers"]
    return parts


def _verdicts(
    parts: list[_Part], known: Lexicon, *, is_question: bool, later: Lexicon | None = None
) -> list[_Found]:
    """What each part says; parts after the first are read in the words of `later`, if given.

    "Yes? no" is a no: a yes that is asked back counts only when nothing else is said.
    """
    found: list[_Found] = []
    corrected = False
    for place, part in enumerate(parts):
        corrected = corrected or part.corrects
        skip = _opening_words(part.words, known)
        words = part.words[skip:]
        first = not any(_opening_words(p.words, known) < len(p.words) for p in parts[:place])
        is_opening = first or part.corrects or later is None
        read = _whole_part(words, known if is_opening else later or known)
        anew = part.starts_anew or (later is None and not found and _is_yes(words, known))
        if read is None and (first or anew):
            read = _begun(words, known, is_question=is_question)
        if read:
            verdict, size = read
            end = part.tokens[skip + size - 1].end
            found.append(_Found(verdict, end, corrected and bool(found), part.asks))
            corrected = False
    return [one for one in found if not one.asks] or found


def _is_yes(words: tuple[str, ...], known: Lexicon) -> bool:
    return bool(words) and words[0] in known.words["reading.yeses"]


def _opening_words(words: tuple[str, ...], known: Lexicon) -> int:
    size = 0
    while size < len(words) and words[size] in known.words["yes_no.openers"]:
        size += 1
    return size


def _whole_part(words: tuple[str, ...], known: Lexicon) -> tuple[_Verdict, int] | None:
    """A part that is a yes or a no and nothing more, but for words such as "mate"."""
    phrases, size = known.phrases, len(words)
    while size:
        said = words[:size]
        if said in phrases["yes_no.unsure"]:
            return _Verdict.DOUBT, size
        if said in phrases["yes_no.no"]:
            return _Verdict.NO, size
        if said in phrases["yes_no.polite_yes"]:
            return _Verdict.POLITE_YES, size
        if said in phrases["yes_no.yes"] or said in phrases["yes_no.soft_yes"]:
            return _Verdict.YES, size
        if words[size - 1] not in known.words["yes_no.closers"]:
            return None
        size -= 1
    return None


def _begun(
    words: tuple[str, ...], known: Lexicon, *, is_question: bool
) -> tuple[_Verdict, int] | None:
    """A first part that begins with a yes or a no and then says more."""
    phrases = known.phrases
    sizes = {
        name: phrases[f"yes_no.{name}"].leading(words)
        for name in ("unsure", "no_leads", "yes_leads", "soft_yes")
    }
    if _is_yes_before_a_no_of_its_own(words, sizes["yes_leads"], known):
        sizes["unsure"] = 0
    name = max(sizes, key=lambda one: sizes[one])
    size = sizes[name]
    if not size:
        return None
    rest = words[size:]
    if name == "unsure":
        return _Verdict.DOUBT, size
    if name == "no_leads":
        return _begun_no(words, size, known)
    asks = is_question or any(word in known.words["yes_no.question_words"] for word in rest)
    after = _whole_part(rest, known) or _begun(rest, known, is_question=False)
    if name == "soft_yes":
        return _begun_softly(rest, size, after, known) if not asks else (_Verdict.DOUBT, size)
    if after and after[0] in {_Verdict.DOUBT, _Verdict.NO}:
        return _Verdict.DOUBT, size
    polite = words[:size] in phrases["yes_no.polite_yes"]
    return (_Verdict.POLITE_YES if polite else _Verdict.YES), size


def _is_yes_before_a_no_of_its_own(words: tuple[str, ...], size: int, known: Lexicon) -> bool:
    """Whether a yes comes before a "no" that belongs to the next word: "yes no allergies here"."""
    rest = words[size:]
    if not size or len(rest) < 2 or known.phrases["yes_no.no"].leading(rest) != 1:
        return False
    idle = known.phrases["yes_no.unsure"].leading(rest) or known.phrases["yes_no.unsure"].leading(
        rest[1:]
    )
    return not idle and _begun_no(rest, 1, known) is None


def _begun_no(words: tuple[str, ...], size: int, known: Lexicon) -> tuple[_Verdict, int] | None:
    """A no and then more; "no" itself may belong to the word after it, "no one"."""
    word, rest = words[0], words[size:]
    after = _whole_part(rest, known) or _begun(rest, known, is_question=False)
    doubled = after is not None and after[0] is _Verdict.NO
    is_sure = doubled or word in known.words["yes_no.plain_noes"]
    if size == 1 and not is_sure and rest[0] not in known.words["yes_no.may_follow_no"]:
        return None
    if after and after[0] is not _Verdict.NO:
        return _Verdict.DOUBT, size
    return _Verdict.NO, size


def _begun_softly(
    rest: tuple[str, ...], size: int, after: tuple[_Verdict, int] | None, known: Lexicon
) -> tuple[_Verdict, int]:
    if after:
        return after[0], size
    doubtful = any(word in known.words["reading.negations"] for word in rest)
    return (_Verdict.DOUBT if doubtful else _Verdict.YES), size


def _settled(found: list[_Found]) -> str | None:
    """One answer from all the parts; None when they pull apart and nothing puts them right."""
    standing: list[_Verdict] = []
    for one in found:
        if one.corrects:
            standing = []
        standing.append(one.verdict)
    if not standing or _Verdict.DOUBT in standing:
        return None
    if standing[0] is _Verdict.POLITE_YES and _Verdict.NO in standing:
        return "no" if _Verdict.YES not in standing else None
    plain = {"no" if verdict is _Verdict.NO else "yes" for verdict in standing}
    return plain.pop() if len(plain) == 1 else None


def _from_pictures(spoken: tuple[Token, ...], known: Lexicon) -> Reading:
    """A thumb up or down, when the words with it say neither yes nor no."""
    if any(_is_spoken(token) for token in spoken):
        return unclear()
    shown = {token.form for token in spoken}
    is_yes = bool(shown & known.words["yes_no.yes_pictures"])
    is_no = bool(shown & known.words["yes_no.no_pictures"])
    if is_yes == is_no:
        return unclear()
    return Reading(Outcome.ANSWER, "yes" if is_yes else "no")


def _words_beside(typed: str, parts: list[_Part], found: list[_Found], known: Lexicon) -> str:
    """What was said beside the yes or no: the rest when it came first, otherwise all of it."""
    opening = parts[0].tokens[0].start <= found[0].end <= parts[0].tokens[-1].end
    rest = _LEADING_MARKS.sub("", typed[found[0].end :]) if opening and len(found) == 1 else typed
    idle = known.words["yes_no.closers"] | known.words["yes_no.openers"]
    more = [token for token in tokens(rest) if _is_spoken(token)]
    return rest if any(known.fold(token.form) not in idle for token in more) else ""
