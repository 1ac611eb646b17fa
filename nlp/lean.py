"""Libraries without the parts that nothing here calls, which take much of the time to import.

All of it has to be done before the library is imported; where it is there already, it stays whole.
"""

import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import ModuleType

_INFO = "spacy.cli.info"


def leave_out_commands() -> None:
    """Stand in for the one module that asks for spaCy's commands: a third of what spaCy takes.

    To offer one function, spaCy's package imports `spacy.cli.info`, and with it every command it
    has, a client for the web and a framework for command lines. They can still be had by name.
    """
    if "spacy" not in sys.modules:
        instead = ModuleType(_INFO, leave_out_commands.__doc__)
        vars(instead)["info"] = None
        sys.modules[_INFO] = instead


def leave_out_neighbours(package: str) -> None:
    """Have a package import nothing by itself, so that one of its modules comes without the rest.

    `package` is its full name, and what it lies in has to be there already. The package itself
    offers nothing then; its other modules can be had by name, where they ask nothing of it.
    """
    parent, _, name = package.rpartition(".")
    if package in sys.modules or (parent and parent not in sys.modules):
        return
    spec = PathFinder.find_spec(package, sys.modules[parent].__path__ if parent else None)
    if spec:
        sys.modules[package] = module_from_spec(spec)
        if parent:
            setattr(sys.modules[parent], name, sys.modules[package])
