"""The command line: `samordner start | serve | demo | migrate | status | read-plan | print-plan | letters | spc | …`."""

from __future__ import annotations

import gc
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
  letters [--forever]   hand over the letters that are due to the mail server, once or until it is stopped (SIGTERM);
                        any number of such processes share one outbox
  read-mail PATH…       read mail that came in: bounces, and answers by calendar; a Maildir, a folder of .eml files, an
                        mbox or an .eml file, or - for one mail on standard input; nothing there is changed or read twice
  inhabitants FILE      keep how many live in each municipality: --on YYYY-MM-DD the day of the count, --source WORDS where
                        it is said; a table with the municipality's number first and the count last, as SSB gives it
  spc FILE.csv          a run chart or control chart of a file of values: --chart run|i|mr|ip|p|pp|c|u|up|t|g|xbar|s,
                        --rules anhoej|ihi-run|ihi-shewhart|nhs|western-electric|nelson, --screen-mr, --freeze N,
                        --split N,N, --exclude N,N, --json for machines; spc --help tells the rest
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
    # What stands now is never rubbish; and a migration makes models by the thousand, each the rubbish of the next
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


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


def letters(arguments: list[str]) -> int:
    setup()
    from samordner.letters.jobs import main as deliver

    return deliver(arguments)


def read_mail(arguments: list[str]) -> int:
    setup()
    from samordner.letters.jobs import read_mail as read

    return read(arguments)


def inhabitants(arguments: list[str]) -> int:
    setup()
    from samordner.project import jobs

    return jobs.count_inhabitants(arguments)


def spc(arguments: list[str]) -> int:
    from samordner.spc.command import main as draw

    return draw(arguments)


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
    "letters": letters,
    "read-mail": read_mail,
    "inhabitants": inhabitants,
    "spc": spc,
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
