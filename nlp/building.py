"""Builds the lists of names and ordinary words in `nlp/data` again from their public sources.

`python -m nlp.building FOLDER` reads the folder of name lists that `nlp/data/NOTICE.md` names, the
folder `themes` beside it, our own names by origin, and what we chose by hand in
`nlp/data/building.yaml`. The places and small words are lists of our own, kept as they are.
"""

import argparse
import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlp import wordlists
from nlp.training import elsewhere, messages, name_pool

CHOICES = wordlists.DATA / "building.yaml"
REPLIES = ("banking38.jsonl", "clinc75.jsonl", "themefinder_gambling_q1.jsonl")
HEADS = {
    "names_common": "Names that are seldom anything else. Sources: NOTICE.md.",
    "names_rare": "Names given to few people, or seen as short forms. Sources: NOTICE.md.",
    "names_also_words": "Names that are also ordinary words, months or places. Sources: NOTICE.md.",
    "names_seldom": "Words of other lists that some people are named. Sources: NOTICE.md.",
    "surnames": "Surnames of many origins. Sources: NOTICE.md.",
    "words_ordinary": "Words people write in lower case that are not names. Sources: NOTICE.md.",
    "words_elsewhere": "Words of other languages than English. Sources: NOTICE.md.",
}
"""What the first line of each list says."""

FEWEST = 10
"""Babies or more that a name was given to, for it to be listed."""
COMMON, VERY_COMMON = 400, 2500
SELDOM_WRITTEN = 1
"""So often or less a word is written that is taken for a name alone."""
SELDOM_A_WORD, MOSTLY_A_NAME = 600, 700
"""How many times more often it is given as a name than written as a word."""

OFTEN_FOR_A_SMALL_WORD = 100
"""So often a small word has to be given as a name to be listed as one that some people bear."""

_NAME = re.compile(r"[^\W\d_]{2,}")
_WORD = re.compile(r"(?<![@#\w/.])[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)?")
_OTHER_SCRIPT = re.compile("[^\x00-\u024f\u2000-\u2fff\U0001f000-\U0001ffff]")
_MARKED = ("PERSON", "PLACE", "ORG")
_ENDING = re.compile(r"(ing|ed|ly|tion|ment|ness|able|ible|ful|less|ers|ies)$")


@dataclass(frozen=True)
class Chosen:
    """What was chosen by hand: sets of words, and words the field writes with a weight each."""

    also_words: frozenset[str]
    nicknames: frozenset[str]
    never_names: frozenset[str]
    never_words: frozenset[str]
    field_words: frozenset[str]
    surnames: frozenset[str]
    counted: Mapping[str, int]


def build(folder: Path, themes: Path) -> dict[str, list[str]]:
    """Each list by its name, sorted."""
    chosen = _chosen()
    names = _names(folder)
    words = _words(folder, themes, chosen)
    small = wordlists.listed("words_function")
    common, rare, both = _sorted_by_kind(names, words, chosen)
    first, last = _by_origin()
    for name in {*_short_forms(folder), *first}:
        if name not in common | both and words[name] <= SELDOM_WRITTEN and len(name) > 2:
            rare.add(name)
    common -= chosen.never_names | small
    rare -= chosen.never_names | small
    both -= chosen.never_names - chosen.also_words
    ordinary = {
        word
        for word, count in words.items()
        if word.isascii() and _is_ordinary(word, count, chosen) and word not in common | rare
    } - chosen.never_words
    small_or_place = small | wordlists.listed("places")
    return {
        "names_common": sorted(common),
        "names_rare": sorted(rare),
        "names_also_words": sorted(both),
        "names_seldom": sorted(
            name
            for name in (first | set(names)) - common - both
            if name in ordinary | small_or_place and _is_borne(name, names, words, first)
        ),
        "surnames": sorted((chosen.surnames | last) - small),
        "words_ordinary": sorted(ordinary - small),
        "words_elsewhere": elsewhere.words(),
    }


def write(lists: Mapping[str, Sequence[str]], folder: Path) -> None:
    """Each list as a file of its own, one entry a line under a line that says what it is."""
    for name, entries in lists.items():
        text = f"# {HEADS[name]}\n" + "\n".join(entries) + "\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")


def _chosen() -> Chosen:
    content: dict[str, Any] = yaml.safe_load(CHOICES.read_text(encoding="utf-8"))
    sets = {key: frozenset(content[key].split()) for key in content if key != "counted"}
    counted = Counter(content["counted"].split())
    return Chosen(counted=counted, **sets)


def _names(folder: Path) -> Counter[str]:
    """How many people were given each name; a rank in the top 100 stands for a rough number."""
    names: Counter[str] = Counter()
    for row in _rows(folder / "first_names_uk_1974_2020.csv"):
        name = wordlists.fold(row["name"]).replace("'", "").replace(" ", "-")
        if _NAME.fullmatch(name):
            names[name] += int(row["n"])
    for row in _rows(folder / "top100_1904_1994.csv"):
        name = wordlists.fold(row["name"])
        if _NAME.fullmatch(name):
            names[name] += int(20000 / float(row["rank"]) ** 0.7)
    return names


def _short_forms(folder: Path) -> set[str]:
    both = (
        wordlists.fold(row[key])
        for row in _rows(folder / "nicknames.csv")
        for key in ("name1", "name2")
    )
    return {name for name in both if re.fullmatch("[a-z]{2,}", name)}


def _by_origin() -> tuple[set[str], set[str]]:
    """Our own first names and surnames of many origins, one word each."""
    parts: dict[str, set[str]] = {"first": set(), "last": set()}
    for row in _rows(name_pool.BY_ORIGIN):
        name = re.sub("['’]", "", wordlists.fold(row["name"]))
        parts[row["part"]].update(re.findall("[a-z]{2,}", name))
    return parts["first"], parts["last"]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _words(folder: Path, themes: Path, chosen: Chosen) -> Counter[str]:
    """How often each word stands in small letters, outside the names and places marked."""
    words: Counter[str] = Counter()
    for path in sorted(folder.glob("*.jsonl")):
        for row in _json_lines(path):
            if not _OTHER_SCRIPT.search(row["text"]):
                names = [mark for mark in row["spans"] if mark[2] in _MARKED]
                words.update(_small_words(messages.unmarked(row["text"], names)))
    for name in REPLIES:
        for row in _json_lines(themes / name):
            words.update(_small_words(row.get("text") or row.get("response") or ""))
    templates = folder / "templates"
    for name, gap in (("templates_neg.txt", r"\{.*?\}"), ("templates_pos.txt", r"\{.*?\}\w*")):
        for line in (templates / name).read_text(encoding="utf-8").splitlines(keepends=True):
            words.update(_small_words(re.sub(gap, "", line).lower()))
    typed = (templates / "sms_words.txt").read_text(encoding="utf-8").split()
    for often in (*typed, *chosen.field_words):
        words[often] += 3
    words.update(chosen.counted)
    return words


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _small_words(text: str) -> Iterator[str]:
    for found in _WORD.finditer(text):
        word = found.group()
        if len(word) == 1 or not word[0].isupper():
            yield wordlists.fold(word)


def _sorted_by_kind(
    names: Counter[str], words: Counter[str], chosen: Chosen
) -> tuple[set[str], set[str], set[str]]:
    """The names that are common, those that are rare, and those that are words as well."""
    common: set[str] = set(chosen.nicknames - chosen.also_words)
    rare: set[str] = set()
    both: set[str] = set(chosen.also_words)
    for name, given in names.items():
        if name in common | both | chosen.field_words or given < FEWEST or len(name) <= 2:
            continue
        written = words[name]
        ratio = given / max(written, 1)
        if written >= 3 and given < VERY_COMMON and ratio < SELDOM_A_WORD:
            continue
        if given >= COMMON and (ratio >= MOSTLY_A_NAME or written <= 1):
            common.add(name)
        elif written <= 1:
            rare.add(name)
        elif given >= VERY_COMMON:
            both.add(name)
    return common, rare, both


def _is_borne(
    name: str, names: Counter[str], words: Counter[str], first: frozenset[str] | set[str]
) -> bool:
    """Whether enough people bear a word as their name for it to be looked at as one."""
    if name in first:
        return True
    if name in wordlists.listed("words_function"):
        return names[name] >= OFTEN_FOR_A_SMALL_WORD
    return names[name] >= max(FEWEST, words[name])


def _is_ordinary(word: str, count: int, chosen: Chosen) -> bool:
    if word.isalpha() and len(word) > 1 and (count >= 2 or word in chosen.field_words):
        return True
    return count == 1 and len(word) > 3 and bool(_ENDING.search(word))


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the lists into the data folder, or into the one given."""
    parser = argparse.ArgumentParser(prog="python -m nlp.building", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of public name lists")
    parser.add_argument("--into", type=Path, default=wordlists.DATA, help="where to write")
    options = parser.parse_args(arguments)
    try:
        lists = build(options.folder, options.folder.resolve().parent / "themes")
    except OSError as error:
        print(f"{error.filename} cannot be opened: {error.strerror}.", file=sys.stderr)
        return 2
    write(lists, options.into)
    for name, entries in lists.items():
        print(f"{name}.txt: {len(entries)} entries")
    return 0


if __name__ == "__main__":
    sys.exit(main())
