"""The tree keeps its own rules."""

import ast
import subprocess
import sys

import pytest

from tests.guards import imports, published, tree, wording

LONGEST_FILE = 400
WRITTEN_BY_ALEMBIC = "migrations/versions/"
SAFE = {
    "tests/contract/twilio_messages.json",  # Twilio's own examples, word for word
    "tests/contract/data/phone_uk.json",  # public lines, and numbers with no holder
}


def relative(path):
    return str(path.relative_to(tree.ROOT))


def test_imports_go_one_way_only():
    assert imports.broken_rules(tree.our_imports()) == []


def test_no_modules_import_each_other_in_a_circle():
    assert imports.circles(tree.our_imports(), tree.our_modules()) == []


def test_every_reason_for_an_import_in_a_function_is_still_needed():
    used = {(f.module, f.imported.split(".")[0]) for f in tree.our_imports() if f.in_function}
    written = {key for key in imports.IN_FUNCTIONS if key[0] in tree.our_modules()}

    assert written <= used


def test_a_web_process_starts_without_spacy():
    loaded = "import sys, app; print([m for m in ('spacy', 'thinc', 'numpy') if m in sys.modules])"
    asked = [sys.executable, "-W", "error", "-c", loaded]
    done = subprocess.run(asked, cwd=tree.ROOT, capture_output=True, text=True, check=False)

    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_every_module_opens_with_a_sentence_saying_what_it_is_for():
    silent = [
        relative(path)
        for path in tree.python_files()
        if not (ast.get_docstring(tree.parsed(path)) or "").strip()
    ]

    assert silent == []


def test_no_module_is_too_long_to_read():
    lengths = {relative(p): len(p.read_text("utf-8").splitlines()) for p in tree.python_files()}
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}

    assert {name: long[name] for name in long if not name.startswith(WRITTEN_BY_ALEMBIC)} == {}


def test_no_exception_is_caught_without_a_name():
    nameless = [
        f"{relative(path)} line {node.lineno}"
        for path in tree.python_files()
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]

    assert nameless == []


def test_nothing_is_left_for_later():
    marks = {name: published.UNFINISHED.findall(text) for name, text in tree.texts()}

    assert {name: found for name, found in marks.items() if found} == {}


def test_nothing_published_belongs_to_one_machine_or_one_person():
    found = {
        name: wrong
        for name, text in tree.texts()
        if name not in SAFE and (wrong := published.not_for_everybody(text))
    }

    assert found == {}


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-vectors.txt"]
)
def test_every_package_is_pinned_with_its_hashes(name):
    assert published.unpinned((tree.ROOT / name).read_text("utf-8")) == []


def test_tools_are_locked_to_the_versions_the_service_runs_on():
    runtime, dev = (
        dict(line.split(" ")[0].split("==") for line in text.splitlines() if "==" in line[:60])
        for text in (
            (tree.ROOT / name).read_text("utf-8")
            for name in ("requirements.txt", "requirements-dev.txt")
        )
        if text
    )

    assert runtime.items() <= dev.items()


def words_people_see():
    """Every (file, text) that is shown to people, from wherever it is kept."""
    for path in tree.files():
        name = relative(path)
        if name.startswith("templates/") and path.suffix in (".html", ".txt"):
            texts = wording.in_template(path.read_text("utf-8"))
        elif name.startswith(("surveys/data/wording/", "engage/example/surveys/")):
            texts = wording.in_data(path)
        elif path.suffix == ".py" and name.startswith(("engage/", "surveys/")):
            texts = wording.in_python(tree.parsed(path))
        else:
            continue
        for text in texts:
            yield name, text


def test_people_are_spoken_to_kindly():
    unkind = [f"{name}: {w}" for name, text in words_people_see() for w in wording.not_said(text)]

    assert unkind == []
