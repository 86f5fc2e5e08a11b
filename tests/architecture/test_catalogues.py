"""Every text is there in bokmål, nynorsk and English, and the same text is translated in one way."""

from __future__ import annotations

import re
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


NOT_OUR_NYNORSK = re.compile(
    r"\b(vart|vorte|vert|verte)\b"  # blei, blitt, blir
    r"|\b(er|har|ikkje) alt (?!anna|av|det|du|dei|de|i alt|ho|han|mogleg|vi|som)\w+"  # allereie
    r"|\b([Ss]end|[Ll]es henne inn|[Ll]ogg inn|inn|på|kjende?) att\b",  # igjen
)


def test_nynorsk_has_one_word_for_a_thing_as_the_glossary_says() -> None:
    """blei, blitt and blir; allereie; igjen for again, and att only for what is left over."""
    found = [
        f"{package.name}: {text}"
        for package in messages.packages()
        for message in messages.merged(package, "nn")
        for text in ([message.string] if isinstance(message.string, str) else message.string or [])
        if message.id and NOT_OUR_NYNORSK.search(text)
    ]
    assert found == []
