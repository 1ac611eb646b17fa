"""JSON lines in and out: each line read by itself, and what is wrong with one said plainly."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TextIO, TypeVar

from nlp.batches import batches as in_batches

Row = dict[str, Any]
_Row = TypeVar("_Row")
_BATCH = 256


@dataclass
class Lines:
    """Rows from a stream; lines that cannot be read are reported and counted; the rest go on."""

    source: Iterable[bytes]
    needed: tuple[str, ...]
    tell: Callable[[str], None]
    problems: int = field(default=0)

    def __iter__(self) -> Iterator[Row]:
        for number, line in enumerate(self.source, start=1):
            if not line.strip():
                continue
            row = self._row(number, line)
            if row is not None:
                yield row

    def _row(self, number: int, line: bytes) -> Row | None:
        try:
            row = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError:
            self._problem(number, "is not written in UTF-8")
            return None
        except (ValueError, RecursionError):
            self._problem(number, "is not JSON")
            return None
        problem = self._missing(row)
        if problem:
            self._problem(number, problem)
            return None
        return dict(row)

    def _missing(self, row: Any) -> str:
        if not isinstance(row, dict):
            return 'needs to look like {"id": ..., "text": ...}'
        for key in self.needed:
            if key not in row:
                return f'has no "{key}"'
        if "text" in self.needed and not isinstance(row["text"], str):
            return ': "text" needs to be words in quotation marks'
        return ""

    def _problem(self, number: int, what: str) -> None:
        self.problems += 1
        self.tell(f"Line {number} {what}. It was left out.".replace(" :", ":"))


class Progress:
    """A count of rows done and how fast they go, shown only to a person at a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = stream.isatty()
        self._done = 0
        self._began = time.monotonic()

    def step(self) -> None:
        """One more row is done."""
        self._done += 1
        if self._shown and self._done % 100 == 0:
            print(self._so_far(), end="", file=self._stream, flush=True)

    def close(self) -> None:
        """The count as it ended."""
        if self._shown:
            print(self._so_far(), file=self._stream, flush=True)

    def _so_far(self) -> str:
        rate = self._done / max(time.monotonic() - self._began, 1e-9)
        return f"\r{self._done:,} done, {rate:,.0f} a second "


def batches(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """The rows in order, some hundreds at a time."""
    return in_batches(rows, _BATCH)


def tell(message: str) -> None:
    """One sentence for the person who runs a command, apart from what the command writes."""
    print(message, file=sys.stderr)


def write(row: Row) -> None:
    """One row on standard output, the same for the same row."""
    sys.stdout.write(json.dumps(row, ensure_ascii=not _is_writable(row)) + "\n")


def _is_writable(row: Row) -> bool:
    """Whether the row can be written in UTF-8 as it is: half a surrogate cannot."""
    try:
        json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
