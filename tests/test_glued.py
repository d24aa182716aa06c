"""Spaces that were lost at a link, and capitals inside a name that stay."""

from __future__ import annotations

import pytest

from bot.intake.glued import parted


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Hal itu dikutipAFP dari sidang.", "Hal itu dikutip AFP dari sidang."),
        ("Warga diLumban menunggu.", "Warga di Lumban menunggu."),
        ("PresidenDanar Laksita hadir.", "Presiden Danar Laksita hadir."),
        ("PenyanyidangdutLaras pulang.", "PenyanyidangdutLaras pulang."),
        ("Penyanyi dangdutLaras pulang.", "Penyanyi dangdut Laras pulang."),
        ("Danar Laksitamenilai aturan itu baik.", "Danar Laksita menilai aturan itu baik."),
        ("AFPmelaporkan banjir.", "AFP melaporkan banjir."),
        ("Kapal di Lumban dan Lumbanyang banjir.", "Kapal di Lumban dan Lumban yang banjir."),
    ],
)
def test_a_lost_space_is_put_back_where_both_halves_are_words(line: str, expected: str) -> None:
    assert parted(line) == expected


@pytest.mark.parametrize(
    "name",
    [
        "YouTube", "iPhone", "McDonald", "PlayStation", "BukaLapak", "GoTo", "WhatsApp", "detikNews",
        "MediaTek", "DiCaprio", "NasDem", "TransJakarta", "eFishery", "LinkedIn", "Ramadan", "Hamdan",
        "MotoGP", "@kepadaAnda", "https://a.example/dariAna",
    ],
)  # fmt: skip
def test_a_capital_inside_a_name_stays(name: str) -> None:
    assert parted(f"Kami melihat {name} hari ini.") == f"Kami melihat {name} hari ini."
