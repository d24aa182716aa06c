"""HTML -> Article: the story of a page without the page around it.

In: the bytes of a page. Out: an Article, or NotAnArticlePage for a page that holds none (a list of
headlines, an error page, a paywall, a wall, a video). It must not know how the bytes were had. The
only module that imports trafilatura and lxml; safe to call from several threads.

The way: markup without its machinery -> the element that holds the story -> its lines -> clean.
Two guides find that element. Outlets mark it by name, and keep the name for years; and trafilatura
finds the story's sentences on pages of any markup, but drops a first paragraph that begins in bare
text and lets in lists of dates. So its text serves as a pointer to the element, and the element is
read here. On the 13 news pages of the project's data that gives more of the story and less beside it
than trafilatura's own text (`python -m benchmarks.pages` prints both).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import trafilatura
from lxml import etree, html

from bot.data import read_table
from bot.errors import NoArticleKind, NotAnArticlePage
from bot.intake.byline import opens_with_author
from bot.intake.charset import decode
from bot.intake.clean import Story, clean_story, normalise
from bot.intake.dates import parse_date
from bot.intake.metadata import (
    JsonObject,
    Metadata,
    PageFacts,
    article_objects,
    read_metadata,
    type_names,
)
from bot.records import PARAGRAPH_BREAK, Article

Element = Any
"""An lxml element; the library ships no types."""

PAGE_LIMIT_BYTES = 4_000_000
"""What is read of a page: ten times the heaviest news page; the story stands in its first tenth."""

ELEMENT_LIMIT = 30_000
"""Above it trafilatura is not asked: news pages have 500 to 6,000 elements, and its work grows faster."""

TAG_LIMIT_CHARS = 8_000
"""A longer tag is left out: a picture written into the page, or 100,000 attributes, over which libxml2
sits for a quarter of a minute."""

ATTRIBUTE_LIMIT = 100
"""Attributes of one element, of which pages have ten; the time to copy them grows with the square."""

JSON_LIMIT_CHARS = 500_000
JSON_DEPTH = 8
"""How deep objects are looked for in JSON-LD; @graph, ItemList and mainEntity need four."""

PROSE_LINE_CHARS = 60
"""A line this long outside of links is a sentence rather than a label or a headline."""

STORY_CHARS = 250
"""Less prose than this is no article but a teaser or a caption: the shortest stories of 1,483 in the
project's collection have two sentences."""

CAPTION_CHARS = 120
"""A photo page's text: one full caption."""

SHINGLE_WORDS = 4
"""Words in a row that tell one sentence from another; shorter runs recur on a page by chance."""

SHORT_CHARS = 3 * STORY_CHARS
"""Up to here a page's own words about errors and subscriptions are believed; a long story is one."""

SHOWN_LINES = 400
"""How far into a page those words are looked for."""

HEADLINE_CHARS = 25
"""A link this long is a headline rather than a menu's entry."""

MANY_HEADLINES = 8
"""So many headlines and no story: an index page (those of the project's data have 10 to 90)."""

LIST_ENTRIES = 4
TEASERS_PER_PROSE_LINE = 0.5
"""Inside of a story one link stands between two to ten paragraphs; in a list one stands at each teaser."""

UNMARKED_DATES = 3
"""Lines below the headline that may be a date although nothing marks them as one."""

STAMP_CHARS = 50
"""The longest line that is only a date: "Selasa, 23 Februari 2016 | 14:50 WIB" and a rubric."""

LINK_SHARE = 0.7
"""From this share of its characters on, a line is a link: "Baca juga: ..." has about nine tenths."""

_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_WORD = re.compile(r"\w+")
_FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL
)
_MONSTROUS_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{TAG_LIMIT_CHARS},}}>?")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:author|penulis|reporter|byline|editor-name|nameeditor|credit-title-name|creator)(?:$|[\s_-])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATELINE = re.compile(
    r"(?:^|[\s_-])(?:date|datetime|time|waktu|tanggal|tgl|publish|published|datepublished)(?:$|[\s_-])",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Line:
    """A line as a reader sees it."""

    text: str
    link_chars: int
    block: Element

    @property
    def prose_chars(self) -> int:
        free = len(self.text) - self.link_chars
        return free if free >= PROSE_LINE_CHARS else 0

    @property
    def is_link(self) -> bool:
        return self.link_chars >= LINK_SHARE * len(self.text)


@dataclass(frozen=True, slots=True)
class _Found:
    """Lines taken for the story, and the element they stand in, where they stand in one."""

    lines: Sequence[_Line] = ()
    container: Element | None = None
    photos: bool = False
    """Whether they are the captions of a page that shows pictures."""


def extract_html(content: bytes, *, charset: str | None = None, url: str | None = None) -> Article:
    """The article of a page: text by paragraphs, headline, outlet, authors, date, address.

    `charset` is the sender's declaration; `url` where the page came from, which a relative canonical
    address is joined to. Raises NotAnArticlePage for pages without a story, and for bytes that no
    parser makes a page of.
    """
    text = decode(content[:PAGE_LIMIT_BYTES], charset)
    tree = _parse(text)
    if tree is None:
        raise _refused("other", url)
    if _FEED.match(text):
        raise _refused("index", url)
    facts = _facts(tree, url)
    metadata = read_metadata(facts)
    body = _body_without_machinery(tree)
    found = _story(body, facts, captions=_captions(tree))
    kind = _no_article(found, body, facts, metadata)
    if kind is not None:
        raise _refused(kind, url)
    story = _cleaned(found, metadata)
    if not story.paragraphs:
        raise _refused("other", url)
    return Article(
        text=PARAGRAPH_BREAK.join(story.paragraphs),
        title=metadata.title,
        headings=story.headings,
        url=metadata.url,
        site=metadata.site,
        published=metadata.published,
        authors=metadata.authors,
    )


def _cleaned(found: _Found, metadata: Metadata) -> Story:
    """The paragraphs; captions are furniture everywhere but where they are the story."""
    texts: list[str] = []
    for line in found.lines:
        if texts and len(texts[-1]) < PROSE_LINE_CHARS and texts[-1].endswith(("-", "–", "—")):
            # "<b>Magelang</b> - <p>Pemerintah ...": a dateline that is cut off from its paragraph.
            texts[-1] = f"{texts[-1]} {line.text}"
        else:
            texts.append(line.text)
    if found.photos:
        return Story(tuple(filter(None, map(normalise, texts))), ())
    return clean_story(texts, title=metadata.title, site=metadata.site or "")


def _refused(kind: NoArticleKind, url: str | None) -> NotAnArticlePage:
    return NotAnArticlePage(content_type="text/html", found=kind, url=url or "")


@lru_cache(maxsize=1)
def _markup() -> Mapping[str, frozenset[str]]:
    table = read_table("page_markup.toml")
    return {name: frozenset(words) for name, words in table.items()}


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, tuple[str, ...]]:
    table = read_table("page_phrases.toml")
    return {name: tuple(phrases) for name, phrases in table.items()}


# --- markup ----------------------------------------------------------------------------------


def _parse(text: str) -> Element | None:
    """The tree; None where there is none. Deeper nesting than 256 is cut off by libxml2 itself."""
    # A parser is no shared thing: each call has its own.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    clean = _MONSTROUS_TAG.sub("", text.replace("\x00", "")).encode("utf-8", errors="replace")
    try:
        tree = html.document_fromstring(clean, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    for element in tree.iter(etree.Element):
        if len(element.attrib) > ATTRIBUTE_LIMIT:
            element.attrib.clear()
    return tree if tree.find("body") is not None else None


def _body_without_machinery(tree: Element) -> Element:
    """A copy of the body without scripts, forms, menus, media and what is hidden."""
    body = deepcopy(tree.find("body"))
    etree.strip_elements(body, *_markup()["never"], with_tail=False)
    for element in list(body.iterfind(".//*[@style]")) + list(body.iterfind(".//*[@hidden]")):
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
            _drop(element)
    return body


def _drop(element: Element) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _attribute_words(element: Element) -> Iterator[str]:
    for name in ("class", "id", "itemprop"):
        yield from element.get(name, "").lower().split()


def _lines(root: Element) -> list[_Line]:
    """The lines of an element, as blocks and line breaks part them."""
    lines: list[_Line] = []
    parts: list[str] = []
    link_depth = link_chars = 0
    blocks = [root]

    def take(text: str | None) -> None:
        nonlocal link_chars
        if text:
            parts.append(text)
            link_chars += len(text.strip()) if link_depth else 0

    def end_line() -> None:
        nonlocal link_chars
        text = " ".join("".join(parts).split())
        if text:
            lines.append(_Line(text, min(link_chars, len(text)), blocks[-1]))
        parts.clear()
        link_chars = 0

    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_block = element.tag in _BLOCKS
        if event == "start":
            if is_block:
                end_line()
                blocks.append(element)
            link_depth += element.tag == "a"
            take(element.text)
        else:
            link_depth -= element.tag == "a"
            if is_block:
                end_line()
                blocks.pop()
            if element is not root:
                take(element.tail)
    end_line()
    return lines


# --- what the page says about itself -----------------------------------------------------------


def _facts(tree: Element, url: str | None) -> PageFacts:
    bylines, datelines = _marked(tree)
    canonical = next(
        (link.get("href", "") for link in tree.iter("link") if link.get("rel", "").lower() == "canonical"), ""
    )
    return PageFacts(
        metas=tuple(_metas(tree)),
        objects=tuple(_json_objects(tree)),
        page_title=tree.findtext(".//title") or "",
        headlines=tuple(_plain(element) for element in list(tree.iter("h1"))[:5]),
        bylines=tuple(bylines),
        datelines=tuple(datelines),
        canonical=canonical,
        language=tree.get("lang", ""),
        url=url,
    )


def _plain(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _metas(tree: Element) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            if meta.get(attribute):
                yield meta.get(attribute).strip().lower(), meta.get("content", "")


def _marked(tree: Element) -> tuple[list[str], list[str]]:
    """Texts marked as byline and as date: dates after the headline first, then the nearest before."""
    bylines: list[str] = []
    exact: list[str] = []
    before: list[str] = []
    after: list[str] = []
    unmarked: list[str] = []
    headline_seen = False
    for element in tree.iter(etree.Element):
        headline_seen = headline_seen or element.tag == "h1"
        if element.tag == "meta":
            continue
        marks = " ".join((*_attribute_words(element), element.get("rel", "")))
        bylines.append(_byline_text(element, marks))
        if "datepublished" in marks:
            exact.append(element.get("datetime") or element.get("content") or _plain(element)[:200])
        elif element.tag == "time" or _DATELINE.search(marks):
            (after if headline_seen else before).extend((element.get("datetime") or "", _short(element)))
        elif headline_seen and len(unmarked) < UNMARKED_DATES:
            unmarked.extend(_unmarked_date(element))
    before, after = list(filter(None, before)), list(filter(None, after))
    return list(filter(None, bylines))[:8], [*exact[:2], *after[:6], *unmarked, *reversed(before[-4:])]


def _byline_text(element: Element, marks: str) -> str:
    """What the element says of the authors, when its name or its first words announce them."""
    if opens_with_author(element.text or ""):
        return _own_text(element)
    return _short(element) if _BYLINE.search(marks) else ""


def _unmarked_date(element: Element) -> Iterator[str]:
    """The element's own line, when it is short and holds a year."""
    own = _own_text(element)
    if _YEAR.search(own) and len(own) <= 2 * STAMP_CHARS:
        yield own


def _own_text(element: Element) -> str:
    """The text up to the first line break or block inside."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS or len(parts) > 6:
            break
        parts += [_short(child), child.tail or ""]
    return " ".join("".join(parts).split())[:400]


def _short(element: Element) -> str:
    """The element's text if it is a label rather than a part of the page."""
    text = _plain(element) if sum(1 for _ in element.iter()) <= 12 else ""
    return text if len(text) <= 200 else ""


def _json_objects(tree: Element) -> Iterator[JsonObject]:
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", "").lower():
            continue
        text = (script.text or "").strip()[:JSON_LIMIT_CHARS]
        try:
            # strict=False: outlets leave bare line breaks in articleBody.
            value = json.loads(
                text.removeprefix("//<![CDATA[").removesuffix("//]]>").rstrip("; \n"), strict=False
            )
        except (ValueError, RecursionError):
            continue
        yield from _typed_objects(value, JSON_DEPTH)


def _typed_objects(value: object, depth: int) -> Iterator[JsonObject]:
    if depth == 0:
        return
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from _typed_objects(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _typed_objects(inner, depth - 1)


# --- the story ---------------------------------------------------------------------------------


def _story(body: Element, facts: PageFacts, captions: Sequence[str]) -> _Found:
    """The story, from the best source that has one."""
    found = _in_markup(body)
    if _prose(found.lines) >= STORY_CHARS:
        return found
    declared = _Found(_declared_body(facts, body))
    if _prose(declared.lines) > _prose(found.lines):
        return declared
    if _is_marked_article(facts) and sum(map(len, captions)) >= max(CAPTION_CHARS, _prose(found.lines)):
        return _Found([_Line(caption, 0, body) for caption in captions], photos=True)
    return found


def _prose(lines: Iterable[_Line]) -> int:
    return sum(line.prose_chars for line in lines)


def _in_markup(body: Element) -> _Found:
    named = _named_container(body)
    named_lines = _read(named) if named is not None else []
    seed = _shingles(_pointer(body))
    pointed = _pointed_container(body, seed)
    pointed_lines = _trimmed(_read(pointed), seed) if pointed is not None else []
    # The name is worth more than the pointer, unless it leaves most of the sentences outside.
    if _prose(named_lines) >= max(STORY_CHARS, 0.6 * _prose(pointed_lines)):
        return _Found(named_lines, named)
    return _Found(pointed_lines, pointed)


def _captions(tree: Element) -> list[str]:
    """The captions of a page's pictures, once each."""
    texts = (_plain(caption) for caption in tree.iter("figcaption"))
    return list(dict.fromkeys(text for text in texts if len(text) >= PROSE_LINE_CHARS))


def _named_container(body: Element) -> Element | None:
    """The element with most prose among those named as an article's body."""
    names = _markup()["body"]
    marked = [
        element for element in body.iter(etree.Element) if not names.isdisjoint(_attribute_words(element))
    ]
    return max(marked[:20], key=lambda element: _prose(_lines(element)), default=None)


def _pointer(body: Element) -> str:
    """The sentences that trafilatura takes for the story; empty where it finds none."""
    if sum(1 for _ in body.iter()) > ELEMENT_LIMIT:
        return ""
    page = etree.Element("html")
    page.append(deepcopy(body))
    try:
        found = trafilatura.bare_extraction(
            html.document_fromstring(etree.tostring(page)),
            favor_precision=True,
            include_comments=False,
            include_tables=False,
        )
    except (etree.LxmlError, ValueError, AssertionError, RecursionError):
        return ""
    return getattr(found, "text", None) or ""


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return frozenset(zip(*(words[i:] for i in range(SHINGLE_WORDS)), strict=False))


def _is_pointed(line: _Line, seed: frozenset[tuple[str, ...]]) -> bool:
    own = _shingles(line.text)
    return bool(own) and len(own & seed) >= 0.6 * len(own)


def _pointed_container(body: Element, seed: frozenset[tuple[str, ...]]) -> Element | None:
    """The innermost element that holds nearly all of the prose that is pointed at.

    Without a pointer all prose of the page counts.
    """
    weights: Counter[Element] = Counter()
    for line in _lines(body):
        if line.prose_chars and (not seed or _is_pointed(line, seed)):
            weights[line.block] += line.prose_chars
    share = 0.85  # of the prose: a paragraph of a comment or a teaser may stand elsewhere
    total = sum(weights.values())
    if not total:
        return None
    held: Counter[Element] = Counter()
    for block, weight in weights.items():
        held[block] += weight
        for ancestor in block.iterancestors():
            held[ancestor] += weight
    # Ancestors hold at least as much as what is inside them: the innermost has the most ancestors.
    enough = [
        element
        for element, weight in held.items()
        if weight >= share * total and element is not body.getparent()
    ]
    return max(enough, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _read(container: Element) -> list[_Line]:
    """The container's lines without the parts that are marked as something else, and without links."""
    copy = deepcopy(container)
    whole = max(1, _prose(_lines(copy)))
    for element in list(copy.iterdescendants(etree.Element)):
        # What holds most of the story is the story, whatever it is called.
        if _is_noise(element) and element.getparent() is not None and _prose(_lines(element)) < 0.3 * whole:
            element.drop_tree()
    return [line for line in _lines(copy) if not line.is_link]


def _is_noise(element: Element) -> bool:
    if element.tag in ("table", "header"):
        return True
    noise = _markup()["noise"]
    for word in _attribute_words(element):
        if word in noise or any(part in noise for part in re.split(r"[-_]+", word)):
            return True
    return False


def _trimmed(lines: Sequence[_Line], seed: frozenset[tuple[str, ...]]) -> list[_Line]:
    """From the first to the last line that is pointed at, with the prose right before the first."""
    pointed = [i for i, line in enumerate(lines) if _is_pointed(line, seed)]
    if not pointed:
        return list(lines)
    first, last = pointed[0], pointed[-1]
    while first and lines[first - 1].prose_chars:
        first -= 1
    return list(lines[first : last + 1])


def _declared_body(facts: PageFacts, body: Element) -> list[_Line]:
    """The story as JSON-LD gives it, for pages that draw it by script."""
    texts = [text for entry in article_objects(facts) if isinstance(text := entry.get("articleBody"), str)]
    text = max(texts, key=len, default="")
    if "<" in text:
        inner = _parse(text)
        return _read(inner.find("body")) if inner is not None else []
    return [_Line(" ".join(line.split()), 0, body) for line in text.splitlines() if line.strip()]


# --- pages without a story ---------------------------------------------------------------------


def _no_article(found: _Found, body: Element, facts: PageFacts, metadata: Metadata) -> NoArticleKind | None:
    """Why the page is no article; None if it is one."""
    page = _lines(body)
    shown = "\n".join(line.text for line in page[:SHOWN_LINES]).casefold()
    headline = "\n".join((metadata.title, facts.page_title, *facts.headlines)).casefold()
    prose = _prose(found.lines)
    if prose < SHORT_CHARS and _says("error", headline):
        return "error"
    if _is_list(found, facts) or (prose < STORY_CHARS and _headline_links(page) >= MANY_HEADLINES):
        return _unless_photos("index", found, facts)
    if prose < SHORT_CHARS and (_is_locked(facts) or _says("paywall", shown)):
        return "paywall"
    if prose < SHORT_CHARS and not _is_marked_article(facts) and _says("wall", headline + "\n" + shown):
        return "wall"
    if prose < STORY_CHARS:
        return _unless_photos("video" if _is_video(facts) else "other", found, facts)
    return None


def _unless_photos(kind: NoArticleKind, found: _Found, facts: PageFacts) -> NoArticleKind | None:
    return None if found.photos and not (_is_video(facts) or _is_locked(facts)) else kind


def _says(kind: str, text: str) -> bool:
    return any(phrase in text for phrase in _phrases()[kind])


def _is_locked(facts: PageFacts) -> bool:
    return any(
        str(entry.get("isAccessibleForFree", "")).lower() == "false" for entry in article_objects(facts)
    )


def _is_marked_article(facts: PageFacts) -> bool:
    kinds = [content.strip().casefold() for name, content in facts.metas if name == "og:type"]
    return "article" in kinds or any(True for _ in article_objects(facts))


def _is_video(facts: PageFacts) -> bool:
    kinds = [content.casefold() for name, content in facts.metas if name == "og:type"]
    return any(kind.startswith("video") for kind in kinds) or any(
        "VideoObject" in type_names(entry) for entry in facts.objects
    )


def _headline_links(lines: Iterable[_Line]) -> int:
    return sum(line.is_link and len(line.text) >= HEADLINE_CHARS for line in lines)


def _is_list(found: _Found, facts: PageFacts) -> bool:
    """Whether the lines are teasers: headlines that are links, or dates, stand between them."""
    if (facts.page_title.strip() or " ".join(facts.headlines)).casefold().startswith(_phrases()["index"]):
        return True
    if found.container is None:
        return False
    around = _lines(found.container)
    prose = [i for i, line in enumerate(around) if line.prose_chars and not line.is_link]
    if len(prose) < 2:
        return False
    inside = around[prose[0] : prose[-1] + 1]
    between = max(_headline_links(inside), sum(_is_stamp(line.text) for line in inside))
    return between >= LIST_ENTRIES and between >= TEASERS_PER_PROSE_LINE * len(prose)


def _is_stamp(text: str) -> bool:
    return len(text) <= STAMP_CHARS and parse_date(text) is not None
