"""Libraries without the parts that nothing here calls, which are most of what they take to import.

All of it has to be done before the library is imported; where it is there already, it stays whole.
"""

import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import ModuleType

_INFO = "spacy.cli.info"


def leave_out_commands() -> None:
    """Stand in for the one module that asks for spaCy's commands: a third of it.

    To offer one function, spaCy's package imports `spacy.cli.info`, and with it every command it
    has, a client for the web and a framework for command lines. They can still be had by name.
    """
    if "spacy" not in sys.modules:
        instead = ModuleType(_INFO, leave_out_commands.__doc__)
        vars(instead)["info"] = None
        sys.modules[_INFO] = instead


def leave_out_neighbours(package: str) -> None:
    """Have a package import nothing by itself, so that one of its modules comes without the rest.

    `package` is its full name, and what it lies in has to be there already. Its other modules can
    be had by name, but for those that ask the package itself for one of them.
    """
    parent = package.rpartition(".")[0]
    spec = PathFinder.find_spec(package, sys.modules[parent].__path__ if parent else None)
    if spec and package not in sys.modules:
        sys.modules[package] = module_from_spec(spec)
