"""A file is read in a process of its own: what it may not do there, and how it ends when it takes too much."""

import logging
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from samordner.documents.recognition.guarded import Limits, run
from samordner.documents.recognition.sources import Unreadable

HERE = Path(__file__).resolve().parents[2]


def asked(deed: str, content: bytes = b"", *, limits: Limits | None = None, **arguments: Any) -> Any:
    return run(f"tests.recognition.deeds:{deed}", content, arguments, limits=limits, paths=[HERE])


def refusal(deed: str, *, limits: Limits | None = None, **arguments: Any) -> str:
    with pytest.raises(Unreadable) as refused:
        asked(deed, limits=limits, **arguments)
    return str(refused.value)


def test_the_answer_is_what_the_task_gives_for_the_files_bytes() -> None:
    assert asked("count", b"\x00\xff\n" * 1000, more=["æ"]) == {"bytes": 3000, "more": ["æ"]}


def test_a_refusal_comes_through_with_what_it_says_of_the_file() -> None:
    with pytest.raises(Unreadable) as refused:
        asked("refusing")
    assert (refused.value.sentence, refused.value.values) == ("The file has %(count)s faults.", {"count": 3})


def test_the_process_has_no_secret_no_open_file_and_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    with (HERE / "README.md").open("rb") as file:
        os.set_inheritable(file.fileno(), True)
        found = asked("surroundings")
    assert set(found["environment"]) <= {"LC_CTYPE", "LD_LIBRARY_PATH"}
    assert (found["django"], found["files"]) == (False, [0, 1, 2])


@pytest.mark.parametrize("what", ["connect", "fetch", "look up"])
def test_no_reading_reaches_the_network(what: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        said = asked("attempt", what=what, port=server.getsockname()[1])
        with pytest.raises(BlockingIOError):
            server.accept()
    assert "is not for the reader of a file" in said


def test_no_reading_starts_a_program_or_writes_a_file(tmp_path: Path) -> None:
    path = tmp_path / "made.txt"
    assert "is not for the reader" in asked("attempt", what="start")
    assert "is not for the reader" in asked("attempt", what="write", path=str(path))
    assert not path.exists()


def test_what_takes_too_long_is_ended_and_refused_with_a_sentence() -> None:
    sentence = "The file takes more than 1 seconds to read. No plan does: is it the right file?"
    assert refusal("forever", idle=False, limits=Limits(seconds=1)) == sentence
    assert refusal("forever", idle=True, limits=Limits(clock=1)) == sentence


def test_what_takes_too_much_memory_is_refused_with_a_sentence() -> None:
    assert refusal("greedy") == (
        "The file takes more than 128 MB of memory to read. No plan does: is it the right file?"
    )


@pytest.mark.parametrize("deed", ["deep", "gone"])
def test_a_file_that_breaks_the_reader_is_refused_and_the_fault_is_logged(
    deed: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        said = refusal(deed)
    assert said.startswith("The file breaks the reader, and nothing was kept.")
    assert "a file broke the reader" in caplog.text
