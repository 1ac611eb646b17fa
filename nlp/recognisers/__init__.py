"""One kind of personal detail a file; each finds its spans in a normalised reading of a text."""
