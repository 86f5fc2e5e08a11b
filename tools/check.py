"""The guards, one after the other; all are run, and all that fail are named at the end."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

GUARDS: tuple[tuple[str, list[str]], ...] = (
    ("lint", ["ruff", "check", "-q", "."]),
    ("format", ["ruff", "format", "--check", "-q", "."]),
    ("floors", ["lint-imports", "--no-cache"]),
    ("types", ["mypy", "src", "tests", "tools", "bench", "prove"]),
    ("every URL has a right", ["samordner", "django", "check"]),
    ("migrations", ["samordner", "django", "makemigrations", "--check", "--dry-run"]),
    ("catalogues", ["python", "tools/messages.py", "check"]),
    ("generated documents", ["samordner", "docs", "--check"]),
)


def main() -> int:
    failed = []
    for name, (tool, *arguments) in GUARDS:
        start = time.monotonic()
        with tempfile.TemporaryFile("w+") as out:
            code = subprocess.run(
                [str(BIN / tool), *arguments], cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, check=False
            ).returncode
            out.seek(0)
            print(
                f"{'ok    ' if code == 0 else 'FAILED'} {name} ({time.monotonic() - start:.1f} s)", flush=True
            )
            if code:
                failed.append(name)
                print(out.read(), flush=True)
    print(f"{len(GUARDS) - len(failed)} passed, {len(failed)} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
