"""The ground that benchmarks and proofs stand on: a database of their own, thrown away afterwards; and the machine."""

from __future__ import annotations

import logging
import os
import platform
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True)
class Ground:
    """A database that nobody else uses, and a folder beside it. `server` is pgserver's; None for SQLite."""

    kind: str
    url: str
    folder: Path
    server: Any = None

    @property
    def environment(self) -> dict[str, str]:
        """What a process must have in its environment to stand here."""
        return {
            "DATABASE_URL": self.url,
            "SAMORDNER_VAR": str(self.folder / "var"),
            "DJANGO_SETTINGS_MODULE": "samordner.project.settings",
        }

    def set_up(self, **more: str) -> None:
        """Let this process stand here: once in its life."""
        os.environ.update({**self.environment, **more})
        import django

        django.setup()

    def prepared(self) -> None:
        """Migrate, and load programmes and municipalities, as `samordner migrate` does."""
        run(["samordner", "migrate"], self)


@contextmanager
def ground(kind: str, begins: Path | None = None) -> Iterator[Ground]:
    """A new database of this kind, empty, or a copy of one that was `prepare`d; PostgreSQL comes in the wheel pgserver."""
    prefix = f"samordner-{kind}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if begins:
            # With its owner: PostgreSQL does not run as root, and starts only with data of its own
            subprocess.run(["cp", "-a", f"{begins / kind}/.", folder], check=True)
        (folder / "var").mkdir(exist_ok=True)
        if kind == SQLITE:
            yield Ground(kind, f"sqlite:///{folder / 'var' / 'samordner.sqlite3'}", folder)
            return
        server = postgresql(folder / "data")
        try:
            yield Ground(kind, server.get_uri(), folder, server)
        finally:
            server.cleanup()


def prepare(kind: str, into: Path) -> None:
    """Keep a database as the product makes it in this folder: migrations take as long as some proofs, and are run once."""
    folder = into / kind
    (folder / "var").mkdir(parents=True)
    if kind == SQLITE:
        Ground(kind, f"sqlite:///{folder / 'var' / 'samordner.sqlite3'}", folder).prepared()
        return
    server = postgresql(folder / "data", keep=True)
    try:
        Ground(kind, server.get_uri(), folder, server).prepared()
    finally:
        server.cleanup()


def postgresql(data: Path, *, keep: bool = False) -> Any:
    """A PostgreSQL server of one's own, on a socket; `keep` its data when it is stopped."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pgserver.postgres_server import get_server

    logging.getLogger("pgserver").setLevel(logging.ERROR)
    return get_server(data, cleanup_mode="stop" if keep else "delete")


def run(command: list[str], on: Ground, *, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment (`samordner`, `python`) on this ground, and wait for it."""
    tool, *arguments = command
    done = subprocess.run(
        [str(BIN / tool), *arguments],
        cwd=ROOT,
        env=os.environ | on.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if check and done.returncode:
        raise RuntimeError(
            f"{command} answered {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return done


# The machine


def machine() -> str:
    """The machine in one line: processor, cores, memory, Python, system."""
    cores = os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {cores} cores, {memory:.0f} GiB, Python {platform.python_version()}, "
        f"{platform.system()} {platform.release()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def busy() -> str:
    """How busy the machine is: the mean number of running processes of the last minute."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    return f"load {load:.1f}" + (
        f": BUSY, more than its {cores} cores bear; times are too long" if load > cores else ""
    )


def commit() -> str:
    """The commit that is measured, and whether files differ from it."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    changed = (
        ", with changes" if git("status", "--porcelain", "--", "src", "programmes", "demonstration") else ""
    )
    return (git("rev-parse", "--short=12", "HEAD") or "no commit") + changed


def database_version() -> str:
    """The database that Django is connected to, and what it answers for durability."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            version = cursor.fetchone()[0]
            cursor.execute("PRAGMA journal_mode")
            mode = cursor.fetchone()[0]
            cursor.execute("PRAGMA synchronous")
            return f"SQLite {version}, journal_mode={mode}, synchronous={cursor.fetchone()[0]}"
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
        cursor.execute("SHOW synchronous_commit")
        return f"PostgreSQL {version}, synchronous_commit={cursor.fetchone()[0]}"
