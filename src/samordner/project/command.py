"""The command line: `samordner start | serve | demo | migrate | status | read-plan | print-plan | docs | django …`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

USAGE = """samordner: the working tool of a regional support apparatus

  start                 prepare the database, load the demonstration, serve it on localhost
  serve                 prepare the database and serve it; the first start prints a one-time address
  demo [--passwords]    load the demonstration into the database that DATABASE_URL names, any number of times;
                        --passwords gives the demonstration accounts new passwords
  migrate               bring the database up to date, with programmes and municipalities
  read-plan FILE        read a plan: --dry-run shows what would be read (--json for machines);
                        --corrections FILE corrects it; without --dry-run it is accepted into --office KEY
  print-plan --out FILE print a plan: --as pdf|docx|html, --lang nb|nn; where there are several plans, the newest of
                        --office KEY for --programme KEY, or --plan NUMBER
  status                where every municipality stands: --office KEY or --nation, --programme KEY, --day YYYY-MM-DD,
                        --known-at INSTANT, --borders that-day|today, --json for machines
  verify                check the hash chain of the journal
  rebuild               make anew what boards are read from, out of the observations, and tell how long it took
  docs [--check]        write docs/generated
  django …              Django's own commands
"""


def setup(*, serving: bool = False) -> None:
    if serving:
        os.environ["SAMORDNER_SERVING"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samordner.project.settings")
    import django

    django.setup()


def migrate(_arguments: list[str]) -> int:
    setup()
    from samordner.project.jobs import prepare

    prepare()
    return 0


def demo(arguments: list[str]) -> int:
    setup()
    from samordner.project import jobs

    jobs.prepare()
    jobs.load_demonstration(new_passwords="--passwords" in arguments)
    return 0


def serve(_arguments: list[str]) -> int:
    setup(serving=True)
    from samordner.project import jobs

    jobs.prepare()
    jobs.serve()
    return 0


def start(arguments: list[str]) -> int:
    setup(serving=True)
    from samordner.project import jobs

    jobs.prepare()
    jobs.load_demonstration(new_passwords=True)
    jobs.serve()
    return 0


def read_plan(arguments: list[str]) -> int:
    if "--dry-run" in arguments:
        from samordner.plandocument.reading.command import main as preview

        return preview([a for a in arguments if a != "--dry-run"])
    setup()
    from samordner.project import jobs

    return jobs.read_plan(arguments)


def print_plan(arguments: list[str]) -> int:
    setup()
    from samordner.project import jobs

    return jobs.print_plan(arguments)


def status(arguments: list[str]) -> int:
    setup()
    from samordner.project.status import main as answer

    return answer(arguments)


def verify(_arguments: list[str]) -> int:
    setup()
    from samordner.journal.queries import first_break

    broken = first_break()
    print("the journal is whole" if broken is None else f"the journal is broken at entry {broken}")
    return broken is not None


def rebuild(_arguments: list[str]) -> int:
    setup()
    from samordner.project import jobs

    jobs.rebuild()
    return 0


def docs(arguments: list[str]) -> int:
    setup()
    from samordner.project.generated import write

    return write(check="--check" in arguments)


def django(arguments: list[str]) -> int:
    setup()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["samordner django", *arguments])
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "start": start,
    "serve": serve,
    "demo": demo,
    "migrate": migrate,
    "read-plan": read_plan,
    "print-plan": print_plan,
    "status": status,
    "verify": verify,
    "rebuild": rebuild,
    "docs": docs,
    "django": django,
}


def main() -> None:
    name, arguments = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if name not in COMMANDS:
        print(USAGE)
        sys.exit(0 if name in {"", "help", "--help", "-h"} else 2)
    try:
        sys.exit(COMMANDS[name](arguments))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
