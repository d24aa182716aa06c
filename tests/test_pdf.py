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

Placed = tuple[float, float, float, str]


def pdf(*pages: list[str]) -> bytes:
    """A PDF by hand: each page's lines below one another in Helvetica."""
    shown = ("".join(f"({line}) Tj T*\n" for line in lines) for lines in pages)
    return file_of(*(f"BT /F1 11 Tf 14 TL 50 780 Td\n{lines}ET" for lines in shown))


def placed(*pages: list[Placed], before: str = "", font: str = "F1") -> bytes:
    """A PDF whose lines stand where they are told to: x and y in points, the size, the text."""
    shown = (
        "".join(f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n" for x, y, size, text in lines)
        for lines in pages
    )
    return file_of(*(f"{before}\n{lines}" for lines in shown))


def column(*paragraphs: list[str], x: float = 50, y: float = 780, gap: float = 6) -> list[Placed]:
    """Lines of 10 pt at steps of 12, and `gap` more between the paragraphs."""
    lines: list[Placed] = []
    for paragraph in paragraphs:
        for text in paragraph:
            lines.append((x, y, 10, text))
            y -= 12
        y -= gap
    return lines


def file_of(*streams: str) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
    ]
    kids = []
    for text in streams:
        stream = text.encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents %d 0 R >>" % len(objects)
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
        ("Jakarta-", "Bandung ramai", "Jakarta-Bandung ramai"),
    ],
)
def test_a_word_broken_at_the_line_is_made_whole(end: str, start: str, joined: str) -> None:
    assert joined in read_pdf(pdf([f"{LONG} {end}", f"{start} {LONG}"]))


def test_room_between_lines_parts_paragraphs_that_end_at_the_margin() -> None:
    assert read_pdf(placed(column([LONG, FULL], [f"Lalu {LONG}", FULL]))) == (
        f"{LONG} {FULL}\n\nLalu {LONG} {FULL}"
    )


def test_lines_at_their_usual_step_are_one_paragraph_however_wide_the_step() -> None:
    texts = [LONG, FULL.rstrip("."), LONG.lower()]
    lines: list[Placed] = [(50, 780 - 30 * row, 10, text) for row, text in enumerate(texts)]
    assert "\n" not in read_pdf(placed(lines))


def test_a_headline_over_three_lines_is_one() -> None:
    head = [(50, 800, 22, "Pasar Malam"), (50, 775, 22, "Diperpanjang, Pedagang"), (50, 750, 22, "Gembira")]
    text = read_pdf(placed([*head, *column([LONG, FULL], y=720)]))
    assert text == f"Pasar Malam Diperpanjang, Pedagang Gembira\n\n{LONG} {FULL}"


@pytest.mark.parametrize(
    "before",
    ["", "1 0 0 -1 0 842 cm 1 0 0 -1 0 842 cm", "0 1 -1 0 595 0 cm", "0.5 0 0 0.5 20 20 cm"],
    ids=["plain", "turned over twice", "landscape", "half size"],
)
def test_the_matrix_of_the_page_changes_nothing(before: str) -> None:
    head = [(50, 800, 22, "Pasar Malam"), (50, 775, 22, "Diperpanjang")]
    lines = [*head, *column([LONG, FULL], [f"Lalu {LONG}", FULL], y=720)]
    assert read_pdf(placed(lines, before=before)) == read_pdf(placed(lines))
    assert read_pdf(placed(lines, before=before)).startswith("Pasar Malam Diperpanjang\n\n")


def test_an_indented_line_opens_a_paragraph() -> None:
    first, second = column([LONG, FULL]), column([LONG, FULL], y=756)
    second[0] = (62, 756, 10, LONG)
    assert read_pdf(placed([*first, *second])) == f"{LONG} {FULL}\n\n{LONG} {FULL}"


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    left, right = column(["Awal berita.", LONG, LONG]), column([FULL, LONG], x=320)
    assert f"{LONG} {LONG} {FULL} {LONG}" in read_pdf(placed([*left, *right]))


def test_a_line_that_had_room_for_the_next_word_was_ended_by_its_writer() -> None:
    byline = "oleh Sri Wahyuni, Selasa 5 Mei 2026"
    text = read_pdf(placed(column([LONG, LONG.lower(), byline, LONG, FULL])))
    assert f"{byline}\n\n{LONG}" in text


def test_a_bold_line_before_a_plain_one_stands_by_itself() -> None:
    bold = "BT /F2 10 Tf 1 0 0 1 50 792 Tm (Pedagang di Pasar Malam Senang Bukan Main Hari Ini) Tj ET"
    assert "Hari Ini\n\nPemerintah" in read_pdf(placed(column([LONG, FULL]), before=bold))


def test_an_initial_over_two_lines_belongs_to_its_word() -> None:
    lines = column(["emerintah kota", "memperpanjang izin"], x=80)
    assert read_pdf(placed([(50, 766, 30, "P"), *lines])).startswith("Pemerintah kota")


def test_text_up_the_margin_is_left_out() -> None:
    stamp = "BT /F1 10 Tf 0 1 -1 0 20 300 Tm (Salinan untuk arsip) Tj ET"
    assert read_pdf(placed(column([LONG, FULL]), before=stamp)) == f"{LONG} {FULL}"


def test_items_are_parted_where_the_file_has_the_bullets_apart() -> None:
    items = column([LONG, FULL, LONG], gap=0)
    bullets = [(40.0, y, 10.0, "\\267") for _, y, _, _ in items[::2]]
    assert read_pdf(placed([*items, *bullets])).split("\n\n")[1:] == [LONG]


def test_the_headline_stays_when_it_runs_over_every_page_too() -> None:
    title = "Pasar Malam Diperpanjang"
    head = [(50, 820, 8, title)]
    first = [*head, (50, 790, 22, title), *column([LONG, FULL], y=750)]
    others = [[*head, *column([f"{name} {LONG}", FULL])] for name in "AB"]
    assert read_pdf(placed(first, *others)).count(title) == 1


@pytest.mark.parametrize(
    ("size", "y"),
    [("0", "700"), ("9" * 30, "700"), ("11", "9" * 30), ("-11", "700"), ("0." + "0" * 30 + "1", "700")],
    ids=["no size", "huge", "far away", "negative", "tiny"],
)
def test_lines_without_a_sensible_place_are_read_in_their_order(size: str, y: str) -> None:
    stream = f"BT /F1 {size} Tf 50 {y} Td ({LONG}) Tj 0 -14 Td ({FULL}) Tj ET"
    assert "".join(read_pdf(file_of(stream)).split()) == f"{LONG}{FULL}".replace(" ", "")


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
