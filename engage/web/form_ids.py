"""The sealed id of a form: given out with a page, so that what it makes is made once."""

from __future__ import annotations

import base64
import binascii
import uuid

from engage.extensions import keyring
from engage.keeping import CannotRead

_FORM = "page.form"


def new(about: object) -> str:
    """The sealed id of a form about this that is about to be filled in."""
    return sealed(str(uuid.uuid4()), f"{_FORM}.{about}")


def again(form_id: uuid.UUID, about: object) -> str:
    """The id of a form that is filled in once more, sealed."""
    return sealed(str(form_id), f"{_FORM}.{about}")


def read(typed: str, about: object) -> uuid.UUID | None:
    """The id of a form that we gave out about this; None for anything else."""
    try:
        return uuid.UUID(opened(typed, f"{_FORM}.{about}"))
    except (CannotRead, ValueError, binascii.Error):
        return None


def sealed(text: str, what: str) -> str:
    """A text as nobody but us can make or read it, fit for a page or a cookie."""
    return base64.urlsafe_b64encode(keyring().seal(text, column=what)).decode()


def opened(typed: str, what: str) -> str:
    """The text again; raises CannotRead, ValueError or binascii.Error for one that is not ours."""
    return keyring().open(base64.urlsafe_b64decode(typed), column=what)
