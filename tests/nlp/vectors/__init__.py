"""Tests of rows for texts, most of them on a model of made-up numbers."""
