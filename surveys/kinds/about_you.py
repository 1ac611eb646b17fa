"""The one question before the equality questions: may we ask you a few things about you?"""

from dataclasses import dataclass

from surveys.kinds.yes_no import YesNo
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.wording import Sentence, say

ABOUT_YOU = "about-you"


@dataclass(frozen=True, kw_only=True)
class AboutYou(YesNo):
    """Asked when all else has been; anything but yes is the end. `count` questions follow a yes."""

    key: str = ABOUT_YOU
    wording: str = ""
    count: int = 0

    def prompt(self, *, number: int, total: int | None, language: str = DEFAULT_LANGUAGE) -> str:
        """The whole text that asks this question."""
        asked = say(Sentence.ABOUT_YOU, language=language, count=self.count)
        return "\n".join([asked, *self._under_the_question(language)])
