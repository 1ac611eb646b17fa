"""Which point of a scale a reply gives: by number, label, stars, or words such as "so so"."""

from collections.abc import Sequence

from surveys.lexicon import Phrases
from surveys.mentions import Mention, Said, covered, labelled, negated, numbers
from surveys.spelling import is_misspelt

_LONGEST_GUESSED_AT = 5
_FACES = 5

Points = Sequence[tuple[int, str]]
"""Each point of a scale, lowest first, with its label or ""."""


def scored(said: Said, points: Points, *, faces: bool = False) -> list[Mention]:
    """The points of a scale a reply mentions, in the order they are said.

    A picture of a face counts only where the scale itself shows `faces`.
    """
    runs = {run: point for point, label in points if (run := said.known.folded_words(label))}
    whole = labelled(said, runs)
    found = whole + numbers(said, taken=covered(whole), top=points[-1][0])
    found = found or _stars(said, points) or _by_part_of_a_label(said, runs)
    found = found or _named_place(said, points) or (_faces(said, points) if faces else [])
    return sorted(found, key=lambda one: one.start)


def _stars(said: Said, points: Points) -> list[Mention]:
    """Stars are counted where a scale begins at 0 or 1: three of them are 3."""
    places = [p for p in range(len(said.words)) if said.is_in(p, "stars")]
    if not places or points[0][0] > 1:
        return []
    first = all(said.breaks(p) or said.is_in(p, "filler") for p in range(places[0]))
    if len(places) == 1 and not first:
        return []
    return [Mention(len(places), places[0], places[-1] + 1)]


def _named_place(said: Said, points: Points) -> list[Mention]:
    """ "In the middle", where there is one, "top marks" and "the lowest"."""
    phrases = said.known.phrases
    if len(points) % 2 and (found := opening(said, phrases["scale.middle"])):
        return [Mention(points[len(points) // 2][0], *found)]
    for name, point in (("top", points[-1][0]), ("bottom", points[0][0])):
        if found := opening(said, phrases[f"scale.{name}"]):
            return [Mention(point, *found)]
    return []


def opening(said: Said, phrases: Phrases) -> tuple[int, int] | None:
    """Where a phrase stands that opens the reply and is a part of it by itself, after filler."""
    places = [p for p, token in enumerate(said.tokens) if token.is_word or token.is_number]
    words = [said.words[place] for place in places]
    for first, place in enumerate(places):
        if size := phrases.leading(words[first:]):
            end = places[first + size - 1] + 1
            ends = said.breaks(end) or said.is_in(end, "filler")
            return (place, end) if ends and not negated(said, place) else None
        if not said.is_in(place, "filler"):
            return None
    return None


def _faces(said: Said, points: Points) -> list[Mention]:
    if len(points) != _FACES:
        return []
    found = [
        Mention(points[nth][0], place, place + 1)
        for place, word in enumerate(said.words)
        for nth in range(_FACES)
        if (word,) in said.known.phrases[f"scale.face_{nth + 1}"]
    ]
    return found if not any(token.is_word for token in said.tokens) else []


def _by_part_of_a_label(said: Said, runs: dict[tuple[str, ...], int]) -> list[Mention]:
    """A short reply that is part of one label only ("mostly"), or that label mistyped."""
    places = [p for p, token in enumerate(said.tokens) if token.is_word]
    while places and said.is_in(places[0], "filler"):
        places.pop(0)
    words = [said.words[place] for place in places]
    if not words or len(words) > _LONGEST_GUESSED_AT:
        return []
    denials = said.known.words["reading.negations"]
    denied = bool(denials & set(words))
    alike = {run: nth for run, nth in runs.items() if bool(denials & set(run)) == denied}
    within = {nth for run, nth in runs.items() if set(words) <= set(run)}
    degrees = said.known.words["reading.degrees"]
    told = {runs[run] for run in alike if _tells(words, run, runs, degrees)}
    same = {nth for run, nth in alike.items() if set(words) == set(run)}
    slips = {nth for run, nth in alike.items() if _is_slip_of_label(said, words, run)}
    for near in (same, within & told, slips):
        if len(near) == 1 and (near is same or near is slips or within == near):
            return [Mention(near.pop(), places[0], places[-1] + 1)]
    return []


def _tells(
    words: Sequence[str],
    run: tuple[str, ...],
    runs: dict[tuple[str, ...], int],
    degrees: frozenset[str],
) -> bool:
    """Whether part of a label has the words that only this label has, and those of degree.

    "Not at all" is "not safe at all"; "not safe" may as well be "not very safe", and "bad" is
    not "very bad".
    """
    others = {word for other in runs if other != run for word in other}
    return (set(run) - others) | (set(run) & degrees) <= set(words)


def _is_slip_of_label(said: Said, words: Sequence[str], run: Sequence[str]) -> bool:
    """Whether each word is the label's own or a slip of it, with at least one that is its own."""
    if "".join(words) == "".join(run):
        return True
    if len(words) != len(run):
        return False
    guarded = said.known.words["reading.not_misspellings"]
    pairs = [(word, meant) for word, meant in zip(words, run, strict=True) if word != meant]
    some_sure = len(pairs) < len(run) or len(run) == 1
    return some_sure and all(
        word not in guarded and len(word) > 3 and is_misspelt(word, meant) for word, meant in pairs
    )
