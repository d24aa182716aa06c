"""An English article gets the brief that an Indonesian one gets, in the language of its reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.digest.tagger import Tagger
from bot.pipeline import digest_article, read_text, target_for
from bot.records import Article, Digest, Request

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = (ROOT / "samples" / "school-boats.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def brief() -> Digest:
    return digest_article(read_text(Request(text=SAMPLE)), Tagger(ROOT / "models" / "entities.npz"))


def test_an_english_article_is_known_for_one(brief: Digest) -> None:
    assert brief.article.language == "en"
    assert brief.article.title == "Maluku to Buy 24 School Boats After Jetty Collapse"
    assert brief.article.authors == ("Dian Kartika",)


def test_its_summary_tells_the_story_and_no_sentence_of_it_leans(brief: Digest) -> None:
    told = [brief.sentences[at].source for at in brief.summary]
    assert "will buy 24 motorboats" in told[0]
    assert not any(sentence.startswith(("Each", "He ", "She ", "It ", "They ")) for sentence in told)


def test_its_quotes_have_speakers_and_their_offices(brief: Digest) -> None:
    assert [(quote.speaker, quote.speaker_role) for quote in brief.quotes if quote.key] == [
        ("Larasati Wibowo", "education minister"),
        ("Yusuf Latuconsina", "principal of a junior high school in Waisala"),
        ("Maria Tetelepta", "researcher at the Coastal Studies Institute in Makassar"),
    ]


def test_its_names_are_people_bodies_and_places(brief: Digest) -> None:
    found = {entity.name: entity.label for entity in brief.entities}
    assert found["Maluku"] == "place"
    assert found["Benyamin Salampessy"] == "person"
    assert found["Asian Development Bank"] == "organization"
    assert "Education Minister" not in found


@pytest.mark.parametrize(
    ("language", "target", "own_language", "shown"),
    [
        ("en", "en", "id", "id"),
        ("en", "en", "en", "en"),
        ("en", "en", "", "en"),
        ("en", "en", "fr", "en"),
        ("id", "en", "id", "en"),
        ("id", "id", "en", "en"),
        ("en", "fr", "id", "fr"),
    ],
    ids=[
        "an Indonesian reader who chose nothing",
        "an English reader",
        "a reader who chose English",
        "a reader of another language",
        "an Indonesian article",
        "an operator who answers in Indonesian",
        "an operator who answers in French",
    ],
)
def test_the_reader_own_language_stands_in_for_one_that_the_article_is_in(
    language: str, target: str, own_language: str, shown: str
) -> None:
    request = Request(target=target, own_language=own_language)
    assert target_for(Article("", language=language), request) == shown
