"""Codes of other people's codebooks, learned from their own replies or untaught: how they go."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from statistics import mean

import numpy as np

from benchmarks import described, public_sets
from benchmarks.figures import Figure, Found, Limit, Peer
from benchmarks.peers import like_our_trials, like_pxtextmining
from benchmarks.public_sets import Part
from benchmarks.service import Place
from nlp.coding import Coded, Coder, Embed
from nlp.evaluation import Codes, Interval, Share
from nlp.themes import measuring, shipped, training
from nlp.themes.examples import Example
from nlp.themes.measuring import Agreement
from nlp.themes.model import Array

WORDS, VECTORS = "words", "words and vectors"
EACH: Mapping[int, float] = {5: 0.45, 10: 0.54, 20: 0.59}
"""Micro F1 asked for with so many examples a code: what our trials of 2026 reached."""
MICRO, MACRO, TONE = 0.713, 0.568, 0.77
ASKED: Mapping[int, float] = {1: 0.66, 3: 0.60, 5: 0.74, 7: 0.71, 9: 0.82}
"""F1 of a reply, the mean, that our trials reached for each question of the ANES."""
PUBLISHED: Mapping[int, float] = {1: 0.55, 3: 0.67, 5: 0.71, 7: 0.71, 9: 0.81}
"""The same as Card and Smith (2015) published it, the best of their models."""
DRAWS = 5
QUICK_EACH, QUICK_ASKED = (5,), (1,)
_SEED, _RESAMPLES = 20260101, 1_000

Pairs = Sequence[tuple[Codes, Codes]]


def measure(place: Place, *, is_quick: bool) -> Found:
    """Our own training path, by words alone and with vectors, and pxtextmining's recipe."""
    figures: list[Figure] = []
    embeds: dict[str, Embed | None] = {WORDS: None}
    if embed := shipped.sentence_model():
        embeds[VECTORS] = Remembering(embed)
    nhs = public_sets.nhs()
    fifths = [] if is_quick else list(map(public_sets.nhs, range(public_sets.PARTS)))
    theirs = _theirs(fifths, embeds.get(VECTORS)) if fifths else {}
    for name, one in embeds.items():
        if fifths:
            figures += _all_of_nhs(name, fifths, one, theirs)
        for each in QUICK_EACH if is_quick else EACH:
            figures.append(_few_of_nhs(name, nhs, one, each, 1 if is_quick else DRAWS))
        for number in QUICK_ASKED if is_quick else ASKED:
            figures += _anes(name, public_sets.anes(number), one, number)
        figures += described.figures(name, one)
    return Found(figures=tuple(figures), how=_how())


def _how() -> str:
    return (
        "Each codebook is learned by our own way for a codebook of somebody's own, its choices "
        "made on training parts alone, though the parts asked were scored some eight times "
        "meanwhile. NHS: each fifth of the replies, by hash of the text, is asked of what learned "
        "from the others, so that every reply is asked once; choices were made by four of the "
        "fifths. So many examples drawn for each code are fewer where a code has fewer, one fifth "
        "is asked, and the figure is the mean over draws, the interval that of one draw. ANES: "
        "parts as the source of the set has them, F1 of each reply and then the mean; many replies "
        "are the same in both parts, so replies whose text was not learned from stand by "
        "themselves. Intervals are 95%, by bootstrap "
        "over replies. What is asked of NHS is what our trials reached on a split of theirs that "
        "was not kept: their method stands beside ours on the same parts. pxtextmining is its "
        "recipe written anew, on the same parts; what Card and "
        "Smith published is of parts of their own. Gambling: made-up replies; of the codes nothing "
        "but names and descriptions is known, to us and to the model beside it. Consultations set "
        "apart: made-up replies of our own, each question with themes of its own, set apart by "
        "hash from those that the sentence model was taught on; the same writers wrote both."
    )


class Remembering:
    """Sentence vectors, made once for each text however often it is learned from or asked."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        self._known: dict[str, Array] = {}

    def __call__(self, texts: Sequence[str]) -> Array:
        """A row for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embed(new), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32)


def _made(part: Part, embed: Embed | None) -> list[Coded]:
    """What a coder that has learned makes of the replies that are asked."""
    model = training.made(part.codebook, part.taught, embed)
    coder = Coder(part.codebook, model, embed)
    return list(coder.many((one.text, one.question) for one in part.asked))


def _gold(asked: Sequence[Example]) -> list[Codes]:
    return [frozenset(one.codes) for one in asked]


def _codes(made: Sequence[Coded]) -> list[Codes]:
    return [frozenset(given.code for given in one.codings) for one in made]


def _theirs(parts: Sequence[Part], embed: Embed | None) -> dict[str, Agreement]:
    given: dict[str, list[Codes]] = {}
    for part in parts:
        plain, always = like_pxtextmining.given(part)
        given.setdefault("pxtextmining", []).extend(plain)
        given.setdefault("pxtextmining, likeliest", []).extend(always)
        if embed:
            trials = given.setdefault("two regressions, as in our trials", [])
            trials += like_our_trials.given(part, embed)
    gold = [codes for part in parts for codes in _gold(part.asked)]
    return {name: measuring.agree(gold, codes) for name, codes in given.items()}


def _all_of_nhs(
    name: str, parts: Sequence[Part], embed: Embed | None, theirs: Mapping[str, Agreement]
) -> Iterator[Figure]:
    made = [one for part in parts for one in _made(part, embed)]
    asked = [one for part in parts for one in part.asked]
    ours = measuring.agree(_gold(asked), _codes(made))
    is_best = embed is not None
    for peer, scored in theirs.items():
        for what, value, interval, other, least in (
            ("micro F1", ours.micro, ours.micro_interval, scored.micro, MICRO),
            ("macro F1", ours.macro, ours.macro_interval, scored.macro, MACRO),
        ):
            yield Figure(
                what=f"NHS, {name}: {what}",
                value=value,
                unit="",
                samples=len(made),
                interval=interval,
                peer=Peer(name=peer, value=other),
                limit=Limit(at_least=least) if is_best else None,
            )
    tone = tone_of(asked, made)
    yield Figure(
        what=f"NHS, {name}: tone told rightly",
        value=tone.value,
        unit="",
        samples=tone.of,
        interval=tone.interval,
        limit=Limit(at_least=TONE) if is_best else None,
    )


def tone_of(asked: Sequence[Example], made: Sequence[Coded]) -> Share:
    """How many replies whose tone is known were told to have it."""
    told = [
        one.sentiment == found.sentiment
        for one, found in zip(asked, made, strict=True)
        if one.sentiment is not None
    ]
    return Share(len(told), sum(told))


def _few_of_nhs(name: str, part: Part, embed: Embed | None, each: int, draws: int) -> Figure:
    drawn = [public_sets.drawn(part, each, seed) for seed in range(draws)]
    found = [measuring.agree(_gold(one.asked), _codes(_made(one, embed))) for one in drawn]
    replies = round(mean(len(one.taught) for one in drawn))
    return Figure(
        what=f"NHS, {name}: micro F1, {each} examples a code ({replies} replies)",
        value=mean(one.micro for one in found),
        unit="",
        samples=len(part.asked),
        interval=(
            mean(one.micro_interval[0] for one in found),
            mean(one.micro_interval[1] for one in found),
        ),
        limit=Limit(at_least=EACH[each]) if embed else None,
    )


def _anes(name: str, part: Part, embed: Embed | None, number: int) -> Iterator[Figure]:
    gold, found = _gold(part.asked), _codes(_made(part, embed))
    pairs = list(zip(gold, found, strict=True))
    learned = {one.text for one in part.taught}
    new = [pair for pair, one in zip(pairs, part.asked, strict=True) if one.text not in learned]
    agreed = measuring.agree(gold, found)
    yield Figure(
        what=f"ANES {number}, {name}: F1 of a reply",
        value=of_a_reply(pairs),
        unit="",
        samples=len(pairs),
        interval=interval_of_a_reply(pairs),
        peer=Peer(name="Card & Smith, published", value=PUBLISHED[number]),
        limit=Limit(at_least=max(ASKED[number], PUBLISHED[number])) if embed else None,
    )
    yield Figure(
        what=f"ANES {number}, {name}: F1 of a reply not learned from",
        value=of_a_reply(new),
        unit="",
        samples=len(new),
        interval=interval_of_a_reply(new),
    )
    for what, value, interval in (
        ("micro F1", agreed.micro, agreed.micro_interval),
        ("macro F1", agreed.macro, agreed.macro_interval),
    ):
        yield Figure(
            what=f"ANES {number}, {name}: {what}",
            value=value,
            unit="",
            samples=len(pairs),
            interval=interval,
        )


def of_a_reply(pairs: Pairs) -> float:
    """F1 of the codes of each reply, the mean over replies; 1 where both give none."""
    return mean(
        2 * len(gold & found) / (len(gold) + len(found)) if gold or found else 1.0
        for gold, found in pairs
    )


def interval_of_a_reply(pairs: Pairs) -> Interval:
    """Where that mean lies in 95 of 100 draws of the replies; the same draws every time."""
    draw = random.Random(_SEED)
    means = sorted(of_a_reply(draw.choices(pairs, k=len(pairs))) for _ in range(_RESAMPLES))
    return means[int(0.025 * _RESAMPLES)], means[int(0.975 * (_RESAMPLES - 1))]
