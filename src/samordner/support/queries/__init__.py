"""Questions on needs, help given, grants and silence. Each takes a constant number of queries.

For other packages: `open_needs`, `needs_of`, `help_of`, `grants_of`, `dose`, `last_contact`, `silence`. All take
participations (pass `[one]` for one municipality) that the asker may see; rows come with their municipality.
"""

from samordner.support.queries.giving import (
    HELP_SORTS,
    Apparatus,
    Dose,
    apparatus,
    dose,
    every_help,
    help_in,
    help_months,
    help_of,
    kept_help,
)
from samordner.support.queries.grants import (
    GRANT_SORTS,
    GrantsWanted,
    Sums,
    every_grant,
    grant_sums,
    grants_in,
    grants_of,
    kept_grants,
    known_by,
)
from samordner.support.queries.needs import (
    ALL,
    NEED_SORTS,
    Cell,
    Pivot,
    Wanted,
    every_need,
    in_order_of,
    kept_needs,
    narrowed,
    needs_of,
    open_needs,
    overdue,
    pivot,
    property_of,
    standing,
    steps_of,
)
from samordner.support.queries.rows import NONE, PLACE, ordered
from samordner.support.queries.silence import Heard, Silence, last_contact, lasts_later, silence

__all__ = [
    "ALL", "GRANT_SORTS", "HELP_SORTS", "NEED_SORTS", "NONE", "PLACE", "Apparatus", "Cell", "Dose",
    "GrantsWanted", "Heard", "Pivot", "Silence", "Sums", "Wanted", "apparatus", "dose", "every_grant",
    "every_help", "every_need", "grant_sums", "grants_in", "grants_of", "help_in", "help_months",
    "help_of", "in_order_of", "kept_grants", "kept_help", "kept_needs", "known_by", "last_contact",
    "lasts_later", "narrowed", "needs_of", "open_needs", "ordered", "overdue", "pivot", "property_of",
    "silence", "standing", "steps_of",
]  # fmt: skip
