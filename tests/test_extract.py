"""extract: the story of a page, and pages that hold none."""

import hashlib
import json
import re
import threading
import tomllib
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.pages import token_bag_score
from bot.errors import NotAnArticlePage
from bot.intake.extract import extract_html
from bot.records import PARAGRAPH_BREAK, Article

PAGES = Path(__file__).parent / "pages"
CASES = tomllib.loads((Path(__file__).parent / "cases" / "pages.toml").read_text(encoding="utf-8"))
TODAY = json.loads((PAGES / "today" / "truth.json").read_text(encoding="utf-8"))
REFUSED_TODAY = CASES["refused_today"]
SHARED = Path(__file__).resolve().parents[2] / "shared"

FACTS = ("title", "site", "authors", "published", "canonical")

UNNAMED_F1 = 0.93
"""A sentence of a quoted post may stay in a story where nothing marks the post as one."""

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


QUAKE = (
    "Gempa bermagnitudo 5,1 mengguncang Teluk Lamat pada Senin malam pukul 21.14.",
    "Pusatnya di laut pada kedalaman 10 kilometer dan tidak berpotensi tsunami.",
    "Warga di Desa Karang sempat keluar rumah.",
)
DECLARED = json.dumps({"@type": "NewsArticle", "headline": "Gempa di Teluk Lamat"})
MARKS = {
    "og:type": "<meta property=og:type content=article>",
    "json-ld": f'<script type="application/ld+json">{DECLARED}</script>',
}


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_a_report_of_three_sentences_is_read_where_the_page_calls_it_an_article(mark: str) -> None:
    story = "".join(f"<p>{sentence}</p>" for sentence in QUAKE)
    aside = (
        "<a href=/x>Jembatan Lamat dibuka untuk kendaraan berat</a><p>Warga kini tidak perlu naik perahu.</p>"
    )
    body = f"<article><h1>Gempa di Teluk Lamat</h1>{story}</article><aside>{aside}</aside>"
    article = extract_html(page(body, f"<title>Gempa di Teluk Lamat</title>{mark}"))
    assert article.text.split(PARAGRAPH_BREAK) == list(QUAKE)


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


def today(entry: dict[str, Any]) -> bytes:
    return (PAGES / "today" / str(entry["file"])).read_bytes()


of_today = pytest.mark.parametrize("entry", TODAY, ids=lambda entry: entry["file"])


@of_today
def test_a_page_of_today_gives_exactly_its_paragraphs(entry: dict[str, Any]) -> None:
    article = extract_html(today(entry), url=entry["url"])
    paragraphs = article.text.split(PARAGRAPH_BREAK)
    assert paragraphs == entry["content"].split("\n")
    assert [paragraphs[index] for index in article.headings] == entry["headings"]


@of_today
def test_a_page_of_today_says_who_wrote_it_and_when(entry: dict[str, Any]) -> None:
    article = extract_html(today(entry), url=entry["url"])
    assert isinstance(article.published, datetime)
    assert {
        "title": article.title,
        "site": article.site,
        "authors": list(article.authors),
        "published": article.published.isoformat(),
        "canonical": article.url,
    } == {"canonical": entry["url"], **{key: entry[key] for key in FACTS if key in entry}}


@pytest.mark.parametrize("name", REFUSED_TODAY)
def test_a_page_of_today_without_a_story_is_refused_for_what_it_is(name: str) -> None:
    with pytest.raises(NotAnArticlePage) as caught:
        extract_html((PAGES / "today" / name).read_bytes(), url="https://kabarnusa.example/x")
    assert caught.value.found == REFUSED_TODAY[name]


def unnamed(markup: str) -> str:
    """The page with each word of a class or id replaced by one that says nothing."""

    def hashed(match: re.Match[str]) -> str:
        words = (hashlib.md5(word.encode()).hexdigest()[:6] for word in match[2].split())
        return f'{match[1]}="{" ".join(f"x{word}" for word in words)}"'

    return re.sub(r'\b(class|id)="([^"]*)"', hashed, markup)


@of_today
def test_a_story_is_found_where_no_class_names_it(entry: dict[str, Any]) -> None:
    text = extract_html(unnamed(today(entry).decode()).encode(), url=entry["url"]).text
    assert token_bag_score(text, entry["content"])[2] >= UNNAMED_F1


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


def test_a_first_paragraph_above_an_advertisement_is_kept() -> None:
    lead = "<b>Surya Pradana</b> membuka jembatan itu sendiri dengan gunting besar di hadapan ratusan warga."
    body = (
        f"<h1>Jembatan baru diresmikan wali kota</h1><div class='x'>{lead}<p>ADVERTISEMENT</p>{STORY}</div>"
    )
    assert extract_html(page(body)).text.startswith("Surya Pradana membuka jembatan")


def test_a_story_that_is_drawn_by_script_is_read_from_json_ld() -> None:
    story = "\\n".join(SENTENCE.format(number) for number in range(5))
    entry = f'{{"@type":"NewsArticle","headline":"Jembatan baru","articleBody":"{story}"}}'
    script = f'<script type="application/ld+json">{entry}</script>'
    article = extract_html(page("<div id=root></div>", script))
    assert article.text.split(PARAGRAPH_BREAK) == [SENTENCE.format(number) for number in range(5)]


def declared(story: str, shown: str, **more: Any) -> Article:
    """A page whose JSON-LD tells `story`, and that shows `shown`."""
    entry = json.dumps({"@type": "NewsArticle", "headline": "Jembatan baru", "articleBody": story, **more})
    return extract_html(page(shown, f'<script type="application/ld+json">{entry}</script>'))


WHOLE = [SENTENCE.format(number) for number in range(12)]


@pytest.mark.parametrize(
    "story",
    [
        "\n\n".join(WHOLE),
        f"<p>{'</p><p>'.join(WHOLE)}</p>",
        f"&lt;p&gt;{'&lt;/p&gt;&lt;p&gt;'.join(WHOLE)}&lt;/p&gt;",
    ],
    ids=["lines", "markup", "escaped markup"],
)
def test_a_story_that_is_cut_on_the_page_is_read_from_json_ld(story: str) -> None:
    assert declared(story, f"<div>{STORY}</div><a href=#>Baca Selengkapnya</a>").text.split("\n\n") == WHOLE


OTHER = "Petani garam di pesisir selatan memulai panen tiga pekan lebih awal karena kemarau datang cepat. "


@pytest.mark.parametrize(
    "story",
    [
        "\n".join(WHOLE[:4]),
        "\n".join([*WHOLE[:5], OTHER]),
        OTHER * 20,
    ],
    ids=["less", "hardly more", "another story"],
)
def test_json_ld_that_is_not_the_same_story_and_more_is_not_read(story: str) -> None:
    text = declared(story, f"<div>{STORY}<p>{SENTENCE.format(98)}</p><p>{SENTENCE.format(99)}</p></div>").text
    assert text.endswith(SENTENCE.format(99))
    assert OTHER.strip() not in text


def test_what_a_page_holds_back_for_those_who_pay_is_not_read() -> None:
    with pytest.raises(NotAnArticlePage) as caught:
        declared("\n".join(WHOLE), f"<div>{STORY}</div>", isAccessibleForFree=False)
    assert caught.value.found == "paywall"


def test_the_declared_story_points_at_its_element_among_others() -> None:
    others = "".join(f"<section><p>{OTHER}</p><p>{OTHER}</p></section>" for _ in range(9))
    text = declared("\n".join(WHOLE), f"{others}<div><p>{'</p><p>'.join(WHOLE)}</p></div>{others}").text
    assert text.split(PARAGRAPH_BREAK) == WHOLE


def test_a_city_that_is_cut_off_from_its_paragraph_is_a_dateline() -> None:
    body = f"<div class=detail__body-text><strong>Kalibening</strong> - {STORY}</div>"
    assert extract_html(page(body)).text.startswith("Wali Kota")


def test_the_label_of_a_list_of_links_takes_no_sub_headline_along() -> None:
    links = "<div>Editor's Picks</div><ul><li><a href=/x>Pasar lama kembali dibuka untuk umum</a></li></ul>"
    text = extract_html(
        page(f"<div class=article-content>{STORY}{links}<h2>Kabel bekas</h2>{STORY}</div>")
    ).text
    assert text.split(PARAGRAPH_BREAK).count("Kabel bekas") == 1
    assert "Picks" not in text


def test_teasers_inside_of_the_story_are_left_out_though_nothing_names_them() -> None:
    teaser = f"<div><a href=/x>Pasar lama kembali dibuka untuk umum</a><p>{OTHER}</p></div>"
    text = extract_html(page(f"<div class=article-content>{STORY}<div>{teaser * 3}</div>{STORY}</div>")).text
    assert OTHER.strip() not in text


def test_a_sub_headline_after_a_colon_is_pointed_at() -> None:
    facts = f"<p>Berikut dua fakta tentang jembatan itu:</p><h2>1. Kabel bekas</h2>{STORY}"
    article = extract_html(page(f"<div class=article-content>{STORY}{facts}</div>"))
    assert [article.text.split(PARAGRAPH_BREAK)[index] for index in article.headings] == ["1. Kabel bekas"]


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
