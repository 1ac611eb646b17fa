"""Learning which words tell of a need: writes surveys/data/needs_likely.txt from needs_said.tsv.

    pip install scikit-learn==1.9.1     # in an environment of its own: nothing else needs it
    python -m tests.surveys.needs_learning

The same replies give the same file. It holds a mark of what it was learned from, so that a test
can say when it has to be learned again.
"""

import json
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from surveys import needs_likely
from surveys.needs import NAMES
from surveys.needs_likely import signs_of
from tests.surveys.needs_replies import SAID, Labelled, labelled, mark

WEIGHTS = SAID.parents[3] / "surveys" / "data" / needs_likely.WEIGHTS
RIGHT = 0.92
"""So many of the needs that the weights alone find in replies held back are to be right."""
STRENGTH, SEEN_AT_LEAST, FOLDS, SHUFFLES = 40, 3, 10, (1, 2)
LEARNED_TWICE, COUNTED = 2.0, 4.0
"""How much a reply of the golden tables weighs: in learning, and in saying what is enough."""
FINEST, SMALLEST = 300, 9
"""The largest whole number a weight is written as, and the smallest that is kept."""
CHANCES = np.arange(0.40, 0.91, 0.02)


def main() -> None:
    """Learn, say how sure is sure enough, and write the file."""
    replies = labelled()
    signs = [sorted(signs_of(one.text)) for one in replies]
    told = np.array([[name in one.needs for name in NAMES] for one in replies])
    golden = np.array([one.is_golden for one in replies])
    chances = [_held_back(signs, told, golden, shuffle) for shuffle in SHUFFLES]
    enough = [_enough(chances, told, golden, nth) for nth in range(len(NAMES))]
    counter = _counter()
    counts = _scaled(counter.fit_transform(signs), signs)
    models = [_model(counts, told[:, nth], golden) for nth in range(len(NAMES))]
    learned = np.array([model.coef_[0] for model in models])
    _write(learned, [model.intercept_[0] for model in models], enough, counter, replies)


def _counter() -> CountVectorizer:
    return CountVectorizer(analyzer=list, min_df=SEEN_AT_LEAST, binary=True)


def _scaled(counts: csr_matrix, signs: list[list[str]]) -> csr_matrix:
    """Counts in which a long reply weighs no more than a short one."""
    return diags([max(len(one), 1) ** -0.5 for one in signs]) @ counts.astype(float)


def _model(counts: csr_matrix, told: np.ndarray, golden: np.ndarray) -> LogisticRegression:
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=500)
    return model.fit(counts, told, sample_weight=np.where(golden, LEARNED_TWICE, 1.0))


def _held_back(
    signs: list[list[str]], told: np.ndarray, golden: np.ndarray, shuffle: int
) -> np.ndarray:
    """For each reply the chance of each need, by weights learned without that reply."""
    chances = np.zeros(told.shape)
    for known, held in KFold(FOLDS, shuffle=True, random_state=shuffle).split(signs):
        counter = _counter()
        theirs, ours = [signs[nth] for nth in known], [signs[nth] for nth in held]
        counts = _scaled(counter.fit_transform(theirs), theirs)
        new = _scaled(counter.transform(ours), ours)
        for nth in range(told.shape[1]):
            model = _model(counts, told[known, nth], golden[known])
            chances[held, nth] = model.predict_proba(new)[:, 1]
    return chances


def _enough(chances: list[np.ndarray], told: np.ndarray, golden: np.ndarray, nth: int) -> float:
    """The sum from which a need is likely enough, as RIGHT says."""
    chance = np.concatenate([one[:, nth] for one in chances])
    true = np.concatenate([told[:, nth]] * len(chances))
    weight = np.concatenate([np.where(golden, COUNTED, 1.0)] * len(chances))
    for least in CHANCES:
        found = chance >= least
        right, all_found = weight[found & true].sum(), weight[found].sum()
        if not all_found or right / all_found >= RIGHT:
            break
    print(f"{NAMES[nth]:12} from {least:.2f}: {right / max(all_found, 1):.2f} right")
    return float(np.log(least / (1 - least)))


def _write(
    learned: np.ndarray,
    start: list[float],
    enough: list[float],
    counter: CountVectorizer,
    replies: list[Labelled],
) -> None:
    scale = float(np.abs(learned).max()) / FINEST
    whole = np.rint(learned / scale).astype(int)
    head = {
        "learned_from": mark(replies),
        "needs": NAMES,
        "start": [round(float(one), 4) for one in start],
        "enough": [round(one, 4) for one in enough],
        "scale": round(scale, 8),
    }
    lines = [json.dumps(head)]
    for sign, column in sorted(counter.vocabulary_.items()):
        kept = [(nth, int(whole[nth, column])) for nth in range(len(NAMES))]
        kept = [(nth, weight) for nth, weight in kept if abs(weight) >= SMALLEST]
        if kept:
            lines.append("\t".join([sign, *(f"{nth}\t{weight}" for nth, weight in kept)]))
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} signs, {Path(WEIGHTS).stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
