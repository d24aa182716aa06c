"""What a reader gets: the brief, its buttons, and the words for what went wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import errors
from bot.records import PARAGRAPH_BREAK, Article, Button, Digest, Entity, Part, Quote, Reply, Sentence
from bot.reply.plain import to_plain
from bot.reply.render import (
    note_for,
    render_bug,
    render_digest,
    render_error,
    render_full,
    render_message,
    render_names,
    render_sources,
    render_status,
)
from bot.reply.safe import inert
from bot.reply.split import MESSAGE_LIMIT_UNITS, visible_units
from bot.reply.wording import Wording, languages

CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "cases" / "reply.toml").read_text("utf-8"))
WIB = timezone(timedelta(hours=7))
PUBLISHED = datetime(2023, 9, 15, 21, 34, tzinfo=WIB)
ENGLISH = Wording("en")
TELEGRAM_TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}
ID = "k3x9q"


def sample_digest(**changes: Any) -> Digest:
    """The article of the cases as a digest of its first, fifth and seventh sentence."""
    data = CASES["article"]
    sentences = tuple(_placed(data["sentences"]))
    text = _text_of(sentences)
    article = Article(
        text,
        data["title"],
        url=data["url"],
        site=data["site"],
        published=PUBLISHED,
        authors=(*data["authors"],),
    )
    digest = Digest(
        article=article,
        sentences=sentences,
        summary=(0, 4, 6),
        longest_summary=6,
        quotes=tuple(_quoted(text, quote) for quote in data["quotes"]),
        entities=tuple(Entity(**entity) for entity in data["entities"]),
        title_translation=data["title_translation"],
    )
    return replace(digest, **changes)


def _placed(rows: list[dict[str, Any]]) -> Iterator[Sentence]:
    start, before = 0, 0
    for index, row in enumerate(rows):
        start += 0 if index == 0 else 1 if row["paragraph"] == before else len(PARAGRAPH_BREAK)
        end = start + len(row["source"])
        yield Sentence(index, start=start, end=end, **row)
        start, before = end, row["paragraph"]


def _text_of(sentences: tuple[Sentence, ...]) -> str:
    text = ""
    for sentence in sentences:
        text = text.ljust(sentence.start) + sentence.source
    return text


def _quoted(text: str, row: dict[str, Any]) -> Quote:
    start = text.index(row["text"])
    return Quote(start=start, end=start + len(row["text"]), **row)


def untranslated(digest: Digest) -> Digest:
    return replace(
        digest,
        title_translation=None,
        sentences=tuple(replace(sentence, translation=None) for sentence in digest.sentences),
        quotes=tuple(replace(quote, translation=None) for quote in digest.quotes),
        entities=tuple(replace(entity, translation=None) for entity in digest.entities),
    )


def long_digest(sentence_count: int = 120) -> Digest:
    digest = sample_digest()
    first = digest.sentences[0]
    sentences = tuple(replace(first, index=index, paragraph=index // 3) for index in range(sentence_count))
    return replace(digest, sentences=sentences, quotes=())


class _Telegram(HTMLParser):
    """Reads a message as strictly as Telegram does: known tags, properly nested."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TELEGRAM_TAGS
        self.open.append(tag)
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def as_telegram(html: str) -> _Telegram:
    reader = _Telegram()
    reader.feed(html)
    reader.close()
    assert not reader.open
    assert reader.text.strip()
    assert visible_units(html) <= MESSAGE_LIMIT_UNITS
    return reader


def labels(reply: Reply) -> list[list[str]]:
    return [[button.action.partition(":")[0] for button in row] for row in reply.buttons]


def test_a_brief_reads_from_headline_to_names() -> None:
    reply = render_digest(sample_digest(), ENGLISH, digest_id=ID)
    blocks = to_plain(reply.messages[0], width=200).split("\n\n")
    assert blocks[0] == (
        "Demak Coast Residents Restore Two Kilometres of Mangrove Belt"
        " (https://warta-pesisir.example/daerah/mangrove-demak?ref=depan&hal=1)\n"
        "Warta Pesisir · 15 September 2023, 9:34 pm (GMT+7) · Laras Wibisono, Tegar Hutapea"
    )
    assert [block[:11] for block in blocks[1:4]] == ["• Residents", "• The progr", "• A researc"]
    assert blocks[4].splitlines()[-1] == "│ — Surya Prakoso"
    assert blocks[5].splitlines()[-1] == "│ — not named; the article says “seorang pejabat dinas tersebut”"
    assert blocks[6].splitlines() == [
        "People: Surya Prakoso · Ratna Maharani",
        "Organisations: Ministry of Environment (Kementerian Lingkungan Hidup)"
        " · Diponegoro University (Universitas Diponegoro)",
        "Places: Demak",
    ]


def test_the_headline_is_bold_and_leads_to_the_page() -> None:
    message = as_telegram(render_digest(sample_digest(), ENGLISH, digest_id=ID).messages[0])
    assert message.seen[:2] == [("b", {}), ("a", {"href": CASES["article"]["url"]})]


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "file:///etc/hosts", "http://[", "https://"]
)
def test_only_an_address_of_the_web_becomes_a_link(url: str | None) -> None:
    digest = sample_digest()
    digest = replace(digest, article=replace(digest.article, url=url))
    message = as_telegram(render_digest(digest, ENGLISH, digest_id=ID).messages[0])
    assert "a" not in [tag for tag, _ in message.seen]


def test_without_a_headline_the_site_leads_to_the_page() -> None:
    digest = sample_digest(title_translation=None)
    digest = replace(digest, article=replace(digest.article, title="", site=None))
    html = render_digest(digest, ENGLISH, digest_id=ID).messages[0]
    assert html.startswith('<a href="https://warta-pesisir.example/')
    assert "15 September 2023" in html


def test_only_key_quotes_are_shown() -> None:
    digest = sample_digest()
    hidden = replace(digest, quotes=tuple(replace(quote, key=False) for quote in digest.quotes))
    assert "<blockquote>" not in render_digest(hidden, ENGLISH, digest_id=ID).messages[0]


def test_a_speaker_that_is_an_organisation_is_named_in_the_readers_language() -> None:
    digest = sample_digest()
    spoken = replace(digest.quotes[0], speaker="Universitas Diponegoro")
    html = render_digest(replace(digest, quotes=(spoken,)), ENGLISH, digest_id=ID).messages[0]
    assert "— Diponegoro University (Universitas Diponegoro)</blockquote>" in html


@pytest.mark.parametrize(
    ("role", "translation", "line"),
    [
        ("petani padi", "rice farmer", "— Surya Prakoso, rice farmer</blockquote>"),
        ("petani padi", None, "— Surya Prakoso</blockquote>"),
        (None, None, "— Surya Prakoso</blockquote>"),
        ("petani <b>", "farmer <b> @akun", "— Surya Prakoso, farmer &lt;b&gt; @\u2060akun</blockquote>"),
        ("petani padi", "x" * 200, "— Surya Prakoso</blockquote>"),
    ],
    ids=["translated", "not translated", "none", "markup", "too long"],
)
def test_a_speaker_has_their_role_beside_the_name(role: str, translation: str | None, line: str) -> None:
    digest = sample_digest()
    spoken = replace(digest.quotes[0], speaker_role=role, speaker_role_translation=translation)
    html = render_digest(replace(digest, quotes=(spoken,)), ENGLISH, digest_id=ID).messages[0]
    assert line in html


def test_a_role_is_in_the_articles_words_where_nothing_is_translated() -> None:
    digest = untranslated(sample_digest())
    spoken = replace(digest.quotes[0], speaker_role="petani padi")
    html = render_digest(replace(digest, quotes=(spoken,)), Wording("id"), digest_id=ID).messages[0]
    assert "— Surya Prakoso, petani padi</blockquote>" in html


def test_a_speaker_without_a_name_has_the_articles_words_in_the_readers_language() -> None:
    digest = sample_digest()
    spoken = replace(digest.quotes[0], speaker=None, speaker_mention="pejabat tersebut")
    spoken = replace(spoken, speaker_mention_translation="official")
    html = render_digest(replace(digest, quotes=(spoken,)), ENGLISH, digest_id=ID).messages[0]
    assert "— not named; the article says “official”" in html
    html = render_digest(untranslated(replace(digest, quotes=(spoken,))), ENGLISH, digest_id=ID).messages[0]
    assert "the article says “pejabat tersebut”" in html


@pytest.mark.parametrize(
    ("count", "compact", "shown"),
    [
        (6, False, "A · B · C · D and 2 more"),
        (5, False, "A · B · C · D · E"),
        (10, True, "A · B · C · D · E · F · G · H and 2 more"),
    ],
)
def test_names_beyond_those_that_a_brief_has_room_for_are_counted(
    count: int, compact: bool, shown: str
) -> None:
    people = tuple(Entity(letter, "person") for letter in "ABCDEFGHIJ"[:count])
    digest = sample_digest(entities=people)
    html = render_digest(digest, ENGLISH, digest_id=ID, compact=compact).messages[0]
    assert html.removesuffix("</blockquote>").endswith(f"<b>People:</b> {shown}")
    assert render_names(digest, ENGLISH).messages[0].endswith(" · ".join("ABCDEFGHIJ"[:count]))


def test_authors_beyond_three_are_counted() -> None:
    digest = sample_digest()
    digest = replace(digest, article=replace(digest.article, authors=("A B", "C D", "E F", "G H")))
    assert "A B, C D, E F and one more" in render_digest(digest, ENGLISH, digest_id=ID).messages[0]


def test_without_a_translation_the_original_is_shown() -> None:
    html = render_digest(untranslated(sample_digest()), ENGLISH, digest_id=ID).messages[0]
    assert "Warga Pesisir Demak" in html
    assert "• Program itu dibiayai" in html
    assert "“Dulu air masuk" in html


def test_a_note_stands_under_the_headline() -> None:
    note = note_for(errors.NoPackage("id", "fr"), ENGLISH)
    html = render_digest(untranslated(sample_digest()), ENGLISH, digest_id=ID, note=note).messages[0]
    assert html.split("\n\n")[1] == (
        "<i>Shown in the original: no translation from Indonesian to French is installed here.</i>"
    )


def test_an_error_that_leaves_no_digest_has_no_note() -> None:
    assert note_for(errors.NoArticle(), ENGLISH) is None
    assert note_for(errors.TranslationFailed("id", "en"), ENGLISH)


def test_links_that_were_not_read_are_counted() -> None:
    html = render_digest(sample_digest(), ENGLISH, digest_id=ID, other_links=2).messages[0]
    assert html.endswith("<i>I read the first of 3 links. Send the others one at a time.</i>")


def test_buttons_stand_in_two_rows() -> None:
    reply = render_digest(sample_digest(), ENGLISH, digest_id=ID)
    assert labels(reply) == [["full", "orig"], ["less", "more"], ["menu"]]
    assert reply.buttons[0][0] == Button("Full translation", f"full:{ID}")


@pytest.mark.parametrize("language", languages())
def test_button_data_fits_telegram(language: str) -> None:
    digest = render_digest(sample_digest(), Wording(language), digest_id="x" * 20)
    buttons = [button for row in digest.buttons for button in row]
    assert all(1 <= len(button.action.encode()) <= 64 and button.label for button in buttons)


def test_a_summary_of_one_sentence_offers_no_shorter_one() -> None:
    reply = render_digest(sample_digest(summary=(0,)), ENGLISH, digest_id=ID)
    assert labels(reply)[1] == ["more"]
    assert "•" not in reply.messages[0]


def test_a_summary_of_ten_sentences_offers_no_longer_one() -> None:
    digest = replace(long_digest(30), summary=tuple(range(10)), longest_summary=10)
    assert labels(render_digest(digest, ENGLISH, digest_id=ID))[1] == ["less"]


@pytest.mark.parametrize("longest", [0, 2, 3])
def test_where_the_article_gives_no_more_nothing_longer_is_offered(longest: int) -> None:
    reply = render_digest(sample_digest(longest_summary=longest), ENGLISH, digest_id=ID)
    assert labels(reply)[1] == ["less"]


def test_a_very_short_article_stands_there_in_its_paragraphs_and_is_said_to_be_whole() -> None:
    digest = sample_digest(whole=True, summary=(0, 1, 4), longest_summary=3, quotes=())
    blocks = to_plain(render_digest(digest, ENGLISH, digest_id=ID).messages[0], width=300).split("\n\n")
    assert blocks[1] == "Too short to summarise: every sentence of the article is here."
    first, second, other = (digest.sentences[at].translation for at in digest.summary)
    assert blocks[2:4] == [f"{first} {second}", other]


def test_a_very_short_article_is_said_to_be_whole_in_its_own_language_too() -> None:
    digest = untranslated(sample_digest(whole=True, summary=(0, 1), quotes=()))
    html = render_digest(digest, Wording("id"), digest_id=ID).messages[0]
    assert "<i>Terlalu pendek untuk diringkas: semua kalimat artikel ini ada di sini.</i>" in html
    assert "•" not in html


def test_a_summary_is_not_said_to_be_the_whole_article() -> None:
    html = render_digest(sample_digest(), ENGLISH, digest_id=ID).messages[0]
    assert "Too short" not in html
    assert html.count("• ") == 3


def test_what_was_not_translated_offers_no_more_translation() -> None:
    reply = render_digest(untranslated(sample_digest()), ENGLISH, digest_id=ID)
    assert labels(reply) == [["less", "more"], ["menu"]]


def test_a_digest_of_nothing_still_says_something() -> None:
    reply = render_digest(Digest(Article(""), (), (), (), ()), ENGLISH, digest_id=ID)
    assert reply.messages == (ENGLISH.text("empty"),)
    assert reply.buttons == ()


def test_a_brief_that_is_too_long_goes_into_several_messages() -> None:
    digest = long_digest(30)
    sentences = tuple(replace(sentence, translation="Kata " * 150) for sentence in digest.sentences)
    reply = render_digest(
        replace(digest, sentences=sentences, summary=tuple(range(10))), ENGLISH, digest_id=ID
    )
    assert len(reply.messages) == 2
    assert all(as_telegram(message) for message in reply.messages)
    assert reply.messages[1].startswith("• Kata")


def test_the_full_translation_folds_into_one_message() -> None:
    reply = render_full(sample_digest(), ENGLISH)
    assert len(reply.messages) == 1
    assert reply.attachment is None
    message = as_telegram(reply.messages[0])
    assert ("blockquote", {"expandable": None}) in message.seen
    assert "\u202fFunds Run Out Next Year</b>" in reply.messages[0]
    assert "within four years, the Ministry of Environment said on Tuesday. ²\u202fThe area" in message.text


def test_both_sides_of_a_full_translation_carry_the_same_numbers_and_lead_to_each_other() -> None:
    digest = sample_digest()
    translation = render_full(digest, ENGLISH, digest_id=ID)
    original = render_full(digest, ENGLISH, digest_id=ID, side="original")
    numbers = [re.findall(r"[⁰¹²³⁴-⁹]+(?=\u202f)", reply.messages[0]) for reply in (translation, original)]
    assert numbers[0] == numbers[1]
    assert len(numbers[0]) == len(digest.sentences)
    assert digest.sentences[1].source in as_telegram(original.messages[0]).text
    assert digest.article.title in original.messages[0]
    assert "not translated" not in original.messages[0]
    assert translation.buttons == ((Button("⇄ Original sentences", f"side:{ID}:en:original"),),)
    assert original.buttons == ((Button("⇄ Translation", f"side:{ID}:en:translation"),),)


def test_an_article_whose_originals_fill_more_than_a_message_is_a_file_of_both_sides() -> None:
    digest = sample_digest()
    longer = tuple(replace(each, source=f"{each.source} " * 30) for each in digest.sentences)
    assert render_full(replace(digest, sentences=longer), ENGLISH, digest_id=ID).attachment is not None


def test_an_article_that_nobody_translated_has_one_side() -> None:
    assert render_full(untranslated(sample_digest()), ENGLISH, digest_id=ID).buttons == ()


def test_a_full_translation_over_the_limit_is_a_file() -> None:
    reply = render_full(long_digest(), ENGLISH)
    assert len(reply.messages) == 1
    assert "120 sentences" in reply.messages[0]
    assert reply.attachment is not None
    assert reply.attachment.name == "demak-coast-residents-restore-two-kilometres-of-mangrove-bel.html"
    assert reply.attachment.content.startswith(b"<!doctype html>")


@pytest.mark.parametrize("title", ["", "!!!", "../../etc/passwd", "a\x00b/c:d", "標題"])
def test_a_file_name_is_safe_whatever_the_headline(title: str) -> None:
    reply = render_full(replace(long_digest(), title_translation=title), ENGLISH)
    assert reply.attachment is not None
    stem = reply.attachment.name.removesuffix(".html")
    assert stem
    assert all(character.isalnum() or character == "-" for character in stem)


def test_sources_put_every_original_under_its_translation() -> None:
    html = "\n\n".join(render_sources(sample_digest(), ENGLISH).messages)
    blocks = html.split("\n\n")
    assert len(blocks) == 6
    assert blocks[0] == (
        f"<b>{CASES['article']['title_translation']}</b>\n<blockquote>{CASES['article']['title']}</blockquote>"
    )
    assert blocks[2] == (
        "The programme is financed by a grant of Rp12.5 billion that ends in June.\n"
        "<blockquote>Program itu dibiayai hibah Rp12,5 miliar yang berakhir pada Juni.</blockquote>"
    )
    assert blocks[4].splitlines()[1] == "— Surya Prakoso"


def test_sources_of_an_untranslated_digest_are_shown_once() -> None:
    html = render_sources(untranslated(sample_digest()), ENGLISH).messages[0]
    assert html.count("Program itu dibiayai") == 1
    assert "— Surya Prakoso" in html


@pytest.mark.parametrize("case", CASES["inert"], ids=lambda case: str(case["id"]))
def test_nothing_from_outside_becomes_a_link(case: dict[str, str]) -> None:
    assert inert(case["marked"].replace("|", "")).replace("\u2060", "|") == case["marked"]


def test_no_part_of_a_reply_lets_outside_text_be_linked() -> None:
    name = "@akun"
    base = sample_digest()
    article = replace(base.article, title=name, site=name, authors=(name,))
    sentences = tuple(replace(each, source=f"{name} a", translation=f"{name} b") for each in base.sentences)
    spoken = replace(base.quotes[0], text=f"{name} a", translation=f"{name} b", speaker=name)
    spoken = replace(spoken, speaker_role=name, speaker_role_translation=name)
    unnamed = replace(spoken, speaker=None, speaker_mention=name)
    entities = (Entity(name, "place", translation=f"{name} c"),)
    digest = replace(
        base,
        article=article,
        sentences=sentences,
        quotes=(spoken, unnamed),
        entities=entities,
        title_translation=name,
    )
    brief = render_digest(digest, ENGLISH, digest_id=ID)
    error = render_error(errors.WrongLanguage(name), ENGLISH)
    for reply in (brief, render_full(digest, ENGLISH), render_sources(digest, ENGLISH), error):
        assert "@\u2060akun" in reply.messages[0]
        assert name not in reply.messages[0]


def test_a_quotation_on_its_own_ends_with_a_full_stop_in_place_of_a_comma() -> None:
    assert "on the same ground.”" in render_digest(sample_digest(), ENGLISH, digest_id=ID).messages[0]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Kami menyebutnya “hutan ibu”,", "“Kami menyebutnya ‘hutan ibu’.”"),
        ('Kata "siap" itu janji.', "“Kata ‘siap’ itu janji.”"),
        ("“Kami siap.”", "“Kami siap.”"),
        ('"Ya" dan "tidak"', "“‘Ya’ dan ‘tidak’”"),
        ("Siapa yang membayar?", "“Siapa yang membayar?”"),
    ],
    ids=["comma after a mark", "straight marks", "marks of its own", "two inside", "question"],
)
def test_a_quotation_has_one_pair_of_double_marks(said: str, shown: str) -> None:
    digest = sample_digest()
    quote = replace(digest.quotes[0], text=said, translation=said, key=True)
    html = render_digest(replace(digest, quotes=(quote,)), ENGLISH, digest_id=ID).messages[0]
    assert f"<blockquote>{shown}\n" in html


def test_markup_in_an_article_stays_text() -> None:
    names = (Entity("<i>X</i>", "person"),)
    digest = sample_digest(title_translation="<b>A & B</b> <script>", entities=names)
    html = render_digest(digest, ENGLISH, digest_id=ID).messages[0]
    assert "&lt;b&gt;A &amp; B&lt;/b&gt; &lt;script&gt;" in html
    assert "&lt;i&gt;X&lt;/i&gt;" in html


def test_commands_in_our_own_words_stay_links() -> None:
    html = render_message("help", ENGLISH, language="English").messages[0]
    assert "\n/settings – " in html
    assert "with /ringkas, or" in html


ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)


@settings(max_examples=60, deadline=None)
@given(text=ANY_TEXT, name=ANY_TEXT)
def test_whatever_an_article_holds_the_messages_are_sound(text: str, name: str) -> None:
    base = sample_digest()
    article = replace(base.article, title=text, site=name, authors=(name,), url=f"https://a.example/{text}")
    digest = replace(
        base,
        article=article,
        title_translation=name,
        sentences=(*(replace(sentence, source=text, translation=name) for sentence in base.sentences),),
        quotes=(*(replace(quote, text=text, translation=name, speaker=name) for quote in base.quotes),),
        entities=(Entity(name, "place", translation=text),),
    )
    everything = frozenset(get_args(Part))
    replies = (
        render_digest(digest, ENGLISH, digest_id=ID),
        render_digest(digest, ENGLISH, digest_id=ID, parts=everything),
        render_digest(digest, ENGLISH, digest_id=ID, parts=everything, compact=True),
        render_full(digest, ENGLISH),
        render_sources(digest, ENGLISH),
    )
    for message in (message for reply in replies for message in reply.messages):
        as_telegram(message).text.encode()


def leaves(root: type[errors.RingkasError] = errors.RingkasError) -> list[type[errors.RingkasError]]:
    children = root.__subclasses__()
    return [leaf for child in children for leaf in leaves(child)] if children else [root]


FACTS: dict[str, Any] = {
    "url": "https://www.warta.example/x?kunci=rahasia",
    "timeout_s": 20.0,
    "status": 404,
    "limit_bytes": 5_000_000,
    "length_chars": 42,
    "limit_chars": 300_000,
    "detected": "jv",
    "source": "id",
    "target": "fr",
    "retry_after_s": 11.2,
}


def example(leaf: type[errors.RingkasError], **changes: Any) -> errors.RingkasError:
    wanted = getattr(leaf, "__dataclass_fields__", {})
    return leaf(**{name: value for name, value in {**FACTS, **changes}.items() if name in wanted})


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("url", [FACTS["url"], ""], ids=["page", "file"])
@pytest.mark.parametrize("leaf", leaves(), ids=lambda leaf: leaf.__name__)
def test_every_error_has_its_words(leaf: type[errors.RingkasError], url: str, language: str) -> None:
    wording = Wording(language)
    html = render_error(example(leaf, url=url), wording).messages[0]
    assert html != wording.text("error-ringkas-error")
    assert as_telegram(html).text.endswith(".")
    assert "rahasia" not in html
    assert "{" not in html
    assert "  " not in html


def unread_pages() -> list[errors.RingkasError]:
    """What may become of a link: what keeps a page from coming, and each kind of page that is no article."""
    kinds: tuple[errors.NoArticleKind, ...] = get_args(errors.NoArticleKind)
    failures = [example(leaf) for root in (errors.LinkError, errors.FetchError) for leaf in leaves(root)]
    return [*failures, *(errors.NotAnArticlePage(url=FACTS["url"], found=kind) for kind in kinds)]


@pytest.mark.parametrize(("language", "way_out"), [("en", "paste"), ("id", "tempelkan")])
@pytest.mark.parametrize("failure", unread_pages(), ids=repr)
def test_whoever_sent_a_link_that_cannot_be_read_is_told_to_paste_the_text(
    failure: errors.RingkasError, language: str, way_out: str
) -> None:
    assert way_out in render_error(failure, Wording(language)).messages[0].lower()


def test_the_tree_of_errors_has_leaves() -> None:
    assert {errors.NoLink, errors.BadStatus, errors.WrongLanguage, errors.Busy} <= set(leaves())


@pytest.mark.parametrize("case", CASES["status"], ids=lambda case: str(case["status"]))
def test_a_bad_status_is_explained(case: dict[str, Any]) -> None:
    html = render_error(example(errors.BadStatus, status=case["status"]), ENGLISH).messages[0]
    assert case["holds"] in html
    assert f"status {case['status']}" in html
    assert "warta.\u2060example" in html


def test_the_facts_of_an_error_are_put_for_readers() -> None:
    def said(error: errors.RingkasError, language: str = "en") -> str:
        return render_error(error, Wording(language)).messages[0]

    assert "larger than 5 MB" in said(errors.TooLarge(5_000_000))
    assert "larger than 20 MB" in said(errors.TooLarge(20 * 2**20))
    assert "lebih besar dari 2,5 MB" in said(errors.TooLarge(2_500_000), "id")
    assert "list of headlines" in said(errors.NotAnArticlePage(url="https://a.example", found="index"))
    assert "hanya untuk pelanggan" in said(
        errors.NotAnArticlePage(url="https://a.example", found="paywall"), "id"
    )
    assert said(errors.WrongLanguage("ms", ("en", "fr"))).endswith("and answer in: English and French.")
    assert "in Javanese" in said(errors.WrongLanguage("jv"))
    assert "berbahasa Jawa" in said(errors.WrongLanguage("jv"), "id")
    assert "cannot tell the language" in said(errors.WrongLanguage("und"))
    assert "in 12 seconds" in said(errors.Busy(11.2))
    assert "within 90 seconds" in said(errors.FetchTimeout(90, url="https://a.example"))
    assert "paste the text instead" in said(errors.NotAnArticlePage(url="https://a.example"))
    assert "(image/png)" in said(errors.NotAnArticlePage(url="https://a.example", content_type="image/png"))


def test_an_error_without_words_of_its_own_gets_general_ones() -> None:
    class New(errors.ArticleError):
        """A leaf that nobody has put into words yet."""

    assert render_error(New(), ENGLISH).messages == (ENGLISH.text("error-ringkas-error"),)


def test_a_bug_is_told_with_its_id() -> None:
    assert render_bug("4f2a", ENGLISH).messages[0].endswith("this code: 4f2a")
    assert "3 times" in render_bug("4f2a", ENGLISH, 3).messages[0]


def test_every_stage_of_the_work_has_its_words() -> None:
    said = {render_status(stage, ENGLISH).messages[0] for stage in ("reading", "summarising", "translating")}
    assert said == {"Reading the article …", "Choosing the key sentences …", "Translating …"}


def test_an_original_among_translations_is_marked_as_one() -> None:
    digest = sample_digest()
    first = digest.summary[0]
    sentences = tuple(
        replace(each, translation=None) if each.index == first else each for each in digest.sentences
    )
    digest = replace(digest, sentences=sentences)
    html = render_digest(digest, ENGLISH, digest_id=ID).messages[0]
    assert html.count("<i>(not translated)</i>") == 1
    assert "<i>(not translated)</i>" in "".join(render_full(digest, ENGLISH).messages)


def test_a_quotation_left_in_the_original_is_marked_before_its_speaker() -> None:
    digest = sample_digest()
    quote = replace(digest.quotes[0], translation=None, key=True)
    html = render_digest(replace(digest, quotes=(quote,)), ENGLISH, digest_id=ID).messages[0]
    assert "” <i>(not translated)</i>\n— " in html


def test_where_nothing_is_translated_nothing_is_marked() -> None:
    digest = sample_digest()
    digest = replace(
        digest,
        title_translation=None,
        sentences=tuple(replace(each, translation=None) for each in digest.sentences),
        quotes=tuple(replace(each, translation=None) for each in digest.quotes),
    )
    assert "not translated" not in "".join(render_digest(digest, ENGLISH, digest_id=ID).messages)


def test_a_headline_left_in_the_original_is_marked_too() -> None:
    html = render_digest(replace(sample_digest(), title_translation=None), ENGLISH, digest_id=ID).messages[0]
    assert "</b> <i>(not translated)</i>" in html.split("\n", 1)[0]


def test_beside_its_originals_a_missing_translation_is_marked() -> None:
    digest = sample_digest()
    sentences = tuple(
        replace(each, translation=None) if each.index == digest.summary[0] else each
        for each in digest.sentences
    )
    html = "".join(render_sources(replace(digest, sentences=sentences), ENGLISH).messages)
    assert html.count("(not translated)") == 1


@pytest.mark.parametrize(
    ("pages", "language", "told"),
    [
        ((3,), "en", "Page 3 of this story could not be read"),
        ((3, 4), "en", "Pages 3 and 4 of this story could not be read"),
        ((3, 4), "id", "Halaman 3 dan 4 dari artikel ini tidak dapat dibaca"),
    ],
)
def test_pages_that_are_missing_are_named(pages: tuple[int, ...], language: str, told: str) -> None:
    digest = sample_digest()
    digest = replace(digest, article=replace(digest.article, missing_pages=pages))
    assert told in render_digest(digest, Wording(language), digest_id=ID).messages[-1]
    assert told not in render_digest(sample_digest(), Wording(language), digest_id=ID).messages[-1]


@pytest.mark.parametrize("language", ["en", "id"])
def test_each_kind_of_page_that_is_no_article_has_words_of_its_own(language: str) -> None:
    wording = Wording(language)
    kinds = get_args(errors.NoArticleKind)
    refusals = [errors.NotAnArticlePage(url="https://a.example", found=kind) for kind in kinds]
    assert len({render_error(refusal, wording).messages for refusal in refusals}) == len(kinds)
