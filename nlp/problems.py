"""What a person can put right in a file they wrote or a setting they made: told all at once."""

import contextlib
from pathlib import Path
from typing import Any

import yaml

_READER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C reader where there is one, as in every wheel of PyYAML: it is ten times as fast."""


class Problem(Exception):
    """Something cannot be used as it stands; `messages` tell the person what to change."""

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


def read_yaml(path: Path, problem: type[Problem]) -> Any:
    """What a YAML file holds. Raises `problem` where it cannot be read as one."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        with contextlib.suppress(yaml.YAMLError):  # the slower reader says the place of it best
            return yaml.load(text, _READER)  # noqa: S506 (either makes plain values alone)
        return yaml.safe_load(text)
    except FileNotFoundError as error:
        raise problem(f"There is no file called {path.name}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise problem(f"{path.name} cannot be read as a text file.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f": look at line {mark.line + 1}" if mark else ""
        raise problem(f"{path.name} is not laid out as YAML{line}.") from error
