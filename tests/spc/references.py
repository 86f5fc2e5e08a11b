"""The published series and tables that the package is held against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "reference"


def reference(number: int) -> dict[str, Any]:
    """The file that begins with this number."""
    (path,) = FOLDER.glob(f"{number}_*.json")
    found: dict[str, Any] = json.loads(path.read_text())
    return found
