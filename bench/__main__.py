"""`python -m bench`: prints the machine, the commit and a table; answers 1 when a target is missed."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.ground import (
    POSTGRESQL,
    ROOT,
    SQLITE,
    Ground,
    busy,
    commit,
    database_version,
    ground,
    machine,
)
from bench.timing import HEADING, Line, loop, row, times

FIXTURE = ROOT / "tests" / "fixtures" / "plans" / "nordlia.txt"


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    made.add_argument(
        "--plan", type=Path, action="append", default=[], metavar="FILE", help="read this plan too"
    )
    made.add_argument(
        "--programme", default="leve-hele-livet", metavar="KEY", help="the programme of that plan"
    )
    made.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    made.add_argument(
        "--requests", type=int, default=100, metavar="N", help="how many times each page is asked for"
    )
    made.add_argument(
        "--only", default="", metavar="WORDS", help="only the pages with these words in their name"
    )
    made.add_argument("--national", action="store_true", help="only the pages at the size of the nation")
    made.add_argument("--profile", action="store_true", help="show where the time of each page goes")
    return made.parse_args()


def main() -> int:
    options = arguments()
    missed = 0
    with ground(POSTGRESQL if options.postgres else SQLITE) as here:
        here.set_up(SAMORDNER_SERVING="1")
        lines = list(nationwide(here, options) if options.national else shown(here, options))
        missed = sum(bool(line.faults) for line in lines)
    print(f"\n{len(lines) - missed} within target, {missed} missed")
    if not (options.national or options.only or options.postgres):
        missed += sum(_national(*more) for more in ((), ("--postgres",)))
    return bool(missed)


def _national(*more: str) -> int:
    """The size of the nation, on a database and in a process of its own."""
    print(flush=True)
    return subprocess.run(
        [sys.executable, "-m", "bench", "--national", *more], cwd=ROOT, check=False
    ).returncode


def nationwide(here: Ground, options: argparse.Namespace) -> Iterator[Line]:
    """The size of the nation, each line printed as soon as it is known."""
    from django.conf import settings

    from bench import demonstrated
    from bench.nationwide import measured
    from samordner.project.jobs import prepare

    prepare()
    settings.STATIC_ROOT = here.folder / "static"
    demonstrated.collect_static()
    print(f"machine   {machine()}; {busy()}")
    print(f"database  {database_version()}")
    print(f"commit    {commit()}")
    loop_ms, page_ms = times(loop, tries=20).median, demonstrated.simplest()
    print(f"baseline  a loop of 200,000 turns in plain Python: {loop_ms:.1f} ms")
    print(f"baseline  the simplest page of Django, same handler: {page_ms:.3f} ms\n")
    print(HEADING, flush=True)
    for line in measured(min(options.requests, 40)):
        print(row(line, loop_ms, None if line.queries is None else page_ms), flush=True)
        yield line
    print(f"\nthe loop again, after all: {times(loop, tries=20).median:.1f} ms; {busy()}")


def shown(here: Ground, options: argparse.Namespace) -> Iterator[Line]:
    """Everything measured, each line printed as soon as it is known."""
    from bench import demonstrated

    began = demonstrated.load(here)
    print(f"machine   {machine()}; {busy()}")
    print(f"database  {database_version()}")
    print(f"commit    {commit()}")
    loop_ms, page_ms = times(loop, tries=20).median, demonstrated.simplest()
    print(f"baseline  a loop of 200,000 turns in plain Python: {loop_ms:.1f} ms")
    print(f"baseline  the simplest page of Django, same handler: {page_ms:.3f} ms")
    print(
        f"          times in ms; “cpu” and “cpu p95” (median, p95) are this process alone; {options.requests} requests a page\n"
    )
    print(HEADING, flush=True)
    for line in demonstrated.lines(began, here, options, FIXTURE):
        print(row(line, loop_ms, None if line.queries is None else page_ms), flush=True)
        yield line
    print(f"\nthe loop again, after all: {times(loop, tries=20).median:.1f} ms; {busy()}")


if __name__ == "__main__":
    sys.exit(main())
