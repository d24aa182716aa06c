"""metadata: headline, outlet, authors, date and address from what a page says about itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.metadata import PageFacts, agree, object_title, read_metadata

URL = "https://news.detik.com/berita/d-1/jembatan"
TITLE = "Jembatan Lamat Dibuka untuk Umum"


@pytest.mark.parametrize(
    ("headline", "title", "same"),
    [
        (TITLE, f"{TITLE} - detikNews", True),
        (TITLE, TITLE.upper(), True),
        (TITLE, f"{TITLE[:24]}...", True),
        (TITLE, "Pasar Lama Kembali Dibuka", False),
        ("", TITLE, False),
        (TITLE, "", False),
    ],
)
def test_a_title_may_be_longer_or_cut_and_is_the_headlines_still(
    headline: str, title: str, same: bool
) -> None:
    assert agree(headline, title) is same


def test_an_object_is_called_by_its_headline_or_its_name() -> None:
    assert object_title({"headline": " Jembatan  &amp; Sungai ", "name": "x"}) == "Jembatan & Sungai"
    assert object_title({"name": "Jembatan"}) == "Jembatan"
    assert object_title({"headline": ["Jembatan"]}) == ""


@pytest.mark.parametrize(
    ("declared", "headlines"),
    [
        (f"{TITLE} - detikNews", ()),
        (f"{TITLE} | Detik", ()),
        (f"Detik.com: {TITLE}", ()),
        (f"Berita | {TITLE} | Video", (TITLE,)),
        (TITLE, ("detikNews",)),
        (TITLE.replace(" ", "&nbsp;"), ()),
    ],
)
def test_the_headline_comes_without_the_outlets_name(declared: str, headlines: tuple[str, ...]) -> None:
    facts = PageFacts(metas=(("og:title", declared),), headlines=headlines, url=URL)
    assert read_metadata(facts).title == TITLE


@pytest.mark.parametrize(
    ("url", "name", "site"),
    [
        (URL, "detiknews", "detikcom"),
        ("https://celebrity.okezone.com/read/1", "celebrity.okezone.com", "Okezone"),
        ("https://kabarnusa.example/1", "Kabar Nusa", "Kabar Nusa"),
        ("https://www.kabarnusa.example/1", "www.kabarnusa.example", "kabarnusa.example"),
        ("https://www.kabarnusa.example/1", "", "kabarnusa.example"),
    ],
)
def test_the_outlet_has_the_name_that_readers_know(url: str, name: str, site: str) -> None:
    assert read_metadata(PageFacts(metas=(("og:site_name", name),), url=url)).site == site


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Rangga Wiratama", ("Rangga Wiratama",)),
        ("Rangga Wiratama, Sekar Ayu", ("Rangga Wiratama", "Sekar Ayu")),
        ("Rangga Wiratama dan Sekar Ayu", ("Rangga Wiratama", "Sekar Ayu")),
        ("oleh Rangga Wiratama - detikNews", ("Rangga Wiratama",)),
        ("RANGGA WIRATAMA", ("Rangga Wiratama",)),
        ("detikcom", ()),
        ("Tim Redaksi", ()),
        ("https://www.facebook.com/detikcom", ()),
        ("admin", ()),
    ],
)
def test_authors_are_people(author: str, names: tuple[str, ...]) -> None:
    assert read_metadata(PageFacts(metas=(("author", author),), url=URL)).authors == names


@pytest.mark.parametrize(
    ("canonical", "becomes"),
    [
        ("https://m.detik.com/berita/d-1", "https://m.detik.com/berita/d-1"),
        ("/berita/d-1", "https://news.detik.com/berita/d-1"),
        ("https://www.detik.com/", URL),
        ("https://penipu.example/berita/d-1", URL),
        ("javascript:alert(1)", URL),
        ("http://[", URL),
        ("", URL),
    ],
)
def test_a_canonical_address_is_believed_on_its_own_site_only(canonical: str, becomes: str) -> None:
    assert read_metadata(PageFacts(canonical=canonical, url=URL)).url == becomes


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)


@given(JSON, JSON, JSON, st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_whatever_a_page_declares_is_survived(
    author: object, headline: object, when: object, text: str
) -> None:
    entry = {
        "@type": ["NewsArticle"],
        "author": author,
        "headline": headline,
        "datePublished": when,
        "publisher": author,
    }
    read_metadata(
        PageFacts(
            metas=(("author", text), ("og:title", text), ("date", text)),
            objects=(entry,),
            canonical=text,
            url=URL,
        )
    )


@pytest.mark.parametrize(
    ("datelines", "published"),
    [
        (("Kamis, 5 Nov 2015 10:08 WIB",), "2015-11-05T10:08:00+07:00"),
        (("Rabu, 4 Nov 2015 10:08 WIB", "5 Nov 2015, 11:00 WITA"), "2015-11-05T11:00:00+08:00"),
        (("Rabu, 4 Nov 2015 10:08 WIB",), "2015-11-05"),
        ((), "2015-11-05"),
    ],
)
def test_the_hour_of_a_declared_day_may_be_printed_elsewhere(
    datelines: tuple[str, ...], published: str
) -> None:
    facts = PageFacts(metas=(("publishdate", "2015/11/05"),), datelines=datelines, url=URL)
    found = read_metadata(facts).published
    assert found is not None
    assert found.isoformat() == published


@pytest.mark.parametrize(
    ("bylines", "authors"),
    [
        (("Rina Wulandari", "Heri Adi"), ("Rina Wulandari",)),
        (("Heri Adi",), ("Heri Adi",)),
        ((), ("Heri Adi",)),
    ],
    ids=["another is named", "no other is", "nobody is"],
)
def test_whom_the_page_calls_its_editor_is_the_author_for_want_of_another(
    bylines: tuple[str, ...], authors: tuple[str, ...]
) -> None:
    facts = PageFacts(metas=(("author", "Heri Adi"),), bylines=bylines, editors=("Heri Adi",), url=URL)
    assert read_metadata(facts).authors == authors
