"""Argos packages: found, chained, unpacked safely, installed and removed; broken ones left out."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ConfigError, NoPackage
from bot.translation import packages
from bot.translation.engine import Engine
from bot.translation.packages import (
    Package,
    all_packages,
    bpe_tokenizer,
    chain,
    find_packages,
    install_file,
    remove,
    targets,
    version_key,
)
from tests.packages import make_bpe_package, make_package, shipped_file


@dataclass(frozen=True)
class Way:
    source: str
    target: str


def left_in(data: Path) -> list[str]:
    return sorted(path.name for path in data.rglob("*") if path.name.startswith("."))


def test_the_package_that_ships_is_found(tmp_path: Path) -> None:
    (package,) = find_packages(shipped_file().parent, tmp_path)
    assert (package.source, package.target, package.origin) == ("id", "en", "shipped")
    assert (package.path / "model" / "model.bin").is_file()


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
    with pytest.raises(ConfigError, match=r"translate-id_en\.argosmodel is no Argos package"):
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
