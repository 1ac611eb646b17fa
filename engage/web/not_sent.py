"""Why a text did not go, in plain words."""

from __future__ import annotations

from flask_babel import gettext

from engage.texting.codes import meaning


def why_not_sent(state: str, code: str | None) -> str:
    """Why a text in this state, with this code of the network, did not go."""
    if state == "parked":
        return str(gettext("We do not know if it got there. We did not send it twice."))
    return meaning(code)
