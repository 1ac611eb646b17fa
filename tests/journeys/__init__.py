"""Acceptance journeys of the people who answer, each step of them, in a real browser."""
