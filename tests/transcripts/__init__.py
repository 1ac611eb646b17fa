"""Conversations by text as plain transcripts that anyone can read and correct."""
