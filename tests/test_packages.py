"""Argos packages: found, chained, unpacked safely, installed and removed; broken ones left out."""

from __future__ import annotations

import errno
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ConfigError, NoPackage
from bot.translation import packages
from bot.translation.engine import Engine
from bot.translation.packages import (
    Package,
    all_packages,
    best_packages,
    bpe_tokenizer,
    chain,
    disk_bytes,
    find_packages,
    install_file,
    ranked,
    remove,
    sweep,
    targets,
    version_key,
)
from tests.packages import make_bpe_package, make_package, make_tiny_package, shipped_file

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Way:
    source: str
    target: str


def left_in(data: Path) -> list[str]:
    return sorted(path.name for path in data.rglob("*") if path.name.startswith("."))


def test_the_packages_that_ship_are_found(tmp_path: Path) -> None:
    packages = find_packages(shipped_file().parent, tmp_path)
    assert {(package.source, package.target) for package in packages} == {("id", "en"), ("en", "id")}
    assert all(package.origin == "shipped" for package in packages)
    assert all((package.path / "model" / "model.bin").is_file() for package in packages)


def test_no_folders_mean_no_packages(tmp_path: Path) -> None:
    assert find_packages(tmp_path / "nothing", tmp_path / "here") == ()


def test_a_shipped_file_is_unpacked_once(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en")
    (first,) = find_packages(tmp_path / "models", tmp_path / "data")
    before = first.path.stat().st_ino
    (second,) = find_packages(tmp_path / "models", tmp_path / "data")
    assert second == first
    assert second.path.stat().st_ino == before


def test_a_new_file_under_an_old_name_is_unpacked_anew(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en", version="1.0")
    find_packages(tmp_path / "models", tmp_path / "data")
    make_package(tmp_path / "models", "id", "en", version="1.1")
    assert [p.version for p in find_packages(tmp_path / "models", tmp_path / "data")] == ["1.1"]


def test_what_is_unpacked_is_found_when_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_package(tmp_path / "models", "id", "en")
    first = find_packages(tmp_path / "models", tmp_path / "data")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr(tempfile, "TemporaryDirectory", refuse)
    assert find_packages(tmp_path / "models", tmp_path / "data") == first


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en")
    (tmp_path / "data").write_text("a file is in the way")
    with pytest.raises(ConfigError, match="data"):
        find_packages(tmp_path / "models", tmp_path / "data")


def test_many_at_once_unpack_the_same_package(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en", model=True)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: find_packages(tmp_path / "models", tmp_path / "data"), range(8)))
    assert len(set(found)) == 1
    assert left_in(tmp_path / "data") == []


def test_a_folder_that_ships_unpacked_is_used_where_it_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(make_package(tmp_path, "id", "en")) as archive:
        archive.extractall(tmp_path / "models")
    (package,) = find_packages(tmp_path / "models", tmp_path / "data")
    assert package.path == tmp_path / "models" / "translate-id_en"


def test_the_higher_version_is_preferred(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en", version="1.9", name="a")
    make_package(tmp_path / "models", "id", "en", version="1.10", name="b")
    assert [p.version for p in find_packages(tmp_path / "models", tmp_path / "data")] == ["1.10"]


def test_an_installed_package_goes_before_a_newer_one_that_ships(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en", version="2.0")
    install_file(make_package(tmp_path, "id", "en", version="1.0"), tmp_path / "data")
    (package,) = find_packages(tmp_path / "models", tmp_path / "data")
    assert (package.origin, package.version) == ("installed", "1.0")
    assert [p.version for p in all_packages(tmp_path / "models", tmp_path / "data")] == ["1.0", "2.0"]


def test_a_target_prefix_is_read(tmp_path: Path) -> None:
    package = install_file(make_package(tmp_path, "id", "en", target_prefix=">>eng<<"), tmp_path / "data")
    assert package.target_prefix == ">>eng<<"


@pytest.mark.parametrize(("said", "read"), [(True, True), ("yes", False), (None, False)])
def test_a_package_says_whether_it_can_be_told_words(tmp_path: Path, said: object, read: bool) -> None:
    package = install_file(make_package(tmp_path, "id", "en", can_be_told=said), tmp_path / "data")
    assert package.can_be_told is read


def test_installing_again_replaces(tmp_path: Path) -> None:
    install_file(make_package(tmp_path, "id", "en", version="1.0"), tmp_path / "data")
    install_file(make_package(tmp_path, "id", "en", version="1.1"), tmp_path / "data")
    assert [p.version for p in find_packages(tmp_path / "none", tmp_path / "data")] == ["1.1"]
    assert left_in(tmp_path / "data") == []


def test_a_removed_package_is_gone_and_cannot_be_removed_again(tmp_path: Path) -> None:
    install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    remove("id", "en", tmp_path / "data")
    assert find_packages(tmp_path / "none", tmp_path / "data") == ()
    with pytest.raises(NoPackage):
        remove("id", "en", tmp_path / "data")


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
    monkeypatch.setattr(packages, "UNPACKED_LIMIT_BYTES", 10)
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


@pytest.mark.parametrize("metadata", [{"from_code": None}, {"from_code": "../id"}, {"to_code": 3}])
def test_metadata_without_proper_languages_is_refused(tmp_path: Path, metadata: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="languages"):
        install_file(make_package(tmp_path, "id", "en", name="p", **metadata), tmp_path / "data")


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def put_broken(data: Path, source: str, target: str) -> Path:
    """An installed package that has lost its model."""
    package = install_file(make_package(data.parent / "made", source, target), data)
    (package.path / "model" / "model.bin").unlink()
    return package.path


def test_a_folder_is_no_file_to_install(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=f"cannot install {tmp_path}"):
        install_file(tmp_path, tmp_path / "data")
    assert left_in(tmp_path / "data") == []


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.argosmodel"):
        install_file(tmp_path / "absent.argosmodel", tmp_path / "data")


def test_a_file_in_the_place_of_the_data_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(ConfigError, match="data"):
        install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    with pytest.raises(NoPackage):
        remove("id", "en", tmp_path / "data")


@pytest.mark.parametrize(
    "refusing",
    [(zipfile.ZipFile, "extractall"), (tempfile, "mkdtemp"), (Path, "mkdir"), (zipfile, "ZipFile")],
    ids=["while unpacking", "no scratch folder", "no data folder", "unreadable"],
)
def test_what_the_disk_refuses_is_told_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusing: tuple[object, str]
) -> None:
    make_package(tmp_path / "models", "id", "en")
    monkeypatch.setattr(*refusing, no_space)
    with pytest.raises(ConfigError, match="No space left"):
        install_file(tmp_path / "models" / "translate-id_en.argosmodel", tmp_path / "data")
    with pytest.raises(ConfigError, match="No space left"):
        find_packages(tmp_path / "models", tmp_path / "data")
    assert [path for path in (tmp_path / "data").rglob("*") if path.is_file()] == []


def test_the_old_package_stays_when_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_file(make_package(tmp_path, "id", "en", version="1.0"), tmp_path / "data")
    rename = Path.rename

    def refuse_new(path: Path, target: Path) -> Path:
        if ".unpack-" in str(path):
            no_space()
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_new)
    with pytest.raises(ConfigError, match="No space left"):
        install_file(make_package(tmp_path, "id", "en", version="1.1"), tmp_path / "data")
    assert [p.version for p in find_packages(tmp_path / "none", tmp_path / "data")] == ["1.0"]
    assert left_in(tmp_path / "data") == []


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


def test_a_broken_installed_package_is_left_out_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = put_broken(tmp_path / "data", "id", "fr")
    install_file(make_package(tmp_path, "en", "de"), tmp_path / "data")
    with caplog.at_level(logging.WARNING):
        found = find_packages(tmp_path / "none", tmp_path / "data")
    assert [(p.source, p.target) for p in found] == [("en", "de")]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert str(folder) in caplog.text


def test_the_package_that_ships_stands_in_for_a_broken_installed_one(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en")
    put_broken(tmp_path / "data", "id", "en")
    assert [p.origin for p in find_packages(tmp_path / "models", tmp_path / "data")] == ["shipped"]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"\xff", b"[" * 100_000, b'{"from_code": "id"}'],
    ids=["empty", "a list", "no text", "too deep", "half"],
)  # fmt: skip
def test_a_broken_package_is_listed_with_its_fault(tmp_path: Path, content: bytes) -> None:
    folder = install_file(make_package(tmp_path, "id", "fr"), tmp_path / "data").path
    (folder / "metadata.json").write_bytes(content)
    (package,) = all_packages(tmp_path / "none", tmp_path / "data")
    assert (package.source, package.target, package.origin) == ("id", "fr", "installed")
    assert "metadata.json" in package.fault


def test_an_installed_folder_without_metadata_is_broken_and_a_file_beside_it_is_nothing(
    tmp_path: Path,
) -> None:
    shutil.rmtree(put_broken(tmp_path / "data", "id", "fr"))
    (tmp_path / "data" / "installed" / "something").mkdir()
    (tmp_path / "data" / "installed" / "notes.txt").write_text("x")
    assert [(p.source, p.target) for p in all_packages(tmp_path, tmp_path / "data")] == [("something", "?")]
    assert find_packages(tmp_path / "none", tmp_path / "data") == ()


def test_a_broken_package_can_be_removed_and_installed_over(tmp_path: Path) -> None:
    put_broken(tmp_path / "data", "id", "fr")
    remove("id", "fr", tmp_path / "data")
    assert all_packages(tmp_path / "none", tmp_path / "data") == ()
    put_broken(tmp_path / "data", "id", "fr")
    package = install_file(make_package(tmp_path, "id", "fr"), tmp_path / "data")
    assert all_packages(tmp_path / "none", tmp_path / "data") == (package,)


def test_a_broken_package_does_not_hide_a_whole_one_of_its_pair_from_removal(tmp_path: Path) -> None:
    whole = install_file(make_package(tmp_path, "id", "fr"), tmp_path / "data").path
    shutil.copytree(whole, whole.with_name("another-folder"))
    (whole / "model" / "model.bin").unlink()
    remove("id", "fr", tmp_path / "data")
    assert list((tmp_path / "data" / "installed").iterdir()) == []


def test_a_linked_package_is_unlinked_and_its_folder_stays(tmp_path: Path) -> None:
    kept = install_file(make_package(tmp_path, "id", "en"), tmp_path / "elsewhere").path
    (tmp_path / "data" / "installed").mkdir(parents=True)
    (tmp_path / "data" / "installed" / "translate-id_en").symlink_to(kept)
    remove("id", "en", tmp_path / "data")
    assert find_packages(tmp_path / "none", tmp_path / "data") == ()
    assert kept.is_dir()


def test_a_removal_that_the_disk_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    monkeypatch.setattr(shutil, "rmtree", no_space)
    with pytest.raises(ConfigError, match="cannot remove"):
        remove("id", "en", tmp_path / "data")


def test_a_broken_package_that_ships_stops_the_start(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en", without="model/model.bin")
    with pytest.raises(ConfigError, match=r"model\.bin"):
        find_packages(tmp_path / "models", tmp_path / "data")


SAID = ("The", "new", "bri@@", "dge", "is", "open", ".")


@pytest.fixture
def byte_pairs(tmp_path: Path) -> Package:
    return install_file(make_bpe_package(tmp_path, "id", "en", SAID), tmp_path / "data")


def test_byte_pairs_are_merged_in_the_order_of_their_file(byte_pairs: Package) -> None:
    assert bpe_tokenizer(byte_pairs).encode("Jembatan baru.") == ["Jem@@", "batan", "ba@@", "ru", "."]


def test_byte_pairs_are_joined_and_punctuation_with_them(byte_pairs: Package) -> None:
    assert bpe_tokenizer(byte_pairs).decode(list(SAID)) == "The new bridge is open."


def test_a_package_with_byte_pairs_translates(byte_pairs: Package) -> None:
    engine = Engine([byte_pairs], threads=1)
    texts = ("Jembatan baru dibuka.", "“Warga & pedagang senang,” kata Wiryanto.")
    assert engine.translate(texts, "id", "en") == (
        "The new bridge is open.",
        "“The new bridge is open.",
    )


def test_threads_meet_at_a_tokenizer_that_is_loaded(byte_pairs: Package) -> None:
    engine = Engine([byte_pairs], threads=1)
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: engine.translate(["Jembatan dibuka."], "id", "en"), range(16)))
    assert answers == {("The new bridge is open.",)}


@pytest.mark.parametrize("content", [b"#version: 0.2\nj e m\n", b"#version: x\n", b"\xff\xfe", b"\n"])
def test_a_broken_byte_pair_file_does_not_end_the_process(byte_pairs: Package, content: bytes) -> None:
    (byte_pairs.path / "bpe.model").write_bytes(content)
    with pytest.raises(ConfigError, match=r"bpe\.model"):
        bpe_tokenizer(byte_pairs)


PIECES = ("▁La", "▁cha", "leur", "▁monte", ".")
STANZA = {"stanza/id/tokenize/gsd.pt": b"x" * 1000, "minisbd/id.onnx": b"x" * 1000, "spacy/model": b"x"}


@pytest.mark.parametrize(
    ("said", "shape", "translation"),
    [
        (SAID, {}, "The new bridge is open."),
        (SAID, {"vocabulary": "txt"}, "The new bridge is open."),
        (PIECES, {"subwords": "sentencepiece"}, "La chaleur monte."),
        (PIECES, {"subwords": "sentencepiece", "beside": STANZA}, "La chaleur monte."),
        (("Un", ">>ind<<", "Baik", "."), {"target_prefix": ">>ind<<"}, "Baik."),
        (
            ("▁Un", ">>ind<<", "▁Baik", "."),
            {"target_prefix": ">>ind<<", "subwords": "sentencepiece"},
            "Baik.",
        ),
    ],
    ids=["byte pairs", "old vocabularies", "pieces", "splitters beside", "prefix", "prefix and pieces"],
)
def test_every_shape_of_argos_own_packages_translates(
    tmp_path: Path, said: Sequence[str], shape: dict[str, Any], translation: str
) -> None:
    package = install_file(make_tiny_package(tmp_path, "id", "fr", said, **shape), tmp_path / "data")
    assert Engine([package], threads=1).translate(["Jembatan baru dibuka."], "id", "fr") == (translation,)


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


def test_metadata_needs_no_more_than_the_codes(tmp_path: Path) -> None:
    path = make_package(tmp_path, "id", "pt-BR", entries={})
    with zipfile.ZipFile(tmp_path / "bare.argosmodel", "w") as bare, zipfile.ZipFile(path) as full:
        for info in full.infolist():
            about = json.dumps({"from_code": "id", "to_code": "pt-BR"})
            bare.writestr(info, about if info.filename.endswith(".json") else full.read(info))
    package = install_file(tmp_path / "bare.argosmodel", tmp_path / "data")
    assert (package.source, package.target, package.version, package.target_prefix) == ("id", "pt-BR", "", "")


@pytest.mark.parametrize(
    ("metadata", "why"),
    [
        (
            {"languages": [{"code": "id"}, {"code": "en"}], "from_code": None, "to_code": None},
            "many languages",
        ),
        ({"source_languages": [{"code": "id"}], "from_code": None}, "many languages"),
        ({"type": "sbd", "from_codes": ["id"]}, "its type is 'sbd'"),
    ],
    ids=["many", "many sources", "a splitter"],
)
def test_what_is_no_package_for_one_pair_is_refused_with_the_reason(
    tmp_path: Path, metadata: dict[str, Any], why: str
) -> None:
    path = make_package(tmp_path, "id", "en", name="p", **metadata)
    with pytest.raises(ConfigError, match=f"p.argosmodel is no package for one pair.*{why}"):
        install_file(path, tmp_path / "data")
    assert not (tmp_path / "data" / "installed").exists() or left_in(tmp_path / "data") == []


def test_a_version_that_would_write_into_the_terminal_is_cleaned(tmp_path: Path) -> None:
    path = make_package(tmp_path, "id", "en", version="1.9\x1b[2J\n\ud800" + 100 * "9")
    version = install_file(path, tmp_path / "data").version
    assert version.startswith("1.9[2J99")
    assert len(version) < 61


def test_a_package_for_another_pair_than_wanted_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is for en -> id"):
        install_file(make_package(tmp_path, "en", "id"), tmp_path / "data", pair=("id", "en"))
    assert find_packages(tmp_path / "none", tmp_path / "data") == ()


def test_each_step_of_a_chain_is_one_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batches: list[int] = []

    class Counting(ctranslate2.Translator):  # type: ignore[misc]
        def translate_batch(self, source: Sequence[list[str]], *rest: Any, **options: Any) -> Any:
            batches.append(len(source))
            return super().translate_batch(source, *rest, **options)

    monkeypatch.setattr(ctranslate2, "Translator", Counting)
    first = install_file(make_bpe_package(tmp_path, "id", "en", SAID), tmp_path / "data")
    path = make_tiny_package(tmp_path, "en", "fr", PIECES, subwords="sentencepiece")
    engine = Engine([first, install_file(path, tmp_path / "data")], threads=1)
    texts = ["Jembatan baru dibuka.", "Warga senang.\nHujan turun.", "Pasar ramai."]
    assert engine.translate(texts, "id", "fr")[0] == "La chaleur monte."
    assert engine.reachable("id") == ("en", "fr")
    assert batches[0] == 4
    assert len(batches) == 2


def test_packages_are_ranked_whole_first_then_installed_then_by_version() -> None:
    def made(version: str, origin: Any, fault: str = "") -> Package:
        return Package("id", "en", version, Path(version), origin, fault=fault)

    wanted = [
        made("1.9", "installed"), made("1.2", "installed"), made("1.10", "shipped"), made("1.2", "shipped"),
        made("2", "installed", "x"), made("3", "shipped", "x"),
    ]  # fmt: skip
    assert list(ranked([wanted[i] for i in (3, 5, 0, 4, 2, 1)])) == wanted
    assert best_packages(wanted) == (wanted[0],)
    assert best_packages(wanted[4:]) == ()


def test_a_broken_package_that_ships_is_listed_with_its_fault(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "fr", without="model/model.bin")
    (package,) = all_packages(tmp_path / "models", tmp_path / "data")
    assert (package.source, package.target, package.origin) == ("id", "fr", "shipped")
    assert "translate-id_fr.argosmodel is no translation package: model/model.bin" in package.fault


def copies(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "shipped").iterdir())


def test_the_copy_of_a_file_that_was_replaced_goes_when_the_new_one_is_unpacked(tmp_path: Path) -> None:
    models, data = tmp_path / "models", tmp_path / "data"
    make_package(models, "id", "en", version="1.0", name="old")
    make_package(models, "en", "fr")
    find_packages(models, data)
    (models / "old.argosmodel").unlink()
    find_packages(models, data)
    assert [name.partition("-")[0] for name in copies(data)] == ["old", "translate"]
    make_package(models, "id", "en", version="1.1", name="new")
    find_packages(models, data)
    assert [name.partition("-")[0] for name in copies(data)] == ["new", "translate"]


def test_no_copy_goes_while_a_file_that_ships_cannot_be_read(tmp_path: Path) -> None:
    models, data = tmp_path / "models", tmp_path / "data"
    path = make_package(models, "id", "en")
    find_packages(models, data)
    path.write_bytes(b"half a file")
    make_package(models, "en", "fr")
    all_packages(models, data)
    assert len(copies(data)) == 2


def test_what_another_process_unpacks_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models, data = tmp_path / "models", tmp_path / "data"
    make_package(models, "id", "en")
    unpacked_once = packages._unpacked_once

    def meanwhile(path: Path, folder: Path) -> Path:
        (folder / "of-another-version").mkdir(parents=True)
        return unpacked_once(path, folder)

    monkeypatch.setattr(packages, "_unpacked_once", meanwhile)
    find_packages(models, data)
    assert "of-another-version" in copies(data)


def test_processes_that_start_at_once_after_an_update_agree(tmp_path: Path) -> None:
    models, data = tmp_path / "models", tmp_path / "data"
    make_package(models, "id", "en", version="1.0", name="old")
    find_packages(models, data)
    (models / "old.argosmodel").unlink()
    make_package(models, "id", "en", version="1.1", model=True)
    code = (
        "import sys; from pathlib import Path; from bot.translation.packages import find_packages;"
        "sys.stdin.read(); print(find_packages(Path(sys.argv[1]), Path(sys.argv[2])))"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(models), str(data)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )
        for _ in range(3)
    ]  # fmt: skip
    for process in started:  # all of them wait for the end of their input
        assert process.stdin
        process.stdin.close()
        process.stdin = None
    answers = {process.communicate()[0] for process in started}
    assert [process.returncode for process in started] == [0, 0, 0]
    assert len(answers) == 1
    assert len(copies(data)) == 1


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_a_copy_that_has_lost_something_is_made_again(tmp_path: Path, damage: str) -> None:
    models, data = tmp_path / "models", tmp_path / "data"
    make_package(models, "id", "en")
    (package,) = find_packages(models, data)
    file = package.path / "model" / "model.bin"
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(b"")
    assert find_packages(models, data) == (package,)
    assert file.read_bytes() == b"0"
    assert left_in(data) == []


def test_scratch_of_a_killed_process_goes_a_day_later(tmp_path: Path) -> None:
    home = tmp_path / "data" / "installed"
    for name in (".unpack-old", ".unpack-young", ".discarded-old", ".hidden-old"):
        (home / name / "translate-id_en").mkdir(parents=True)
    (home / ".download-old.argosmodel").write_bytes(b"x")
    (home / ".unpack-link-old").symlink_to(tmp_path)
    for path in home.glob(".*old*"):
        os.utime(path, (0, 0), follow_symlinks=False)
    install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    assert left_in(tmp_path / "data") == [".hidden-old", ".unpack-young"]
    assert tmp_path.is_dir()


@pytest.mark.parametrize(("age_s", "found"), [(0, []), (120, ["1.0"])], ids=["under way", "killed"])
def test_a_package_that_a_killed_process_had_set_aside_comes_back(
    tmp_path: Path, age_s: int, found: list[str]
) -> None:
    folder = install_file(make_package(tmp_path, "id", "en"), tmp_path / "data").path
    aside = folder.with_name(".replaced-x")
    aside.mkdir()
    folder.rename(aside / folder.name)
    then = aside.stat().st_mtime - age_s
    os.utime(aside, (then, then))
    assert [p.version for p in find_packages(tmp_path / "none", tmp_path / "data")] == found


def test_what_was_replaced_never_comes_back_even_if_its_removal_was_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_file(make_package(tmp_path, "id", "en", version="1.0"), tmp_path / "data")
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", lambda *_, **__: None)
        install_file(make_package(tmp_path, "id", "en", version="1.1"), tmp_path / "data")
    for path in (tmp_path / "data" / "installed").glob(".*"):
        os.utime(path, (0, 0))
    remove("id", "en", tmp_path / "data")
    assert all_packages(tmp_path / "none", tmp_path / "data") == ()


def test_an_interruption_between_old_and_new_keeps_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_file(make_package(tmp_path, "id", "en", version="1.0"), tmp_path / "data")
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if ".unpack-" in str(path):
            raise KeyboardInterrupt
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", interrupted)
        with pytest.raises(KeyboardInterrupt):
            install_file(make_package(tmp_path, "id", "en", version="1.1"), tmp_path / "data")
    assert [p.version for p in find_packages(tmp_path / "none", tmp_path / "data")] == ["1.0"]
    assert left_in(tmp_path / "data") == []


def test_a_package_that_was_found_before_can_be_loaded_after_it_was_replaced(tmp_path: Path) -> None:
    engine = Engine(
        [install_file(make_bpe_package(tmp_path, "id", "en", SAID), tmp_path / "data")], threads=1
    )
    install_file(make_tiny_package(tmp_path, "id", "en", SAID, version="2.0"), tmp_path / "data")
    assert engine.translate(["Jembatan dibuka."], "id", "en") == ("The new bridge is open.",)


def test_installing_takes_the_place_of_whatever_else_is_there_for_the_pair(tmp_path: Path) -> None:
    first = install_file(make_package(tmp_path, "id", "en", version="2.0"), tmp_path / "data").path
    first.rename(first.with_name("another-name"))
    install_file(make_package(tmp_path, "id", "en", version="1.0"), tmp_path / "data")
    assert [p.version for p in all_packages(tmp_path / "none", tmp_path / "data")] == ["1.0"]


def test_a_folder_that_is_not_there_needs_no_sweeping(tmp_path: Path) -> None:
    sweep(tmp_path / "absent")
    assert not (tmp_path / "absent").exists()


def test_a_disk_that_is_too_full_is_told_before_anything_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=10))
    monkeypatch.setattr(zipfile.ZipFile, "extractall", None)
    with pytest.raises(ConfigError, match=r"too full: 0\.0 MB are needed, 0\.0 MB are free"):
        install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    assert left_in(tmp_path / "data") == []


def test_a_package_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "ENTRY_LIMIT", 4)
    path = make_package(tmp_path, "id", "en", entries={f"translate-id_en/{n}": b"" for n in range(2)})
    with pytest.raises(ConfigError, match="more than 4 files"):
        install_file(path, tmp_path / "data")


def test_files_beside_the_one_folder_stay_in_the_archive(tmp_path: Path) -> None:
    entries = {"__MACOSX/translate-id_en/._metadata.json": b"x", "notes.txt": b"x"}
    install_file(make_package(tmp_path, "id", "en", entries=entries), tmp_path / "data")
    assert sorted(path.name for path in (tmp_path / "data").rglob("*")) == sorted(
        ["installed", "translate-id_en", "metadata.json", "model", "model.bin", "sentencepiece.model"]
    )


def test_a_removal_that_is_broken_off_leaves_no_half_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", no_space)
        with pytest.raises(ConfigError, match="cannot remove"):
            remove("id", "en", tmp_path / "data")
    assert all_packages(tmp_path / "none", tmp_path / "data") == ()


def test_the_shortest_chain_is_taken() -> None:
    steps = [Way("id", "ms"), Way("ms", "de"), Way("id", "en"), Way("en", "fr"), Way("de", "fr")]
    assert [(s.source, s.target) for s in chain(steps, "id", "fr")] == [("id", "en"), ("en", "fr")]


def test_no_step_is_needed_for_one_language() -> None:
    assert chain([], "id", "id") == ()


def test_no_way_raises_with_both_languages() -> None:
    with pytest.raises(NoPackage) as caught:
        chain([Way("id", "en")], "en", "id")
    assert (caught.value.source, caught.value.target) == ("en", "id")


def test_every_language_on_some_chain_can_be_reached() -> None:
    steps = [Way("id", "en"), Way("en", "id"), Way("en", "fr"), Way("de", "nl")]
    assert targets(steps, "id") == ("en", "fr")


def test_versions_are_ordered_by_their_numbers() -> None:
    assert sorted(["1.10", "1.9", "", "2", "1.9.1"], key=version_key) == ["", "1.9", "1.9.1", "1.10", "2"]


def test_nothing_is_made_in_the_home_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    make_package(tmp_path / "models", "id", "en")
    code = (
        "import sys; from pathlib import Path; from bot.translation.packages import find_packages;"
        "assert 'argostranslate' not in sys.modules;"
        "assert find_packages(Path(sys.argv[1]), Path(sys.argv[2]));"
        "assert 'stanza' not in sys.modules and 'argostranslate.translate' not in sys.modules"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith(("XDG", "ARGOS"))}
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "models"), str(tmp_path / "data")],
        check=True, env={**env, "HOME": str(home)}, cwd=Path(__file__).resolve().parents[1],
    )  # fmt: skip
    assert list(home.iterdir()) == []
