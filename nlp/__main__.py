"""The command line: `python -m nlp anonymise | code | cues | discover | evaluate | train`.

Each command is a module that is fetched only when it is asked for: what one of them needs takes
seconds and memory that another can do without.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from nlp import lines, local_file, options, rules
from nlp.commands import FINE, SOME_LEFT_OUT
from nlp.problems import Problem


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when every line was handled, 2 when some were left out."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    asked = options.parser().parse_args(arguments)
    try:
        return int(_run(asked))
    except Problem as problem:
        for message in problem.messages:
            lines.tell(message)
        return SOME_LEFT_OUT
    except BrokenPipeError:
        return FINE
    except OSError as error:
        lines.tell(f"{error.filename} cannot be opened: {error.strerror}.")
        return SOME_LEFT_OUT


def _run(asked: argparse.Namespace) -> Any:
    if asked.command == "anonymise":
        return _module("anonymising").anonymise(_rules(asked), column=asked.column)
    if asked.command == "code":
        return _module("coding").code(_coder(asked), column=asked.column)
    if asked.command == "cues":
        return _module("danger").cues()
    if asked.command == "discover":
        return _module("discovering").discover(column=asked.column)
    if asked.command == "train":
        return _train(asked)
    return _evaluate(asked)


def _train(asked: argparse.Namespace) -> Any:
    if asked.what == "themes":
        return _module("training").themes(asked.into)
    if asked.what == "readings":
        return _module("training").readings(asked.into)
    if asked.what == "meanings":
        return _module("training").meanings(asked.into)
    return _module("training").names(asked.folder, asked.into)


def _evaluate(asked: argparse.Namespace) -> Any:
    if asked.what == "discover":
        if asked.found is None:
            raise Problem("Name two files: the labels that people gave, then what discover wrote.")
        return _module("discovering").evaluate(asked.gold, asked.found)
    if asked.what == "code":
        return _module("evaluating_codes").code(asked.gold, _coder(asked), asked.found)
    if asked.what == "cues":
        return _module("evaluating").cues(asked.gold)
    return _module("evaluating").anonymise(
        asked.gold, _rules(asked), origins=asked.origins, write=asked.write
    )


def _module(name: str) -> Any:
    return import_module(f"nlp.commands.{name}")


def _coder(asked: argparse.Namespace) -> Any:
    if asked.codebook:
        return _module("own_codebook").coder(asked.codebook, asked.examples)
    if asked.examples:
        raise Problem("Name the codebook that the replies were coded by, with --codebook.")
    return _module("coding").our_coder()


def _rules(asked: argparse.Namespace) -> rules.Rules:
    local = local_file.load(asked.local) if asked.local else rules.Local()
    return rules.Rules(asked.level, local)


if __name__ == "__main__":
    sys.exit(main())
