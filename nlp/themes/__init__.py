"""Themes of statements: a model that learns which codes words carry, and says by which words."""
