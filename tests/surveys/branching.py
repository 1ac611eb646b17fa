"""A survey with all that can stand in one: consent, pages to read, conditions, the person."""

from surveys.loading import from_dict

BRANCHED = {
    "key": "branched",
    "title": "Where you stay",
    "purpose": "We want to know what should change.",
    "thanks": "Thank you. That helps.",
    "questions": [
        {"key": "welcome", "kind": "information", "wording": "Before you start", "body": "Hello."},
        {"key": "words", "kind": "consent", "about": "words", "wording": "May we quote you?"},
        {
            "key": "place",
            "kind": "pick_one",
            "wording": "Where do you stay?",
            "options": [
                {"value": "hostel", "label": "A hostel"},
                {"value": "own", "label": "My own home"},
                {"value": "out", "label": "Outside"},
            ],
        },
        {
            "key": "nights",
            "kind": "number",
            "wording": "How many nights in ${place|that place}?",
            "show_when": {"question": "place", "is": ["hostel", "out"]},
        },
        {
            "key": "needs",
            "kind": "pick_several",
            "wording": "What do you need?",
            "options": [{"value": "lock", "label": "A lock"}, {"value": "hob", "label": "A hob"}],
            "show_when": {"question": "nights", "at_least": 3},
        },
        {
            "key": "happy",
            "kind": "yes_no",
            "wording": "Is it right for you?",
            "show_when": {"question": "place", "is": "own"},
        },
        {"key": "change", "kind": "free_text", "wording": "What should change?"},
        {
            "key": "note",
            "kind": "information",
            "wording": "Nearly there",
            "show_when": {"question": "change", "answered": True},
        },
        {"key": "again", "kind": "yes_no", "wording": "May we ask again?"},
    ],
    "about_you": ["age"],
}
SURVEY = from_dict(BRANCHED)
AGREEING = from_dict(
    {
        **BRANCHED,
        "key": "agreeing",
        "questions": [
            {"key": "agree", "kind": "consent", "wording": "I want to take part."},
            *BRANCHED["questions"][2:],
        ],
    }
)
