"""One package decodes the sentences of a request in batches that all its workers share."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TranslationFailed
from bot.translation.decoder import (
    BATCH_TOKENS,
    LEAST_BATCH_TOKENS,
    SHORTLIST,
    Decoder,
    available_cores,
    cut_batches,
)  # fmt: skip
from bot.translation.package import Package
from bot.translation.packages import find_packages, install_file
from bot.translation.turns import Turns
from tests.packages import make_package, shipped_file

TEXTS = ("Gubernur meresmikan jembatan baru.", "Harga beras naik.", "Ratusan warga mengungsi karena banjir.")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    found = find_packages(shipped_file().parent, tmp_path_factory.mktemp("data"))
    return next(each for each in found if (each.source, each.target) == ("id", "en"))


def test_each_source_has_its_beam_in_its_place(package: Package) -> None:
    decoder = Decoder(package, Turns(2))
    sources = [decoder.encode(text) for text in TEXTS]
    together = decoder.decode(sources, urgent=True)
    alone = [decoder.decode([source], urgent=False)[0] for source in sources]
    first = [[decoder.text(beam[0].subwords) for beam in beams] for beams in (together, alone)]
    assert first[0] == first[1]
    assert len(set(first[0])) == len(TEXTS)


def test_the_attention_has_a_row_for_each_subword_and_a_column_for_each_of_the_source(
    package: Package,
) -> None:
    decoder = Decoder(package, Turns(1))
    source = decoder.encode(TEXTS[0])
    ((best, *_),) = decoder.decode([source], urgent=True)
    assert len(best.attention) == len(best.subwords)
    assert {len(row) for row in best.attention} == {len(source)}


def test_nothing_is_written_that_the_packages_shortlist_does_not_have(
    package: Package, tmp_path: Path
) -> None:
    listed = replace(package, path=tmp_path / "listed")
    shutil.copytree(package.path, listed.path)
    (listed.path / "model" / SHORTLIST).write_text("\t▁rice ▁price\n", encoding="utf-8")
    decoder = Decoder(listed, Turns(1))
    ((best, *_),) = decoder.decode([decoder.encode(TEXTS[1])], urgent=True)
    assert set(best.subwords) <= {"▁rice", "▁price"}


def test_a_broken_package_is_told_when_it_is_loaded(tmp_path: Path) -> None:
    broken = install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    with pytest.raises(TranslationFailed):
        Decoder(broken, Turns(1))


def test_a_model_that_breaks_is_told_as_such(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    class Exploding:
        def translate_batch(self, *_: object, **__: object) -> None:
            raise RuntimeError("out of memory")

    decoder = Decoder(package, Turns(1))
    monkeypatch.setattr(decoder, "_translator", Exploding())
    with pytest.raises(TranslationFailed):
        decoder.decode([["▁Jembatan"]], urgent=True)


def test_a_reply_is_spread_over_all_workers() -> None:
    assert len(cut_batches([40] * 6, workers=2)) == 2
    assert len(cut_batches([40] * 6, workers=16)) == 6


def test_an_article_comes_in_batches_of_like_length() -> None:
    lengths = [10, 60] * 40
    batches = cut_batches(lengths, workers=2)
    assert len(batches) > 2
    assert [lengths[at] for batch in batches for at in batch] == sorted(lengths, reverse=True)


@given(st.lists(st.integers(0, 300), max_size=60), st.integers(1, 64))
def test_every_sentence_is_in_one_batch_and_none_is_too_large(lengths: list[int], workers: int) -> None:
    batches = cut_batches(lengths, workers)
    assert sorted(at for batch in batches for at in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or sum(lengths[at] for at in batch) <= BATCH_TOKENS
    share = sum(lengths) / workers
    assert len(batches) <= 1 or max(LEAST_BATCH_TOKENS, share) < sum(lengths) + LEAST_BATCH_TOKENS


def test_there_is_a_core() -> None:
    assert available_cores() >= 1
