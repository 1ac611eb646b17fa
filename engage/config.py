"""Settings: read from the environment, typed, and checked before anything starts."""

from __future__ import annotations

import base64
import os
import re
import secrets
from datetime import time, timedelta
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from engage.times import Hours

ROOT = Path(__file__).resolve().parent.parent
KEY_BYTES = 32
SECRET_LENGTH = 16
UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
NOTIFY_KEY = re.compile(f"{UUID}-{UUID}$")
NOTIFY_RATE = 20.0
"""Well under the 3,000 requests a minute that GOV.UK Notify allows."""

SECRET_NAMES = ("SECRET_KEY", "PASSWORD_SALT", "LOOKUP_KEY", "ENCRYPTION_KEYS")


class SettingsProblem(Exception):
    """A setting is missing or does not fit; the message says which and what to do."""


def _decode_key(text: str) -> bytes:
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(raw) != KEY_BYTES:
        raise ValueError(f"a key is {KEY_BYTES} bytes written in URL-safe base64")
    return raw


class Settings(BaseSettings):
    """Every setting of the service; each is read from ENGAGE_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="ENGAGE_", extra="ignore")

    secret_key: SecretStr
    password_salt: SecretStr
    lookup_key: SecretStr
    encryption_keys: SecretStr

    instance: Path = ROOT / "instance"
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    public_url: str = "http://127.0.0.1:5000"
    service_name: str = "Your Say"
    sender_name: str = "Your Say"
    service_number: str = "07700 900000"

    provider: Literal["on-screen", "twilio", "notify"] = "on-screen"
    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_from: str = ""
    twilio_messaging_service_sid: str = ""
    twilio_api_base: str = ""
    twilio_seconds: float = Field(default=10, gt=0, le=60)
    notify_api_key: SecretStr = SecretStr("")
    notify_template_id: str = ""
    notify_bearer_token: SecretStr = SecretStr("")
    notify_api_base: str = "https://api.notifications.service.gov.uk"
    notify_seconds: float = Field(default=10, gt=0, le=60)

    proxies: int = Field(default=0, ge=0, le=4)
    text_from: time | None = None
    text_until: time | None = None
    ask_from: time | None = None
    ask_until: time | None = None
    ask_at_weekends: bool = False
    gather_seconds: int | None = Field(default=None, ge=0, le=120)
    texts_a_second: float | None = Field(default=None, gt=0, le=1000)
    replies_are_free: bool = False
    text_pence: float = Field(default=4.0, ge=0, le=100)
    texts_a_week: int = Field(default=3, ge=1, le=21)
    tablet_seconds: int = Field(default=180, ge=60, le=3600)
    alert_minutes: int = Field(default=15, ge=1, le=1440)
    on_call_number: str = ""
    sweep_seconds: int = Field(default=20, ge=1, le=60)
    worker_threads: int = Field(default=2, ge=1, le=32)
    web_threads: int = Field(default=8, ge=1, le=64)
    small_number: int = Field(default=5, ge=5)
    tell_back_weeks: int = Field(default=6, ge=1, le=52)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("secret_key", "password_salt")
    @classmethod
    def _secret_is_long(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < SECRET_LENGTH:
            raise ValueError(f"a secret has {SECRET_LENGTH} characters or more, made at random")
        return value

    @field_validator("lookup_key")
    @classmethod
    def _lookup_key_fits(cls, value: SecretStr) -> SecretStr:
        _decode_key(value.get_secret_value())
        return value

    @field_validator("encryption_keys")
    @classmethod
    def _encryption_keys_fit(cls, value: SecretStr) -> SecretStr:
        names: set[str] = set()
        for part in value.get_secret_value().split(","):
            name, _, key = part.strip().partition(":")
            if name in names:
                raise ValueError("give each key a name of its own")
            names.add(name)
            if not (name.isalnum() and name.isascii() and len(name) <= 8):
                raise ValueError("write each key as name:key, the newest first")
            _decode_key(key)
        return value

    @field_validator("public_url")
    @classmethod
    def _public_url_fits(cls, value: str) -> str:
        value = value.rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or value != f"{parts.scheme}://{parts.netloc}":
            raise ValueError("write the address people see, such as https://say.example.org")
        return value

    @model_validator(mode="after")
    def _twilio_is_whole(self) -> Self:
        if self.provider != "twilio":
            return self
        if not (self.twilio_account_sid and self.twilio_auth_token.get_secret_value()):
            raise ValueError(
                "ENGAGE_PROVIDER is twilio, so ENGAGE_TWILIO_ACCOUNT_SID and "
                "ENGAGE_TWILIO_AUTH_TOKEN are needed too"
            )
        if bool(self.twilio_from) == bool(self.twilio_messaging_service_sid):
            raise ValueError(
                "set one of ENGAGE_TWILIO_FROM and ENGAGE_TWILIO_MESSAGING_SERVICE_SID, not both"
            )
        return self

    @model_validator(mode="after")
    def _notify_is_whole(self) -> Self:
        if self.provider != "notify":
            return self
        if not NOTIFY_KEY.search(self.notify_api_key.get_secret_value()):
            raise ValueError("ENGAGE_PROVIDER is notify, so ENGAGE_NOTIFY_API_KEY is needed, whole")
        if not re.fullmatch(UUID, self.notify_template_id):
            raise ValueError(
                "ENGAGE_NOTIFY_TEMPLATE_ID is the id of a text message template on GOV.UK Notify "
                "that holds ((body)) and nothing else"
            )
        if len(self.notify_bearer_token.get_secret_value()) < SECRET_LENGTH:
            raise ValueError(
                f"ENGAGE_NOTIFY_BEARER_TOKEN has {SECRET_LENGTH} characters or more, made at random"
            )
        return self

    @model_validator(mode="after")
    def _hours_are_some(self) -> Self:
        if self.hours.closes != time(0) and self.hours.opens >= self.hours.closes:
            raise ValueError(
                "ENGAGE_TEXT_FROM is earlier in the day than ENGAGE_TEXT_UNTIL, which is 00:00 "
                "for the end of the day"
            )
        return self

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database: SQLite under `instance` unless told otherwise."""
        return self.database_url or f"sqlite:///{(self.instance / 'engage.sqlite').resolve()}"

    @property
    def keyring(self) -> tuple[tuple[str, bytes], ...]:
        """Encryption keys as (name, key), the one that encrypts first."""
        parts = (
            p.strip().partition(":") for p in self.encryption_keys.get_secret_value().split(",")
        )
        return tuple((name, _decode_key(key)) for name, _, key in parts)

    @property
    def lookup(self) -> bytes:
        """The key of the keyed hashes by which a number is looked up."""
        return _decode_key(self.lookup_key.get_secret_value())

    @property
    def hours(self) -> Hours:
        """When texts may go out: 9am to 8pm, or all day when every phone is a pretend one."""
        pretend = self.provider == "on-screen"
        opens = self.text_from or (time(0) if pretend else time(9))
        closes = self.text_until or (time(0) if pretend else time(20))
        return Hours(opens, closes)

    @property
    def asking_hours(self) -> Hours:
        """When texts nobody waits for may go out: 10am to 6pm on weekdays, or when others may."""
        if self.provider == "on-screen" and not (self.ask_from or self.ask_until):
            return self.hours
        opens = self.ask_from if self.ask_from is not None else time(10)
        closes = self.ask_until if self.ask_until is not None else time(18)
        return Hours(opens, closes, weekdays_only=not self.ask_at_weekends)

    @property
    def gathering(self) -> timedelta:
        """How long to wait for the rest of an answer in somebody's own words."""
        pretend = self.provider == "on-screen"
        seconds = self.gather_seconds if self.gather_seconds is not None else (3 if pretend else 20)
        return timedelta(seconds=seconds)

    @property
    def rate(self) -> float | None:
        """Segments a second that the sender may hand over; None where there is no limit."""
        usual = {"on-screen": None, "notify": NOTIFY_RATE}
        return self.texts_a_second or usual.get(self.provider, 1.0)


def new_secrets() -> dict[str, str]:
    """Fresh random values for the four secrets, by setting name without its prefix."""

    def key() -> str:
        return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode().rstrip("=")

    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "PASSWORD_SALT": secrets.token_urlsafe(24),
        "LOOKUP_KEY": key(),
        "ENCRYPTION_KEYS": f"k1:{key()}",
    }


def _saved_secrets(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip().removeprefix("ENGAGE_"): value.strip() for name, _, value in pairs}


def save_secrets(instance: Path) -> Path:
    """Write fresh secrets for one machine, readable by its owner alone; never overwrites."""
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "secrets.env"
    path.touch(mode=0o600, exist_ok=False)
    lines = [f"ENGAGE_{name}={value}" for name, value in new_secrets().items()]
    path.write_text(
        "# The keys of this machine's data. Lose them and the data cannot be read.\n"
        "# Keep a copy somewhere safe, apart from copies of the database.\n"
        + "\n".join(lines)
        + "\n",
        "utf-8",
    )
    return path


def _explain(problem: ValidationError, secrets_path: Path) -> str:
    missing = [e["loc"][0] for e in problem.errors() if e["type"] == "missing"]
    lines = []
    if missing:
        names = ", ".join(f"ENGAGE_{str(name).upper()}" for name in missing)
        lines.append(
            f"These settings are missing: {names}.\n"
            f"Make them once with:  ./run python -m engage.config\n"
            f"That writes {secrets_path}. Keep a copy somewhere safe."
        )
    for error in problem.errors():
        if error["type"] == "missing":
            continue
        name = str(error["loc"][0]).upper() if error["loc"] else ""
        name = name if name in ("", "DATABASE_URL") else f"ENGAGE_{name}"
        what = error["msg"].removeprefix("Value error, ")
        lines.append(f"{name}: {what}" if name else what)
    return "\n".join(lines)


def load_settings(**given: Any) -> Settings:
    """Settings from the environment, with secrets kept in `instance/secrets.env` filled in.

    Raises SettingsProblem with a message that says what to mend.
    """

    instance = Path(given.get("instance") or os.environ.get("ENGAGE_INSTANCE") or ROOT / "instance")
    path = instance / "secrets.env"
    saved = _saved_secrets(path)
    for name in SECRET_NAMES:
        if name in saved and f"ENGAGE_{name}" not in os.environ:
            given.setdefault(name.lower(), saved[name])
    try:
        return Settings(**given)
    except ValidationError as problem:
        raise SettingsProblem(_explain(problem, path)) from None


def main() -> int:
    """Write fresh secrets for this machine; the exit code."""
    instance = Path(os.environ.get("ENGAGE_INSTANCE") or ROOT / "instance")
    try:
        path = save_secrets(instance)
    except FileExistsError:
        print(f"{instance / 'secrets.env'} is there already and was left as it is.")
        return 1
    print(f"Wrote {path}. Keep a copy somewhere safe: without it the data cannot be read.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
