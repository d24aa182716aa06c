"""What a run of English words with capitals names."""

from __future__ import annotations

import pytest

from bot.digest.english_lines import lines_of
from bot.digest.english_readings import read_run
from bot.digest.segment import segment
from bot.records import Article


def names_in(text: str, run: str) -> list[tuple[str, str]]:
    article = Article(text, language="en")
    (line,) = lines_of(article, segment(article))
    words, own = [word.text for word in line.words], run.split()
    start = next(at for at in range(len(words)) if words[at : at + len(own)] == own)
    return [
        (" ".join(words[name.start : name.end]), name.label)
        for name in read_run(line, start, start + len(own))
    ]


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ("Health Ministry", [("Health Ministry", "organization")]),
        ("Bank of Banyubiru", [("Bank of Banyubiru", "organization")]),
        ("PT Sari Laut", [("PT Sari Laut", "organization")]),
        ("Banyubiru River", [("Banyubiru River", "place")]),
        ("West Java", [("West Java", "place")]),
        ("Governor Ratna Wibisana", [("Ratna Wibisana", "person")]),
        (
            "Bank of Banyubiru Governor Ratna",
            [("Bank of Banyubiru", "organization"), ("Ratna", "person")],
        ),
        ("Jakarta Governor Ratna", [("Jakarta", "place"), ("Ratna", "person")]),
    ],
)
def test_a_run_is_read_by_its_heads_tables_and_titles(run: str, names: list[tuple[str, str]]) -> None:
    assert names_in(f"We met {run} there.", run) == names


@pytest.mark.parametrize("text", ["They left in Sukamulya, West Java.", "They left Sukamulya district."])
def test_what_stands_where_a_place_does_is_a_place(text: str) -> None:
    assert names_in(text, "Sukamulya") == [("Sukamulya", "place")]


def test_a_word_of_which_nothing_tells_is_no_name() -> None:
    assert names_in("They left Sukamulya.", "Sukamulya") == []
