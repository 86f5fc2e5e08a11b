"""What a guarded process is asked to do in tests: each tries something that reading a file never needs."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from samordner.documents.recognition.sources import Unreadable


def count(content: bytes, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"bytes": len(content), **arguments}


def surroundings(_content: bytes, _arguments: dict[str, Any]) -> dict[str, Any]:
    open_files = []
    for number in range(64):
        try:
            os.fstat(number)
        except OSError:
            continue
        open_files.append(number)
    return {
        "environment": sorted(os.environ),
        "django": "django" in sys.modules,
        "files": open_files,
    }


def attempt(_content: bytes, arguments: dict[str, Any]) -> str:
    """How an attempt ends: the refusal, or "done"."""
    try:
        match arguments["what"]:
            case "connect":
                socket.create_connection(("127.0.0.1", arguments["port"]), timeout=2)
            case "fetch":
                urllib.request.urlopen(f"http://127.0.0.1:{arguments['port']}/", timeout=2)
            case "look up":
                socket.getaddrinfo("example.org", 80)
            case "start":
                subprocess.run([sys.executable, "-c", ""], check=False)
            case "write":
                Path(arguments["path"]).write_text("x", encoding="utf-8")
    except OSError as problem:
        return str(problem)
    return "done"


def forever(_content: bytes, arguments: dict[str, Any]) -> None:
    while True:
        if arguments["idle"]:
            time.sleep(0.05)


def greedy(_content: bytes, _arguments: dict[str, Any]) -> int:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def deep(_content: bytes, _arguments: dict[str, Any]) -> Any:
    return deep(_content, _arguments)


def gone(_content: bytes, _arguments: dict[str, Any]) -> None:
    os._exit(3)


def refusing(_content: bytes, _arguments: dict[str, Any]) -> None:
    raise Unreadable("The file has %(count)s faults.", count=3)
