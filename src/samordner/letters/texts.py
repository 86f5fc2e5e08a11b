"""A text with {fields} in it: which there are, what is wrong with it, and the text with the fields filled in.

A field is a name of small letters in braces. Any other brace is a fault, so that a slip of the finger is told and not
sent; nothing is looked up in what is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from samordner.letters.kinds import Kind

FIELD = re.compile(r"\{([a-z_]+)\}")
BRACE = re.compile(r"[{}]")


def fields_in(text: str) -> set[str]:
    """The names of the fields in the text."""
    return set(FIELD.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with a value for each field; a paragraph of nothing but empty ones leaves no gap. KeyError: one has none."""
    said = ((part, FIELD.sub(lambda found: values[found[1]], part)) for part in text.split("\n\n"))
    return "\n\n".join(words for part, words in said if words.strip() or not FIELD.search(part))


def one_line(text: str) -> str:
    """A subject as it can stand in a mail: one line, without spaces that nobody sees."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """A text as it is kept: lines that end in one way, nothing before the first word or after the last."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


def why_not_say(kind: Kind, subject: str, body: str) -> tuple[str, str] | None:
    """Why a letter of the kind cannot say this: (subject or body, a sentence); None: it can."""
    known = {field.name for field in kind.fields}
    for name, text in (("subject", subject), ("body", body)):
        if not text.strip():
            return name, _("Write the subject.") if name == "subject" else _("Write the text.")
        if unknown := sorted(fields_in(text) - known):
            return name, _("There is no field {%(name)s} in this kind of letter.") % {"name": unknown[0]}
        if BRACE.search(FIELD.sub("", text)):
            return name, _(
                "A field is written as a name between braces: {%(name)s}. Something else stands between braces here."
            ) % {"name": kind.fields[0].name if kind.fields else "name"}
    if len(subject) > 200:
        return "subject", _("Write a shorter subject: at most 200 letters.")
    there = fields_in(subject) | fields_in(body)
    missing = [field for field in kind.fields if field.needed and field.name not in there]
    if missing:
        return "body", _("The text must hold {%(name)s}: %(what)s.") % {
            "name": missing[0].name,
            "what": missing[0].label,
        }
    return None
