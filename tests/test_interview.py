"""Interviews in question and answer: what is asked, what is answered, and by whom."""

from __future__ import annotations

import pytest

from bot.digest.interview import interview_in
from bot.digest.quotes import find_quotes
from bot.digest.rank import summarise
from bot.digest.segment import segment
from bot.records import Article, Entity

LEAD = (
    "Petambak di Teluk Kenanga mulai menanam bakau di 120 hektare tambak yang rusak sejak tahun lalu.",
    "Ketua Himpunan Petambak Kenanga Ratna Wibisana mengatakan bakau menahan abrasi dan memanggil udang.",
    "Dua pertiga dari biaya penanaman sebesar Rp 4 miliar ditanggung oleh koperasi petambak sendiri.",
)
ANNOUNCED = "Ratna menerima kami di rumahnya pada Senin pekan lalu. Berikut petikannya."
TALK = (
    "Mengapa Anda memilih bakau?",
    "Akar bakau menahan ombak dan menjadi rumah bagi anak udang. Kami tidak punya uang untuk tembok beton.",
    "Ada warga yang menilai tambak jadi sempit. Apa jawaban Anda?",
    "Tambak memang menyusut sepersepuluh, tetapi hasil panen udang kami naik dua kali lipat.",
    "Pemerintah daerah kabarnya tidak membantu sama sekali.",
    "Mereka memberi bibit, hanya datangnya terlambat tiga bulan dari musim tanam.",
    "Apa rencana tahun depan?",
    "Kami akan menanam 60 hektare lagi bersama para nelayan dari desa sebelah.",
)
PEOPLE = (Entity("Ratna Wibisana", "person", ("Ratna",)),)


def article(*paragraphs: str) -> Article:
    return Article("\n\n".join(paragraphs))


INTERVIEW = article(*LEAD, ANNOUNCED, *TALK)


def test_the_answers_right_behind_questions_are_speech_of_the_one_who_is_interviewed() -> None:
    quotes = find_quotes(INTERVIEW, segment(INTERVIEW), PEOPLE)
    assert [quote.text for quote in quotes] == [
        "Akar bakau menahan ombak dan menjadi rumah bagi anak udang.",
        "Kami tidak punya uang untuk tembok beton.",
        TALK[3],
        TALK[7],
    ]
    assert {quote.speaker for quote in quotes} == {"Ratna Wibisana"}
    assert {quote.speaker_role for quote in quotes} == {"Ketua Himpunan Petambak Kenanga"}
    assert all(INTERVIEW.text[quote.start : quote.end] == quote.text for quote in quotes)


@pytest.mark.parametrize("count", [None, 2, 5])
def test_neither_question_nor_answer_of_an_interview_is_told_as_fact(count: int | None) -> None:
    sentences = segment(INTERVIEW)
    told = [sentences[place].source for place in summarise(INTERVIEW, sentences, count)]
    assert told
    assert not any(source in paragraph for source in told for paragraph in TALK)


def test_what_an_interviewer_says_is_left_out_of_a_short_one_too() -> None:
    short = article(ANNOUNCED, *TALK)
    sentences = segment(short)
    told = {sentences[place].source for place in summarise(short, sentences, 5)}
    assert not told & {TALK[0], "Ada warga yang menilai tambak jadi sempit.", "Apa jawaban Anda?", TALK[6]}


def test_one_of_several_who_are_named_is_taken_only_behind_the_word_for_the_talk() -> None:
    several = "Bagas Permana menemui Ratna Wibisana di rumahnya. Berikut petikannya."
    people = (*PEOPLE, Entity("Bagas Permana", "person"))
    unsure = article(*LEAD, several, *TALK)
    assert find_quotes(unsure, segment(unsure), people) == ()
    sure = article(*LEAD, "Berikut petikan wawancara Bagas Permana dengan Ratna Wibisana.", *TALK)
    assert {quote.speaker for quote in find_quotes(sure, segment(sure), people)} == {"Ratna Wibisana"}


@pytest.mark.parametrize(
    "paragraphs",
    [
        (*LEAD, *TALK),
        (*LEAD, ANNOUNCED, *TALK[:4]),
        (*LEAD, "Danar Laksita menolak wawancara dengan Ratna.", "Apa itu bakau?", LEAD[0]),
        (*LEAD, ANNOUNCED),
        (),
    ],
    ids=["not announced", "too few questions", "no question to somebody", "no questions", "nothing"],
)
def test_other_articles_are_no_interviews(paragraphs: tuple[str, ...]) -> None:
    assert interview_in(segment(article(*paragraphs))) is None


def test_an_interview_with_somebody_is_one_where_its_questions_speak_to_them() -> None:
    lead = "Kami melakukan wawancara khusus dengan Ratna Wibisana di rumahnya."
    assert interview_in(segment(article(*LEAD, lead, *TALK))) is not None


def test_a_quotation_in_marks_inside_an_answer_stays_one() -> None:
    marked = 'Saya bilang, "Tanam saja bakau itu sekarang." Lalu semua orang menanam sampai sore.'
    sure = article(*LEAD, ANNOUNCED, *TALK, "Bagaimana mulanya?", marked)
    assert [quote.text for quote in find_quotes(sure, segment(sure), PEOPLE)][-2:] == [
        "Tanam saja bakau itu sekarang.",
        "Lalu semua orang menanam sampai sore.",
    ]
