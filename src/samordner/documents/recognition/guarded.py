"""A file from outside is opened and read in a process of its own, with limits.

    result = run("samordner.plandocument.reading.child:task", content, {"programme": "a-key"})

The process starts fresh, knows nothing of the server (no settings, no secrets, no database, no open files), reaches
no network, starts no program and writes no file. It is given so much time and memory; what takes more is refused
with a sentence. Where the platform has no such limits (Windows), the clock alone ends it.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import ceil
from pathlib import Path
from typing import Any, NoReturn

from samordner.documents.recognition.sources import Unreadable, gettext_noop

MEGABYTE = 1024 * 1024
ROOT = Path(__file__).resolve().parents[3]
START = "import sys; sys.path[:0] = sys.argv[1:]; from samordner.documents.recognition.guarded import main; main()"
NEEDED = (
    "SYSTEMROOT",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
)  # what an interpreter may need to start at all

TOO_SLOW = gettext_noop(
    "The file takes more than %(seconds)s seconds to read. No plan does: is it the right file?"
)
TOO_GREEDY = gettext_noop(
    "The file takes more than %(megabytes)s MB of memory to read. No plan does: is it the right file?"
)
BROKE = gettext_noop(
    "The file breaks the reader, and nothing was kept. Save it anew, as DOCX or as text, and try again."
)
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.spawn",
    "urllib.",
)
OPENING, IN_ALL = -27, -24  # SIGPROF, which the timer sends, and SIGXCPU: how a process without time ends
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """Seconds of the processor's time, seconds on the clock (a busy machine is slow), and memory in MB.

    `seconds` is a little less than the two that a refusal may take in all. `whole`: the seconds in all, once the
    file is opened and found to be what it says (see `opened`).
    """

    seconds: float = 1.75
    whole: int = 2
    clock: int = 20
    megabytes: int = 128


def run(
    task: str,
    content: bytes,
    arguments: Mapping[str, Any],
    *,
    limits: Limits | None = None,
    paths: Sequence[Path] = (),
) -> Any:
    """What `module:function` gives for `(content, arguments)`, both of which are plain data, as is the answer.

    Raises `Unreadable` with a sentence, also for what the task does not survive, which is logged. `paths` are
    further folders to import from.
    """
    limits = limits or Limits()
    head = {
        "task": task,
        "arguments": dict(arguments),
        "bytes": len(content),
        "limits": [limits.seconds, limits.whole, limits.megabytes],
    }
    child = subprocess.Popen(  # noqa: S603 our own interpreter, our own program
        [sys.executable, "-I", "-X", "utf8", "-c", START, str(ROOT), *map(str, paths)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in NEEDED if name in os.environ},
        close_fds=True,
    )
    try:
        answer, _ = child.communicate(json.dumps(head).encode() + b"\n" + content, timeout=limits.clock)
    except subprocess.TimeoutExpired as problem:
        raise Unreadable(TOO_SLOW, seconds=limits.clock) from problem
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    return _understood(answer, child.returncode, limits)


def _understood(answer: bytes, code: int, limits: Limits) -> Any:
    try:
        kind, said = json.loads(answer)
    except ValueError:
        if code in {OPENING, IN_ALL}:
            raise Unreadable(
                TOO_SLOW, seconds=ceil(limits.seconds) if code == OPENING else limits.whole
            ) from None
        log.error("a file broke the reader: it ended with %s", code)
        raise Unreadable(BROKE) from None
    match kind:
        case "done":
            return said
        case "unreadable":
            raise Unreadable(said[0], **said[1])
        case "memory":
            raise Unreadable(TOO_GREEDY, megabytes=limits.megabytes)
    log.error("a file broke the reader:\n%s", said)
    raise Unreadable(BROKE)


# In the process itself


def main() -> NoReturn:
    """Take the task from standard input, carry it out within its limits, and answer on standard output."""
    head = json.loads(sys.stdin.buffer.readline())
    _limit(*head["limits"])
    answer = _answer(head["task"], sys.stdin.buffer, head["bytes"], head["arguments"])
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing is left to tidy, and what is held need not be given back piece by piece


def _answer(task: str, file: Any, size: int, arguments: dict[str, Any]) -> bytes:
    try:
        module, _, name = task.partition(":")
        function = getattr(import_module(module), name)
        sys.addaudithook(_forbid)
        return json.dumps(["done", function(file.read(size), arguments)]).encode()
    except Unreadable as problem:
        said: list[Any] = ["unreadable", [problem.sentence, problem.values]]
    except MemoryError:
        said = ["memory", ""]
    except Exception:
        said = ["broke", traceback.format_exc(limit=12)[-4000:]]
    return json.dumps(said).encode()


def opened() -> None:
    """A reader says that the file is opened, and what it says it is: now it may take the whole of its time."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit(seconds: float, whole: int, megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on this platform
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)  # in parts of a second, which RLIMIT_CPU does not know
    for kind, most in (
        (resource.RLIMIT_CPU, whole),
        (resource.RLIMIT_DATA, megabytes * MEGABYTE),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        if hard == resource.RLIM_INFINITY or most <= hard:
            resource.setrlimit(kind, (most, most if kind != resource.RLIMIT_CPU else hard))


def _forbid(event: str, values: tuple[Any, ...]) -> None:
    """Refuses what no reading needs, whichever library asks for it. The hook cannot be taken away again."""
    if event.startswith(FORBIDDEN) or (event == "open" and isinstance(values[2], int) and values[2] & WRITES):
        raise PermissionError(f"{event} is not for the reader of a file")
