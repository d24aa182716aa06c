"""dateline: the opening of a story that says where it was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.dateline import is_dateline_place, opens_at_place, split_dateline


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
        "KabarPesisir.com, Semarang - ",
        "Lhokseumawe - ",
        "Pangkalan Bun – ",
        "Tanjung Redeb - ",
        "Ulan Bator - ",
        "Port-au-Prince - ",
        "N'Djamena — ",
        "Liputan6.com, Tulungagung ",
        "SEMARANG, KABARPESISIR.CO.ID – ",
        "Rimanews - ",
        "TRIBUNNEWS.COM, JAKARTA-",
        "MUARA WULAN, NTB — ",
        "KARANG JAYA, LAMPUNG – ",
        "LAMAT, Nusa Tenggara Barat - ",
        "Muara Wulan, Jawa Tengah (12/8) - ",
        "Lamat, Sulsel (12/8/2025) — ",
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
        "DPRD, KPK - Keduanya bertemu.",
        "Menurut warga Muara Wulan, NTB-Bali kini dekat.",
        "Tempo permainan lambat - kata pelatih.",
        "",
    ],
)
def test_a_dash_alone_makes_no_dateline(paragraph: str) -> None:
    assert split_dateline(paragraph) is None


@pytest.mark.parametrize(
    ("paragraph", "opens"),
    [
        ("Jakarta - Petani menanam lebih awal.", True),
        ("SEMARANG (12/8) — Petani menanam lebih awal.", True),
        ("MUARA WULAN, NTB — Petani menanam lebih awal.", True),
        ("PENGUMUMAN - Rapat dimulai pukul sembilan.", False),
        ("Jakarta-Bandung kini dekat.", False),
        ("Besok saya ke Jakarta - Kalian ikut?", False),
    ],
)
def test_a_story_is_known_by_the_place_that_it_opens_with(paragraph: str, opens: bool) -> None:
    assert opens_at_place(paragraph) is opens


@pytest.mark.parametrize("rest", ["Timnas Karang U-17 mulai berlatih.", "Jet tempur F-16 jatuh di laut."])
def test_a_hyphen_in_a_word_ends_no_dateline(rest: str) -> None:
    dateline = split_dateline(f"Liputan6.com, Jakarta {rest}", "Liputan6.com")
    assert dateline is not None
    assert dateline.rest == rest


def test_an_outlet_in_no_table_goes_by_its_address() -> None:
    dateline = split_dateline("KabarPesisir.com, Semarang - Kereta mulai diuji.")
    assert dateline is not None
    assert dateline.site == "KabarPesisir.com"


@pytest.mark.parametrize("opening", ["Sentani, Suara Timur - ", "Suara Timur, Sentani -- "])
def test_a_page_signs_with_its_own_name(opening: str) -> None:
    paragraph = opening + "Sebuah perahu berisi buku kembali berlayar."
    dateline = split_dateline(paragraph, "Suara Timur")
    assert dateline is not None
    assert dateline.rest == "Sebuah perahu berisi buku kembali berlayar."
    assert split_dateline(paragraph) is None


def test_a_deck_glued_before_the_dateline_is_kept_apart() -> None:
    dateline = split_dateline("Panen raya harus dijaga bersama Jakarta (ANTARA) - Menteri meninjau sawah.")
    assert dateline is not None
    assert (dateline.lead, dateline.rest) == ("Panen raya harus dijaga bersama", "Menteri meninjau sawah.")


def test_a_dateline_names_its_outlet() -> None:
    dateline = split_dateline("TEMPO.CO, Jakarta - Petani menanam lebih awal.")
    assert dateline is not None
    assert dateline.site == "Tempo.co"


def test_cities_of_datelines_are_known_in_any_case() -> None:
    assert is_dateline_place("kuala lumpur")
    assert not is_dateline_place("Rina Lestari")


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_what_follows_a_dateline_stands_in_the_paragraph(text: str) -> None:
    dateline = split_dateline(text)
    assert dateline is None or text.endswith(dateline.rest)


@pytest.mark.parametrize("name", ["Bima", "Sofia", "Darwin"])
def test_a_town_that_bears_a_persons_name_may_be_an_author(name: str) -> None:
    assert not is_dateline_place(name)
    assert split_dateline(f"{name} (ANTARA) - Petani menanam lebih awal.") is not None


def test_a_deck_without_a_dateline_behind_it_is_left_alone() -> None:
    assert split_dateline("Panen raya (musim kedua) -- kata petani -- dijaga bersama warga.") is None
    dateline = split_dateline("Panen raya dijaga bersama SEMARANG, KOMPAS.com - Menteri meninjau sawah.")
    assert dateline is not None
    assert dateline.rest == "Menteri meninjau sawah."


@pytest.mark.parametrize(
    "dateline",
    [
        "JAKARTA (Reuters) - ",
        "JAKARTA, Aug 14 (Reuters) - ",
        "JAKARTA, Indonesia (AP) — ",
        "AMBON (Suara Timur) - ",
        "BANDUNG, West Java (The Jakarta Post) – ",
        "DENPASAR, Bali — ",
        "SINGAPORE: ",
        "Jakarta (ANTARA) - ",
    ],
)
def test_the_datelines_of_english_news_are_taken_off(dateline: str) -> None:
    found = split_dateline(f"{dateline}The haze is back.")
    assert found is not None
    assert found.rest == "The haze is back."


@pytest.mark.parametrize("opening", ["BREAKING: Fire in the port.", "NASA (the agency) - they say - waits."])
def test_what_only_looks_like_one_stays(opening: str) -> None:
    assert split_dateline(opening) is None
