"""Spaces that were lost at a link, and capitals inside a name that stay."""

from __future__ import annotations

from itertools import product

import pytest

from bot.intake.glued import unglued


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Hal itu dikutipAFP dari sidang.", "Hal itu dikutip AFP dari sidang."),
        ("Warga diLumban menunggu.", "Warga di Lumban menunggu."),
        ("PresidenDanar Laksita hadir.", "Presiden Danar Laksita hadir."),
        ("Gubernur JakartaDanar Laksita hadir.", "Gubernur Jakarta Danar Laksita hadir."),
        ("PenyanyidangdutLaras pulang.", "PenyanyidangdutLaras pulang."),
        ("Penyanyi dangdutLaras pulang.", "Penyanyi dangdut Laras pulang."),
        ("Danar Laksitamenilai aturan itu baik.", "Danar Laksita menilai aturan itu baik."),
        ("AFPmelaporkan banjir.", "AFP melaporkan banjir."),
        ("Kapal di Lumban dan Lumbanyang banjir.", "Kapal di Lumban dan Lumban yang banjir."),
        ("Warga Lumban pergi, Lumbanmemenuhi jalan.", "Warga Lumban pergi, Lumban memenuhi jalan."),
        ("Danar datang; Danarsempat diam.", "Danar datang; Danar sempat diam."),
        ("Lumbanmemenuhi jalan.", "Lumban memenuhi jalan."),
        ("Serangan itu menghambat proyeknuklir.", "Serangan itu menghambat proyek nuklir."),
        ("Keteranganahli bahasayang dihadirkan", "Keteranganahli bahasa yang dihadirkan"),
        (
            "Danar menargetkanpertumbuhan ekonomitahun ini.",
            "Danar menargetkan pertumbuhan ekonomi tahun ini.",
        ),
        ("MiliterLumban dan intelijenLumban", "Militer Lumban dan intelijen Lumban"),
        ("Tidak ada satu waktupun.", "Tidak ada satu waktu pun."),
        ("Presiden RIDanar Laksita hadir.", "Presiden RI Danar Laksita hadir."),
        ("Perdana Menteri ThailandSuri datang.", "Perdana Menteri Thailand Suri datang."),
        ("Menteri Abdul Ma'rimengatakan itu.", "Menteri Abdul Ma'ri mengatakan itu."),
        ("Danar Laksitamengecam serangan itu.", "Danar Laksita mengecam serangan itu."),
        ("Film Lumbanberhasil menembus pasar.", "Film Lumban berhasil menembus pasar."),
        ("Presiden Prabowo Subiantodalam pidatonya", "Presiden Prabowo Subianto dalam pidatonya"),
        (
            "Dipilih oleh kaderPKLdalam rapat, dan PKLyang lain.",
            "Dipilih oleh kader PKL dalam rapat, dan PKL yang lain.",
        ),
        (
            "Partai Perjuanganuntuk rakyat dan Perjuangannomor satu.",
            "Partai Perjuangan untuk rakyat dan Perjuangan nomor satu.",
        ),
        ("Menteri (Kumham),Danar, hadir.", "Menteri (Kumham), Danar, hadir."),
        ("Pada 4 Juni 2025,Danar pergi ke Lumban,Sora.", "Pada 4 Juni 2025, Danar pergi ke Lumban, Sora."),
        ("Prajurit TNI ADmerekrut warga.", "Prajurit TNI AD merekrut warga."),
        ("Anggota Komisi VDPRDanar Laksita hadir.", "Anggota Komisi V DPR Danar Laksita hadir."),
        ("(Keempat,cakupan naik 3,5 persen)", "(Keempat, cakupan naik 3,5 persen)"),
    ],
)
def test_a_lost_space_is_put_back_where_both_halves_are_words(line: str, expected: str) -> None:
    assert unglued(line) == expected


@pytest.mark.parametrize(
    "name",
    [
        "YouTube", "iPhone", "McDonald", "PlayStation", "BukaLapak", "GoTo", "WhatsApp", "detikNews",
        "MediaTek", "DiCaprio", "NasDem", "TransJakarta", "eFishery", "LinkedIn", "Ramadan", "Hamdan",
        "ASEAN", "ASDP", "Karangterang", "Sumberberas",
        "BUdi", "YUdi", "MotoGP", "KoinWorks", "DigitalGlobe", "InternetWorld", "detikBali", "@kepadaAnda", "https://a.example/dariAna",
    ],
)  # fmt: skip
def test_a_capital_inside_a_name_stays(name: str) -> None:
    assert unglued(f"Kami melihat {name} hari ini.") == f"Kami melihat {name} hari ini."


@pytest.mark.parametrize(
    "word",
    [
        "dikerjakannya", "antarmanusia", "antirakyat", "bacawapres", "kalaupun", "tanggungjawab", "pekanbaru",
        "selada", "stopper", "melaporakan", "rapatkan", "superkecil", "anakanak", "realtime", "koordinator",
        "mainstreaming", "barangkali", "aromaterapi",
    ],
)  # fmt: skip
def test_a_word_that_is_written_together_stays(word: str) -> None:
    assert unglued(f"Ia membahas {word} itu.") == f"Ia membahas {word} itu."


def test_an_address_is_not_parted() -> None:
    line = "Lihat proyeknuklir.example/proyeknuklir, a.example/berita,kota dan @proyeknuklir."
    assert unglued(line) == line


@pytest.mark.parametrize("piece", ["aa,", "a.b,", "kata,", '("a,', "kaderPKL"])
def test_a_long_word_of_many_commas_takes_no_time(piece: str) -> None:
    word = piece * 12_000
    assert unglued(f"{word}/x") == f"{word}/x"


def test_many_glued_names_in_one_line_take_no_time() -> None:
    names = [f"Xy{''.join(letters)}" for letters in product("bdglnrst", "aiou", "bdglnrst", "aiou", "bdgl")]
    line = " ".join(f"{name}memenuhi" for name in names)
    assert unglued(line) == " ".join(f"{name} memenuhi" for name in names)
