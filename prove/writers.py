"""Writers in processes of their own, doing real deeds and acknowledging each one once its transaction has returned."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from django.db import connection, connections, transaction

from prove.standing import BY, Standing, cells, new_row, statement
from samordner.pages import clock
from samordner.participation.operations import register as register_observation
from samordner.plans.operations import add_row, change_row
from samordner.plans.registers import registers

Acknowledge = Callable[[str], None]
Deed = Callable[[], str]


def deeds(standing: Standing, name: str) -> Deed:
    """What a writer does, again and again: an observation, a row, the row changed. Answers the acknowledgement."""
    kinds = registers()
    place, rows = sum(map(ord, name)) % len(standing.participations), []  # type: ignore[var-annotated]
    turn = -1

    def deed() -> str:
        nonlocal turn
        turn += 1
        reference = f"{name}-{turn}"
        match turn % 4:
            case 0 | 2:
                participation = standing.participations[(place + turn) % len(standing.participations)]
                said = statement(standing.definition, turn, reference)
                register_observation(participation, said, by=BY, now=clock.now())
                return f"observation {reference}"
            case 1:
                register = kinds[(place + turn) % len(kinds)]
                rows[:] = [
                    (
                        register,
                        add_row(
                            register, standing.plan, new_row(register, reference), by=BY, now=clock.now()
                        ),
                    )
                ]
                return f"row {register.key} {rows[0][1].pk} 1"
            case _:
                register, row = rows[0]
                change_row(
                    register,
                    row,
                    version=row.version,
                    cells=cells(register, reference),
                    by=BY,
                    now=clock.now(),
                )
                return f"row {register.key} {row.pk} {row.version}"

    return deed


def too_early(deed: Deed, acknowledge: Acknowledge) -> None:
    """The negative control: says that it is done before it is."""
    with transaction.atomic():
        acknowledge(deed())
        time.sleep(0.01)


def in_time(deed: Deed, acknowledge: Acknowledge) -> None:
    acknowledge(deed())


@dataclass
class Writers:
    """Some writers at once, in one process group."""

    group: int
    members: list[int]
    pipes: dict[int, bytes] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)

    @classmethod
    def begin(
        cls, standing: Standing, name: str, *, count: int = 4, early: bool = False, pragma: str = ""
    ) -> Writers:
        """Start `count` writers. `pragma` is given to each one's SQLite connection."""
        connections.close_all()
        sys.stdout.flush()
        group, members, pipes = 0, [], {}
        for number in range(count):
            reading, writing = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.setpgid(0, group)
                os.close(reading)
                _write(standing, f"{name}.{number}", writing, early=early, pragma=pragma)
            group = group or pid
            os.setpgid(pid, group)
            os.close(writing)
            members.append(pid)
            pipes[reading] = b""
        return cls(group, members, pipes)

    def listen(self, seconds: float, *, at_least: int = 0) -> None:
        """Take acknowledgements for so long, and until so many have come (but 30 s at most)."""
        began = time.monotonic()
        while self.pipes and (spent := time.monotonic() - began) < 30:
            if spent >= seconds and len(self.acknowledged) >= at_least:
                return
            self._take(0.005)

    def freeze(self) -> None:
        """Hold every writer where it is: a power cut stops the processor at the same moment as the disk."""
        os.killpg(self.group, signal.SIGSTOP)
        for pid in self.members:
            os.waitpid(pid, os.WUNTRACED)

    def kill(self) -> list[str]:
        """Kill -9 to the whole group; every acknowledgement that was given before it."""
        with suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)
        for pid in self.members:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        while self.pipes:
            self._take(1)
        return self.acknowledged

    def _take(self, timeout: float) -> None:
        for pipe in select.select(list(self.pipes), [], [], timeout)[0]:
            found = os.read(pipe, 65536)
            *whole, rest = (self.pipes[pipe] + found).split(b"\n")
            self.acknowledged += [line.decode() for line in whole]
            self.pipes[pipe] = rest
            if not found:
                os.close(pipe)
                del self.pipes[pipe]


def _write(standing: Standing, name: str, pipe: int, *, early: bool, pragma: str) -> NoReturn:
    """A writer's life: ends when it is killed, or the database is."""
    try:
        if pragma:
            connection.settings_dict["OPTIONS"] = dict(connection.settings_dict["OPTIONS"])
            connection.settings_dict["OPTIONS"]["init_command"] += pragma
        deed, do = deeds(standing, name), too_early if early else in_time
        while True:
            do(deed, lambda text: void(os.write(pipe, f"{text}\n".encode())))
    except BaseException as problem:  # the killed database answers in many ways
        if os.environ.get("PROVE_VERBOSE"):
            print(f"      writer {name}: {type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
    finally:
        os._exit(1)


def void(_value: object) -> None:
    return None
