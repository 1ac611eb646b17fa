"""Every fixed sentence of the text channel, and how many texts a sentence costs."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from string import Formatter
from typing import Literal

from surveys.lexicon import DEFAULT_LANGUAGE, read_data


class Sentence(StrEnum):
    """The name of each fixed sentence, as the data file has it."""

    STOP_CONFIRMATION = "stop_confirmation"
    START_CONFIRMATION = "start_confirmation"
    HELP = "help"
    PERSON_WILL_READ = "person_will_read"
    INVITATION = "invitation"
    QUESTIONS_ONE = "questions_one"
    COST_FREE = "cost_free"
    COST_USUAL = "cost_usual"
    QUESTIONS_MANY = "questions_many"
    QUESTIONS_UP_TO = "questions_up_to"
    OPENING = "opening"
    INVITATION_UNCLEAR_1 = "invitation_unclear_1"
    INVITATION_UNCLEAR_2 = "invitation_unclear_2"
    DECLINED = "declined"
    QUESTION = "question"
    QUESTION_NO_TOTAL = "question_no_total"
    ABOUT_YOU = "about_you"
    CONSENT_THEMES = "consent_themes"
    CONSENT_QUOTE = "consent_quote"
    CONSENT_QUOTE_AREA = "consent_quote_area"
    CONSENT_AGREE = "consent_agree"
    CONSENT_DISAGREE = "consent_disagree"
    NOT_AGREED = "not_agreed"
    PICK_ONE_TAIL = "pick_one_tail"
    OPTION = "option"
    SCALE_TAIL = "scale_tail"
    SCALE_ENDS = "scale_ends"
    FREE_TEXT_TAIL = "free_text_tail"
    THANKS_NEXT = "thanks_next"
    SKIP_NEXT = "skip_next"
    UNCLEAR_NEXT = "unclear_next"
    PICK_ONE_UNCLEAR_1 = "pick_one_unclear_1"
    PICK_ONE_UNCLEAR_2 = "pick_one_unclear_2"
    MORE_THAN_ONE = "more_than_one"
    SCALE_UNCLEAR_1 = "scale_unclear_1"
    SCALE_UNCLEAR_2 = "scale_unclear_2"
    FREE_TEXT_UNCLEAR_1 = "free_text_unclear_1"
    FREE_TEXT_UNCLEAR_2 = "free_text_unclear_2"
    COMPLETED = "completed"
    ALREADY_ANSWERED = "already_answered"
    SURVEY_CLOSED = "survey_closed"
    SESSION_INVITATION = "session_invitation"
    SESSION_YES = "session_yes"
    SESSION_NO = "session_no"
    SESSION_FULL = "session_full"
    SESSION_OFFER = "session_offer"
    SESSION_PLACE_KEPT = "session_place_kept"
    SESSION_KEPT = "session_kept"
    SESSION_MOVED = "session_moved"
    SESSION_MOVED_WAITING = "session_moved_waiting"
    SESSION_YES_NEEDS = "session_yes_needs"
    SESSION_NEEDS = "session_needs"
    SESSION_WAITS_AGAIN = "session_waits_again"
    SESSION_IS_OFF = "session_is_off"
    SESSIONS_INVITATION = "sessions_invitation"
    SESSIONS_YES = "sessions_yes"
    SESSIONS_FULL = "sessions_full"
    SESSION_LINK = "session_link"
    SESSION_UNCLEAR = "session_unclear"
    SESSION_OVER = "session_over"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_REMINDER = "session_reminder"
    SESSION_THANKS = "session_thanks"
    SESSION_THANKS_SURVEY = "session_thanks_survey"
    NO_ANSWER = "no_answer"
    SCALE_SAID = "scale_said"
    SCALE_SAID_LABEL = "scale_said_label"
    IDENTIFY = "identify"
    WRONG_NUMBER = "wrong_number"
    CALLBACK = "callback"
    LATER = "later"
    PAUSED = "paused"
    FEWER = "fewer"
    SESSIONS_ONLY = "sessions_only"
    WELCOME_BACK = "welcome_back"
    NOTHING_TO_ASK = "nothing_to_ask"
    DELETED = "deleted"
    DELETED_NONE = "deleted_none"
    DELETED_ANONYMOUS = "deleted_anonymous"
    WHAT_YOU_SAID = "what_you_said"
    WHAT_YOU_SAID_LINE = "what_you_said_line"
    WHAT_YOU_SAID_NONE = "what_you_said_none"
    WHAT_YOU_SAID_ANONYMOUS = "what_you_said_anonymous"
    WEB_LINK = "web_link"
    LANGUAGE_CHOSEN = "language_chosen"
    FACT_ASKED = "fact_asked"
    SIGNPOST = "signpost"
    HELD = "held"
    SEEN_LATE = "seen_late"
    ADDED = "added"
    NUDGE_INVITATION = "nudge_invitation"
    NUDGE_QUESTION = "nudge_question"
    YES_NO_TAIL = "yes_no_tail"
    YES_NO_UNCLEAR_1 = "yes_no_unclear_1"
    YES_NO_UNCLEAR_2 = "yes_no_unclear_2"
    PICK_SEVERAL_TAIL = "pick_several_tail"
    PICK_SEVERAL_UNCLEAR_1 = "pick_several_unclear_1"
    PICK_SEVERAL_UNCLEAR_2 = "pick_several_unclear_2"
    NUMBER_TAIL = "number_tail"
    NUMBER_UNCLEAR_1 = "number_unclear_1"
    NUMBER_UNCLEAR_2 = "number_unclear_2"
    NUMBER_RANGE = "number_range"
    DATE_TAIL = "date_tail"
    DATE_UNCLEAR_1 = "date_unclear_1"
    DATE_UNCLEAR_2 = "date_unclear_2"
    YES_SAID = "yes_said"
    NO_SAID = "no_said"
    DONT_KNOW_SAID = "dont_know_said"
    NONE_SAID = "none_said"
    SLOTS_TAIL = "slots_tail"
    SLOTS_UNCLEAR_1 = "slots_unclear_1"
    SLOTS_UNCLEAR_2 = "slots_unclear_2"


FIELDS: Mapping[Sentence, frozenset[str]] = {
    Sentence.STOP_CONFIRMATION: frozenset({"sender"}),
    Sentence.START_CONFIRMATION: frozenset({"sender"}),
    Sentence.HELP: frozenset({"sender"}),
    Sentence.INVITATION: frozenset({"sender", "questions", "cost"}),
    Sentence.QUESTIONS_MANY: frozenset({"count"}),
    Sentence.QUESTIONS_UP_TO: frozenset({"count"}),
    Sentence.QUESTION: frozenset({"number", "total", "wording"}),
    Sentence.QUESTION_NO_TOTAL: frozenset({"number", "wording"}),
    Sentence.ABOUT_YOU: frozenset({"count"}),
    Sentence.PICK_ONE_TAIL: frozenset({"count"}),
    Sentence.OPTION: frozenset({"number", "label"}),
    Sentence.SCALE_TAIL: frozenset({"low", "high"}),
    Sentence.SCALE_ENDS: frozenset({"low", "low_label", "high", "high_label"}),
    Sentence.PICK_ONE_UNCLEAR_1: frozenset({"low", "high"}),
    Sentence.PICK_ONE_UNCLEAR_2: frozenset({"options"}),
    Sentence.MORE_THAN_ONE: frozenset({"low", "high"}),
    Sentence.SCALE_UNCLEAR_1: frozenset({"low", "high"}),
    Sentence.SCALE_UNCLEAR_2: frozenset({"ends"}),
    Sentence.COMPLETED: frozenset({"thanks"}),
    Sentence.SESSION_INVITATION: frozenset({"sender", "title", "when", "place"}),
    Sentence.SESSION_YES: frozenset({"title", "when", "place"}),
    Sentence.SESSION_OFFER: frozenset({"title", "when", "place", "until"}),
    Sentence.SESSION_PLACE_KEPT: frozenset({"title", "when", "place", "until"}),
    Sentence.SESSION_KEPT: frozenset({"title", "when", "place"}),
    Sentence.SESSION_MOVED: frozenset({"title", "was", "when", "place"}),
    Sentence.SESSION_MOVED_WAITING: frozenset({"title", "was", "when", "place"}),
    Sentence.SESSION_YES_NEEDS: frozenset({"title", "when", "place"}),
    Sentence.SESSION_IS_OFF: frozenset({"title", "when"}),
    Sentence.SESSIONS_INVITATION: frozenset({"sender", "options"}),
    Sentence.SESSIONS_YES: frozenset({"options"}),
    Sentence.SESSIONS_FULL: frozenset({"options"}),
    Sentence.SESSION_LINK: frozenset({"link"}),
    Sentence.SESSION_CANCELLED: frozenset({"title", "when"}),
    Sentence.SESSION_REMINDER: frozenset({"title", "when", "place"}),
    Sentence.SESSION_THANKS: frozenset({"sender", "title"}),
    Sentence.SESSION_THANKS_SURVEY: frozenset({"sender", "title", "questions", "cost"}),
    Sentence.SCALE_SAID: frozenset({"value", "high"}),
    Sentence.SCALE_SAID_LABEL: frozenset({"value", "label"}),
    Sentence.IDENTIFY: frozenset({"sender"}),
    Sentence.FEWER: frozenset({"sender"}),
    Sentence.SESSIONS_ONLY: frozenset({"sender"}),
    Sentence.WHAT_YOU_SAID: frozenset({"answers"}),
    Sentence.WHAT_YOU_SAID_LINE: frozenset({"number", "answer"}),
    Sentence.WEB_LINK: frozenset({"link"}),
    Sentence.SIGNPOST: frozenset({"helplines"}),
    Sentence.NUDGE_INVITATION: frozenset({"sender", "questions"}),
    Sentence.PICK_SEVERAL_UNCLEAR_2: frozenset({"options"}),
    Sentence.NUMBER_UNCLEAR_2: frozenset({"range"}),
    Sentence.NUMBER_RANGE: frozenset({"low", "high"}),
    Sentence.SLOTS_UNCLEAR_2: frozenset({"options"}),
}
"""The words filled in to each sentence; a sentence not named here has none."""


class WordingProblem(ValueError):
    """A wording file lacks a sentence, or asks for words nobody fills in."""


@lru_cache(maxsize=32)
def sentences(language: str = DEFAULT_LANGUAGE) -> Mapping[Sentence, str]:
    """Every sentence of one language, checked against the fields the code fills in.

    One that its file leaves out is said in English, whole.
    """
    own = read_data("wording", language)
    return checked({**read_data("wording", DEFAULT_LANGUAGE), **own})


def checked(data: Mapping[str, object]) -> Mapping[Sentence, str]:
    """Sentences from a wording file; raises WordingProblem naming the line to put right."""
    known = {sentence.value for sentence in Sentence}
    for name in data.keys() ^ known:
        problem = "is missing" if name in known else "is not a sentence we use"
        raise WordingProblem(f'The sentence "{name}" {problem}.')
    found = {sentence: str(data[sentence.value]) for sentence in Sentence}
    for sentence, text in found.items():
        fields = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
        if unknown := fields - FIELDS.get(sentence, frozenset()):
            raise WordingProblem(f'"{sentence.value}" has {{{min(unknown)}}}: nobody fills it in.')
    return found


def say(sentence: Sentence, *, language: str = DEFAULT_LANGUAGE, **fields: object) -> str:
    """One fixed sentence with its fields filled in."""
    return sentences(language)[sentence].format(**fields)


_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_PAIRS = frozenset("\f^{}\\[~]|€")
_CLUSTER = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|\r\n|.)"
    "(?:[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d[^\\s\u200d])*",
    re.DOTALL,
)


@dataclass(frozen=True)
class Segments:
    """What one text costs: `units` are septets in GSM-7 and 16-bit units in UCS-2."""

    encoding: Literal["GSM-7", "UCS-2"]
    count: int
    units: int


def segments(text: str) -> Segments:
    """How many texts the network will count, packed so that no character is cut in two.

    A text of one segment holds 160 septets or 70 units; each of several holds 153 or 67
    (3GPP TS 23.038 and 23.040). Joined pictures are kept whole, as Twilio's calculator does.
    """
    if dear_characters(text):
        sizes = [len(cluster.encode("utf-16-le", "surrogatepass")) // 2 for cluster in _whole(text)]
        return _packed("UCS-2", sizes, one=70, several=67)
    sizes = [2 if char in _GSM_PAIRS else 1 for char in text]
    return _packed("GSM-7", sizes, one=160, several=153)


def dear_characters(text: str) -> tuple[str, ...]:
    """The characters that force the costly alphabet, each once, in the order they come."""
    return tuple(dict.fromkeys(c for c in text if c not in _GSM and c not in _GSM_PAIRS))


def _whole(text: str) -> Iterator[str]:
    cluster = ""
    for part in _CLUSTER.findall(text):
        if cluster and not unicodedata.category(part[0]).startswith("M"):
            yield cluster
            cluster = ""
        cluster += part
    if cluster:
        yield cluster


def _packed(
    encoding: Literal["GSM-7", "UCS-2"], sizes: list[int], *, one: int, several: int
) -> Segments:
    units = sum(sizes)
    if units <= one:
        return Segments(encoding, 1, units)
    count, used = 1, 0
    for size in sizes:
        if used and used + size > several:
            count, used = count + 1, 0
        used += size
        while used > several:
            count, used = count + 1, used - several
    return Segments(encoding, count, units)
