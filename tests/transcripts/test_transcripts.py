"""Each conversation goes as its transcript says, through the live service."""

from __future__ import annotations

import pytest
import time_machine

from tests.conftest import settings_for
from tests.transcripts.playing import BEGAN, FOLDER, Play, heading_of, last_state, script_of

TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))


@pytest.fixture
def settings(tmp_path):
    """A service that waits for the rest of an answer, and keeps to the hours for texting."""
    return settings_for(
        tmp_path,
        gather_seconds=20,
        text_from="09:00",
        text_until="20:00",
        ask_from="10:00",
        ask_until="18:00",
        ask_at_weekends=False,
        public_url="https://say.example.org",
    )


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_conversation_goes_as_its_transcript_says(path, app, drain, request):
    with time_machine.travel(BEGAN, tick=False) as travel:
        play = Play(travel, app.test_client(), drain)
        script = list(script_of(path))
        for line, following in zip(script, [*script[1:], ""], strict=True):
            play.take(line, more=following.startswith("at once:"))
        play.settle()
        lines = [*heading_of(path), "", *play.lines, f"(it ends: {last_state()})"]
    made = "\n".join(lines) + "\n"
    if request.config.getoption("--transcripts"):
        path.write_text(made, "utf-8")
    assert made == path.read_text("utf-8")


def test_there_are_twenty_conversations_and_more():
    assert len(TRANSCRIPTS) >= 20
