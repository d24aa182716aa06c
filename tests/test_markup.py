"""markup: the tree of a page, its lines, and what it says about itself."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.markup import (
    ATTRIBUTE_LIMIT,
    JSON_DEPTH,
    PROSE_LINE_CHARS,
    TAG_LIMIT_CHARS,
    UNMARKED_DATES,
    Element,
    Line,
    body_without_machinery,
    canonical_of,
    captions_of,
    drop,
    is_heading,
    is_named_story,
    is_noise,
    lines_of,
    links_of,
    page_facts,
    page_of,
    parse,
    prose_chars,
    without_teasers,
)
from bot.intake.metadata import PageFacts

SENTENCE = "Wali Kota Surya Pradana meresmikan jembatan di atas Sungai Lamat pada Senin pagi."


def body_of(markup: str) -> Element:
    tree = parse(f"<!doctype html><html><body>{markup}</body></html>")
    assert tree is not None
    return tree.find("body")


def first(markup: str) -> Element:
    return body_of(markup)[0]


def texts_of(markup: str) -> list[str]:
    return [line.text for line in lines_of(body_of(markup))]


def facts_of(body: str = "", head: str = "", attributes: str = "") -> PageFacts:
    tree = parse(f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return page_facts(tree, "https://kabarnusa.example/x")


def objects_of(script: str) -> list[dict[str, Any]]:
    return [
        dict(entry) for entry in facts_of(f'<script type="application/ld+json">{script}</script>').objects
    ]


# --- the tree --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "\x00", "<html><frameset><frame src=a></frameset></html>"])
def test_what_has_no_body_has_no_tree(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p>Jembatan <!-- catatan -->dibuka", ["Jembatan dibuka"]),
        ("<p>Jembatan <?php echo 1 ?>dibuka", ["Jembatan dibuka"]),
        ("<p>Jem\x00batan", ["Jembatan"]),
        ("<p>Jembatan \ud83d dibuka", ["Jembatan ? dibuka"]),
        ("<p>Sungai&nbsp;Lamat &amp; Serayu", ["Sungai Lamat & Serayu"]),
    ],
    ids=["comment", "instruction", "nul", "lone surrogate", "entities"],
)
def test_only_what_a_reader_sees_is_text(markup: str, texts: list[str]) -> None:
    assert texts_of(markup) == texts


@pytest.mark.parametrize(("count", "kept"), [(ATTRIBUTE_LIMIT, True), (ATTRIBUTE_LIMIT + 1, False)])
def test_an_element_with_countless_attributes_loses_them_and_keeps_its_text(count: int, kept: bool) -> None:
    element = first(f"<div {' '.join(f'a{i}=1' for i in range(count))}>Jembatan</div>")
    assert (bool(element.attrib), element.text) == (kept, "Jembatan")


def test_a_monstrous_tag_is_left_out_and_what_follows_it_stays() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * TAG_LIMIT_CHARS}">'
    body = body_of(f"<p>Sebelum {picture}sesudah")
    assert (texts_of(f"<p>Sebelum {picture}sesudah"), body.find(".//img")) == (["Sebelum sesudah"], None)


@pytest.mark.parametrize("tag", ["div", "b", "a", "blockquote", "table><tr><td"])
def test_deep_nesting_ends_and_keeps_the_text_before_it(tag: str) -> None:
    assert texts_of(f"<p>{SENTENCE}</p>{f'<{tag}>' * 20_000}jauh di dalam")[0] == SENTENCE


@pytest.mark.parametrize(
    "machinery",
    [
        "<script>var a = 1</script>",
        "<form><button>Cari</button></form>",
        "<nav><a href=/>Beranda</a></nav>",
        "<aside>Terpopuler</aside>",
        "<figure><img><figcaption>Jembatan</figcaption></figure>",
        "<amp-ad>Iklan</amp-ad>",
        "<p style='display: none'>Iklan</p>",
        "<p style='VISIBILITY:hidden'>Iklan</p>",
        "<p hidden>Iklan</p>",
        "<div hidden><p hidden style='display:none'>Iklan</p></div>",
    ],
)
def test_machinery_and_what_is_hidden_go_and_the_text_behind_stays(machinery: str) -> None:
    tree = parse(f"<html><body><div>Depan {machinery} belakang</div></body></html>")
    assert tree is not None
    shown = " ".join(line.text for line in lines_of(body_without_machinery(tree)))
    assert shown == "Depan belakang"


def test_a_styled_paragraph_that_shows_stays() -> None:
    tree = parse(f"<p style='display: block; color: red'>{SENTENCE}</p>")
    assert tree is not None
    assert [line.text for line in lines_of(body_without_machinery(tree))] == [SENTENCE]


def test_the_tree_keeps_its_machinery() -> None:
    tree = parse("<body><nav>Beranda</nav><p hidden>Iklan</p></body>")
    assert tree is not None
    body_without_machinery(tree)
    assert [line.text for line in lines_of(tree)] == ["Beranda", "Iklan"]


def test_an_element_may_be_dropped_twice() -> None:
    body = body_of("<div>Depan <b>tengah</b> belakang</div>")
    bold = body.find(".//b")
    drop(bold)
    drop(bold)
    assert [line.text for line in lines_of(body)] == ["Depan belakang"]


@pytest.mark.parametrize(
    ("tag", "texts"), [("div", ["Satu", "dua"]), ("table", ["Satu", "dua"]), ("span", ["Satudua"])]
)
def test_what_stood_around_a_dropped_part_stays_apart(tag: str, texts: list[str]) -> None:
    body = body_of(f"<div>Satu<{tag} id=x>Iklan</{tag}>dua</div>")
    drop(body.find(".//*[@id='x']"))
    assert [line.text for line in lines_of(body)] == texts


@pytest.mark.parametrize(
    ("machinery", "texts"),
    [
        ("<figure><img></figure>", ["Satu", "dua"]),
        ("<nav>Menu</nav>", ["Satu", "dua"]),
        ("<script>x()</script>", ["Satudua"]),
    ],
)
def test_parts_of_the_machinery_part_lines_and_scripts_do_not(machinery: str, texts: list[str]) -> None:
    tree = parse(f"<html><body><p>Satu{machinery}dua</p></body></html>")
    assert tree is not None
    found = [line.text for line in lines_of(body_without_machinery(tree))]
    assert found == texts


def test_the_page_of_a_body_is_a_copy() -> None:
    body = body_of(f"<p>{SENTENCE}</p>")
    parent = body.getparent()
    page = page_of(body)
    drop(page.find(".//p"))
    assert body.getparent() is parent
    assert [line.text for line in lines_of(body)] == [SENTENCE]
    assert lines_of(page) == []


@pytest.mark.parametrize(
    ("markup", "named"),
    [
        ("<div class=detail__body-text>", True),
        ("<div class='kolom Read__Content lebar'>", True),
        ("<div id=isi>", True),
        ("<div itemprop=articleBody>", True),
        ("<div class=isi-kotak>", False),
        ("<div data-role=articlebody>", False),
        ("<div>", False),
    ],
)
def test_outlets_name_the_body_of_an_article(markup: str, named: bool) -> None:
    assert is_named_story(first(markup)) is named


@pytest.mark.parametrize(
    ("markup", "noise"),
    [
        ("<div class=iklan>", True),
        ("<div class='kolom kotak-iklan'>", True),
        ("<div id=related_news>", True),
        ("<div class=BacaJuga>", True),
        ("<div class=sr-only>", True),
        ("<div class='text-sm visually-hidden'>", True),
        ("<div class=overflow-hidden>", False),
        ("<section role=region>", True),
        ("<main role=main>", False),
        ("<table>", True),
        ("<header>", True),
        ("<div class=periklanan>", False),
        ("<div class=kolom>", False),
        ("<div>", False),
    ],
)
def test_parts_beside_the_story_are_known_by_name_or_shape(markup: str, noise: bool) -> None:
    assert is_noise(first(markup)) is noise


TEASER = "<li><a href=/x>Harga cabai di pasar induk turun tajam</a><p>Pasokan kembali lancar.</p></li>"


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        (f"<ul>{TEASER * 3}</ul>", []),
        (f"<ul>{TEASER * 2}</ul>", ["Harga cabai di pasar induk turun tajam", "Pasokan kembali lancar."] * 2),
        (f"<div><h3>Terkini</h3>{TEASER * 4}<p>Lainnya</p></div>", ["Terkini", "Lainnya"]),
        (f"<div>{'<p><a href=/x>Harga cabai turun</a></p>' * 4}</div>", ["Harga cabai turun"] * 4),
        (f"<div>{f'<p>{SENTENCE} <a href=/x>Harga cabai di pasar induk</a></p>' * 3}</div>", None),
        (f"<div>{f'<div>{TEASER}<p>{SENTENCE * 8}</p></div>' * 3}</div>", None),
    ],
    ids=["a list", "two", "head and foot", "a menu", "links inside of paragraphs", "long entries"],
)
def test_entries_of_lists_of_stories_are_taken_out(markup: str, texts: list[str] | None) -> None:
    body = body_of(markup)
    before = [line.text for line in lines_of(body)]
    assert [line.text for line in lines_of(without_teasers(body))] == (before if texts is None else texts)
    assert [line.text for line in lines_of(body)] == before


# --- its lines -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p>Satu</p><p>Dua</p>", ["Satu", "Dua"]),
        ("Satu<br>Dua<br/><br>Tiga", ["Satu", "Dua", "Tiga"]),
        ("<div>Satu <b>dua</b> <i>tiga</i></div>", ["Satu dua tiga"]),
        ("<div>Satu<p>Dua</p>Tiga</div>", ["Satu", "Dua", "Tiga"]),
        ("<ul><li>Satu<li>Dua</ul>", ["Satu", "Dua"]),
        ("<b>Satu<div>Dua</div></b>Tiga", ["Satu", "Dua", "Tiga"]),
        ("<p>Satu\n   dua\t tiga </p>", ["Satu dua tiga"]),
        ("<p> </p><div><br></div>", []),
    ],
)
def test_blocks_and_breaks_part_lines_and_nothing_else_does(markup: str, texts: list[str]) -> None:
    assert texts_of(markup) == texts


def test_the_text_behind_an_element_is_not_among_its_lines() -> None:
    assert [line.text for line in lines_of(first("<p>Satu</p>Dua"))] == ["Satu"]


def test_a_line_knows_the_innermost_block_around_it() -> None:
    body = body_of("<div>Satu<p><b>Dua</b></p></div>Tiga")
    assert [line.block.tag for line in lines_of(body)] == ["div", "p", "body"]


def test_the_characters_in_links_are_counted() -> None:
    line, other = lines_of(body_of("<p>Baca juga: <a href=/><b>Jembatan</b> Lamat</a></p><p>Dibuka"))
    assert (line.link_chars, other.link_chars) == (len("Jembatan") + len("Lamat"), 0)


@pytest.mark.parametrize(
    ("markup", "link"),
    [
        (f"<p>Baca juga: <a href=/>{SENTENCE}</a>", True),
        ("<p>Jembatan itu dibangun bersama <a href=/>Jembatan Lamat di hulu</a>", False),
        (f"<p>{SENTENCE} <a href=/>Jembatan Lamat</a>", False),
        (f"<p>{SENTENCE}", False),
    ],
)
def test_a_line_that_is_nearly_all_link_is_a_link(markup: str, link: bool) -> None:
    assert [line.is_link for line in lines_of(body_of(markup))] == [link]


@pytest.mark.parametrize(
    ("length", "link_chars", "prose"),
    [
        (PROSE_LINE_CHARS, 0, PROSE_LINE_CHARS),
        (PROSE_LINE_CHARS - 1, 0, 0),
        (PROSE_LINE_CHARS + 20, 20, PROSE_LINE_CHARS),
        (PROSE_LINE_CHARS + 20, 21, 0),
    ],
)
def test_prose_is_what_is_long_enough_outside_of_links(length: int, link_chars: int, prose: int) -> None:
    line = Line("a" * length, link_chars, None)
    assert (line.prose_chars, prose_chars([line, line])) == (prose, 2 * prose)


@pytest.mark.parametrize(("markup", "heading"), [("<h2>Satu</h2>", True), ("<p>Satu</p>", False)])
def test_a_sub_headline_is_known_by_its_element(markup: str, heading: bool) -> None:
    assert is_heading(lines_of(body_of(markup))[0]) is heading


def test_captions_come_once_and_only_full_ones() -> None:
    caption = f"<figure><figcaption>{SENTENCE}\n</figcaption></figure>"
    assert captions_of(body_of(f"{caption}<figcaption>Foto: Antara</figcaption>{caption}")) == [SENTENCE]


_markup = st.recursive(
    st.sampled_from(["satu ", "dua", " tiga\n", "<br>"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["p", "div", "b", "a", "li", "table", "h1"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(_markup)
@settings(max_examples=80, deadline=None)
def test_the_lines_hold_all_of_the_text_in_its_order(markup: str) -> None:
    body = body_of(markup)
    lines = lines_of(body)
    assert "".join("".join(line.text.split()) for line in lines) == "".join("".join(body.itertext()).split())
    assert all(0 <= line.link_chars <= len(line.text) for line in lines)


@given(st.text(max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_text_has_lines_and_facts_or_no_tree(text: str) -> None:
    tree = parse(text)
    if tree is not None:
        assert all(line.text for line in lines_of(body_without_machinery(tree)))
        assert page_facts(tree, None).url is None


# --- what it says about itself ---------------------------------------------------------------


def test_a_meta_counts_by_each_of_its_names() -> None:
    head = "<meta property='OG:Title' content=Jembatan><meta name=date itemprop=datePublished content=2026>"
    facts = facts_of(head=head + "<meta name=kosong>")
    assert facts.datelines == ()
    assert facts.metas == (
        ("og:title", "Jembatan"),
        ("date", "2026"),
        ("datepublished", "2026"),
        ("kosong", ""),
    )


def test_title_headlines_address_and_language_are_read() -> None:
    head = "<title>Jembatan | Kabar</title><link rel=Canonical href=/jembatan><link rel=icon href=/i>"
    facts = facts_of("<h1>Jembatan <b>dibuka</b></h1>" + "<h1>x</h1>" * 9, head, "lang=id-ID")
    assert (facts.page_title, facts.canonical, facts.language) == ("Jembatan | Kabar", "/jembatan", "id-ID")
    assert facts.headlines == ("Jembatan dibuka", "x", "x", "x", "x")
    assert facts.url == "https://kabarnusa.example/x"


def test_a_page_that_says_nothing_has_empty_facts() -> None:
    assert facts_of("teks") == PageFacts(url="https://kabarnusa.example/x")


@pytest.mark.parametrize(
    ("script", "types"),
    [
        ('{"@type": "NewsArticle"}', ["NewsArticle"]),
        ('[{"@type": "WebPage"}, {"@type": "NewsArticle"}]', ["WebPage", "NewsArticle"]),
        ('{"@graph": [{"@type": "NewsArticle", "author": {"@type": "Person"}}]}', ["NewsArticle", "Person"]),
        ('//<![CDATA[\n{"@type": "NewsArticle"}\n//]]>', ["NewsArticle"]),
        ('{"@type": "NewsArticle"};', ["NewsArticle"]),
        ('{"@type": "NewsArticle", "articleBody": "satu\ndua"}', ["NewsArticle"]),
        ('{"@type": "NewsArticle", "author": [{"name": "Rina",},],}', ["NewsArticle"]),
        ('{"@type": "NewsArticle", "articleBody": "kata "siapa" tadi"}', []),
        ('{"name": "tanpa jenis"}', []),
        ('{"@type": [', []),
        ("", []),
        ('"kata"', []),
        ("[" * 100_000, []),
    ],
    ids=[
        "one",
        "list",
        "graph",
        "cdata",
        "semicolon",
        "break",
        "commas",
        "marks",
        "untyped",
        "broken",
        "empty",
        "word",
        "deep",
    ],
)
def test_json_ld_is_read_as_outlets_write_it(script: str, types: list[str]) -> None:
    assert [entry["@type"] for entry in objects_of(script)] == types


@pytest.mark.parametrize(("depth", "found"), [(JSON_DEPTH - 1, 1), (JSON_DEPTH, 0)])
def test_json_ld_is_searched_to_a_depth(depth: int, found: int) -> None:
    assert len(objects_of('{"a":' * depth + '{"@type": "NewsArticle"}' + "}" * depth)) == found


def test_other_scripts_are_no_json_ld() -> None:
    assert facts_of('<script>{"@type": "NewsArticle"}</script>').objects == ()


@pytest.mark.parametrize(
    ("markup", "byline"),
    [
        ("<span class=author>Rina Wulandari</span>", "Rina Wulandari"),
        ("<a rel=author href=/>Rina Wulandari</a>", "Rina Wulandari"),
        ("<div class='detail penulis'>Rina <b>Wulandari</b></div>", "Rina Wulandari"),
        ("<p>Penulis: <b>Rina Wulandari</b><br>Senin</p>", "Penulis: Rina Wulandari"),
        ("<p><span>Reporter:</span> <a href=/r>Rina Wulandari</a></p>", "Reporter: Rina Wulandari"),
        ("<li><span class=sr-only>Penulis, </span><b>Rina Wulandari</b></li>", "Penulis: Rina Wulandari"),
    ],
)
def test_a_byline_is_known_by_its_name_or_its_first_words(markup: str, byline: str) -> None:
    assert facts_of(markup).bylines == (byline,)


@pytest.mark.parametrize(
    "markup",
    [
        "<span class=authority>Rina Wulandari</span>",
        f"<div class=author>{SENTENCE * 3}</div>",
        f"<div class=author>{'<b>Rina</b>' * 12}</div>",
        "<meta name=author class=author content=Rina>",
        "<strong id=article-byline class=sr-only>Informasi artikel</strong>",
        "<li><span class=sr-only>Peranan, </span><b>Wartawan</b></li>",
    ],
    ids=["other word", "long text", "many elements", "meta", "unseen", "another label"],
)
def test_a_part_of_the_page_is_no_byline(markup: str) -> None:
    assert facts_of(markup).bylines == ()


def test_dates_come_exact_first_then_after_the_headline_then_the_nearest_before() -> None:
    body = (
        "<time>1 Mei 2026</time><div class=date>2 Mei 2026</div><h1>Jembatan</h1>"
        "<p>Ditulis 3 Mei 2026</p><span class=tanggal>4 Mei 2026</span>"
        "<time itemprop=datePublished datetime=2026-05-05>kemarin</time>"
    )
    assert facts_of(body).datelines == (
        "2026-05-05", "4 Mei 2026", "Ditulis 3 Mei 2026", "2 Mei 2026", "1 Mei 2026",
    )  # fmt: skip


def test_a_line_with_a_clock_is_as_good_as_a_marked_date() -> None:
    body = (
        "<h1>Jembatan</h1><p>Warga menonton, 3 Mei 2026</p><span>Senin, 4 Mei 2026 16:40 WIB</span>"
        "<div class=teaser><span class=date>5 Mei 2026 08:00 WIB</span></div>"
    )
    assert facts_of(body).datelines[0] == "Senin, 4 Mei 2026 16:40 WIB"


@pytest.mark.parametrize(
    ("markup", "editors"),
    [
        (f"<div>{60 * chr(32)}Editor : <a href=/e>Heri Adi</a></div>", ("Heri Adi",)),
        ("<div>Penulis: <a href=/e>Heri Adi</a></div>", ()),
        (f"<p>Editor: {SENTENCE} {SENTENCE}</p>", ()),
        ("<script>Editor: Heri</script>", ()),
    ],
)
def test_editors_are_known_by_their_label(markup: str, editors: tuple[str, ...]) -> None:
    assert facts_of(markup).editors == editors


def test_dates_far_from_the_headline_are_others() -> None:
    others = "<p class=date>5 Mei 2026 08:00 WIB</p>" + "<i></i>" * 90
    near = "<p class=date>4 Mei 2026 16:40 WIB</p><h1>Jembatan</h1>"
    found = facts_of(others + near + "<i></i>" * 90 + others).datelines
    assert found == ("4 Mei 2026 16:40 WIB", "5 Mei 2026 08:00 WIB")


def test_a_machine_readable_time_comes_before_its_words() -> None:
    assert facts_of("<h1>Jembatan</h1><time datetime=2026-05-01>1 Mei</time>").datelines == (
        "2026-05-01",
        "1 Mei",
    )


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("<h1>Jembatan</h1>" + "".join(f"<p>{day} Mei 2026</p>" for day in range(1, 9)), UNMARKED_DATES),
        ("<p>1 Mei 2026</p><h1>Jembatan</h1>", 0),
        (f"<h1>Jembatan</h1><p>{SENTENCE} Jembatan itu dibangun sejak 2024.</p>", 0),
        ("<h1>Jembatan</h1><p>pukul 20.26</p>", 0),
    ],
    ids=["the first few", "before the headline", "a sentence", "no year"],
)
def test_an_unmarked_line_below_the_headline_may_be_a_date(body: str, count: int) -> None:
    assert len(facts_of(body).datelines) == count


def test_links_are_those_that_a_reader_may_follow_and_the_next_page() -> None:
    tree = parse(
        "<html><head><link rel=canonical href=/a><link rel=next href='/a?page=2'>"
        "<link rel=icon href=/i></head>"
        "<body><a href=/b>Halaman <b>2</b></a><a>tanpa alamat</a></body></html>"
    )
    assert tree is not None
    assert links_of(tree) == [("/a?page=2", ""), ("/b", "Halaman 2")]
    assert canonical_of(tree) == "/a"


CONTROLS = ["\x00", "\x08", "\x0b", "\x0c", "\x1f", "\ufffe"]
REFERENCES = ["&#8;", "&#x1F;", "&#65535;", "&#&#8;8;", "&#\x088;"]


@pytest.mark.parametrize("character", [*CONTROLS, *REFERENCES])
def test_a_character_that_xml_does_not_know_stops_no_tree_from_being_cut(character: str) -> None:
    page = parse(f"<html><body><p>{SENTENCE}<b hidden>x</b>{character}Lalu</p></body></html>")
    lines = lines_of(body_without_machinery(page))
    assert lines[0].text.startswith(SENTENCE)
    assert lines[0].text.endswith("Lalu")
