"""What packages above have to do with letters: the kinds that they send, what they write by themselves, and whose
answers by calendar they read. Given to `letters` when the house is ready.
"""

from __future__ import annotations

from samordner.invitations.jobs import erase, write_reminders
from samordner.invitations.letters import KINDS as INVITING
from samordner.invitations.operations.answering import read_answer
from samordner.letters.due import Writer
from samordner.letters.incoming import Reader
from samordner.letters.kinds import OWN, Kind
from samordner.mapping import jobs as mapping
from samordner.mapping.letters import KINDS as MAPPING
from samordner.measurement import jobs as measurement
from samordner.measurement.letters import KINDS as MEASURED
from samordner.minutes.letters import KINDS as MINUTED

LETTERS: tuple[Kind, ...] = (*OWN, *INVITING, *MAPPING, *MINUTED, *MEASURED)
"""Every kind of letter, in the order of the list of wordings."""

WRITERS: tuple[Writer, ...] = (
    write_reminders, erase, mapping.write_reminders, mapping.erase, measurement.write_reminders,
)  # fmt: skip
"""Who writes letters that are due by themselves, such as reminders."""

READERS: tuple[Reader, ...] = (read_answer,)
"""Who reads answers by calendar; the first whose own an answer is takes it."""
