"""A private PostgreSQL for tests: its own folder and port, gone at the end."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.peers.processes import DidNotStart, free_port, stop, wait_until

DEBIAN = Path("/usr/lib/postgresql")
# Nothing here has to outlive the tests, so nothing waits for the disk.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "timezone": "UTC",
}


@dataclass(frozen=True)
class PostgreSQLServer:
    """A running server; everybody on this machine may log in, as it listens on loopback only."""

    port: int

    def url(self, database: str) -> str:
        """The address of a database, as DATABASE_URL takes it."""
        return f"postgresql://engage@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, *, like: str = "template1") -> str:
        """Make a database that is empty, or a copy of another one, and give its address."""
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        named = make.format(sql.Identifier(name), sql.Identifier(like))
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(named)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Take a database away, whoever is still connected to it."""
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(drop)


def find_postgresql() -> Path | None:
    """The folder of PostgreSQL's own programs, the newest of those that Debian keeps."""
    on_path = shutil.which("initdb")
    by_version = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = [Path(on_path)] if on_path else by_version[-1:]
    return found[0].resolve().parent if found else None


@contextlib.contextmanager
def postgresql_server(within: str | None = None) -> Iterator[PostgreSQLServer]:
    """Run a new, empty PostgreSQL for as long as the block lasts, its files in a folder or /tmp."""
    programs = find_postgresql()
    if programs is None:
        raise DidNotStart("PostgreSQL is not installed here.")
    account = account_to_run_as()
    with tempfile.TemporaryDirectory(prefix="engage-postgresql-", dir=within) as name:
        folder = Path(name)
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        make_cluster(programs, folder / "data", account)
        port = free_port()
        with (folder / "log").open("wb") as log:
            process = start(programs, folder, port=port, account=account, log=log.fileno())
        try:
            server = PostgreSQLServer(port)
            wait_until(lambda: is_up(server), process, log=folder / "log", seconds=30)
            yield server
        finally:
            stop(process)


def account_to_run_as() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then its own account, or nobody, runs it."""
    if os.geteuid() != 0:
        return None
    known = {account.pw_name: account for account in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def make_cluster(programs: Path, data: Path, account: pwd.struct_passwd | None) -> None:
    command = [str(programs / "initdb"), "--pgdata", str(data), "--username", "engage"]
    command += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
    ids = (account.pw_uid, account.pw_gid) if account else (None, None)
    made = subprocess.run(
        command,
        cwd=data.parent,
        user=ids[0],
        group=ids[1],
        extra_groups=[] if account else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise DidNotStart(made.stdout + made.stderr)


def start(
    programs: Path, folder: Path, *, port: int, account: pwd.struct_passwd | None, log: int
) -> subprocess.Popen[bytes]:
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    ids = (account.pw_uid, account.pw_gid) if account else (None, None)
    return subprocess.Popen(
        command,
        cwd=folder,
        user=ids[0],
        group=ids[1],
        extra_groups=[] if account else None,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def is_up(server: PostgreSQLServer) -> bool:
    try:
        psycopg.connect(server.url("postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
