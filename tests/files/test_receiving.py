"""A file is kept as it came, once, and what cannot be read later is not received."""

from __future__ import annotations

import pytest

from samordner.files.models import File
from samordner.files.operations import LIMIT, receive
from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_file_is_kept_byte_for_byte_with_who_gave_it() -> None:
    content = "Ærlig talt\r\n".encode("latin-1")
    kept = File.objects.get(pk=receive("Plan.TXT", content, by="u1", now=NOW).pk)
    assert (bytes(kept.content), kept.name, kept.size, kept.media_type, kept.added_at, kept.added_by) == (
        content,
        "Plan.TXT",
        12,
        "text/plain; charset=utf-8",
        NOW,
        "u1",
    )


def test_the_same_content_is_kept_once_and_journalled_once() -> None:
    first = receive("plan.txt", b"En plan", by="u1", now=NOW)
    again = receive("samme plan.txt", b"En plan", by="u2", now=NOW)
    assert (again.pk, File.objects.count()) == (first.pk, 1)
    assert list(Entry.objects.values_list("verb", "kind", "key")) == [("receive", "file", str(first.pk))]


def test_the_journal_holds_the_files_digest_and_not_its_name() -> None:
    kept = receive("Klage fra Kari.txt", b"En plan", by="u1", now=NOW)
    assert Entry.objects.get().detail == {"digest": kept.digest, "size": 7}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.xlsx", b"PK", "Only documents can be read here: DOCX, ODT, PDF, HTML or text."),
        ("plan", b"En plan", "Only documents can be read here: DOCX, ODT, PDF, HTML or text."),
        ("plan.txt", b"", "The file is empty."),
        ("plan.txt", b" \r\n\t", "The file is empty."),
        ("plan.docx", b"x" * (LIMIT + 1), "The file is larger than 20 MB."),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_and_leaves_nothing(
    name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        receive(name, content, by="u1", now=NOW)
    assert (str(refusal.value.sentence), refusal.value.field) == (sentence, "file")
    assert (File.objects.count(), Entry.objects.count()) == (0, 0)


def test_what_the_content_was_found_to_be_tells_more_than_the_name() -> None:
    assert receive("plan", b"<html>", by="u1", now=NOW, kind="html").media_type == "text/html"


def test_a_file_of_just_the_limit_is_received() -> None:
    assert receive("plan.txt", b"x" * LIMIT, by="u1", now=NOW).size == LIMIT


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Mine planer\\plan.txt", "plan.txt"),
        ("/etc/../plan.txt", "plan.txt"),
        ("p\x00lan\x1f.txt", "plan.txt"),
        ("a" * 300 + ".txt", "a" * 251 + ".txt"),
    ],
)
def test_only_the_files_own_name_is_kept(given: str, kept: str) -> None:
    assert receive(given, b"En plan", by="u1", now=NOW).name == kept
