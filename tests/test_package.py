"""Of packages: which of a pair is used, and how they chain from language to language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2
import pytest

from bot.errors import NoPackage
from bot.translation.engine import Engine
from bot.translation.package import Package, best_packages, chain, ranked, targets, version_key
from bot.translation.packages import install_file
from tests.packages import make_bpe_package, make_tiny_package

SAID = ("The", "new", "bri@@", "dge", "is", "open", ".")
PIECES = ("▁La", "▁cha", "leur", "▁monte", ".")


@dataclass(frozen=True)
class Way:
    source: str
    target: str


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
