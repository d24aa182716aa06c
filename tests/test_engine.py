"""The engine with the model that ships: order, blanks, long texts, names, failures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NoPackage, TranslationFailed
from bot.translation import guards
from bot.translation.engine import Engine
from bot.translation.package import Package, best_packages
from bot.translation.packages import find_packages, install_file
from tests.packages import make_package, shipped_file

SENTENCES = (
    "Gubernur meresmikan jembatan baru di Semarang.",
    "Harga beras naik pada bulan ini.",
    "Ratusan warga mengungsi karena banjir.",
)
LONG = ", ".join(f"pemerintah daerah membangun sekolah nomor {number}" for number in range(100, 160)) + "."


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, ...]:
    return find_packages(shipped_file().parent, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def engine(packages: tuple[Package, ...]) -> Engine:
    return Engine(packages, threads=2)


def test_each_text_has_its_translation_in_its_place(engine: Engine) -> None:
    together = engine.translate(SENTENCES, "id", "en")
    assert together == tuple(engine.translate([text], "id", "en")[0] for text in SENTENCES)
    assert len(set(together)) == len(SENTENCES)
    assert "Semarang" in str(together[0])


def test_blank_texts_and_texts_without_letters_stay(engine: Engine) -> None:
    texts = ("", "  ", "\n\n", "14/9/2023", "👍")
    assert engine.translate(texts, "id", "en") == texts


def test_line_breaks_and_indents_survive(engine: Engine) -> None:
    (translation,) = engine.translate([f"{SENTENCES[0]}\n\n  {SENTENCES[1]}\n"], "id", "en")
    first, second = engine.translate(SENTENCES[:2], "id", "en")
    assert translation == f"{first}\n\n  {second}\n"


def test_one_language_is_no_translation(engine: Engine) -> None:
    assert engine.translate(SENTENCES, "id", "id") == SENTENCES


def test_no_texts_give_no_translations(engine: Engine) -> None:
    assert engine.translate([], "id", "en") == ()


def test_what_is_translated_is_counted_in_subwords_and_what_is_remembered_is_not(
    packages: tuple[Package, ...],
) -> None:
    engine = Engine(packages, threads=1)
    assert engine.tokens() == 0
    engine.translate(SENTENCES[:1], "id", "en")
    once = engine.tokens()
    assert once >= len(SENTENCES[0].split())
    engine.translate(SENTENCES[:1], "id", "en")
    assert engine.tokens() == once


def test_a_sentence_over_the_limit_is_translated_to_its_end(engine: Engine) -> None:
    (translation,) = engine.translate([LONG], "id", "en")
    assert translation
    kept = sum(str(number) in translation for number in range(100, 160))
    assert kept >= 50
    assert "159" in translation


def test_an_opening_quotation_mark_stays(engine: Engine) -> None:
    (translation,) = engine.translate([f"“{SENTENCES[0]}"], "id", "en")
    assert translation == f"“{engine.translate(SENTENCES[:1], 'id', 'en')[0]}"


def test_agreed_names_stand_in_the_translation(engine: Engine) -> None:
    names = {
        "Ngatinah Prawirodirjo": ("Ngatinah Prawirodirjo",),
        "Sukmaningtyas": ("Sukmaningtyas",),
        "Kementerian Perhubungan": ("the Department of Transit", "Transit Department"),
    }
    texts = ["Menurut Ngatinah Prawirodirjo, Kementerian Perhubungan sudah menghubungi Sukmaningtyas."]
    (plain,) = engine.translate(texts, "id", "en")
    (held,) = engine.translate(texts, "id", "en", names=names)
    assert held
    assert "Ngatinah Prawirodirjo" in held
    assert "Sukmaningtyas" in held
    assert "Department of Transit" in held or "Transit Department" in held
    assert held != plain


def test_numbers_are_written_the_english_way(engine: Engine) -> None:
    (translation,) = engine.translate(["Harga beras naik 2,5 persen menjadi Rp14.500."], "id", "en")
    assert "2.5 percent" in str(translation)
    assert "14,500" in str(translation)


def test_what_is_asked_again_is_remembered(packages: tuple[Package, ...]) -> None:
    engine = Engine(packages, threads=1)
    first = engine.translate(SENTENCES, "id", "en")
    assert engine.translate([*SENTENCES, SENTENCES[0]], "id", "en") == (*first, first[0])
    assert engine.guards["sentences"] == len(SENTENCES)


def test_a_sentence_is_translated_anew_when_a_name_in_it_has_another_form(
    packages: tuple[Package, ...],
) -> None:
    engine = Engine(packages, threads=1)
    texts = ["Warga Sukmaningtyas menunggu bantuan."]
    for agreed in ("Sukmaningtyas", "Old Town"):
        (translation,) = engine.translate(texts, "id", "en", names={"Sukmaningtyas": (agreed,)})
        assert agreed in str(translation)


def test_without_room_nothing_is_remembered(packages: tuple[Package, ...]) -> None:
    engine = Engine(packages, threads=1, memory_bytes=0)
    assert engine.translate(SENTENCES, "id", "en") == engine.translate(SENTENCES, "id", "en")
    assert engine.guards["sentences"] == 2 * len(SENTENCES)


def test_a_text_with_a_sentence_that_cannot_be_shown_has_no_translation(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "runs_in_circles", lambda source, output: "penyu" in source)
    texts = ["Empat ekor penyu dilepas.\nHari ini cerah.", "Nelayan pulang melaut pagi ini."]
    broken, whole = engine.translate(texts, "id", "en")
    assert broken is None
    assert whole


def test_a_chain_goes_through_its_packages(packages: tuple[Package, ...], tmp_path: Path) -> None:
    second = install_file(make_package(tmp_path, "en", "xx", model=True), tmp_path / "data")
    chained = Engine([*packages, second], threads=1)
    assert chained.reachable("id") == ("en", "xx")
    (through,) = chained.translate(SENTENCES[:1], "id", "xx")
    (english,) = chained.translate(SENTENCES[:1], "id", "en")
    assert through == chained.translate([str(english)], "en", "xx")[0]


def test_a_target_prefix_is_not_part_of_the_translation(
    packages: tuple[Package, ...], tmp_path: Path
) -> None:
    path = make_package(tmp_path, "id", "yy", model=True, target_prefix="▁Jakarta")
    prefixed = Engine([install_file(path, tmp_path / "data")], threads=1)
    (translation,) = prefixed.translate(SENTENCES[1:2], "id", "yy")
    assert translation
    assert not translation.startswith("Jakarta")


def test_a_language_out_of_reach_raises(engine: Engine) -> None:
    with pytest.raises(NoPackage):
        engine.translate(SENTENCES, "id", "xx")


def test_a_model_that_cannot_be_loaded_raises(tmp_path: Path) -> None:
    broken = Engine([install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")])
    with pytest.raises(TranslationFailed) as caught:
        broken.warm("id", "en")
    assert (caught.value.source, caught.value.target) == ("id", "en")
    assert caught.value.__cause__ is not None


def test_a_package_that_turns_out_damaged_is_passed_over(
    packages: tuple[Package, ...], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    engine = Engine(best_packages([damaged, *packages]), threads=1)
    assert engine.translate(SENTENCES, "id", "en") == Engine(packages, threads=1).translate(
        SENTENCES, "id", "en"
    )
    assert "damaged" in caplog.text


def test_a_name_is_put_right_only_in_the_sentences_that_have_it(packages: tuple[Package, ...]) -> None:
    engine = Engine(packages, threads=1)
    texts = ["Nelayan di Bali pulang.", "Warga menunggu bantuan."]
    alone = engine.translate(texts[1:], "id", "en")
    together = engine.translate(texts, "id", "en", names={"Bali": ("Old Town",), "Residents": ("People",)})
    assert together[1:] == alone


def test_many_threads_share_one_engine(packages: tuple[Package, ...]) -> None:
    shared = Engine(packages, threads=2)
    with ThreadPoolExecutor(4) as pool:
        results = set(pool.map(lambda _: shared.translate(SENTENCES, "id", "en"), range(8)))
    assert len(results) == 1


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_any_text_goes_through(engine: Engine, text: str) -> None:
    (translation,) = engine.translate([text], "id", "en", names={"a": ("b",)})
    assert translation is None or translation.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text", ["\ud800 rusak", "a\x00b", "x" * 3000], ids=["surrogate", "null", "one word"]
)
def test_a_text_that_is_no_text_goes_through(engine: Engine, text: str) -> None:
    assert len(engine.translate([text], "id", "en")) == 1
