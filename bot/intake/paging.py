"""The pages of one story: which addresses they have, and how their texts become one.

In: a page that was fetched, or the articles that were read from the pages of a story. Out: the addresses
of the story's other pages; or one Article. It must not know how a page is fetched or when to stop. How
sites address their pages stands in bot/data/paging.toml. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import parse_qsl, urljoin, urlsplit

from bot.data import read_table
from bot.intake.charset import decode
from bot.intake.markup import canonical_of, links_of, parse
from bot.intake.shingles import shingles
from bot.records import PARAGRAPH_BREAK, Article, Page

MAX_PAGES = 10
"""Of one story: the longest that outlets cut up have eight; galleries and archives have more."""

PAGE_LIMIT_BYTES = 4_000_000
"""What is read of a page: ten times the heaviest news page."""

LABEL_LIMIT_CHARS = 40
"""What a link to another page says is shorter ("2", "Halaman Selanjutnya"); what is longer is a headline."""

REPEATED_SHARE = 0.9
"""Of a paragraph's shingles: so many stood on an earlier page, and the paragraph is repeated."""

HELD_SHARE = 0.6
"""Of the first page's shingles: the page that promises the whole story holds so many, or is another story."""


_LINK = re.compile(rb"<(?:a|link)\s[^<>]{0,2000}\bhref", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as the page gives it."""

    href: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Paging:
    """The addresses of a story's other pages."""

    own: int = 1
    """Which page this one is."""
    whole: str | None = None
    """Where the whole story stands on one page; None where that is nowhere, or here."""
    numbered: Mapping[int, str] = field(default_factory=dict)
    """The other pages by their numbers, from 1 to MAX_PAGES."""


@dataclass(frozen=True, slots=True)
class _Place:
    """An address taken apart: the story's, and which page of it."""

    story: tuple[str, str, tuple[tuple[str, str], ...]]
    number: int | None = None
    whole: bool = False


def paging_of(page: Page) -> Paging:
    """The other pages of the story that a fetched page begins; none for a page without an address."""
    if not page.url or not _LINK.search(page.content):
        return Paging()
    tree = parse(decode(page.content[:PAGE_LIMIT_BYTES], page.charset))
    if tree is None:
        return Paging()
    links = (Link(href, text) for href, text in links_of(tree))
    return find_paging(links, page.url, canonical=canonical_of(tree))


def find_paging(links: Iterable[Link], url: str, *, canonical: str = "") -> Paging:
    """The other pages of the story at `url`, among the links that its page gives, on the same host.

    `canonical` is the address that the page names as its own: where it is `url` without a number, that
    number is the page's own.
    """
    canonical = canonical and _absolute(url, canonical)
    here = _bare(url)
    bases = {base for base in (here, _bare(canonical)) if base[0] == here[0]}
    own = _place(url, bases)
    if own is None or own.whole:
        return Paging()
    whole: str | None = None
    numbered: dict[int, str] = {}
    for link in links:
        if len(link.text) > LABEL_LIMIT_CHARS:
            continue
        address = _absolute(url, link.href)
        place = _place(address, bases) if address else None
        if place is None or place.story != own.story:
            continue
        if place.whole:
            whole = whole or address
        elif place.number and 1 <= place.number <= MAX_PAGES:
            numbered.setdefault(place.number, address)
    number = own.number or 1
    if number > 1 and numbered:
        numbered.setdefault(1, canonical or _without_number(url))
    numbered.pop(number, None)
    return Paging(own=number, whole=whole, numbered=numbered)


def is_answer(page: Page, asked: str, first: Page) -> bool:
    """Whether a fetched page is the one that was asked for, or the first again, and no redirect's end."""
    return _bare(page.url or "") in (_bare(asked), _bare(first.url or ""))


def is_whole(whole: Article, first: Article) -> bool:
    """Whether an article holds the other: the same story, and no less of it."""
    own = shingles(first.text)
    held = own & shingles(whole.text)
    return len(whole.text) >= len(first.text) and len(held) >= HELD_SHARE * len(own)


def brings_more(article: Article, pages: Sequence[Article]) -> bool:
    """Whether an article says anything that the pages before it do not."""
    return bool(joined([*pages, article], article).text[len(joined(pages, article).text) :])


def joined(pages: Sequence[Article], first: Article) -> Article:
    """One article from the pages of a story in their order, each paragraph once.

    Headline, authors and the rest are those of `first`.
    """
    paragraphs: list[str] = []
    headings: list[int] = []
    for page in pages:
        before, said = shingles(PARAGRAPH_BREAK.join(paragraphs)), frozenset(paragraphs)
        for index, paragraph in enumerate(page.text.split(PARAGRAPH_BREAK)):
            own = shingles(paragraph)
            if paragraph in said or (own and len(own & before) >= REPEATED_SHARE * len(own)):
                continue
            if index in page.headings:
                headings.append(len(paragraphs))
            paragraphs.append(paragraph)
    return replace(first, text=PARAGRAPH_BREAK.join(paragraphs), headings=tuple(headings))


# --- addresses -------------------------------------------------------------------------------


def _absolute(url: str, href: str) -> str:
    """The http(s) address of a link; empty for every other."""
    try:
        address = urljoin(url, href.strip()).partition("#")[0]
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _bare(address: str) -> tuple[str, str]:
    """Host and path, as two addresses are compared by them; both empty where there are none."""
    try:
        parts = urlsplit(address)
        return parts.netloc.lower(), parts.path.rstrip("/")
    except ValueError:
        return "", ""


def _place(address: str, bases: set[tuple[str, str]]) -> _Place | None:
    """Which page of the story at one of the bases an address is; None for every other address."""
    host, path = _bare(address)
    base = next((at for base_host, at in sorted(bases) if host == base_host and path == at), None)
    number, whole = None, False
    for base_host, at in sorted(bases):
        ending = path[len(at) :] if host == base_host and path.startswith(at) else ""
        # "/read/12" is no second page of "/read/1": a number counts behind words only.
        if ending and re.search(r"[a-z]", at.rpartition("/")[2], re.IGNORECASE):
            match = _marks().path_number.fullmatch(ending)
            if match or ending in _marks().path_whole:
                base, whole = at, match is None
                number = int(next(filter(None, match.groups()))) if match else None
                break
    if base is None:
        return None
    rest = []
    for name, value in parse_qsl(urlsplit(address).query, keep_blank_values=True):
        if f"{name}={value}".lower() in _marks().whole:
            whole = True
        elif name.lower() in _marks().number and value.isascii() and value.isdigit() and len(value) <= 3:
            number = int(value)
        elif not _marks().tracker.fullmatch(name):
            rest.append((name, value))
    return _Place((host, base, tuple(sorted(rest))), number, whole)


def _without_number(url: str) -> str:
    """The address without its query's page number: where a story begins."""
    parts = urlsplit(url)
    kept = [
        piece
        for piece in parts.query.split("&")
        if piece and piece.partition("=")[0].lower() not in _marks().number
    ]
    return parts._replace(query="&".join(kept), fragment="").geturl()


@dataclass(frozen=True, slots=True)
class _Marks:
    """What is compiled from the table, once."""

    number: frozenset[str]
    whole: frozenset[str]
    path_number: re.Pattern[str]
    path_whole: frozenset[str]
    tracker: re.Pattern[str]


@lru_cache(maxsize=1)
def _marks() -> _Marks:
    table = read_table("paging.toml")
    endings = (re.escape(ending).replace(r"\#", r"(\d{1,2})") for ending in table["path_number"])
    trackers = (re.escape(name).replace(r"\*", ".*") for name in table["trackers"])
    return _Marks(
        number=frozenset(table["number"]),
        whole=frozenset(table["whole"]),
        path_number=re.compile("|".join(endings), re.IGNORECASE),
        path_whole=frozenset(table["path_whole"]),
        tracker=re.compile("|".join(trackers), re.IGNORECASE),
    )
