"""The page of a full translation: both languages, marked, and nothing that runs or loads."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.records import Digest, Entity
from bot.reply.page import escape, page, shown_name, web_address
from bot.reply.wording import Wording
from tests.test_render import long_digest, sample_digest, untranslated

VOID = {"meta", "link", "br", "img"}
LOADING = {"script", "link", "img", "iframe", "object", "embed", "audio", "video", "form"}


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def made(digest: Digest, language: str = "en") -> str:
    return page(digest, Wording(language)).decode()


def pairs(html: str) -> list[str]:
    return re.findall(r'<div class="pair.*?</div>', html, re.DOTALL)


def test_every_sentence_stands_beside_its_original() -> None:
    found = pairs(made(sample_digest()))
    assert len(found) == 7
    assert '<p lang="en" dir="ltr" class="translation">The programme is financed' in found[4]
    assert '<p lang="id" dir="ltr" class="source">Program itu dibiayai' in found[4]


def test_every_sentence_has_a_number_that_leads_to_it_and_its_original() -> None:
    tags = _Page(made(sample_digest())).tags
    places = [attributes["id"] for tag, attributes in tags if tag == "div" and "id" in attributes]
    links = [attributes["href"] for tag, attributes in tags if attributes.get("class") == "number"]
    assert places == [f"s{number}" for number in range(1, 8)]
    assert links == [f"#{place}" for place in places]


def test_headings_and_summary_sentences_are_marked() -> None:
    classes = [re.findall('<div class="(.*?)"', pair)[0] for pair in pairs(made(sample_digest()))]
    assert classes == ["pair key", "pair", "pair", "pair heading", "pair key", "pair", "pair key"]


def test_a_quotation_is_marked_in_both_languages_with_its_speaker() -> None:
    html = made(sample_digest())
    spoken = pairs(html)[2]
    assert "“<mark>Dulu air masuk sampai dapur, sekarang anak-anak" in spoken
    assert "“<mark>The water used to come into the kitchen" in spoken
    assert f'{spoken}\n<p class="speaker">— Surya Prakoso</p>' in html


def test_scare_quotes_in_a_sentence_that_quotes_nobody_are_not_marked() -> None:
    digest = sample_digest()
    first, *others = digest.sentences
    changed = (replace(first, translation="A “green wall” stands."), *others)
    assert "<mark>" not in pairs(made(replace(digest, sentences=changed)))[0]


def test_names_are_marked_by_their_kind_in_both_languages() -> None:
    first = pairs(made(sample_digest()))[0]
    assert '<span class="name place">Demak</span> coast' in first
    assert '<span class="name organization">Ministry of Environment</span>' in first
    assert '<span class="name organization">Kementerian Lingkungan Hidup</span>' in first


@pytest.mark.parametrize(
    ("name", "translation", "shown"),
    [
        ("Kejaksaan", "Prosecution", "Prosecution (Kejaksaan)"),
        ("BNPT", "Counterterrorism Agency (BNPT)", "Counterterrorism Agency (BNPT)"),
        ("KPU RI", "Elections Commission (KPU)", "Elections Commission (KPU RI)"),
        ("Jakarta", "Jakarta", "Jakarta"),
    ],
)
def test_a_name_has_the_articles_own_beside_it_once(name: str, translation: str, shown: str) -> None:
    assert shown_name(Entity(name, "organization", translation=translation), Wording("en")) == shown


def test_the_longer_of_two_names_is_marked() -> None:
    names = (Entity("Demak", "place"), Entity("Residents of Demak", "organization"), Entity("mak", "person"))
    digest = sample_digest(entities=names)
    sentence = replace(digest.sentences[0], translation="Residents of Demak went to Demak.")
    first = pairs(made(replace(digest, sentences=(sentence,))))[0]
    assert first.count("<span") == 3
    assert '<span class="name organization">Residents of Demak</span>' in first


def test_the_page_names_both_languages_and_the_original_headline() -> None:
    html = made(sample_digest())
    assert html.startswith('<!doctype html>\n<html lang="en" dir="ltr">')
    assert '<p class="original-title" lang="id" dir="ltr">Warga Pesisir Demak' in html
    assert "15 September 2023, 9:34 pm (GMT+7)" in html


def test_a_script_from_right_to_left_runs_so() -> None:
    assert '<html lang="ar" dir="rtl">' in made(sample_digest(target="ar"))


def test_without_translation_there_is_one_column() -> None:
    html = made(untranslated(sample_digest()))
    assert '<body class="single">' in html
    assert 'class="translation"' not in html
    assert '<html lang="id"' in html


def test_a_sentence_without_translation_keeps_its_place_beside_the_original() -> None:
    digest = sample_digest()
    sentences = (replace(digest.sentences[0], translation=None), *digest.sentences[1:])
    html = made(replace(digest, sentences=sentences))
    assert html.count('<p class="translation absent">(not translated)</p>') == 1


def test_nothing_runs_and_nothing_is_loaded() -> None:
    html = made(sample_digest())
    parsed = _Page(html)
    assert not LOADING & {tag for tag, _ in parsed.tags}
    assert not re.search(r"url\(|@import|src=|\bon\w+=", html)
    assert "default-src 'none'" in html
    addresses = [attributes["href"] or "" for tag, attributes in parsed.tags if tag == "a"]
    assert [address for address in addresses if not address.startswith("#")] == [
        "https://warta-pesisir.example/daerah/mangrove-demak?ref=depan&hal=1"
    ]


def test_the_page_is_for_phones_the_dark_and_paper_too() -> None:
    html = made(sample_digest())
    assert 'name="viewport"' in html
    assert all(query in html for query in ("prefers-color-scheme:dark", "max-width:44rem", "@media print"))


def test_the_pages_own_words_are_in_the_readers_language() -> None:
    assert "Diterjemahkan oleh mesin" in made(sample_digest(), "id")


@pytest.mark.parametrize(
    ("url", "is_web"),
    [
        ("https://a.example/x", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        ("//a", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_are_linked(url: str | None, is_web: bool) -> None:
    assert (web_address(url) == url and url is not None) is is_web


def test_the_speakers_role_stands_beside_the_name() -> None:
    digest = sample_digest()
    role = replace(digest.quotes[0], speaker_role="petani", speaker_role_translation="<i>farmer</i>")
    html = page(replace(digest, quotes=(role,)), Wording("en")).decode()
    assert '<p class="speaker">— Surya Prakoso, &lt;i&gt;farmer&lt;/i&gt;</p>' in html


def test_escaping_takes_out_what_no_page_may_hold() -> None:
    assert escape("a\x00\x1b[2J\u202e<b>&\ud800'\"") == "a[2J&lt;b&gt;&amp;\ufffd'\""
    assert escape("'\"", attribute=True) == "&#x27;&quot;"


ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=120)


@settings(max_examples=50, deadline=None)
@given(text=ANY_TEXT, name=ANY_TEXT, start=st.integers(0, 150), length=st.integers(0, 150))
def test_whatever_an_article_holds_the_page_is_sound(text: str, name: str, start: int, length: int) -> None:
    digest = sample_digest()
    changes: dict[str, Any] = {
        "article": replace(digest.article, title=text, site=name, url=f"https://a.example/{name}"),
        "sentences": (replace(digest.sentences[0], source=text, end=len(text), translation=name),),
        "quotes": (replace(digest.quotes[0], start=start, end=start + length, speaker=name),) * 2,
        "entities": (Entity(name, "person", aliases=(text[:3],), translation=text),),
    }
    parsed = _Page(made(replace(digest, **changes)))
    allowed = {"html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "div"}
    allowed |= {"h1", "p", "a", "span", "mark", "dl", "dt", "dd"}
    assert {tag for tag, _ in parsed.tags} <= allowed


def test_a_long_article_keeps_every_sentence() -> None:
    assert len(pairs(made(long_digest(300)))) == 300
