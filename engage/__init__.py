"""Engage: the people, messages, time, storage and pages of the service."""
