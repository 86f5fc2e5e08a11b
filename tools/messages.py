"""The message catalogues: `update [package…]`, `compile`, `check`.

Texts live in the package that shows them: `src/samordner/<package>/locale/<language>/LC_MESSAGES/django.po`.
Message ids are English; the English catalogue is filled by itself. Needs no system gettext: Babel reads the
Python, and Django's own `templatize` turns a template into something Babel can read.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "src" / "samordner"
LANGUAGES = ("nb", "nn", "en")
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def packages() -> list[Path]:
    return sorted(p for p in PACKAGES.iterdir() if (p / "__init__.py").exists())


def messages_in(package: Path) -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    """Every message of a package: (file, line, message id or (singular, plural), context)."""
    for path in sorted(package.rglob("*")):
        if (
            "migrations" in path.parts
            or path.suffix not in {".py", ".html", ".txt"}
            or "locale" in path.parts
        ):
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # What is left of the template's own words is no Python: without its indentation Babel skips it.
            text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).split("\n"))
        source = io.BytesIO(text.encode("utf-8"))
        name = path.relative_to(ROOT).as_posix()
        for line, message, _comments, context in extract("python", source, keywords=KEYWORDS):  # type: ignore[arg-type]
            if message and (not isinstance(message, tuple) or message[0]):
                yield name, line, message, context


@cache
def template_of(package: Path) -> Catalog:
    """Every message of a package; read once, and asked for three languages."""
    catalog = Catalog(charset="utf-8")
    for _name, _line, message, context in messages_in(package):
        catalog.add(message, context=context)
    return catalog


def path_of(package: Path, language: str) -> Path:
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def read(package: Path, language: str) -> Catalog:
    path = path_of(package, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def english(message: Message) -> str | tuple[str, ...]:
    ids = message.id
    return tuple(ids) if isinstance(ids, list | tuple) else ids


@cache
def merged(package: Path, language: str) -> Catalog:
    """What the catalogue should hold: today's messages with the translations that are there already."""
    old = read(package, language)
    new = Catalog(locale=language, charset="utf-8", project="Samordner", header_comment=f"# {language}")
    for message in sorted(template_of(package), key=lambda m: (str(m.id), m.context or "")):
        if not message.id:
            continue
        known = old.get(
            message.id[0] if isinstance(message.id, list | tuple) else message.id, message.context
        )
        text = known.string if known else None
        if language == "en":
            text = english(message)
        new.add(message.id, string=text, context=message.context)
    return new


def written(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=110, sort_output=True, omit_header=False, no_location=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    dated = (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Last-Translator",
        "Language-Team",
        "Report-",
    )
    return "".join(line for line in lines if not line.lstrip('"').startswith(dated)).encode()


def untranslated(package: Path, language: str) -> list[str]:
    """Messages with no text in this language, and messages the catalogue does not know."""
    missing = []
    for message in merged(package, language):
        strings = message.string if isinstance(message.string, list | tuple) else [message.string]
        if message.id and not all(strings):
            missing.append(f"{package.name}/{language}: {message.id!r}")
    return missing


def update(names: list[str]) -> None:
    for package in packages():
        if names and package.name not in names:
            continue
        if not any(True for _ in messages_in(package)):
            continue
        for language in LANGUAGES:
            path = path_of(package, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(merged(package, language)))
            for line in untranslated(package, language):
                print("no text:", line)


def compile_all() -> None:
    for package in packages():
        for language in LANGUAGES:
            path = path_of(package, language)
            if path.exists():
                made = io.BytesIO()
                write_mo(made, read(package, language))
                beside = path.with_suffix(f".{os.getpid()}.new")
                beside.write_bytes(made.getvalue())
                beside.replace(
                    path.with_suffix(".mo")
                )  # whoever reads it meanwhile has it whole, the old or the new


def check() -> list[str]:
    """What is wrong with the catalogues: untranslated messages, and files that `update` would change."""
    faults = []
    for package in packages():
        has_messages = any(True for _ in messages_in(package))
        for language in LANGUAGES:
            faults += untranslated(package, language)
            path = path_of(package, language)
            if has_messages and (
                not path.exists() or path.read_bytes() != written(merged(package, language))
            ):
                faults.append(f"{package.name}/{language}: not up to date, run make messages")
    return faults


def main(arguments: list[str]) -> int:
    verb, names = (arguments or ["check"])[0], arguments[1:]
    if verb == "update":
        update(names)
        compile_all()
    elif verb == "compile":
        compile_all()
    else:
        faults = check()
        print("\n".join(faults) or "message catalogues are complete")
        return bool(faults)
    return 0


if __name__ == "__main__":
    import django
    from django.conf import settings

    settings.configure()
    django.setup()
    sys.exit(main(sys.argv[1:]))
