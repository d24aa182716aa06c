"""The summary: what is taken, what is left out, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.rank import is_brief, summarise
from bot.digest.segment import segment
from bot.records import Article

LEAD = "Pemerintah Kota Sukamaju membangun tanggul 12 kilometer untuk menahan banjir di pesisir utara."
STANDFIRST = "Pemerintah Kota Sukamaju membangun tanggul untuk menahan banjir di pesisir utara."
STORY = (
    LEAD,
    "Wali Kota Ratna Puspita mengatakan pekerjaan dimulai pada Senin (4/3/2024) dan selesai dalam dua tahun.",
    "Ia berharap warga pesisir tidak lagi mengungsi setiap musim hujan karena rumah mereka terendam.",
    "Anggaran sebesar Rp 240 miliar berasal dari pinjaman bank daerah dan hibah lembaga lingkungan.",
    '"Kami sudah menunggu tanggul ini sejak sepuluh tahun yang lalu dan banyak rumah telah hilang."',
    "Dinas Pekerjaan Umum mencatat banjir tahun lalu merusak 1.300 rumah dan dua sekolah di tiga kecamatan.",
    "Namun, nelayan meminta pintu air dibuat lebih lebar agar perahu mereka dapat lewat dengan aman.",
    "Baca juga: Harga Ikan Naik di Pasar Sukamaju Menjelang Hari Raya Tahun Ini.",
)


def brief(
    *paragraphs: str, count: int | None = 3, title: str = "", headings: tuple[int, ...] = ()
) -> list[str]:
    article = Article(text="\n\n".join(paragraphs), title=title, headings=headings)
    sentences = segment(article)
    return [sentences[place].source for place in summarise(article, sentences, count)]


def test_a_summary_has_the_sentences_asked_for_in_the_order_of_the_story() -> None:
    taken = brief(*STORY)
    assert len(taken) == 3
    assert taken == sorted(taken, key=STORY.index)


def test_the_lead_is_taken() -> None:
    assert LEAD in brief(*STORY)


@pytest.mark.parametrize("place", [4, 7], ids=["a bare quotation", "a pointer to another page"])
def test_what_is_no_news_by_itself_is_left_out(place: int) -> None:
    assert STORY[place] not in brief(*STORY, count=4)


@pytest.mark.parametrize("place", [2, 6])
def test_a_sentence_does_not_lean_on_one_that_is_left_out(place: int) -> None:
    taken = brief(*STORY)
    assert STORY[place] not in taken or STORY[place - 1] in taken


@pytest.mark.parametrize(
    "source",
    [
        "Isu itu dibahas dalam rapat dewan kota pada Selasa malam.",
        "Salah satunya adalah jembatan di Desa Karang.",
    ],
)
def test_a_sentence_about_what_was_named_before_waits_for_it(source: str) -> None:
    filler = "Cuaca pagi cerah sekali di seluruh kabupaten menurut catatan petugas."
    taken = brief(LEAD, *STORY[1:4], filler, source, *STORY[5:6])
    assert source not in taken


@pytest.mark.parametrize(
    "source",
    [
        "Berikut ini daftar kecamatan yang terendam banjir di Kota Sukamaju:",
        "Kapan tanggul Kota Sukamaju selesai?",
    ],
)
def test_announcements_and_questions_are_left_out(source: str) -> None:
    assert source not in brief(source, *STORY)


def test_a_line_that_is_broken_off_is_left_out() -> None:
    broken = "Pemerintah Kota Sukamaju membangun tanggul 12 kilometer untuk menahan banjir di"
    assert broken not in brief(broken, *STORY)


def test_a_standfirst_and_the_lead_it_repeats_are_not_both_taken() -> None:
    assert len({STANDFIRST, LEAD} & set(brief(STANDFIRST, *STORY, count=4))) == 1


def test_a_repeated_sentence_is_taken_once() -> None:
    assert brief(LEAD, LEAD, LEAD) == [LEAD]


def test_a_subheadline_is_not_taken() -> None:
    heading = "Tanggul Pesisir Utara Menahan Banjir di Kota Sukamaju"
    assert heading not in brief(*STORY[:3], heading, *STORY[3:], headings=(3,), count=5)


def test_a_sentence_that_only_says_the_headline_gives_way() -> None:
    title = "Pemerintah Kota Sukamaju Membangun Tanggul untuk Menahan Banjir di Pesisir Utara"
    assert STANDFIRST not in brief(STANDFIRST, *STORY[1:], title=title, count=2)


def test_pronouns_are_taken_when_there_is_nothing_else() -> None:
    assert len(brief("Ia pergi ke pasar pagi ini.", "Dia membeli beras dan gula di sana.", count=2)) == 2


def test_only_headings_still_give_a_summary() -> None:
    assert brief("Harga Beras Naik Lagi", headings=(0,)) == ["Harga Beras Naik Lagi"]


def test_nothing_gives_nothing() -> None:
    assert summarise(Article(text=""), (), 3) == ()


@pytest.mark.parametrize(("count", "length"), [(0, 1), (1, 1), (5, 5), (99, 6)])
def test_the_count_is_held_within_its_limits(count: int, length: int) -> None:
    assert len(brief(*STORY, count=count)) == length


def test_without_a_count_the_summary_is_as_long_as_it_needs() -> None:
    taken = brief(*STORY, count=None)
    assert 1 <= len(taken) <= 5
    assert LEAD in taken
    assert STORY[4] not in taken
    assert STORY[7] not in taken


@pytest.mark.parametrize("count", [None, 1, 2, 3, 5])
@pytest.mark.parametrize(
    "opening",
    ["Dia", "Menurutnya, ia", "Hal itu", "Pejabat tersebut", "Kedua pemimpin itu", "Selain itu, ia"],
)
def test_whoever_was_named_before_comes_along(opening: str, count: int | None) -> None:
    leaning = f"{opening} membangun tanggul baru di pesisir Kota Sukamaju dengan anggaran Rp 240 miliar."
    filler = "Cuaca pagi cerah sekali di seluruh kabupaten menurut catatan petugas."
    taken = brief(filler, STORY[3], leaning, *STORY[5:7], count=count)
    assert leaning not in taken or STORY[3] in taken


def test_what_leans_on_a_line_of_the_page_is_left_out() -> None:
    leaning = "Mereka menunggu tanggul itu selesai sebelum musim hujan di pesisir Kota Sukamaju."
    assert leaning not in brief(LEAD, "Baca juga:", leaning, *STORY[1:4], headings=(1,))


@pytest.mark.parametrize(
    ("paragraphs", "brief_one"),
    [((), True), (STORY[:3], True), (STORY[:4], False), ((*STORY[:3], LEAD), True)],
    ids=["nothing", "three sentences", "four sentences", "three and a repeated one"],
)
def test_an_article_under_four_sentences_is_too_short_to_summarise(
    paragraphs: tuple[str, ...], brief_one: bool
) -> None:
    assert is_brief(segment(Article(text="\n\n".join(paragraphs)))) == brief_one


def test_a_free_summary_says_nothing_twice() -> None:
    taken = brief(STANDFIRST, LEAD, *STORY[1:], count=None)
    assert len({STANDFIRST, LEAD} & set(taken)) <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet='aAb1 .?"“(', max_size=30), max_size=12))
def test_any_text_has_a_free_summary(lines: list[str]) -> None:
    article = Article(text="\n\n".join(lines))
    sentences = segment(article)
    places = summarise(article, sentences)
    assert list(places) == sorted(set(places))
    assert bool(places) == any(word.isalnum() for word in "".join(lines))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet='aAb1 .?"“(', max_size=30), max_size=12), st.integers(-1, 12))
def test_any_text_has_a_summary_within_it_twice_the_same(lines: list[str], count: int) -> None:
    article = Article(text="\n\n".join(lines))
    sentences = segment(article)
    places = summarise(article, sentences, count)
    assert list(places) == sorted(set(places))
    assert set(places) <= set(range(len(sentences)))
    assert places == summarise(article, sentences, count)


def test_a_very_long_text_is_summarised() -> None:
    lines = [" ".join(f"kata{number}x{word}" for word in range(8)) + "." for number in range(900)]
    assert len(brief(*lines)) == 3
