"""Whether a page holds an article, and what it is instead.

In: Evidence: the lines taken for the story, those around them, those of the page, and what the page says
about itself. Out: the kind of page that it is, None for an article. It must not know how the lines were
chosen, nor how HTML is read: no element is touched here. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from bot.data import read_table
from bot.errors import NoArticleKind
from bot.intake.dates import parse_date
from bot.intake.markup import HEADLINE_CHARS, STAMP_CHARS, Line, prose_chars
from bot.intake.metadata import JsonObject, PageFacts, agree, article_objects, object_title, type_names

STORY_CHARS = 250
"""Less prose than this is no article but a teaser or a caption: the shortest stories of 1,483 in the
project's collection have two sentences."""

MARKED_STORY_CHARS = 150
"""The same on a page that calls itself an article: a report of an earthquake or a road that is closed has two
sentences. As little makes an article where it is pasted."""

SHORT_CHARS = 3 * STORY_CHARS
"""Up to here a page's own words about errors and subscriptions are believed; a long story is one."""

SHOWN_LINES = 400
"""How far into a page those words are looked for."""

MANY_HEADLINES = 8
"""So many headlines and no story: an index page (those of the project's data have 10 to 90)."""

LIST_ENTRIES = 4
"""Fewer links or dates between sentences make no list."""

TEASERS_PER_PROSE_LINE = 0.5
"""Inside of a story a link stands between two to ten paragraphs; in a list one stands at each teaser."""

LINKS_PER_PROSE_LINE = 2
"""A story of five paragraphs may hold a list of the most read; where links are twice the prose, they are
the page. 1 to 3 read the index pages of benchmarks.pages alike."""

GALLERY_TYPES = frozenset({"ImageGallery", "MediaGallery"})
"""What schema.org calls a page that shows pictures."""

_CLOCK = re.compile(r"\d{1,2}[.:]\d{2}(?:\s*WI(?:B|TA|T))?(?:\W|$)|\d{1,3}(?:\+\d)?['’]")
"""14.05 WIB, and a match's minute: 45+2'."""

_FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict is made from."""

    page: Sequence[Line] = ()
    """All lines that the page shows."""
    story: Sequence[Line] = ()
    """Those taken for the story."""
    around: Sequence[Line] = ()
    """All lines of the element that the story stands in; none where it stands in no element."""
    photos: bool = False
    """Whether the story is the captions of a page that shows pictures."""
    title: str = ""
    """The headline as it was made out."""
    facts: PageFacts = field(default_factory=PageFacts)
    """What the page says about itself."""


def is_feed(text: str) -> bool:
    """Whether the page is no HTML but a feed or a site map."""
    return _FEED.match(text) is not None


def no_article(evidence: Evidence) -> NoArticleKind | None:
    """Why the page is no article; None if it is one."""
    facts = evidence.facts
    shown = "\n".join(line.text for line in evidence.page[:SHOWN_LINES]).casefold()
    headline = "\n".join((evidence.title, facts.page_title, *facts.headlines)).casefold()
    prose = prose_chars(evidence.story)
    if prose < SHORT_CHARS and _says("error", headline):
        return "error"
    if _is_live(evidence):
        return "live"
    # Lists of other stories stand below these too: what the page declares of its own headline goes first.
    if declared := _declared(evidence, prose):
        return _unless_photos(declared, evidence)
    if _is_list(evidence) or (_is_less(evidence) and _headline_links(evidence.page) >= MANY_HEADLINES):
        return _unless_photos("live" if _opens("live", evidence) else "index", evidence)
    if prose < SHORT_CHARS and (is_locked(facts) or _says("paywall", shown)):
        return "paywall"
    if prose < SHORT_CHARS and not is_marked_article(facts) and _says("wall", headline + "\n" + shown):
        return "wall"
    if prose >= STORY_CHARS:
        return None
    kind = _without_words(evidence)
    is_report = kind == "other" and prose >= shortest_story(facts)
    return None if is_report else _unless_photos(kind, evidence)


def shortest_story(facts: PageFacts) -> int:
    """How much prose, in characters, a page must have to be an article."""
    return MARKED_STORY_CHARS if is_marked_article(facts) else STORY_CHARS


def _is_less(evidence: Evidence) -> bool:
    """Whether there is too little prose for a story beside lists of headlines.

    They stand below short reports too: those declare their own headline.
    """
    is_declared = _is_about(article_objects(evidence.facts), evidence)
    return prose_chars(evidence.story) < (MARKED_STORY_CHARS if is_declared else STORY_CHARS)


def _declared(evidence: Evidence, prose: int) -> NoArticleKind | None:
    """What the page says that its own headline leads to, where so little prose stands below it."""
    facts = evidence.facts
    if prose < SHORT_CHARS and _is_about(_locked(facts), evidence):
        return "paywall"
    if prose < STORY_CHARS and _is_about(_videos(facts), evidence):
        return "video"
    if prose < STORY_CHARS and _is_about(_galleries(facts), evidence):
        return "photos"
    return None


def _without_words(evidence: Evidence) -> NoArticleKind:
    """What a page is that has hardly any sentences."""
    if _is_video(evidence.facts):
        return "video"
    if _opens("live", evidence):
        return "live"
    shows = any(True for _ in _galleries(evidence.facts)) or _opens("photos", evidence)
    return "photos" if shows else "other"


def _opens(kind: str, evidence: Evidence) -> bool:
    """Whether the headline begins with one of the phrases that name such a page."""
    headline = evidence.title or evidence.facts.page_title
    return headline.strip().casefold().startswith(_phrases()[kind])


def _unless_photos(kind: NoArticleKind, evidence: Evidence) -> NoArticleKind | None:
    facts = evidence.facts
    return None if evidence.photos and not (_is_video(facts) or is_locked(facts)) else kind


def _says(kind: str, text: str) -> bool:
    return any(phrase in text for phrase in _phrases()[kind])


def is_locked(facts: PageFacts) -> bool:
    """Whether the page declares that its article is for those who pay."""
    return any(True for _ in _locked(facts))


def _locked(facts: PageFacts) -> Iterator[JsonObject]:
    for entry in article_objects(facts):
        if str(entry.get("isAccessibleForFree", "")).lower() == "false":
            yield entry


def _is_about(entries: Iterable[JsonObject], evidence: Evidence) -> bool:
    """Whether one of the declared objects bears the page's own headline."""
    titles = (object_title(entry) for entry in entries)
    return any(agree(evidence.title, title) or agree(title, evidence.title) for title in titles)


def _is_live(evidence: Evidence) -> bool:
    """Whether the page is a running report: dozens of entries, the last first, and no story of its own."""
    declared = any("LiveBlogPosting" in type_names(entry) for entry in evidence.facts.objects)
    return declared or (_opens("live", evidence) and _is_timed(evidence.around))


def _is_timed(lines: Iterable[Line]) -> bool:
    """Whether entries begin with the time of day."""
    return sum(_CLOCK.match(line.text) is not None for line in lines) >= LIST_ENTRIES


def is_marked_article(facts: PageFacts) -> bool:
    """Whether the page calls itself an article, in og:type or in JSON-LD."""
    kinds = [content.strip().casefold() for name, content in facts.metas if name == "og:type"]
    return "article" in kinds or any(True for _ in article_objects(facts))


def _is_video(facts: PageFacts) -> bool:
    kinds = [content.casefold() for name, content in facts.metas if name == "og:type"]
    return any(kind.startswith("video") for kind in kinds) or any(True for _ in _videos(facts))


def _videos(facts: PageFacts) -> Iterator[JsonObject]:
    return (entry for entry in facts.objects if "VideoObject" in type_names(entry))


def _galleries(facts: PageFacts) -> Iterator[JsonObject]:
    return (entry for entry in facts.objects if not GALLERY_TYPES.isdisjoint(type_names(entry)))


def _headline_links(lines: Iterable[Line]) -> int:
    return sum(line.is_link and len(line.text) >= HEADLINE_CHARS for line in lines)


def _is_list(evidence: Evidence) -> bool:
    """Whether the lines are teasers: headlines that are links, or dates, stand between them."""
    facts = evidence.facts
    if (facts.page_title.strip() or " ".join(facts.headlines)).casefold().startswith(_phrases()["index"]):
        return True
    around = evidence.around
    prose = [i for i, line in enumerate(around) if line.prose_chars and not line.is_link]
    if len(prose) < 2:
        return False
    gaps = [around[before + 1 : after] for before, after in pairwise(prose)]
    links = [_headline_links(gap) for gap in gaps]
    stamps = [sum(_is_stamp(line.text) for line in gap) for gap in gaps]
    filled = max(sum(map(bool, links)), sum(map(bool, stamps)))
    if filled >= LIST_ENTRIES and filled >= TEASERS_PER_PROSE_LINE * len(prose):
        return True
    between = max(sum(links), sum(stamps))
    return between >= max(LIST_ENTRIES, LINKS_PER_PROSE_LINE * len(prose))


def _is_stamp(text: str) -> bool:
    return len(text) <= STAMP_CHARS and parse_date(text) is not None


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, tuple[str, ...]]:
    table = read_table("page_phrases.toml")
    return {name: tuple(phrases) for name, phrases in table.items()}
