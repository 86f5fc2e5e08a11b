"""Prepare everything on a machine with only python3 (3.11 or newer), make and a package index.

    python3 tools/setup.py            what serving needs: .venv, locked packages, the design system, catalogues
    python3 tools/setup.py --browser  and a Chromium for the browser stories

Run any number of times: a step whose inputs have not changed is skipped. Standard library only.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
BUILD = ROOT / "build"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
VENDOR = {
    "designsystemet.css": "@digdir/designsystemet-css/dist/src/index.css",
    "theme.css": "@digdir/designsystemet-theme/brand/digdir.css",
    "inter-latin.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter-latin-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
}
FONTS = {"NotoEmoji-Regular.ttf": "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf"}


def say(text: str) -> None:
    print(f"  {text}", flush=True)


def stop(text: str) -> None:
    sys.exit(f"\nCannot go on: {text}\n")


def run(*command: str | Path) -> None:
    environment = os.environ | {
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    done = subprocess.run(
        [str(c) for c in command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout[-4000:] + done.stderr[-4000:])
        stop(f"this failed: {' '.join(str(c) for c in command)}")


def digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def step(name: str, inputs: Iterable[Path], made: Iterable[Path], do: Callable[[], None], text: str) -> None:
    """Do a step unless what it makes is there and its inputs are those of last time."""
    stamp, now = BUILD / "stamps" / name, digest(inputs)
    if all(path.exists() for path in made) and stamp.exists() and stamp.read_text() == now:
        return
    say(text)
    do()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(now)


def make_venv() -> None:
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        stop("this python3 cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv")
    shutil.rmtree(VENV, ignore_errors=True)
    run(sys.executable, "-m", "venv", VENV)
    run(BIN / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", "requirements/uv.txt")


def install_packages() -> None:
    run(
        BIN / "uv",
        "pip",
        "install",
        "-q",
        "--python",
        BIN / "python",
        "--require-hashes",
        "-r",
        "requirements/develop.txt",
    )
    run(
        BIN / "uv",
        "pip",
        "install",
        "-q",
        "--python",
        BIN / "python",
        "--no-build-isolation",
        "--no-deps",
        "-e",
        ".",
    )


def install_vendor() -> None:
    npm = shutil.which("npm") or str(BIN / "npm")
    run(npm, "ci", "--silent", "--no-audit", "--no-fund")
    for target, files in vendored():
        target.mkdir(parents=True, exist_ok=True)
        for name, source in files.items():
            shutil.copyfile(ROOT / "node_modules" / source, target / name)


def vendored() -> Iterable[tuple[Path, dict[str, str]]]:
    """The folders of third-party files, and where each file comes from: what pages are served, what prints need."""
    yield BUILD / "vendor" / "vendor", VENDOR
    yield BUILD / "fonts", FONTS


def compile_messages() -> None:
    run(BIN / "python", "tools/messages.py", "compile")


def browser() -> str | None:
    named = os.environ.get("SAMORDNER_CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def install_browser() -> None:
    """Chromium by the system's package manager where we may use it, by Playwright otherwise; else say what to do."""
    if browser():
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("installing Chromium for the browser stories")
        run("apt-get", "update", "-q")
        run("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium")
        return
    say("no Chromium found; asking Playwright for one")
    done = subprocess.run([str(BIN / "playwright"), "install", "chromium"], cwd=ROOT, check=False)
    if done.returncode:
        stop(
            "the browser stories need Chromium. Install it with the system's package manager "
            "(Debian, Ubuntu: apt install chromium; Fedora: dnf install chromium; macOS: brew install chromium) "
            "or name one in SAMORDNER_CHROMIUM."
        )


def main() -> None:
    if sys.version_info < (3, 11):
        stop(f"Python 3.11 or newer is needed, this is {sysconfig.get_python_version()}")
    locks = [ROOT / "requirements" / name for name in ("uv.txt", "develop.txt")]
    step("venv", locks[:1], [BIN / "python", BIN / "uv"], make_venv, "making .venv")
    step(
        "packages",
        [*locks, ROOT / "pyproject.toml"],
        [BIN / "samordner"],
        install_packages,
        "installing packages",
    )
    vendor = [folder / name for folder, files in vendored() for name in files]
    lock = [ROOT / "package-lock.json", Path(__file__)]
    step("vendor", lock, vendor, install_vendor, "installing the design system and fonts")
    catalogues = sorted((ROOT / "src").rglob("*.po"))
    compiled = [path.with_suffix(".mo") for path in catalogues]
    step("messages", catalogues, compiled, compile_messages, "compiling the message catalogues")
    if "--browser" in sys.argv:
        install_browser()


if __name__ == "__main__":
    main()
