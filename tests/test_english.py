"""An English article gets the brief that an Indonesian one gets, in the language of its reader."""

from __future__ import annotations

from collections.abc import AsyncIterator
from html import escape
from pathlib import Path

import pytest

from bot.digest.rank import leaning, summarise
from bot.digest.tagger import Tagger
from bot.kit import shipped_models
from bot.pipeline import SUMMARY_LENGTHS, digest_article, read_text, target_for
from bot.records import Article, Digest, Request
from bot.translation.packages import install_file
from playground.world import Chat
from tests.newsroom import Scene, scene
from tests.packages import make_tiny_package

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = (ROOT / "samples" / "school-boats.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def brief() -> Digest:
    return digest_article(read_text(Request(text=SAMPLE)), Tagger(ROOT / "models" / "entities.npz"))


def test_an_english_article_is_known_for_one(brief: Digest) -> None:
    assert brief.article.language == "en"
    assert brief.article.title == "Maluku to Buy 24 School Boats After Jetty Collapse"
    assert brief.article.authors == ("Dian Kartika",)


def test_its_summary_tells_the_story_without_the_dateline(brief: Digest) -> None:
    assert brief.sentences[brief.summary[0]].source.startswith("The provincial government of Maluku will buy")


@pytest.mark.parametrize("count", [None, *SUMMARY_LENGTHS])
def test_no_sentence_of_a_summary_leans_on_one_that_is_left_out(brief: Digest, count: int | None) -> None:
    taken = summarise(brief.article, brief.sentences, count)
    assert taken
    assert leaning(brief.article, brief.sentences, taken) == ()


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


SAID = (
    "Kapal",
    "baru",
    "itu",
    "berlayar",
    "pagi",
    "ini",
    "ke",
    "Seram",
    "dengan",
    "semua",
    "anak",
    "sekolah",
    "dan",
    "guru",
    "mereka",
    ".",
)
"""What the tests' own model says, whatever it is given: long enough for a translation."""

PAGE = "".join(f"<p>{escape(line)}</p>" for line in SAMPLE.split("\n")[5:] if line)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Scene]:
    install_file(make_tiny_package(tmp_path, "en", "id", SAID), tmp_path / "packages")
    async with scene(tmp_path) as running:
        yield running


def reader_in(bot: Scene, language: str) -> Chat:
    return bot.world.private_chat(bot.world.user("Rina", language))


async def test_an_indonesian_reader_gets_an_english_paste_in_indonesian(bot: Scene) -> None:
    reader = reader_in(bot, "id")
    bot.world.send_text(reader, SAMPLE)
    (answer,) = await bot.answers(reader)
    assert "Kapal baru itu berlayar" in answer.text
    assert "Larasati Wibowo, menteri pendidikan" in answer.text
    assert "Bank Pembangunan Asia" in answer.text
    assert "bahasa aslinya" not in answer.text


async def test_an_english_page_behind_a_link_too(bot: Scene) -> None:
    reader = reader_in(bot, "id")
    page = f"<html><body><article><h1>Maluku to Buy School Boats</h1>{PAGE}</article></body></html>"
    bot.world.send_text(reader, bot.website.put("/school-boats", page))
    (answer,) = await bot.answers(reader)
    assert "Yusuf Latuconsina" in answer.text
    assert "Bank Pembangunan Asia" in answer.text


async def test_an_english_reader_gets_it_as_it_was_written(bot: Scene) -> None:
    reader = reader_in(bot, "en")
    bot.world.send_text(reader, SAMPLE)
    (answer,) = await bot.answers(reader)
    assert "will buy 24 motorboats" in answer.text
    assert "Larasati Wibowo, education minister" in answer.text
    assert "original" not in answer.text


async def test_a_language_that_english_does_not_lead_to_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (models := tmp_path / "models").mkdir()
    for file in shipped_models().iterdir():
        if not file.name.startswith("translate-en_id"):
            (models / file.name).symlink_to(file)
    monkeypatch.setattr("bot.kit.shipped_models", lambda: models)
    async with scene(tmp_path) as bot:
        reader = reader_in(bot, "id")
        bot.world.send_text(reader, SAMPLE)
        (answer,) = await bot.answers(reader)
    assert "will buy 24 motorboats" in answer.text
    assert "belum terpasang" in answer.text
