"""Texts cut into pieces for a model, and output that lost its way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.translation.pieces import (
    abbreviations,
    fit_seam,
    is_text,
    runs_in_circles,
    shrinks,
    split_long,
    split_sentences,
    stays_as_it_was,
    verbatim,
)


def words(text: str) -> int:
    return len(text.split())


def test_a_text_within_the_limit_stays_whole() -> None:
    assert split_long("satu dua, tiga", 3, words) == ("satu dua, tiga",)


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    text = "Ratna datang pagi, lalu ia pulang; hujan turun"
    assert split_long(text, 4, words) == ("Ratna datang pagi,", "lalu ia pulang;", "hujan turun")


def test_neighbouring_clauses_share_a_piece_while_they_fit() -> None:
    assert split_long("a, b, c, d, e", 2, words) == ("a, b,", "c, d,", "e")


def test_a_clause_over_the_limit_is_cut_between_words() -> None:
    assert split_long("a b c d e", 2, words) == ("a b", "c d", "e")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab ,;—(", max_size=300), st.integers(1, 20))
def test_pieces_lose_nothing_and_keep_the_limit(text: str, limit: int) -> None:
    pieces = split_long(text, limit, len)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(len(piece.replace(" ", "")) <= limit for piece in pieces)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Hujan turun deras. Warga mengungsi.", 2),
        ("Apa kabar? Baik!", 2),
        ('"Kami siap." Ia pulang.', 2),
        ("H.M. Nasrullah hadir.", 1),
        ("Menurut Dr. Sari, semua aman.", 1),
        ("Nilainya Rp 1.250 per kg.", 1),
        ("", 0),
    ],
)
def test_a_text_is_cut_after_its_sentences(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@pytest.mark.parametrize(
    ("source", "output", "broken"),
    [
        ("Warga pulang ke rumah.", "Residents went home.", False),
        ("Rencana jangka panjang itu batal.", "The long-term-term-term plan was dropped.", True),
        ("Warga pulang ke rumah.", "the the the the home.", True),
        ("Warga pulang ke rumah.", "went to the home of the home of the home of the home", True),
        ("Warga pulang.", "Residents went home. " * 10, True),
        ("Warga pulang ke rumah.", "Residents hahahahahahahaha home", True),
        ("Kuota haji naik.", "The hajjj quota rises.", True),
        ("Kuota tahun 2000000 naik.", "The quota of 2000000 rises.", False),
        ("Wahhhhh, harga naik.", "Wahhhh, prices rise.", False),
        ("ayo ayo ayo ayo ayo", "go go go go go", False),
        ("KPU", "General Elections Commission", False),
        ("", "", False),
    ],
)
def test_output_that_repeats_itself_is_seen(source: str, output: str, broken: bool) -> None:
    assert runs_in_circles(source, output) is broken


@pytest.mark.parametrize(
    ("source", "output", "fitted"),
    [
        ("lalu ia pulang,", "Then he went home.", "Then he went home,"),
        ("dan warga pulang.", "And residents went home.", "and residents went home."),
        ("warga Indonesia;", "Indonesian citizens.", "Indonesian citizens;"),
        ("Ia pulang.", "He went home.", "He went home."),
        ("", "", ""),
    ],
)
def test_a_piece_from_inside_a_sentence_fits_its_neighbours(source: str, output: str, fitted: str) -> None:
    assert fit_seam(source, output) == fitted


def test_an_address_stands_alone_and_is_no_text() -> None:
    address = "https://contoh.example/" + "a" * 80
    assert split_sentences(f"Lihat {address} untuk rincian.") == ("Lihat", address, "untuk rincian.")
    assert split_long(address, 5, len) == (address,)
    assert not is_text(address)
    assert is_text("Lihat")


def test_a_translation_that_leaves_most_out_shrinks() -> None:
    source = "Menurut bupati, pemerintah daerah akan membangun lagi sekolah yang rusak."
    assert shrinks(source, "Yes, he said.")
    assert not shrinks(source, "According to the regent, the schools will be rebuilt.")
    assert not shrinks("Ya.", "")
    assert not shrinks(
        "The commission has summoned the former minister of agriculture.", "委员会传唤了前农业部长。"
    )


@pytest.mark.parametrize(
    ("source", "output", "stays"),
    [
        ("para warga pulang ke rumah masing-masing", "para warga pulang ke rumah masing-masing", True),
        ("Para warga pulang ke rumah masing-masing.", "The residents went home to their families", False),
        ("Bank Rakyat Indonesia Tbk", "Bank Rakyat Indonesia Tbk", False),
        ("rapat itu", "rapat itu", False),
        ("a good day for all of us and the team", "a good day for all of us and the team", False),
    ],
    ids=["a copy", "a translation", "names", "too short to tell", "English already"],
)
def test_a_copy_is_no_translation(source: str, output: str, stays: bool) -> None:
    assert stays_as_it_was(source, output) is stays


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lihat https://contoh.example/a?b=1.", ["https://contoh.example/a?b=1"]),
        ("Surel ke humas@contoh.example, ya.", ["humas@contoh.example"]),
        ("Ikuti @wartapesisir dan #BanjirDemak!", ["@wartapesisir", "#BanjirDemak"]),
        ("Kata warga kepada Kompas.com dan kontan.co.id.", ["Kompas.com", "kontan.co.id"]),
        ("Harga beras naik 5/6.", []),
        ("Ia pulang.Comeback itu gagal.", []),
    ],
    ids=["address", "e-mail", "handle and hashtag", "sites", "none", "no blank behind a stop"],
)
def test_addresses_and_handles_are_found(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in verbatim(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wisatawan mancanegara (wisman) datang.", ["wisman"]),
        ("calon presiden dan calon wakil presiden (capres-cawapres)", ["capres-cawapres"]),
        ("Kementerian Pertanian (Kementan) dan Kementerian Luar Negeri (Kemlu)", ["Kementan", "Kemlu"]),
        ("pemutusan hubungan kerja (PHK)", ["PHK"]),
        ("Lima orang meninggal (korban) di sana.", []),
        ("Rumah warga (roboh) di tepi sungai", []),
        ("Pantura (Pantura)", []),
        ("(wisman)", []),
        ("wisatawan mancanegara (2) wisman", []),
    ],
    ids=[
        "runs",
        "hyphen",
        "letters",
        "initials",
        "other word",
        "letters in a row",
        "one word",
        "nothing before",
        "number",
    ],
)
def test_an_abbreviation_is_known_by_the_words_before_its_bracket(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in abbreviations(text)] == found


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("🌊 Banjir di Demak 🌊🌊 warga mengungsi", ("🌊", "Banjir di Demak", "🌊🌊", "warga mengungsi")),
        ("Teks <b>tebal</b> saja", ("Teks", "<b>", "tebal", "</b>", "saja")),
    ],
    ids=["pictures", "markup"],
)
def test_pictures_and_markup_stand_alone(text: str, pieces: tuple[str, ...]) -> None:
    assert split_sentences(text) == pieces
    assert [piece for piece in pieces if is_text(piece)] == [piece for piece in pieces if piece[0].isalpha()]


def test_scripts_without_blanks_are_text() -> None:
    text = "政府宣布将在沿海地区修建新的防洪堤" * 8
    assert split_sentences(text) == (text,)
    assert is_text(text)


def test_a_long_row_of_letters_is_looked_through_once() -> None:
    assert list(verbatim("x" * 60_000)) == []
