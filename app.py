"""The application factory: composes settings, extensions, pages, tasks and commands."""

from __future__ import annotations

from werkzeug.middleware.proxy_fix import ProxyFix

from engage import cli, queueing, web
from engage.config import ROOT, Settings, load_settings
from engage.extensions import compress, csrf, db, engine_options, init_database, security
from engage.keeping import Keyring
from engage.log import configure_logs
from engage.models import Role, Staff
from engage.staff import StaffStore
from engage.web import languages, sign_in
from engage.web.catalogues import babel
from engage.web.doors import App


def create_app(config: Settings | None = None) -> App:
    """A whole application; raises SettingsProblem when its settings do not fit."""
    config = config or load_settings()
    configure_logs(config.log_level)
    app = App(
        "engage",
        root_path=str(ROOT),
        instance_path=str(config.instance.resolve()),
        template_folder="templates",
        static_folder="static",
    )
    app.config.update(_flask_settings(config))
    app.extensions["engage.settings"] = config
    app.extensions["engage.keyring"] = Keyring(config.keyring, lookup=config.lookup)
    init_database(app)
    csrf.init_app(app)
    compress.init_app(app)
    babel.init_app(app, locale_selector=languages.pick_locale)
    security.init_app(app, StaffStore(db, Staff, Role), login_form=sign_in.SlowLoginForm)
    queueing.register(app, queueing.make_queue(config))
    web.register(app)
    if config.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies
        )
    cli.register(app)
    return app


def _flask_settings(config: Settings) -> dict[str, object]:
    https = config.public_url.startswith("https://")
    return {
        "SECRET_KEY": config.secret_key.get_secret_value(),
        "SQLALCHEMY_DATABASE_URI": config.database,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(config.database),
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
        "SESSION_COOKIE_NAME": "engage",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": https,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": "en_GB",
        "BABEL_DEFAULT_TIMEZONE": "Europe/London",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_ALGORITHM_STREAMING": ["br", "gzip"],
        "SECURITY_PASSWORD_SALT": config.password_salt.get_secret_value(),
        "SECURITY_PASSWORD_HASH": "argon2",
        **sign_in.SETTINGS,
    }
