"""The files of the project, and what each Python module imports."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("app", "surveys", "nlp", "engage")
MADE_BY_TOOLS = ("requirements.txt", "requirements-dev.txt", "package-lock.json")


@dataclass(frozen=True, kw_only=True)
class Import:
    """One import: who asks, for what, where, and whether a function does it."""

    module: str
    imported: str
    line: int
    in_function: bool

    def __str__(self) -> str:
        where = " inside a function" if self.in_function else ""
        return f"{self.module} line {self.line} imports {self.imported}{where}"


@cache
def files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, so that nothing made on this machine counts."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = (ROOT / name for name in sorted(set(listed.stdout.split("\0"))) if name)
    return tuple(path for path in found if path.is_file() and not path.is_symlink())


def texts() -> Iterator[tuple[str, str]]:
    """Every text file that a person wrote, as (path from the root, content)."""
    for path in files():
        if path.name in MADE_BY_TOOLS:
            continue
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def python_files() -> list[Path]:
    return [path for path in files() if path.suffix == ".py"]


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax of a module; an error in it names the file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def our_modules() -> dict[str, Path]:
    """Our own modules that run in the service, by dotted name."""
    named = {module_name(path): path for path in python_files()}
    return {name: path for name, path in named.items() if name.split(".")[0] in OURS}


@cache
def our_imports() -> tuple[Import, ...]:
    """Every import in every module of the service."""
    return tuple(
        found
        for name, path in our_modules().items()
        for found in imports_in(parsed(path), name, is_package=path.name == "__init__.py")
    )


def imports_in(tree: ast.Module, module: str, *, is_package: bool = False) -> list[Import]:
    """The imports of one module: `from a import b` counts as a.b where that is a module of ours.

    `importlib.import_module("a")` and `__import__("a")` count too: they dodge nothing.
    """
    package = module if is_package else module.rpartition(".")[0]
    found = []
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        for imported in names_imported(node, package):
            line = getattr(node, "lineno", 0)
            in_function = id(node) in inside
            found.append(
                Import(module=module, imported=imported, line=line, in_function=in_function)
            )
    return found


def names_imported(node: ast.AST, package: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*above, base] if base else above)
        return [f"{base}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
        called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        if called in ("import_module", "__import__") and node.args:
            first = node.args[0]
            return [str(first.value) if isinstance(first, ast.Constant) else "(worked out)"]
    return []
