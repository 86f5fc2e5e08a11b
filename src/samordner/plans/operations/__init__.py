"""Deeds on a plan. Every deed is atomic and leaves one entry in the journal; what stood before is kept as
`Earlier`. Deeds that renumber rows lock the plan first, so that two at once cannot leave a gap.
"""

from samordner.plans.operations.filling import assign_rows
from samordner.plans.operations.fronts import bring_back, change_chapter, change_plan, create_plan
from samordner.plans.operations.rows import (
    add_row,
    change_row,
    confirm_row,
    move_row,
    remove_row,
    restore_row,
)
from samordner.plans.operations.sheets import bring_sheet, take_sheet, undo_sheet

__all__ = [
    "add_row",
    "assign_rows",
    "bring_back",
    "bring_sheet",
    "change_chapter",
    "change_plan",
    "change_row",
    "confirm_row",
    "create_plan",
    "move_row",
    "remove_row",
    "restore_row",
    "take_sheet",
    "undo_sheet",
]
