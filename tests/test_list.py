"""A list of links says how far each has come, and never grows over one message."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import get_args

import pytest

from bot import errors
from bot.errors import NoArticleKind, RingkasError
from bot.records import Article, Digest, Sentence
from bot.reply.list import (
    MOST_LINKS,
    MOST_OF_A_DAY,
    Entry,
    Line,
    Topic,
    line_of,
    render_list,
    render_today,
    why_not,
)
from bot.reply.split import MESSAGE_LIMIT_UNITS, visible_units
from bot.reply.wording import Wording, languages

ENGLISH = Wording("en")
URL = "https://www.kabar.example/daerah/123"
READ = Line(URL, "read", headline="Chilli prices double", outlet="Kabar", digest_id="k3x9q")
DIGEST = Digest(
    article=Article("Harga naik.", title="Harga Cabai Naik", site="Kabar"),
    sentences=(Sentence(0, 0, 0, 11, "Harga naik.", "Prices rise."),),
    summary=(0,),
    quotes=(),
    entities=(),
)


def shown(*lines: Line, of: int = 0) -> str:
    return render_list(lines, ENGLISH, of=of or len(lines)).messages[0]


def test_each_link_has_a_line_that_says_how_far_it_has_come() -> None:
    waiting, reading = Line("https://b.example/2"), Line("https://c.example/3", "reading")
    head, _, first, second, third = shown(READ, reading, waiting).split("\n")
    assert head == "Reading 3 links …"
    assert first == f'1. <b><a href="{URL}">Chilli prices double</a></b> · Kabar'
    assert (second[:3], second[-16:]) == ("2. ", "<i>reading …</i>")
    assert (third[:3], third[-14:]) == ("3. ", "<i>waiting</i>")


def test_numbers_stand_below_once_no_link_waits_and_for_what_was_read_alone() -> None:
    failed = Line("https://b.example/2", "failed", why_not="paywall")
    assert render_list((READ, Line(URL)), ENGLISH, of=2).buttons == ()
    other = replace(READ, url=f"{URL}4")
    done = render_list((READ, failed, other), ENGLISH, of=3)
    assert [[button.label for button in row] for row in done.buttons] == [["1", "3"]]
    assert done.buttons[0][0].action == "brief:k3x9q"
    assert done.messages[0].startswith("2 of 3 links could be read.")
    assert "for subscribers only" in done.messages[0]


def test_a_second_address_of_a_story_points_to_the_first_and_has_no_number_below() -> None:
    lines = [Line(URL, "read", headline="Banjir", digest_id=str(number)) for number in (1, 2)]
    reply = render_list(lines, ENGLISH, of=2)
    assert shown(*lines).endswith("</a> · <i>the same article as 1</i>")
    assert [button.label for row in reply.buttons for button in row] == ["1"]
    assert reply.messages[0].startswith("Both links are read.")


@pytest.mark.parametrize(
    ("lines", "head"),
    [
        ((READ, READ), "Both links are read."),
        ((READ, READ, READ), "All 3 links are read."),
        ((Line(URL, "failed", why_not="gone"),) * 2, "None of these 2 links could be read."),
    ],
)
def test_all_and_none_are_said_as_such(lines: tuple[Line, ...], head: str) -> None:
    assert shown(*lines).startswith(head)


def test_links_beyond_the_most_are_said_to_be_left_out() -> None:
    assert "has 12 links; these are the first 2" in shown(READ, READ, of=12)


@pytest.mark.parametrize(
    ("digest", "headline"),
    [
        (replace(DIGEST, title_translation="Chilli prices rise"), "Chilli prices rise"),
        (DIGEST, "Harga Cabai Naik"),
        (replace(DIGEST, article=replace(DIGEST.article, title="")), "Prices rise."),
        (replace(DIGEST, title_translation="x" * 500), "x" * 129 + "…"),
    ],
    ids=["translated", "original", "first sentence", "too long"],
)
def test_the_headline_is_in_the_readers_language_where_it_can_be(digest: Digest, headline: str) -> None:
    assert line_of(URL, digest, "id").headline == headline


@pytest.mark.parametrize("language", languages())
def test_the_longest_list_is_one_message(language: str) -> None:
    longest = replace(READ, headline="&" * 130, outlet="M" * 40)
    (message,) = render_list((longest,) * MOST_LINKS, Wording(language), of=99).messages
    assert visible_units(message) <= MESSAGE_LIMIT_UNITS


def test_what_a_page_calls_itself_is_never_markup_nor_a_link_of_telegrams_making() -> None:
    html = shown(replace(READ, headline="<b>@admin</b> /start", outlet="evil.example"))
    assert "<b>@" not in html
    assert "@\u2060admin" in html
    assert "evil.\u2060example" in html


def test_an_address_that_is_none_of_the_webs_becomes_no_link() -> None:
    assert "href" not in shown(Line("javascript:alert(1)", "failed", why_not="unsafe"))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("error", "why"),
    [
        (errors.BadStatus(404, url=URL), "gone"),
        (errors.BadStatus(403, url=URL), "refused"),
        (errors.Busy(30), "crowded"),
        (errors.UnsafeLink(URL), "unsafe"),
        (errors.FetchTimeout(5, url=URL), "silent"),
        (errors.Unreachable(url=URL), "unreachable"),
        (errors.TooLarge(9, url=URL), "large"),
        (errors.WrongLanguage("en"), "language"),
        (errors.NotAnArticlePage(content_type="image/png", url=URL), "file"),
        (errors.TooShort(3), "no-article"),
        (ValueError("a bug"), "other"),
        *(
            (errors.NotAnArticlePage(found=found), "no-article" if found == "other" else found)
            for found in get_args(NoArticleKind)
        ),
    ],
)
def test_why_a_link_was_not_read_is_said_in_a_few_words(error: RingkasError, why: str, language: str) -> None:
    assert why_not(error) == why
    words = Wording(language)
    said = words.text("why-not", why=why)
    assert len(said) <= 45
    assert (said == words.text("why-not", why="-")) is (why == "other")


DAY = date(2026, 2, 5)
MORNING = datetime(2026, 2, 5, 8, 5, tzinfo=timezone(timedelta(hours=7)))


def entry(number: int, address: str | None = None) -> Entry:
    line = Line(f"https://kabar.example/{number}", "read", f"Story {number}", "Kabar", f"id{number}")
    return Entry(line, MORNING + timedelta(minutes=number), address)


def test_a_day_lists_its_articles_the_newest_last_with_their_times() -> None:
    reply = render_today([entry(1), entry(2, "https://t.me/c/1/9")], DAY, ENGLISH)
    head, _, first, second = reply.messages[0].split("\n")
    assert head.startswith("5 February 2026: 2 articles so far.")
    assert first == '1. <b><a href="https://kabar.example/1">Story 1</a></b> · Kabar · 8:06 am'
    assert second.endswith('Kabar · <a href="https://t.me/c/1/9">8:07 am</a>')
    assert [button.action for button in reply.buttons[0]] == ["brief:id1", "brief:id2"]


def test_a_story_that_was_read_twice_is_listed_once_where_it_was_read_last() -> None:
    reply = render_today(
        [entry(1, "https://t.me/c/1/7"), entry(2), entry(1, "https://t.me/c/1/9")], DAY, ENGLISH
    )
    assert ": 2 articles" in reply.messages[0]
    assert reply.messages[0].endswith('<a href="https://t.me/c/1/9">8:06 am</a>')


def test_of_a_long_day_the_newest_are_listed_and_the_others_counted() -> None:
    reply = render_today([entry(number) for number in range(1, 24)], DAY, ENGLISH)
    assert ": 23 articles so far." in reply.messages[0]
    assert "3 earlier ones are left out." in reply.messages[0]
    assert "Story 23" in reply.messages[0]
    assert "Story 3<" not in reply.messages[0]
    assert len([button for row in reply.buttons for button in row]) == MOST_OF_A_DAY


def test_a_day_of_several_topics_is_listed_topic_by_topic_with_one_row_of_numbers() -> None:
    politics, general = Topic("Politik", "https://t.me/c/1/5"), Topic(general=True)
    places = [politics, general, Topic(), politics]
    entries = [replace(entry(number), topic=topic) for number, topic in enumerate(places, 1)]
    reply = render_today(entries, DAY, ENGLISH)
    _, *blocks = reply.messages[0].split("\n\n")
    assert [block.split("\n")[0] for block in blocks] == [
        '<b><a href="https://t.me/c/1/5">Politik</a></b>', "<b>General</b>", "<b>Another topic</b>"
    ]  # fmt: skip
    assert [block.count("Story") for block in blocks] == [2, 1, 1]
    assert [button.action for button in reply.buttons[0]] == [f"brief:id{at}" for at in (1, 4, 2, 3)]


def test_a_day_of_the_general_topic_alone_has_no_headings() -> None:
    entries = [replace(entry(number), topic=Topic(general=True)) for number in (1, 2)]
    assert "General" not in render_today(entries, DAY, ENGLISH).messages[0]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("topics", [0, 60])
def test_the_longest_day_is_one_message(language: str, topics: int) -> None:
    entries = [
        replace(
            each,
            line=replace(each.line, headline="M" * 130, outlet="M" * 40),
            topic=Topic(f"{number} " + "M" * 128) if topics else None,
        )
        for number, each in ((number, entry(number)) for number in range(60))
    ]
    (message,) = render_today(entries, DAY, Wording(language)).messages
    assert visible_units(message) <= MESSAGE_LIMIT_UNITS


def test_an_article_that_was_pasted_has_no_address_and_is_listed_too() -> None:
    pasted = Entry(Line("", "read", "Story", digest_id="id"), MORNING)
    assert render_today([pasted], DAY, ENGLISH).messages[0].endswith("1. <b>Story</b> · 8:05 am")
