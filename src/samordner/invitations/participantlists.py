"""A video meeting's list of participants, as Teams, Zoom and others give it: who was there, and for how long.

Comma, semicolon or tab; UTF-8, UTF-16 or the old Windows letters; headings in bokmål, nynorsk or English, after whatever stands
over them. One who came and went several times is one, with the minutes added up.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from samordner.letters.composing import can_be_reached

LARGEST, MOST = 2 * 1024 * 1024, 900
"""Bytes of a file, and people in it: what a page can show, and a form can bear."""

NAMES = {
    "name", "full name", "navn", "fullt navn", "namn", "fullt namn", "participant", "deltaker", "deltakar", "deltakarnamn",
    "deltakernavn", "name (original name)", "name (original)", "navn (opprinnelig navn)", "user name", "display name",
    "visningsnavn", "visningsnamn",
}  # fmt: skip
FIRST, LAST = {"first name", "fornavn", "fornamn"}, {"last name", "surname", "etternavn", "etternamn"}
MAILS = {
    "email", "e-mail", "user email", "e-post", "epost", "e-postadresse", "email address", "participant id (upn)", "upn",
    "deltaker-id (upn)", "deltakar-id (upn)", "brukerens e-post", "e-postadressa",
}  # fmt: skip
LENGTHS = {
    "duration", "duration (minutes)", "total duration (minutes)", "in-meeting duration", "time in session (minutes)", "varighet",
    "varigheit", "varighet (minutter)", "varigheit (minutt)", "minutter", "minutt", "minutes", "varighet i møtet",
    "varigheit i møtet", "total varighet (minutter)",
}  # fmt: skip


class Unread(ValueError):
    """The file is no list of participants; the text says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Present:
    """One who was there. `minutes`: None where the list does not say."""

    name: str
    email: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class Taken:
    """What a list says. `wrong`: (line in the file, why it was left out)."""

    people: tuple[Present, ...]
    wrong: tuple[tuple[int, str], ...]


def read(content: bytes) -> Taken:
    """Who was there. Raises Unread."""
    if len(content) > LARGEST:
        raise Unread(_("The file is too large for a list of participants."))
    rows = list(_rows(_text(content)))
    found = _heading(rows)
    if found is None:
        raise Unread(_("No line of the file names a column of names, such as “Name” or “Navn”."))
    start, name_at, mail_at, length_at = found
    people: dict[str, Present] = {}
    wrong: list[tuple[int, str]] = []
    width = len(rows[start][1])
    for line, cells in rows[start + 1 :]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) <= max(name_at) or (len(cells) == 1 and width > 1):
            if _is_a_new_part(cells):
                break
            wrong.append((line, _("The line has too few cells.")))
            continue
        name = " ".join(" ".join(cells[at] for at in name_at).split())[:200]
        if not name:
            wrong.append((line, _("The line has no name.")))
            continue
        email = _cell(cells, mail_at).strip().strip("<>").lower()
        length = _cell(cells, length_at)
        minutes = minutes_of(length)
        if length.strip() and minutes is None:
            wrong.append(
                (line, _("“%(text)s” is no duration; the name was taken.") % {"text": length.strip()[:40]})
            )
        one = Present(_plain(name), email if can_be_reached(email) else "", minutes)
        key = one.email or one.name.casefold()
        people[key] = _together(people[key], one) if key in people else one
        if len(people) > MOST:
            raise Unread(_("There are more than %(number)d people in the file.") % {"number": MOST})
    if not people:
        raise Unread(_("There is nobody in the file."))
    return Taken(tuple(people.values()), tuple(wrong))


def _text(content: bytes) -> str:
    """UTF-16 and UTF-8 by their first bytes; UTF-16 without them by its many zeros; else UTF-8, else Windows."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    if content[:400].count(0) > len(content[:400]) // 4:
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str) -> Iterable[tuple[int, list[str]]]:
    """(number of the line, its cells), by the sign that most lines are divided by."""
    text = text.replace("\0", "")
    lines = text.splitlines()
    sign = max("\t;,", key=lambda each: sum(line.count(each) > 0 for line in lines))
    reader = csv.reader(io.StringIO(text), delimiter=sign)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise Unread(_("Line %(line)d cannot be read.") % {"line": reader.line_num}) from error


def _heading(
    rows: Sequence[tuple[int, list[str]]],
) -> tuple[int, tuple[int, ...], int | None, int | None] | None:
    """Where the headings stand, and the columns of names, addresses and durations; the widest of several such lines."""
    best = None
    for place, (_line, cells) in enumerate(rows[:60]):
        said = [" ".join(cell.casefold().split()) for cell in cells]
        names = tuple(at for at, word in enumerate(said) if word in NAMES)[:1]
        if not names:
            first = next((at for at, word in enumerate(said) if word in FIRST), None)
            last = next((at for at, word in enumerate(said) if word in LAST), None)
            names = tuple(at for at in (first, last) if at is not None)
        if not names:
            continue
        mail = next((at for at, word in enumerate(said) if word in MAILS and at not in names), None)
        length = next((at for at, word in enumerate(said) if word in LENGTHS), None)
        weight = (mail is not None) + (length is not None)
        if best is None or weight > best[0]:
            best = (weight, (place, names, mail, length))
    return best[1] if best else None


def _is_a_new_part(cells: Sequence[str]) -> bool:
    """Teams puts several tables into one file, each under a numbered line."""
    return len(cells) == 1 and re.match(r"\d+\.\s", cells[0]) is not None


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _plain(name: str) -> str:
    """Without what programs put behind a name, and the right way round."""
    name = re.sub(
        r"\s*\((?:guest|gjest|host|vert|unverified|ikke bekreftet|ikkje stadfesta|external|ekstern|me|meg|eg)[^)]*\)\s*$",
        "",
        name,
        flags=re.I,
    )
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else name.strip()


PIECES = re.compile(
    r"(\d+)\s*(h|t|hours?|timer?|timar|m|min|minutes?|minutter|minutt|s|sek|sec|seconds?|sekunder|sekund)\b\.?",
    re.I,
)


def minutes_of(text: str) -> int | None:
    """Whole minutes of "1h 2m 3s", "1 t 2 min", "01:02:03" or "62"; None when it says no such thing."""
    text = text.strip()
    if not text:
        return None
    if re.fullmatch(r"\d+([.,]\d+)?", text):
        return int(float(text.replace(",", ".")))
    if clock := re.fullmatch(r"(\d+):(\d\d)(?::(\d\d))?", text):
        first, second = int(clock[1]), int(clock[2])
        return first * 60 + second if clock[3] else first  # hours and minutes, or minutes; seconds are let go
    found = PIECES.findall(text)
    if not found or PIECES.sub("", text).strip(" ,."):
        return None
    weight = {"h": 3600, "t": 3600, "m": 60, "s": 1}
    return sum(int(number) * weight[unit[0].casefold()] for number, unit in found) // 60


def _together(one: Present, other: Present) -> Present:
    if one.minutes is None and other.minutes is None:
        return one
    return replace(one, minutes=(one.minutes or 0) + (other.minutes or 0))
