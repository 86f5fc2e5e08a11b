"""A power cut: what is acknowledged has reached the disk.

Killing a process cannot show this, since what it wrote survives in the memory of the kernel. Where the machine lets us,
the file system of a disk image is shut down under the writers, as if the cable were pulled, and mounted again. Where it
does not, this is said, and what the product asks of the database is checked instead.
"""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from bench.ground import SQLITE, Ground
from prove.counting import Count
from prove.postgres import Killable
from prove.proof import Proof
from prove.standing import Standing, stand
from prove.writers import Writers

CUTS = {"sqlite": 50, "postgresql": 20}
CONTROLS = 5
SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
WITHOUT_FLUSHING = 2
SIZE = 512 * 2**20


class NotHere(Exception):
    """This machine does not let us cut the power of a disk."""


def prove(proof: Proof, ground: Ground, *, share: float = 1.0) -> None:
    asked(proof)
    with ExitStack() as stack:
        try:
            image = stack.enter_context(disk(ground.folder))
        except NotHere as reason:
            proof.says(f"not provable here: {reason}; checked instead: what is asked of the database")
            return
        cuts, controls = (max(2, round(each * share)) for each in (CUTS[ground.kind], CONTROLS))
        if ground.kind == SQLITE:
            _sqlite(proof, image, cuts, controls)
        else:
            _postgresql(proof, ground, image, cuts, controls)


def asked(proof: Proof) -> None:
    """What a real connection of the product runs with."""

    def answer(statement: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return str(cursor.fetchone()[0])

    if connection.vendor == "sqlite":
        found = {name: answer(f"PRAGMA {name}") for name in ("journal_mode", "synchronous")}
        proof.holds(f"a connection has {found}", found == {"journal_mode": "wal", "synchronous": "2"})
    else:
        found = {name: answer(f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")}
        proof.holds(f"a connection has {found}", set(found.values()) == {"on"})


# A disk whose cable can be pulled


class Disk:
    def __init__(self, image: Path, mounted: Path) -> None:
        self.image, self.mounted = image, mounted

    def mount(self) -> None:
        _tool("mount", "-o", "loop", str(self.image), str(self.mounted))

    def unmount(self) -> None:
        for _ in range(50):
            done = subprocess.run(["umount", str(self.mounted)], capture_output=True, check=False)
            if done.returncode == 0 or not os.path.ismount(self.mounted):
                return
            time.sleep(0.1)
        raise RuntimeError(f"the disk stays mounted: {done.stderr.decode()}")

    def cut(self) -> None:
        """Pull the cable: from now on nothing reaches the disk, and what has not reached it is gone."""
        folder = os.open(self.mounted, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING))
        finally:
            os.close(folder)


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """An ext4 file system in a file. Raises NotHere."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("mkfs.ext4", "mount", "umount"))):
        raise NotHere("mounting a disk image needs root and mkfs.ext4")
    image, mounted = folder / "disk", folder / "mounted"
    mounted.mkdir()
    with open(image, "wb") as file:
        file.truncate(SIZE)
    made = Disk(image, mounted)
    _tool("mkfs.ext4", "-q", str(image))
    made.mount()
    try:
        _try_it(made)
        yield made
    finally:
        connections.close_all()
        made.unmount()


def _try_it(made: Disk) -> None:
    """Whether a cut loses what was not flushed, and keeps what was."""
    (made.mounted / "loose").write_text("not flushed")
    kept = os.open(made.mounted / "kept", os.O_CREAT | os.O_WRONLY)
    os.write(kept, b"flushed")
    os.fsync(kept)
    os.close(kept)
    (made.mounted / "kept-not").write_text("not flushed")
    try:
        made.cut()
    except OSError as problem:
        raise NotHere(f"the file system cannot be shut down ({problem.strerror})") from problem
    made.unmount()
    made.mount()
    if not (made.mounted / "kept").exists() or (made.mounted / "kept-not").exists():
        raise NotHere("a shutdown of the file system does not behave as a power cut")


def _tool(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHere(f"{command[0]} answered {done.stderr.strip()!r}")


# SQLite on it


def _sqlite(proof: Proof, image: Disk, cuts: int, controls: int) -> None:
    place = image.mounted / "samordner.sqlite3"
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(place)
    standing = stand()
    connections.close_all()
    os.sync()
    count = _cut_sqlite(standing, image, cuts)
    proof.holds(f"synchronous=FULL: {_cuts(count)}", count.clean and count.acknowledged > cuts)
    for level in ("NORMAL", "OFF"):
        count = _cut_sqlite(standing, image, controls, f"PRAGMA synchronous={level};")
        proof.control(f"synchronous={level}, lost of {count.acknowledged}", len(count.lost))
        if count.unsound or count.broken:
            proof.says(f"and the database is damaged after synchronous={level}: {_cuts(count)}")
            break


def _cut_sqlite(standing: Standing, image: Disk, cuts: int, pragma: str = "") -> Count:
    count, chance = Count(), random.Random(f"cut{pragma}")
    for cut in range(1, cuts + 1):
        writers = Writers.begin(standing, f"cut{pragma[-4:-1]}{cut}", pragma=pragma)
        writers.listen(chance.uniform(0.1, 0.5), at_least=4)
        writers.freeze()
        image.cut()
        acknowledged = writers.kill()
        image.unmount()
        image.mount()
        count.round(acknowledged, whole=cut % 10 == 0 or cut == cuts)
        connections.close_all()
    return count


# PostgreSQL on it


def _postgresql(proof: Proof, ground: Ground, image: Disk, cuts: int, controls: int) -> None:
    standing = stand()
    connections.close_all()
    server = Killable(ground)
    try:
        server.stop()
        _move(server, image)
        server.start()
        os.sync()
        count = _cut_postgresql(standing, server, image, cuts)
        proof.holds(f"synchronous_commit=on: {_cuts(count)}", count.clean and count.acknowledged > cuts)
        server.options = ["-c", "synchronous_commit=off"]
        server.restart()
        count = _cut_postgresql(standing, server, image, controls)
        proof.control(f"synchronous_commit=off, lost of {count.acknowledged}", len(count.lost))
    finally:
        connections.close_all()
        server.stop()


def _move(server: Killable, image: Disk) -> None:
    """The server's data onto the disk, with the same owner."""
    place = image.mounted / "data"
    _tool("cp", "-a", str(server.data), str(place))
    if server.user:
        shutil.chown(image.mounted, server.user)
    server.data = place


def _cut_postgresql(standing: Standing, server: Killable, image: Disk, cuts: int) -> Count:
    count, chance = Count(), random.Random("cut")
    for cut in range(1, cuts + 1):
        writers = Writers.begin(standing, f"cut{cut}{server.options}".replace(" ", ""))
        writers.listen(chance.uniform(0.1, 0.5), at_least=4)
        writers.freeze()
        image.cut()
        server.kill()
        acknowledged = writers.kill()
        image.unmount()
        image.mount()
        server.start()
        count.round(acknowledged, whole=cut % 10 == 0 or cut == cuts)
        connections.close_all()
    return count


def _cuts(count: Count) -> str:
    return str(count).replace("kills", "cuts")
