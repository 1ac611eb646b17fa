"""Links, web addresses and names used on social media."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from nlp import wordlists
from nlp.recognisers import context
from nlp.spans import Span

_HANDLE = re.compile(r"(?<![\w@.])@(?=[\w.]{0,29}[A-Za-z])\w[\w.]{1,29}(?<!\.)")
_LINK = re.compile(
    r"(?<!\w)(?:https?:[ ]?//|www\.)[^\s<>\"\uFFFC]+(?<![.,;:!?)'\]])", re.IGNORECASE
)
_DOT_WITHIN = re.compile(r"\.[^\W\d_]")
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:"
    r"(?:(?:co|org|gov|ac|nhs|me)\.uk|com|org|net|uk|info|example|ly|gg|io|tv|eu|app|dev|xyz|blog|"
    r"online|site|shop|page|tech|cymru|scot|london)(?:/[^\s<>\"\uFFFC]*)?"
    r"|[a-z]{2,10}/[^\s<>\"\uFFFC]+)(?<![.,;:!?)'\]])(?![\w@])",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"(?<![\w@.])(?:(?:www|w w w)(?:[ ]dot[ ]|\.))?[a-z0-9-]{2,40}(?:[ ]dot[ ][a-z0-9-]{2,40}){0,3}"
    r"[ ]dot[ ](?:co[ ]?(?:dot|\.)[ ]?uk|org[ ]?(?:dot|\.)[ ]?uk|com|org|net|uk|info|example)"
    r"(?:[ ](?:forward[ ])?slash[ ][\w-]{1,30}){0,3}(?!\w)",
    re.IGNORECASE,
)
_MORE_BEFORE = re.compile(
    r"(?<!\w)(?:it'?s|is|site|website|page|blog|link|called)[ ](?P<more>(?:[^\W_]{1,20}[ ]){1,2})$",
    re.IGNORECASE,
)
_NETWORK_WORDS = (
    "insta instagram instergram ig snap snapchat snappchat sc twitter tiktok facebook facey "
    "fb messenger telegram discord youtube yt handle username reddit bluesky threads kik "
    "wechat viber skype signal onlyfans linkedin psn xbox gamertag steam twitch tumblr "
    "pinterest bebo whatsapp insta's gram vinted wattpad depop grindr tinder hinge badoo roblox "
    "minecraft soundcloud spotify substack mastodon nextdoor"
)
_NETWORKS = frozenset(_NETWORK_WORDS.split())
_SIGNS = ("//", "www.", "@", "_", " dot ")
_WORDS = _NETWORKS | {"tok", "user", "tube"}
"""Signs and words of which one stands in or beside each link and account, but for a bare domain."""
_NETWORK = "|".join(sorted(_NETWORKS | {"tik tok", "you tube", "user name"}, key=len, reverse=True))
_UNDERSCORED = re.compile(r"(?<![\w@.])(?=\w*[^\W\d_])[^\W_]+(?:_+[^\W_]+)+(?!\w)")
_DOTTED = re.compile(r"(?<![\w@./])[^\W\d_]{2,20}(?:\.[^\W\d_]{2,20}){2,4}(?![\w@/])")
_NAME = r"@?\w[\w.\-]{1,29}(?:#\d{3,5})?(?<![.\-])"
_SAID = re.compile(
    rf"(?<!\w)(?:{_NETWORK})(?:[ ](?P<what>name|account|handle|profile|user ?name|user|tag|id|"
    rf"page))?"
    rf"(?P<joint>[ ]?[:=]+[ ]?|[ ]-[ ]|[ ](?:is|me|as|at|called|under|its|it's|was|i'?m)"
    rf"[ ](?:called[ ]|"
    rf"under[ ])?|[ ])"
    rf"(?P<name>{_NAME})(?P<more>(?:[ ][^\W\d_]{{2,20}}){{0,2}})",
    re.IGNORECASE,
)
_ON = re.compile(
    rf"(?<![\w@.])(?P<cue>(?:i'?m|me|as|called|is|find|add|follow|name|its|it's|handle)[ ])?"
    rf"(?P<name>{_NAME})[ ,]{{1,2}}(?:is[ ](?:me|my)[ ])?(?:on|over on|my)[ ](?:my[ ]|"
    rf"the[ ])?(?:{_NETWORK})(?!\w)",
    re.IGNORECASE,
)
_NOT_A_NAME_WORDS = (
    "marketplace messenger groups group stories story reels live page pages posts post pics "
    "pic vids vid msgs msg messages dm dms inbox account app chat friend friends bans ads "
    "memes market live feed today tonight yesterday tomorrow instead anymore anyway"
)
_NOT_A_NAME = frozenset(_NOT_A_NAME_WORDS.split())


def may_be_in(lowered: str, words: AbstractSet[str]) -> bool:
    """Whether `find` may find any in a text, given in small letters, with its runs of them."""
    if any(map(lowered.__contains__, _SIGNS)) or not words.isdisjoint(_WORDS):
        return True
    return _DOT_WITHIN.search(lowered) is not None


def find(text: str) -> Iterator[Span]:
    """Each link, bare domain, @name, and account name beside the name of a network."""
    lowered = context.lowered(text)
    if "//" in text or "www." in lowered:
        for found in _LINK.finditer(text):
            yield Span(found.start(), found.end(), "HANDLE_URL", "web: link")
    if _DOT_WITHIN.search(text):
        for found in _DOMAIN.finditer(text):
            yield Span(found.start(), found.end(), "HANDLE_URL", "web: domain")
    if " dot " in lowered:
        for found in _SPOKEN.finditer(text):
            start = _start_of_spoken(text, found.start())
            yield Span(start, found.end(), "HANDLE_URL", "web: spoken")
    if "@" in text:
        for found in _HANDLE.finditer(text):
            yield Span(found.start(), found.end(), "HANDLE_URL", "web: handle")
    if "_" in text:
        for found in _UNDERSCORED.finditer(text):
            yield Span(found.start(), found.end(), "HANDLE_URL", "web: name with a line")
    if not _WORDS.isdisjoint(re.findall(r"[a-z]+", lowered)):
        yield from _account_names(text)


def _start_of_spoken(text: str, start: int) -> int:
    """Where a spoken address starts whose first part has spaces: "tent life dot example"."""
    found = _MORE_BEFORE.search(text, max(0, start - 60), start)
    if not found:
        return start
    first = start
    for word in reversed(list(re.finditer(r"\w+", found["more"]))):
        folded = wordlists.fold(word.group())
        if wordlists.kind_of(folded) == wordlists.FUNCTION:
            break
        first = found.start("more") + word.start()
    return first


def _account_names(text: str) -> Iterator[Span]:
    for found in _DOTTED.finditer(text):
        yield Span(found.start(), found.end(), "HANDLE_URL", "web: account name with dots")
    for found in _SAID.finditer(text):
        name, joint = found["name"], found["joint"].strip().lower()
        told = bool(found["what"]) or joint not in ("", "is", "was", "at", "me")
        told = told or (joint == "is" and name[:1].isupper() and not name.isupper())
        if _is_account(name, told=told):
            end = found.end("name")
            named = found["what"] and "name" in found["what"].lower()
            if named or (joint == "is" and name[:1].isupper()):
                end = _end_of_name(text, found)
            yield Span(found.start("name"), end, "HANDLE_URL", "web: account name")
    for found in _ON.finditer(text):
        if _is_account(found["name"], told=False) and (found["cue"] or _has_signs(found["name"])):
            yield Span(
                found.start("name"), found.end("name"), "HANDLE_URL", "web: account name before"
            )


def _has_signs(name: str) -> bool:
    return len(name) > 2 and bool(
        re.search(r"[\d_#@]|\w\.\w", name) and re.search(r"[^\W\d_]", name)
    )


def _is_account(name: str, told: bool) -> bool:
    """Whether a word after the name of a network is one somebody chose."""
    low = wordlists.fold(name.lstrip("@"))
    if low in _NOT_A_NAME or low in _NETWORKS or not re.search(r"[^\W\d_]", low):
        return False
    if _has_signs(name):
        return not re.fullmatch(r"\d+(?:am|pm|st|nd|rd|th|k|x|hrs?|mins?|yrs?)", low)
    kind = wordlists.kind_of(low)
    if told:
        return kind not in (wordlists.FUNCTION, wordlists.WORD)
    return kind == wordlists.UNKNOWN and len(low) > 5 and not wordlists.looks_misspelt(low)


def _end_of_name(text: str, found: re.Match[str]) -> int:
    """Where "fb name tiny tina" ends: with the last word beside that may be of a name."""
    end = found.end("name")
    for word in re.finditer(r"[^\W\d_]+", found["more"]):
        if wordlists.kind_of(wordlists.fold(word.group())) in (wordlists.FUNCTION, wordlists.WORD):
            break
        end = found.start("more") + word.end()
    return end
