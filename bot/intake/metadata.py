"""What a page says about its article: headline, outlet, authors, date, address.

In: PageFacts, which is what extract found in a page's markup. Out: Metadata. It must not know how
HTML is read: no library of markup, no element, comes in here.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urljoin, urlsplit

JsonObject = Mapping[str, Any]

WIB = timezone(timedelta(hours=7))
"""Western Indonesian Time: what an Indonesian newsroom means when it names no zone."""

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""The web's news; other years are placeholders ("0001-01-01", "1970-01-01" is caught by FIRST_YEAR)."""

AUTHOR_LIMIT_CHARS = 60
"""The longest name worth printing; what is longer is a sentence that stands in a byline's place."""

MAX_AUTHORS = 5

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

_VISIBLE_DATE = re.compile(
    r"\b(?P<day>\d{1,2})(?:\s+(?P<word>[A-Za-z]{3,9})\.?,?\s+|(?P<mark>[/-])(?P<month>\d{1,2})(?P=mark))(?P<year>(?:19|20)\d\d)\b"
    r"(?:\W{1,6}(?:pukul|jam|at|pada)?\W{0,3}(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.][0-5]\d)?"
    r"(?:\s*(?P<zone>WIB|WITA|WIT)\b)?)?",
    re.IGNORECASE,
)

_NO_PERSON = re.compile(
    r"https?:|www\.|@|\.(?:com|id|co|net|tv)\b|\d"
    r"|\b(?:redaksi|admin|administrator|developer|newsroom|tim|team|editor|desk|cyber media"
    r"|digital media|media network|pt|tbk|redaktur|webmaster|biro)\b",
    re.IGNORECASE,
)
_BYLINE_LEAD = re.compile(
    r"^\s*(?:oleh|by|penulis|reporter|pewarta|wartawan|jurnalis|laporan|author"
    r"|written by|ditulis oleh|kontributor)\b\s*[:;-]?\s*",
    re.IGNORECASE,
)
_BYLINE_END = re.compile(
    r"\s+[-–—|/•]\s+|\s*[|•]\s*|\b(?:editor|diperbarui|penyunting|uploader|pada|on)\b\s*:?|\n", re.IGNORECASE
)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|/|\bdan\b|\band\b)\s*(?!(?:S|M|Dr|Ph)\b)")
_TITLE_JOINT = re.compile(r"\s+[-–—|«»•:]\s+|\s*\|\s*")


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


@lru_cache(maxsize=1)
def _outlets() -> Mapping[str, str]:
    table = tomllib.loads(files("bot.data").joinpath("outlets.toml").read_text(encoding="utf-8"))
    return dict(table["names"])


def _outlet(host: str) -> str | None:
    labels = host.split(".")
    return next((name for i in range(len(labels)) if (name := _outlets().get(".".join(labels[i:])))), None)


def _site(facts: PageFacts, host: str) -> str | None:
    """The known outlet behind the host, else the name the page gives itself, else the host.

    The table comes first because pages name their rubric ("detikinet", "Tempo Gaya") or their host.
    """
    known = _outlet(host)
    if known:
        return known
    publishers = (_name(entry.get("publisher")) for entry in article_objects(facts))
    names = [
        name
        for name in (*map(_text, _metas(facts, _META_SITES)), *publishers)
        if 1 < len(name) <= AUTHOR_LIMIT_CHARS
    ]
    readable = next(
        (name for name in names if not re.fullmatch(r"(?:[\w-]+\.){2,}\w+|https?:\S*", name)), None
    )
    return readable or host.removeprefix("www.") or None


def _name(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name") if isinstance(value, dict) else value)


def _is_indonesian(facts: PageFacts, host: str) -> bool:
    return (
        facts.language.lower().startswith(("id", "in")) or host.endswith(".id") or _outlet(host) is not None
    )


# --- headline --------------------------------------------------------------------------------


def _title(facts: PageFacts, site: str, host: str) -> str:
    """The headline without the outlet's name around it."""
    declared = [
        *(_text(entry.get("headline") or entry.get("name")) for entry in article_objects(facts)),
        *map(_text, _metas(facts, _META_TITLES)),
        _text(facts.page_title),
    ]
    declared = [title for title in declared if title]
    for headline in map(_text, facts.headlines):
        # The h1 is the headline as printed, if the page's own declarations agree that it is one.
        if len(headline) >= 10 and any(_agree(headline, title) for title in declared):
            return headline[:TITLE_LIMIT_CHARS]
    candidates = declared or [_text(headline) for headline in facts.headlines]
    return _without_site(candidates[0], site, host)[:TITLE_LIMIT_CHARS] if candidates else ""


def _agree(headline: str, title: str) -> bool:
    a, b = _squash(headline), _squash(title)
    return bool(a) and bool(b) and (a in b or (len(b) >= 20 and a.startswith(b[: max(20, len(b) - 5)])))


def _without_site(title: str, site: str, host: str) -> str:
    """Takes "- Kompas.com" off the end and "KapanLagi.com:" off the start."""
    marks = {
        _squash(site),
        _squash(host),
        _squash(host.removeprefix("www.")),
        _squash(_domain(host).partition(".")[0]),
    } - {""}
    parts = _TITLE_JOINT.split(title)
    while (
        len(parts) > 1
        and any(mark in _squash(parts[-1]) for mark in marks)
        and len(parts[-1]) < len(title) / 2
    ):
        title = title[: title.rindex(parts[-1])].rstrip(" -–—|«»•:")
        parts.pop()
    start, colon, rest = title.partition(": ")
    return rest if colon and _squash(start) in marks else title


def _squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


# --- authors ---------------------------------------------------------------------------------


def _authors(facts: PageFacts, site: str, host: str) -> tuple[str, ...]:
    """People who are named as authors, from the first source that names any."""
    sources = (
        (name for entry in article_objects(facts) for name in _people(entry.get("author"))),
        _metas(facts, _META_AUTHORS),
        facts.bylines,
    )
    own = {_squash(site), _squash(_domain(host).partition(".")[0])} - {""}
    for source in sources:
        names = dict.fromkeys(
            name for byline in source for name in _names(byline) if not _is_outlet(name, own)
        )
        if names:
            return tuple(names)[:MAX_AUTHORS]
    return ()


def _people(value: object) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            if "Organization" not in type_names(entry) and "NewsMediaOrganization" not in type_names(entry):
                yield _name(entry)
        elif isinstance(entry, str):
            yield entry


def _names(byline: str) -> Iterator[str]:
    if re.match(r"\s*(?:https?:|www\.|/)", byline):
        return
    byline = _BYLINE_LEAD.sub("", html.unescape(byline)[: 4 * AUTHOR_LIMIT_CHARS].strip())
    for part in _BETWEEN_NAMES.split(_BYLINE_END.split(byline, maxsplit=1)[0]):
        name = " ".join(part.split()).strip(" .,;:-–—()[]\"'")
        if (
            3 <= len(name) <= AUTHOR_LIMIT_CHARS
            and len(name.split()) <= 6
            and not _NO_PERSON.search(name)
            and name[0].isalpha()
        ):
            yield name.title() if name.isupper() or name.islower() else name


def _is_outlet(name: str, own: set[str]) -> bool:
    squashed = _squash(name)
    return any(mark in squashed for mark in own) or squashed in {
        _squash(outlet) for outlet in _outlets().values()
    }


# --- date ------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _date_words() -> tuple[Mapping[str, int], Mapping[str, int]]:
    table = tomllib.loads(files("bot.data").joinpath("dates.toml").read_text(encoding="utf-8"))
    return dict(table["months"]), dict(table["zones"])


def _published(facts: PageFacts, *, indonesian: bool) -> date | None:
    """The moment of publication with its zone, or the day where no hour or no zone is known."""
    declared = (
        *(_text(entry.get("datePublished") or entry.get("dateCreated")) for entry in article_objects(facts)),
        *_metas(facts, _META_DATES),
        *facts.datelines,
    )
    for text in declared:
        found = parse_date(text, indonesian=indonesian)
        if found is not None:
            return found
    return None


def parse_date(text: str, *, indonesian: bool) -> date | None:
    """A date as machines (ISO 8601, RFC 5322) or Indonesian pages ("15 Sep 2023, 21:34 WIB") write it.

    A datetime with its zone where the text gives a time, else a date; None where there is none. A time
    without a zone is WIB on an Indonesian page, and is dropped on another. What such a page gives in
    UTC is turned into WIB, so that the day is the reader's.
    """
    text = text.strip()[:200]
    moment = _machine_date(text) or _printed_date(text)
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        return moment.replace(tzinfo=WIB) if indonesian else moment.date()
    return moment.astimezone(WIB) if indonesian and not moment.utcoffset() else moment


def _machine_date(text: str) -> date | None:
    iso = re.sub(r"^(\d{4})/(\d\d)/(\d\d)", r"\1-\2-\3", text).replace(" +", "+")
    try:
        return (
            date.fromisoformat(iso) if re.fullmatch(r"\d{4}-\d\d-\d\d", iso) else datetime.fromisoformat(iso)
        )
    except ValueError:
        pass
    if not re.match(r"[A-Z][a-z]{2}, \d", text):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _printed_date(text: str) -> date | None:
    months, zones = _date_words()
    for found in _VISIBLE_DATE.finditer(text):
        month = months.get((found["word"] or "").lower()) or int(found["month"] or 0)
        try:
            day = date(int(found["year"]), month, int(found["day"]))
        except ValueError:
            continue
        if found["hour"] is None:
            return day
        offset = zones.get((found["zone"] or "").lower())
        zone = None if offset is None else timezone(timedelta(hours=offset))
        return datetime(day.year, day.month, day.day, int(found["hour"]), int(found["minute"]), tzinfo=zone)
    return None
