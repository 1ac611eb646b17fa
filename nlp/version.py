"""Which anonymiser this is: short hashes of the trained model, of the lists and of the rules."""

import ast
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
SHORT = 8
START = "nlp.anonymise"
MODEL = "names_model"
_OTHERS = frozenset(
    (
        "NOTICE.md",
        "anonymise_figures.json",
        "building.yaml",
        "codebook.yaml",
        "cues",
        "drill_messages.jsonl",
        "lemmas.txt",
        "negations.txt",
        "nothing.txt",
        "themes",
    )
)
"""What in the data folder does not decide what is taken out."""


@dataclass(frozen=True)
class Version:
    """One hash for each part."""

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
    model = _files(data / MODEL)
    lists = [
        path
        for path in _files(data)
        if path.relative_to(data).parts[0] not in _OTHERS and path not in model
    ]
    return Version(
        model=_hash(model),
        lists=_hash(lists),
        rules=_hash(_used_by(START)),
    )


def _used_by(start: str) -> list[Path]:
    """The modules of this package that a module reads, itself included."""
    found: dict[str, Path] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        path = _path_of(name)
        if name not in found and path is not None:
            found[name] = path
            waiting += _named_in(path)
    return list(found.values())


def _path_of(name: str) -> Path | None:
    path = PACKAGE.parent.joinpath(*name.split("."))
    whole = (path.with_suffix(".py"), path / "__init__.py")
    return next((one for one in whole if one.is_file()), None)


def _named_in(path: Path) -> list[str]:
    """What a module of ours imports from this package, the things in its modules as well."""
    return [
        name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "nlp"
        for name in (str(node.module), *(f"{node.module}.{one.name}" for one in node.names))
    ]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _hash(paths: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:SHORT]
