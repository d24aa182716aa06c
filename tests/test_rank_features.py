"""What may speak for a sentence or against it."""

from __future__ import annotations

import pytest

from bot.digest.rank_features import Features, features, pieces
from bot.digest.segment import segment
from bot.digest.words import content_words
from bot.records import PARAGRAPH_BREAK, Article

STORY = (
    "Pemerintah Kota Sukamaju membangun tanggul untuk menahan banjir di pesisir utara.",
    "Anggaran sebesar Rp 240 miliar berasal dari pinjaman bank daerah dan hibah lembaga lingkungan.",
    '"Kami sudah menunggu tanggul ini sejak sepuluh tahun yang lalu."',
)


def rows_of(*paragraphs: str, title: str = "") -> tuple[Features, ...]:
    article = Article(PARAGRAPH_BREAK.join(paragraphs), title)
    sentences = segment(article)
    return features(article, sentences, [content_words(sentence.source) for sentence in sentences])


def test_every_row_has_the_same_names() -> None:
    rows = rows_of(*STORY)
    assert len(rows) == len(STORY)
    assert len({tuple(row) for row in rows}) == 1


def test_today_points_at_nothing_said_before() -> None:
    rows = rows_of("Hari ini warga pulang.", "Modul ini dicetak.")
    assert [row["pointing_subject"] for row in rows] == [0.0, 1.0]


def test_a_headline_draws_its_subject_in() -> None:
    rows = rows_of(*STORY, title="Anggaran pinjaman bank daerah")
    assert max(range(len(rows)), key=lambda at: rows[at]["title"]) == 1


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("place", [0.0, 1.0, 2.0]),
        ("bare_quotation", [0.0, 0.0, 1.0]),
        ("figures", [0.0, 1.0, 0.0]),
        ("unfinished", [0.0, 0.0, 0.0]),
        ("short", [0.0, 0.0, 0.0]),
        ("spent", [0.0, 11.0, 25.0]),
    ],
)
def test_a_sentence_is_told_by_where_it_stands_and_how_it_reads(name: str, values: list[float]) -> None:
    assert [row[name] for row in rows_of(*STORY)] == values


def test_a_long_article_is_rated_by_sumy_at_its_top_alone() -> None:
    rows = rows_of(*(f"Warga desa nomor {number} membangun jembatan {number}." for number in range(20)))
    assert max(row["lex_rank"] for row in rows) == 1.0
    assert {row["lex_rank"] for row in rows[12:]} == {0.0}


def test_pieces_are_runs_of_plain_letters_or_digits() -> None:
    assert pieces("Rp1.500, ya!") == ["rp1", "500", "ya"]


def test_of_no_sentences_there_are_no_rows() -> None:
    assert rows_of("") == ()
