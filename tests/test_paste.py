"""Pasted text, forwards and text files become articles."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NoArticle
from bot.intake.byline import Byline, outlet_name, read_byline, read_date, split_dateline, without_outlet
from bot.intake.paste import read_paste
from bot.records import PARAGRAPH_BREAK

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEED = SHARED / "seed" / "article.txt"
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "paste.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_paste_is_read_as_its_reader_would(case: dict[str, Any]) -> None:
    article = read_paste(case["text"], title=case.get("given", ""))
    assert article.text.split(PARAGRAPH_BREAK) == case["paragraphs"]
    assert article.title == case["title"]
    assert list(article.headings) == case.get("headings", [])
    assert list(article.authors) == case.get("authors", [])
    assert article.site == case.get("site")
    assert (article.published.isoformat() if article.published else None) == case.get("published")


BYLINES = {
    "Tim - detikNews": Byline(site="detikcom"),
    "Rina Lestari - detikNews": Byline(authors=("Rina Lestari",), site="detikcom"),
    "Penulis: Rina Lestari": Byline(authors=("Rina Lestari",)),
    "Reporter: Rina Lestari | Editor: Dian Wita": Byline(authors=("Rina Lestari",)),
    "CNN Indonesia": Byline(site="CNN Indonesia"),
    "Jakarta, CNN Indonesia": Byline(site="CNN Indonesia"),
}


@pytest.mark.parametrize("line", BYLINES)
def test_a_byline_says_who_and_where(line: str) -> None:
    assert read_byline(line) == BYLINES[line]


@pytest.mark.parametrize(
    "line",
    [
        "Oleh sebab itu, warga diminta bersabar.",
        "Presiden tiba di Jakarta",
        "Jadwal 12 Mei 2024 Persib - Persija",
        "Pabrik Tahu di Kota Lama Tutup | tempo.co",
        "Selasa besok sekolah libur",
    ],
)
def test_a_sentence_or_headline_is_no_byline(line: str) -> None:
    assert read_byline(line) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Kompas.com - 12/03/2024, 14:05 WIB", "2024-03-12T14:05:00+07:00"),
        ("Rabu, 22 Okt 2025 10:00 WIT", "2025-10-22T10:00:00+09:00"),
        ("Kamis, 14 September 2023 | 10:15 WIB", "2023-09-14T10:15:00+07:00"),
        ("Jum'at, 3 Agt. 2018", "2018-08-03"),
        ("2024-03-12 08.30 WITA", "2024-03-12T08:30:00+08:00"),
    ],
)
def test_dates_are_read_with_their_zone(line: str, expected: str) -> None:
    published = read_date(line)
    assert published is not None
    assert published.isoformat() == expected


def test_a_day_that_no_month_has_is_no_date() -> None:
    assert read_date("31 Februari 2024") is None


@pytest.mark.parametrize(
    "opening",
    [
        "Liputan6.com, Seoul - ",
        "Liputan6.com, Jakarta ",
        "Jakarta, CNN Indonesia -- ",
        "JAKARTA, KOMPAS.com -",
        "Jakarta (ANTARA) - ",
        "TEMPO.CO, Jakarta - ",
        "Bisnis.com, JAKARTA—",
        "TRIBUNNEWS.COM, JAKARTA - ",
        "KONTAN.CO.ID - JAKARTA. ",
        "REPUBLIKA.CO.ID, JAKARTA -- ",
        "Kawasaki, Jepang --(ANTARA/Business Wire)-- ",
        "KOMPAS.com – ",
        "SLEMAN - ",
        "Jakarta - ",
    ],
)
def test_a_dateline_is_taken_off_the_first_sentence(opening: str) -> None:
    dateline = split_dateline(opening + "Petani menanam lebih awal tahun ini.")
    assert dateline is not None
    assert dateline.rest == "Petani menanam lebih awal tahun ini."


@pytest.mark.parametrize(
    "paragraph",
    [
        "Antara Jakarta - Bandung ada tol.",
        "Prabowo - Gibran menang.",
        "Tempo permainan lambat - kata pelatih.",
        "",
    ],
)
def test_a_dash_alone_makes_no_dateline(paragraph: str) -> None:
    assert split_dateline(paragraph) is None


def test_a_deck_glued_before_the_dateline_is_kept_apart() -> None:
    dateline = split_dateline("Panen raya harus dijaga bersama Jakarta (ANTARA) - Menteri meninjau sawah.")
    assert dateline is not None
    assert (dateline.lead, dateline.rest) == ("Panen raya harus dijaga bersama", "Menteri meninjau sawah.")


def test_an_outlet_is_known_by_all_its_spellings() -> None:
    assert {outlet_name(name) for name in ("detikNews", "DETIKCOM", "detikJateng")} == {"detikcom"}
    assert without_outlet("Panen Raya di Lereng Merapi  | tempo.co") == "Panen Raya di Lereng Merapi"
    assert without_outlet("Persib - Persija Imbang") == "Persib - Persija Imbang"


@pytest.mark.parametrize("text", ["", " \n ", "😀", "Bagikan", "@kabar #kabar", "\ud800", "​"])
def test_what_holds_no_story_is_no_article(text: str) -> None:
    with pytest.raises(NoArticle):
        read_paste(text)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=400), st.text(max_size=40))
def test_any_text_becomes_an_article_or_none(text: str, title: str) -> None:
    try:
        article = read_paste(text, title=title)
    except NoArticle:
        return
    assert all(paragraph.strip() for paragraph in article.text.split(PARAGRAPH_BREAK))


@pytest.mark.skipif(not SEED.exists(), reason="../shared is not there")
def test_the_first_article_ever_handed_in_is_read_whole() -> None:
    text = SEED.read_text(encoding="utf-8")
    article = read_paste(text)
    paragraphs = article.text.split(PARAGRAPH_BREAK)
    assert article.title == text.split("\n", 1)[0]
    assert article.published is not None
    assert article.published.isoformat() == "2023-09-15T21:34:00+07:00"
    assert len(article.authors) == 1
    assert [len(paragraphs[index].split()) for index in article.headings] == [11, 8]
    assert article.text.count('"') == text.count('"')
    assert not any(
        word in article.text for word in ("Pool Photo", "AFP", "Infografis", "Rekomendasi", "POPULER")
    )
