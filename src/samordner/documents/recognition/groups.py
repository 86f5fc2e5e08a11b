"""Names that stand loose: which line is a name, which name opens a group, where a group ends."""

import re
from collections.abc import Sequence

from samordner.documents.recognition.headings import mentions, opens_with
from samordner.documents.recognition.sources import Block
from samordner.documents.recognition.vocabulary import Group, Register, Vocabulary
from samordner.documents.recognition.wording import bare

LONGEST = 5  # words in a name that nobody knows
LONGEST_KNOWN = 9


def group_of(name: str, vocabulary: Vocabulary) -> Group | None:
    """The group whose name this is: a body known to have parts of its own."""
    if len(name.split()) > LONGEST:
        return None
    return next((group for group in vocabulary.names.groups if mentions(name, group.names)), None)


def belongs(name: str, group: Group | None) -> bool:
    """Whether a name is a known part of the group."""
    return group is not None and mentions(name, group.fields)


def is_body(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is a body of its own."""
    return mentions(name, vocabulary.names.bodies)


def ends_group(name: str, group: Group | None, vocabulary: Vocabulary) -> bool:
    """Whether a group that is open ends where this name begins."""
    if belongs(name, group):
        return False
    return is_body(name, vocabulary) or group_of(name, vocabulary) is not None


def is_known(name: str, vocabulary: Vocabulary) -> bool:
    """Whether the words open with a name that is general in public plans."""
    names = vocabulary.names
    return (
        opens_with(name, names.bodies)
        or opens_with(name, names.actors)
        or any(opens_with(name, group.names + group.fields) for group in names.groups)
    )


def is_name(block: Block, register: Register, vocabulary: Vocabulary) -> bool:
    """Whether a loose line looks like the name of a body: short, alone, no sentence."""
    text = bare(block.text)
    if (
        block.row
        or block.role == "bullet"
        or "\n" in block.text
        or not text
        or block.text.rstrip()[-1] in ".:;,?!"
    ):
        return False
    if not text[0].isupper() or re.search(r"\d\s*g?\s*/\s*år|https?:|www\.", text):
        return False
    if any(opens_with(text, cues) for cues in register.cues.values()):
        return False
    known = is_known(text, vocabulary)
    return (block.gap or known) and len(text.split()) <= (LONGEST_KNOWN if known else LONGEST)


def opens_group(run: Sequence[Block], at: int, register: Register, vocabulary: Vocabulary) -> bool:
    """Whether a name is followed by another name that has a body: then the first is their group."""
    if at + 1 >= len(run) or not is_name(run[at + 1], register, vocabulary):
        return False
    name, below = bare(run[at].text), bare(run[at + 1].text)
    group = group_of(name, vocabulary)
    if group is not None:
        return belongs(below, group) or not is_body(below, vocabulary)
    if is_known(name, vocabulary):
        return False
    return at + 2 < len(run) and not is_name(run[at + 2], register, vocabulary)
