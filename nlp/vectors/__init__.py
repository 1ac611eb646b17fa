"""Texts as rows of numbers: those that mean much the same lie close together."""
