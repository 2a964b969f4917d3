"""Reading the text of a note, and what is refused."""

from pathlib import Path

import pytest

from extractor import note
from extractor.errors import InputError


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain\n", "plain\n"),
        ("60 \u00b0C".encode(), "60 \u00b0C"),
        (b"60 \xb0C \x96 left", "60 \u00b0C \u2013 left"),
        (b"\xef\xbb\xbfT5", "T5"),
        ("T5 \u00b5".encode("utf-16"), "T5 \u00b5"),
        (b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n"),
        (b"page\x0cbreak", "page\x0cbreak"),
    ],
    ids=["ascii", "utf-8", "windows-1252", "byte order mark", "utf-16", "line ends", "form feed"],
)
def test_text_is_what_the_bytes_decode_to(tmp_path: Path, data: bytes, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert note.read_text(path) == text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"MZ\x00\x01text", "binary"),
        (bytes(range(1, 9)) * 20, "binary"),
        (b"caf\x81 \xe9", "encoding"),
        (b"\xff\xfeabc", "encoding"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"a\.txt: it is") as caught:
        note.read_text(path)
    assert caught.value.kind == kind


def test_a_file_at_the_limit_is_read_and_one_above_is_not(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"a" * note.MAX_BYTES)
    assert len(note.read_text(path)) == note.MAX_BYTES
    path.write_bytes(b"a" * (note.MAX_BYTES + 1))
    with pytest.raises(InputError, match="larger than 10 MB") as caught:
        note.read_text(path)
    assert caught.value.kind == "too-large"


def test_a_missing_file_a_folder_and_a_looping_link_are_named(tmp_path: Path) -> None:
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    for path, kind in ((tmp_path / "none.txt", "missing"), (tmp_path, "not-a-file"), (loop, "link-loop")):
        with pytest.raises(InputError, match=path.name) as caught:
            note.read_text(path)
        assert caught.value.kind == kind


def test_a_refusal_of_the_system_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("T5")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match=r"secret\.txt: permission") as caught:
        note.read_text(path)
    assert caught.value.kind == "no-permission"


def test_no_message_quotes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Mrs Example\x00\x81")
    with pytest.raises(InputError) as caught:
        note.read_text(path)
    assert "Example" not in str(caught.value)
