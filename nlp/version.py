"""Which anonymiser this is: short hashes of the trained model, of the lists and of the rules."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
SHORT = 8
_MEASURES = ("drill_messages.jsonl", "anonymise_figures.json")
_CARD = "meta.json"
"""What spaCy writes into the folder of every model."""


@dataclass(frozen=True)
class Version:
    """One hash for each part; `model` is empty where no model is shipped."""

    model: str
    lists: str
    rules: str

    @property
    def short(self) -> str:
        """All of it in one."""
        return hash_of([self.model, self.lists, self.rules])


def hash_of(parts: Iterable[str]) -> str:
    """A few letters and digits that change when any part does."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:SHORT]


@cache
def in_use() -> Version:
    """The version that this process runs."""
    data = PACKAGE / "data"
    models = [card.parent for card in PACKAGE.rglob(_CARD)]
    of_models = [path for folder in models for path in _files(folder)]
    lists = [path for path in _files(data) if path.name not in _MEASURES and path not in of_models]
    return Version(
        model=_hash(of_models) if of_models else "",
        lists=_hash(lists),
        rules=_hash(path for path in PACKAGE.rglob("*.py")),
    )


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _hash(paths: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:SHORT]
