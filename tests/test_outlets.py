"""outlets: one name for each outlet, from a paste, a page and a host."""

from __future__ import annotations

import pytest

from bot.intake.byline import read_byline
from bot.intake.dateline import split_dateline
from bot.intake.metadata import PageFacts, read_metadata
from bot.intake.outlets import any_outlet, outlet_name, outlet_of_host, without_outlet

WRITTEN = {
    "Liputan6.com": ("Liputan6", "m.liputan6.com"),
    "Tempo.co": ("TEMPO.CO", "gaya.tempo.co"),
    "ANTARA": ("Antara News", "jatim.antaranews.com"),
    "detikcom": ("detikNews", "news.detik.com"),
    "Kontan.co.id": ("KONTAN.CO.ID", "nasional.kontan.co.id"),
    "CNN Indonesia": ("CNN Indonesia", "www.cnnindonesia.com"),
    "Tribunnews.com": ("TribunJateng.com", "jateng.tribunnews.com"),
    "HAI": ("hai.grid.id", "hai.grid.id"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_an_outlet_has_one_name_wherever_it_signs(name: str) -> None:
    sign, host = WRITTEN[name]
    byline = read_byline(f"Rina Lestari - {sign}")
    dateline = split_dateline(f"{sign}, Jakarta - Petani menanam lebih awal.")
    page = read_metadata(PageFacts(url=f"https://{host}/berita/1"))
    declared = read_metadata(PageFacts(metas=(("og:site_name", sign),), url="https://kabar.example/1"))
    assert byline is not None
    assert dateline is not None
    assert {byline.site, dateline.site, page.site, declared.site, outlet_of_host(host)} == {name}


@pytest.mark.parametrize("name", ["Tempo permainan", "Kabar Nusa", "", "tribun"])
def test_other_words_are_no_outlet(name: str) -> None:
    assert outlet_name(name) is None


def test_the_expression_for_outlets_has_no_groups() -> None:
    import re

    assert re.compile(any_outlet()).groups == 0


TITLES = {
    "Panen Raya di Lereng Merapi  | tempo.co": "Panen Raya di Lereng Merapi",
    "Panen Raya di Lereng Merapi - ANTARA News": "Panen Raya di Lereng Merapi",
    "Panen Raya di Lereng Merapi - Halaman 2 - Kompas.com": "Panen Raya di Lereng Merapi - Halaman 2",
    "Persib - Persija Imbang": "Persib - Persija Imbang",
    "Kabar Nusa: Panen Raya di Lereng Merapi": "Panen Raya di Lereng Merapi",
    "Bupati: Panen Raya Terus Berlanjut": "Bupati: Panen Raya Terus Berlanjut",
}


@pytest.mark.parametrize("title", TITLES)
def test_a_headline_comes_without_its_outlet(title: str) -> None:
    assert without_outlet(title, ("Kabar Nusa",)) == TITLES[title]
