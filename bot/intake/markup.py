"""HTML -> its tree, its lines, and what it says about itself.

In: the text of a page. Out: lines as a reader sees them, each with its place in the tree, and PageFacts:
metas, JSON-LD objects, headlines, marked bylines and dates. It must not know which of the lines are a
story, nor what is made of the facts. The only module that imports lxml; safe to call from several threads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree, html

from bot.data import read_table
from bot.intake.byline import opens_with_author
from bot.intake.metadata import JsonObject, PageFacts

Element = Any
"""An lxml element; the library ships no types."""

MARKUP_ERRORS: tuple[type[Exception], ...] = (etree.LxmlError, ValueError, AssertionError)
"""What lxml raises over markup that it makes no tree of."""

TAG_LIMIT_CHARS = 8_000
"""A longer tag is left out: a picture written into the page, or 100,000 attributes, over which libxml2
sits for a quarter of a minute."""

ATTRIBUTE_LIMIT = 100
"""Attributes of one element, of which pages have ten; the time to copy them grows with the square."""

JSON_LIMIT_CHARS = 500_000
"""What is read of one JSON-LD script."""

JSON_DEPTH = 8
"""How deep objects are looked for in JSON-LD; @graph, ItemList and mainEntity need four."""

PROSE_LINE_CHARS = 60
"""A line this long outside of links is a sentence rather than a label or a headline."""

LINK_SHARE = 0.7
"""From this share of its characters on, a line is a link: "Baca juga: ..." has about nine tenths."""

UNMARKED_DATES = 3
"""Lines below the headline that may be a date although nothing marks them as one."""

STAMP_CHARS = 50
"""The longest line that is only a date: "Selasa, 23 Februari 2016 | 14:50 WIB" and a rubric."""

_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
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
class Line:
    """A line as a reader sees it."""

    text: str
    link_chars: int
    """How many of its characters stand in links."""
    block: Element
    """The innermost block around it."""

    @property
    def prose_chars(self) -> int:
        """The characters outside of links; 0 where they are too few for a sentence."""
        free = len(self.text) - self.link_chars
        return free if free >= PROSE_LINE_CHARS else 0

    @property
    def is_link(self) -> bool:
        return self.link_chars >= LINK_SHARE * len(self.text)


# --- the tree ----------------------------------------------------------------------------------


def parse(text: str) -> Element | None:
    """The tree; None where there is none. Deeper nesting than 256 is cut off by libxml2 itself."""
    # A parser is no shared thing: each call has its own.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    clean = _MONSTROUS_TAG.sub("", text.replace("\x00", "")).encode("utf-8", errors="replace")
    try:
        tree = html.document_fromstring(clean, parser=parser)
    except MARKUP_ERRORS:
        return None
    for element in tree.iter(etree.Element):
        if len(element.attrib) > ATTRIBUTE_LIMIT:
            element.attrib.clear()
    return tree if tree.find("body") is not None else None


def body_without_machinery(tree: Element) -> Element:
    """A copy of the body without scripts, forms, menus, media and what is hidden."""
    body = deepcopy(tree.find("body"))
    etree.strip_elements(body, *_names()["never"], with_tail=False)
    for element in list(body.iterfind(".//*[@style]")) + list(body.iterfind(".//*[@hidden]")):
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
            drop(element)
    return body


def page_of(body: Element) -> Element:
    """The tree of a page that holds a copy of the body and nothing else. Raises MARKUP_ERRORS."""
    page = etree.Element("html")
    page.append(deepcopy(body))
    return html.document_fromstring(etree.tostring(page))


def drop(element: Element) -> None:
    """Take an element out of its tree, unless it is out already; the text behind it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def is_named_story(element: Element) -> bool:
    """Whether the element is named as outlets name an article's body."""
    return not _names()["body"].isdisjoint(_attribute_words(element))


def is_noise(element: Element) -> bool:
    """Whether the element is named, or shaped, as something beside a story."""
    if element.tag in ("table", "header"):
        return True
    noise = _names()["noise"]
    for word in _attribute_words(element):
        if word in noise or any(part in noise for part in re.split(r"[-_]+", word)):
            return True
    return False


def _attribute_words(element: Element) -> Iterator[str]:
    for name in ("class", "id", "itemprop"):
        yield from element.get(name, "").lower().split()


@lru_cache(maxsize=1)
def _names() -> Mapping[str, frozenset[str]]:
    table = read_table("page_markup.toml")
    return {name: frozenset(words) for name, words in table.items()}


# --- its lines ---------------------------------------------------------------------------------


def lines_of(root: Element) -> list[Line]:
    """The lines of an element, as blocks and line breaks part them."""
    reader = _LineReader(root)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            reader.enter(element)
        else:
            reader.leave(element)
            if element is not root:
                reader.take(element.tail)
    reader.end_line()
    return reader.lines


class _LineReader:
    """What stands before the place in a tree that a walk has come to."""

    def __init__(self, root: Element) -> None:
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._link_depth = self._link_chars = 0
        self._blocks = [root]

    def enter(self, element: Element) -> None:
        if element.tag in _BLOCKS:
            self.end_line()
            self._blocks.append(element)
        self._link_depth += element.tag == "a"
        self.take(element.text)

    def leave(self, element: Element) -> None:
        self._link_depth -= element.tag == "a"
        if element.tag in _BLOCKS:
            self.end_line()
            self._blocks.pop()

    def take(self, text: str | None) -> None:
        if text:
            self._parts.append(text)
            self._link_chars += len(text.strip()) if self._link_depth else 0

    def end_line(self) -> None:
        text = " ".join("".join(self._parts).split())
        if text:
            self.lines.append(Line(text, min(self._link_chars, len(text)), self._blocks[-1]))
        self._parts.clear()
        self._link_chars = 0


def prose_chars(lines: Iterable[Line]) -> int:
    """The characters of the lines' sentences."""
    return sum(line.prose_chars for line in lines)


def captions_of(tree: Element) -> list[str]:
    """The captions of a page's pictures, once each."""
    texts = (_plain(caption) for caption in tree.iter("figcaption"))
    return list(dict.fromkeys(text for text in texts if len(text) >= PROSE_LINE_CHARS))


def _plain(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


# --- what it says about itself -----------------------------------------------------------------


def page_facts(tree: Element, url: str | None) -> PageFacts:
    """The page's declarations and marked texts, as they stand; `url` is where it came from."""
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
