"""Staff: who they are, what they may do, and how they get in."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from flask_security import hash_password
from flask_security.datastore import SQLAlchemyUserDatastore
from sqlalchemy import delete, select, update

from engage.extensions import db, keyring
from engage.models import Role, SignInLink, Staff

ROLES = ("admin", "facilitator", "contact", "policy", "peer")
LINK_LASTS = timedelta(hours=24)
PASSWORD_LENGTH = 12
PASSWORD_LONGEST = 128


def email_key(email: str) -> str:
    """The keyed hash that an email address is found by."""
    return keyring().key_of(email.strip().casefold(), kind="email")


class StaffStore(SQLAlchemyUserDatastore):
    """Flask-Security's datastore, finding people by the keyed hash of their sealed email."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Staff | None:
        """The member of staff with these properties, if there is one."""
        if "email" in kwargs:
            kwargs["email_key"] = email_key(str(kwargs.pop("email")))
        found = super().find_user(case_insensitive=False, **kwargs)
        return found if isinstance(found, Staff) else None


def add(email: str, name: str, roles: tuple[str, ...], *, example: bool = False) -> Staff:
    """A new member of staff, who signs in by a link until they choose a password."""
    staff = Staff(
        id=uuid.uuid4(),
        email=email.strip(),
        email_key=email_key(email),
        name=name,
        fs_uniquifier=secrets.token_hex(32),
        active=True,
        example=example,
    )
    staff.roles = [_role(role) for role in roles]
    db.session.add(staff)
    db.session.flush()
    return staff


def _role(name: str) -> Role:
    found = db.session.scalar(select(Role).where(Role.name == name))
    if found is None:
        found = Role(name=name)
        db.session.add(found)
    return found


def by_email(email: str) -> Staff | None:
    """The member of staff with this address."""
    return db.session.scalar(select(Staff).where(Staff.email_key == email_key(email)))


def new_link(staff: Staff, *, now: datetime) -> str:
    """A key that signs this person in once within a day; only its hash is kept."""
    db.session.execute(delete(SignInLink).where(SignInLink.expires_at < now))
    key = secrets.token_urlsafe(24)
    db.session.add(SignInLink(key_hash=_hash(key), staff_id=staff.id, expires_at=now + LINK_LASTS))
    db.session.flush()
    return key


def use_link(key: str, *, now: datetime) -> Staff | None:
    """Who this key signs in; None when it is not ours, used, or too old. Works once."""
    staff_id = db.session.scalar(
        update(SignInLink)
        .where(SignInLink.key_hash == _hash(key))
        .where(SignInLink.used_at.is_(None), SignInLink.expires_at > now)
        .values(used_at=now)
        .returning(SignInLink.staff_id)
    )
    return db.session.get(Staff, staff_id) if staff_id else None


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def password_problem(chosen: str) -> str:
    """What is wrong with a password, in words, or nothing. Long is what counts."""
    if len(chosen) < PASSWORD_LENGTH:
        return f"Use {PASSWORD_LENGTH} characters or more. Three odd words make a good one."
    if len(chosen) > PASSWORD_LONGEST:
        return f"Use {PASSWORD_LONGEST} characters or fewer."
    return ""


def set_password(staff: Staff, chosen: str) -> None:
    """Keep a hash of the password, and end every other sign-in of this person."""
    staff.password = hash_password(chosen)
    end_sign_ins(staff)


def end_sign_ins(staff: Staff) -> None:
    """Sign this person out wherever they are signed in."""
    staff.fs_uniquifier = secrets.token_hex(32)
