"""Which language a text is in."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.language import UNKNOWN, detect_language

SHARED = Path(__file__).resolve().parents[2] / "shared"
LANGUAGE = SHARED / "data" / "language"

SAMPLES = {
    "id": "Wali kota mengatakan perbaikan tanggul akan selesai sebelum musim hujan karena anggaran "
    "sudah cair. Warga berharap pekerjaan itu tidak berhenti lagi seperti tahun lalu.",
    "ms": "Datuk Bandar berkata kerja membaiki benteng itu akan siap sebelum musim hujan kerana peruntukan "
    "telah diluluskan. Penduduk berharap syarikat berkenaan tidak menangguhkan projek itu lagi, "
    "katanya Isnin lepas.",
    "en": "The mayor said the sea wall would be finished before the rainy season because the money had come.",
    "jv": "Pak lurah ngendika yen tanggul kuwi bakal rampung sadurunge mangsa udan amarga dhuwite wis ana. "
    "Wong-wong ora gelem ngenteni maneh kaya taun kepungkur.",
    "su": "Pa lurah nyarios yén tanggul téh bakal réngsé saacan usum hujan sabab artosna tos aya. "
    "Urang lembur mah hoyong éta padamelan henteu eureun deui.",
    "min": "Pak wali mangecekkan tanggua tu ka salasai sabalun musim ujan dek karano pitihnyo alah ado. "
    "Urang kampuang indak nio manunggu lai nan sarupo tahun lalu.",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_a_short_item_is_told_apart_from_its_neighbours(code: str) -> None:
    assert detect_language(SAMPLES[code]) == code


@pytest.mark.parametrize(
    "text", ["", " ", "a", "😀😀", "123 456", "https://kabar.example/a", "\ud800", "!?!", "blah " * 200]
)
def test_what_holds_no_words_is_undetermined(text: str) -> None:
    assert detect_language(text) == UNKNOWN


def test_capitals_do_not_change_the_answer() -> None:
    assert detect_language(SAMPLES["id"].upper()) == "id"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_a_code(text: str) -> None:
    assert 2 <= len(detect_language(text)) <= 3


@pytest.mark.skipif(not LANGUAGE.exists(), reason="../shared is not there")
@pytest.mark.parametrize(("name", "code"), [("tatoeba.ind.txt", "id"), ("tatoeba.zsm.txt", "ms")])
def test_indonesian_and_malay_of_article_length_are_told_apart(name: str, code: str) -> None:
    sentences = (LANGUAGE / name).read_text(encoding="utf-8").splitlines()
    rng = random.Random(11)
    runs = [" ".join(rng.sample(sentences, 10)) for _ in range(200)]
    assert sum(detect_language(run) == code for run in runs) >= 0.99 * len(runs)


@pytest.mark.skipif(not LANGUAGE.exists(), reason="../shared is not there")
def test_runs_in_regional_languages_are_hardly_ever_called_indonesian() -> None:
    wrong = total = 0
    for language in ("javanese", "sundanese", "minangkabau", "banjarese", "balinese", "english"):
        with (LANGUAGE / f"nusax.{language}.valid.csv").open(encoding="utf-8", newline="") as file:
            sentences = [record["text"] for record in csv.DictReader(file)]
        runs = [" ".join(sentences[start : start + 8]) for start in range(0, 96, 8)]
        wrong += sum(detect_language(run) == "id" for run in runs)
        total += len(runs)
    assert wrong <= 0.03 * total
