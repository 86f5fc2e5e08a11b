"""The font files that come with the product, so that a machine without fonts prints the same."""

from __future__ import annotations

from importlib import resources

FAMILY = "Source Sans Pro"
WEIGHTS = ("Regular", "Semibold", "Bold")


def font_files() -> list[str]:
    """The paths of the files, one for each weight."""
    folder = resources.files("font_source_sans_pro") / "files"
    return [str(folder / f"SourceSansPro-{weight}.ttf") for weight in WEIGHTS]
