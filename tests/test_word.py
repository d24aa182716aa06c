"""Word documents: which words are the text, and what is no document."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NotAnArticlePage
from bot.intake import word
from bot.intake.word import read_word

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def packed(document: bytes, name: str = word.PART) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, document)
    return buffer.getvalue()


def docx(body: str, namespace: str = TRANSITIONAL) -> bytes:
    opening = f'<w:document xmlns:w="{namespace}" xmlns:mc="{COMPATIBILITY}"><w:body>'
    return packed(f'<?xml version="1.0"?>{opening}{body}</w:body></w:document>'.encode())


def paragraph(*runs: str) -> str:
    said = "".join(f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in runs)
    return f"<w:p><w:pPr><w:pStyle w:val='Normal'/></w:pPr>{said}</w:p>"


@pytest.mark.parametrize("namespace", [TRANSITIONAL, STRICT])
def test_paragraphs_stand_apart_and_runs_together(namespace: str) -> None:
    body = paragraph("Harga ", "cabai", " naik") + paragraph() + paragraph("“Mahal,” kata <Nurul> & Aini.")
    assert read_word(docx(body, namespace)) == "Harga cabai naik\n\n“Mahal,” kata <Nurul> & Aini."


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:t>a</w:t><w:tab/><w:t>b</w:t>", "a b"),
        ("<w:t>a</w:t><w:br/><w:t>b</w:t>", "a\nb"),
        ("<w:t>antar</w:t><w:noBreakHyphen/><w:t>kota</w:t>", "antar-kota"),
        ("<w:t>kini</w:t><w:delText>dulu</w:delText><w:instrText>PAGE</w:instrText>", "kini"),
        ("<x:t xmlns:x='https://a.example'>lain</x:t><w:t>ini</w:t>", "ini"),
    ],
    ids=["a tab", "a line's end", "a hyphen that holds", "what was struck out", "another kind of element"],
)
def test_words_are_the_text_and_nothing_else_is(run: str, text: str) -> None:
    assert read_word(docx(f"<w:p><w:r>{run}</w:r></w:p>")) == text


def test_what_was_moved_is_read_where_it_is_now() -> None:
    moved = "<w:r><w:t xml:space='preserve'>Hujan turun. </w:t></w:r>"
    body = (
        f"<w:p><w:moveFrom>{moved}</w:moveFrom><w:r><w:t>Isi. </w:t></w:r><w:moveTo>{moved}</w:moveTo></w:p>"
    )
    assert read_word(docx(body)) == "Isi. Hujan turun."


def test_a_box_is_read_once() -> None:
    box = "<w:txbxContent>" + paragraph("Kotak.") + "</w:txbxContent>"
    body = (
        "<w:p><mc:AlternateContent>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent><w:r><w:t>Isi.</w:t></w:r></w:p>"
    )
    assert read_word(docx(body)) == "Kotak.\n\nIsi."


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 broken",
        packed(b"<a/>", "xl/workbook.xml"),
        packed(b"<w:document"),
        packed(b'<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'),
        docx(paragraph("Isi."))[:-40],
    ],
    ids=["no archive", "a table", "no XML", "with a DTD", "cut off"],
)
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(NotAnArticlePage) as caught:
        read_word(content)
    assert caught.value.content_type == "application/zip"


def test_a_bomb_is_refused_and_a_long_document_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "XML_LIMIT_BYTES", 2_000)
    with pytest.raises(NotAnArticlePage):
        read_word(docx(paragraph("ha" * 2_000)))
    monkeypatch.setattr(word, "TEXT_LIMIT_CHARS", 10)
    assert read_word(docx(paragraph("12345678") * 3)) == "12345678\n\n12"


@given(st.binary(max_size=200), st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(noise: bytes, at: int) -> None:
    content = docx(paragraph("Isi."))
    with suppress(NotAnArticlePage):
        read_word(content[:at] + noise + content[at + len(noise) :])
