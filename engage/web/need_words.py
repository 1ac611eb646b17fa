"""What people may need in order to come to a session, in plain words."""

from __future__ import annotations

from flask_babel import gettext


def need_words() -> dict[str, str]:
    """Each need by name with the words for it, in the order they are offered."""
    return {
        "step_free": gettext("A way in with no steps"),
        "transport": gettext("Help to get there"),
        "travel_cost": gettext("The cost of travel"),
        "companion": gettext("Somebody to come with me"),
        "childcare": gettext("Help with children"),
        "pet": gettext("To bring a dog or a pet"),
        "quiet_space": gettext("A quiet space"),
        "hearing": gettext("Help to hear"),
        "sight": gettext("Help to see or to read"),
        "interpreter": gettext("An interpreter"),
        "dietary": gettext("Food that is right for me"),
        "online": gettext("Help to join online"),
        "time": gettext("To come late or leave early"),
        "other": gettext("Something else"),
    }
