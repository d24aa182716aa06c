"""Page -> Article, whatever the page is: HTML, PDF, a Word document or plain text.

In: a Page, fetched or sent as a file. Out: an Article, or the reason why there is none. It looks at
the content itself, since servers and file names say all sorts of things. It must not know how any of
the formats is read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.errors import NoArticle, NotAnArticlePage
from bot.intake.charset import decode
from bot.intake.extract import extract_html
from bot.intake.paste import read_paste
from bot.intake.pdf import read_pdf
from bot.intake.word import read_word
from bot.records import Article, Page

HEAD_BYTES = 4_096
"""How far the format is looked for; HTML says what it is after a licence comment at the latest."""

PDF_WINDOW_BYTES = 1_024
"""Readers accept junk before the header up to here (PDF 1.7, implementation note 13)."""

CONTROL_SHARE = 0.02
"""Share of control characters from which bytes are no text: text has none, compressed data 0.1."""

TEXT_LIMIT_BYTES = 1_000_000
"""What is read of a text file: a hundred long articles, three times as much as is ever digested. Lines of
one letter each take 20 s for every million."""

ARCHIVE = b"PK\x03\x04"
"""How a ZIP begins, and thereby a Word document."""

_MAGIC = (
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)

_STARTS_AS_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*+(?:-->|\Z)\s*)*+"
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|article|main|section|div|header|h1|h2|p|table|rss|feed|rdf:rdf)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(r"<(?:p|div|br|h[1-6]|span|article|a|body|html)\b[^>]*>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read_page(page: Page) -> Article:
    """The article of a page or file; the address it came from is kept.

    Raises NoArticle for an empty one, NotAnArticlePage (with what it is instead) for formats that are
    not read here and for pages without a story, and what read_paste raises for text.
    """
    if not page.content.strip():
        raise NoArticle
    try:
        return _read(page)
    except NotAnArticlePage as exc:
        exc.url = exc.url or page.url or ""
        raise


def _read(page: Page) -> Article:
    content = page.content
    if b"%PDF-" in content[:PDF_WINDOW_BYTES]:
        return _with_address(read_paste(read_pdf(content), url=page.url), page)
    if content.startswith(ARCHIVE):
        return _with_address(read_paste(read_word(content), url=page.url), page)
    binary = next((media_type for magic, media_type in _MAGIC if content.startswith(magic)), None)
    if binary is not None:
        raise NotAnArticlePage(content_type=binary)
    head = decode(content[:HEAD_BYTES], page.charset)
    is_claimed = _claims_html(page) and (head.lstrip().startswith("<!--") or _ANY_TAG.search(head))
    if is_claimed or _STARTS_AS_HTML.match(head):
        return extract_html(content, charset=page.charset, url=page.url)
    if len(_CONTROL.findall(head)) > CONTROL_SHARE * len(head):
        raise NotAnArticlePage(content_type="application/octet-stream")
    return _with_address(read_paste(decode(content[:TEXT_LIMIT_BYTES], page.charset), url=page.url), page)


def _claims_html(page: Page) -> bool:
    return page.media_type in ("text/html", "application/xhtml+xml") or page.name.lower().endswith(
        (".html", ".htm", ".xhtml")
    )


def _with_address(article: Article, page: Page) -> Article:
    return article if page.url is None or article.url == page.url else replace(article, url=page.url)
