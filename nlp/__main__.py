"""The command line: `python -m nlp anonymise | code | cues | discover | evaluate | train`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from nlp import lines, local_file, names, rules
from nlp.commands import (
    FINE,
    SOME_LEFT_OUT,
    anonymising,
    coding,
    danger,
    discovering,
    evaluating,
    training,
)
from nlp.problems import Problem


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when every line was handled, 2 when some were left out."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    options = _options().parse_args(arguments)
    try:
        return _run(options)
    except Problem as problem:
        for message in problem.messages:
            lines.tell(message)
        return SOME_LEFT_OUT
    except BrokenPipeError:
        return FINE
    except OSError as error:
        lines.tell(f"{error.filename} cannot be opened: {error.strerror}.")
        return SOME_LEFT_OUT


def _run(options: argparse.Namespace) -> int:
    if options.command == "code":
        return coding.code(options.codebook)
    if options.command == "cues":
        return danger.cues()
    if options.command == "discover":
        return discovering.discover(column=options.column)
    if options.command == "train":
        return training.names(options.folder, options.into)
    if options.command == "anonymise":
        return anonymising.anonymise(_rules(options), column=options.column)
    if options.what == "discover":
        return _evaluate_discover(options)
    if options.what == "code":
        return evaluating.code(options.gold, options.codebook)
    if options.what == "cues":
        return evaluating.cues(options.gold)
    return evaluating.anonymise(
        options.gold, _rules(options), origins=options.origins, write=options.write
    )


def _evaluate_discover(options: argparse.Namespace) -> int:
    if options.found is None:
        raise Problem("Name two files: the labels that people gave, then what discover wrote.")
    return discovering.evaluate(options.gold, options.found)


def _rules(options: argparse.Namespace) -> rules.Rules:
    local = local_file.load(options.local) if options.local else rules.Local()
    return rules.Rules(options.level, local)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m nlp",
        description="Take out personal details, code statements, find themes and danger.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    anonymise = commands.add_parser(
        "anonymise",
        help='read lines of {"id", "text"}, or a table, write them without personal details',
    )
    anonymise.add_argument(
        "--column", metavar="NAME", help="read a table (CSV) and anonymise this column of it"
    )
    code = commands.add_parser(
        "code", help='read lines of {"id", "question", "text"}, write the codes of each and why'
    )
    commands.add_parser(
        "cues", help='read lines of {"id", "text"}, write the kinds of danger each may tell of'
    )
    discover = commands.add_parser(
        "discover", help='read lines of {"id", "text"}, or a table, write the theme found for each'
    )
    discover.add_argument(
        "--column", metavar="NAME", help="read a table (CSV) and find themes in this column of it"
    )
    evaluate = commands.add_parser("evaluate", help="measure one of them against a gold file")
    evaluate.add_argument("what", choices=("anonymise", "code", "cues", "discover"))
    evaluate.add_argument("gold", type=Path, help="JSON lines with spans, codes, tiers or labels")
    evaluate.add_argument(
        "found", type=Path, nargs="?", help="what discover wrote, to hold against the gold file"
    )
    evaluate.add_argument(
        "--origins",
        type=Path,
        metavar="FILE",
        help="a table of origin,part,name: measure names of each origin in the same messages",
    )
    evaluate.add_argument(
        "--write", type=Path, metavar="FILE", help="keep the figures of anonymising as JSON too"
    )
    train = commands.add_parser("train", help="train again what is trained")
    train.add_argument("what", choices=("names",))
    train.add_argument("folder", type=Path, help="the public sets that nlp/data/NOTICE.md names")
    train.add_argument(
        "--into", type=Path, default=names.FOLDER, metavar="FOLDER", help="where the weights go"
    )
    for command in (code, evaluate):
        command.add_argument("--codebook", type=Path, help="a codebook of your own (YAML)")
    for command in (anonymise, evaluate):
        command.add_argument(
            "--level",
            choices=rules.LEVELS,
            default=rules.USUAL.level,
            help="how much of places, services and ages is made general",
        )
        command.add_argument(
            "--local", type=Path, metavar="FILE", help="words of your own place (YAML)"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
