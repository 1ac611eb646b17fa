"""The survey of the journeys: six questions, three of them in words."""

from typing import Any

OPTIONS = [
    {"value": "hostel", "label": "A hostel", "picture": "hostel"},
    {"value": "hotel", "label": "A B&B or hotel", "picture": "bed"},
    {"value": "friends", "label": "With friends or family", "picture": "two-people"},
    {"value": "out", "label": "Outside", "picture": "street-night"},
]
THINGS = [
    {"value": "kitchen", "label": "A kitchen", "picture": "kitchen"},
    {"value": "lock", "label": "A lock on my door", "picture": "lock"},
    {"value": "wash", "label": "A place to wash clothes", "picture": "wash"},
]
POINTS = ["Not safe at all", "Not very safe", "In between", "Mostly safe", "Very safe"]
HOME: dict[str, Any] = {
    "key": "home-2026",
    "title": "Temporary accommodation: what should change?",
    "purpose": "The councils plan these places. They want to make them better.",
    "thanks": "Thank you. We will tell you what changes.",
    "questions": [
        {
            "key": "where",
            "kind": "pick_one",
            "wording": "Where are you staying?",
            "easy": "Where do you sleep now?",
            "picture": "map",
            "options": OPTIONS,
        },
        {
            "key": "safe",
            "kind": "scale",
            "wording": "How safe do you feel there?",
            "hint": "Pick one. There are no wrong answers.",
            "easy": "Do you feel safe there?",
            "picture": "shield",
            "labels": [
                "Not safe at all",
                "Not very safe",
                "In between",
                "Mostly safe",
                "Very safe",
            ],
            "faces": True,
        },
        {
            "key": "got",
            "kind": "pick_several",
            "wording": "What have you got there?",
            "easy": "What do you have there?",
            "picture": "house",
            "options": THINGS,
        },
        {
            "key": "change",
            "kind": "free_text",
            "wording": "What should change?",
            "easy": "What could be better?",
            "picture": "pen",
        },
        {
            "key": "good",
            "kind": "free_text",
            "wording": "What is good about it?",
            "easy": "What is good there?",
            "picture": "thumb-up",
        },
        {
            "key": "more",
            "kind": "free_text",
            "wording": "Is there anything else?",
            "easy": "Is there more to say?",
            "picture": "talk",
        },
    ],
}
