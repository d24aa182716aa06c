"""paging: the pages of one story, by their addresses, and their texts as one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.data import read_table
from bot.intake.paging import (
    MAX_PAGES,
    Link,
    Paging,
    brings_more,
    find_paging,
    is_answer,
    is_whole,
    joined,
    paging_of,
)
from bot.records import PARAGRAPH_BREAK, Article, Page

STORY = "https://daerah.kabarpesisir.example/read/2025/05/09/1/lumbung-desa"

LEAD = "Warga desa kembali mengisi lumbung padi bersama yang sempat kosong selama belasan tahun."
RULE = "Peminjam wajib mengembalikan gabah setelah panen berikutnya dengan tambahan satu kilogram."
NEIGHBOURS = "Tiga desa di sekitarnya sudah datang belajar dan akan membangun lumbung tahun depan."
QUOTE = '"Yang membangun tetap warga sendiri, pemerintah hanya memberi seng dan semen," kata kepala dinas.'


def numbers(*hrefs: str, url: str = STORY, canonical: str = "") -> dict[int, str]:
    return dict(find_paging([Link(href, "2") for href in hrefs], url, canonical=canonical).numbered)


def article(*paragraphs: str, headings: tuple[int, ...] = ()) -> Article:
    return Article(PARAGRAPH_BREAK.join(paragraphs), title="Lumbung Desa", headings=headings)


@pytest.mark.parametrize(
    "href",
    [
        f"{STORY}?page=2",
        "?page=2",
        "?halaman=2#isi",
        f"{STORY}/?page_num=2",
        f"{STORY}/2",
        f"{STORY}/page/2/",
        f"{STORY}-part2",
        f"{STORY}?utm_source=beranda&page=2",
        f" {STORY}?page=2 ",
    ],
)
def test_a_link_to_the_next_page_is_known_by_its_address(href: str) -> None:
    assert list(numbers(href)) == [2]


@pytest.mark.parametrize(
    "href", ["?page=all", "?single=1", f"{STORY}?page=all#page2", "?utm_medium=x&page=all"]
)
def test_a_link_to_the_whole_story_is_known_by_its_address(href: str) -> None:
    paging = find_paging([Link(href, "Show All")], STORY)
    assert paging.whole is not None
    assert paging.whole.startswith(STORY)
    assert "#" not in paging.whole


@pytest.mark.parametrize(
    "href",
    [
        "/read/2025/05/09/2/lumbung-kota?page=2",
        "https://kabarpesisir.example/read/2025/05/09/1/lumbung-desa?page=2",
        "https://lain.example/read/2025/05/09/1/lumbung-desa?page=2",
        f"{STORY}?id=7&page=2",
        f"{STORY}-kedua",
        f"{STORY}/komentar",
        f"{STORY}?page=0",
        f"{STORY}?page={MAX_PAGES + 1}",
        f"{STORY}?page=dua",
        f"{STORY}?page=²",
        f"javascript:open('{STORY}?page=2')",
        "mailto:redaksi@kabarpesisir.example?page=2",
        "http://[",
        "",
        "#page=2",
    ],
)
def test_other_addresses_are_no_pages_of_the_story(href: str) -> None:
    assert find_paging([Link(href, "2")], STORY) == Paging()


def test_a_headline_that_links_to_a_page_of_the_story_is_no_page_link() -> None:
    teaser = "Lumbung desa diisi kembali setelah belasan tahun kosong"
    assert find_paging([Link("?page=2", teaser)], STORY) == Paging()


def test_a_number_for_a_name_makes_no_next_page() -> None:
    assert numbers("https://a.example/read/12/2", url="https://a.example/read/12") == {}
    assert numbers("https://a.example/read/13", url="https://a.example/read/1") == {}


def test_a_parameter_that_names_the_story_is_part_of_its_address() -> None:
    url = "https://a.example/baca.php?id=7&utm_source=wa"
    assert numbers("?id=7&page=2", "?id=8&page=3", "?page=4", url=url) == {
        2: "https://a.example/baca.php?id=7&page=2"
    }


def test_each_number_has_one_address_and_the_page_itself_none() -> None:
    found = numbers("?page=1", "?page=2", f"{STORY}?page=2&fbclid=x", "?page=3")
    assert found == {2: f"{STORY}?page=2", 3: f"{STORY}?page=3"}


@pytest.mark.parametrize("url", [f"{STORY}?page=2", f"{STORY}/2", f"{STORY}-part2"])
def test_from_a_later_page_the_way_leads_to_the_first(url: str) -> None:
    paging = find_paging([Link(f"{STORY}?page=3", "3")], url, canonical=STORY)
    assert paging.own == 2
    assert dict(paging.numbered) == {1: STORY, 3: f"{STORY}?page=3"}


def test_without_a_canonical_address_the_first_page_is_the_one_without_a_number() -> None:
    paging = find_paging([Link("?id=7&page=3", "3")], "https://a.example/baca?id=7&page=2")
    assert paging.numbered[1] == "https://a.example/baca?id=7"


@pytest.mark.parametrize("url", [f"{STORY}?page=all", f"{STORY}?single=1", f"{STORY}/all"])
def test_the_whole_story_has_no_further_pages(url: str) -> None:
    assert find_paging([Link("?page=2", "2")], url, canonical=STORY) == Paging()


def test_a_canonical_address_of_another_host_is_not_followed() -> None:
    assert (
        find_paging([Link("https://b.example/x?page=2", "2")], STORY, canonical="https://b.example/x")
        == Paging()
    )


@pytest.mark.parametrize("canonical", ["", "http://[", "javascript:void", "/"])
def test_a_canonical_address_that_is_none_changes_nothing(canonical: str) -> None:
    assert numbers("?page=2", canonical=canonical) == {2: f"{STORY}?page=2"}


def test_the_links_are_read_from_the_page_and_its_head() -> None:
    head = f'<link rel="next" href="{STORY}?page=2"><link rel="stylesheet" href="{STORY}?page=5">'
    body = '<a href="?page=3">3</a> <a href="?page=all">Semua</a>'
    page = Page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "text/html", "utf-8", STORY)
    paging = paging_of(page)
    assert paging.whole == f"{STORY}?page=all"
    assert dict(paging.numbered) == {2: f"{STORY}?page=2", 3: f"{STORY}?page=3"}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"Halo", b"<a href", b"<a href='?page=2'>"])
def test_a_page_without_an_address_or_links_has_no_further_pages(content: bytes) -> None:
    assert paging_of(Page(content)) == Paging()
    assert paging_of(Page(content[:6], url=STORY)) == Paging()


def test_every_mark_of_the_table_is_used() -> None:
    table = read_table("paging.toml")
    for name in table["number"]:
        assert list(numbers(f"?{name}=2")) == [2]
    for ending in table["path_number"]:
        assert list(numbers(STORY + ending.replace("#", "2"))) == [2]
    for mark in [*(f"?{mark}" for mark in table["whole"]), *table["path_whole"]]:
        assert find_paging([Link(STORY + mark)], STORY).whole == STORY + mark
    for name in table["trackers"]:
        assert list(numbers(f"?{name.replace('*', 'x')}=a&page=2")) == [2]


def test_pages_become_one_story_without_what_is_repeated() -> None:
    first = article(LEAD, "Aturan meminjam", RULE, headings=(1,))
    second = article(LEAD, "Ditiru desa lain", NEIGHBOURS, QUOTE, headings=(1,))
    story = joined([first, second], first)
    assert story.text.split(PARAGRAPH_BREAK) == [
        LEAD, "Aturan meminjam", RULE, "Ditiru desa lain", NEIGHBOURS, QUOTE,
    ]  # fmt: skip
    assert story.headings == (1, 3)
    assert story.title == "Lumbung Desa"


def test_a_paragraph_is_known_again_inside_of_a_longer_one() -> None:
    declared = article(f"{LEAD} {RULE} {NEIGHBOURS}")
    assert joined([declared, article(RULE, QUOTE)], declared).text.split(PARAGRAPH_BREAK)[1:] == [QUOTE]


def test_what_a_page_says_twice_itself_stays() -> None:
    refrain = article(LEAD, RULE, LEAD)
    assert joined([refrain], refrain) == refrain


def test_a_page_that_says_the_same_brings_no_more() -> None:
    first = article(LEAD, RULE)
    assert not brings_more(article(RULE, LEAD), [first])
    assert brings_more(article(RULE, QUOTE), [first])


def test_the_whole_story_holds_the_first_page() -> None:
    first = article(LEAD, RULE)
    assert is_whole(article(LEAD, RULE, QUOTE), first)
    assert is_whole(first, first)
    assert not is_whole(article(LEAD), first)
    assert not is_whole(article(NEIGHBOURS, QUOTE, NEIGHBOURS), first)


@pytest.mark.parametrize(
    ("answered", "is_it"),
    [
        (f"{STORY}?page=2", True),
        (STORY, True),
        (STORY.replace("https", "http"), True),
        ("https://daerah.kabarpesisir.example/", False),
        ("https://masuk.kabarpesisir.example/read/2025/05/09/1/lumbung-desa", False),
        (None, False),
    ],
)
def test_a_redirect_to_something_else_is_no_page_of_the_story(answered: str | None, is_it: bool) -> None:
    assert is_answer(Page(b"", url=answered), f"{STORY}?page=2", Page(b"", url=STORY)) is is_it


@given(st.lists(st.text(max_size=40), max_size=5), st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_address_is_answered(hrefs: list[str], canonical: str) -> None:
    paging = find_paging([Link(href) for href in hrefs], STORY, canonical=canonical)
    assert all(1 <= number <= MAX_PAGES for number in paging.numbered)


@given(st.lists(st.lists(st.sampled_from([LEAD, RULE, QUOTE, "Pendek"]), min_size=1), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_joining_keeps_every_paragraph_and_every_heading(pages: list[list[str]]) -> None:
    articles = [article(*page, headings=(0,)) for page in pages]
    story = joined(articles, articles[0])
    paragraphs = story.text.split(PARAGRAPH_BREAK)
    assert set(paragraphs) == {paragraph for page in pages for paragraph in page}
    assert all(index < len(paragraphs) for index in story.headings)
