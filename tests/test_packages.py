"""Argos packages: found, installed, replaced and removed; broken ones left out."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import ConfigError, NoPackage
from bot.translation import packages
from bot.translation.engine import Engine
from bot.translation.packages import all_packages, find_packages, install_file, remove
from tests.packages import left_in, make_bpe_package, make_package, make_tiny_package, shipped_file

ROOT = Path(__file__).resolve().parents[1]
SAID = ("The", "new", "bri@@", "dge", "is", "open", ".")


def put_broken(data: Path, source: str, target: str) -> Path:
    """An installed package that has lost its model."""
    package = install_file(make_package(data.parent / "made", source, target), data)
    (package.path / "model" / "model.bin").unlink()
    return package.path


def copies(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "shipped").iterdir())


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


def test_a_broken_package_that_ships_stops_the_start(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en", without="model/model.bin")
    with pytest.raises(ConfigError, match=r"model\.bin"):
        find_packages(tmp_path / "models", tmp_path / "data")


def test_a_package_for_another_pair_than_wanted_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is for en -> id"):
        install_file(make_package(tmp_path, "en", "id"), tmp_path / "data", pair=("id", "en"))
    assert find_packages(tmp_path / "none", tmp_path / "data") == ()


def test_a_broken_package_that_ships_is_listed_with_its_fault(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "fr", without="model/model.bin")
    (package,) = all_packages(tmp_path / "models", tmp_path / "data")
    assert (package.source, package.target, package.origin) == ("id", "fr", "shipped")
    assert "translate-id_fr.argosmodel is no translation package: model/model.bin" in package.fault


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
