"""What the command line does to a database: prepare it, serve it, load the demonstration, read a plan in, print it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from samordner.pages import clock

SYSTEM = "system"
AT_A_TIME = 50


def say(text: str = "") -> None:
    print(text, flush=True)


def prepare() -> None:
    """Migrate, and load the programmes and the municipalities: any number of times."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    from samordner.people.sessions import SessionStore
    from samordner.places.facts import read as read_places
    from samordner.places.operations import load as load_places
    from samordner.programmes.operations import load_shipped

    SessionStore.clear_expired()
    load_places(read_places(), by=SYSTEM, now=clock.now())
    load_shipped(by=SYSTEM, now=clock.now())
    from samordner.participation.sheets import behind

    rebuild_sheets(behind())


def look_through() -> None:
    """Let PostgreSQL see how much there is now: what is served meanwhile does not keep plans made for empty tables.

    It does so by itself too, within a minute or so; SQLite makes its plans anew for each connection.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def rebuild_sheets(participations: Sequence[int]) -> None:
    """Make the sheets of these participations anew, so many at a time that the memory bears it."""
    from samordner.participation.sheets import rebuild

    for start in range(0, len(participations), AT_A_TIME):
        rebuild(participations[start : start + AT_A_TIME])


def rebuild() -> None:
    """Make every sheet anew from the observations, and tell how long it took."""
    from samordner.participation.models import Observation, Participation

    everyone = list(Participation.objects.order_by("pk").values_list("pk", flat=True))
    began = perf_counter()
    rebuild_sheets(everyone)
    took, count = perf_counter() - began, Observation.objects.count()
    look_through()
    say(f"{len(everyone)} participations, {count} observations: every sheet made anew in {took:.1f} s")


def refuse_open_demonstration() -> None:
    """The demonstration is served on loopback only."""
    from samordner.pages.models import is_demonstration

    if is_demonstration() and (settings.HOST not in settings.LOOPBACK or settings.HTTPS):
        sys.exit(
            "This database holds the demonstration, which is served on localhost only. Use an empty database."
        )


def refuse_unreachable_first_start() -> None:
    """The first administrator is made on this machine, at localhost: refuse a start at which nobody could be."""
    from samordner.people.models import User

    here = settings.HOST in {*settings.LOOPBACK, "0.0.0.0", "::"}  # noqa: S104 compared, not bound
    if not User.objects.exists() and (
        settings.HTTPS or not here or "localhost" not in settings.ALLOWED_HOSTS
    ):
        sys.exit(
            "No account exists yet, and the first administrator is made on this machine alone. "
            "Start once like this, and open the address that is printed:\n"
            "  SAMORDNER_HTTPS= SAMORDNER_HOST=127.0.0.1 SAMORDNER_HOSTS=localhost samordner serve"
        )


def deliver_beside() -> None:
    """Let letters leave, and what is old be erased, in a process of their own, which ends when this one does, also once the
    server has taken over.
    """
    from samordner.pages.models import is_demonstration

    if not is_demonstration():
        samordner = os.path.join(os.path.dirname(sys.executable), "samordner")
        subprocess.Popen([samordner, "letters", "--forever", "--beside", "--quiet"])  # noqa: S603 our own command


def serve() -> None:
    """Collect the static files and serve; with no account yet, print the one-time address first."""
    refuse_open_demonstration()
    refuse_unreachable_first_start()
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    from samordner.people.models import User

    address = (
        f"http://{'localhost' if settings.HOST in settings.LOOPBACK else settings.HOST}:{settings.PORT}/"
    )
    say()
    if not User.objects.exists():
        from samordner.people.operations import make_setup_token

        token = make_setup_token(now=clock.now())
        say("No account exists yet. Make the first administrator at this address, within 15 minutes:")
        say(f"  http://localhost:{settings.PORT}/oppsett/{token}")
    say(f"Samordner is served at {address}  (Ctrl+C stops it)")
    deliver_beside()
    granian = os.path.join(os.path.dirname(sys.executable), "granian")
    os.execv(  # noqa: S606 - the web server takes over this process
        granian,
        [
            granian, "--interface", "wsgi", "--host", settings.HOST, "--port", str(settings.PORT),
            "--workers", str(settings.WORKERS), "--blocking-threads", "2", "--backpressure", "128",
            "--no-ws", "--log-level", "warning", "samordner.project.wsgi:application",
        ],
    )  # fmt: skip


def load_demonstration(*, new_passwords: bool) -> None:
    """Load the demonstration and print its accounts; refuses on anything but loopback."""
    if settings.HOST not in settings.LOOPBACK or settings.HTTPS:
        sys.exit("The demonstration is loaded on localhost only.")
    from samordner.journal.deeds import Refusal
    from samordner.project.demonstration import load

    try:
        accounts = load(now=clock.now(), new_passwords=new_passwords)
    except Refusal as refusal:
        sys.exit(str(refusal.sentence))
    look_through()
    if accounts:
        say("\nDemonstration accounts (invented people; the passwords are shown this once):\n")
        width = max(len(account.email) for account in accounts)
        for account in accounts:
            say(f"  {account.email:<{width}}  {account.password}  {account.role}")
    else:
        say(
            "\nThe demonstration accounts are as before; `samordner demo --passwords` gives them new passwords."
        )


def read_plan(arguments: list[str]) -> int:
    """Read a plan into the registers of an office: all or nothing."""
    from samordner.plandocument.jobs import read_plan as into_database

    return into_database(arguments, now=clock.now())


def count_inhabitants(arguments: list[str]) -> int:
    """Keep how many live in each municipality, from a file: all of it or nothing."""
    from samordner.journal.deeds import Refusal
    from samordner.places.inhabitants import count, read

    asked = argparse.ArgumentParser(prog="samordner inhabitants")
    asked.add_argument("file", type=Path)
    asked.add_argument("--on", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    asked.add_argument("--source", required=True)
    said = asked.parse_args(arguments)
    try:
        counts = read(said.file.read_text("utf-8-sig"))
        changed = count(counts, on=said.on, source=said.source, by=SYSTEM, now=clock.now())
    except (OSError, UnicodeDecodeError, Refusal) as error:
        say(str(error))
        return 1
    say(f"{len(counts)} municipalities counted on {said.on}, {changed} of them new or corrected")
    return 0


def print_plan(arguments: list[str]) -> int:
    """Print a plan as a document."""
    from samordner.plandocument.jobs import print_plan as into_file

    return into_file(arguments)
