"""furniture: what a page or a channel puts around a story, and what only looks like it."""

from __future__ import annotations

import pytest

from bot.intake.furniture import (
    heads_other_stories,
    introduces_list,
    is_caption,
    is_furniture,
    is_initials,
    without_initials,
    without_inline,
    without_symbols,
)

BODY = "Warga kampung itu bergotong royong membersihkan saluran air sejak pagi, kata ketua RT setempat."


@pytest.mark.parametrize(
    "line",
    [
        "ADVERTISEMENT",
        "SCROLL TO CONTINUE WITH CONTENT",
        "[Gambas:Video 20detik]",
        "Baca juga: Pasar Lama Kembali Dibuka",
        "Simak juga Video: Antrean Kapal di Pelabuhan",
        'Tonton juga video "Antrean Kapal" di sini:',
        "Halaman Selanjutnya",
        "Halaman:",
        "Baca halaman selanjutnya",
        "Lanjut ke halaman berikutnya >>>",
        "BERLANJUT KE HALAMAN BERIKUTNYA...",
        "(Bersambung ke halaman 2)",
        "Simak penjelasan selengkapnya di halaman berikutnya>>>",
        "Halaman selanjutnya: Warga menolak pindah ke lahan baru",
        "Buka halaman selanjutnya untuk membaca lebih lanjut",
        "Advertisement by",
        "Iklan untuk Anda: Kebun Mini di Atas Atap Rumah",
        "Kirimkan komentar Anda secara santun, komentar menjadi tanggung jawab komentator.",
        "* Fakta atau Hoaks? Untuk mengetahui kebenaran kabar, silakan kirim pesan ke nomor kami.",
        "Lewati Paling banyak dibaca dan terus membaca",
        "Akhir dari Paling banyak dibaca",
        "Waktu membaca: 4 menit",
        "Share",
        "Facebook Twitter WhatsApp",
        "Copy Link",
        "0 Komentar",
        "Editor: Sinta Rahayu",
        "Laporan Wartawan Tribunnews.com, Wahyu Pratama",
        "Artikel ini telah tayang di Kabar Kota dengan judul Pasar Lama",
        "Simak berita pilihan kami di WhatsApp Channel Kabar Kota.",
        "Pilihan Editor: Pasar Lama yang Hilang",
        "Tag:",
        "@kabarkota #pasar",
        "---",
        "👉",
        "Scroll ke bawah untuk melanjutkan membaca",
        "GULIR UNTUK LANJUT BACA",
        "Lanjutkan membaca di bawah",
        "Story continues below advertisement",
        "Beranda Terkini Topik Pilihan",
        "Ikuti kami di Google News",
        "Dapatkan berita terbaru setiap hari lewat surel",
        "Video: Antrean Kapal di Pelabuhan",
        "Sumber: https://kabar.example/a",
        "2 dari 3 halaman",
        "© 2025 Kabar Kota",
    ],
)
def test_page_furniture_is_known(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        BODY,
        "Baca juga kisah para perantau itu dalam buku terbarunya, kata Mirna.",
        "Laporan wartawan perang itu dibaca banyak orang.",
        "Bergabung di Grup F, tim tamu tampil lepas.",
        "Keterangan foto itu dibantah polisi.",
        "Unduh aplikasi Cek Bansos melalui Play Store.",
        "Video itu viral.",
        "Ikuti anjuran dokter, kami hanya mengingatkan.",
        "Terus membaca membuat anak lebih sabar, kata gurunya.",
        "Baca juga: Pasar Lama Dibuka. Warga Mirna Lubis menyambutnya.",
        "Gulir layar itu rusak.",
        "Dunia usaha menunggu.",
        "Halaman sekolah itu tergenang.",
        "Lumpur mengalir ke halaman berikutnya, milik warga RT 3.",
        "Di halaman 2 surat itu tertulis nama camat.",
        "Akhir dari musim kemarau belum terlihat.",
        "Lewati jalan setapak itu dan terus membaca papan petunjuk, kata pemandu.",
    ],
)
def test_sentences_of_a_story_are_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Alat berat merapikan tanggul. (Rina Lestari, Kabar Foto via AP)",
        "Kedua menteri berjabat tangan di gerbang pelabuhan (AFP).",
        "Suasana rapat di balai kota (Foto: Rina Lestari/Kabar Kota)",
        "Wali kota meninjau pasar. Foto: dok. Pemkot",
        "Mirna Lubis (Dok. Pribadi)",
        "Infografis tanggul laut. (Liputan6.com/Trisno)",
    ],
)
def test_captions_are_known_by_their_credit(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "Demikian laporan kantor berita Prancis (AFP).",
        "Upah mengikuti ketentuan kabupaten atau provinsi (UMK/UMP).",
        "Rekaman itu diunggah di kanal resminya (YouTube).",
        "Perusahaan itu milik Associated Press (AP).",
        '"Kami siap," kata Mirna saat dihubungi, Senin (3/3/2025).',
    ],
)
def test_a_bracket_at_a_sentences_end_makes_no_caption(line: str) -> None:
    assert not is_caption(line)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("Surut. ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT Warga pulang.", "Surut. Warga pulang."),
        ("Air surut. [Gambas:Video CNN]", "Air surut."),
        ('Air surut. Baca juga: Banjir Rob Datang Lagi di Pesisir "Kami lega," kata Mirna.',
         'Air surut. "Kami lega," kata Mirna.'),
        ("Air surut. Baca juga: Banjir Rob Datang Lagi di Pesisir Menurut Mirna, air cepat turun.",
         "Air surut. Menurut Mirna, air cepat turun."),
        ("Air surut. Baca juga: Banjir Rob Datang Lagi di Pesisir Mirna Lubis mengatakan air cepat turun.",
         "Air surut. Baca juga: Banjir Rob Datang Lagi di Pesisir Mirna Lubis mengatakan air cepat turun."),
        ("Air surut. Kondisi buruk. Baca juga: Banjir Rob Datang Lagi di Pesisir Kondisi itu berulang.",
         "Air surut. Kondisi buruk. Kondisi itu berulang."),
        ("Air surut, kondisi jalan buruk. Baca juga: Banjir Rob Datang Lagi di Pesisir Kondisi itu berulang.",
         "Air surut, kondisi jalan buruk. Kondisi itu berulang."),
        ("Air surut. Baca juga: Banjir Rob Datang Lagi, 5 Rumah Roboh Kapolres Lumban AKBP Danar pulang.",
         "Air surut. Kapolres Lumban AKBP Danar pulang."),
        ("Air surut. Baca juga: Banjir Rob Datang Lagi, 5 Rumah Roboh Mantan Bupati Lumban, Danar, pulang.",
         "Air surut. Mantan Bupati Lumban, Danar, pulang."),
        ("Kata Mirna, air surut. Baca juga: Banjir Rob Datang Lagi di Pesisir Mirna juga mengungsi.",
         "Kata Mirna, air surut. Mirna juga mengungsi."),
        ("Kata Mirna, air surut. Baca juga: Banjir Rob Datang Lagi di Sini Agar Mirna bisa mengungsi.",
         "Kata Mirna, air surut. Agar Mirna bisa mengungsi."),
        ("Air surut. Baca juga: Banjir Rob Datang Lagi di Pesisir Lumban Menanggapi hal itu, Danar pulang.",
         "Air surut. Menanggapi hal itu, Danar pulang."),
        ("Air surut. Baca juga: Banjir Rob Datang Lagi di Pesisir Lumban Polisi lalu menutup jalan.",
         "Air surut. Polisi lalu menutup jalan."),
        ("Air surut. Baca juga: Lumban naikkan status tanggul jadi waspada Hal itu disampaikan Danar.",
         "Air surut. Hal itu disampaikan Danar."),
        ("Air surut. Baca juga: Lumban siapkan \"karung\" pasir untuk warga \"Iya, cukup,\" kata Mirna.",
         "Air surut. \"Iya, cukup,\" kata Mirna."),
        ("Air surut. Baca juga: 5 cara warga menahan air pasang 2. Karung pasir Karung itu murah.",
         "Air surut. 2. Karung pasir Karung itu murah."),
        ("Air surut. Pilihan Editor: Siapa Untung dari Tambang Pasir", "Air surut."),
        ("Air surut. Editor: Sinta Rahayu Copyright © ANTARA 2025", "Air surut."),
        ("Air surut (baca juga: Banjir Rob Datang Lagi) sejak pagi.", "Air surut sejak pagi."),
    ],
)  # fmt: skip
def test_furniture_inside_a_paragraph_is_taken_out(dirty: str, clean: str) -> None:
    assert without_inline(dirty) == clean


@pytest.mark.parametrize(
    "paragraph",
    [
        "Air surut. Baca juga: Banjir Rob Datang Lagi, 5 Roboh Mirna Lubis, Bidan Puskesmas Lumban, pulang.",
        "Air surut. Baca juga: Banjir Rob Datang, Danar Minta Bupati Terbitkan Izin Mirna menilai air naik.",
        "Air surut. Baca juga: Banjir Rob Datang Lagi di Pesisir Kementerian Perhubungan lalu pulang.",
        "Air surut. Baca juga: Lumban siapkan karung pasir Warga Demak mengaku lega. Air naik.",
        "Air surut. Baca juga: Banjir Rob Datang Lagi pada Tahun Baru, daya listrik turun.",
    ],
)
def test_a_headline_whose_end_cannot_be_told_stays(paragraph: str) -> None:
    assert without_inline(paragraph) == paragraph


@pytest.mark.parametrize("initials", ["(rfs/rds)", "[bal]", "(FHM)", "(kpl/pur/tch)", "(ANTARA)", "(Z-2)"])
def test_initials_at_the_end_are_taken_off(initials: str) -> None:
    assert without_initials(f"{BODY} {initials}") == BODY


def test_a_short_form_in_brackets_inside_the_last_sentence_stays() -> None:
    assert without_initials("Kasus itu ditangani Komisi Pemberantasan Korupsi (KPK).").endswith("(KPK).")


def test_heads_of_lists_and_of_comments_are_known() -> None:
    assert heads_other_stories("Rekomendasi untuk Anda")
    assert heads_other_stories("Komentar (12)")
    assert not heads_other_stories("Komentar itu dibantah polisi")


def test_a_line_of_initials_alone_ends_a_story() -> None:
    assert is_initials("(rfs/rds)")
    assert not is_initials(f"{BODY} (rfs/rds)")


def test_a_line_that_announces_a_list_is_told_from_a_heading() -> None:
    assert introduces_list("Berikut jadwal lengkapnya")
    assert not introduces_list("Jadwal Lengkap")


def test_emoji_at_the_ends_are_taken_off_and_the_copyright_sign_is_not() -> None:
    assert without_symbols("🔴 Air surut ✅") == "Air surut"
    assert without_symbols("👉 © 2025") == "© 2025"


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Fuel prices rise again",
        "See also: Fuel prices rise again",
        "Related news: Fuel prices rise again",
        "Reporting by Ratna Wati; Editing by Bagas Permana",
        "Additional reporting by Ratna Wati",
        "This article was originally published by Kabar Pesisir.",
        "Image source, Getty Images",
        "Translated by: Ratna Wati",
        "Register for free to continue reading",
        "Updated 2 hours ago",
        "Source: Reuters",
    ],
)
def test_what_english_pages_put_around_a_story_is_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "The story was published in two parts by a small paper.",
        "Watch the sea before you sail, fishermen say.",
    ],
)
def test_english_sentences_that_begin_like_it_are_none(line: str) -> None:
    assert not is_furniture(line)
