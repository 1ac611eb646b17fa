"""What can be asked of the command line, and how each part of it is explained."""

import argparse
from pathlib import Path

from nlp import rules


def parser() -> argparse.ArgumentParser:
    """The commands and what each of them takes."""
    whole = argparse.ArgumentParser(
        prog="python -m nlp",
        description="Take out personal details, code statements, find themes and danger.",
    )
    commands = whole.add_subparsers(dest="command", required=True)
    anonymise = commands.add_parser(
        "anonymise",
        help='read lines of {"id", "text"}, or a table, write them without personal details',
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
    for command, what in ((anonymise, "anonymise"), (code, "code"), (discover, "find themes in")):
        command.add_argument(
            "--column", metavar="NAME", help=f"read a table (CSV) and {what} this column of it"
        )
    evaluate = commands.add_parser("evaluate", help="measure one of them against a gold file")
    _evaluate(evaluate)
    _train(commands.add_parser("train", help="train again what is trained"))
    for command in (code, evaluate):
        command.add_argument("--codebook", type=Path, help="a codebook of your own (YAML)")
        command.add_argument(
            "--examples",
            type=Path,
            metavar="FILE",
            help='learn from lines of {"text", "question", "codes"} that people coded, too',
        )
    for command in (anonymise, evaluate):
        _rules(command)
    return whole


def _evaluate(command: argparse.ArgumentParser) -> None:
    command.add_argument("what", choices=("anonymise", "code", "cues", "discover"))
    command.add_argument("gold", type=Path, help="JSON lines with spans, codes, tiers or labels")
    command.add_argument(
        "found",
        type=Path,
        nargs="?",
        help="what `code` or `discover` wrote, to hold against the gold file",
    )
    command.add_argument(
        "--origins",
        type=Path,
        metavar="FILE",
        help="a table of origin,part,name: measure names of each origin in the same messages",
    )
    command.add_argument(
        "--write", type=Path, metavar="FILE", help="keep the figures of anonymising as JSON too"
    )


def _train(command: argparse.ArgumentParser) -> None:
    command.add_argument("what", choices=("meanings", "names", "readings", "themes"))
    command.add_argument(
        "folder",
        type=Path,
        nargs="?",
        help="for names: the public sets that nlp/data/NOTICE.md names",
    )
    command.add_argument("--into", type=Path, metavar="FOLDER", help="where the weights go")


def _rules(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--level",
        choices=rules.LEVELS,
        default=rules.USUAL.level,
        help="how much of places, services and ages is made general",
    )
    command.add_argument(
        "--local", type=Path, metavar="FILE", help="words of your own place (YAML)"
    )
