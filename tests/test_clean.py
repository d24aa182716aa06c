"""Characters put right, furniture taken away, nothing of the story lost."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.clean import clean_story, normalise
from bot.intake.furniture import is_caption, is_furniture, without_initials, without_inline

SHARED = Path(__file__).resolve().parents[2] / "shared"
ARTICLES = SHARED / "data" / "articles" / "articles.jsonl"

BODY = "Warga kampung itu bergotong royong membersihkan saluran air sejak pagi, kata ketua RT setempat."


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("har\u00adga\u200b be\ufeffras", "harga beras"),
        ("satu\u00a0dua\u2009tiga\tempat", "satu dua tiga empat"),
        ("kesalahan 2,5Â±1%", "kesalahan 2,5±1%"),
        ("JosÃ© dan EugÃ©nie", "José dan Eugénie"),
        ("harga naik\\\\xa0lagi", "harga naik lagi"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("A &amp; B &quot;C&quot;", 'A & B "C"'),
        ("rusak \ud800 sekali \ud83d\ude00", "rusak sekali 😀"),
        ("  dua   spasi  ", "dua spasi"),
    ],
)
def test_characters_are_put_right(dirty: str, clean: str) -> None:
    assert normalise(dirty) == clean


@pytest.mark.parametrize(
    ("mixed", "right"),
    [
        ('“Kami siap," kata dia.', "“Kami siap,” kata dia."),
        ('"Kami siap,” kata dia. "Besok."', '“Kami siap,” kata dia. "Besok."'),
        ("``Kami siap,'' kata dia.", '"Kami siap," kata dia.'),
        ("”Kami siap,” kata dia.", "“Kami siap,” kata dia."),
        ('"Kami siap," kata dia.', '"Kami siap," kata dia.'),
        ("“Kami siap,” kata dia.", "“Kami siap,” kata dia."),
        ("“Kami belum selesai bicara.", "“Kami belum selesai bicara."),
        ('berkata , " kami siap " .', 'berkata , " kami siap " .'),
    ],
)
def test_both_marks_of_a_quotation_become_one_kind(mixed: str, right: str) -> None:
    assert normalise(mixed) == right


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_characters_put_right_once_stay_right(text: str) -> None:
    once = normalise(text)
    assert not any("\ud800" <= character <= "\udfff" for character in once)
    assert normalise(once).split() == normalise(normalise(once)).split()


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
        ("Air surut. Pilihan Editor: Siapa Untung dari Tambang Pasir", "Air surut."),
        ("Air surut. Editor: Sinta Rahayu Copyright © ANTARA 2025", "Air surut."),
        ("Air surut (baca juga: Banjir Rob Datang Lagi) sejak pagi.", "Air surut sejak pagi."),
    ],
)  # fmt: skip
def test_furniture_inside_a_paragraph_is_taken_out(dirty: str, clean: str) -> None:
    assert without_inline(dirty) == clean


@pytest.mark.parametrize("initials", ["(rfs/rds)", "[bal]", "(FHM)", "(kpl/pur/tch)", "(ANTARA)", "(Z-2)"])
def test_initials_at_the_end_are_taken_off(initials: str) -> None:
    assert without_initials(f"{BODY} {initials}") == BODY


def test_a_short_form_in_brackets_inside_the_last_sentence_stays() -> None:
    assert without_initials("Kasus itu ditangani Komisi Pemberantasan Korupsi (KPK).").endswith("(KPK).")


def test_a_short_line_between_paragraphs_is_a_heading() -> None:
    story = clean_story([BODY, "", "Saluran Air Lama", "", BODY])
    assert (story.paragraphs, story.headings) == ((BODY, "Saluran Air Lama", BODY), (1,))


def test_items_of_a_list_are_no_headings() -> None:
    story = clean_story([f"{BODY[:-1]}:", "- Cangkul", "- Sekop", "Karung pasir", BODY])
    assert story.headings == ()
    assert len(story.paragraphs) == 5


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_lines_that_a_column_broke_are_joined(width: int) -> None:
    paragraphs = (
        f"{BODY} Pekerjaan itu diperkirakan selesai dalam tiga hari karena seluruh warga ikut serta. {BODY}",
        f"Setelah itu mereka makan bersama di balai kampung dan membagi tugas pekan depan. {BODY} {BODY}",
    )
    lines = [*textwrap.wrap(paragraphs[0], width), "", *textwrap.wrap(paragraphs[1], width)]
    assert clean_story(lines).paragraphs == paragraphs


def test_a_line_each_is_a_paragraph_each() -> None:
    lines = [BODY, "Air surut pada siang hari.", BODY, "Pasar dibuka lagi."]
    assert clean_story(lines).paragraphs == tuple(lines)


def test_headlines_of_other_stories_go_until_the_story_resumes() -> None:
    lines = [BODY, "Berita Terkait", "Harga Cabai Turun", "Pasar Lama Dibuka", BODY]
    assert clean_story(lines).paragraphs == (BODY, BODY)


def test_the_title_is_not_repeated() -> None:
    assert clean_story(
        ["Gotong Royong di Kampung Air", BODY], title="Gotong royong di kampung air"
    ).paragraphs == (BODY,)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=12))
def test_any_lines_become_a_story(lines: list[str]) -> None:
    story = clean_story(lines)
    assert all(paragraph.strip() for paragraph in story.paragraphs)
    assert all(0 < index < len(story.paragraphs) - 1 for index in story.headings)


@pytest.mark.parametrize(
    "text", ["@." * 20_000, '"' * 40_000, "Baca juga: " * 4_000, "(" * 40_000, "a-\n" * 10_000]
)
def test_hostile_text_goes_through(text: str) -> None:
    assert isinstance(clean_story(text.split("\n")).paragraphs, tuple)


@pytest.mark.skipif(not ARTICLES.exists(), reason="../shared is not there")
def test_clean_articles_lose_next_to_nothing() -> None:
    """A sample of texts without any sign of furniture; six words a text are left to the dateline."""
    kept = total = 0
    with ARTICLES.open(encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in list(file)[::7]]
    signs = (
        "juga",
        "SCROLL",
        "ADVERT",
        "ambas",
        "ditor",
        "pdate",
        "ideo",
        "opyright",
        "oto",
        "tayang",
        "enulis",
    )
    for text in texts:
        if any(sign in text for sign in signs):
            continue
        before = Counter(normalise(text).split()[6:])
        kept += (before & Counter(" ".join(clean_story(text.split("\n")).paragraphs).split())).total()
        total += before.total()
    assert total > 1_000
    assert kept >= 0.995 * total
