"""Killing the service at bad moments, many times over, and counting what came of it."""
