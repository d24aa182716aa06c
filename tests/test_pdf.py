"""pdf: text of PDF files, by paragraphs."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from bot.errors import NotAnArticlePage
from bot.intake.pdf import PAGE_LIMIT, read_pdf

LONG = "Pemerintah kota memperpanjang izin pasar malam sampai"
FULL = "para pedagang menyambut keputusan itu dengan gembira."


def pdf(*pages: list[str]) -> bytes:
    """A PDF by hand: each page's lines below one another in Helvetica."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj T*\n" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td\n{shown}ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def encrypted(content: bytes, password: str) -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(content)))
    writer.encrypt(password, "pemilik", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_lines_of_a_paragraph_are_put_together() -> None:
    assert read_pdf(pdf([LONG, FULL])) == f"{LONG} {FULL}"


def test_a_short_line_with_a_full_stop_ends_a_paragraph() -> None:
    assert read_pdf(pdf([LONG, "akhir tahun.", LONG, FULL])) == f"{LONG} akhir tahun.\n\n{LONG} {FULL}"


def test_a_headline_stands_by_itself() -> None:
    assert read_pdf(pdf(["Pasar Malam Diperpanjang", LONG, FULL])).startswith(
        "Pasar Malam Diperpanjang\n\nPemerintah"
    )


@pytest.mark.parametrize(
    ("end", "start", "joined"),
    [
        ("pemerin-", "tah kota", "pemerintah kota"),
        ("anak-", "anak itu", "anak-anak itu"),
        ("berlari-", "lari kecil", "berlari-lari kecil"),
        ("buku-", "bukunya baru", "buku-bukunya baru"),
        ("Jakarta-", "Bandung ramai", "Jakarta- Bandung ramai"),
    ],
)
def test_a_word_broken_at_the_line_is_made_whole(end: str, start: str, joined: str) -> None:
    assert joined in read_pdf(pdf([f"{LONG} {end}", f"{start} {LONG}"]))


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        ["Kabar Nusa edisi khusus", LONG, f"{name} {FULL}", f"Halaman {n} dari 3"]
        for n, name in enumerate("ABC", start=1)
    ]
    text = read_pdf(pdf(*pages))
    assert "edisi khusus" not in text
    assert "Halaman" not in text
    assert all(f"{name} {FULL}" in text for name in "ABC")


def test_a_paragraph_goes_on_over_the_page() -> None:
    assert read_pdf(pdf([LONG, LONG], [FULL, "Selesai."])).startswith(f"{LONG} {LONG} {FULL}")


def test_pages_beyond_the_limit_are_not_read() -> None:
    words = ["satu", "dua", "tiga", "empat", "lima"]
    text = read_pdf(pdf(*([f"{LONG} {words[n % 5]} {'x' * n}"] for n in range(PAGE_LIMIT + 2))))
    assert "x" * (PAGE_LIMIT - 1) in text
    assert "x" * PAGE_LIMIT not in text


def test_an_empty_password_opens_a_file() -> None:
    assert LONG in read_pdf(encrypted(pdf([LONG, FULL]), ""))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.4",
        b"%PDF-1.7\n" + bytes(range(256)) * 20,
        pdf([LONG])[:300],
        pdf([]),
        pdf(),
        encrypted(pdf([LONG]), "rahasia"),
    ],
    ids=["empty", "header", "garbage", "cut off", "no text", "no pages", "password"],
)
def test_a_file_that_cannot_be_read_is_no_article(content: bytes) -> None:
    with pytest.raises(NotAnArticlePage) as caught:
        read_pdf(content)
    assert caught.value.content_type == "application/pdf"


@given(st.integers(0, 700), st.binary(max_size=12))
@settings(max_examples=60, deadline=None)
def test_damage_anywhere_in_a_file_is_survived(position: int, damage: bytes) -> None:
    whole = pdf([LONG, FULL])
    with suppress(NotAnArticlePage):
        read_pdf(whole[:position] + damage + whole[position + len(damage) :])
