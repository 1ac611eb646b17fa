"""Rules of the whole tree that no single test would notice: imports, wording, what is published."""
