"""Public replies whose codes are known, what is learned from of each, and what is asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import draws
from benchmarks.figures import NotMeasured
from nlp.codebook import Code, Codebook
from nlp.themes.examples import Example

NHS = "nhs_feedback"
GAMBLING = "themefinder_gambling_q1"
OUTCOMES = ("X", "Y")
"""What that set has for replies without a code: they are no codes."""
PARTS = 5
"""One part of so many is asked, by the hash of the text; the others are learned from."""


@dataclass(frozen=True)
class Part:
    """A codebook, replies to learn from, and others to be asked."""

    codebook: Codebook
    taught: tuple[Example, ...]
    asked: tuple[Example, ...]


def nhs(at: int = 0) -> Part:
    """Feedback on health services, 31 codes with names; asked is one fifth of `PARTS`, by hash."""
    rows = [_example(row) for row in _rows(NHS)]
    is_asked = [number_of(one.text) % PARTS == at for one in rows]
    return _part(rows, is_asked, is_named=True)


def anes(number: int) -> Part:
    """Replies to a question of the ANES of 2008, codes without names; asked as its source does.

    The source is mxli417/co_benchmark; one in ten replies is asked, with all codes about evenly.
    """
    rows = _rows(f"anes_q{number}")
    is_asked = [row["split"] == "test" for row in rows]
    return _part([_example(row) for row in rows], is_asked, is_named=False)


def described() -> Part:
    """Made-up replies on advertising, 11 codes with names and descriptions; nothing is taught."""
    asked = tuple(map(_example, _rows(GAMBLING)))
    told = json.loads(_held(f"{GAMBLING}_themes.json"))
    codes = [
        _code(one["topic_id"], one["topic_label"], one["topic_description"])
        for one in told
        if one["topic_id"] not in OUTCOMES
    ]
    return Part(Codebook(1, tuple(codes)), (), asked)


def drawn(part: Part, each: int, seed: int) -> Part:
    """The same with so many examples drawn for each code; a reply drawn for two is there once."""
    chosen: set[int] = set()
    for code in part.codebook.codes:
        own = [at for at, one in enumerate(part.taught) if code.id in one.codes]
        own.sort(key=lambda at: number_of(f"{seed} {code.id} {part.taught[at].text}"))
        chosen.update(own[:each])
    return Part(part.codebook, tuple(part.taught[at] for at in sorted(chosen)), part.asked)


def number_of(text: str) -> int:
    """A number that is always the same for a text, and for others is as good as drawn."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def _part(rows: Sequence[Example], is_asked: Sequence[bool], *, is_named: bool) -> Part:
    names = sorted({code for one in rows for code in one.codes})
    codes = [_code(name, name if is_named else "") for name in names]
    return Part(
        Codebook(1, tuple(codes)),
        tuple(one for one, asked in zip(rows, is_asked, strict=True) if not asked),
        tuple(one for one, asked in zip(rows, is_asked, strict=True) if asked),
    )


def _code(code_id: str, name: str, definition: str = "") -> Code:
    return Code(code_id, name, "", definition, "", "", keywords=(), examples=())


def _example(row: dict[str, object]) -> Example:
    codes, sentiment = row["codes"], row.get("sentiment")
    assert isinstance(codes, list)
    return Example(
        str(row["text"]),
        str(row.get("question") or ""),
        dict.fromkeys(codes, ""),
        sentiment if isinstance(sentiment, int) else None,
    )


def _rows(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in _held(f"{name}.jsonl").splitlines()]


def _held(name: str) -> str:
    path = draws.folder() / name
    if not path.exists():
        raise NotMeasured(
            f'There is no {name}. Lines of {{"text", "codes"}} from public sets are asked for: '
            "nhs_feedback from pxtextmining, anes_q1 to anes_q9 from co_benchmark, and "
            f"{GAMBLING} from themefinder, its themes beside it. Put them in a folder and name the "
            f"folder in {draws.SETTING}.\n"
        )
    return path.read_text("utf-8")
