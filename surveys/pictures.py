"""The pictures of Easy Read: what each is called and what it shows, for whoever chooses one."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType


@lru_cache(maxsize=1)
def pictures() -> Mapping[str, str]:
    """What each picture shows, by its name, in the order in which they are offered."""
    written = (files("surveys") / "data" / "pictures.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(written))
