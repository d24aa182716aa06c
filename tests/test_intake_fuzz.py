"""Whatever a server answers, what comes out is an article or an error of ours.

FUZZ_EXAMPLES in the environment runs more examples of each property than the suite has time for.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import zlib
from collections.abc import Sequence
from contextlib import suppress

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import RingkasError
from bot.intake.document import read_page
from bot.intake.fetch import Fetcher, open_client
from bot.intake.paging import paging_of
from bot.records import Article, Page
from tests.hostile import PAGE, PDF

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "60"))

URL = "https://kabar.example/berita/satu"
LIMIT_BYTES = 20_000

TAGS = """
html head body title meta link script style article section div span p br h1 h2 h3 a ul ol li table tr td time
figure figcaption img blockquote b i noscript template svg iframe form input textarea select option frameset x
"""
NAMES = """
class id href src content property name itemprop rel type datetime style hidden role lang charset http-equiv
"""
VALUES = """
article:published_time
og:title
og:site_name
author
datePublished
articleBody
next
canonical
read__content
detail__body-text
paging
/berita/satu?page=2
/berita/satu/2
//127.0.0.1/
http://[
application/ld+json
2026-05-03T08:30:00+07:00
9999-99-99
Minggu, 3 Mei 2026 08:30 WIB
display:none
utf-16
"""
SENTENCES = """
Pemerintah kota memperpanjang izin pasar malam sampai akhir tahun dan para pedagang menyambutnya.
KOMPAS.com -
JAKARTA, KABAR -
“Kami gembira,” kata Sri Wahyuni,
Baca juga:
Editor: Budi
Foto: Antara
Halaman 1 2 3
&#xD800;
&#8;
&amp;&lt;
]]>
<!--
-->
<![CDATA[
{"@type": "NewsArticle", "headline": ["a"], "author": {"name": 5}}
"""
HEADER_NAMES = """
content-type content-encoding content-length location etag last-modified cache-control set-cookie x-lain
"""
HEADER_VALUES = """
text/html
text/html; charset=utf-8
text/html; charset="
text/plain; charset=utf-16
application/pdf
image/png
/
;=
gzip
deflate
br
identity
gzip, gzip
5
-1
999999999999999999999999
0x10
http://127.0.0.1/
//[
http://[::1
/lagi
javascript:x
"1"
no-store
a=b; Domain=localhost
"""


def one_of(lines: str) -> st.SearchStrategy[str]:
    return st.sampled_from(lines.strip().split("\n"))


def word_of(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words.split())


TEXTS = st.one_of(
    st.text(max_size=40), one_of(SENTENCES), st.sampled_from(["\x00", "\x08", "\u202e", "\ufeff"])
)
ATTRIBUTES = st.lists(st.tuples(word_of(NAMES), st.one_of(one_of(VALUES), TEXTS)), max_size=3).map(
    lambda pairs: "".join(f' {name}="{value}"' for name, value in pairs)
)
PIECES = st.one_of(
    TEXTS,
    st.builds(lambda tag, attributes: f"<{tag}{attributes}>", word_of(TAGS), ATTRIBUTES),
    st.builds(lambda tag: f"</{tag}>", word_of(TAGS)),
)
MARKUP = st.lists(PIECES, max_size=40).map("".join)
PAGES = st.one_of(
    MARKUP.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.builds(
        lambda at, text: PAGE[:at] + text.encode("utf-8", "replace") + PAGE[at:],
        st.integers(0, len(PAGE)),
        MARKUP,
    ),
)
_PLAIN_PDF = PDF["plain"]()
PDFS = st.builds(
    lambda at, damage: _PLAIN_PDF[:at] + damage + _PLAIN_PDF[at + len(damage) :],
    st.integers(0, len(_PLAIN_PDF)),
    st.one_of(
        st.binary(max_size=20), st.sampled_from([b"/Prev 9", b"4 0 R", b"<<", b"[[[[", b"99999999999"])
    ),
)
BODIES = st.one_of(st.binary(max_size=300), PAGES, PDFS, PAGES.map(gzip.compress), PAGES.map(zlib.compress))
LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30)
HEADERS = st.dictionaries(
    word_of(HEADER_NAMES),
    st.one_of(one_of(HEADER_VALUES), LATIN).map(lambda value: value.encode("latin-1")),
    max_size=5,
)
STATUSES = st.sampled_from(
    [200, 200, 200, 200, 201, 204, 206, 300, 301, 302, 304, 307, 404, 410, 429, 500, 503, 599]
)


def read(page: Page) -> None:
    """Read a page in this process: nothing but an error of ours may get out."""
    paging_of(page)
    with suppress(RingkasError):
        assert isinstance(read_page(page), Article)


@given(content=BODIES, media_type=st.sampled_from(["", "text/html", "text/plain", "application/pdf"]))
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_body_is_read_or_refused(content: bytes, media_type: str) -> None:
    read(Page(content, media_type=media_type, url=URL))


@given(
    content=PAGES,
    charset=st.one_of(st.none(), st.sampled_from(["utf-16", "gbk", "zlib", "\x00"]), st.text(max_size=9)),
)
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_markup_in_any_charset_is_read_or_refused(content: bytes, charset: str | None) -> None:
    read(Page(content, media_type="text/html", charset=charset, url=URL))


@given(status=STATUSES, headers=HEADERS, body=BODIES)
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_answer_is_a_page_or_an_error_of_ours(
    status: int, headers: dict[str, bytes], body: bytes
) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raw = [(name.encode(), value) for name, value in headers.items()]
        return httpx.Response(status, headers=raw, stream=httpx.ByteStream(body))

    async def resolve(host: str, port: int) -> Sequence[str]:
        return ("93.184.216.34",)

    async def fetch() -> Page | None:
        async with open_client(httpx.MockTransport(handler)) as client:
            fetcher = Fetcher(client, timeout_s=30, limit_bytes=LIMIT_BYTES, resolve=resolve)
            with suppress(RingkasError):
                await fetcher.fetch(URL)
                return await fetcher.fetch(URL)
        return None

    page = asyncio.run(fetch())
    if page is not None:
        assert len(page.content) <= LIMIT_BYTES
        read(page)
