"""What the type of a row asks for, and what of the standard is not supported, with why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from samordner.questionnaires.content import Kind
from samordner.questionnaires.expressions.faults import gettext_noop
from samordner.questionnaires.xlsform.tables import NOT_REPEATED

NUMBERS = ("integer", "int", "q int", "add integer prompt")
DECIMALS = ("decimal", "q decimal", "add decimal prompt")
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("text", "string", "q string", "add text prompt", "phone number"), "text"),
    **dict.fromkeys((*NUMBERS, *DECIMALS), "number"),
    **dict.fromkeys(("date", "q date", "add date prompt"), "date"),
    **dict.fromkeys(("note", "q note", "add note prompt"), "note"),
    **dict.fromkeys(("calculate", "q calculate", "add calculate prompt", "hidden"), "calculated"),
    **dict.fromkeys(("file", "add file prompt"), "file"),
    "range": "scale",
}
ACKNOWLEDGE = ("acknowledge", "q acknowledge", "add acknowledge prompt", "trigger")
TODAY = ("today", "get today")

UNKNOWN = gettext_noop("The type “%(type)s” is not known. Is it misspelt?")
NOT_PLACES = gettext_noop(
    "Places on a map are not supported: ask for the municipality or the address as text."
)
NOT_CAPTURED = gettext_noop("Pictures, sound and film are not supported as answers: ask for a file.")
NOT_TIMES = gettext_noop("Times of day are not supported: ask for a day (date), or for the time as text.")
NOT_SCANNED = gettext_noop("Bar codes are not supported: ask for the number as text.")
NOT_RANKED = gettext_noop(
    "Ranking is not supported: ask for a grid, or for the most important as select_one."
)
NOT_FROM_FILES = gettext_noop(
    "Choices from a file of their own are not supported: write them on the sheet choices."
)
NOT_EXTERNAL = gettext_noop("Data from files of their own are not supported.")
NOT_WATCHED = gettext_noop("How people answer is not recorded here, so audit is not supported.")
NOT_A_GROUP = gettext_noop("Write begin_group and end_group for a group.")

UNSUPPORTED: dict[str, str] = {
    **dict.fromkeys(
        ("geopoint", "geotrace", "geoshape", "start-geopoint", "background-geopoint", "location", "gps", "osm",
         "q geopoint", "q geotrace", "q geoshape", "q location", "add location prompt"), NOT_PLACES
    ),
    **dict.fromkeys(
        ("image", "photo", "audio", "video", "background-audio", "q image", "q picture", "q audio", "q video",
         "add image prompt", "add photo prompt", "add audio prompt", "add video prompt"), NOT_CAPTURED
    ),
    **dict.fromkeys(
        ("time", "datetime", "date time", "q date time", "q datetime", "add date time prompt", "add datetime prompt"),
        NOT_TIMES,
    ),
    **dict.fromkeys(("barcode", "q barcode", "add barcode prompt"), NOT_SCANNED),
    **dict.fromkeys(("xml-external", "csv-external"), NOT_EXTERNAL),
    "audit": NOT_WATCHED,
}  # fmt: skip

NOT_KEPT = frozenset(
    (
        "start", "end", "start time", "get start time", "end time", "get end time", "deviceid", "device id",
        "get device id", "imei", "phonenumber", "get phone number", "username", "email",
        "simserial", "sim id", "get sim id", "subscriberid", "subscriber id", "get subscriber id",
        "uri:deviceid", "uri:phonenumber", "uri:simserial", "uri:subscriberid", "uri:username", "uri:email",
    )
)  # fmt: skip
"""What the standard notes of whoever answers and of the machine. Nothing of it is kept here."""

GROUP = re.compile(r"(begin|end)[ _](group|repeat|lgroup|looped group|loop)\b(.*)")
SELECT = re.compile(
    r"(?P<command>select_one_from_file|select_multiple_from_file|select one from file|select multiple from file"
    r"|select_one_external|select_one|select_multiple|select one from|select one|select1|select all that apply from"
    r"|select all that apply|select multiple from|add select one prompt using|add select multiple prompt using|rank) "
    r"(?P<list>\S+)(?P<other> (?:or specify other|or_other|or other))?"
)


@dataclass(frozen=True, slots=True)
class Type:
    """What a row is. A group begins or ends; a question has a kind; of `dropped` nothing is kept."""

    what: Literal["begin", "end", "question", "acknowledge", "today", "dropped", "refused"]
    kind: Kind = "text"
    choices: str = ""
    other: bool = False
    decimal: bool = False
    refusal: str = ""


def type_of(written: str) -> Type:
    said = " ".join(written.split())
    small = said.casefold()
    if group := GROUP.fullmatch(small):
        if group[2] != "group":
            return Type("refused", refusal=NOT_REPEATED)
        return Type("begin" if group[1] == "begin" else "end") if not group[3] else _refused(NOT_A_GROUP)
    if select := SELECT.fullmatch(said):
        return _select(select)
    if small in KINDS:
        return Type("question", KINDS[small], decimal=small in DECIMALS)
    if small in ACKNOWLEDGE:
        return Type("acknowledge", "one")
    if small in TODAY:
        return Type("today", "calculated")
    if small in NOT_KEPT:
        return Type("dropped")
    return _refused(UNSUPPORTED.get(small) or UNSUPPORTED.get(small.partition(" ")[0], UNKNOWN))


def _select(found: re.Match[str]) -> Type:
    command = found["command"]
    if command == "rank":
        return _refused(NOT_RANKED)
    if "file" in command or "external" in command or found["list"].endswith((".csv", ".xml", ".geojson")):
        return _refused(NOT_FROM_FILES)
    if "${" in found["list"]:
        return _refused(NOT_REPEATED)
    many = "multiple" in command or "all that apply" in command
    return Type("question", "many" if many else "one", found["list"], bool(found["other"]))


def _refused(why: str) -> Type:
    return Type("refused", refusal=why)
