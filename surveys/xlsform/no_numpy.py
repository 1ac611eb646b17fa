"""Keeps openpyxl from loading numpy, which it takes where it is there, for cells we never have.

A web process reads and writes forms, and has no need of what the language tools bring.
"""

import sys

if "numpy" not in sys.modules:
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        import openpyxl  # noqa: F401
    finally:
        del sys.modules["numpy"]
