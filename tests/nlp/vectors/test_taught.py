"""The sentence model is taught: slopes are right, and the same lessons teach the same."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import minilm
from nlp.training import encoder, train_readings
from nlp.training.consultations import Consultation, Reply, Theme
from nlp.training.encoder import Encoder
from nlp.vectors import files, taught
from nlp.vectors.graph import WIDTH
from tests.nlp.vectors import made

TEXTS = made.texts(6)
CONSULTATION = Consultation(
    "What would you change?",
    (Theme("Rooms", "What rooms are like"), Theme("Staff", "People who work there")),
    tuple(Reply(text, (number % 2,)) for number, text in enumerate(made.texts(16))),
)


@pytest.fixture(scope="module")
def held(written):
    return dict(files.tensors(written[0] / files.WEIGHTS))


@pytest.fixture
def added(held):
    """What is added, with products that are not nought."""
    draw = np.random.default_rng(7)
    return {
        name: one if one.any() else draw.standard_normal(one.shape).astype(np.float32) * 0.05
        for name, one in encoder.started(held, draw).items()
    }


@pytest.fixture
def pieces(model):
    return [model.known.closed(one) for one in model.known.of(TEXTS)]


def test_before_anything_is_learned_rows_are_those_of_the_model(held, pieces):
    rows, _ = Encoder(held, encoder.started(held, np.random.default_rng(1))).forward(pieces)

    assert (rows * minilm.rows(held, pieces)).sum(axis=1).min() > 1 - 1e-5


def test_what_was_learned_gives_the_same_rows_from_its_file(held, added, pieces, tmp_path):
    file = tmp_path / "learned.npz"
    taught.write(file, added)
    short = {name: one.astype(np.float16).astype(np.float32) for name, one in added.items()}
    rows, _ = Encoder(held, short).forward(pieces)

    assert (rows * minilm.rows(taught.added(held, file), pieces)).sum(axis=1).min() > 1 - 1e-5
    assert np.abs(rows - minilm.rows(held, pieces)).max() > 0.01


@pytest.mark.parametrize("layer", [0, 3, 5])
@pytest.mark.parametrize("part", [t + e for t in encoder.TABLES for e in (taught.INTO, taught.OUT)])
def test_slopes_tell_where_a_small_change_leads(held, added, pieces, layer, part):
    name = f"encoder.layer.{layer}.{part}"
    draw = np.random.default_rng(3)
    wanted = draw.standard_normal((len(pieces), WIDTH)).astype(np.float32)
    _, back = Encoder(held, added).forward(pieces)
    slope = back(wanted)[name]
    change = slope / np.linalg.norm(slope)

    def total(share: float) -> float:
        moved = {**added, name: added[name] + np.float32(share) * change}
        return float((Encoder(held, moved).forward(pieces)[0].astype(float) * wanted).sum())

    found = (total(0.01) - total(-0.01)) / 0.02
    assert found == pytest.approx(np.linalg.norm(slope), rel=0.03, abs=2e-3)


def test_slopes_of_the_ending_tell_where_a_small_change_leads():
    draw = np.random.default_rng(5)
    replies, themes = (draw.standard_normal((many, WIDTH)) / 20 for many in (5, 3))
    belongs = (draw.random((5, 3)) > 0.5).astype(float)
    ending = train_readings.Ending(
        np.array(1.5), np.array(-0.5), np.array(0.4), draw.standard_normal(WIDTH) / 9
    )

    def lost(replies, themes, ending) -> float:
        return train_readings.ended(ending, replies, themes, belongs)[0]

    _, of_replies, of_themes, at_the_end = train_readings.ended(ending, replies, themes, belongs)
    for slope, moved in (
        (of_replies, lambda step: (replies + step, themes, ending)),
        (of_themes, lambda step: (replies, themes + step, ending)),
        *(
            (slope, lambda step, name=name: (
                replies, themes, replace(ending, **{name: getattr(ending, name) + step})
            ))
            for name, slope in at_the_end.items()
        ),
    ):  # fmt: skip
        step = 1e-5 * np.sign(slope)
        found = (lost(*moved(step)) - lost(*moved(-step))) / 2e-5
        assert found == pytest.approx(np.abs(slope).sum(), rel=1e-4)


def test_the_same_lessons_teach_the_same_and_less_is_lost_each_round(held, model, tmp_path):
    def learned(name: str) -> tuple[bytes, list[float]]:
        told: list[str] = []
        added = train_readings.learned(
            [CONSULTATION], held, model.known, epochs=6, tell=told.append
        )
        taught.write(tmp_path / name, added)
        return (tmp_path / name).read_bytes(), [float(line.split()[4]) for line in told]

    (one, lost), (other, _) = learned("one.npz"), learned("other.npz")

    assert one == other
    assert lost[-1] < lost[0]


def test_what_is_shipped_fits_the_model_and_changes_each_of_its_tables(held):
    real = taught.added(held, taught.FILE)

    changed = {name for name in held if real[name] is not held[name]}
    assert changed == {
        f"encoder.layer.{layer}.{table}.weight" for layer in range(6) for table in encoder.TABLES
    }
    assert all(real[name].shape == held[name].shape for name in held)
