"""spaCy without its commands, which are a third of what it takes to import.

To offer one function that nothing here calls, spaCy's package imports `spacy.cli.info`, and with it
every command it has, a client for the web and a framework for command lines.
"""

import sys
from types import ModuleType

_INFO = "spacy.cli.info"


def leave_out_commands() -> None:
    """Stand in for the one module that asks for them, unless spaCy is there already.

    It has to be done before spaCy is imported. The commands can still be imported by name.
    """
    if "spacy" not in sys.modules:
        instead = ModuleType(_INFO, leave_out_commands.__doc__)
        vars(instead)["info"] = None
        sys.modules[_INFO] = instead
