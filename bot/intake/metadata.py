"""What a page says about its article: headline, outlet, authors, date, address.

In: PageFacts, which is what markup found in a page's markup. Out: Metadata. It must not know how
HTML is read: no library of markup, no element, comes in here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from bot.intake.byline import declared_authors
from bot.intake.dates import parse_date
from bot.intake.outlets import outlet_name, outlet_of_host, squashed, without_outlet

JsonObject = Mapping[str, Any]

MAX_AUTHORS = 5

SITE_LIMIT_CHARS = 60
"""The longest name of an outlet; what is longer is its slogan."""

TITLE_LIMIT_CHARS = 300
"""Three times the longest headline that outlets write."""

_META_TITLES = ("og:title", "twitter:title", "title")
_META_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "publishdate",
    "content_publisheddate", "pubdate", "publish_date", "publish-date", "dc.date.issued", "dc.date",
    "parsely-pub-date", "sailthru.date", "date",
)  # fmt: skip
_META_AUTHORS = (
    "author",
    "article:author",
    "content_author",
    "dable:author",
    "parsely-author",
    "dc.creator",
    "twitter:data1",
)
_META_SITES = ("og:site_name", "application-name", "publisher")

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report)$")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page's markup holds beside its story, in document order."""

    metas: tuple[tuple[str, str], ...] = ()
    """Name, property or itemprop in lower case, and content."""
    objects: tuple[JsonObject, ...] = ()
    """The objects of its JSON-LD, flattened, those without a type left out."""
    page_title: str = ""
    headlines: tuple[str, ...] = ()
    """The texts of its h1 elements."""
    bylines: tuple[str, ...] = ()
    """Texts of elements that are marked as a byline."""
    editors: tuple[str, ...] = ()
    """Names that the page gives to those who edited the article."""
    datelines: tuple[str, ...] = ()
    """Machine-readable times and texts of elements that are marked as a date, then the first lines."""
    canonical: str = ""
    language: str = ""
    url: str | None = None
    """Where the page came from."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article besides its text."""

    title: str = ""
    site: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None


def read_metadata(facts: PageFacts) -> Metadata:
    """The metadata of a page; what the page does not say stays empty. Never raises."""
    url = _address(facts)
    host = urlsplit(url or "").hostname or ""
    site = _site(facts, host)
    return Metadata(
        title=_title(facts, site or "", host),
        site=site,
        url=url,
        authors=_authors(facts, site or "", host),
        published=_published(facts, indonesian=_is_indonesian(facts, host)),
    )


def article_objects(facts: PageFacts) -> Iterator[JsonObject]:
    """The JSON-LD objects that describe an article."""
    for entry in facts.objects:
        if any(_ARTICLE_TYPE.search(name) for name in type_names(entry)):
            yield entry


def type_names(entry: JsonObject) -> tuple[str, ...]:
    """The types of a JSON-LD object; none when it gives them as something else than words."""
    names = entry.get("@type")
    return tuple(name for name in (names if isinstance(names, list) else [names]) if isinstance(name, str))


def object_title(entry: JsonObject) -> str:
    """The headline or name of a JSON-LD object; empty when it gives none."""
    return _text(entry.get("headline") or entry.get("name"))


def _metas(facts: PageFacts, names: Iterable[str]) -> Iterator[str]:
    for wanted in names:
        yield from (content for name, content in facts.metas if name == wanted and content.strip())


def _text(value: object) -> str:
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""


# --- address ---------------------------------------------------------------------------------


def _address(facts: PageFacts) -> str | None:
    """The canonical address where the page names a believable one, else the one that answered."""
    for candidate in (facts.canonical, *_metas(facts, ("og:url",))):
        try:
            absolute = urljoin(facts.url or "", candidate.strip())
            parts = urlsplit(absolute)
        except ValueError:
            continue
        if (
            parts.scheme in ("http", "https")
            and parts.hostname
            and _same_story(parts.hostname, parts.path, facts.url)
        ):
            return absolute
    return facts.url


def _same_story(host: str, path: str, url: str | None) -> bool:
    """A page cannot claim another site's address, nor every story the front page's."""
    if url is None:
        return path not in ("", "/")
    own = urlsplit(url)
    return _domain(host) == _domain(own.hostname or "") and (path not in ("", "/") or own.path in ("", "/"))


def _domain(host: str) -> str:
    """The part of a host that its owner registered: two labels, three under co.id and the like."""
    labels = host.lower().split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-keep:])


# --- outlet ----------------------------------------------------------------------------------


def _site(facts: PageFacts, host: str) -> str | None:
    """The known outlet behind the host, else the name the page gives itself, else the host.

    The table comes first because pages name their rubric ("detikinet", "Tempo Gaya") or their host.
    """
    publishers = (_name(entry.get("publisher")) for entry in article_objects(facts))
    names = [
        name
        for name in (*map(_text, _metas(facts, _META_SITES)), *publishers)
        if 1 < len(name) <= SITE_LIMIT_CHARS
    ]
    known = outlet_of_host(host) or next(filter(None, map(outlet_name, names)), None)
    readable = (name for name in names if not re.fullmatch(r"(?:[\w-]+\.){2,}\w+|https?:\S*", name))
    return known or next(readable, None) or host.removeprefix("www.") or None


def _name(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name") if isinstance(value, dict) else value)


def _is_indonesian(facts: PageFacts, host: str) -> bool:
    return (
        facts.language.lower().startswith(("id", "in"))
        or host.endswith(".id")
        or outlet_of_host(host) is not None
    )


# --- headline --------------------------------------------------------------------------------


def _title(facts: PageFacts, site: str, host: str) -> str:
    """The headline without the outlet's name around it."""
    declared = [
        *map(object_title, article_objects(facts)),
        *map(_text, _metas(facts, _META_TITLES)),
        _text(facts.page_title),
    ]
    declared = [title for title in declared if title]
    for headline in map(_text, facts.headlines):
        # The h1 is the headline as printed, if the page's own declarations agree that it is one.
        if len(headline) >= 10 and any(agree(headline, title) for title in declared):
            return headline[:TITLE_LIMIT_CHARS]
    candidates = declared or [_text(headline) for headline in facts.headlines]
    own = (site, host, host.removeprefix("www."), _domain(host).partition(".")[0])
    return without_outlet(candidates[0], own)[:TITLE_LIMIT_CHARS] if candidates else ""


def agree(headline: str, title: str) -> bool:
    """Whether a title is a headline's, with the outlet around it or cut at its end."""
    a, b = squashed(headline), squashed(title)
    return bool(a) and bool(b) and (a in b or (len(b) >= 20 and a.startswith(b[: max(20, len(b) - 5)])))


# --- authors ---------------------------------------------------------------------------------


def _authors(facts: PageFacts, site: str, host: str) -> tuple[str, ...]:
    """People who are named as authors, from the first source that names any but the page's editors.

    Where all are editors, they are the authors still: some wrote what they edited.
    """
    sources = (
        (name for entry in article_objects(facts) for name in _people(entry.get("author"))),
        _metas(facts, _META_AUTHORS),
        facts.bylines,
    )
    own = {squashed(site), squashed(_domain(host).partition(".")[0])} - {""}
    editors = {squashed(name) for name in facts.editors}
    edited: tuple[str, ...] = ()
    for source in sources:
        names = dict.fromkeys(
            name
            for byline in source
            for name in declared_authors(html.unescape(byline))
            if not _is_outlet(name, own)
        )
        writers = tuple(name for name in names if squashed(name) not in editors)
        if writers:
            return writers[:MAX_AUTHORS]
        edited = edited or tuple(names)[:MAX_AUTHORS]
    return edited


def _people(value: object) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            if "Organization" not in type_names(entry) and "NewsMediaOrganization" not in type_names(entry):
                yield _name(entry)
        elif isinstance(entry, str):
            yield entry


def _is_outlet(name: str, own: set[str]) -> bool:
    return outlet_name(name) is not None or any(mark in squashed(name) for mark in own)


# --- date ------------------------------------------------------------------------------------


def _published(facts: PageFacts, *, indonesian: bool) -> date | None:
    """The moment of publication with its zone, or the day where no hour or no zone is known.

    The first date counts; where it is a bare day, the page may print the hour elsewhere.
    """
    declared = (
        *(_text(entry.get("datePublished") or entry.get("dateCreated")) for entry in article_objects(facts)),
        *_metas(facts, _META_DATES),
        *facts.datelines,
    )
    day: date | None = None
    for text in declared:
        found = parse_date(text, indonesian=indonesian)
        if isinstance(found, datetime) and day in (None, found.date()):
            return found
        day = day or found
    return day
