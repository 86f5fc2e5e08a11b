"""`python -m prove [NAME …]`: every proof in a process of its own, on a database of its own.

`--share 0.1` does a tenth of the rounds; `--on sqlite` or `--on postgresql` one database only.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from importlib import import_module

from bench.ground import POSTGRESQL, ROOT, SQLITE, commit, ground, machine
from prove.proof import Proof

BOTH = (SQLITE, POSTGRESQL)
PROOFS: dict[str, tuple[str, ...]] = {
    "kill": BOTH,
    "powercut": BOTH,
    "editors": BOTH,
    "tampering": BOTH,
    "imports": BOTH,
    "history": BOTH,
    "load": BOTH,
    "hostile": (SQLITE,),
}
LONGEST = 600
LONGER = {"history": 3600}
"""Seconds that a proof may take, and those that may take longer."""


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(prog="python -m prove", description=__doc__)
    made.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which proofs: {', '.join(PROOFS)}; without: all"
    )
    made.add_argument("--on", choices=BOTH, help="on this database only")
    made.add_argument("--share", type=float, default=1.0, metavar="X", help="do this share of the rounds")
    made.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return made.parse_args()


def main() -> int:
    options = arguments()
    if options.here:
        return alone(options.names[0], options.on, options.share)
    print(f"machine   {machine()}\ncommit    {commit()}", flush=True)
    began, failed, passed = time.monotonic(), [], 0
    for name in options.names or PROOFS:
        for kind in PROOFS[name]:
            if options.on not in {None, kind}:
                continue
            if apart(name, kind, options.share):
                passed += 1
            else:
                failed.append(f"{name} on {kind}")
    print(f"\n{time.monotonic() - began:.0f} s in all" + "".join(f"\nFAILED {each}" for each in failed))
    print(f"{passed} passed, {len(failed)} failed")
    return bool(failed)


def apart(name: str, kind: str, share: float) -> bool:
    """One proof in a process of its own; whether it held."""
    print(f"\n== {name} on {kind}", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", "prove", name, "--on", kind, "--share", str(share), "--here"]
    try:
        code = subprocess.run(command, cwd=ROOT, timeout=LONGER.get(name, LONGEST), check=False).returncode
    except subprocess.TimeoutExpired:
        print(f"    FAILED  took longer than {LONGER.get(name, LONGEST)} s")
        code = 1
    print(f"    {time.monotonic() - began:.0f} s", flush=True)
    return code == 0


def alone(name: str, kind: str, share: float) -> int:
    """The proof itself, in this process."""
    proof = Proof()
    with ground(kind) as here:
        here.set_up()
        module = import_module(f"prove.{name}")
        proof.says(f"{module.__doc__}".strip().split("\n")[0])
        module.prove(proof, here, share=share)
    return bool(proof.failures)


if __name__ == "__main__":
    sys.exit(main())
