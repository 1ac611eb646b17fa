"""What the codes are called, for pages: read from the codebook without the language tools."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import yaml

from engage.config import ROOT


@dataclass(frozen=True)
class CodeName:
    """What a code is called and what it covers, and the group it stands in."""

    name: str
    definition: str
    group: str = ""


@cache
def code_names() -> dict[str, CodeName]:
    """The names of the codes, read from the codebook's file once."""
    book = yaml.safe_load((ROOT / "nlp" / "data" / "codebook.yaml").read_text("utf-8"))
    return {
        code["id"]: CodeName(code["name"], code["definition"], code.get("group", ""))
        for code in book["codes"]
    }
