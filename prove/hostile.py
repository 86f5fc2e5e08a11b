"""Hostile files: each is refused in 2 s and with 150 MB more memory at most, and nothing is written.

The seconds are the processor's, those of who asks and of the reader: others may keep the machine busy.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.apps import apps

from bench.ground import ROOT, Ground
from prove.proof import Proof
from prove.standing import BY, OFFICE, PROGRAMME
from samordner.journal.deeds import Refusal
from samordner.pages import clock
from samordner.places.models import Office
from samordner.plandocument.operations import begin_reading
from samordner.programmes.models import Programme
from samordner.project.jobs import prepare
from tests.plandocument.hostile import HOSTILE

SECONDS, MEGABYTES = 2.0, 150
BOMB = "a bomb just within the limit"
UNGUARDED = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from samordner.documents.recognition.opening import open_source
from tests.plandocument.hostile import HOSTILE
open_source(HOSTILE[{BOMB!r}][0]())
"""


def prove(proof: Proof, _ground: Ground, *, share: float = 1.0) -> None:
    prepare()
    office, programme = Office.objects.get(key=OFFICE), Programme.objects.get(key=PROGRAMME)
    names = list(HOSTILE)[: max(5, round(len(HOSTILE) * share))]
    before, slowest, largest, kept = _rows(), (0.0, ""), (0, ""), []
    for name in names:
        content = HOSTILE[name][0]()

        def deed(content: bytes = content) -> None:
            begin_reading("plan.docx", content, office=office, programme=programme, by=BY, now=clock.now())

        refused, seconds, megabytes = _measured(deed)
        slowest, largest = max(slowest, (seconds, name)), max(largest, (megabytes, name))
        kept += [] if refused else [name]
    proof.holds(f"{len(names)} files are refused with a sentence{_but(kept)}", not kept)
    proof.holds(f"in {slowest[0]:.1f} s at most ({slowest[1]})", slowest[0] <= SECONDS)
    proof.holds(f"with {largest[0]} MB more at most ({largest[1]})", largest[0] <= MEGABYTES)
    proof.holds("and not one row of any table is written", _rows() == before)

    _refused, _seconds, megabytes = _measured(_unguarded)
    proof.control(f"{BOMB} without limits takes {megabytes} MB", max(0, megabytes - MEGABYTES))


def _but(kept: list[str]) -> str:
    return f", but not: {', '.join(kept)}" if kept else ""


def _unguarded() -> None:
    subprocess.run([sys.executable, "-c", UNGUARDED], stderr=subprocess.DEVNULL, check=False)


def _rows() -> Counter[str]:
    return Counter({model._meta.label: model._default_manager.count() for model in apps.get_models()})


def _measured(deed: Callable[[], None]) -> tuple[bool, float, int]:
    """Whether it was refused, the seconds, and the megabytes that this process and its children took more."""
    done, most, start = threading.Event(), [0], _resident(Path("/proc/self"))

    def watch() -> None:
        while not done.wait(0.002):
            most[0] = max(
                most[0], _resident(Path("/proc/self")) - start + sum(map(_resident, _children(own)))
            )

    own = _text(Path("/proc/self/cmdline"))
    watching = threading.Thread(target=watch)
    watching.start()
    began = _seconds()
    try:
        deed()
        refused = False
    except Refusal:
        refused = True
    seconds = _seconds() - began
    done.set()
    watching.join()
    return refused, seconds, most[0] // 1024


def _seconds() -> float:
    """What this thread, and the processes that were waited for, have taken of the processor."""
    return time.thread_time() + sum(os.times()[2:4])


def _children(own: str) -> list[Path]:
    """The processes that this one has begun; one that is not yet another program still has this one's memory."""
    listed = Path("/proc/self/task").glob("*/children")
    begun = [Path("/proc") / pid for path in listed for pid in _text(path).split()]
    return [process for process in begun if _text(process / "cmdline") != own]


def _resident(process: Path) -> int:
    """Kilobytes of memory that a process holds that are its own."""
    lines = (line.split() for line in _text(process / "status").splitlines())
    return next((int(line[1]) for line in lines if line and line[0] == "RssAnon:"), 0)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:  # gone meanwhile
        return ""
