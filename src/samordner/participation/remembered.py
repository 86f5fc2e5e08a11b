"""What this process has read before: sheets, found again by what they say, and who took part.

A sheet is found by the digest of its text and the day it is read for, so what is remembered can never be out of date:
a sheet that says something else has another digest. The database is asked for the digests of a whole country, and
for the few texts that nobody has read yet; those are megabytes, and take longer to hand over than all the rest. Who took
part is asked of the database each time; an answer that is the same is the same rows.
"""

from __future__ import annotations

from datetime import date
from hashlib import blake2b
from typing import Any

from samordner.documents.recent import Recent
from samordner.participation.lines import Unread
from samordner.participation.models import Participation

AT_MOST = 2048
"""So many sheets are remembered, of about 15 kB each: a whole country on five days."""


def digest_of(text: str) -> int:
    """64 bits that tell one text from another, as a number that the databases can keep."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


_found: Recent[tuple[int, date], Unread] = Recent(AT_MOST)


def recall(digest: int, day: date) -> Unread | None:
    """The sheet of this digest as it was read for the day; None: it was not, or that is forgotten."""
    return _found.get((digest, day))


def remember(digest: int, text: str, day: date) -> Unread:
    """The sheet of this digest, read for the day. Both must have come in one answer of the database."""
    return _found.keep((digest, day), Unread(text, day))


Answer = tuple[tuple[Any, ...], ...]
Gathered = tuple[Answer, tuple[Participation, ...]]
gathered_lately: Recent[tuple[str, str, str], tuple[Gathered, ...]] = Recent(16)
"""By what was asked, but for the day: what the database answered lately, and the rows made of it, the newest first.
The answer is the same on most days. Nobody changes the rows."""
ANSWERS = 3
"""So many different answers of each are remembered."""


def forget() -> None:
    """Remember nothing, as when the process begins."""
    _found.clear()
    gathered_lately.clear()
