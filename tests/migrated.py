"""A database with all migrations, made once for a whole run; every process that runs tests begins with a copy of it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]
SAMORDNER = Path(sys.executable).with_name("samordner")
TEMPLATE = "samordner_migrated"


def shared(factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run have in common."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def on_sqlite(factory: pytest.TempPathFactory) -> Path:
    """The file of an SQLite database with all migrations."""
    folder = shared(factory) / "migrated"
    file = folder / "migrated.sqlite3"
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            folder.mkdir(parents=True, exist_ok=True)
            _migrate(f"sqlite:///{file}", folder)
            with closing(sqlite3.connect(file)) as made:
                made.execute("PRAGMA journal_mode = DELETE")  # one file holds it all
            (folder / "done").touch()
    return file


def on_postgresql(factory: pytest.TempPathFactory) -> str:
    """The name of a PostgreSQL database with all migrations, which others are made after."""
    folder = shared(factory) / "migrated-on-postgresql"
    server = os.environ["DATABASE_URL"]
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            folder.mkdir(parents=True, exist_ok=True)
            with _server() as open_:
                open_.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
                open_.execute(f"CREATE DATABASE {TEMPLATE}")
            _migrate(urlunsplit(urlsplit(server)._replace(path=f"/{TEMPLATE}")), folder)
            (folder / "done").touch()
    return TEMPLATE


def _migrate(database: str, folder: Path) -> None:
    environment = os.environ | {"DATABASE_URL": database, "SAMORDNER_VAR": str(folder)}
    subprocess.run(
        [SAMORDNER, "django", "migrate", "-v", "0"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )


IN_MEMORY = "file:memorydb_tests?mode=memory&cache=shared"


@contextmanager
def database_of_tests(factory: pytest.TempPathFactory) -> Iterator[None]:
    """The connection leads to a database of this process' own with all migrations. On SQLite it lies in memory."""
    stood = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        template = on_sqlite(factory)
        _lead_to(IN_MEMORY)
        connection.ensure_connection()
        with closing(sqlite3.connect(template)) as made:
            made.backup(connection.connection)
        yield
    else:
        template_name, name = on_postgresql(factory), f"samordner_tests_{os.getpid()}"
        with _server() as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE {template_name}")
        _lead_to(name)
        yield
        connection.close()
        with _server() as server:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _lead_to(stood)


def _lead_to(name: str) -> None:
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name


def _server() -> Any:
    import psycopg

    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
