"""Whether English words with capitals name a person."""

from __future__ import annotations

import pytest

from bot.digest.english_lines import lines_of
from bot.digest.english_persons import is_titled, read_person
from bot.digest.segment import segment
from bot.records import Article


def person_in(text: str, name: str, *, titled: bool = False) -> bool | None:
    """Whether the name is read as a person's surely; None where it is read as nobody's."""
    article = Article(text, language="en")
    (line,) = lines_of(article, segment(article))
    words, own = [word.text for word in line.words], name.split()
    start = next(at for at in range(len(words)) if words[at : at + len(own)] == own)
    found = list(read_person(line, start, start + len(own), titled=titled or is_titled(line, start)))
    return found[0].sure if found and found[0].label == "person" else None


@pytest.mark.parametrize(
    "text",
    [
        "The boat of spokesman Ranu Wibisana left.",
        "Ranu Wibisana, 41, left.",
        "Ranu Wibisana, a teacher from the island, left.",
        "Ranu Wibisana said the boat left.",
        "The boat left, said Ranu Wibisana.",
    ],
    ids=["role before", "age", "role after", "says", "said before"],
)
def test_what_stands_beside_a_name_says_that_it_is_a_persons(text: str) -> None:
    assert person_in(text, "Ranu Wibisana") is True


def test_two_words_of_which_nothing_tells_may_be_a_person() -> None:
    assert person_in("The boat of Ranu Wibisana left.", "Ranu Wibisana") is False


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The boat left Wibisana.", "Wibisana"),
        ("The boat of Ranu Park left.", "Ranu Park"),
        ("A B C D E F said so.", "A B C D E F"),
        ("The boat of Ranu 11/2008 left.", "Ranu 11/2008"),
    ],
    ids=["one word", "head of a place", "too long", "a number"],
)
def test_other_words_are_nobody(text: str, name: str) -> None:
    assert person_in(text, name) is None


def test_a_title_taken_off_before_makes_a_person_of_one_word() -> None:
    assert person_in("The boat left Wibisana.", "Wibisana", titled=True) is True
