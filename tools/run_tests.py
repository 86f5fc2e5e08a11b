"""All tests: on SQLite with both cores, then those that touch the database once more on PostgreSQL.

PostgreSQL comes in a wheel (pgserver) and is started for the run; DATABASE_URL, when set to PostgreSQL, is used instead.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WITHOUT_DATABASE = (
    "access", "architecture", "charts", "documents", "recognition",
    "plandocument/test_reading*", "plandocument/test_round_trip*", "plandocument/test_bad_input*",
    "plandocument/test_pairing*", "revisions/test_comparing*", "revisions/test_printed*",
)  # fmt: skip
"""Tests that ask nothing of the database, or no more than others do: nothing there differs from one to another."""
PYTEST = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-p", "no:cacheprovider"]


def run(arguments: list[str], **environment: str) -> int:
    return subprocess.run(
        [*PYTEST, *arguments], cwd=ROOT, env=os.environ | environment, check=False
    ).returncode


def on_postgresql(arguments: list[str]) -> int:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return run(arguments)
    from pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="samordner-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        # Nothing here has to outlive the power; the proofs that something does have servers of their own
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        try:
            return run(arguments, DATABASE_URL=server.get_uri())
        finally:
            server.cleanup()


def main(arguments: list[str]) -> int:
    given = arguments or ["tests"]
    print("\n== SQLite", flush=True)
    first = run(given, DATABASE_URL="")
    print("\n== PostgreSQL", flush=True)
    apart = [f"--ignore-glob=tests/{name}" for name in WITHOUT_DATABASE]
    second = on_postgresql([*given, "-m", "not journey and not once", *apart])
    return first or second


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
