"""HTML -> its tree, its lines, and what it says about itself.

In: the text of a page. Out: lines as a reader sees them, each with its place in the tree, and PageFacts:
metas, JSON-LD objects, headlines, marked bylines and dates. It must not know which of the lines are a
story, nor what is made of the facts. The only module that imports lxml; safe to call from several threads.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree, html

from bot.data import read_table
from bot.intake.byline import names_staff, opens_with_author
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

NEAR_AFTER, NEAR_BEFORE = 60, 8
"""Elements between the headline and its date: bars of buttons and a picture stand between them below it,
and nothing above it, where the head of the page shows the day of today."""

STAMP_CHARS = 50
"""The longest line that is only a date: "Selasa, 23 Februari 2016 | 14:50 WIB" and a rubric."""

HEADLINE_CHARS = 25
"""A link this long is a headline rather than a menu's entry."""

TEASER_CHARS = 600
"""The longest entry of a list of stories: a headline and the three or four lines that tease it."""

TEASERS_IN_ROW = 3
"""Fewer entries beside each other make no list: a story may stand between two of them."""

TEASER_SHARE = 0.6
"""Of the children that hold text: a list has a head and a button beside its entries. On the project's own
pages and those of benchmarks.pages 0.4 to 0.8 read alike."""

_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_PARTS = _BLOCKS | {"aside", "figcaption", "figure", "footer", "form", "iframe", "nav"}
"""What text stands above and below of, and not around."""

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_REFERENCE_NOT_IN_XML = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)|x0*(?:[0-8bcef]|1[\da-f]|fff[ef])(?![\da-f]));?",
    re.IGNORECASE,
)
"""What libxml2 reads and lxml refuses to write, when the text of two elements is put together."""

_MONSTROUS_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{TAG_LIMIT_CHARS},}}>?")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:author|penulis|reporter|byline|editor-name|nameeditor|credit-title-name|creator)(?:$|[\s_-])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HOUR = re.compile(r"\b\d{1,2}[.:][0-5]\d\b")
_TRAILING_COMMA = re.compile(r",(?=\s*[\]}])")
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
    clean = _REFERENCE_NOT_IN_XML.sub(" ", _NOT_IN_XML.sub("", _MONSTROUS_TAG.sub("", _with_spaces(text))))
    try:
        tree = html.document_fromstring(clean.encode("utf-8", errors="replace"), parser=parser)
    except MARKUP_ERRORS:
        return None
    for element in tree.iter(etree.Element):
        if len(element.attrib) > ATTRIBUTE_LIMIT:
            element.attrib.clear()
    return tree if tree.find("body") is not None else None


def _with_spaces(text: str) -> str:
    """The text with plain spaces for the two that HTML has and XML has not."""
    return text.replace("\f", " ").replace("\v", " ")


def body_without_machinery(tree: Element) -> Element:
    """A copy of the body without scripts, forms, menus, media and what is hidden."""
    body = deepcopy(tree.find("body"))
    for element in list(body.iter(*_PARTS.intersection(_names()["never"]))):
        _break_before(element)
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


def without_teasers(body: Element) -> Element:
    """A copy of the body without the entries of lists of other stories: a linked headline and some lines."""
    copy = deepcopy(body)
    elements = list(copy.iter("*"))
    headlines: Counter[Element] = Counter()
    chars: Counter[Element] = Counter()
    for line in lines_of(copy):
        chars[line.block] += len(line.text)
        headlines[line.block] += line.is_link and len(line.text) >= HEADLINE_CHARS
    # From the last element to the first: what is inside comes before what is around it.
    for element in reversed(elements[1:]):
        parent = element.getparent()
        chars[parent] += chars[element]
        headlines[parent] += headlines[element]
    for element in elements:
        entries = [child for child in element if chars[child]]
        teasers = [child for child in entries if headlines[child] and chars[child] <= TEASER_CHARS]
        if len(teasers) >= max(TEASERS_IN_ROW, TEASER_SHARE * len(entries)):
            for teaser in teasers:
                drop(teaser)
    return copy


def drop(element: Element) -> None:
    """Take an element out of its tree, unless it is out already; the text behind it stays, apart."""
    if element.getparent() is not None:
        if element.tag in _PARTS:
            _break_before(element)
        element.drop_tree()


def _break_before(element: Element) -> None:
    element.addprevious(etree.Element("br"))


def is_named_story(element: Element) -> bool:
    """Whether the element is named as outlets name an article's body."""
    return not _names()["body"].isdisjoint(_attribute_words(element))


def is_heading(line: Line) -> bool:
    """Whether the page marks the line as a sub-headline."""
    return line.block.tag in ("h2", "h3", "h4")


def is_noise(element: Element) -> bool:
    """Whether the element is named, or shaped, as something beside a story."""
    if element.tag in ("table", "header"):
        return True
    if element.get("role", "").lower() in _names()["roles"] or _is_unseen(element):
        return True
    return any(map(_is_noise_word, _attribute_words(element)))


@lru_cache(maxsize=4_096)
def _is_noise_word(word: str) -> bool:
    """Whether an attribute word, or a part of it, is a name for something beside a story."""
    noise = _names()["noise"]
    return word in noise or not noise.isdisjoint(re.split(r"[-_]+", word))


def _is_unseen(element: Element) -> bool:
    """Whether the element is for programs that read aloud, or for another width of screen."""
    return not _names()["hidden"].isdisjoint(_attribute_words(element))


def _attribute_words(element: Element) -> list[str]:
    get = element.get
    named = f"{get('class', '')} {get('id', '')} {get('itemprop', '')}"
    return named.lower().split() if len(named) > len("  ") else []


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
    # Held here, elements are made once; lxml makes them anew for each walk.
    elements = list(tree.iter(etree.Element))
    return PageFacts(
        metas=tuple(_metas(tree)),
        objects=tuple(_json_objects(tree)),
        page_title=tree.findtext(".//title") or "",
        headlines=tuple(_plain(element) for element in list(tree.iter("h1"))[:5]),
        bylines=tuple(_bylines(elements)),
        editors=tuple(_editors(elements)),
        datelines=tuple(_datelines(elements)),
        canonical=canonical_of(tree),
        language=tree.get("lang", ""),
        url=url,
    )


def canonical_of(tree: Element) -> str:
    """The address that the page names as its own; empty when it names none."""
    links = tree.iter("link")
    return next((link.get("href", "") for link in links if link.get("rel", "").lower() == "canonical"), "")


def links_of(tree: Element) -> list[tuple[str, str]]:
    """The page's links, and those to its next page that no reader sees: where to, and what they say."""
    return [
        (element.get("href"), _plain(element))
        for element in tree.iter("a", "link")
        if element.get("href") and (element.tag == "a" or "next" in element.get("rel", "").lower().split())
    ]


def _metas(tree: Element) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            if meta.get(attribute):
                yield meta.get(attribute).strip().lower(), meta.get("content", "")


def _bylines(elements: Iterable[Element]) -> list[str]:
    """Texts marked as byline."""
    shown = (element for element in elements if element.tag != "meta" and not _is_unseen(element))
    return list(filter(None, (_byline_text(element, _marks(element)) for element in shown)))[:8]


def _editors(elements: Iterable[Element]) -> list[str]:
    """Names behind a label that is the newsroom's and no author's ("Editor: ...")."""
    labelled = (element for element in elements if ":" in (element.text or "").lstrip()[:STAMP_CHARS])
    lines = (_own_text(element) for element in labelled if element.tag not in ("script", "style", "meta"))
    staff = (line for line in lines if names_staff(line) and not opens_with_author(line))
    return [line.partition(":")[2].strip() for line in staff][:8]


def _datelines(elements: Iterable[Element]) -> list[str]:
    """Texts that may be the article's date, the likeliest first: those far from the headline are others'."""
    exact: list[str] = []
    unmarked: list[str] = []
    marked: list[tuple[int, str]] = []
    headline_at: int | None = None
    for at, element in enumerate(elements):
        if element.tag == "h1" and headline_at is None:
            headline_at = at
        if element.tag == "meta" or _is_unseen(element):
            continue
        marks = _marks(element)
        if "datepublished" in marks:
            exact.append(element.get("datetime") or element.get("content") or _plain(element)[:200])
        elif element.tag == "time" or _DATELINE.search(marks):
            marked += [(at, element.get("datetime") or ""), (at, _short(element))]
        elif headline_at is not None and len(unmarked) < UNMARKED_DATES:
            for stamp in _unmarked_date(element):
                # A clock vouches for a date; without one it may be a caption's.
                if _HOUR.search(stamp) and len(stamp) <= STAMP_CHARS:
                    marked.append((at, stamp))
                else:
                    unmarked.append(stamp)
    return [*exact[:2], *_by_nearness(marked, unmarked, headline_at)]


def _by_nearness(
    marked: Iterable[tuple[int, str]], unmarked: Iterable[str], headline_at: int | None
) -> list[str]:
    """Dates right behind the headline, unmarked ones, those right before it; then the others."""
    found = [(at, text) for at, text in marked if text]
    if headline_at is None:
        return [*unmarked, *(text for _, text in reversed(found[-4:]))]
    after = [(at - headline_at, text) for at, text in found if at >= headline_at]
    before = [(headline_at - at, text) for at, text in reversed(found) if at < headline_at]
    near = [
        *[text for distance, text in after if distance <= NEAR_AFTER][:6],
        *unmarked,
        *[text for distance, text in before if distance <= NEAR_BEFORE][:4],
    ]
    return list(dict.fromkeys([*near, *(text for _, text in (*after[:6], *before[:4]))]))


def _marks(element: Element) -> str:
    return " ".join((*_attribute_words(element), element.get("rel", "")))


def _byline_text(element: Element, marks: str) -> str:
    """What the element says of the authors, when its name or its first words announce them."""
    if opens_with_author(element.text or ""):
        own = _own_text(element)
        following = element.getnext()
        if own.rstrip().endswith(":") and following is not None:
            # "<span>Reporter:</span> <a>Rina Wati</a>"
            own = f"{own} {_short(following)}"
        return own
    if len(element) and _is_unseen(element[0]):
        # "<span class=visually-hidden>Penulis, </span><span>Rina Wati</span>": a label for readers aloud.
        label = f"{_plain(element[0])[:STAMP_CHARS].strip(' ,:')}:"
        rest = " ".join(_short(child) for child in element[1:4])
        return f"{label} {rest}" if opens_with_author(label) else ""
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
        text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").rstrip("; \n")
        yield from _typed_objects(_json_value(text), JSON_DEPTH)


def _json_value(text: str) -> object:
    """What the text says, with the bare line breaks and trailing commas that outlets write; else None."""
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        return None
    except ValueError:
        mended = _TRAILING_COMMA.sub("", text)
    try:
        return json.loads(mended, strict=False) if mended != text else None
    except (ValueError, RecursionError):
        return None


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
