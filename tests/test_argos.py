"""What Argos knows of a package: its metadata, and the tokenizer of byte pairs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ConfigError
from bot.translation.argos import bpe_tokenizer
from bot.translation.engine import Engine
from bot.translation.package import Package
from bot.translation.packages import install_file
from tests.packages import left_in, make_bpe_package, make_package, make_tiny_package

SAID = ("The", "new", "bri@@", "dge", "is", "open", ".")
PIECES = ("▁La", "▁cha", "leur", "▁monte", ".")
STANZA = {"stanza/id/tokenize/gsd.pt": b"x" * 1000, "minisbd/id.onnx": b"x" * 1000, "spacy/model": b"x"}


@pytest.fixture
def byte_pairs(tmp_path: Path) -> Package:
    return install_file(make_bpe_package(tmp_path, "id", "en", SAID), tmp_path / "data")


def test_a_target_prefix_is_read(tmp_path: Path) -> None:
    package = install_file(make_package(tmp_path, "id", "en", target_prefix=">>eng<<"), tmp_path / "data")
    assert package.target_prefix == ">>eng<<"


@pytest.mark.parametrize(("said", "read"), [(True, True), ("yes", False), (None, False)])
def test_a_package_says_whether_it_can_be_told_words(tmp_path: Path, said: object, read: bool) -> None:
    package = install_file(make_package(tmp_path, "id", "en", can_be_told=said), tmp_path / "data")
    assert package.can_be_told is read


@pytest.mark.parametrize("metadata", [{"from_code": None}, {"from_code": "../id"}, {"to_code": 3}])
def test_metadata_without_proper_languages_is_refused(tmp_path: Path, metadata: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="languages"):
        install_file(make_package(tmp_path, "id", "en", name="p", **metadata), tmp_path / "data")


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
