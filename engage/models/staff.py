"""Staff who sign in, what each may do, and the one-time links that let them in."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.extensions import Base
from engage.models.types import UTCDateTime, sealed

staff_role = Table(
    "staff_role",
    Base.metadata,
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base, RoleMixin):
    """What somebody who signs in may do: facilitator, contact, policy, peer, admin."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class Staff(Base, UserMixin):
    """A member of staff; their email is sealed and found by its keyed hash."""

    __tablename__ = "staff"

    id: Mapped[uuid.UUID] = mapped_column(  # type: ignore[assignment]
        primary_key=True, default=uuid.uuid4
    )
    email: Mapped[str] = sealed("staff.email", keep="staff", nullable=False)
    email_key: Mapped[str] = mapped_column(
        String(64), unique=True, info={"personal": "keyed hash", "keep": "staff"}
    )
    name: Mapped[str] = sealed("staff.name", keep="staff", nullable=False)
    password: Mapped[str | None] = mapped_column(
        String(255), info={"personal": "hash", "keep": "staff"}
    )
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    example: Mapped[bool] = mapped_column(default=False)

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]
        secondary=staff_role
    )


class SignInLink(Base):
    """A link that signs one member of staff in once; only the hash of its key is kept."""

    __tablename__ = "sign_in_link"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
