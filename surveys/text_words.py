"""The word that people text to begin a survey: one that can mean nothing else to us."""

from surveys.keywords import does_not_know, is_reserved, skipped
from surveys.lexicon import languages
from surveys.reading import Outcome
from surveys.requests import asked
from surveys.yesno import read_yes_no

SHORTEST, LONGEST = 3, 16


def why_not(word: str) -> str | None:
    """Why a word cannot be a survey's text word, in a sentence; None where it can."""
    if not word.isalnum() or not any(letter.isalpha() for letter in word):
        return "Choose one word with letters in it, and no spaces or marks."
    if not SHORTEST <= len(word) <= LONGEST:
        return f"Choose a word of {SHORTEST} to {LONGEST} letters. This one has {len(word)}."
    if is_reserved(word):
        return f"Phone companies act on {word.upper()}, so choose another word."
    if any(_says_something(word, language) for language in languages()):
        return f"{word.upper()} already means something when people text it. Choose another word."
    return None


def _says_something(word: str, language: str) -> bool:
    return bool(
        asked(word, language=language)
        or skipped(word, language=language)
        or does_not_know(word, language=language)
        or read_yes_no(word, language=language).outcome is Outcome.ANSWER
    )
