"""The font files that come with the product, so that a machine without fonts prints the same."""

from __future__ import annotations

from importlib import resources

from django.conf import settings

FAMILY = "Source Sans Pro"
WEIGHTS = ("Regular", "Semibold", "Bold")
PICTURES = "Noto Emoji"


def font_files() -> list[str]:
    """The paths of the files, one for each weight."""
    folder = resources.files("font_source_sans_pro") / "files"
    return [str(folder / f"SourceSansPro-{weight}.ttf") for weight in WEIGHTS]


def picture_file() -> str:
    """The path of the font of small pictures (emoji) in one colour, which `make setup` lays beside the vendored files."""
    return str(settings.BUILD / "fonts" / "NotoEmoji-Regular.ttf")
