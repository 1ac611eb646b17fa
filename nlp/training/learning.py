"""One network trained: batches drawn by seed, weights averaged, nothing left to chance."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from spacy.strings import get_string_id
from thinc.api import Adam, fix_random_seed, set_dropout_rate
from thinc.optimizers import Optimizer

from nlp import names, tokens, wordlists
from nlp.network import Network, Shares
from nlp.tokens import Read, Written
from nlp.training import augment, templates
from nlp.training.messages import Message
from nlp.training.name_pool import NamePool

EPOCHS = 8
_OWN, _TEMPLATES, _PUBLIC, _PLAIN = 4, 3, 28_000, 4_000
"""In each epoch: times each of our messages and sentences, and so many public ones."""
_BATCH_WORDS = 2_500
_FASTEST, _SLOWEST, _WARM_UP = 0.002, 0.0001, 0.02
_KINDS_UNKNOWN = 0.1
"""How often the kinds of all the words of a text are hidden."""
_NO_KIND = get_string_id(wordlists.UNKNOWN)
_DROPOUT = 0.2

Example = tuple[Read, Shares]
"""A text and the share wanted for each of its words and each label."""


@dataclass(frozen=True)
class Corpus:
    """All there is to learn from."""

    own: Sequence[Message]
    public: Sequence[Message]
    plain: Sequence[Message]
    sentences: Sequence[str]
    pool: NamePool
    unknown: float = 0.2
    """How often the kind of a word is hidden: a network shall not lean on the lists."""


def train(corpus: Corpus, network: Network, *, seed: int, tell: Callable[[str], None]) -> Network:
    """The network, trained on a corpus; the same seed gives the same weights."""
    fix_random_seed(seed)
    draw = random.Random(seed)  # noqa: S311 - repeatable training, not a secret
    network.initialize(X=[_example(Message("my worker dave", (), ""))[0]])
    set_dropout_rate(network, _DROPOUT)
    optimiser = Adam(learn_rate=_FASTEST, L2=1e-5, grad_clip=1.0, use_averages=True)
    for epoch in range(EPOCHS):
        rows = _epoch(corpus, draw)
        done, words, lost = 0, 0, 0.0
        for batch in _batches(map(_example, rows)):
            optimiser.learn_rate = _rate((epoch + done / len(rows)) / EPOCHS)
            wanted = [shares for _, shares in batch]
            texts = [_hidden(read, corpus.unknown, draw) for read, _ in batch]
            lost += _learn(network, optimiser, texts, wanted)
            done += len(batch)
            words += sum(map(len, texts))
        tell(f"Round {epoch + 1} of {EPOCHS}: {lost / words:.4f} lost a word")
    with network.use_params(optimiser.averages):
        return network.copy()


def _epoch(corpus: Corpus, draw: random.Random) -> list[Message]:
    rows = [*corpus.own] * _OWN
    rows += draw.sample(corpus.public, min(_PUBLIC, len(corpus.public)))
    rows += draw.sample(corpus.plain, min(_PLAIN, len(corpus.plain)))
    rows += [
        templates.filled(sentence, corpus.pool, draw)
        for sentence in corpus.sentences
        for _ in range(_TEMPLATES)
    ]
    draw.shuffle(rows)
    return [augment.otherwise(row, corpus.pool, draw) for row in rows]


def _example(message: Message) -> Example:
    read = tokens.cut(message.text)
    names.look(read)
    wanted = np.zeros((len(read), len(names.LABELS)), dtype="f")
    wanted[:, 0] = 1
    marks = [
        (start, end, names.LABELS.index(label))
        for start, end, label in message.marks
        if label in names.LABELS
    ]
    if marks:
        starts = np.array(read.starts())
        blank = np.array([word.isspace() for word in read.words])
        for start, end, label in marks:
            wanted[(start <= starts) & (starts < end) & ~blank] = np.eye(len(names.LABELS))[label]
    return read, wanted


def _hidden(read: Read, unknown: float, draw: random.Random) -> Read:
    """The text with the kinds of some words hidden."""
    every = draw.random() < _KINDS_UNKNOWN
    hidden = [every or draw.random() < unknown for _ in read.words]
    return replace(read, written=list(map(_without_kind, read.written, hidden)))


def _without_kind(written: Written, is_hidden: bool) -> Written:
    norm, prefix, suffix, shape, kind, look, meaning = written
    return norm, prefix, suffix, shape, _NO_KIND if is_hidden else kind, look, meaning


def _batches(examples: Iterator[Example]) -> Iterator[list[Example]]:
    batch: list[Example] = []
    words = 0
    for one in examples:
        if len(one[0]):
            batch.append(one)
            words += len(one[0])
        if words >= _BATCH_WORDS:
            yield batch
            batch = []
            words = 0
    if batch:
        yield batch


def _rate(done: float) -> float:
    """Up in a straight line, then down along half a wave; `done` is the share of it all."""
    if done < _WARM_UP:
        return max(_SLOWEST, _FASTEST * done / _WARM_UP)
    along = (done - _WARM_UP) / (1 - _WARM_UP)
    return float(_SLOWEST + (_FASTEST - _SLOWEST) * (1 + np.cos(np.pi * along)) / 2)


def _learn(
    network: Network, optimiser: Optimizer, texts: list[Read], wanted: Sequence[Shares]
) -> float:
    given, learn = network.begin_update(texts)
    lost = -sum(
        float((want * np.log(np.maximum(shares, 1e-9))).sum())
        for shares, want in zip(given, wanted, strict=True)
    )
    slopes: list[Shares] = [
        np.asarray((shares - want) / len(texts), dtype="f")
        for shares, want in zip(given, wanted, strict=True)
    ]
    learn(slopes)
    network.finish_update(optimiser)
    return lost
