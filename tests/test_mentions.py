"""Where an article names somebody, by sentences and tags of our own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.digest.mentions import Mention, find_mentions
from bot.digest.name_lines import TITLE_POSITION
from bot.digest.segment import segment
from bot.records import Article


def mentions(text: str, tags: dict[str, str], title: str = "") -> tuple[Mention, ...]:
    """`tags`: word → its tag wherever it stands."""

    def tag(tokens: Sequence[str]) -> list[str]:
        return [tags.get(token, "O") for token in tokens]

    article = Article(text, title)
    return find_mentions(article, segment(article), tag)


def named(text: str, tags: dict[str, str]) -> list[tuple[str, str]]:
    return [(mention.text, mention.label) for mention in mentions(text, tags)]


RATNA = {"Ratna": "B-PER", "Wibisana": "I-PER"}


@pytest.mark.parametrize(
    "text",
    [
        "Kami bertemu Ratna Wibisana kemarin.",
        "Kami bertemu Dr. Ratna Wibisana, S.H. kemarin.",
        "Kami bertemu AKBP Ratna Wibisana kemarin.",
    ],
)
def test_a_name_stands_without_its_titles(text: str) -> None:
    tags = {**RATNA, "Dr.": "B-PER", "AKBP": "B-PER"} | (
        {} if "Kami bertemu Ratna" in text else {"Ratna": "I-PER"}
    )
    assert named(text, tags) == [("Ratna Wibisana", "person")]


def test_an_office_alone_names_nobody() -> None:
    assert named('"Sudah ditahan," kata Kanit.', {"Kanit": "B-PER"}) == []


def test_a_name_that_is_also_a_title_is_kept_with_one_word_after_it() -> None:
    tags = {"Putri": "B-PER", "Wibisana": "I-PER"}
    assert named("Kami bertemu Putri Wibisana.", tags) == [("Putri Wibisana", "person")]


def test_a_title_by_which_somebody_is_called_is_a_part_of_the_name() -> None:
    tags = {"Putri": "B-PER", "Ratna": "I-PER", "Wibisana": "I-PER"}
    text = "Ketua Fraksi Putri Ratna Wibisana hadir. Kami lega, kata Putri kemarin."
    assert named(text, tags) == [("Putri Ratna Wibisana", "person"), ("Putri", "person")]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ahmad Tama Sebut Air Surut", "Ahmad Tama"),
        ("Panggil Tama Thohir, Gubernur Minta Data", "Tama Thohir"),
    ],
)
def test_the_other_name_that_the_headline_alone_has_is_found(title: str, name: str) -> None:
    found = mentions("Kata Tama, air sudah surut.", {"Tama": "B-PER"}, title=title)
    assert [mention.text for mention in found] == [name, "Tama"]


def test_a_month_before_a_name_is_a_first_name() -> None:
    assert named("Hal itu kata Juli Ratna Wibisana.", RATNA) == [("Juli Ratna Wibisana", "person")]


@pytest.mark.parametrize("text", ["Sejak Juli Ratna Wibisana cuti.", "Pada 12 Juli Ratna Wibisana cuti."])
def test_a_month_after_a_word_of_time_is_a_month(text: str) -> None:
    assert named(text, RATNA) == [("Ratna Wibisana", "person")]


def test_an_organization_between_an_office_and_a_name_is_no_part_of_it() -> None:
    text = "PT Sentosa tumbuh. CEO Sentosa Ratna Wibisana hadir. Soal Sentosa, ia diam."
    tags = {"PT": "B-ORG", "Sentosa": "I-ORG", "Ratna": "I-PER", "Wibisana": "I-PER"}

    def tag(tokens: Sequence[str]) -> list[str]:
        if "CEO" in tokens:
            return ["B-PER" if token == "Sentosa" else tags.get(token, "O") for token in tokens]
        return [
            ("B-PER" if "Soal" in tokens else "I-ORG") if t == "Sentosa" else tags.get(t, "O") for t in tokens
        ]

    article = Article(text)
    found = find_mentions(article, segment(article), tag)
    assert [(mention.text, mention.label) for mention in found] == [
        ("PT Sentosa", "organization"),
        ("Sentosa", "organization"),
        ("Ratna Wibisana", "person"),
        ("Sentosa", "organization"),
    ]


def test_a_headline_is_searched_for_the_names_of_the_body() -> None:
    found = mentions("Kami bertemu Ratna Wibisana.", RATNA, title="Pesan Ratna Wibisana")
    assert [mention.sentence for mention in found] == [TITLE_POSITION, 0]


@pytest.mark.parametrize("title", ["Ulang Tahun, Ratna Wibisana: Apa Enaknya?", "Ratna Wibisana: Kami Lega"])
def test_a_headline_tells_the_other_word_of_a_name_that_the_body_has_one_word_of(title: str) -> None:
    found = mentions("Kami bertemu kata Ratna.", {"Ratna": "B-PER"}, title=title)
    assert [mention.text for mention in found] == ["Ratna Wibisana", "Ratna"]


def test_a_plain_word_behind_a_name_in_a_headline_is_no_part_of_it() -> None:
    found = mentions("Kami bertemu Ratna.", {"Ratna": "B-PER"}, title="Ratna Menang: Kami Lega")
    assert [mention.text for mention in found] == ["Ratna", "Ratna"]


def test_mentions_stand_where_they_say() -> None:
    text = "Kami bertemu Ratna Wibisana. Kata Ratna, ia lega."
    assert all(text[m.start : m.end] == m.text for m in mentions(text, RATNA))


def test_an_institution_ends_where_a_person_of_the_article_begins() -> None:
    text = "Kepala Dinas Perikanan Ratna Wibisana hadir. Kami bertemu Ratna Wibisana."

    def tag(tokens: Sequence[str]) -> list[str]:
        return ["O" if "Dinas" in tokens else RATNA.get(token, "O") for token in tokens]

    article = Article(text)
    found = find_mentions(article, segment(article), tag)
    assert [mention.text for mention in found] == ["Dinas Perikanan", "Ratna Wibisana", "Ratna Wibisana"]


def test_a_headline_inside_the_text_names_no_institution() -> None:
    assert named("Warga Desa Hulu Minta Dinas Perikanan Segera Bersihkan Muara Sungai", {}) == []


@pytest.mark.parametrize(
    "word", ["Ikatan ", "Dinas ", "Serikat Tani ", "Dinas Tani dan ", "KPU Kota ", "Badan &"]
)
def test_head_words_without_end_are_read(word: str) -> None:
    assert all(mention.text for mention in mentions("kata " + word * 3000, {}))


def test_a_headline_inside_the_text_adds_no_word_to_a_name() -> None:
    headline = "Ratna Wibisana Bungkam Ditanya Isu Beras dari Petani"
    text = f"Ratna Wibisana tiba di balai desa.\n\n{headline}\n\nIa pulang."
    assert named(text, {**RATNA, "Bungkam": "I-PER"}) == [("Ratna Wibisana", "person")] * 2


def test_a_line_of_names_is_no_headline() -> None:
    text = "Daftar tamu sebagai berikut.\n\nMenteri Keuangan Ratna Wibisana"
    assert named(text, RATNA) == [("Ratna Wibisana", "person")]


def test_a_body_before_a_name_is_one_of_its_own_where_the_article_goes_on_with_the_name() -> None:
    tags = {"IPB": "B-ORG", "University": "I-ORG", **RATNA, "Ratna": "I-ORG", "Wibisana": "I-ORG"}
    assert named("Dosen IPB University Ratna Wibisana tiba. Menurut Ratna, pasar ramai.", tags)[:2] == [
        ("IPB University", "organization"), ("Ratna Wibisana", "person"),
    ]  # fmt: skip


def test_cities_and_regions_of_the_world_are_places_though_no_tagger_sees_them() -> None:
    assert named("Pasar itu ada di Ahmedabad, jauh dari Antartika.", {}) == [
        ("Ahmedabad", "place"), ("Antartika", "place"),
    ]  # fmt: skip


def test_the_initials_of_a_term_that_is_nobodys_name_are_none() -> None:
    text = "Pajak naik. Nilai Jual Objek Pajak (NJOP) dibahas. NJOP itu, kata Wibisana, tetap."
    assert named(text, {"NJOP": "B-ORG", "Wibisana": "B-PER"}) == [("Wibisana", "person")]
    assert ("NJOP", "organization") in named("Kantor NJOP dibuka. Warga (NJOP) datang.", {"NJOP": "B-ORG"})


def test_a_plain_word_behind_a_name_that_stands_without_it_too_is_no_part_of_it() -> None:
    tags = {**RATNA, "Pakai": "I-PER"}
    text = "Ratna Wibisana datang. Baca juga: Ratna Wibisana Pakai Sepeda Lama. Ia pulang."
    assert named(text, tags) == [("Ratna Wibisana", "person")] * 2
    assert named("Ratna Pakai datang. Ratna pulang.", {"Ratna": "B-PER", "Pakai": "I-PER"}) == [
        ("Ratna Pakai", "person"), ("Ratna", "person"),
    ]  # fmt: skip


def test_a_headline_of_several_plain_words_behind_a_name_is_no_part_of_it() -> None:
    tags = {**RATNA, "Tinjau": "I-PER", "Evakuasi": "I-PER"}
    text = "Ratna Wibisana datang. Tonton juga Ratna Wibisana Tinjau Evakuasi Korban Banjir. Ia pulang."
    assert named(text, tags) == [("Ratna Wibisana", "person")] * 2


def test_the_first_word_of_a_name_of_bali_stays_though_the_name_stands_without_it_too() -> None:
    tags = {"Made": "B-PER", "Wibisana": "I-PER"}
    assert named("Kasat AKBP I Made Wibisana datang. Made Wibisana pulang.", tags) == [
        ("I Made Wibisana", "person"), ("Made Wibisana", "person"),
    ]  # fmt: skip


def test_a_plain_word_that_the_tagger_left_out_once_stays_a_companys() -> None:
    def tag(tokens: Sequence[str]) -> list[str]:
        whole = tokens[0] == "PT"
        ends = {
            "PT": "B-ORG",
            "Rel": "I-ORG",
            "Pesisir": "I-ORG",
            "Nusantara": "I-ORG" if whole else "O",
            **RATNA,
        }
        return [ends.get(token, "O") for token in tokens]

    article = Article(
        "PT Rel Pesisir Nusantara tutup. Direktur PT Rel Pesisir Nusantara Ratna Wibisana pulang."
    )
    found = [mention.text for mention in find_mentions(article, segment(article), tag)]
    assert found[0] == "PT Rel Pesisir Nusantara"
    assert found[-1] == "Ratna Wibisana"


def test_a_pair_that_is_tagged_once_is_counted_once_where_it_stands_again() -> None:
    text = "Perang Rusia-Ukraina belum selesai. Kini perang Rusia-Ukraina memasuki tahun keempat."

    def tag(tokens: Sequence[str]) -> list[str]:
        return ["B-LOC" if token == "Rusia-Ukraina" and "Kini" not in tokens else "O" for token in tokens]

    article = Article(text)
    found = find_mentions(article, segment(article), tag)
    assert [mention.text for mention in found] == ["Rusia", "Ukraina"] * 2
