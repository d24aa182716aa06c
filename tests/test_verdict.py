"""verdict: whether a page holds an article, and what it is instead."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.data import read_table
from bot.errors import NoArticleKind
from bot.intake.markup import Line, lines_of, parse, prose_chars
from bot.intake.metadata import PageFacts
from bot.intake.verdict import (
    LIST_ENTRIES,
    MANY_HEADLINES,
    SHORT_CHARS,
    SHOWN_LINES,
    STORY_CHARS,
    Evidence,
    is_feed,
    is_marked_article,
    no_article,
)

SENTENCE = (
    "Wali Kota Surya Pradana meresmikan jembatan di atas Sungai Lamat pada Senin pagi di hadapan warga."
)
PARAGRAPH = f"<p>{SENTENCE}</p>"
HEADLINE = "<p><a href=/x>Jembatan Lamat dibuka untuk kendaraan berat</a></p>"
TITLE = "Jembatan Lamat dibuka untuk umum"

NOTHING = "<p>Beranda</p>"
TEASER = PARAGRAPH * 2
SHORT = PARAGRAPH * 4
LONG = PARAGRAPH * 9

ARTICLE = {"@type": "NewsArticle"}
LOCKED = {"@type": "NewsArticle", "isAccessibleForFree": "False"}
VIDEO = {"@type": "VideoObject"}
GALLERY = {"@type": "ImageGallery"}


def lines(markup: str) -> list[Line]:
    tree = parse(f"<html><body>{markup}</body></html>")
    assert tree is not None
    return lines_of(tree.find("body"))


def seen(markup: str, *objects: dict[str, Any], title: str = TITLE, og_type: str = "") -> Evidence:
    """A page whose lines outside of links are taken for the story."""
    page = lines(markup)
    facts = PageFacts(metas=(("og:type", og_type),) if og_type else (), objects=objects, page_title=title)
    story = [line for line in page if not line.is_link]
    return Evidence(page=page, story=story, around=page, title=title, facts=facts)


def photo_page(markup: str, *objects: dict[str, Any], og_type: str = "article") -> Evidence:
    return dataclasses.replace(seen(markup, *objects, og_type=og_type), around=(), photos=True)


def test_the_samples_lie_between_the_limits() -> None:
    sizes = [prose_chars(lines(sample)) for sample in (NOTHING, TEASER, SHORT, LONG)]
    assert sizes[0] == 0 < sizes[1] < STORY_CHARS <= sizes[2] < SHORT_CHARS <= sizes[3]


@pytest.mark.parametrize(
    "evidence",
    [
        seen(SHORT),
        seen(LONG),
        seen(LONG, ARTICLE),
        seen(SHORT, ARTICLE, VIDEO),
        seen(TEASER, ARTICLE),
        seen(TEASER, og_type="article"),
        seen(LONG + HEADLINE * 20),
        seen(PARAGRAPH.join([HEADLINE] * (LIST_ENTRIES + 1)) + LONG),
        seen(HEADLINE.join([PARAGRAPH] * LIST_ENTRIES)),
        seen(f"<p>Senin, 4 Mei 2026: {SENTENCE}</p>" * 10),
    ],
    ids=[
        "short",
        "long",
        "declared",
        "with a video",
        "two sentences, declared",
        "two sentences, marked",
        "above headlines",
        "around a few links",
        "with fewer links than a list",
        "with dated paragraphs",
    ],
)
def test_a_story_is_an_article(evidence: Evidence) -> None:
    assert no_article(evidence) is None


@pytest.mark.parametrize(
    ("evidence", "kind"),
    [
        (seen(NOTHING, title="404 - Halaman tidak ditemukan"), "error"),
        (seen(SHORT, title="Access Denied"), "error"),
        (seen(NOTHING, title="Indeks Berita"), "index"),
        (seen(LONG, title="Arsip Mei 2026 - Kabar Nusa"), "index"),
        (seen(NOTHING + HEADLINE * MANY_HEADLINES), "index"),
        (seen(HEADLINE.join([PARAGRAPH] * (LIST_ENTRIES + 1))), "index"),
        (seen((HEADLINE + PARAGRAPH) * 10), "index"),
        (seen(("<p>Senin, 4 Mei 2026 | 14:50 WIB</p>" + PARAGRAPH) * 10), "index"),
        (seen(TEASER, LOCKED), "paywall"),
        (seen(SHORT, LOCKED), "paywall"),
        (seen(SHORT + "<p>Silakan berlangganan</p>", ARTICLE), "paywall"),
        (seen("<p>Verifikasi bahwa Anda manusia</p>"), "wall"),
        (seen(NOTHING, title="Just a moment..."), "wall"),
        (seen(TEASER, VIDEO), "video"),
        (seen(TEASER, {"@type": ["Thing", "VideoObject"]}), "video"),
        (seen(TEASER, og_type="Video.other"), "video"),
        (seen(TEASER, title="LIVE Update: Final Piala Nusantara"), "live"),
        (seen(("<p>14:50 WIB</p>" + PARAGRAPH) * 10, title="Live Report Banjir Kota Lamat"), "live"),
        (seen(TEASER, GALLERY), "photos"),
        (seen(TEASER, title="Foto: Warna-warni Pasar Lamat"), "photos"),
        (seen(TEASER, {"@type": ["WebPage", "MediaGallery"]}), "photos"),
        (seen(TEASER), "other"),
        (seen(TEASER, og_type="website"), "other"),
        (seen(PARAGRAPH, ARTICLE), "other"),
        (seen(NOTHING + HEADLINE * (MANY_HEADLINES - 1)), "other"),
        (seen(NOTHING + "<p><a href=/politik>Politik</a></p>" * 20), "other"),
        (Evidence(), "other"),
    ],
)
def test_a_page_without_a_story_is_named(evidence: Evidence, kind: NoArticleKind) -> None:
    assert no_article(evidence) == kind


@pytest.mark.parametrize(
    ("evidence", "kind"),
    [
        (seen(NOTHING + HEADLINE * 20, title="404 not found"), "error"),
        (seen(NOTHING + HEADLINE * 20 + "<p>Silakan berlangganan</p>", LOCKED), "index"),
        (seen("<p>Silakan berlangganan, aktifkan JavaScript</p>"), "paywall"),
        (seen("<p>Aktifkan JavaScript</p>", VIDEO), "wall"),
    ],
    ids=["error before index", "index before paywall", "paywall before wall", "wall before video"],
)
def test_of_two_reasons_the_surer_is_given(evidence: Evidence, kind: NoArticleKind) -> None:
    assert no_article(evidence) == kind


TITLED = {"headline": TITLE}


@pytest.mark.parametrize(
    ("evidence", "kind"),
    [
        (seen(TEASER + HEADLINE * 20, {**LOCKED, **TITLED}), "paywall"),
        (seen(TEASER + HEADLINE * 20, {**VIDEO, "name": f"Video: {TITLE}"}), "video"),
        (seen(TEASER + HEADLINE * 20, {**LOCKED, "headline": "Pasar Lama kembali dibuka"}), "index"),
        (seen(TEASER + HEADLINE * 20, VIDEO), "index"),
        (seen(TEASER + HEADLINE * 20, {**GALLERY, "name": TITLE}), "photos"),
        (seen(TEASER + HEADLINE * 20, GALLERY), "index"),
        (seen(LONG, {**LOCKED, **TITLED}), None),
        (seen(SHORT, {**VIDEO, **TITLED}), None),
        (seen(TEASER + HEADLINE * 20, {**ARTICLE, **TITLED}), None),
        (seen(TEASER + HEADLINE * 20, {**ARTICLE, "headline": "Pasar Lama kembali dibuka"}), "index"),
        (seen(TEASER + HEADLINE * 20, og_type="article"), "index"),
    ],
    ids=[
        "locked",
        "video",
        "another's lock",
        "a video without a name",
        "gallery",
        "a gallery without a name",
        "long though locked",
        "beside a video",
        "a report of two sentences",
        "another's report",
        "a report without a name",
    ],
)
def test_what_a_page_declares_of_its_own_headline_goes_before_the_lists_below(
    evidence: Evidence, kind: NoArticleKind | None
) -> None:
    assert no_article(evidence) == kind


def test_a_running_report_is_no_article() -> None:
    assert no_article(seen(LONG, {"@type": "LiveBlogPosting", "headline": TITLE})) == "live"


@pytest.mark.parametrize(
    "title", ["Live streaming final ditonton warga", "Foto lama warga ditemukan di museum"]
)
def test_a_story_may_be_about_pictures_or_a_running_report(title: str) -> None:
    assert no_article(seen(SHORT, GALLERY, title=title)) is None


@pytest.mark.parametrize(
    ("evidence", "kind"),
    [
        (seen(PARAGRAPH * 5 + HEADLINE * 7 + PARAGRAPH * 5), None),
        (seen(PARAGRAPH * 2 + HEADLINE * 9 + PARAGRAPH * 2), "index"),
        (seen(PARAGRAPH * 5 + "<p>Senin, 4 Mei 2026 | 14:50 WIB</p>" * 7 + PARAGRAPH * 5), None),
    ],
    ids=["a list inside of a story", "more links than story", "dates inside of a story"],
)
def test_a_story_may_hold_one_list(evidence: Evidence, kind: NoArticleKind | None) -> None:
    assert no_article(evidence) == kind


@pytest.mark.parametrize("kind", ["error", "wall", "paywall"])
def test_a_long_story_may_be_about_such_pages(kind: str) -> None:
    for phrase in read_table("page_phrases.toml")[kind]:
        title = f"Warga mengeluh: {phrase}"
        assert no_article(seen(f"<p>{phrase}</p>{LONG}", LOCKED, title=title)) is None
        assert no_article(seen(f"<p>{phrase}</p>{LONG}", title=title)) is None


def test_every_phrase_is_written_as_it_is_compared() -> None:
    for phrases in read_table("page_phrases.toml").values():
        assert [phrase for phrase in phrases if phrase != " ".join(phrase.casefold().split())] == []


@pytest.mark.parametrize("kind", ["error", "wall", "paywall", "index"])
def test_every_phrase_is_found_in_any_case(kind: NoArticleKind) -> None:
    for phrase in read_table("page_phrases.toml")[kind]:
        shown = NOTHING if kind in ("error", "index") else f"<p>Maaf, {phrase.upper()}</p>"
        title = {"error": f"Maaf, {phrase.upper()}", "index": f"{phrase.upper()} Mei"}.get(kind, TITLE)
        assert no_article(seen(shown, title=title)) == kind


def test_a_headline_is_enough_where_the_page_has_no_title() -> None:
    evidence = Evidence(facts=PageFacts(headlines=("Indeks", "Berita")))
    assert no_article(evidence) == "index"


def test_a_list_is_named_at_the_start_of_the_title_only() -> None:
    assert no_article(seen(SHORT, title="Warga cari berita terkini soal jembatan")) is None


def test_a_declared_article_may_speak_of_a_wall() -> None:
    text = f"<p>Petugas meminta CAPTCHA</p>{SHORT}"
    assert (no_article(seen(text, ARTICLE)), no_article(seen(text))) == (None, "wall")


def test_words_far_below_are_not_the_pages_own() -> None:
    below = "<p>x</p>" * SHOWN_LINES + "<p>Silakan berlangganan</p>"
    assert no_article(seen(SHORT + below)) is None


def test_links_outside_of_the_story_make_no_list() -> None:
    teaser = f"<p><a href=/x>{SENTENCE * 3}</a> {SENTENCE}</p>"
    assert no_article(seen(HEADLINE * 10 + SHORT + HEADLINE * 10 + teaser)) is None


def test_a_story_without_an_element_is_no_list() -> None:
    evidence = dataclasses.replace(seen((HEADLINE + PARAGRAPH) * 10), around=())
    assert no_article(evidence) is None


@pytest.mark.parametrize(
    ("evidence", "kind"),
    [
        (photo_page(TEASER), None),
        (photo_page(TEASER + HEADLINE * 20), None),
        (photo_page(TEASER, GALLERY), None),
        (photo_page(TEASER + HEADLINE * 20, {**GALLERY, "name": TITLE}), None),
        (photo_page(TEASER, VIDEO), "video"),
        (photo_page(TEASER + HEADLINE * 20, VIDEO), "index"),
        (photo_page(TEASER, LOCKED), "paywall"),
        (photo_page(TEASER + HEADLINE * 20, LOCKED), "index"),
    ],
    ids=[
        "captions",
        "beside headlines",
        "gallery",
        "gallery beside headlines",
        "video",
        "video beside headlines",
        "locked",
        "locked beside headlines",
    ],
)
def test_captions_are_a_story_where_pictures_are_shown(
    evidence: Evidence, kind: NoArticleKind | None
) -> None:
    assert no_article(evidence) == kind


@pytest.mark.parametrize("value", [False, "False", "false"])
def test_a_lock_is_declared_as_a_word_or_a_truth_value(value: object) -> None:
    assert no_article(seen(SHORT, {**ARTICLE, "isAccessibleForFree": value})) == "paywall"


@pytest.mark.parametrize("value", [True, "True", None, []])
def test_what_is_free_is_not_locked(value: object) -> None:
    assert no_article(seen(SHORT, {**ARTICLE, "isAccessibleForFree": value})) is None


@pytest.mark.parametrize(
    ("facts", "marked"),
    [
        (PageFacts(metas=(("og:type", " Article "),)), True),
        (PageFacts(objects=(ARTICLE,)), True),
        (PageFacts(objects=({"@type": ["Thing", "BlogPosting"]},)), True),
        (PageFacts(metas=(("og:type", "website"),), objects=(VIDEO,)), False),
        (PageFacts(metas=(("og:title", "article"),)), False),
        (PageFacts(), False),
    ],
)
def test_a_page_calls_itself_an_article(facts: PageFacts, marked: bool) -> None:
    assert is_marked_article(facts) is marked


@pytest.mark.parametrize(
    ("text", "feed"),
    [
        ("<rss version='2.0'>", True),
        ("\n<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>", True),
        ("<?xml version='1.0'?><!-- dibuat mesin --><urlset>", True),
        ("<sitemapindex>", True),
        ("<rdf:RDF>", True),
        ("<!doctype html><html><body><rss>", False),
        ("<feedback>", False),
        ("rss", False),
        ("", False),
        ("<!--" * 20_000, False),
        (" " * 100_000, False),
    ],
    ids=["rss", "atom", "sitemap", "sitemaps", "rdf", "html", "other", "word", "empty", "comments", "blank"],
)
def test_a_feed_is_known_by_its_first_element(text: str, feed: bool) -> None:
    assert is_feed(text) is feed


@given(st.lists(st.sampled_from([HEADLINE, PARAGRAPH, NOTHING, "<p>4 Mei 2026</p>"]), max_size=30), st.text())
@settings(max_examples=80, deadline=None)
def test_less_than_a_story_is_never_an_article(parts: list[str], title: str) -> None:
    evidence = seen("".join(parts), title=title)
    if prose_chars(evidence.story) < STORY_CHARS:
        assert no_article(evidence) is not None
