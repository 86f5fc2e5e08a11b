"""The journal shows that someone has tampered with it: an entry changed, removed, moved, or the end cut off."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from bench.ground import Ground
from prove.proof import Proof
from samordner.journal.models import Entry, Head
from samordner.journal.operations import digest_of, record
from samordner.journal.queries import first_break
from samordner.pages import clock
from samordner.project.jobs import prepare

TRIALS = 1000
ENTRIES = 200
Chance = random.Random
TEXTS = ("actor", "verb", "kind", "key", "office", "previous", "digest")


def edit_text(chance: Chance, last: int) -> str:
    """One character of one field."""
    entry, name = Entry.objects.get(number=chance.randint(1, last)), chance.choice(TEXTS)
    text = getattr(entry, name)
    place = chance.randrange(len(text) + 1)
    _put(entry.number, **{name: (text[:place] + "~" + text[place + 1 :])[:64]})
    return "one character edited"


def edit_moment(chance: Chance, last: int) -> str:
    entry = Entry.objects.get(number=chance.randint(1, last))
    _put(entry.number, at=entry.at + timedelta(microseconds=chance.choice((-1, 1, 3_600_000_000))))
    return "moment edited"


def edit_detail(chance: Chance, last: int) -> str:
    entry = Entry.objects.get(number=chance.randint(1, last))
    _put(entry.number, detail={**entry.detail, "count": chance.randint(1000, 2000)})
    return "detail edited"


def edit_and_sign(chance: Chance, last: int) -> str:
    """An entry edited, and its own digest made right again by someone who knows how."""
    entry = Entry.objects.get(number=chance.randint(1, last))
    facts = {name: getattr(entry, name) for name in ("verb", "kind", "key", "office", "detail")}
    digest = digest_of(entry.number, entry.at, {**facts, "actor": "other"}, entry.previous)
    _put(entry.number, actor="other", digest=digest)
    return "edited, with a digest to match"


def delete(chance: Chance, last: int) -> str:
    Entry.objects.filter(number=chance.randint(1, last))._raw_delete("default")
    return "deleted"


def delete_and_close(chance: Chance, last: int) -> str:
    """An entry deleted, and the numbers after it moved up."""
    gone = chance.randint(1, last)
    Entry.objects.filter(number=gone)._raw_delete("default")
    for number in range(gone + 1, last + 1):
        _put(number, number=number - 1)
    return "deleted, numbers closed up"


def reorder(chance: Chance, last: int) -> str:
    one, other = chance.sample(range(1, last + 1), 2)
    _put(one, number=last + 1000)
    _put(other, number=one)
    _put(last + 1000, number=other)
    return "two exchanged"


def cut(chance: Chance, last: int) -> str:
    Entry.objects.filter(number__gt=last - chance.randint(1, last - 1))._raw_delete("default")
    return "end cut off"


def cut_with_head(chance: Chance, last: int) -> str:
    """The end cut off, and the row that holds the end taken away with it."""
    cut(chance, last)
    Head.objects.all().delete()
    return "end cut off, its head taken away"


def add(chance: Chance, last: int) -> str:
    """An entry put in at the end without the journal's deed."""
    end = Entry.objects.get(number=last)
    facts = {"actor": "u9", "verb": "x", "kind": "row", "key": "1", "office": "", "detail": {}}
    Entry.objects.create(
        number=last + 1, at=end.at, previous=end.digest, digest=digest_of(last + 1, end.at, facts, end.digest),
        **facts,
    )  # fmt: skip
    return "added at the end"


TAMPERINGS: tuple[Callable[[Chance, int], str], ...] = (
    edit_text, edit_moment, edit_detail, edit_and_sign, delete, delete_and_close, reorder, cut, cut_with_head, add,
)  # fmt: skip


def _put(number: int, /, **fields: Any) -> None:
    Entry.objects.filter(number=number).update(**fields)


def prove(proof: Proof, _ground: Ground, *, share: float = 1.0) -> None:
    prepare()
    fill(clock.now())
    last = Entry.objects.count()
    proof.holds(f"{last} entries, untouched: whole", first_break() is None)
    _take_away_the_triggers()
    chance, trials = random.Random("tamper"), max(20, round(TRIALS * share))
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    missed_by_numbers = 0
    for trial in range(trials):
        with transaction.atomic():
            what = TAMPERINGS[trial % len(TAMPERINGS)](chance, last)
            tried[what] += 1
            found[what] += first_break() is not None
            missed_by_numbers += numbers_only()
            transaction.set_rollback(True)
    for what, count in tried.items():
        proof.holds(f"{what}: {found[what]} of {count} found", found[what] == count)
    proof.holds(f"{found.total()} of {trials} found; after all, whole again", first_break() is None)
    proof.control(f"a look at the numbers alone, missed of {trials}", missed_by_numbers)
    proof.says(
        "not claimed: an end cut off with its head moved back; that asks for a head kept outside the database"
    )


def fill(now: datetime) -> None:
    """Entries as deeds leave them."""
    with transaction.atomic():
        for number in range(ENTRIES):
            detail: dict[str, str | int | bool | None] = {
                "count": number,
                "subject": f"s{number % 7}",
                "of": None,
            }
            record(
                f"u{number % 5}",
                "change",
                "row",
                str(number),
                now + timedelta(seconds=number),
                detail,
                office="o",
            )


def numbers_only() -> bool:
    """The control: a journal without a chain, of which one can only see whether the numbers run from 1 without gap."""
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    return numbers == list(range(1, len(numbers) + 1))


def _take_away_the_triggers() -> None:
    """As someone could who has the database's own rights."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER ALL")
            return
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER journal_entry_refuse_{verb}")
