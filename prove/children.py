"""A deed in a process of its own, which is killed while it is at it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from django.db import connection, connections


def killed_during(deed: Callable[[], object], after: float) -> bool:
    """Begin the deed and kill it `after` so many seconds. Whether it had said that it was done."""
    connections.close_all()
    sys.stdout.flush()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _do(deed, writing)
    os.close(writing)
    said = os.read(reading, 1)
    time.sleep(after)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while more := os.read(reading, 100):
        said += more
    os.close(reading)
    return said == b"bd"


def _do(deed: Callable[[], object], pipe: int) -> None:
    try:
        connection.ensure_connection()
        os.write(pipe, b"b")
        deed()
        os.write(pipe, b"d")
    except Exception as problem:
        print(f"      {type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
    finally:
        os._exit(0)
