"""Column types: aware UTC times, sealed text, and the mark every personal column carries."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from engage.extensions import keyring

IN_NO_ORDER = {"sqlite_with_rowid": False}
"""For tables of random ids: without it SQLite numbers the rows in the order they came."""


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC moment; refuses a naive one, which SQLite would hand back silently."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[Any]):
    """A value sealed with the keyring for one named column; JSON when `as_json`."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str, *, as_json: bool = False) -> None:
        super().__init__()
        self.column = column
        self.as_json = as_json

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(LargeBinary())

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False) if self.as_json else value
        return keyring().seal(text, column=self.column)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        text = keyring().open(bytes(value), column=self.column)
        return json.loads(text) if self.as_json else text


def sealed(
    column: str, *, keep: str, nullable: bool = True, as_json: bool = False
) -> MappedColumn[Any]:
    """A personal column, sealed at rest, with the name of its retention rule."""
    return mapped_column(
        Sealed(column, as_json=as_json),
        nullable=nullable,
        info={"personal": "sealed", "keep": keep},
    )
