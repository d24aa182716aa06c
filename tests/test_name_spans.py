"""What the other lines of an article tell of the names in one, by tags of our own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.digest.name_lines import lines_of
from bot.digest.name_spans import find_spans
from bot.digest.segment import segment
from bot.records import Article


def names(text: str, tags: Mapping[str, str]) -> list[tuple[str, str]]:
    """The names of an article; `tags`: word → its tag wherever it stands."""

    def tag(tokens: Sequence[str]) -> list[str]:
        return [tags.get(token, "O") for token in tokens]

    article = Article(text)
    lines = list(lines_of(article, segment(article)))
    found, _ = find_spans(lines, tag)
    return [
        (" ".join(token.text for token in line.tokens[start:end]), label)
        for line, spans in zip(lines, found, strict=True)
        for start, end, label in spans
    ]


def test_an_institution_needs_no_tag() -> None:
    assert names("Warga menemui Dinas Perikanan kemarin.", {}) == [("Dinas Perikanan", "organization")]


def test_a_company_ends_where_somebody_begins_who_is_named_elsewhere() -> None:
    tags = {"PT": "B-ORG", "Laut": "I-ORG", "Jaya": "I-ORG", "Sekarayu": "I-ORG"}
    text = "Kami menemui PT Laut Jaya Sekarayu kemarin. Kami menunggu PT Laut Jaya kemarin."
    assert names(text, tags)[:2] == [("PT Laut Jaya", "organization"), ("Sekarayu", "person")]


def test_the_words_by_which_bodies_are_known_come_along() -> None:
    article = Article("Kami menemui PT Sentosa kemarin.")
    lines = list(lines_of(article, segment(article)))
    tags = {"PT": "B-ORG", "Sentosa": "I-ORG"}
    assert find_spans(lines, lambda tokens: [tags.get(token, "O") for token in tokens])[1] == {"sentosa"}


def test_an_employer_before_a_name_is_no_part_of_it() -> None:
    tags = {"PT": "B-ORG", "Sentosa": "I-ORG", "Ratna": "I-PER", "Wibisana": "I-PER"}

    def tag(tokens: Sequence[str]) -> list[str]:
        return [
            "B-PER" if "CEO" in tokens and token == "Sentosa" else tags.get(token, "O") for token in tokens
        ]

    article = Article("PT Sentosa tumbuh pesat. CEO Sentosa Ratna Wibisana hadir.")
    lines = list(lines_of(article, segment(article)))
    found, _ = find_spans(lines, tag)
    assert [label for _, _, label in found[1]] == ["organization", "person"]
