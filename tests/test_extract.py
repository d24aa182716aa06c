"""extract: the story of a page, and pages that hold none."""

import threading
import tomllib
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NotAnArticlePage
from bot.intake.extract import extract_html
from bot.records import PARAGRAPH_BREAK, Article

PAGES = Path(__file__).parent / "pages"
CASES = tomllib.loads((Path(__file__).parent / "cases" / "pages.toml").read_text(encoding="utf-8"))
SHARED = Path(__file__).resolve().parents[2] / "shared"

SENTENCE = (
    "Wali Kota Surya Pradana meresmikan jembatan ke-{} di atas Sungai Lamat pada Senin pagi di hadapan warga."
)
STORY = "".join(f"<p>{SENTENCE.format(number)}</p>" for number in range(5))


def read(case: dict[str, Any]) -> Article:
    return extract_html((PAGES / case["file"]).read_bytes(), url=case["url"])


def page(body: str, head: str = "<title>Jembatan baru diresmikan wali kota</title>") -> bytes:
    return f"<!doctype html><html lang=id><head>{head}</head><body>{body}</body></html>".encode()


by_file = pytest.mark.parametrize("case", CASES["article"], ids=lambda case: case["file"])


@by_file
def test_the_story_begins_and_ends_where_its_writer_did(case: dict[str, Any]) -> None:
    text = read(case).text
    assert text.startswith(case["first"])
    assert text.endswith(case["last"])


@by_file
def test_nothing_of_the_page_around_is_in_the_story(case: dict[str, Any]) -> None:
    text = read(case).text
    assert [words for words in case["without"] if words in text] == []


@by_file
def test_the_page_gives_its_headline_outlet_and_authors(case: dict[str, Any]) -> None:
    article = read(case)
    assert (article.title, article.site, list(article.authors)) == (
        case["title"],
        case["site"],
        case["authors"],
    )


@by_file
def test_the_page_gives_its_moment_with_zone_and_its_address(case: dict[str, Any]) -> None:
    article = read(case)
    assert isinstance(article.published, datetime)
    assert article.published.isoformat() == case["published"]
    assert article.url == case.get("canonical", case["url"])


@pytest.mark.parametrize(
    "case", [case for case in CASES["article"] if "heading" in case], ids=lambda case: case["file"]
)
def test_sub_headlines_are_pointed_at(case: dict[str, Any]) -> None:
    article = read(case)
    assert [article.text.split(PARAGRAPH_BREAK)[index] for index in article.headings] == [case["heading"]]


@pytest.mark.parametrize(("name", "found"), CASES["refused"].items(), ids=CASES["refused"])
def test_a_page_without_a_story_is_refused_for_what_it_is(name: str, found: str) -> None:
    url = "https://kabarnusa.example/x"
    with pytest.raises(NotAnArticlePage) as caught:
        extract_html((PAGES / name).read_bytes(), url=url)
    assert (caught.value.url, caught.value.found) == (url, found)


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not there")
@pytest.mark.parametrize(
    "path", sorted((SHARED / "data" / "pages").glob("*-mainpage.html")), ids=lambda path: path.name
)
def test_a_real_index_page_is_refused(path: Path) -> None:
    with pytest.raises(NotAnArticlePage) as caught:
        extract_html(path.read_bytes())
    assert caught.value.found == "index"


def test_a_first_paragraph_in_bare_text_is_kept() -> None:
    lead = "<b>Surya Pradana</b> membuka jembatan itu sendiri dengan gunting besar."
    body = f"<h1>Jembatan baru diresmikan wali kota</h1><div class='x'>{lead}{STORY}</div>"
    assert extract_html(page(body)).text.startswith("Surya Pradana membuka jembatan")


def test_a_story_that_is_drawn_by_script_is_read_from_json_ld() -> None:
    story = "\\n".join(SENTENCE.format(number) for number in range(5))
    entry = f'{{"@type":"NewsArticle","headline":"Jembatan baru","articleBody":"{story}"}}'
    script = f'<script type="application/ld+json">{entry}</script>'
    article = extract_html(page("<div id=root></div>", script))
    assert article.text.split(PARAGRAPH_BREAK) == [SENTENCE.format(number) for number in range(5)]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_the_declared_charset_is_used(charset: str) -> None:
    body = page(
        f"<p>“Kafe Démodé” – kata pemiliknya – dibuka di samping jembatan pada Senin siang.</p>{STORY}"
    )
    text = extract_html(body.decode().encode(charset), charset=charset).text
    assert "“Kafe Démodé” – kata" in text


def test_a_feed_is_refused() -> None:
    item = f"<item><description>{STORY}</description></item>"
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel>{item}</channel></rss>"
    with pytest.raises(NotAnArticlePage):
        extract_html(feed.encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<",
        b"<html>",
        b"\xff\xfe\x00",
        b"<html><frameset><frame src=a></frameset>",
        b"<html><body>" + b"<div>" * 100_000 + b"teks" + b"</div>" * 100_000,
        b"<div " + b" ".join(b'a%d="1"' % i for i in range(20_000)) + b">x",
        b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>",
    ],
    ids=["empty", "angle", "bare", "utf-16 stub", "frames", "deep", "attributes", "deep json"],
)
def test_a_damaged_page_is_refused_and_nothing_worse(content: bytes) -> None:
    with pytest.raises(NotAnArticlePage):
        extract_html(content)


def test_deep_nesting_behind_the_story_does_no_harm() -> None:
    assert extract_html(page(STORY + "<b>" * 50_000)).text.startswith("Wali Kota")


def test_pages_may_be_read_at_the_same_time() -> None:
    texts: list[str] = []
    alone = [read(case).text for case in CASES["article"]]
    threads = [
        threading.Thread(target=lambda: texts.extend(read(case).text for case in CASES["article"]))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(texts) == sorted(alone * 3)


@given(st.binary(max_size=300), st.sampled_from([b"", b"<html><body><p>", b'<meta charset="utf-16">']))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_an_article_or_refused(content: bytes, before: bytes) -> None:
    with suppress(NotAnArticlePage):
        assert extract_html(before + content).text
