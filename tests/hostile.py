"""Bodies of responses made to do harm, from short recipes; `tests/cases/hostile_bodies.toml` names them.

BODIES holds whole answers as they go over the wire, PDF the files that some of them carry.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

SENTENCE = "Pemerintah kota memperpanjang izin pasar malam sampai akhir tahun dan para pedagang menyambutnya."
STORY = f"<p>{SENTENCE} Wali kota mengatakan keputusan itu diambil setelah mendengar warga.</p>".encode() * 6
TITLE = b"<title>Izin Pasar Malam Diperpanjang</title>"
PAGE = (
    b"<!doctype html><html lang=id><head>"
    + TITLE
    + b"</head><body><article>"
    + STORY
    + b"</article></body></html>"
)


gzipped = partial(gzip.compress, mtime=0)
"""The same bytes at every run."""


def _page(inside: bytes = b"", head: bytes = b"") -> bytes:
    opening = b"<!doctype html><html lang=id><head>" + TITLE + head + b"</head><body>"
    return opening + inside + b"<article>" + STORY + b"</article></body></html>"


def _zeros_gzipped(count: int) -> bytes:
    """So many zeros in gzip, made piece by piece."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    piece = bytes(1_000_000)
    return b"".join(packer.compress(piece) for _ in range(count // len(piece))) + packer.flush()


def _archive(*names: str, content: bytes = bytes(10_000_000)) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


# --- PDF -----------------------------------------------------------------------------------------

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TEXT = (
    b"BT /F1 11 Tf 14 TL 50 780 Td "
    + b" ".join(b"(" + line.encode() + b") Tj T*" for line in (SENTENCE, SENTENCE.replace("kota", "desa")))
    + b" ET"
)


LEAF = b"<< /Type /Page /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"


def pdf_of(objects: dict[int, bytes], *, trailer: bytes = b"", start: int | None = None) -> bytes:
    """A file of numbered objects, the first of which is its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets: dict[int, int] = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table, size = len(out), max(objects) + 1
    rows = (
        b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 65535 f \n" for n in range(size)
    )
    out += b"xref\n0 %d\n%s" % (size, b"".join(rows))
    out += b"trailer << /Size %d /Root 1 0 R %s >>\n" % (size, trailer)
    out += b"startxref\n%d\n%%%%EOF" % (table if start is None else start)
    return bytes(out)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def one_page(content: bytes, *, resources: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    """A file of one page; `content` is the whole object of its content stream."""
    return pdf_of(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> " + resources + b" >> >>",
            4: content,
            5: FONT,
            **(more or {}),
        }
    )


def deflated(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return content


def _pdf_stream_bomb(times: int, megabytes: int) -> bytes:
    filters = b"/Filter [%s]" % (b"/FlateDecode " * times)
    return one_page(stream(deflated(bytes(megabytes * 1_000_000), times), filters))


def _pdf_operators(operator: bytes, megabytes: int) -> bytes:
    content = operator * (megabytes * 1_000_000 // len(operator))
    return one_page(stream(deflated(TEXT + b"\n" + content), b"/Filter /FlateDecode"))


def _pdf_object_stream_bomb() -> bytes:
    packed = stream(deflated(bytes(50_000_000)), b"/Type /ObjStm /N 1000000 /First 8 /Filter /FlateDecode")
    rows = b"".join(
        kind.to_bytes(1, "big") + at.to_bytes(4, "big") + b"\0"
        for kind, at in (
            (0, 0),
            (2, 4),
            (2, 4),
            (2, 4),
            (1, 9),
        )
    )
    head = b"%PDF-1.7\n4 0 obj\n" + packed + b"\nendobj\n"
    table = stream(rows, b"/Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R")
    return head + b"5 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)


def _pdf_many_pages(count: int) -> bytes:
    pages = {
        n: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>" % (4 if n % 2 else 3)
        for n in range(6, 6 + count)
    }
    kids = b" ".join(b"%d 0 R" % n for n in pages)
    return pdf_of(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
            3: stream(TEXT.replace(b"kota", b"pulau")),
            4: stream(TEXT),
            5: FONT,
            **pages,
        }
    )


def _pdf_deep_tree(depth: int) -> bytes:
    nodes = {
        n: b"<< /Type /Pages /Count 1 /Parent %d 0 R /Kids [%d 0 R] >>" % (n - 1, n + 1)
        for n in range(10, 10 + depth)
    }
    return pdf_of(
        {
            1: b"<< /Type /Catalog /Pages 10 0 R >>",
            **nodes,
            10 + depth: LEAF,
            4: stream(TEXT),
            5: FONT,
        }
    )


def _pdf_wide_tree(levels: int) -> bytes:
    """A page that stands in the tree two to the power of `levels` times."""
    nodes = {
        n: b"<< /Type /Pages /Count 2 /Kids [%d 0 R %d 0 R] >>" % (n + 1, n + 1)
        for n in range(10, 10 + levels)
    }
    return pdf_of(
        {
            1: b"<< /Type /Catalog /Pages 10 0 R >>",
            **nodes,
            10 + levels: LEAF,
            4: stream(TEXT),
            5: FONT,
        }
    )


def _pdf_form_fan(levels: int) -> bytes:
    """Forms that each draw the next ten times."""
    forms = {
        n: stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>"
            % (n + 1),
        )
        for n in range(10, 10 + levels)
    }
    last = {10 + levels: stream(TEXT, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")}
    content = stream(TEXT + b" /X Do")
    return one_page(content, resources=b"/XObject << /X 10 0 R >>", more={**forms, **last})


def _pdf_cmap_bomb() -> bytes:
    cmap = b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    cmap += b"100 beginbfrange\n" + b"<00000000> <FFFFFFFF> <0041>\n" * 100 + b"endbfrange endcmap"
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R >>"
    return one_page(stream(TEXT), more={5: font, 6: stream(cmap)})


PDF: dict[str, Callable[[], bytes]] = {
    "plain": lambda: one_page(stream(TEXT)),
    "stream of zeros": lambda: _pdf_stream_bomb(1, 200),
    "stream packed twice": lambda: _pdf_stream_bomb(2, 200),
    "fifty filters": lambda: one_page(stream(TEXT, b"/Filter [" + b"/ASCIIHexDecode " * 50 + b"]")),
    "million operators": lambda: _pdf_operators(b"0 0 m ", 4),
    "million texts": lambda: _pdf_operators(b"(a) Tj ", 4),
    "million saved states": lambda: _pdf_operators(b"q ", 20),
    "open strings": lambda: _pdf_operators(b"(", 20),
    "nested arrays": lambda: one_page(stream(TEXT + b"[" * 1_000_000)),
    "nested dictionaries": lambda: one_page(b"<< /A " * 50_000),
    "object stream of zeros": _pdf_object_stream_bomb,
    "xref that names itself": lambda: pdf_of({1: b"<< /Type /Catalog >>"}, trailer=b"/Prev 9", start=9),
    "xref chain in a circle": lambda: one_page(stream(TEXT)).replace(
        b"/Root 1 0 R ", b"/Root 1 0 R /Prev %d" % one_page(stream(TEXT)).index(b"xref\n")
    ),
    "10,000 pages": lambda: _pdf_many_pages(10_000),
    "deep page tree": lambda: _pdf_deep_tree(5_000),
    "page tree of a million leaves": lambda: _pdf_wide_tree(30),
    "page tree in a circle": lambda: pdf_of(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>",
        }
    ),
    "length that points at itself": lambda: one_page(b"<< /Length 4 0 R >>\nstream\nx\nendstream"),
    "forms without end": lambda: one_page(
        stream(TEXT + b" /X Do"),
        resources=b"/XObject << /X 10 0 R >>",
        more={
            10: stream(b"/X Do", b"/Type /XObject /Subtype /Form /Resources << /XObject << /X 10 0 R >> >>")
        },
    ),
    "forms that multiply": lambda: _pdf_form_fan(8),
    "character map of four thousand million": _pdf_cmap_bomb,
    "run lengths": lambda: one_page(stream(b"\x81\x20" * 2_000_000, b"/Filter /RunLengthDecode")),
    "lzw": lambda: one_page(stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 300_000, b"/Filter /LZWDecode")),
    "predictor": lambda: one_page(
        stream(
            deflated(bytes(50_000_000)),
            b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 1 >>",
        )
    ),
    "no objects": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 300_000,
    "startxref far away": lambda: pdf_of({1: b"<< /Type /Catalog >>"}, start=2**63),
    "javascript and launch": lambda: one_page(stream(TEXT)).replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /Launch /F (/bin/sh) >>"
    ),
}


# --- answers -------------------------------------------------------------------------------------


def answer(
    body: bytes, *headers: str, kind: str = "text/html; charset=utf-8", length: int | None = -1
) -> bytes:
    """A whole answer of a server; `length` is what it says its body has, None where it does not say."""
    lines = ["HTTP/1.1 200 OK", "Connection: close", *headers]
    if kind:
        lines.append(f"Content-Type: {kind}")
    if length is not None:
        lines.append(f"Content-Length: {len(body) if length < 0 else length}")
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + body


def packed(body: bytes, encoding: str = "gzip") -> bytes:
    return answer(body, f"Content-Encoding: {encoding}")


def chunked(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + end
    return answer(body, "Transfer-Encoding: chunked", length=None)


def pdf(name: str, kind: str = "application/pdf") -> Callable[[], bytes]:
    return lambda: answer(PDF[name](), kind=kind)


def _bare_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _json_ld(text: bytes) -> bytes:
    return answer(_page(head=b'<script type="application/ld+json">' + text + b"</script>"))


def _billion_laughs() -> bytes:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n + 1, b"&e%d;" % n * 10) for n in range(9))
    return (
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "aaaaaaaaaa">'
        + entities
        + b"]>"
        + _page(b"<p>&e9;</p>")
    )


GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xfe\x10\x00"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(range(256)) * 20

BODIES: dict[str, Callable[[], bytes]] = {
    "a page": lambda: answer(PAGE),
    # over the wire
    "gzip of a page": lambda: packed(gzipped(PAGE)),
    "gzip of two members": lambda: packed(gzipped(PAGE[:500]) + gzipped(PAGE[500:])),
    "gzip with padding": lambda: packed(gzipped(PAGE) + bytes(20)),
    "deflate of a page": lambda: packed(zlib.compress(PAGE), "deflate"),
    "bare deflate of a page": lambda: packed(_bare_deflate(PAGE), "deflate"),
    "gzip bomb": lambda: packed(_zeros_gzipped(100_000_000)),
    "gzip bomb called a PDF": lambda: answer(
        _zeros_gzipped(100_000_000), "Content-Encoding: gzip", kind="application/pdf"
    ),
    "gzip bomb in many members": lambda: packed(gzipped(bytes(1_000_000)) * 100),
    "gzip of many empty members": lambda: packed(gzipped(b"") * 100_000 + gzipped(PAGE)),
    "deflate bomb": lambda: packed(zlib.compress(bytes(50_000_000)), "deflate"),
    "bare deflate bomb": lambda: packed(_bare_deflate(bytes(50_000_000)), "deflate"),
    "gzip in gzip": lambda: packed(gzipped(gzipped(bytes(10_000_000))), "gzip, gzip"),
    "gzip in gzip, in two headers": lambda: answer(
        gzipped(gzipped(bytes(10_000_000))), "Content-Encoding: gzip", "Content-Encoding: gzip"
    ),
    "gzip in gzip, one of them undeclared": lambda: packed(gzipped(gzipped(PAGE))),
    "brotli that nobody asked for": lambda: packed(b"\x8b\x02\x80abc\x03", "br"),
    "zstandard that nobody asked for": lambda: packed(b"\x28\xb5\x2f\xfd", "zstd"),
    "an encoding that does not exist": lambda: packed(PAGE, "rahasia"),
    "gzip that is none": lambda: packed(PAGE),
    "gzip cut off": lambda: packed(gzipped(PAGE)[:-30]),
    "gzip with damage": lambda: packed(gzipped(PAGE).replace(gzipped(PAGE)[60:64], b"\xff\xff\xff\xff")),
    "more than the limit": lambda: answer(PAGE + b"<!-- " + b"x" * 6_000_000),
    "a length over the limit": lambda: answer(PAGE, length=10**12),
    "a length of a hundred digits": lambda: answer(PAGE, length=10**100),
    "a length that is no number": lambda: answer(PAGE, "Content-Length: banyak", length=None),
    "a negative length": lambda: answer(PAGE, "Content-Length: -5", length=None),
    "two lengths": lambda: answer(PAGE, "Content-Length: 5"),
    "less than its length": lambda: answer(PAGE, length=len(PAGE) + 1),
    "more than its length": lambda: answer(PAGE + b"HTTP/1.1 200 OK\r\n\r\nrahasia", length=len(PAGE)),
    "no length": lambda: answer(PAGE, length=None),
    "chunks": lambda: chunked(PAGE[:100], PAGE[100:]),
    "chunks cut off": lambda: chunked(PAGE, end=b""),
    "a chunk of a hundred digits": lambda: answer(
        b"f" * 100 + b"\r\n", "Transfer-Encoding: chunked", length=None
    ),
    "a negative chunk": lambda: answer(b"-5\r\nabc", "Transfer-Encoding: chunked", length=None),
    "trailers without end": lambda: chunked(PAGE, end=b"0\r\n" + b"X: y\r\n" * 100_000),
    "chunks and a length": lambda: answer(b"5\r\nhalo!\r\n0\r\n\r\n", "Transfer-Encoding: chunked", length=3),
    "gzip as transfer": lambda: answer(gzipped(PAGE), "Transfer-Encoding: gzip", length=None),
    "a thousand headers": lambda: answer(PAGE, *(f"X-{n}: y" for n in range(1_000))),
    "a header of 80 KB": lambda: answer(PAGE, "X: " + "y" * 80_000),
    "headers of 10 MB": lambda: answer(PAGE, "X: " + "y" * 10_000_000),
    "a hundred answers before the answer": lambda: b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100 + answer(PAGE),
    "switching protocols": lambda: b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + PAGE,
    "no HTTP": lambda: PAGE,
    "HTTP 0.9": lambda: b"HTTP/0.9 200 OK\r\n\r\n" + PAGE,
    "SSH": lambda: b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing": lambda: b"",
    "an empty page": lambda: answer(b""),
    "a charset of rubbish": lambda: answer(PAGE, kind='text/html; charset="\u00ff\u00fe; x=../../etc"'),
    # what it is called
    "HTML called text": lambda: answer(PAGE, kind="text/plain"),
    "HTML called bytes": lambda: answer(PAGE, kind="application/octet-stream"),
    "HTML called nothing": lambda: answer(PAGE, kind=""),
    "HTML called PDF": lambda: answer(PAGE, kind="application/pdf"),
    "PDF called HTML": pdf("plain", "text/html"),
    "HTML called an image": lambda: answer(PAGE, kind="image/png"),
    "GIF with HTML inside": lambda: answer(GIF + PAGE),
    "PNG with HTML inside": lambda: answer(PNG + PAGE),
    "JPEG with HTML inside": lambda: answer(JPEG + PAGE),
    "film called HTML": lambda: answer(MP4),
    "zip called HTML": lambda: answer(_archive("index.html")),
    "empty zip called HTML": lambda: answer(b"PK\x05\x06" + bytes(18)),
    "zip bomb called PDF": lambda: answer(_archive("a.pdf"), kind="application/pdf"),
    "docx called HTML": lambda: answer(_archive("[Content_Types].xml", "word/document.xml")),
    "docx called PDF": lambda: answer(_archive("word/document.xml"), kind="application/pdf"),
    "docx by its name": lambda: answer(
        _archive("word/document.xml"),
        kind="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "gzip called HTML": lambda: answer(gzipped(PAGE)),
    "program called HTML": lambda: answer(b"\x7fELF\x02\x01\x01" + bytes(range(32)) * 100),
    # characters
    "NUL in every place": lambda: answer(PAGE.replace(b" ", b" \0")),
    "only NUL": lambda: answer(bytes(1_000_000)),
    "control characters": lambda: answer(bytes(range(1, 9)) * 100_000),
    "wrong charset": lambda: answer(
        PAGE.replace(b"kota", "kot\u00e1".encode("cp1252")), kind="text/html; charset=shift_jis"
    ),
    "unknown charset": lambda: answer(PAGE, kind="text/html; charset=rahasia"),
    "charset that runs programs": lambda: answer(PAGE, kind="text/html; charset=unicode_escape"),
    "charset that unpacks": lambda: answer(zlib.compress(PAGE), kind="text/html; charset=zlib"),
    "UTF-7": lambda: answer(PAGE.replace(b"<p>", b"+ADw-script+AD4-<p>"), kind="text/html; charset=utf-7"),
    "UTF-8 with a mark": lambda: answer(b"\xef\xbb\xbf" + PAGE),
    "three marks": lambda: answer(b"\xef\xbb\xbf\xff\xfe\xfe\xff" + PAGE),
    "UTF-16": lambda: answer(PAGE.decode().encode("utf-16"), kind="text/html"),
    "UTF-16 cut in the middle": lambda: answer(PAGE.decode().encode("utf-16")[:-1], kind="text/html"),
    "UTF-16 of half pairs": lambda: answer(b"\xff\xfe" + b"\x00\xd8" * 500_000, kind="text/html"),
    "surrogates in UTF-8": lambda: answer(PAGE.replace(b" ", b" \xed\xa0\x80")),
    "overlong UTF-8": lambda: answer(PAGE.replace(b" ", b" \xc0\xbc")),
    "a million byte order marks": lambda: answer("\ufeff".encode() * 1_000_000 + PAGE),
    "accents without end": lambda: answer(
        _page(b"<p>" + "a\u0301".encode() + "\u0301".encode() * 300_000 + b"</p>")
    ),
    # markup
    "100,000 divs": lambda: answer(_page(b"<div>" * 100_000)),
    "100,000 divs around the story": lambda: answer(b"<div>" * 100_000 + STORY + b"</div>" * 100_000),
    "100,000 spans": lambda: answer(_page(b"<span>" * 100_000)),
    "100,000 quotes in quotes": lambda: answer(_page(b"<blockquote><p>" * 100_000)),
    "50,000 tables in tables": lambda: answer(_page(b"<table><tr><td>" * 50_000)),
    "20,000 links in links": lambda: answer(_page(b"<a href=x>" * 20_000)),
    "100,000 ends of nothing": lambda: answer(_page(b"</div></p></b>" * 100_000)),
    "100,000 attributes": lambda: answer(
        _page(b"<div " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">x</div>")
    ),
    "attribute of a megabyte": lambda: answer(_page(b'<div class="' + b"a " * 500_000 + b'">x</div>')),
    "tag without end": lambda: answer(_page() + b"<div " + b"a" * 1_000_000),
    "comment without end": lambda: answer(b"<!doctype html><!--" + b"-" * 1_000_000),
    "a million less-thans": lambda: answer(_page(b"<" * 1_000_000)),
    "a million ampersands": lambda: answer(_page(b"&" * 1_000_000)),
    "numeric entities": lambda: answer(_page(b"<p>" + b"&#x110000;&#99999999999999;&#xD800;" * 20_000)),
    "entities that multiply": lambda: answer(_billion_laughs()),
    "entity from outside": lambda: answer(
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + _page(b"<p>&x;</p>")
    ),
    "CDATA and processing instructions": lambda: answer(_page(b"<![CDATA[" * 50_000 + b"<?php " * 50_000)),
    "frames and bases": lambda: answer(_page(b"<base href=//127.0.0.1/><iframe src=//127.0.0.1/>" * 1_000)),
    "JSON nested 100,000 deep": lambda: _json_ld(b"[" * 100_000),
    "JSON with a number of 100,000 digits": lambda: _json_ld(
        b'{"@type": "NewsArticle", "n": ' + b"9" * 100_000 + b"}"
    ),
    "JSON that says nothing sensible": lambda: _json_ld(
        b'{"@type": [null, 5, {}], "headline": {"a": []}, "author": [[[]]], "articleBody": 7}'
    ),
    "dates out of this world": lambda: answer(
        _page(head=b'<meta property="article:published_time" content="99999-99-99T99:99:99+99:99">')
    ),
    # runs that regular expressions fear
    "a megabyte of spaces": lambda: answer(_page(b"<p>x" + b" " * 1_000_000 + b"y</p>")),
    "a megabyte of line ends": lambda: answer(_page(b"<pre>" + b"\n" * 1_000_000 + b"</pre>")),
    "quotation marks": lambda: answer(_page(b"<p>" + "\u201c".encode() * 50_000 + b"</p>")),
    "straight quotation marks": lambda: answer(_page(b"<p>" + b'"' * 100_000 + b"</p>")),
    "one line": lambda: answer(_page(b"<p>" + SENTENCE.encode() * 1_500 + b"</p>")),
    "one word": lambda: answer(_page(b"<p>" + b"a" * 300_000 + b"</p>")),
    "stops": lambda: answer(_page(b"<p>" + b"A. " * 50_000 + b"</p>")),
    "brackets": lambda: answer(_page(b"<p>" + b"([" * 50_000 + b"</p>")),
    "text of stars": lambda: answer(b"*" * 300_000 + b"\n" + SENTENCE.encode(), kind="text/plain"),
    "text of underscores": lambda: answer(b"_a" * 100_000 + b"\n" + SENTENCE.encode(), kind="text/plain"),
    "text of line ends": lambda: answer(b"\n" * 500_000, kind="text/plain"),
    "text of short lines": lambda: answer(b"a\n" * 50_000, kind="text/plain"),
    # PDF
    **{f"PDF: {name}": pdf(name) for name in PDF},
    "PDF behind a kilobyte of HTML": lambda: answer(b"<!--" + b"x" * 900 + PDF["plain"]()),
}
