"""The order of the stages, and what becomes of what was sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.errors import (
    NoArticle,
    NoPackage,
    NotAnArticlePage,
    RingkasError,
    TooLong,
    TooShort,
    WrongLanguage,
)
from bot.pipeline import (
    LONGEST_ARTICLE_CHARS,
    SUMMARY_LENGTHS,
    Pipeline,
    longer_count,
    read_request,
    shorter_count,
)
from bot.records import Page, Request

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
POST = (SAMPLES / "harga-cabai.txt").read_text(encoding="utf-8")
PAGE = (SAMPLES / "perpustakaan-apung.html").read_bytes()
URL = "https://suaratimur.example/daerah/perpustakaan"
ENGLISH = "The new ferry terminal was opened on Monday after two years of work on the northern shore. " * 3


@dataclass
class Shelf:
    """A fetcher that has one page and remembers what it was asked for."""

    asked: list[str] = field(default_factory=list)

    async def fetch(self, url: str) -> Page:
        self.asked.append(url)
        return Page(PAGE, "text/html", "utf-8", url)


@dataclass
class Marker:
    """A translator that marks what it was given, or has no package."""

    package: bool = True
    given: list[str] = field(default_factory=list)

    def translate(
        self, texts: Sequence[str], source: str, target: str, *, names: object = None, urgent: bool = True
    ) -> tuple[str, ...]:
        if not self.package:
            raise NoPackage(source, target)
        self.given.extend(texts)
        return tuple(f"<{target}> {text}" for text in texts)


def no_names(tokens: Sequence[str]) -> Sequence[str]:
    return ["O"] * len(tokens)


@dataclass
class Desk:
    pipeline: Pipeline
    shelf: Shelf
    marker: Marker


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    shelf, marker = Shelf(), Marker()
    with ThreadPoolExecutor(1) as workers:
        pipeline = Pipeline(fetcher=shelf, tag=no_names, engine=marker, targets=("en", "id"), workers=workers)
        yield Desk(pipeline, shelf, marker)


async def test_a_text_is_digested_without_asking_the_network(desk: Desk) -> None:
    digest, untranslated = await desk.pipeline.run(Request(text=POST))
    assert untranslated is None
    assert desk.shelf.asked == []
    assert len(digest.summary) == 3
    assert [quote.cue for quote in digest.quotes] == ["ujar", "kata dia", "tutur"]


async def test_only_what_the_reader_sees_is_translated(desk: Desk) -> None:
    digest, _ = await desk.pipeline.run(Request(text=POST, sentence_count=1))
    translated = [sentence.index for sentence in digest.sentences if sentence.translation]
    assert translated == list(digest.summary)
    assert len("".join(desk.marker.given)) < len(POST) * 0.7


async def test_the_rest_is_translated_when_it_is_asked_for(desk: Desk) -> None:
    digest, _ = await desk.pipeline.run(Request(text=POST))
    digest = await desk.pipeline.translate_all(digest)
    assert all(sentence.translation for sentence in digest.sentences)
    assert all(quote.translation for quote in digest.quotes)


async def test_another_length_translates_what_is_missing_and_keeps_what_is_there(desk: Desk) -> None:
    digest, _ = await desk.pipeline.run(Request(text=POST, sentence_count=2))
    longer, _ = await desk.pipeline.resummarise(digest, 5)
    assert len(longer.summary) == 5
    assert all(longer.sentences[index].translation for index in longer.summary)
    assert len(desk.marker.given) == len(set(desk.marker.given))


async def test_a_missing_package_leaves_the_digest_in_its_own_language(desk: Desk) -> None:
    desk.marker.package = False
    digest, untranslated = await desk.pipeline.run(Request(text=POST, target="fr"))
    assert isinstance(untranslated, NoPackage)
    assert digest.title_translation is None
    assert digest.summary


@pytest.mark.parametrize(
    ("text", "asked"),
    [(f"ini {URL}", [URL]), (f"{POST}\n{URL}", []), (URL, [URL])],
    ids=["a teaser", "an article with its source", "a link alone"],
)
async def test_a_link_is_opened_unless_the_text_beside_it_is_the_article(
    desk: Desk, text: str, asked: list[str]
) -> None:
    digest, _ = await desk.pipeline.run(Request(text=text, links=(URL,)))
    assert desk.shelf.asked == asked
    assert digest.article.url == URL


async def test_a_file_goes_before_the_text_beside_it(desk: Desk) -> None:
    digest, _ = await desk.pipeline.run(Request(text=URL, links=(URL,), file=Page(POST.encode())))
    assert desk.shelf.asked == []
    assert "Cabai" in digest.article.title


async def test_each_stage_is_told_as_it_begins_and_timed(desk: Desk) -> None:
    told: list[str] = []

    async def on_stage(stage: str) -> None:
        told.append(stage)

    digest, _ = await desk.pipeline.run(Request(text=POST), on_stage)
    assert told == ["reading", "summarising", "translating"]
    assert list(digest.timings_ms) == ["fetch", "extract", "digest", "translate"]
    assert all(time_ms >= 0 for time_ms in digest.timings_ms.values())


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (Request(), NoArticle),
        (Request(text="  \n"), NoArticle),
        (Request(text="Hujan deras sejak pagi."), TooShort),
        (Request(text=ENGLISH), WrongLanguage),
        (Request(file=Page(b"")), NoArticle),
        (Request(file=Page((POST * (LONGEST_ARTICLE_CHARS // len(POST) + 2)).encode())), TooLong),
    ],
    ids=["nothing", "blank", "short", "English", "an empty file", "a book"],
)
def test_what_is_no_article_is_refused_for_what_it_is(request_: Request, error: type[RingkasError]) -> None:
    with pytest.raises(error):
        read_request(request_, request_.file, ("en",))


@pytest.mark.parametrize("content", [b"", b"<html><body><p>Halo</p></body></html>", b"Halo"])
def test_an_empty_page_behind_a_link_is_no_article_page(content: bytes) -> None:
    with pytest.raises(NotAnArticlePage) as caught:
        read_request(Request(links=(URL,)), Page(content, "text/html", None, URL))
    assert caught.value.url == URL


def test_the_steps_of_length_lead_up_and_down_and_end() -> None:
    assert [longer_count(count) for count in (1, 3, 4, 10)] == [2, 5, 5, 10]
    assert [shorter_count(count) for count in (10, 4, 2, 1)] == [7, 3, 1, 1]
    assert SUMMARY_LENGTHS[0] == 1
