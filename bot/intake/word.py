"""Word document (.docx) -> text.

In: the bytes of a file that is a ZIP archive. Out: the text of the document in it by paragraphs, or
NotAnArticlePage for an archive without one. Headers, footers, notes, comments and what was struck out are no
part of it. It must not know what the text says; furniture inside it is clean's business.

The format: ECMA-376, part 1, 17 (WordprocessingML); the same words in two namespaces.
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import BadZipFile, ZipFile

from bot.errors import NotAnArticlePage
from bot.records import PARAGRAPH_BREAK

PART: Final = "word/document.xml"

XML_LIMIT_BYTES = 10_000_000
"""Of the document unpacked. Word writes 20 to 40 bytes of XML for a letter: this is several times the
longest article that is read."""

TEXT_LIMIT_CHARS = 400_000
"""What lies behind is not read: more than an article may have, so that a longer one is told to be so."""

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_LEFT_OUT = frozenset({"del", "moveFrom"})
"""What somebody struck out or moved elsewhere, while changes are tracked."""
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same as beside it, for older programs."""
_BLANKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

_UNPACKING_FAILED = (BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError, OSError, EOFError,
                     zlib.error, lzma.LZMAError)  # fmt: skip
"""What zipfile raises over archives that are damaged, locked, packed in ways of their own, or other ones."""


def read_word(content: bytes) -> str:
    """The text, paragraphs with PARAGRAPH_BREAK between them. Raises NotAnArticlePage."""
    try:
        with ZipFile(BytesIO(content)) as archive, archive.open(PART) as part:
            document = part.read(XML_LIMIT_BYTES + 1)
    except _UNPACKING_FAILED as exc:
        raise NotAnArticlePage(content_type="application/zip") from exc
    if len(document) > XML_LIMIT_BYTES or b"<!DOCTYPE" in document:  # which a bomb has
        raise NotAnArticlePage(content_type="application/zip")
    try:
        return PARAGRAPH_BREAK.join(_limited(_paragraphs(document)))
    except ParseError as exc:
        raise NotAnArticlePage(content_type="application/zip") from exc


def _limited(paragraphs: Iterator[str]) -> Iterator[str]:
    room = TEXT_LIMIT_CHARS
    for paragraph in paragraphs:
        yield paragraph[:room]
        room -= len(paragraph)
        if room <= 0:
            return


def _paragraphs(document: bytes) -> Iterator[str]:
    """The paragraphs that hold something, in their order; one inside another, as in a box, before it."""
    fallbacks = 0
    for event, element in iterparse(BytesIO(document), ("start", "end")):  # noqa: S314 - without a DTD
        if element.tag == _FALLBACK:
            fallbacks += 1 if event == "start" else -1
        elif event == "end" and _name(element) in _LEFT_OUT:
            element.clear()
        elif event == "end" and _name(element) == "p":
            text = "".join(map(_text, element.iter())).strip()
            element.clear()
            if text and not fallbacks:
                yield text


def _text(element: Element) -> str:
    name = _name(element)
    return (element.text or "") if name == "t" else _BLANKS.get(name, "")


def _name(element: Element) -> str:
    """The name of an element of the document's own kind; empty for others."""
    namespace, bracket, name = element.tag.rpartition("}")
    return name if namespace + bracket in _NAMESPACES else ""
