"""The commands of `python -m nlp`, each in a module of its own."""

FINE, SOME_LEFT_OUT = 0, 2
"""What a command hands back: everything was handled, or some of it was left out."""
