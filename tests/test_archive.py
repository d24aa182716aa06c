"""Files that packages come in: unpacked safely, or refused with the reason."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.translation import archive
from bot.translation.packages import disk_bytes, find_packages, install_file
from tests.packages import left_in, make_package, make_tiny_package

SAID = ("The", "new", "bri@@", "dge", "is", "open", ".")
STANZA = {"stanza/id/tokenize/gsd.pt": b"x" * 1000, "minisbd/id.onnx": b"x" * 1000, "spacy/model": b"x"}


@pytest.mark.parametrize(
    "entry", ["../out.txt", "/out.txt", "translate-id_en/../../out.txt", "a\\..\\out.txt"]
)
def test_an_entry_that_climbs_out_is_refused(tmp_path: Path, entry: str) -> None:
    path = make_package(tmp_path / "in", "id", "en", entries={entry: b"x"})
    with pytest.raises(ConfigError, match="leads out"):
        install_file(path, tmp_path / "data")
    assert not list(tmp_path.rglob("out.txt"))


def test_a_link_in_a_package_is_refused(tmp_path: Path) -> None:
    path = make_package(tmp_path, "id", "en")
    link = zipfile.ZipInfo("translate-id_en/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc")
    with pytest.raises(ConfigError, match="leads out"):
        install_file(path, tmp_path / "data")


def test_a_package_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "UNPACKED_LIMIT_BYTES", 10)
    with pytest.raises(ConfigError, match="more than 10 bytes"):
        install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")


@pytest.mark.parametrize("part", ["model/model.bin", "sentencepiece.model", "metadata.json"])
def test_a_package_without_one_of_its_parts_is_refused(tmp_path: Path, part: str) -> None:
    with pytest.raises(ConfigError, match="package"):
        install_file(make_package(tmp_path, "id", "en", without=part), tmp_path / "data")
    assert find_packages(tmp_path / "none", tmp_path / "data") == ()
    assert left_in(tmp_path / "data") == []


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.argosmodel").write_bytes(content)
    with pytest.raises(ConfigError, match=r"x\.argosmodel"):
        install_file(tmp_path / "x.argosmodel", tmp_path / "data")


@pytest.mark.parametrize(
    ("compression", "at"),
    [(zipfile.ZIP_DEFLATED, 0), (zipfile.ZIP_BZIP2, 0), (zipfile.ZIP_LZMA, 0), (zipfile.ZIP_LZMA, 9)],
    ids=["deflate", "bzip2", "lzma's header", "lzma"],
)
def test_a_file_whose_compressed_content_is_damaged_is_refused(
    tmp_path: Path, compression: int, at: int
) -> None:
    contents = {"model/model.bin": bytes(range(200)), "sentencepiece.model": b"0"}
    path = make_package(tmp_path, "id", "en", contents=contents, compression=compression)
    content = bytearray(path.read_bytes())
    body = 30 + len("translate-id_en/model/model.bin") + at
    content[body : body + 20] = b"\xff" * 20
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"translate-id_en\.argosmodel"):
        install_file(path, tmp_path / "data")
    assert left_in(tmp_path / "data") == []


@pytest.mark.parametrize(
    "damage",
    [{8: b"\x01"}, {9: b"\x08", 46: b"\xff"}, {10: b"\x63"}, {44: b"\xff"}, {46: b"\0"}],
    ids=["encrypted", "a name in no UTF-8", "an unknown compression", "an entry behind the end", "no name"],
)
def test_a_file_with_a_damaged_directory_is_refused(tmp_path: Path, damage: dict[int, bytes]) -> None:
    path = make_package(tmp_path, "id", "en")
    with zipfile.ZipFile(path) as archive:
        start = archive.start_dir
    content = bytearray(path.read_bytes())
    for at, byte in damage.items():
        content[start + at : start + at + 1] = byte
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"translate-id_en\.argosmodel is no (Argos|translation) package"):
        install_file(path, tmp_path / "data")
    assert left_in(tmp_path / "data") == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_or_installed_but_nothing_else(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = make_package(Path(name), "id", "en", compression=data.draw(st.sampled_from((0, 8, 12, 14))))
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 3))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))])
        try:
            assert install_file(path, Path(name) / "data").path.is_dir()
        except ConfigError:
            assert find_packages(Path(name) / "none", Path(name) / "data") == ()
        assert left_in(Path(name) / "data") == []


def test_a_folder_that_splits_sentences_takes_no_room(tmp_path: Path) -> None:
    plain = install_file(make_tiny_package(tmp_path, "id", "en", SAID), tmp_path / "plain")
    path = make_tiny_package(tmp_path, "id", "en", SAID, beside={**STANZA, "LICENSE": b"CC0"})
    package = install_file(path, tmp_path / "data")
    assert sorted(p.name for p in package.path.iterdir()) == [
        "LICENSE",
        "bpe.model",
        "metadata.json",
        "model",
    ]
    assert disk_bytes(package) == disk_bytes(plain) + len(b"CC0")


def test_a_package_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "ENTRY_LIMIT", 4)
    path = make_package(tmp_path, "id", "en", entries={f"translate-id_en/{n}": b"" for n in range(2)})
    with pytest.raises(ConfigError, match="more than 4 files"):
        install_file(path, tmp_path / "data")


def test_files_beside_the_one_folder_stay_in_the_archive(tmp_path: Path) -> None:
    entries = {"__MACOSX/translate-id_en/._metadata.json": b"x", "notes.txt": b"x"}
    install_file(make_package(tmp_path, "id", "en", entries=entries), tmp_path / "data")
    assert sorted(path.name for path in (tmp_path / "data").rglob("*")) == sorted(
        ["installed", "translate-id_en", "metadata.json", "model", "model.bin", "sentencepiece.model"]
    )
