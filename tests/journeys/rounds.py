"""A small round that is open in a served demonstration, and the links in its letters.

Written by a process of its own, as the product is: `python -m tests.journeys.rounds` with the product's environment.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

from tests.journeys.conftest import ROOT, WAIT, Product, copy, environment

TITLE = "Liten kartlegging"
PLACE = "Ulstein"
"""The municipality of the demonstration that has an account."""


def with_small_round(served: Product) -> Product:
    """The product with a round that asks that municipality's main contact two sections, and nothing of the story before."""
    started, asked, now = (
        served.folder / f"{name}.sqlite3" for name in ("as-started", "as-asked", "samordner")
    )
    if asked.exists():
        copy(asked, now)
        return served
    copy(started, now)
    subprocess.run(
        [sys.executable, "-m", "tests.journeys.rounds"],
        cwd=ROOT, env=environment(served.folder, 0), check=True, timeout=WAIT, capture_output=True,
    )  # fmt: skip
    copy(now, asked)
    return served


def links(product: Product) -> list[str]:
    """The personal addresses in the letters of rounds, the oldest first: known by nobody but their readers."""
    with closing(sqlite3.connect(product.folder / "samordner.sqlite3")) as read:
        rows = read.execute(
            "SELECT secret FROM letters_letter WHERE secret LIKE '%/kartlegging/svar/%' ORDER BY id"
        ).fetchall()
    found = [re.search(r"/kartlegging/svar/[\w-]+/", row[0]) for row in rows]
    return [each[0] for each in found if each]


def pass_deadline(product: Product) -> None:
    """Time passes: the round was opened weeks ago, and was to be answered by yesterday."""
    with closing(sqlite3.connect(product.folder / "samordner.sqlite3", timeout=WAIT)) as written, written:
        written.execute(
            "UPDATE mapping_mappinground SET opens = '2021-04-01', deadline = '2021-04-26' WHERE title = ?",
            [TITLE],
        )


def _write() -> None:
    from samordner.project.command import setup

    setup()
    from samordner.mapping.rounds.operations.opening import open_round
    from samordner.mapping.rounds.operations.planning import choose, make_round
    from samordner.pages.models import demonstration
    from samordner.pages.moments import here
    from samordner.participation.models import Participation
    from samordner.questionnaires.operations import make_questionnaire
    from tests.factories.participation import BY
    from tests.mapping.making import facts, small_content

    held, now = demonstration(), here(datetime.now(UTC))
    assert held is not None
    place = Participation.objects.select_related("programme", "office").get(
        municipality__name__startswith=PLACE, programme__key="leve-hele-livet"
    )
    asked = make_questionnaire(place.programme, place.office, TITLE, small_content(), by=BY, now=now)
    made = make_round(place.programme, place.office, asked, facts(title=TITLE), by=BY, now=now)
    made = choose(made, audience=None, roles=["main"], by_hand=[place], version=made.version, by=BY, now=now)
    open_round(made, version=made.version, day=held.day, by=BY, now=now)


if __name__ == "__main__":
    _write()
