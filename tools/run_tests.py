"""All tests on SQLite, and at the same time those that stand nearest to the database once more on PostgreSQL.

`--on-postgresql` (a part of `make prove`): all others that touch the database, on PostgreSQL too. It comes in a wheel
(pgserver) and is started for the run; DATABASE_URL, when set to PostgreSQL, is used instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
WITHOUT_DATABASE = (
    "access", "architecture", "charts", "documents", "recognition", "spc",
    "plandocument/test_reading*", "plandocument/test_round_trip*", "plandocument/test_bad_input*",
    "plandocument/test_pairing*", "revisions/test_comparing*", "revisions/test_printed*",
    "questionnaires/test_expressions*", "questionnaires/test_xlsform*", "questionnaires/test_answering*",
    "questionnaires/test_checking*", "questionnaires/test_drawing*",
)  # fmt: skip
"""Tests that ask nothing of the database, or no more than others do: nothing there differs from one to another."""
NEAREST = (
    "journal", "people", "places", "participation", "boards", "files", "pages",
    "plandocument/test_at_once.py", "plandocument/test_two_at_work.py", "plans/test_at_once.py",
    "cooperation/test_at_once.py",
    "letters/test_at_once.py",
)  # fmt: skip
"""Where SQL of our own stands, where rows are locked, and what everything else is read through."""
ON_POSTGRESQL = [
    "-m",
    "not journey and not once",
    *[f"--ignore-glob=tests/{name}" for name in WITHOUT_DATABASE],
]
PYTEST = [
    sys.executable, "-m", "pytest", "-p", "no:cacheprovider",
    "--dist", "loadfile", "--no-loadscope-reorder",  # a file prepares what all its tests stand on; the longest come first
]  # fmt: skip


def run(arguments: list[str], database: str, processes: int, out: IO[str] | None = None) -> int:
    environment = os.environ | {"DATABASE_URL": database}
    return subprocess.run(
        [*PYTEST, "-n", f"{processes}", *arguments],
        cwd=ROOT,
        env=environment,
        check=False,
        stdout=out,
        stderr=out,
    ).returncode


def on_postgresql(arguments: list[str], processes: int, out: IO[str] | None = None) -> int:
    if (given := os.environ.get("DATABASE_URL", "")).startswith("postgres"):
        return run(arguments, given, processes, out)
    from pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="samordner-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        # Nothing here has to outlive the power; the proofs that something does have servers of their own
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        # What a test loads is rolled back and never counted: a plan made for empty tables would be kept for full ones
        server.psql("ALTER SYSTEM SET plan_cache_mode = force_custom_plan")
        # A table that is swept after a rollback counts as empty from then on: what the next test loads would be joined row
        # by row, for half a minute a question
        server.psql("ALTER SYSTEM SET autovacuum = off")
        server.psql("SELECT pg_reload_conf()")
        try:
            return run(arguments, server.get_uri(), processes, out)
        finally:
            server.cleanup()


def main(arguments: list[str]) -> int:
    if arguments == ["--on-postgresql"]:
        nearest = [f"--ignore=tests/{name}" for name in NEAREST]
        return on_postgresql(["tests", *ON_POSTGRESQL, *nearest], 2)
    with tempfile.TemporaryFile("w+") as said, ThreadPoolExecutor(1) as beside:
        # Side by side: while one waits for a browser, a file or the end of its last test, the other has the processor.
        # Three browsers at a time on two processors were no quicker than two
        there = arguments or [f"tests/{name}" for name in NEAREST]
        second = beside.submit(on_postgresql, [*there, *ON_POSTGRESQL], 2, said)
        print("\n== SQLite", flush=True)
        first = run(arguments or ["tests"], "", 2)
        print("\n== PostgreSQL", flush=True)
        code = second.result()
        said.seek(0)
        shutil.copyfileobj(said, sys.stdout)
    return first or code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
