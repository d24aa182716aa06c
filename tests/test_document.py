"""document: what a page is, told from its content."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NoArticle, NotAnArticlePage, RingkasError
from bot.intake.document import read_page
from bot.records import Page
from tests.test_pdf import pdf
from tests.test_word import docx, paragraph

HTML = (Path(__file__).parent / "pages" / "detik.html").read_bytes()
URL = "https://news.detik.com/berita/d-7000001/jembatan-lamat-dibuka"
SENTENCE = "Pemerintah kota memperpanjang izin pasar malam sampai akhir tahun dan pedagang menyambut gembira."
TEXT = f"{SENTENCE}\n\nWali kota Surya Pradana mengatakan keputusan itu diambil setelah mendengar warga.\n"


@pytest.mark.parametrize("media_type", ["text/html", "text/plain", "", "application/pdf"])
def test_html_is_read_as_html_whatever_it_is_called(media_type: str) -> None:
    article = read_page(Page(HTML, media_type=media_type, url=URL))
    assert article.title == "Jembatan Lamat Dibuka, Warga Tak Perlu Lagi Naik Perahu"
    assert article.url == URL


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf", b"\n\n  ", b"<!-- a --><!-- b -->\n", b"<?xml version='1.0'?>\n"]
)
def test_html_is_known_behind_what_may_stand_before_it(before: bytes) -> None:
    assert "Jembatan" in read_page(Page(before + HTML)).title


@pytest.mark.parametrize("media_type", ["text/plain", "text/html", ""])
def test_text_is_read_as_text_whatever_it_is_called(media_type: str) -> None:
    assert SENTENCE in read_page(Page(TEXT.encode(), media_type=media_type)).text


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"]
)
def test_text_files_of_every_usual_charset_are_read(charset: str) -> None:
    text = (
        TEXT
        + "\n“Kafe itu ramai – sangat ramai,” kata seorang pengunjung bernama Andre pada malam pembukaan."
    )
    assert "“Kafe itu ramai – sangat" in read_page(Page(text.encode(charset), name="berita.txt")).text


@pytest.mark.parametrize("media_type", ["application/pdf", "text/html", ""])
def test_a_pdf_is_read_as_a_pdf_whatever_it_is_called(media_type: str) -> None:
    words = SENTENCE.split()
    content = pdf([" ".join(words[:8]), " ".join(words[8:])] * 2)
    article = read_page(Page(content, media_type=media_type, url="https://a.example/x.pdf"))
    assert SENTENCE in article.text
    assert article.url == "https://a.example/x.pdf"


@pytest.mark.parametrize("media_type", ["application/zip", "text/html", ""])
def test_a_word_document_is_read_as_one_whatever_it_is_called(media_type: str) -> None:
    content = docx(paragraph("Izin Pasar Malam Diperpanjang") + paragraph(SENTENCE))
    article = read_page(Page(content, media_type=media_type))
    assert (article.title, article.text) == ("Izin Pasar Malam Diperpanjang", SENTENCE)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"PK\x03\x04word/document.xml", "application/zip"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
        (b"{\\rtf1\\ansi Halo}", "application/rtf"),
        (bytes(range(256)) * 8, "application/octet-stream"),
        (b"%PDF-1.4 broken", "application/pdf"),
    ],
)
def test_what_is_not_read_here_is_named(content: bytes, content_type: str) -> None:
    with pytest.raises(NotAnArticlePage) as caught:
        read_page(Page(content, media_type="text/html", url=URL))
    assert (caught.value.content_type, caught.value.url) == (content_type, URL)


@pytest.mark.parametrize("content", [b"", b" \r\n\t "])
def test_an_empty_file_holds_no_article(content: bytes) -> None:
    with pytest.raises(NoArticle):
        read_page(Page(content))


def test_a_page_of_comments_is_told_apart_in_linear_time() -> None:
    assert read_page(Page(b"<!-- a -->" * 100_000 + HTML, media_type="text/html")).text


@given(st.binary(max_size=400), st.sampled_from(["", "text/html", "text/plain"]))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes, media_type: str) -> None:
    with suppress(RingkasError):
        read_page(Page(content, media_type=media_type))
