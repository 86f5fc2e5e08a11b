"""A mail server for tests and proofs: real SMTP on loopback, with faults to order."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import socketserver
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, cast

__all__ = ["Apart", "MailServer", "serving"]


@dataclass
class MailServer:
    """What it has taken, by Message-ID in order; and how it answers.

    `refuse`: by address the answer to RCPT ("550 No such user"; "" breaks the line). `after_text`: what it does when the
    text has come: "250 OK" or another answer, "cut" (takes it, and breaks the line before answering) or "drop" (breaks
    it, and has nothing).
    """

    taken: list[bytes] = field(default_factory=list)
    refuse: Callable[[str], str] = lambda _address: "250 OK"
    after_text: Callable[[], str] = lambda: "250 OK"
    welcome: Callable[[], str] = lambda: "220 localhost"
    lines: int = 0
    port: int = 0

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(each, policy=SMTP) for each in self.taken]

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]


class _Talk(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        mailbox = cast("_Listening", self.server).mailbox
        mailbox.lines += 1
        if not self._say(welcome := mailbox.welcome()) or not welcome.startswith("2"):
            return
        for line in self.rfile:
            word = line.decode(errors="replace").strip()
            match word[:4].upper():
                case "EHLO" | "HELO":
                    self._say("250 localhost")
                case "RCPT":
                    if not self._say(mailbox.refuse(word.partition("<")[2].partition(">")[0])):
                        return
                case "DATA":
                    self._say("354 Go on")
                    if not self._take(mailbox):
                        return
                case "QUIT":
                    self._say("221 Bye")
                    return
                case _:
                    self._say("250 OK")

    def _take(self, mailbox: MailServer) -> bool:
        text = bytearray()
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:  # who sent it is dead: half a mail is none
                return False
            text += line[1:] if line.startswith(b".") else line
        answer = mailbox.after_text()
        if answer in {"cut", "250 OK"}:
            mailbox.taken.append(bytes(text))
        return answer not in {"cut", "drop"} and self._say(answer)

    def _say(self, text: str) -> bool:
        if not text:
            return False
        self.wfile.write(f"{text}\r\n".encode())
        return True


class _Listening(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64
    mailbox: MailServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed in the middle is no fault of the server's."""


@contextmanager
def serving(mailbox: MailServer) -> Iterator[MailServer]:
    """The server on a port of loopback (the one it had before, if any), until the end of the block."""
    with _Listening(("127.0.0.1", mailbox.port), _Talk) as listening:
        listening.mailbox = mailbox
        mailbox.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield mailbox
        finally:
            listening.shutdown()
            thread.join()


class _Listed(list[bytes]):
    """What was taken, by Message-ID in a file that others read: written before the sender is answered."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def append(self, taken: bytes, /) -> None:
        name = str(message_from_bytes(taken, policy=SMTP)["Message-ID"])
        with self.path.open("a") as out:
            out.write(f"{name}\n")


@dataclass
class Apart:
    """A mail server in a process of its own, so that it takes no turn from who measures. `answer` orders how it answers:

    it takes everything; is busy (451); takes all, but breaks the line at every fiftieth text, every other time with the
    mail; or thinks a while before each.
    """

    path: Path
    order: Any = field(default_factory=lambda: multiprocessing.Value("i", 0))
    port: int = 0
    pid: int = 0

    ORDERS = ("takes", "busy", "breaks", "slow")

    @classmethod
    @contextmanager
    def made(cls) -> Iterator[Apart]:
        """On a port of its own, on which nobody listens until it is started."""
        with tempfile.TemporaryDirectory() as folder:
            apart = cls(Path(folder) / "taken")
            with serving(MailServer()) as once:
                apart.port = once.port
            try:
                yield apart
            finally:
                apart.stop()

    def answer(self, how: str) -> None:
        self.order.value = self.ORDERS.index(how)

    def ids(self) -> list[str]:
        """What it has taken, in order."""
        return self.path.read_text().split() if self.path.exists() else []

    def start(self) -> None:
        self.pid = os.fork()
        if self.pid:
            return
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        turns = itertools.count(1)

        def after_text() -> str:
            if self.ORDERS[self.order.value] == "breaks" and (turn := next(turns)) % 50 == 0:
                return "cut" if turn % 100 else "drop"
            return "250 OK"

        def refuse(_address: str) -> str:
            match self.ORDERS[self.order.value]:
                case "busy":
                    return "451 Not just now"
                case "slow":
                    time.sleep(0.05)
            return "250 OK"

        with serving(MailServer(_Listed(self.path), refuse=refuse, after_text=after_text, port=self.port)):
            signal.pause()
        os._exit(0)

    def stop(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGTERM)
            os.waitpid(self.pid, 0)
            self.pid = 0
