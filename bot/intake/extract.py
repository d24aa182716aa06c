"""HTML -> Article: the story of a page without the page around it.

In: the bytes of a page. Out: an Article, or NotAnArticlePage for a page that holds none. It must not
know how the bytes were had, how a tree becomes lines and facts (markup), nor what makes a page no
article (verdict). The only module that imports trafilatura; safe to call from several threads.

The way: markup without its machinery -> the element that holds the story -> its lines -> clean.
Two guides find that element. Outlets mark it by name, and keep the name for years; and trafilatura
finds the story's sentences on pages of any markup, but drops a first paragraph that begins in bare
text and lets in lists of dates. So its text serves as a pointer to the element, and the element is
read here. On the 13 news pages of the project's data that gives more of the story and less beside it
than trafilatura's own text (`python -m benchmarks.pages` prints both).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import trafilatura

from bot.errors import NoArticleKind, NotAnArticlePage
from bot.intake.charset import decode
from bot.intake.clean import Story, clean_story, normalise
from bot.intake.markup import (
    MARKUP_ERRORS,
    PROSE_LINE_CHARS,
    Element,
    Line,
    body_without_machinery,
    captions_of,
    drop,
    is_named_story,
    is_noise,
    lines_of,
    page_facts,
    page_of,
    parse,
    prose_chars,
)
from bot.intake.metadata import Metadata, PageFacts, article_objects, read_metadata
from bot.intake.verdict import STORY_CHARS, Evidence, is_feed, is_marked_article, no_article
from bot.records import PARAGRAPH_BREAK, Article

PAGE_LIMIT_BYTES = 4_000_000
"""What is read of a page: ten times the heaviest news page; the story stands in its first tenth."""

ELEMENT_LIMIT = 30_000
"""Above it trafilatura is not asked: news pages have 500 to 6,000 elements, and its work grows faster."""

CAPTION_CHARS = 120
"""A photo page's text: one full caption."""

SHINGLE_WORDS = 4
"""Words in a row that tell one sentence from another; shorter runs recur on a page by chance."""

NAMED_SHARE = 0.6
"""Of the prose that is pointed at: an element that is named as the story holds at least so much.

0.3 to 0.9 read the 13 pages of benchmarks.pages alike; so do SHINGLE_SHARE from 0.3 to 0.9, HELD_SHARE
from 0.7 to 0.9 (0.95 loses 8 points of F1) and STORY_SHARE from 0.1 to 0.8."""

SHINGLE_SHARE = 0.6
"""Of a line's shingles: a line that is pointed at may differ in a link or a quotation mark."""

HELD_SHARE = 0.85
"""Of the prose that is pointed at: a paragraph of a comment or a teaser may stand elsewhere."""

STORY_SHARE = 0.3
"""Of the container's prose: what holds so much is the story, whatever it is called."""

_WORD = re.compile(r"\w+")
_POINTER_ERRORS: tuple[type[Exception], ...] = (*MARKUP_ERRORS, RecursionError)


@dataclass(frozen=True, slots=True)
class _Found:
    """Lines taken for the story, and the element they stand in, where they stand in one."""

    lines: Sequence[Line] = ()
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
    tree = parse(text)
    if tree is None:
        raise _refused("other", url)
    if is_feed(text):
        raise _refused("index", url)
    facts = page_facts(tree, url)
    metadata = read_metadata(facts)
    story = _story(tree, facts, metadata)
    return Article(
        text=PARAGRAPH_BREAK.join(story.paragraphs),
        title=metadata.title,
        headings=story.headings,
        url=metadata.url,
        site=metadata.site,
        published=metadata.published,
        authors=metadata.authors,
    )


def _story(tree: Element, facts: PageFacts, metadata: Metadata) -> Story:
    """The story's paragraphs, at least one. Raises NotAnArticlePage."""
    body = body_without_machinery(tree)
    found = _find_story(body, facts, captions=captions_of(tree))
    evidence = Evidence(
        page=lines_of(body),
        story=found.lines,
        around=lines_of(found.container) if found.container is not None else (),
        photos=found.photos,
        title=metadata.title,
        facts=facts,
    )
    kind = no_article(evidence)
    if kind is not None:
        raise _refused(kind, facts.url)
    story = _cleaned(found, metadata)
    if not story.paragraphs:
        raise _refused("other", facts.url)
    return story


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


def _find_story(body: Element, facts: PageFacts, captions: Sequence[str]) -> _Found:
    """The story, from the best source that has one."""
    found = _in_markup(body)
    if prose_chars(found.lines) >= STORY_CHARS:
        return found
    declared = _Found(_declared_body(facts, body))
    if prose_chars(declared.lines) > prose_chars(found.lines):
        return declared
    if is_marked_article(facts) and sum(map(len, captions)) >= max(CAPTION_CHARS, prose_chars(found.lines)):
        return _Found([Line(caption, 0, body) for caption in captions], photos=True)
    return found


def _in_markup(body: Element) -> _Found:
    named = _named_container(body)
    named_lines = _read(named) if named is not None else []
    seed = _shingles(_pointer(body))
    pointed = _pointed_container(body, seed)
    pointed_lines = _trimmed(_read(pointed), seed) if pointed is not None else []
    # The name is worth more than the pointer, unless it leaves most of the sentences outside.
    if prose_chars(named_lines) >= max(STORY_CHARS, NAMED_SHARE * prose_chars(pointed_lines)):
        return _Found(named_lines, named)
    return _Found(pointed_lines, pointed)


def _named_container(body: Element) -> Element | None:
    """The element with most prose among those named as an article's body."""
    marked = [element for element in body.iter("*") if is_named_story(element)]
    return max(marked[:20], key=lambda element: prose_chars(lines_of(element)), default=None)


def _pointer(body: Element) -> str:
    """The sentences that trafilatura takes for the story; empty where it finds none."""
    if sum(1 for _ in body.iter()) > ELEMENT_LIMIT:
        return ""
    try:
        found = trafilatura.bare_extraction(
            page_of(body), favor_precision=True, include_comments=False, include_tables=False
        )
    except _POINTER_ERRORS:
        return ""
    return getattr(found, "text", None) or ""


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return frozenset(zip(*(words[i:] for i in range(SHINGLE_WORDS)), strict=False))


def _is_pointed(line: Line, seed: frozenset[tuple[str, ...]]) -> bool:
    own = _shingles(line.text)
    return bool(own) and len(own & seed) >= SHINGLE_SHARE * len(own)


def _pointed_container(body: Element, seed: frozenset[tuple[str, ...]]) -> Element | None:
    """The innermost element that holds nearly all of the prose that is pointed at.

    Without a pointer all prose of the page counts.
    """
    weights: Counter[Element] = Counter()
    for line in lines_of(body):
        if line.prose_chars and (not seed or _is_pointed(line, seed)):
            weights[line.block] += line.prose_chars
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
        if weight >= HELD_SHARE * total and element is not body.getparent()
    ]
    return max(enough, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _read(container: Element) -> list[Line]:
    """The container's lines without the parts that are marked as something else, and without links."""
    copy = deepcopy(container)
    whole = max(1, prose_chars(lines_of(copy)))
    for element in list(copy.iterdescendants("*")):
        if is_noise(element) and prose_chars(lines_of(element)) < STORY_SHARE * whole:
            drop(element)
    return [line for line in lines_of(copy) if not line.is_link]


def _trimmed(lines: Sequence[Line], seed: frozenset[tuple[str, ...]]) -> list[Line]:
    """From the first to the last line that is pointed at, with the prose right before the first."""
    pointed = [i for i, line in enumerate(lines) if _is_pointed(line, seed)]
    if not pointed:
        return list(lines)
    first, last = pointed[0], pointed[-1]
    while first and lines[first - 1].prose_chars:
        first -= 1
    return list(lines[first : last + 1])


def _declared_body(facts: PageFacts, body: Element) -> list[Line]:
    """The story as JSON-LD gives it, for pages that draw it by script."""
    texts = [text for entry in article_objects(facts) if isinstance(text := entry.get("articleBody"), str)]
    text = max(texts, key=len, default="")
    if "<" in text:
        inner = parse(text)
        return _read(inner.find("body")) if inner is not None else []
    return [Line(" ".join(line.split()), 0, body) for line in text.splitlines() if line.strip()]
