"""Request -> Digest: the one place where the stages meet, and the order in which they do.

In: a Request, and the collaborators that the composition root built. Out: a Digest, or the
RingkasError that says why there is none. This module must know no chat, no wording and no library.

The article is ranked in its own language first and only what the reader will see is translated: the
largest saving of time there is, and the ranking sees no translation errors.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from time import perf_counter
from typing import Literal, Protocol, TypeVar

from bot.digest.entities import find_entities, with_speakers
from bot.digest.quotes import find_quotes, mark_key_quotes
from bot.digest.rank import is_brief, pool, summarise
from bot.digest.segment import segment
from bot.errors import (
    NoArticle,
    NotAnArticlePage,
    RingkasError,
    TooLong,
    TooShort,
    TranslationError,
    TranslationFailed,
    WrongLanguage,
)
from bot.intake.dates import in_zone
from bot.intake.language import detect_language
from bot.intake.links import source_among, without_links
from bot.intake.paging import MAX_PAGES, Paging, brings_more, is_answer, is_whole, joined
from bot.intake.paste import opens_at_known_place, read_paste
from bot.intake.recasing import recased
from bot.records import MAX_SENTENCE_COUNT, Article, Digest, Page, Request, Sentence
from bot.translation.brief import (
    Translator,
    translate_all,
    translate_opening,
    translate_shown,
    translate_some,
)
from bot.translation.switch import in_language

LANGUAGES = ("id", "en")
"""The languages of the articles that are read: those that the digest stages have tables of."""

ARTICLE_BESIDE_LINK_CHARS = 600
"""A message with a link and at least this much other text is the article itself; with less, it is a
teaser and the article is behind the link. Channel posts tease with a headline and one or two sentences
(under 400 characters); the shortest of 1,483 news articles looked at has 613."""

SHORTEST_ARTICLE_CHARS = 150
"""Less than this is a remark, not an article: two sentences of Indonesian news have some 250, a word of
thanks in a chat stays under 140."""

LONGEST_ARTICLE_CHARS = 300_000
"""More than this is a book: a hundred times the usual article, seconds of work on one core."""

FURTHER_PAGES_LIMIT_S = 15.0
"""For all further pages of a story together: the reader has waited for the first one already."""

SENTENCES_AT_ONCE = 24
"""Of a whole article that is translated: two or three full batches for the models, a second or two of work;
then it can be told how far it is."""

SUMMARY_LENGTHS = (1, 2, 3, 5, 7, MAX_SENTENCE_COUNT)
"""The steps of the buttons "longer" and "shorter", in sentences: each a change that one can see."""

log = logging.getLogger(__name__)

Stage = Literal["reading", "summarising", "translating"]
Tag = Callable[[Sequence[str]], Sequence[str]]
OnStage = Callable[[Stage], Awaitable[None]]
OnProgress = Callable[[int, int], Awaitable[None]]
T = TypeVar("T")


class Fetch(Protocol):
    """What the pipeline needs of a fetcher."""

    async def fetch(self, url: str) -> Page: ...


class Reader(Protocol):
    """What reads pages and files: here, or where a hostile one can do no harm."""

    async def read(self, page: Page) -> Article: ...

    async def paging(self, page: Page) -> Paging: ...


async def _tell_nobody(*how_far: object) -> None:
    return None


class Pipeline:
    """The stages, in order, over collaborators that outlive a request."""

    def __init__(
        self,
        *,
        fetcher: Fetch,
        reader: Reader,
        tag: Tag,
        engine: Translator,
        targets: tuple[str, ...],
        workers: Executor,
    ) -> None:
        """`targets`: the languages that a reader may choose, for those whose article is in none of ours."""
        self._fetcher = fetcher
        self._reader = reader
        self._targets = targets
        self._tag = tag
        self._engine = engine
        self._workers = workers

    async def run(
        self, request: Request, on_stage: OnStage = _tell_nobody
    ) -> tuple[Digest, TranslationError | None]:
        """Return the digest with what the reader sees translated.

        The second value says why the digest is in the article's own language only; it is None when
        the translation is there. Raises LinkError, FetchError or ArticleError. `on_stage` is awaited
        as each stage begins.
        """
        digest = await self.read(request, on_stage)
        await on_stage("translating")
        return await self.translate(digest)

    async def read(
        self, request: Request, on_stage: OnStage = _tell_nobody, on_page: OnProgress = _tell_nobody
    ) -> Digest:
        """Return the digest in the article's own language, its other lengths looked at; raises as `run`."""
        return await self._work(with_longest, await self.digest(request, on_stage, on_page))

    async def digest(
        self, request: Request, on_stage: OnStage = _tell_nobody, on_page: OnProgress = _tell_nobody
    ) -> Digest:
        """Return the digest in the article's own language; raises what `run` raises.

        `on_page` is awaited with the number of each further page of a story, and how many are known by then.
        """
        await on_stage("reading")
        began = perf_counter()
        page = await self._page(request)
        fetched = perf_counter()
        article = await self._article(request, page)
        extracted = perf_counter()
        if page is not None and page is not request.file:
            article = await self._with_further_pages(article, page, on_page)
        completed = perf_counter()
        await on_stage("summarising")
        digest = await self._work(digest_article, article, self._tag, request.sentence_count)
        timings_ms = {
            "fetch": _ms(fetched - began + completed - extracted),
            "extract": _ms(extracted - fetched),
            "digest": _ms(perf_counter() - completed),
            "translate": 0.0,
        }
        return replace(digest, target=target_for(article, request), timings_ms=timings_ms)

    async def translate(self, digest: Digest) -> tuple[Digest, TranslationError | None]:
        """Return the digest with what the reader sees translated; else as it was, and why."""
        began = perf_counter()
        try:
            digest = await self._work(translate_shown, digest, self._engine)
        except TranslationError as error:
            return digest, error
        timings = {**digest.timings_ms, "translate": _ms(perf_counter() - began)}
        digest = replace(digest, timings_ms=timings)
        language = digest.article.language
        if digest.target != language and not any(digest.sentences[at].translation for at in digest.summary):
            return digest, TranslationFailed(language, digest.target)
        return digest, None

    async def opening(self, digest: Digest) -> Digest | None:
        """Return the digest with headline and first sentence translated, to be shown while `translate` goes
        on; None where that cannot be had."""
        try:
            return await self._work(translate_opening, digest, self._engine)
        except TranslationError:
            return None

    async def opening_in(self, digest: Digest, target: str, kept: Digest | None = None) -> Digest | None:
        """Return the digest in another language with headline and first sentence translated, as `opening`
        does; what `kept` has of it is not translated again."""
        return await self.opening(in_language(digest, target, kept))

    async def translate_all(self, digest: Digest, on_progress: OnProgress = _tell_nobody) -> Digest:
        """Return the digest with every sentence translated; raises TranslationError.

        `on_progress` is awaited with how many sentences of how many are done, now and then.
        """
        missing = [sentence.index for sentence in digest.sentences if sentence.translation is None]
        known, of = len(digest.sentences) - len(missing), len(digest.sentences)
        if digest.target == digest.article.language:
            missing = []
        for start in range(0, len(missing) - SENTENCES_AT_ONCE, SENTENCES_AT_ONCE):
            part = frozenset(missing[start : start + SENTENCES_AT_ONCE])
            digest = await self._work(translate_some, digest, self._engine, part)
            await on_progress(known + start + len(part), of)
        return await self._work(translate_all, digest, self._engine)

    async def switch(
        self, digest: Digest, target: str, kept: Digest | None = None
    ) -> tuple[Digest, TranslationError | None]:
        """Return the digest in another language, only what `kept` does not have of it translated."""
        return await self.translate(in_language(digest, target, kept))

    async def resummarise(
        self, digest: Digest, sentence_count: int
    ) -> tuple[Digest, TranslationError | None]:
        """Return the digest with a summary of another length, what is missing translated."""
        return await self.translate(await self._work(summarise_again, digest, sentence_count))

    async def next_count(self, digest: Digest, *, longer: bool) -> int | None:
        """Return how many sentences the next longer or shorter summary has; None where there is none."""
        return await self._work(longer_count if longer else shorter_count, digest)

    async def _page(self, request: Request) -> Page | None:
        if request.file or not request.links or is_article_beside_link(request.text):
            return request.file
        return await self._fetcher.fetch(request.links[0])

    async def _article(self, request: Request, page: Page | None) -> Article:
        if page is None:
            return await self._work(read_text, request, self._targets)
        if page.url:
            return await self._article_behind_link(page)
        article = await self._reader.read(page)
        titled = article if article.title else replace(article, title=request.title)
        return await self._work(with_language, titled, self._targets)

    async def _article_behind_link(self, page: Page) -> Article:
        """An empty or short page is no short article: whoever sent its link never saw its text."""
        try:
            return await self._work(with_language, await self._reader.read(page), self._targets)
        except (NoArticle, TooShort) as exc:
            raise NotAnArticlePage(url=page.url or "") from exc

    async def _with_further_pages(self, article: Article, first: Page, on_page: OnProgress) -> Article:
        """The article with the further pages of its story; those that cannot be had are named and logged."""
        paging = await self._reader.paging(first)
        if not (paging.whole or paging.numbered):
            return article
        pages, addresses = {paging.own: article}, dict(paging.numbered)
        missing: tuple[int, ...] = ()
        try:
            async with asyncio.timeout(FURTHER_PAGES_LIMIT_S):
                whole = await self._whole(article, first, paging.whole) if paging.whole else None
                if whole is not None:
                    return await self._work(joined, [whole], article)
                await self._collect(pages, addresses, first, on_page)
        except (RingkasError, TimeoutError) as exc:
            missing = tuple(sorted(addresses.keys() - pages.keys()))
            address = str(first.url).partition("?")[0]
            log.warning("pages are missing from the story at %s: %s", address, type(exc).__name__)
        story = await self._work(joined, [pages[number] for number in sorted(pages)], article)
        if len(story.text) > LONGEST_ARTICLE_CHARS:
            story, missing = article, tuple(sorted({*addresses, *pages} - {paging.own}))
        return replace(story, missing_pages=missing)

    async def _whole(self, article: Article, first: Page, url: str) -> Article | None:
        """The story from the page that promises all of it; None where that page does not hold it."""
        try:
            whole, _ = await self._further(url, first)
        except RingkasError:
            return None
        return whole if await self._work(is_whole, whole, article) else None

    async def _collect(
        self, pages: dict[int, Article], addresses: dict[int, str], first: Page, on_page: OnProgress
    ) -> None:
        """Put the story's further pages among `pages`, until one brings nothing new. Raises RingkasError.

        What the further pages know of others is put among `addresses`.
        """
        while len(pages) < MAX_PAGES and (missing := sorted(addresses.keys() - pages.keys())):
            await on_page(missing[0], max(*addresses, *pages))
            article, following = await self._further(addresses[missing[0]], first)
            if not await self._work(brings_more, article, list(pages.values())):
                return
            pages[missing[0]] = article
            addresses |= {**following.numbered, **addresses}

    async def _further(self, url: str, first: Page) -> tuple[Article, Paging]:
        page = await self._fetcher.fetch(url)
        if not is_answer(page, url, first):
            raise NotAnArticlePage(url=url)
        return await self._article_behind_link(page), await self._reader.paging(page)

    async def _work(self, stage: Callable[..., T], *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._workers, stage, *args)


def is_article_beside_link(text: str) -> bool:
    """Whether the words around the links of a message are an article by themselves."""
    return len(without_links(text).strip()) >= ARTICLE_BESIDE_LINK_CHARS


def is_published(text: str) -> bool:
    """Whether a text says where it was published or written: by an outlet, a date or an author, or by the
    place that it opens with, as no remark does."""
    try:
        article = read_paste(text)
    except NoArticle:
        return False
    return bool(article.site or article.published or article.authors) or opens_at_known_place(text)


def request_key(request: Request) -> str:
    """Return what tells whether two requests ask for the same digest, 64 hexadecimal digits.

    A link's words do not count where the article is behind it, nor does the language of the reader: a digest
    is made in the article's own, and `for_reader` makes it theirs.
    """
    behind_link = request.links and not request.file and not is_article_beside_link(request.text)
    content = [
        request.links[0] if behind_link else request.text,
        hashlib.sha256(request.file.content).hexdigest() if request.file else "",
        request.title,
        request.sentence_count,
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def for_reader(digest: Digest, request: Request, kept: Digest | None = None) -> Digest:
    """Return a digest that answered the same request as its reader is to have it, what it has of their
    language translated; `kept`: another one, in their language."""
    target = target_for(digest.article, request)
    return digest if digest.target == target else in_language(digest, target, kept)


def target_for(article: Article, request: Request) -> str:
    """Return the language of the brief: the request's; where nobody chose it and the article is in it
    already, the reader's own, if articles are read in that."""
    own = request.own_language
    return own if article.language == request.target and own in LANGUAGES else request.target


def read_text(request: Request, targets: tuple[str, ...] = ()) -> Article:
    """Return the article that a message is; raises NoArticle, TooShort, TooLong or WrongLanguage."""
    if not without_links(request.text).strip():
        raise NoArticle
    url = source_among(request.links, request.text)
    return with_language(read_paste(request.text, title=request.title, url=url), targets)


def with_language(article: Article, targets: tuple[str, ...] = ()) -> Article:
    """Return the article with its language, once it is known to be one that is read here, with the zone that
    its time has in that language, and with the letters of sentences where it was in capitals throughout.

    Raises NoArticle, TooShort, TooLong or WrongLanguage.
    """
    language = _checked_language(article.text, targets)
    published = article.published and in_zone(article.published, indonesian=language == LANGUAGES[0])
    return recased(replace(article, language=language, published=published))


def _checked_language(text: str, targets: tuple[str, ...]) -> str:
    if not text.strip():
        raise NoArticle
    if len(text) < SHORTEST_ARTICLE_CHARS:
        raise TooShort(len(text))
    if len(text) > LONGEST_ARTICLE_CHARS:
        raise TooLong(LONGEST_ARTICLE_CHARS)
    language = detect_language(text)
    if language not in LANGUAGES:
        raise WrongLanguage(language, targets)
    return language


def digest_article(article: Article, tag: Tag, sentence_count: int | None = None) -> Digest:
    """Return the digest of an article in its own language, nothing translated yet.

    `sentence_count`: 1 to MAX_SENTENCE_COUNT; None: as many as tell the story, which of a very short article
    are all.
    """
    sentences = segment(article)
    summary, whole = _summary(article, sentences, sentence_count)
    entities = find_entities(article, sentences, tag)
    quotes = find_quotes(article, sentences, entities)
    return Digest(
        article=article,
        sentences=sentences,
        summary=summary,
        quotes=mark_key_quotes(quotes, sentences, summary, language=article.language),
        entities=with_speakers(entities, quotes, article),
        target=article.language,
        whole=whole,
    )


def _summary(
    article: Article, sentences: Sequence[Sentence], count: int | None
) -> tuple[tuple[int, ...], bool]:
    """The places of the summary's sentences, and whether they are all there are.

    Of an article too short to summarise, all; or as many as are asked for, near repeats too where there is
    nothing else.
    """
    if not is_brief(sentences):
        return summarise(article, sentences, count), False
    every, _ = pool(article, sentences)
    if count is None or count >= len(every):
        return every, bool(every)
    best = summarise(article, sentences, count)
    others = [place for place in every if place not in best]
    return tuple(sorted([*best, *others[: count - len(best)]])), False


def summarise_again(digest: Digest, sentence_count: int) -> Digest:
    """Return the digest with a summary of another length; what is translated stays translated."""
    summary, whole = _summary(digest.article, digest.sentences, sentence_count)
    digest = replace(
        digest,
        summary=summary,
        whole=whole,
        quotes=mark_key_quotes(digest.quotes, digest.sentences, summary, language=digest.article.language),
    )
    return with_longest(digest)


def with_longest(digest: Digest) -> Digest:
    """Return the digest with the length of its longest summary, which is looked for once.

    Only where buttons follow: it costs as much as the summary itself.
    """
    if digest.longest_summary:
        return digest
    longest, _ = _summary(digest.article, digest.sentences, MAX_SENTENCE_COUNT)
    return replace(digest, longest_summary=len(longest))


def longer_count(digest: Digest) -> int | None:
    """Return the next of SUMMARY_LENGTHS over what is shown; None where the article gives no more."""
    shown = len(digest.summary)
    if shown >= with_longest(digest).longest_summary:
        return None
    return next(length for length in SUMMARY_LENGTHS if length > shown)


def shorter_count(digest: Digest) -> int | None:
    """Return the next of SUMMARY_LENGTHS below what is shown; None where that is one sentence."""
    return next((length for length in reversed(SUMMARY_LENGTHS) if length < len(digest.summary)), None)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
