"""The order of the stages, and what becomes of what was sent."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest

from bot.digest.rank import summarise
from bot.errors import (
    NoArticle,
    NoPackage,
    NotAnArticlePage,
    RingkasError,
    TooLong,
    TooShort,
    TranslationFailed,
    WrongLanguage,
)
from bot.intake.fetch import Fetcher, open_client
from bot.intake.paging import MAX_PAGES
from bot.intake.sandbox import InProcess
from bot.pipeline import (
    LONGEST_ARTICLE_CHARS,
    SUMMARY_LENGTHS,
    Pipeline,
    digest_article,
    is_published,
    longer_count,
    read_text,
    shorter_count,
    with_longest,
)
from bot.records import MAX_SENTENCE_COUNT, Article, Digest, Page, Request

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
POST = (SAMPLES / "harga-cabai.txt").read_text(encoding="utf-8")
PAGE = (SAMPLES / "perpustakaan-apung.html").read_bytes()
URL = "https://suaratimur.example/daerah/perpustakaan"
BRIEF = (
    "Pemerintah Kabupaten Sukamaju membuka kembali jembatan gantung di Desa Karang setelah tiga bulan tutup.",
    "Bupati Ratna Puspita mengatakan warga tidak perlu lagi memutar sejauh 14 kilometer untuk ke pasar.",
    "Perbaikan itu menghabiskan Rp 2,1 miliar dari anggaran provinsi dan sumbangan warga.",
)
FRENCH = "Le nouveau terminal des ferries a ouvert lundi, après deux ans de travaux sur la rive nord. " * 3


@dataclass
class Shelf:
    """A fetcher that has one page and remembers what it was asked for."""

    asked: list[str] = field(default_factory=list)
    content: bytes = PAGE

    async def fetch(self, url: str) -> Page:
        self.asked.append(url)
        return Page(self.content, "text/html", "utf-8", url)


@dataclass
class Marker:
    """A translator that marks what it was given, or has no package."""

    package: bool = True
    silent: bool = False
    given: list[str] = field(default_factory=list)

    def translate(
        self, texts: Sequence[str], source: str, target: str, *, names: object = None, urgent: bool = True
    ) -> tuple[str | None, ...]:
        if not self.package:
            raise NoPackage(source, target)
        if self.silent:
            return tuple(None for _ in texts)
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
        pipeline = Pipeline(
            fetcher=shelf,
            reader=InProcess(),
            tag=no_names,
            engine=marker,
            targets=("en", "id"),
            workers=workers,
        )
        yield Desk(pipeline, shelf, marker)


@pytest.mark.parametrize(
    ("opening", "published"),
    [("MUARA WULAN, NTB — ", True), ("Jakarta (12/8) - ", True), ("Teman-teman, ", False)],
)
def test_a_text_that_opens_with_its_place_is_no_remark(opening: str, published: bool) -> None:
    text = f"{opening}Banjir merendam ratusan rumah di Desa Karang sejak Senin malam.\n\nWarga mengungsi."
    assert is_published(text) is published


async def test_a_text_is_digested_without_asking_the_network(desk: Desk) -> None:
    digest, untranslated = await desk.pipeline.run(Request(text=POST))
    assert untranslated is None
    assert desk.shelf.asked == []
    assert 1 <= len(digest.summary) <= 5
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


async def test_how_far_a_whole_translation_is_counts_what_was_translated_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pipeline.SENTENCES_AT_ONCE", 2)
    digest, _ = await desk.pipeline.run(Request(text=POST, sentence_count=1))
    told = []

    async def tell(done: int, of: int) -> None:
        told.append((done, of))

    await desk.pipeline.translate_all(digest, tell)
    every = len(digest.sentences)
    known = sum(sentence.translation is not None for sentence in digest.sentences)
    assert told[0] == (known + 2, every)


async def test_another_length_translates_what_is_missing_and_keeps_what_is_there(desk: Desk) -> None:
    digest, _ = await desk.pipeline.run(Request(text=POST, sentence_count=2))
    longer, _ = await desk.pipeline.resummarise(digest, 5)
    assert len(longer.summary) == 5
    assert all(longer.sentences[index].translation for index in longer.summary)
    assert len(desk.marker.given) == len(set(desk.marker.given))


async def test_a_brief_of_which_nothing_could_be_translated_says_so(desk: Desk) -> None:
    desk.marker.silent = True
    digest, untranslated = await desk.pipeline.run(Request(text=POST))
    assert isinstance(untranslated, TranslationFailed)
    assert digest.summary


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
        (Request(text=FRENCH), WrongLanguage),
        (Request(file=Page(b"")), NoArticle),
        (Request(file=Page((POST * (LONGEST_ARTICLE_CHARS // len(POST) + 2)).encode())), TooLong),
    ],
    ids=["nothing", "blank", "short", "French", "an empty file", "a book"],
)
async def test_what_is_no_article_is_refused_for_what_it_is(
    desk: Desk, request_: Request, error: type[RingkasError]
) -> None:
    with pytest.raises(error):
        await desk.pipeline.digest(request_)


@pytest.mark.parametrize("content", [b"", b"<html><body><p>Halo</p></body></html>", b"Halo"])
async def test_an_empty_page_behind_a_link_is_no_article_page(desk: Desk, content: bytes) -> None:
    desk.shelf.content = content
    with pytest.raises(NotAnArticlePage) as caught:
        await desk.pipeline.digest(Request(links=(URL,)))
    assert caught.value.url == URL


def digested_text(*paragraphs: str, count: int | None = None) -> Digest:
    return digest_article(Article("\n\n".join(paragraphs)), no_names, count)


def sources(digest: Digest) -> list[str]:
    return [digest.sentences[at].source for at in digest.summary]


@pytest.mark.parametrize("count", [None, 1, 2, 3, 7])
async def test_a_summary_has_the_length_asked_for_and_else_what_the_story_needs(
    desk: Desk, count: int | None
) -> None:
    digest = await desk.pipeline.digest(Request(text=POST, sentence_count=count))
    assert digest.summary == summarise(digest.article, digest.sentences, count)
    assert count is None or len(digest.summary) == count
    assert not digest.whole


@pytest.mark.parametrize("count", [None, 3, 10])
def test_a_very_short_article_is_shown_whole(count: int | None) -> None:
    digest = digested_text(*BRIEF, count=count)
    assert sources(digest) == list(BRIEF)
    assert digest.whole


@pytest.mark.parametrize("count", [1, 2])
def test_of_a_very_short_article_too_no_more_is_shown_than_is_asked_for(count: int) -> None:
    digest = digested_text(*BRIEF, count=count)
    assert len(digest.summary) == count
    assert not digest.whole


def test_a_sentence_said_a_hundred_times_is_shown_once() -> None:
    assert sources(digested_text(*BRIEF, *[BRIEF[0]] * 100)) == list(BRIEF)


def test_an_article_without_sentences_is_not_said_to_be_shown_whole() -> None:
    assert not digested_text("").whole


ARTICLES = {
    "long": tuple(POST.split("\n\n")),
    "four sentences": (*BRIEF, "Warga menanam padi lagi pada awal musim hujan bulan ini."),
    "three sentences": BRIEF,
    "near repeats": tuple(f"{BRIEF[0][:-1]} pada hari {day}." for day in ("Senin", "Rabu", "Sabtu")),
    "many near repeats": tuple(f"{BRIEF[0][:-1]} pada tanggal {day}." for day in range(1, 12)),
    "one sentence": BRIEF[:1],
}


@pytest.mark.parametrize("longer", [True, False])
@pytest.mark.parametrize("paragraphs", ARTICLES.values(), ids=ARTICLES)
async def test_every_press_changes_the_length_until_there_is_no_other(
    desk: Desk, paragraphs: tuple[str, ...], longer: bool
) -> None:
    digest, lengths = with_longest(digested_text(*paragraphs)), []
    while count := await desk.pipeline.next_count(digest, longer=longer):
        lengths.append(len(digest.summary))
        digest, _ = await desk.pipeline.resummarise(digest, count)
    lengths.append(len(digest.summary))
    assert lengths == sorted(set(lengths), reverse=not longer)
    assert lengths[-1] == (max(lengths[0], digest.longest_summary) if longer else 1)
    assert len(lengths) <= len(SUMMARY_LENGTHS)


def test_the_steps_of_length_lead_on_from_a_free_length() -> None:
    digest = replace(digested_text(*ARTICLES["long"]), summary=(0, 1, 2, 5))
    assert longer_count(digest) == 5
    assert shorter_count(digest) == 3


async def test_the_longest_summary_is_looked_for_where_buttons_follow(desk: Desk) -> None:
    digest, _ = await desk.pipeline.run(Request(text=POST))
    assert digest.longest_summary == MAX_SENTENCE_COUNT
    assert (await desk.pipeline.digest(Request(text=POST))).longest_summary == 0


STORY = "https://daerah.kabarpesisir.example/read/lumbung-desa"
PAGED = Path(__file__).parent / "pages" / "today"


def part(number: int, *, links: str = "", sentences: int = 4) -> str:
    """A page of a story: paragraphs that tell its number, and links to other pages."""
    told = "".join(
        f"<p>Pada bagian ke-{number} alinea {at} warga desa menimbang gabah untuk lumbung bersama, kata Ketua"
        f" Kelompok Tani nomor {number}{at} kepada wartawan.</p>"
        for at in range(sentences)
    )
    title = "Lumbung desa diisi lagi"
    head = f"<html lang=id><head><title>{title}</title></head>"
    return f"{head}<body><h1>{title}</h1>{told}{links}</body></html>"


def page_links(*marks: str) -> str:
    return "<div>" + " ".join(f'<a href="{STORY}{mark}">{mark[-3:]}</a>' for mark in marks) + "</div>"


async def digested(site: Mapping[str, str | int], url: str = STORY) -> tuple[str, list[str]]:
    """The text of the digest of a link, and what was asked of the site that has these pages."""
    article, asked = await read_from(site, url)
    return article.text, asked


async def read_from(site: Mapping[str, str | int], url: str = STORY) -> tuple[Article, list[str]]:
    """The article behind a link, and what was asked of the site that has these pages."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        address = f"https://{request.headers['host']}{request.url.raw_path.decode()}"
        asked.append(address.removeprefix(STORY))
        found = site.get(address.removeprefix(STORY), 404)
        if isinstance(found, int):
            return httpx.Response(found)
        if found.startswith("https:"):
            return httpx.Response(302, headers={"location": found})
        return httpx.Response(200, text=found, headers={"content-type": "text/html; charset=utf-8"})

    async def resolve(host: str, port: int) -> Sequence[str]:
        return ("93.184.216.34",)

    async with open_client(httpx.MockTransport(answer)) as client:
        fetcher = Fetcher(client, timeout_s=5, limit_bytes=1_000_000, resolve=resolve)
        with ThreadPoolExecutor(1) as workers:
            pipeline = Pipeline(
                fetcher=fetcher,
                reader=InProcess(),
                tag=no_names,
                engine=Marker(),
                targets=("en",),
                workers=workers,
            )
            digest = await pipeline.digest(Request(text=url, links=(url,)))
    return digest.article, asked


def parts_in(text: str) -> list[int]:
    """The pages of `part` that a text holds, in its order, one for each paragraph."""
    return [int(paragraph.split("ke-")[1].split()[0]) for paragraph in text.split("\n\n")]


async def test_the_pages_of_a_story_are_read_in_their_order() -> None:
    site = {
        "": part(1, links=page_links("?page=3", "?page=2")),
        "?page=2": part(2, links=page_links("?page=3", "?page=4")),
        "?page=3": part(3),
        "?page=4": part(4),
    }
    text, asked = await digested(site)
    assert parts_in(text) == [1] * 4 + [2] * 4 + [3] * 4 + [4] * 4
    assert asked == ["", "?page=2", "?page=3", "?page=4"]


async def test_the_page_that_holds_the_whole_story_is_taken_instead() -> None:
    links = page_links("?page=2", "?page=all")
    whole = part(1).replace("</body></html>", "") + part(2).partition("</h1>")[2]
    text, asked = await digested({"": part(1, links=links), "?page=all": whole})
    assert parts_in(text) == [1] * 4 + [2] * 4
    assert asked == ["", "?page=all"]


@pytest.mark.parametrize("whole", [part(9), 404, "https://daerah.kabarpesisir.example/masuk"])
async def test_a_whole_story_that_is_none_leaves_the_numbered_pages(whole: str | int) -> None:
    links = page_links("?page=2", "?page=all")
    text, _ = await digested({"": part(1, links=links), "?page=all": whole, "?page=2": part(2)})
    assert parts_in(text) == [1] * 4 + [2] * 4


@pytest.mark.parametrize(
    "second", [404, 500, "https://lain.example/x", "https://127.0.0.1/x", "<html><body>Halo</body></html>"]
)
async def test_a_page_that_fails_does_not_lose_those_before_it(
    second: str | int, caplog: pytest.LogCaptureFixture
) -> None:
    site = {"": part(1, links=page_links("?page=2", "?page=3")), "?page=2": part(2), "?page=3": second}
    with caplog.at_level(logging.WARNING, logger="bot.pipeline"):
        text, _ = await digested(site)
    assert parts_in(text) == [1] * 4 + [2] * 4
    assert "pages are missing" in caplog.text


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ({2: part(2), 3: part(3)}, ()),
        ({2: part(2), 3: 404}, (3,)),
        ({2: 500, 3: part(3)}, (2, 3)),
        ({2: part(2, links=page_links("?page=3", "?page=4")), 3: 404}, (3, 4)),
        ({2: part(1), 3: 404}, ()),
    ],
    ids=["none", "the last", "all", "one that a later page names", "nothing new"],
)
async def test_pages_that_could_not_be_read_are_named(
    answers: dict[int, str | int], missing: tuple[int, ...]
) -> None:
    site = {f"?page={number}": answer for number, answer in answers.items()}
    article, _ = await read_from({"": part(1, links=page_links("?page=2", "?page=3")), **site})
    assert article.missing_pages == missing


async def test_a_story_that_is_too_long_with_its_pages_names_those_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = {"": part(1, links=page_links("?page=2")), "?page=2": part(2)}
    monkeypatch.setattr("bot.pipeline.LONGEST_ARTICLE_CHARS", len((await digested(site))[0]) - 1)
    article, _ = await read_from(site)
    assert (parts_in(article.text), article.missing_pages) == ([1] * 4, (2,))


async def test_a_site_that_answers_every_number_with_the_same_is_asked_once() -> None:
    links = page_links(*(f"?page={number}" for number in range(2, 9)))
    same = part(1, links=links)
    text, asked = await digested({"": same, **{f"?page={number}": same for number in range(2, 9)}})
    assert parts_in(text) == [1] * 4
    assert asked == ["", "?page=2"]


async def test_no_more_pages_are_asked_for_than_the_limit() -> None:
    links = page_links(*(f"?page={number}" for number in range(1, 40)))
    site = {f"?page={number}": part(number, links=links) for number in range(1, 40)}
    text, asked = await digested({"": part(1, links=links), **site})
    assert len(asked) == MAX_PAGES
    assert sorted(set(parts_in(text))) == list(range(1, MAX_PAGES + 1))


async def test_from_a_later_page_the_first_is_read_too() -> None:
    canonical = f'<link rel="canonical" href="{STORY}">'
    second = part(2, links=page_links("?page=2", "?page=3")).replace("</head>", canonical + "</head>")
    site = {"": part(1), "?page=2": second, "?page=3": part(3)}
    text, asked = await digested(site, f"{STORY}?page=2")
    assert parts_in(text) == [1] * 4 + [2] * 4 + [3] * 4
    assert asked == ["?page=2", "", "?page=3"]


async def test_the_pages_of_an_index_are_not_followed() -> None:
    teasers = "".join(
        f"<p><a href=/{at}>Lumbung desa di kecamatan nomor {at} diisi</a></p>" for at in range(20)
    )
    with pytest.raises(NotAnArticlePage):
        await digested({"": f"<html><body>{teasers}{page_links('?page=2')}</body></html>"})


async def test_a_file_has_no_further_pages(desk: Desk) -> None:
    page = Page(part(1, links=page_links("?page=2")).encode(), "text/html", "utf-8", STORY)
    await desk.pipeline.digest(Request(file=page))
    assert desk.shelf.asked == []


async def test_a_story_on_two_pages_reads_as_the_same_story_on_one() -> None:
    name = "hidupkan-lagi-lumbung-padi-untuk-hadapi-kemarau"
    base = f"https://regional.kompas.com/read/2025/05/09/143200578/desa-wae-rangka-{name}"
    first, second, whole = (
        (PAGED / file).read_text(encoding="utf-8").replace(base, STORY)
        for file in ("kompas.html", "kompas-page2.html", "kompas-whole.html")
    )
    on_one, _ = await digested({"": first, "?page=all": whole})
    on_two, _ = await digested({"": first, "?page=2": second})
    assert on_one == on_two
    assert len(on_one) > len((await digested({"": first}))[0])


def test_a_time_without_a_zone_is_of_jakarta_in_indonesian_and_left_out_in_english() -> None:
    head, story = "Penulis: Sari Wulandari\n5 February 2026, 09:12\n", POST.partition("\n\n")[2]
    indonesian = read_text(Request(text=f"{head}\n{story}")).published
    assert str(indonesian) == "2026-02-05 09:12:00+07:00"
    english = read_text(Request(text=(SAMPLES / "school-boats.txt").read_text(encoding="utf-8"))).published
    assert str(english) == "2025-08-14"
