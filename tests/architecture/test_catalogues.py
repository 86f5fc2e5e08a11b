"""Every text is there in bokmål, nynorsk and English, and the same text is translated in one way."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import messages  # noqa: E402


def test_every_catalogue_is_complete_and_up_to_date() -> None:
    assert messages.check() == []


def test_the_same_text_is_translated_in_one_way_everywhere() -> None:
    """Two packages that say "Save" must not say it differently; where they must, a context tells them apart."""
    seen: dict[tuple[str, str, str | None], dict[str, list[str]]] = {}
    for package in messages.packages():
        for language in ("nb", "nn"):
            for message in messages.merged(package, language):
                if message.id:
                    texts = seen.setdefault((language, str(message.id), message.context), {})
                    texts.setdefault(str(message.string), []).append(package.name)
    assert {key: texts for key, texts in seen.items() if len(texts) > 1} == {}
