"""onnxruntime as it is used here: one thread a run, and silent."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from nlp.vectors.files import Tensor

_ONLY_ERRORS = 3


class Session:
    """A graph ready to run. Several threads may run it at once."""

    def __init__(self, graph: Path | bytes, outputs: Sequence[str]) -> None:
        how = onnxruntime.SessionOptions()
        how.intra_op_num_threads = how.inter_op_num_threads = 1
        how.log_severity_level = _ONLY_ERRORS
        given = graph if isinstance(graph, bytes) else str(graph)
        self._session = onnxruntime.InferenceSession(given, how, providers=["CPUExecutionProvider"])
        self._outputs = list(outputs)

    def run(self, ids: NDArray[np.int64]) -> list[Tensor]:
        """What comes out for texts of the same length."""
        found: list[Tensor] = self._session.run(self._outputs, {"ids": ids})
        return found
