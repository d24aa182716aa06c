"""HTML -> Article: the story of a page without the page around it.

In: the bytes of a page. Out: an Article, or NotAnArticlePage for a page that holds none. It must not
know how the bytes were had, how a tree becomes lines and facts (markup), nor what makes a page no
article (verdict). The only module that imports trafilatura; safe to call from several threads.

The way: markup without its machinery -> the element that holds the story -> its lines -> clean.
Two guides find that element. Outlets mark it by name, and keep the name for years; and a pointer, which
is the articleBody of the page's JSON-LD where the page shows it, else trafilatura's text. trafilatura
finds the story's sentences on pages of any markup, but drops a first paragraph that begins in bare
text and lets in lists of dates and of teasers. So its text only points to the element, and the element
is read here. On the 13 news pages of the project's data that gives more of the story and less beside it
than trafilatura's own text (`python -m benchmarks.pages` prints both).

Where the page shows less than its JSON-LD tells, and tells the same, the JSON-LD is the story: the rest is
drawn by script. Not so on a page that is locked: what it holds back is not ours to take.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from html import unescape

import trafilatura

from bot.errors import NoArticleKind, NotAnArticlePage
from bot.intake.charset import decode
from bot.intake.clean import HEADING_LIMIT_CHARS, Story, clean_story, normalise
from bot.intake.furniture import heads_other_stories, is_furniture
from bot.intake.markup import (
    MARKUP_ERRORS,
    PROSE_LINE_CHARS,
    Element,
    Line,
    body_without_machinery,
    captions_of,
    drop,
    is_heading,
    is_named_story,
    is_noise,
    lines_of,
    page_facts,
    page_of,
    parse,
    prose_chars,
    without_teasers,
)
from bot.intake.metadata import Metadata, PageFacts, article_objects, read_metadata
from bot.intake.shingles import Shingles, shingles
from bot.intake.verdict import (
    STORY_CHARS,
    Evidence,
    is_feed,
    is_locked,
    is_marked_article,
    no_article,
    shortest_story,
)
from bot.records import PARAGRAPH_BREAK, Article

PAGE_LIMIT_BYTES = 4_000_000
"""What is read of a page: ten times the heaviest news page; the story stands in its first tenth."""

ELEMENT_LIMIT = 30_000
"""Above it trafilatura is not asked: news pages have 500 to 6,000 elements, and its work grows faster."""

CAPTION_CHARS = 120
"""A photo page's text: one full caption."""

NAMED_SHARE = 0.6
"""Of the prose that is pointed at: an element that is named as the story holds at least so much.

0.3 to 0.9 read the 13 pages of benchmarks.pages alike; so do SHINGLE_SHARE from 0.3 to 0.9, HELD_SHARE
from 0.7 to 0.9 (0.95 loses 8 points of F1) and STORY_SHARE from 0.1 to 0.8."""

SHINGLE_SHARE = 0.6
"""Of a line's shingles: a line that is pointed at may differ in a link or a quotation mark."""

HELD_SHARE = 0.75
"""Of the prose that is pointed at: a paragraph of a comment or a teaser may stand elsewhere."""

SHOWN_SHARE = 0.5
"""Of the declared story: with less of it on the page, its sentences point at a teaser."""

LONGER = 1.3
"""So many times the prose that is shown: a declared story that is longer by less has captions in it."""

AGREEMENT = 0.6
"""Of the shingles shown: the declared story that holds so many is the same story."""

STORY_SHARE = 0.3
"""Of the container's prose: what holds so much is the story, whatever it is called."""

_CUT_DATELINE = re.compile(r"[A-Z][\w.'’/]*(?:[ ,]+[A-Z(][\w.'’/()]*){0,5}\s*[-–—]{1,3}")
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
    elements = list(body.iter())  # lxml makes those that nobody holds anew for each walk
    lines = lines_of(body)
    found = _find_story(body, lines, facts, captions=captions_of(tree), small=len(elements) <= ELEMENT_LIMIT)
    evidence = Evidence(
        page=lines,
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
    for line in _without_bare_labels(found.lines):
        if texts and len(texts[-1]) < PROSE_LINE_CHARS and texts[-1].endswith(("-", "–", "—")):
            # "<b>Magelang</b> - <p>Pemerintah ...": a dateline that is cut off from its paragraph.
            opening = texts.pop()
            texts.append(line.text if _CUT_DATELINE.fullmatch(opening) else f"{opening} {line.text}")
        else:
            texts.append(line.text)
    if found.photos:
        return Story(tuple(filter(None, map(normalise, texts))), ())
    story = clean_story(texts, title=metadata.title, site=metadata.site or "")
    marked = {normalise(line.text) for line in found.lines if is_heading(line)}
    headings = {
        index
        for index, text in enumerate(story.paragraphs[:-1])
        if text in marked and len(text) <= HEADING_LIMIT_CHARS and not text.endswith(".")
    }
    return Story(story.paragraphs, tuple(sorted(headings.union(story.headings))))


def _without_bare_labels(lines: Sequence[Line]) -> list[Line]:
    """The lines without labels of lists ("Editor's Picks") whose links are gone: a sub-headline follows."""
    followed = [*(is_heading(line) for line in lines[1:]), False]
    return [
        line
        for line, by_heading in zip(lines, followed, strict=True)
        if not (by_heading and not is_heading(line) and heads_other_stories(line.text))
    ]


def _refused(kind: NoArticleKind, url: str | None) -> NotAnArticlePage:
    return NotAnArticlePage(content_type="text/html", found=kind, url=url or "")


def _find_story(
    body: Element, lines: Sequence[Line], facts: PageFacts, *, captions: Sequence[str], small: bool
) -> _Found:
    """The story, from the best source that has one; `lines`: the body's."""
    declared = [] if is_locked(facts) else _declared_body(facts, body)
    found = _in_markup(body, lines, declared, least=shortest_story(facts), small=small)
    if _tells_more(declared, found.lines):
        return _Found(declared)
    if prose_chars(found.lines) >= STORY_CHARS:
        return found
    if is_marked_article(facts) and sum(map(len, captions)) >= max(CAPTION_CHARS, prose_chars(found.lines)):
        return _Found([Line(caption, 0, body) for caption in captions], photos=True)
    return found


def _tells_more(declared: Sequence[Line], shown: Sequence[Line]) -> bool:
    """Whether the declared story is the one that is shown, and more of it."""
    told, seen = prose_chars(declared), prose_chars(shown)
    if seen < STORY_CHARS:
        return told > seen
    own = shingles(" ".join(line.text for line in shown if line.prose_chars))
    held = own & shingles(" ".join(line.text for line in declared))
    return told >= LONGER * seen and len(held) >= AGREEMENT * len(own)


def _in_markup(
    body: Element, lines: Sequence[Line], declared: Sequence[Line], *, least: int, small: bool
) -> _Found:
    """The story as the page shows it; `least`: what a named element must have, in characters, where nothing
    else on the page is a story."""
    named = _named_container(body)
    named_lines = _read(named) if named is not None else []
    seed = _declared_seed(lines, declared) or (shingles(_pointer(body)) if small else frozenset())
    pointed = _pointed_container(body, lines, seed)
    pointed_lines = _trimmed(_read(pointed), seed) if pointed is not None else []
    # The name is worth more than the pointer, unless it leaves most of the sentences outside.
    told, shown = prose_chars(named_lines), prose_chars(pointed_lines)
    if told >= max(STORY_CHARS, NAMED_SHARE * shown) or (shown < STORY_CHARS and told >= max(least, shown)):
        return _Found(named_lines, named)
    return _Found(pointed_lines, pointed)


def _declared_seed(lines: Sequence[Line], declared: Sequence[Line]) -> Shingles:
    """The declared story's shingles, where the page shows enough of it to be found by them."""
    if prose_chars(declared) < STORY_CHARS:
        return frozenset()
    seed = shingles(" ".join(line.text for line in declared))
    shown = sum(line.prose_chars for line in lines if line.prose_chars and _is_pointed(line, seed))
    return seed if shown >= SHOWN_SHARE * prose_chars(declared) else frozenset()


def _named_container(body: Element) -> Element | None:
    """The element with most prose among those named as an article's body."""
    marked = [element for element in body.iter("*") if is_named_story(element)]
    return max(marked[:20], key=lambda element: prose_chars(lines_of(element)), default=None)


def _pointer(body: Element) -> str:
    """The sentences that trafilatura takes for the story; empty where it finds none."""
    try:
        found = trafilatura.bare_extraction(
            page_of(without_teasers(body)), favor_precision=True, include_comments=False, include_tables=False
        )
    except _POINTER_ERRORS:
        return ""
    return getattr(found, "text", None) or ""


def _is_pointed(line: Line, seed: Shingles) -> bool:
    own = shingles(line.text)
    return bool(own) and len(own & seed) >= SHINGLE_SHARE * len(own)


def _pointed_container(body: Element, lines: Sequence[Line], seed: Shingles) -> Element | None:
    """The innermost element that holds nearly all of the prose that is pointed at.

    Without a pointer all prose of the page counts.
    """
    weights: Counter[Element] = Counter()
    for line in lines:
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
    whole = max(1, prose_chars(lines_of(container)))
    copy = without_teasers(container)
    if prose_chars(lines_of(copy)) < (1 - STORY_SHARE) * whole:
        copy = deepcopy(container)
    for element in list(copy.iterdescendants("*")):
        if is_noise(element) and prose_chars(lines_of(element)) < STORY_SHARE * whole:
            drop(element)
    return [line for line in lines_of(copy) if not line.is_link]


def _trimmed(lines: Sequence[Line], seed: Shingles) -> list[Line]:
    """From the first to the last line that is pointed at, with the prose and furniture right before it."""
    pointed = [i for i, line in enumerate(lines) if _is_pointed(line, seed)]
    if not pointed:
        return list(lines)
    first, last = pointed[0], pointed[-1]
    for at in reversed(range(first)):
        if lines[at].prose_chars:
            first = at
        elif not is_furniture(lines[at].text):
            break
    return list(lines[first : last + 1])


def _declared_body(facts: PageFacts, body: Element) -> list[Line]:
    """The story as JSON-LD gives it, for pages that draw it by script."""
    texts = [text for entry in article_objects(facts) if isinstance(text := entry.get("articleBody"), str)]
    text = max(texts, key=len, default="")
    if "&lt;" in text and "<" not in text:
        text = unescape(text)
    if "<" in text:
        inner = parse(text)
        return _read(inner.find("body")) if inner is not None else []
    return [Line(" ".join(line.split()), 0, body) for line in text.splitlines() if line.strip()]
