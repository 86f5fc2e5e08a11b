"""docs/generated: what the code says of itself, written to files that a person can read and a guard can compare."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from samordner.access.policy import POLICY, ROLES
from samordner.project.checks import patterns, right_named
from samordner.project.settings import ROOT, SETTINGS

FOLDER = ROOT / "docs" / "generated"


def table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def who_may_do_what() -> str:
    rows = [(f"`{right}`", *(cells[role] for role in ROLES)) for right, cells in POLICY.items()]
    addresses = sorted(
        (
            f"`/{route}`" if not route.startswith("/") else f"`{route}`",
            f"`{name}`",
            f"`{right_named(name, view)}`",
        )
        for name, route, view in patterns()
    )
    return (
        "# Who may do what\n\nWritten by `make docs` from `samordner.access.policy`: rights and roles, each cell the reach.\n\n"
        + table(("right", *ROLES), rows)
        + "\n## The right of every address\n\n"
        + table(("address", "name", "right"), addresses)
    )


def settings() -> str:
    rows = [(f"`{s.name}`", f"`{s.default}`" if s.default else "", s.meaning) for s in SETTINGS]
    return "# Settings\n\nWritten by `make docs`. All are environment variables.\n\n" + table(
        ("name", "default", "meaning"), rows
    )


PAGES = {"who-may-do-what.md": who_may_do_what, "settings.md": settings}


def write(*, check: bool) -> int:
    """Write every page, or with `check` say which ones are not up to date. 0 when all is well."""
    stale = 0
    for name, make in PAGES.items():
        path: Path = FOLDER / name
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != make():
                print(f"not up to date: {path.relative_to(ROOT)} (run make docs)")
                stale = 1
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make(), encoding="utf-8")
    return stale
