"""printed: what the eye makes of lines that only say where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.printed import PrintedLine, paragraphs, width_em, without_running_lines

SENTENCE = "Petani di lembah menanam padi lebih awal karena hujan turun"


def line(text: str, y: float, *, x: float = 50, size: float = 11, page: int = 0) -> PrintedLine:
    return PrintedLine(text, x, y, size, page)


def test_lines_that_follow_closely_are_one_paragraph() -> None:
    rows = [line(SENTENCE, 700), line("sejak awal bulan.", 686)]
    assert paragraphs(rows) == [f"{SENTENCE} sejak awal bulan."]


def test_room_between_lines_parts_paragraphs() -> None:
    rows = [line(SENTENCE, 700), line("dan", 686), line("lagi dan lagi.", 672), line(SENTENCE, 644)]
    assert paragraphs(rows)[1:] == [SENTENCE]


def test_lines_of_one_larger_size_are_one_headline() -> None:
    rows = [line("Hujan Datang Lebih", 720, size=20), line("Awal Tahun Ini", 696, size=20)]
    body = [line(SENTENCE, 660), line("sejak awal bulan.", 646)]
    assert paragraphs(rows + body)[0] == "Hujan Datang Lebih Awal Tahun Ini"


def test_an_indented_line_begins_a_paragraph() -> None:
    rows = [line(SENTENCE, 700), line("sejak awal bulan di sana.", 686), line(SENTENCE, 672, x=65)]
    assert len(paragraphs(rows)) == 2


def test_headers_and_page_numbers_of_most_pages_are_left_out() -> None:
    stories = ["Hujan turun lebih awal.", "Petani menanam padi.", "Harga beras tetap."]
    pages = [
        [line("Kabar Pesisir", 800, page=n), line(story, 700, page=n), line(f"- {n} -", 40, page=n)]
        for n, story in enumerate(stories)
    ]
    assert [row.text for row in without_running_lines(pages)] == stories


@pytest.mark.parametrize(
    "running",
    [
        "Halaman 1 dari 1 - Dicetak dari Kabar Pesisir",
        "Kabar Pesisir | Senin, 11 Agustus 2025 | Hal. 1",
        "Dicetak dari Kabar Pesisir pada 12/08/2025 10.15",
        "Page 1 of 2 - Printed from Kabar Pesisir",
        "https://kabarpesisir.example/baca/123 1/2",
        "12/08/25, 10.15 Hujan Turun Lebih Awal - Kabar Pesisir",
    ],
)
def test_a_single_page_has_its_head_and_foot_left_out_as_well(running: str) -> None:
    page = [line(running, 800, size=8), line(SENTENCE, 700), line(running, 40, size=8)]
    assert [row.text for row in without_running_lines([page])] == [SENTENCE]


@pytest.mark.parametrize(
    "sentence", ["Dicetak pada 1920, buku itu kini langka.", "Petani menanam padi - halaman 3 lontar itu."]
)
def test_a_sentence_at_the_edge_of_a_page_stays(sentence: str) -> None:
    assert [row.text for row in without_running_lines([[line(sentence, 800)]])] == [sentence]


def test_wide_letters_are_wider() -> None:
    assert width_em("mm") > width_em("nn") > width_em("ii") > 0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.text("abc D-.", min_size=1, max_size=12), st.floats(0, 600), st.floats(0, 800)),
        max_size=30,
    )
)
def test_no_word_is_lost_wherever_the_lines_stand(places: list[tuple[str, float, float]]) -> None:
    rows = [line(text.strip() or "x", y, x=x) for text, x, y in places]
    letters = sorted("".join(row.text for row in rows).replace(" ", "").replace("-", ""))
    assert sorted("".join(paragraphs(rows)).replace(" ", "").replace("-", "")) == letters
