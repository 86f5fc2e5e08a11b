"""`python -m prove [NAME …]`: every proof in a process of its own, on a database of its own.

Those that only count go two at once, the longest first; those that measure have the machine to themselves, and come last.
`--share 0.1` does a tenth of the rounds; `--on sqlite` or `--on postgresql` one database only.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from pathlib import Path

from bench.ground import POSTGRESQL, ROOT, SQLITE, commit, ground, machine, prepare
from prove.proof import Proof

BOTH = (SQLITE, POSTGRESQL)
PROOFS: dict[str, tuple[str, ...]] = {
    "history": BOTH,
    "kill": BOTH,
    "powercut": BOTH,
    "editors": BOTH,
    "tampering": BOTH,
    "imports": BOTH,
    "load": BOTH,
    "registering": BOTH,
    "outage": BOTH,
    "answering": BOTH,
    "hostile": (SQLITE,),
}
MEASURED = {"load", "registering", "outage", "answering", "hostile"}
AT_ONCE = 2
LONGEST = 900
LONGER = {"history": 3600, "answering": 1500}
"""Seconds that a proof may take, and those that may take longer."""


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(prog="python -m prove", description=__doc__)
    made.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which proofs: {', '.join(PROOFS)}; without: all"
    )
    made.add_argument("--on", choices=BOTH, help="on this database only")
    made.add_argument("--share", type=float, default=1.0, metavar="X", help="do this share of the rounds")
    made.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    made.add_argument("--begins", type=Path, help=argparse.SUPPRESS)
    return made.parse_args()


def main() -> int:
    options = arguments()
    if options.here:
        return alone(options.names[0], options.on, options.share, options.begins)
    print(f"machine   {machine()}\ncommit    {commit()}", flush=True)
    began = time.monotonic()
    todo = [
        (name, kind)
        for name in options.names or PROOFS
        for kind in PROOFS[name]
        if options.on in {None, kind}
    ]
    with tempfile.TemporaryDirectory(prefix="samordner-prove-", ignore_cleanup_errors=True) as folder:
        begins = Path(folder)
        for kind in dict.fromkeys(kind for _name, kind in todo):
            prepare(kind, begins)
        one = partial(apart, share=options.share, begins=begins)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            held = dict(pool.map(one, [each for each in todo if each[0] not in MEASURED]))
        held |= dict(map(one, [each for each in todo if each[0] in MEASURED]))
    failed = [f"{name} on {kind}" for (name, kind), well in held.items() if not well]
    print(f"\n{time.monotonic() - began:.0f} s in all" + "".join(f"\nFAILED {each}" for each in failed))
    print(f"{len(held) - len(failed)} passed, {len(failed)} failed")
    return bool(failed)


def apart(proof: tuple[str, str], *, share: float, begins: Path) -> tuple[tuple[str, str], bool]:
    """One proof, on one kind of database, in a process of its own: whether it held. What it says is printed whole."""
    name, kind = proof
    began, longest = time.monotonic(), LONGER.get(name, LONGEST)
    command = [
        sys.executable, "-m", "prove", name, "--on", kind, "--share", str(share), "--here", "--begins", str(begins),
    ]  # fmt: skip
    with tempfile.TemporaryFile("w+") as out:
        try:
            held, late = (
                not subprocess.run(
                    command, cwd=ROOT, timeout=longest, check=False, stdout=out, stderr=out
                ).returncode,
                "",
            )
        except subprocess.TimeoutExpired:
            held, late = False, f"    FAILED  took longer than {longest} s\n"
        out.seek(0)
        print(f"\n== {name} on {kind}\n{out.read()}{late}    {time.monotonic() - began:.0f} s", flush=True)
    return proof, held


def alone(name: str, kind: str, share: float, begins: Path | None) -> int:
    """The proof itself, in this process."""
    proof = Proof()
    with ground(kind, begins) as here:
        here.set_up()
        module = import_module(f"prove.{name}")
        proof.says(f"{module.__doc__}".strip().split("\n")[0])
        module.prove(proof, here, share=share)
    return bool(proof.failures)


if __name__ == "__main__":
    sys.exit(main())
