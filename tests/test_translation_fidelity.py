"""The rulers that count what BLEU does not see."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from benchmarks import translation_fidelity as fidelity

CASES = tomllib.loads((Path(__file__).parent / "cases" / "translation_fidelity.toml").read_text("utf-8"))
RULERS = {
    "negation": fidelity.loses_negation,
    "untranslated": fidelity.is_untranslated,
    "loop": fidelity.is_loop,
}


@pytest.mark.parametrize(
    ("ruler", "case"),
    [(ruler, case) for ruler in RULERS for case in CASES[ruler]],
    ids=lambda value: value if isinstance(value, str) else value["output"][:40],
)
def test_a_fault_is_told_from_a_good_translation(ruler: str, case: dict[str, Any]) -> None:
    assert RULERS[ruler](case["source"], case["output"]) is case["fault"]


@pytest.mark.parametrize(
    ("source", "output", "invented"),
    [
        ("Rapat dihadiri 45 orang.", "The meeting had 45 people.", ()),
        ("Nilainya Rp1.250,5.", "Its value was Rp 1,250.5.", ()),
        ("Rapat digelar tahun lalu.", "The meeting was held in 2007.", ("2007",)),
        ("Dua orang hadir.", "2 people came.", ()),
        ("Seratus orang hadir.", "100 people came.", ()),
    ],
)
def test_a_number_that_nobody_wrote_is_found(source: str, output: str, invented: tuple[str, ...]) -> None:
    assert fidelity.invented_numbers(source, output) == invented


def test_faults_are_counted_and_a_sentence_shown_as_original_has_no_other() -> None:
    sources = ["Warga menolak Sutan Rahmadi pada 14 Mei.", "Ia tidak datang.", "Ia tidak datang."]
    outputs = ["Residents reject him in May.", "He came.", None]
    faults = fidelity.count_faults(sources, outputs, {"Sutan Rahmadi": ("Sutan Rahmadi",)})
    assert faults == {
        "names lost": 1, "numbers lost": 1, "numbers invented": 0, "negation lost": 1,
        "left untranslated": 0, "loops": 0, "shown as original": 1,
    }  # fmt: skip
    assert fidelity.count_occasions(sources, {"Sutan Rahmadi": ("Sutan Rahmadi",)}).keys() == faults.keys()


def test_the_sample_is_one_sentence_of_an_article_and_the_same_each_time(tmp_path: Path) -> None:
    long = "Pertemuan di balai desa itu dipimpin oleh Sutan Rahmadi dari {}. Ya. "
    texts = [long.format(place) * 2 for place in ("Kota Lama", "Bukit Sari")] + ["Terlalu pendek."]
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    sample, names = fidelity.news(path)
    assert sorted(sample) == [
        long.format(place).removesuffix(" Ya. ") for place in ("Bukit Sari", "Kota Lama")
    ]
    assert set(names) == {"Sutan Rahmadi", "Kota Lama", "Bukit Sari"}
    assert fidelity.news(path) == (sample, names)
    assert len(fidelity.news(path, 1)[0]) == 1
