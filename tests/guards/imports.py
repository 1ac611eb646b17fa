"""Who may import whom: the table in docs/architecture.md, as rules that can be checked."""

import sys
from collections.abc import Iterable, Mapping

from tests.guards.tree import OURS, Import

# A module may import its own layer and those below it. What is not named here is a feature.
LAYERS: Mapping[str, int] = {
    "surveys": 0,
    "nlp": 0,
    "engage.config": 1,
    "engage.times": 1,
    "engage.log": 1,
    "engage.keeping": 1,
    "engage.extensions": 1,
    "engage.models": 2,
    "engage.texting": 2,
    "engage.cli": 4,
    "engage.clock": 4,
    "engage.work": 4,
    "engage.web": 4,
    "app": 5,
    "engage.serve": 6,
    "engage.serving": 6,
    "engage.__main__": 6,
}
FEATURE = 3
MAY_IMPORT_NLP = (
    "engage.analysis",
    "engage.codebook_changes",
    "engage.codebook_file",
    "engage.codebook_moves",
    "engage.codebook_versions",
    "engage.blind_splits",
    "engage.codebooks",
    "engage.corrections",
    "engage.discovering",
    "engage.drilling",
    "engage.drills",
    "engage.found_themes",
    "engage.giveaways",
    "engage.listing",
    "engage.local_words",
    "engage.machine_coder",
    "engage.machine_codes",
    "engage.passages",
    "engage.pseudonyms",
    "engage.recoding",
    "engage.safeguarding",
)
PURE = {"surveys": {"surveys"}, "nlp": {"nlp", "spacy", "numpy", "thinc", "yaml"}}
# One module of a pure package that may have one library more.
ONE_MORE = {
    ("nlp.discovery.grouping", "scipy"),
    ("nlp.discovery.grouping", "sknetwork"),
    ("nlp.discovery.names", "scipy"),
    ("surveys.loading", "yaml"),
    ("surveys.plain_yaml", "yaml"),
    ("surveys.yaml_file", "yaml"),
    ("nlp.vectors.graph", "onnx"),
    ("nlp.vectors.eight_bits", "onnx"),
    ("nlp.vectors.sessions", "onnxruntime"),
    ("nlp.vectors.spelling", "scipy"),
    ("nlp.__main__", "(worked out)"),
    ("nlp.themes.learning", "scipy"),
    ("nlp.themes.learning", "sklearn"),
    ("nlp.themes.likeness_fit", "scipy"),
    ("nlp.training.encoder", "scipy"),
    ("nlp.training.train_readings", "threadpoolctl"),
}
XLSFORM, READS_FORMS = "surveys.xlsform", {"pyxform", "openpyxl", "yaml", "defusedxml"}
# Imports inside a function, by (module, what it imports), each with its reason.
IN_FUNCTIONS: Mapping[tuple[str, str], str] = {
    ("nlp.__main__", "(worked out)"): "a command takes seconds and memory that others do without",
    ("engage.serving.together", "engage"): "the language tools do not survive a fork",
}


def broken_rules(imports: Iterable[Import]) -> list[str]:
    """What is wrong with these imports, a sentence each."""
    imports = list(imports)
    checks = (goes_back, reads_text, leaves_pure, hides)
    return [f"{found}: {why}" for found in imports for check in checks if (why := check(found))]


def goes_back(found: Import) -> str:
    if top(found.imported) not in OURS or layer(found.imported) <= layer(found.module):
        return ""
    return "that is a layer above it"


def reads_text(found: Import) -> str:
    allowed = top(found.module) == "nlp" or part(found.module) in MAY_IMPORT_NLP
    if top(found.imported) != "nlp" or allowed:
        return ""
    return f"only {' and '.join(MAY_IMPORT_NLP)} read text with nlp"


def leaves_pure(found: Import) -> str:
    allowed = PURE.get(top(found.module))
    imported = top(found.imported)
    if allowed is None or imported in allowed or imported in sys.stdlib_module_names:
        return ""
    if (found.module, imported) in ONE_MORE:
        return ""
    if found.module.startswith(XLSFORM) and imported in READS_FORMS:
        return ""
    return f"{top(found.module)} keeps to {', '.join(sorted(allowed))} and the standard library"


def hides(found: Import) -> str:
    names = {(found.module, found.imported), (found.module, top(found.imported))}
    if not found.in_function or names & IN_FUNCTIONS.keys():
        return ""
    return "imports stand at the top of a module"


def circles(imports: Iterable[Import], modules: Iterable[str]) -> list[str]:
    """Modules that import one another round in a circle, each circle once."""
    known = set(modules)
    asks: dict[str, set[str]] = {name: set() for name in known}
    for found in imports:
        for name in (found.imported, found.imported.rpartition(".")[0]):
            if name in known and name != found.module and not inside(found.module, name):
                asks[found.module].add(name)
                break
    return sorted(
        {" → ".join(circle) for name in sorted(known) if (circle := way_back(name, asks))}
    )


def inside(module: str, package: str) -> bool:
    """A package and the modules it is made of may name each other."""
    return module.startswith(package + ".") or package.startswith(module + ".")


def way_back(start: str, asks: Mapping[str, set[str]]) -> tuple[str, ...]:
    """A shortest way from a module back to itself, told from its first name; empty if none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        for following in sorted(asks[way[-1]]):
            if following == start:
                first = way.index(min(way))
                return way[first:] + way[:first]
            if following not in seen:
                seen.add(following)
                ways.append((*way, following))
    return ()


def layer(module: str) -> int:
    return LAYERS.get(part(module), LAYERS.get(top(module), FEATURE))


def part(module: str) -> str:
    """The room a module is in: engage.models.people is in engage.models."""
    return ".".join(module.split(".")[:2])


def top(module: str) -> str:
    return module.split(".", maxsplit=1)[0]
