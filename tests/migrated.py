"""A database with all migrations, made once; every process that runs tests begins with a copy of it.

What is long in the loading is loaded once for a whole run too, and copied in the same way (`database_with`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import allauth
import django
import pytest
from django.conf import settings
from django.db import connection
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]
SAMORDNER = Path(sys.executable).with_name("samordner")
TEMPLATE = "samordner_migrated"
MIGRATED = ROOT / "build" / "migrated"


def shared(factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run have in common."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def on_sqlite(factory: pytest.TempPathFactory) -> Path:
    """The file of an SQLite database with all migrations, which is kept from run to run until one of them changes."""
    MIGRATED.mkdir(parents=True, exist_ok=True)
    digest = _digest()
    file = MIGRATED / f"{digest}.sqlite3"
    with FileLock(f"{file}.lock"):
        if not file.exists():
            folder = factory.mktemp("migrating")
            begun = folder / "migrated.sqlite3"
            _migrate(f"sqlite:///{begun}", folder)
            with closing(sqlite3.connect(begun)) as made:
                made.execute("PRAGMA journal_mode = DELETE")  # one file holds it all
            if _digest() != digest:
                return begun  # changed on the way: it is good for this process, and kept for none
            shutil.copy(begun, file.with_suffix(".begun"))
            file.with_suffix(".begun").rename(file)
    return file


def _digest() -> str:
    """What the tables are made by: Django, the accounts of allauth, SQLite, the migrations, and the triggers they set."""
    said = hashlib.sha256(f"{django.VERSION} {allauth.VERSION} {sqlite3.sqlite_version}".encode())
    product = ROOT / "src" / "samordner"
    for path in sorted([*product.glob("*/migrations/*.py"), product / "journal" / "triggers.py"]):
        said.update(f"{path.relative_to(product)} ".encode() + path.read_bytes())
    return said.hexdigest()[:32]


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


@contextmanager
def database_of_tests(factory: pytest.TempPathFactory) -> Iterator[None]:
    """The connection leads to a database of this process' own with all migrations. On SQLite it lies in memory."""
    with _copy_of(_migrated(factory), "tests"):
        yield


@contextmanager
def database_with(factory: pytest.TempPathFactory, what: str, load: Callable[[], Any]) -> Iterator[Any]:
    """The connection leads to a database of this process' own in which `load` is done, and then back to where it led.

    `load` is done once for all files and processes of a run; gives what it told, which is plain data.
    """
    folder = shared(factory) / f"{what}-on-{connection.vendor}"
    made, told = f"samordner_{what}", folder / "told.json"
    if connection.vendor == "sqlite":
        made = str(folder / "loaded.sqlite3")
    with FileLock(f"{folder}.lock"):
        if not told.exists():
            folder.mkdir(parents=True, exist_ok=True)
            with _copy_of(_migrated(factory), f"{what}_loading"):
                says = load()
                _keep(made)
            told.write_text(json.dumps(says))
    with _copy_of(made, what):
        yield json.loads(told.read_text())


def _migrated(factory: pytest.TempPathFactory) -> str:
    return str(on_sqlite(factory)) if connection.vendor == "sqlite" else on_postgresql(factory)


def _keep(name: str) -> None:
    """Make a database of this name after the one that the connection leads to."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(name)) as kept:
            connection.connection.backup(kept)
        return
    connection.close()
    with _server() as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {connection.settings_dict['NAME']}")


@contextmanager
def _copy_of(template: str, what: str) -> Iterator[None]:
    """The connection leads to a copy of the template, of this process' own, and then back to where it led."""
    stood = connection.settings_dict["NAME"]
    connection.close()
    # That leaves a database in memory open, which is gone when nobody has it open: so it is kept until it is led back to
    open_, connection.connection = connection.connection, None
    if connection.vendor == "sqlite":
        _lead_to(f"file:memorydb_{what}?mode=memory&cache=shared")
        connection.ensure_connection()
        with closing(sqlite3.connect(template)) as made:
            made.backup(connection.connection)
        yield
        connection.connection.close()
    else:
        name = f"samordner_{what}_{os.getpid()}"
        with _server() as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        _lead_to(name)
        yield
        connection.close()
        with _server() as server:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    connection.connection = open_
    _lead_to(stood)


def _lead_to(name: str) -> None:
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name


def _server() -> Any:
    import psycopg

    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
