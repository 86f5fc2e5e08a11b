"""What an answer can become, as two cells of a form of ours write it.

`bound` is "subject:SUBJECT", "subject:SUBJECT/ITEM", "need:PART" or "contact:ROLE/PART"; another part of the same
statement stands after a hash: "subject:SUBJECT/ITEM#since". `bound_values` parts with blanks what a choice means:
"choice=value other=".
"""

from __future__ import annotations

import re

from samordner.questionnaires.content import Bound

SUBJECT = re.compile(r"subject:(?P<subject>[^\s/#]+)(?:/(?P<item>[^\s/#]+))?(?:#(?P<part>[^\s/#]+))?")
NEED = re.compile(r"need:(?P<part>[^\s/#]+)")
CONTACT = re.compile(r"contact:(?P<item>[^\s/#]+)/(?P<part>[^\s/#]+)")
PARTS = {
    "subject": {"value", "since", "decision_body", "decision_day", "case_number", "link", "expected", "note"},
    "need": {"text", "theme", "sector", "period"},
    "contact": {"name", "position", "email", "phone"},
}


def read_bound(written: str, values: str) -> Bound | None:
    """What the two cells say. None: nothing that can be understood."""
    meant = dict(each.split("=", 1) for each in values.split() if "=" in each)
    if len(meant) != len(values.split()):
        return None
    if found := SUBJECT.fullmatch(written):
        bound = Bound(
            "subject", found["subject"], found["item"] or "", found["part"] or "value", meant or None
        )
    elif found := NEED.fullmatch(written):
        bound = Bound("need", part=found["part"], values=meant or None)
    elif found := CONTACT.fullmatch(written):
        bound = Bound("contact", item=found["item"], part=found["part"], values=meant or None)
    else:
        return None
    return bound if bound.part in PARTS[bound.to] else None


def written_bound(bound: Bound) -> tuple[str, str]:
    """The two cells."""
    values = " ".join(f"{choice}={value}" for choice, value in (bound.values or {}).items())
    match bound.to:
        case "need":
            return f"need:{bound.part}", values
        case "contact":
            return f"contact:{bound.item}/{bound.part}", values
    item = f"/{bound.item}" if bound.item else ""
    part = f"#{bound.part}" if bound.part != "value" else ""
    return f"subject:{bound.subject}{item}{part}", values
