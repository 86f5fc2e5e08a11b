"""A PostgreSQL server that can be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg

from bench.ground import Ground


class Killable:
    """The ground's own server, taken over from pgserver: the same data, started by us."""

    def __init__(self, ground: Ground) -> None:
        from pgserver import _commands as commands

        info = ground.server.get_postmaster_info()
        self.url, self.data, self.sockets = ground.url, Path(info.pgdata), info.socket_dir
        self.user: str | None = ground.server.system_user
        self.postgres = commands.POSTGRES_BIN_PATH / "postgres"
        self.options: list[str] = []
        self.log = ground.folder / "postgres.log"
        pg_ctl: Callable[..., str] = vars(commands)["pg_ctl"]
        pg_ctl(["-w", "-m", "fast", "stop"], pgdata=self.data, user=self.user)
        self.process = self.started()

    def started(self) -> subprocess.Popen[bytes]:
        with open(self.log, "ab") as log:
            process = subprocess.Popen(
                [self.postgres, "-D", self.data, "-h", "", "-k", self.sockets, *self.options],
                stdout=log, stderr=log, user=self.user, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.url).close()
                return process
            except psycopg.OperationalError:
                if time.monotonic() > end or process.poll() is not None:
                    raise
                time.sleep(0.02)

    def kill(self) -> None:
        """Kill -9: the server and every process of it, at once."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        os.kill(self.process.pid, signal.SIGKILL)
        for one in family:
            try:
                one.kill()
            except psutil.NoSuchProcess:
                continue
        self.process.wait()
        psutil.wait_procs(family, timeout=5)

    def start(self) -> None:
        self.process = self.started()

    def restart(self) -> None:
        self.stop()
        self.start()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()
